import type { Registration } from '../invite/registration.ts';
import type { LedgerDatabase, Upgrade } from './schema.ts';
import { summaryOf, type Tally, tallyOf } from './summaries.ts';

/** A migration: what long lists of invites, registrations and journal lines are read by (queries.ts), and templates. */
export async function layOutForLists(database: LedgerDatabase, transaction: Upgrade): Promise<void> {
  const registrations = transaction.objectStore('registrations');
  registrations.createIndex('state', 'state');
  registrations.createIndex('site', 'site');
  const journal = transaction.objectStore('journal');
  for (const column of ['registrationId', 'site', 'actor', 'event', 'at'] as const)
    journal.createIndex(column, column);
  database.createObjectStore('summaries', { keyPath: 'id' });
  database.createObjectStore('templates', { keyPath: 'id' });

  const tallies = new Map<string, Tally>();
  for (let cursor = await registrations.openCursor(); cursor; cursor = await cursor.continue()) {
    const { inviteId, needsYou } = cursor.value;
    const before = tallies.get(inviteId) ?? { uses: 0, waiting: 0 };
    // What an older version wrote says itself whether it needs somebody.
    const one = tallyOf(cursor.value as Registration, () => needsYou === 1);
    tallies.set(inviteId, { uses: before.uses + one.uses, waiting: before.waiting + one.waiting });
  }
  const summaries = transaction.objectStore('summaries');
  for (
    let cursor = await transaction.objectStore('invites').openCursor();
    cursor;
    cursor = await cursor.continue()
  )
    await summaries.put(summaryOf(cursor.value, tallies.get(cursor.value.id) ?? { uses: 0, waiting: 0 }));
}
