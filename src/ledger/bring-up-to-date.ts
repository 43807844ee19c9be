import { deleteDB, openDB } from 'idb';
import { fail } from '../invite/problem.ts';
import type { BackedUp } from './backup.ts';
import { type LedgerContents, openLedger } from './ledger.ts';
import { type LedgerSchema, migrations, schemaVersion } from './schema.ts';

const passing = 'invite-for-glpi restoring';

/**
 * The rows of a backup as records of today: they pass through a database of their own that is migrated like any other, so
 * that an old backup takes the very way that an old ledger takes. Rows that cannot be read are set aside there, and left
 * out. Fails with `backupNewer` where a newer version of the extension wrote them.
 */
export async function bringUpToDate(backup: BackedUp): Promise<LedgerContents> {
  if (backup.schemaVersion > schemaVersion) fail('backupNewer');
  await deleteDB(passing);
  const database = await openDB<LedgerSchema>(passing, backup.schemaVersion, {
    async upgrade(db, _oldVersion, _newVersion, transaction) {
      for (const migrate of migrations.slice(0, backup.schemaVersion)) await migrate(db, transaction);
    },
  });
  try {
    const all = ['sites', 'invites', 'registrations', 'journal', 'templates'] as const;
    // An older schema has no templates yet.
    const stores = all.filter((store) => database.objectStoreNames.contains(store));
    const transaction = database.transaction(stores, 'readwrite');
    for (const store of stores) {
      for (const row of backup[store]) {
        // A row without its key cannot be stored at all.
        if (store !== 'journal' && typeof (row as { id?: unknown } | null)?.id !== 'string') continue;
        await transaction.objectStore(store).put(withoutNumber(store, row) as never);
      }
    }
    await transaction.done;
  } finally {
    database.close();
  }
  const ledger = await openLedger(passing);
  try {
    const all = await ledger.everything();
    // What was told of mending in passing is no event of this ledger.
    return { ...all, journal: all.journal.filter((entry) => entry.event !== 'recordSetAside') };
  } finally {
    ledger.close();
    await deleteDB(passing);
  }
}

/** Lines of the journal get their numbers anew. */
function withoutNumber(store: string, row: unknown): unknown {
  if (store !== 'journal' || typeof row !== 'object' || row === null) return row;
  const { number: _, ...line } = row as { number?: unknown };
  return line;
}
