import type { Instant } from './instant.ts';
import type { Invite } from './invite.ts';
import { hex, type RandomBytes } from './key.ts';

/** GLPI's pages on which a person without a session sets a password, by their name below `front/`. */
export const passwordPages = ['lostpassword', 'initpassword'] as const;
export type PasswordPage = (typeof passwordPages)[number];

/** What becomes of an account that nobody has used when its link ends. */
export const unusedFates = ['disable', 'keep'] as const;
export type UnusedFate = (typeof unusedFates)[number];

/**
 * GLPI's own set-password page for one known person. The account is made with the invite, or was there before; the
 * token stands in the link, in GLPI's column for forgotten passwords, and in the ledger, nowhere else.
 */
export interface PasswordGate {
  readonly kind: 'password';
  /** `firstPassword` where GLPI's page cannot be had: the admin passes one on, and there is no link. */
  readonly way: 'link' | 'firstPassword';
  readonly page: PasswordPage;
  /** 40 hex digits, a secret like the key; null where there is no link, and once it has ended. */
  readonly token: string | null;
  /** How GLPI gives the token back: as it is (10), or encrypted (11). Another one later means that somebody replaced it. */
  readonly storedToken: string | null;
  /** Since when this link counts: what an account of before did earlier is no use of it. */
  readonly linkedAt: Instant;
  /** Until when GLPI keeps the link as it was last told; null while it was not told yet. */
  readonly keptUntil: Instant | null;
  /** The login that is asked for, then the one that was given. */
  readonly login: string;
  readonly userId: number | null;
  /** The account was there before the invite: of it nothing is changed but the token. */
  readonly existing: boolean;
  /** It lay in the trash, and the admin wants it back. */
  readonly restore: boolean;
  readonly ifUnused: UnusedFate;
  /** The extension shut the account when an earlier link of this invite ended. */
  readonly shut: boolean;
  readonly progress: { readonly profileVerified: boolean; readonly groupsAdded: boolean };
  /** When the person set a password or signed in; null as long as they did neither. */
  readonly usedAt: Instant | null;
  /** When a first password was last shown to the admin. */
  readonly passwordGivenAt: Instant | null;
}

/** An invite for one known person. */
export type PersonalInvite = Invite & { readonly gate: PasswordGate };

export function isPersonal(invite: Invite): invite is PersonalInvite {
  return invite.gate.kind === 'password';
}

/** A new token: 160 random bits as 40 hex digits, which is all that GLPI's column holds (char(40) in 10). */
export function newToken(random: RandomBytes): string {
  return hex(random(20));
}

/** Somebody was invited in person and has neither set a password nor signed in: whom to remind, or to send a link again. */
export function hasNotComeIn(invite: Invite): invite is PersonalInvite {
  if (!isPersonal(invite) || invite.gate.userId === null || invite.gate.usedAt !== null) return false;
  return invite.state !== 'closed' || invite.closedBecause === 'expired';
}

/** Whether another link can be made. Whoever was revoked may be invited again too: that is a new decision of the admin's. */
export function mayHaveAnother(invite: PersonalInvite): boolean {
  if (invite.gate.userId === null || invite.gate.usedAt !== null) return false;
  return invite.state === 'open' || (invite.state === 'closed' && invite.closedBecause !== 'used');
}

/** An account without a link, whose first password nobody was shown yet: waits for the admin. */
export function needsFirstPassword(invite: PersonalInvite): boolean {
  const { way, passwordGivenAt } = invite.gate;
  return invite.state === 'open' && way === 'firstPassword' && passwordGivenAt === null;
}
