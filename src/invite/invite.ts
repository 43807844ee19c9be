import type { Grant } from './grant.ts';
import type { Instant } from './instant.ts';
import type { Key } from './key.ts';
import type { Limits } from './limits.ts';
import type { PasswordGate } from './password-gate.ts';
import type { Problem } from './problem.ts';
import type { Question } from './question.ts';
import type { Colleague, SealMark } from './seal.ts';
import type { Wording } from './wording.ts';

/** The base URL of one GLPI: scheme, host, port and path, without a slash at the end. */
export type SiteId = string;

export type InviteState = 'opening' | 'open' | 'paused' | 'closing' | 'closed';
export type ClosedBecause = 'used' | 'expired' | 'revoked' | 'failed';

/** The answers that every registration has. The names stand in delimiters inside the ticket. */
export const fields = ['firstName', 'lastName', 'email', 'phone'] as const;
export type Field = (typeof fields)[number];

/**
 * The native form that the link opens. Uuids are ours and are fixed before the first call, so that what GLPI made
 * can be recognised after a killed background; ids are GLPI's, known once it answered.
 */
export interface FormGate {
  readonly kind: 'form';
  readonly formUuid: string;
  readonly sectionUuid: string;
  readonly questionUuids: Readonly<Record<Field, string>>;
  /** 32 hex digits that delimit the answers in the ticket; the stranger never sees them. */
  readonly nonce: string;
  readonly formId: number | null;
  /** Of a batch alone: the question into which each link fills its own key. */
  readonly codeUuid?: string;
  /** Of the admin's own questions, in their order; absent where there are none. */
  readonly ownUuids?: readonly string[];
}

/** One link of a batch: its form is that of the batch, and its key the answer to the form's question for it. */
export interface BatchGate {
  readonly kind: 'batch';
  /** The invite whose form it is. */
  readonly batchId: string;
  /** By what a key that was sent is known again, also when the key itself was forgotten: see `codeMark`. */
  readonly codeMark: string;
}

/** What the link opens. */
export type Gate = FormGate | PasswordGate | BatchGate;

/** An invite that many may use: a registration form. */
export type FormInvite = Invite & { readonly gate: FormGate };

export function isFormInvite(invite: Invite): invite is FormInvite {
  return invite.gate.kind === 'form';
}

/** Many invites behind one form. It has no link of its own: nobody comes in by it without the key of one of them. */
export type BatchInvite = Invite & { readonly gate: FormGate & { readonly codeUuid: string } };

export function isBatch(invite: Invite): invite is BatchInvite {
  return invite.gate.kind === 'form' && invite.gate.codeUuid !== undefined;
}

/** One of the invites of a batch. */
export type BatchLink = Invite & { readonly gate: BatchGate };

export function isBatchLink(invite: Invite): invite is BatchLink {
  return invite.gate.kind === 'batch';
}

/** Who is expected, where the admin knows: prefilled in the form, and the person may still correct it. */
export interface Invitee {
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
}

export interface Invite {
  readonly id: string;
  readonly site: SiteId;
  readonly label: string;
  readonly note: string;
  /** Null once forgotten: a closed invite needs no key. A personal link has none, its token is in the gate. */
  readonly key: Key | null;
  readonly state: InviteState;
  readonly closedBecause: ClosedBecause | null;
  readonly gate: Gate;
  readonly grant: Grant;
  readonly limits: Limits;
  readonly wording: Wording;
  /** Questions of the admin's own in its form; absent where there are none, and of the links of a batch, whose form it is. */
  readonly questions?: readonly Question[];
  readonly invitee: Invitee | null;
  readonly createdAt: Instant;
  /** Display name of the admin in GLPI. */
  readonly createdBy: string;
  /** What the template was called that it began with; absent of others. */
  readonly template?: string;
  readonly closedAt: Instant | null;
  /** The same by the server's clock, which the last look for registrations goes by; absent or null where it is not known. */
  readonly closedByServer?: Instant | null;
  /** When the closed form is taken out of GLPI; null when that was done or is not due. */
  readonly purgeAt: Instant | null;
  /** Why the last attempt to open or close it did not get through; null when all is well. */
  readonly trouble: Problem | null;
  /** How often opening or closing was tried in vain, and when it may be tried again. */
  readonly attempts: number;
  readonly retryAt: Instant | null;
  /** Since when it is paused; absent in records of version 1, and null while it is not. */
  readonly pausedAt?: Instant | null;
  /** The form in GLPI does not say yet what stands here: it was paused, resumed or extended. A round brings it into line. */
  readonly formDue?: boolean;
  /** Its registrations are tickets of higher ids: whoever learns of it later looks from here on. */
  readonly afterTicket?: number;
  /** Absent of invites without a seal: personal links, links of a batch, browsers that cannot make one. */
  readonly seal?: SealMark;
  /** Absent of what was issued here, or came with a backup. */
  readonly colleague?: Colleague;
}
