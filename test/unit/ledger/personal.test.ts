// @vitest-environment node
/** Personal links in the ledger: told from forms, backed up with their token, and never set back by an older backup. */
import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { beginClosing } from '../../../src/desk/close.ts';
import { issueAgain, issuePersonal, personalById } from '../../../src/desk/personal.ts';
import { day } from '../../../src/invite/instant.ts';
import { openLedger } from '../../../src/ledger/ledger.ts';
import { mergeLedgers } from '../../../src/ledger/merge.ts';
import { type Office, openOffice } from '../desk/office.ts';
import { layDown, olderLedger } from './older.ts';

let office: Office | undefined;
beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});
afterEach(async () => {
  await office?.close();
  office = undefined;
});

test.each([1, 2])('the invites of a ledger of version %i are forms', async (version) => {
  await layDown(olderLedger(version));
  const ledger = await openLedger();
  const invites = await ledger.newestInvites(100, () => true);
  expect(invites.length).toBeGreaterThan(0);
  for (const { gate } of invites) expect(gate.kind).toBe('form');
  ledger.close();
});

async function janesLink() {
  office = await openOffice({ mail: true });
  const { maxUses, address, approval, invitee, ...shared } = await office.draft();
  const outcome = await issuePersonal(office.env, office.site, {
    ...shared,
    label: '',
    person: { firstName: 'Jane', lastName: 'Doe', email: 'jane.doe@example.org' },
    ifUnused: 'disable',
    existing: null,
  });
  if (outcome.kind !== 'opened') throw new Error('taken');
  return { office, invite: outcome.invite };
}

test('a personal link is a sound record, with its token', async () => {
  const { office, invite } = await janesLink();
  const all = await office.env.ledger.everything();
  expect(all.damaged).toEqual([]);
  expect(all.invites).toMatchObject([{ gate: { kind: 'password', token: invite.gate.token } }]);
  expect(all.journal.some(({ event }) => event === 'recordRepaired')).toBe(false);
});

test('a link that was issued again counts more than a backup in which the earlier one had ended', async () => {
  const { office, invite } = await janesLink();
  await beginClosing(office.env, invite.id, 'expired');
  await office.round();
  const backup = await office.env.ledger.everything();
  office.pass(day);
  await issueAgain(office.env, invite.id, office.env.now() + day);
  const ours = await office.env.ledger.everything();
  expect(mergeLedgers(ours, backup).invites).toEqual([]);
  // And the other way round: the ledger that does not know of it yet learns of it.
  expect(mergeLedgers(backup, ours).invites).toEqual([await personalById(office.env, invite.id)]);
});
