import type { LoginTemplate } from './grant.ts';
import type { Instant } from './instant.ts';
import type { SiteId } from './invite.ts';
import type { Approval } from './limits.ts';
import type { UnusedFate } from './password-gate.ts';
import type { Problem } from './problem.ts';
import type { Question } from './question.ts';
import type { Wording } from './wording.ts';

/**
 * How many invites are issued at once: a form each, many links behind one form (a *batch*), or a personal link each.
 */
export const bulkKinds = ['form', 'batch', 'personal'] as const;
export type BulkKind = (typeof bulkKinds)[number];

/** Most rows of each kind: forms fill GLPI's list of forms, and accounts are made one by one. */
export const mostRows: Readonly<Record<BulkKind, number>> = { form: 100, batch: 10_000, personal: 2_000 };

/** Up to so many links get a form each where nobody chose: more would fill GLPI's list of forms. */
export const formsAtMost = 10;

/** What every invite of a bulk gets. */
export interface BulkValues {
  readonly profileId: number;
  readonly entityId: number;
  readonly recursive: boolean;
  readonly groupIds: readonly number[];
  readonly login: LoginTemplate;
  readonly until: Instant;
  /** Whose address may register by a link that is for nobody in particular; empty for anyone's. */
  readonly domains: readonly string[];
  readonly approval: Approval;
  readonly wording: Wording;
  /** Of the admin's own, in the form. */
  readonly questions: readonly Question[];
  /** What the template is called that it began with; empty for none. */
  readonly template: string;
  readonly ifUnused: UnusedFate;
  readonly privilegedConfirmed: boolean;
}

/**
 * `todo`, then `done` with an invite, `failed` with a problem, or `left` where the bulk was ended before it came to it.
 */
export type BulkRowState = 'todo' | 'done' | 'failed' | 'left';

/** One line: a person, or nobody in particular where the names and the address are empty. */
export interface BulkRow {
  /** Its number in the file, from 1; what failed is found again by it. */
  readonly line: number;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly label: string;
  /** Beside those that everybody gets. */
  readonly groupIds: readonly number[];
  readonly state: BulkRowState;
  /** Fixed before anything is asked of GLPI, so that a row is never done twice. */
  readonly inviteId: string;
  readonly problem: Problem | null;
}

export type BulkState = 'running' | 'paused' | 'ended';

/** Many invites that are issued together: what was asked for, and how far it has come. */
export interface Bulk {
  readonly id: string;
  readonly site: SiteId;
  readonly kind: BulkKind;
  readonly label: string;
  readonly values: BulkValues;
  readonly rows: readonly BulkRow[];
  readonly state: BulkState;
  /** The invite whose form is the whole batch's; null where each has its own, and until there is one. */
  readonly batchId: string | null;
  readonly createdAt: Instant;
  readonly createdBy: string;
  readonly endedAt: Instant | null;
  /** Why it does not go on now; tried again at `retryAt`. */
  readonly trouble: Problem | null;
  readonly attempts: number;
  readonly retryAt: Instant | null;
}

/** What a list shows of a bulk: everything but its rows, of which there may be thousands, and how many of them stand how. */
export interface BulkHead extends Omit<Bulk, 'rows'> {
  readonly counts: Readonly<Record<BulkRowState, number>>;
}

/** How many rows stand how. */
export function countRows(rows: readonly Pick<BulkRow, 'state'>[]): Readonly<Record<BulkRowState, number>> {
  const counts = { todo: 0, done: 0, failed: 0, left: 0 };
  for (const { state } of rows) counts[state] += 1;
  return counts;
}
