import type { IDBPTransaction, StoreNames } from 'idb';
import type { Invite } from '../invite/invite.ts';
import type { Registration } from '../invite/registration.ts';
import { needsYou } from './rows.ts';
import type { LedgerSchema } from './schema.ts';
import { summaryOf, tallyOf } from './summaries.ts';

export interface KeptSummaries {
  inviteChanged(invite: Invite): Promise<void>;
  registrationChanged(before: Registration | undefined, after: Registration): Promise<void>;
  /** After rows were mended or set aside: written anew from the records, or taken away where the invite is gone. */
  recount(inviteId: string): Promise<void>;
}

type With<Stores extends StoreNames<LedgerSchema>[]> = IDBPTransaction<LedgerSchema, Stores, 'readwrite'>;

/** Keeps the summaries in step, within the transaction that changes what they sum up. */
export function summariesIn<Stores extends StoreNames<LedgerSchema>[]>(
  transaction: With<Stores>,
): KeptSummaries {
  // Whoever writes invites and registrations has these three open.
  const within = transaction as unknown as With<('invites' | 'registrations' | 'summaries')[]>;
  const summaries = within.objectStore('summaries');
  return {
    async inviteChanged(invite) {
      const before = await summaries.get(invite.id);
      await summaries.put(summaryOf(invite, before ?? { uses: 0, waiting: 0 }));
    },
    async registrationChanged(before, after) {
      const summary = await summaries.get(after.inviteId);
      if (!summary) return;
      const [was, is] = [tallyOf(before, needsYou), tallyOf(after, needsYou)];
      if (was.uses === is.uses && was.waiting === is.waiting) return;
      await summaries.put({
        ...summary,
        uses: summary.uses + is.uses - was.uses,
        waiting: summary.waiting + is.waiting - was.waiting,
      });
    },
    async recount(inviteId) {
      const invite = await within.objectStore('invites').get(inviteId);
      if (!invite) return await summaries.delete(inviteId);
      const tallies = (await within.objectStore('registrations').index('inviteId').getAll(inviteId)).map(
        (row) => tallyOf(row, needsYou),
      );
      const sum = (column: 'uses' | 'waiting') => tallies.reduce((total, tally) => total + tally[column], 0);
      await summaries.put(summaryOf(invite, { uses: sum('uses'), waiting: sum('waiting') }));
    },
  };
}
