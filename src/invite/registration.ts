import type { Instant } from './instant.ts';
import type { Field, SiteId } from './invite.ts';
import type { Problem } from './problem.ts';
import type { OwnAnswer } from './question.ts';

export const registrationStates = [
  'received', // seen, not judged yet
  'waiting', // for an admin's yes or no
  'admitting', // a use is reserved, the account is being made
  'admitted',
  'refused',
  'failed', // needs an admin: the reason says what to do
] as const;
export type RegistrationState = (typeof registrationStates)[number];

/** What the stranger typed, exactly; hostile until shown as text or sent as JSON. */
export type Answers = Readonly<Record<Field, string>>;

/** How the new person gets in. `firstPassword`: made when the admin asks to see it, and never kept. */
export type HandOver =
  | { readonly way: 'mailByGlpi' }
  | { readonly way: 'firstPassword'; readonly givenAt: Instant | null };

/** Which remote steps are known to be done; each can also be recognised in GLPI when the record was lost in between. */
export interface AdmissionProgress {
  readonly userId: number | null;
  readonly profileVerified: boolean;
  readonly groupsAdded: boolean;
  readonly ticketSolved: boolean;
  /** A use of the invite may be claimed in GLPI for it, and is to be given back when it gets no account. */
  readonly useClaimed: boolean;
}

/** What an admin chose to get around a conflict. */
export interface WayOut {
  /** The login that the account shall have; null leaves it to the invite's template. */
  readonly login: string | null;
  /** An account of its own although another one has the same e-mail address. */
  readonly addressShared: boolean;
}

/** One person's submission through a form gate; GLPI keeps it as a ticket. */
export interface Registration {
  /** Site and ticket id: one ticket is one registration, in whichever browser it is seen. */
  readonly id: string;
  readonly site: SiteId;
  readonly inviteId: string;
  readonly ticketId: number;
  /** By GLPI's clock. */
  readonly submittedAt: Instant;
  readonly seenAt: Instant;
  /** Null when the ticket does not hold readable answers. */
  readonly answers: Answers | null;
  /** To the admin's own questions; absent where there are none. */
  readonly ownAnswers?: readonly OwnAnswer[];
  readonly state: RegistrationState;
  readonly reason: Problem | null;
  /** What an admin should look at before saying yes. */
  readonly warnings: readonly Problem[];
  /** The login that is being or was given; written before the account is asked for. */
  readonly login: string | null;
  readonly progress: AdmissionProgress;
  readonly handOver: HandOver | null;
  /** Display name of who approved or refused by hand. */
  readonly decidedBy: string | null;
  readonly attempts: number;
  readonly retryAt: Instant | null;
  readonly endedAt: Instant | null;
  /** Absent in records of version 1. */
  readonly wayOut?: WayOut | null;
  /** The account existed before: nothing was made, and nothing in it was changed. */
  readonly linked?: boolean;
  /** When an admin shut the account from here; null or absent while it is not shut. */
  readonly accountOffAt?: Instant | null;
}

/** The id of the registration that GLPI keeps as this ticket. */
export function registrationId(site: SiteId, ticketId: number): string {
  return `${site}#${ticketId}`;
}

export const nothingDone: AdmissionProgress = {
  userId: null,
  profileVerified: false,
  groupsAdded: false,
  ticketSolved: false,
  useClaimed: false,
};
