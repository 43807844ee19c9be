// @vitest-environment node
import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Invite } from '../../../src/invite/invite.ts';
import type { Registration } from '../../../src/invite/registration.ts';
import { openLedger } from '../../../src/ledger/ledger.ts';
import { schemaVersion } from '../../../src/ledger/schema.ts';
import { layDown, olderLedger } from './older.ts';

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

const versions = Array.from({ length: schemaVersion - 1 }, (_, index) => index + 1);

describe.each(versions)('a ledger of version %i', (version) => {
  test('is brought up to date without losing a record or a field', async () => {
    const older = olderLedger(version);
    await layDown(older);
    const ledger = await openLedger();
    const now = await ledger.everything();
    expect(now.damaged).toEqual([]);
    expect(now.sites).toMatchObject(older.sites);
    // Indexes are no part of a record.
    const withoutIndexes = (rows: readonly unknown[]) =>
      rows.map((row) => {
        const {
          live: _l,
          needsYou: _n,
          unfinished: _u,
          outOf: _o,
          outUntil: _t,
          number: _,
          ...record
        } = row as Record<string, unknown>;
        return record;
      });
    expect(now.invites).toMatchObject(withoutIndexes(older.invites));
    expect(now.registrations).toMatchObject(withoutIndexes(older.registrations));
    expect(now.journal).toMatchObject(withoutIndexes(older.journal));
    // Nothing had to be repaired: what the migration makes is what today's code writes.
    expect(now.journal.some(({ event }) => event === 'recordRepaired')).toBe(false);
    ledger.close();
  });

  test('is still asked the same questions', async () => {
    const older = olderLedger(version);
    await layDown(older);
    const ledger = await openLedger();
    const invites = older.invites as readonly (Invite & { live: number })[];
    const registrations = older.registrations as readonly (Registration & { needsYou: number })[];
    expect((await ledger.liveInvites()).length).toBe(invites.filter(({ live }) => live === 1).length);
    expect((await ledger.registrationsThatNeedYou()).length).toBe(
      registrations.filter(({ needsYou }) => needsYou === 1).length,
    );
    ledger.close();
  });
});

test('a ledger that a newer version wrote is refused, and left as it is', async () => {
  const newer = await openDB('invite-for-glpi', schemaVersion + 1, {
    upgrade: (db) => void db.createObjectStore('invites', { keyPath: 'id' }),
  });
  await newer.put('invites', { id: 'FUTURE', shape: 'unknown' });
  newer.close();
  await expect(openLedger()).rejects.toMatchObject({ problem: { code: 'ledgerNewer' } });
  const again = await openDB('invite-for-glpi');
  expect(again.version).toBe(schemaVersion + 1);
  expect(await again.getAll('invites')).toEqual([{ id: 'FUTURE', shape: 'unknown' }]);
  again.close();
});
