import type { LoginTemplate } from './grant.ts';
import type { SiteId } from './invite.ts';
import type { Approval } from './limits.ts';
import type { UnusedFate } from './password-gate.ts';
import type { Question } from './question.ts';
import type { Wording } from './wording.ts';

/** Grant, limits, wording and questions of the invites that are issued from it. Ids only: names are looked up when it is used. */
export interface TemplateValues {
  /** Which kind of invites are issued from it: a registration form, or a personal link. */
  readonly gate: 'form' | 'personal';
  readonly profileId: number;
  readonly entityId: number;
  readonly recursive: boolean;
  readonly groupIds: readonly number[];
  readonly login: LoginTemplate;
  /** How long a link lives, in milliseconds. */
  readonly lifetime: number;
  readonly maxUses: number | null;
  /** Empty lets in anyone with the link. */
  readonly domains: readonly string[];
  readonly approval: Approval;
  /** What becomes of an account whose personal link ends unused. */
  readonly ifUnused: UnusedFate;
  readonly wording: Wording;
  /** What the form asks beside what every form asks. */
  readonly questions: readonly Question[];
}

/** A named preset for invites of one site. */
export interface InviteTemplate {
  readonly kind: 'invite';
  readonly id: string;
  readonly site: SiteId;
  readonly name: string;
  /** The form of a new invite starts with it. At most one a site. */
  readonly isDefault: boolean;
  readonly values: TemplateValues;
}

/** A message of the admin's own to send a link with; `{link}` and its like are filled in. */
export interface MessageTemplate {
  readonly kind: 'message';
  readonly id: string;
  readonly name: string;
  readonly language: Wording['language'];
  readonly subject: string;
  readonly body: string;
}

export type Template = InviteTemplate | MessageTemplate;
