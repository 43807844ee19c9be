import type { Invite } from '../invite/invite.ts';
import type { JournalEntry } from '../invite/journal.ts';
import { isPersonal } from '../invite/password-gate.ts';
import type { Registration } from '../invite/registration.ts';
import type { Template } from '../invite/template.ts';
import type { LedgerContents, Site } from './ledger.ts';

/** What restoring a backup would do to the records of one kind, in numbers. */
export interface MergeCount {
  readonly added: number;
  /** The backup knows more of it: further along, or ended. */
  readonly updated: number;
  readonly same: number;
  /** Ours knows more, or the two contradict each other: ours stays. */
  readonly kept: number;
}

/** What is to be written for a merge, and what that comes to. */
export interface Merge {
  readonly sites: readonly Site[];
  readonly invites: readonly Invite[];
  readonly registrations: readonly Registration[];
  readonly journal: readonly JournalEntry[];
  readonly templates: readonly Template[];
  readonly counts: {
    readonly sites: MergeCount;
    readonly invites: MergeCount;
    readonly registrations: MergeCount;
    readonly journal: MergeCount;
  };
}

const inviteRank = { opening: 0, open: 1, paused: 1, closing: 2, closed: 3 } as const;

/** A personal link that was issued again begins anew: the later one counts, however far the earlier one had come. */
function furtherAlong(mine: Invite, other: Invite): boolean {
  if (isPersonal(mine) && isPersonal(other) && mine.gate.linkedAt !== other.gate.linkedAt)
    return other.gate.linkedAt > mine.gate.linkedAt;
  return inviteRank[other.state] > inviteRank[mine.state];
}

/** How far a registration has come; an account that exists outweighs everything. */
function registrationRank({ state, progress }: Registration): number {
  if (state === 'admitted') return 6;
  if (progress.userId !== null) return 5;
  return { received: 0, waiting: 1, admitting: 2, failed: 3, refused: 4 }[state];
}

/**
 * How two ledgers become one: nothing of ours is lost, and of two versions of a record the one that knows more counts.
 * Invites that were just being issued stay out: the browser that issues them is still at it, and another one would take
 * their forms down as left behind.
 */
export function mergeLedgers(ours: LedgerContents, theirs: LedgerContents): Merge {
  const sites = mergeBy(
    ours.sites,
    theirs.sites,
    (site) => site.id,
    () => false,
  );
  const invites = mergeBy(
    ours.invites,
    theirs.invites.filter((invite) => invite.state !== 'opening'),
    (invite) => invite.id,
    furtherAlong,
  );
  const registrations = mergeBy(
    ours.registrations,
    theirs.registrations,
    (registration) => registration.id,
    (mine, other) => registrationRank(other) > registrationRank(mine),
  );
  const journal = mergeBy(ours.journal, theirs.journal, lineOf, () => false);
  const templates = mergeBy(
    ours.templates,
    // Which one is the default is for this browser to say.
    theirs.templates.map((template) =>
      template.kind === 'invite' ? { ...template, isDefault: false } : template,
    ),
    (template) => template.id,
    () => false,
  );
  return {
    sites: sites.write,
    invites: invites.write,
    registrations: registrations.write,
    journal: journal.write,
    templates: templates.write,
    counts: {
      sites: sites.count,
      invites: invites.count,
      registrations: registrations.count,
      journal: journal.count,
    },
  };
}

/** Two lines of the journal that tell the same are the same. */
const lineOf = (entry: JournalEntry) =>
  JSON.stringify([entry.at, entry.site, entry.actor, entry.event, entry.inviteId, entry.registrationId]);

function mergeBy<Kind>(
  ours: readonly Kind[],
  theirs: readonly Kind[],
  identity: (record: Kind) => string,
  knowsMore: (mine: Kind, other: Kind) => boolean,
): { readonly write: Kind[]; readonly count: MergeCount } {
  const mine = new Map(ours.map((record) => [identity(record), record]));
  const write: Kind[] = [];
  const count = { added: 0, updated: 0, same: 0, kept: 0 };
  for (const other of theirs) {
    const known = mine.get(identity(other));
    if (known === undefined) {
      count.added += 1;
      write.push(other);
    } else if (JSON.stringify(known) === JSON.stringify(other)) count.same += 1;
    else if (knowsMore(known, other)) {
      count.updated += 1;
      write.push(other);
    } else count.kept += 1;
  }
  return { write, count };
}
