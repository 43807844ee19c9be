/** What surfaces are shown of those who share a GLPI. */
import type { Instant } from '../invite/instant.ts';
import type { Problem } from '../invite/problem.ts';

/** This browser, as colleagues see it. */
export interface OwnIssuerView {
  readonly name: string;
  readonly fingerprint: string;
}

/** Somebody else whose seals stand in this GLPI, or stood. */
export interface IssuerView {
  readonly key: string;
  /** As they call themselves; anybody may call themselves anything. */
  readonly name: string;
  readonly fingerprint: string;
  readonly state: 'seen' | 'trusted' | 'withdrawn';
  /** Since when they are trusted, or not any more; null of those only seen. */
  readonly since: Instant | null;
  /** How many invites of theirs are out, as far as that is known. */
  readonly invites: number;
}

/** Something in GLPI that claims to be a seal and does not count, or an invite whose seal is not as it should be. */
export interface SealFindingView {
  readonly problem: Problem;
  readonly inviteId: string | null;
  /** What the invite is called, where it is known here. */
  readonly label: string | null;
  readonly formUrl: string | null;
  /** The seal can be written again from here. */
  readonly canRewrite: boolean;
}

export interface WatcherView {
  readonly name: string;
  readonly kind: 'browser' | 'worker';
  readonly seenAt: Instant;
}

/** Who turns registrations into accounts at a site at this time. */
export interface WatchView {
  /** This browser does: it is connected, and something is open. */
  readonly here: boolean;
  /** Others who watch what was issued here, the latest first; null where that could not be asked. */
  readonly others: readonly WatcherView[] | null;
}

export interface TeamView {
  /** Null where this browser cannot seal. */
  readonly own: OwnIssuerView | null;
  readonly issuers: readonly IssuerView[];
  readonly findings: readonly SealFindingView[];
  /** Forms of ours without a seal: known to the browser alone that issued them. */
  readonly unsealed: number;
  /** Why an old seal that is put back could be taken for the present one by a newcomer; null where it could not. */
  readonly floorsTrouble: Problem | null;
  /** When the seals were last looked at; null before the first time. */
  readonly lookedAt: Instant | null;
}

/** What would no longer be acted on in this browser without trust in somebody. */
export interface WithdrawalView {
  readonly invites: number;
  readonly waiting: number;
}
