/** What the dashboard is shown of many invites that are issued together. Links are in `BulkLinks` alone. */
import type { BulkKind, BulkState } from '../invite/bulk.ts';
import type { Instant } from '../invite/instant.ts';
import type { Problem } from '../invite/problem.ts';

/** What would become of a row. */
export interface RowVerdict {
  readonly line: number;
  /** Why it cannot be invited; null where it can. */
  readonly problem: Problem | null;
  /** GLPI's ids of the groups that the row names. */
  readonly groupIds: readonly number[];
}

/** A bulk in a list. */
export interface BulkLine {
  readonly id: string;
  readonly site: string;
  readonly siteName: string;
  readonly kind: BulkKind;
  readonly label: string;
  readonly state: BulkState;
  readonly total: number;
  readonly done: number;
  readonly failed: number;
  /** Rows that were never begun, since the bulk was ended before. */
  readonly left: number;
  readonly createdAt: Instant;
  readonly createdBy: string;
  readonly endedAt: Instant | null;
  /** The invite with the form of the whole batch. */
  readonly batchId: string | null;
  /** Why it does not go on now; it is tried again by itself. */
  readonly trouble: Problem | null;
}

export interface BulkView extends BulkLine {
  readonly profile: string;
  readonly entity: string;
  readonly until: Instant;
  /** Rows that failed or were left, to be mended and fed again. 500 at most here; all are in `bulk.links`. */
  readonly failures: readonly BulkFailure[];
}

export interface BulkFailure {
  readonly line: number;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly label: string;
  /** Names of the row's own groups. */
  readonly groups: readonly string[];
  /** Null where the bulk was ended before it came to this row. */
  readonly problem: Problem | null;
}

/** One finished row with its secret: for the file, the cards, the messages. */
export interface BulkLink {
  readonly line: number;
  readonly inviteId: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly label: string;
  /** Empty where the link has ended, or where a first password takes its place. */
  readonly link: string;
  /** The login of a personal link's account; empty otherwise. */
  readonly login: string;
  /** Ready to be sent, in the wording's language; empty where there is no link. */
  readonly subject: string;
  readonly body: string;
}

export interface BulkLinks {
  readonly links: readonly BulkLink[];
  readonly failures: readonly BulkFailure[];
}
