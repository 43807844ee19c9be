import { readFileSync } from 'node:fs';
import { openDB } from 'idb';
import { type LedgerSchema, migrations } from '../../../src/ledger/schema.ts';

/** What a released version of the extension wrote, row by row, at the stand-in GLPI. */
export interface OlderLedger {
  readonly schemaVersion: number;
  readonly sites: readonly unknown[];
  readonly invites: readonly unknown[];
  readonly registrations: readonly unknown[];
  readonly journal: readonly unknown[];
}

export function olderLedger(version: number): OlderLedger {
  const file = new URL(`older/version-${version}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as OlderLedger;
}

/** Puts those rows where that version kept them. */
export async function layDown(older: OlderLedger, name = 'invite-for-glpi'): Promise<void> {
  const database = await openDB<LedgerSchema>(name, older.schemaVersion, {
    async upgrade(db, _oldVersion, _newVersion, transaction) {
      for (const migrate of migrations.slice(0, older.schemaVersion)) await migrate(db, transaction);
    },
  });
  const stores = ['sites', 'invites', 'registrations', 'journal'] as const;
  const transaction = database.transaction(stores, 'readwrite');
  for (const store of stores)
    for (const row of older[store]) await transaction.objectStore(store).put(row as never);
  await transaction.done;
  database.close();
}
