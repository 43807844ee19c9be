// @vitest-environment node
/** A record that got damaged is repaired or set aside, and told about; everything else goes on. */
import { openDB } from 'idb';
import { afterEach, expect, test } from 'vitest';
import { viewSites } from '../../../src/desk/connect.ts';
import type { JournalEntry } from '../../../src/invite/journal.ts';
import { type Office, openOffice } from '../desk/office.ts';

let office: Office;
afterEach(() => office.close());

/** Changes a row behind the ledger's back, as a failing disk or a bad migration would. */
async function damage(
  store: string,
  key: string,
  change: (row: Record<string, unknown>) => void,
): Promise<void> {
  const database = await openDB('invite-for-glpi');
  const row = (await database.get(store, key)) as Record<string, unknown>;
  change(row);
  await database.put(store, row);
  database.close();
}

const told = async (event: JournalEntry['event']) =>
  (await office.env.ledger.journal(1_000, null)).filter((line) => line.event === event);

test('what may be lost is set back, and the journal says what', async () => {
  office = await openOffice();
  const { invite } = await office.issue();
  await damage('invites', invite.id, (row) => {
    row.label = 42;
    delete row.createdBy;
  });
  expect(await office.env.ledger.invite(invite.id)).toMatchObject({
    label: '',
    createdBy: '',
    state: 'open',
  });
  expect(await told('recordRepaired')).toMatchObject([
    { detail: { record: `invites ${invite.id}`, fields: 'label, createdBy' } },
  ]);
  // Once: it is sound by now.
  await office.env.ledger.invite(invite.id);
  expect(await told('recordRepaired')).toHaveLength(1);
});

test('a grant is never guessed: an invite without a sound one is set aside, the others go on', async () => {
  office = await openOffice();
  const broken = await office.issue();
  const sound = await office.issue();
  await damage('invites', broken.invite.id, (row) => {
    row.grant = { profile: { id: 4 } };
  });
  await office.register(broken.link, ['Eve', 'M', 'eve@example.org', '']);
  await office.register(sound.link, ['Ann', 'One', 'ann@example.org', '']);
  await office.round();
  expect((await office.registrations()).map(({ login, state }) => [login, state])).toEqual([
    ['ann.one', 'admitted'],
  ]);
  expect(office.glpi.state.users.find(({ name }) => name === 'eve.m')).toBeUndefined();
  const { damaged, invites } = await office.env.ledger.everything();
  expect(invites.map(({ id }) => id)).toEqual([sound.invite.id]);
  // It is kept as it was: somebody may still read it.
  expect(damaged).toMatchObject([
    { store: 'invites', row: { id: broken.invite.id, key: broken.invite.key } },
  ]);
  expect(await told('recordSetAside')).toHaveLength(1);
  const [site] = await viewSites(office.env);
  expect(site?.notices).toContainEqual({ code: 'recordSetAside', detail: { count: '1' } });
});

test('a registration that was damaged is found again in GLPI, with the account that was made of it', async () => {
  office = await openOffice();
  const { link } = await office.issue({ maxUses: 2 });
  await office.register(link, ['Jane', 'Doe', 'jane@example.org', '']);
  await office.round();
  const [before] = await office.registrations();
  await damage('registrations', before?.id ?? '', (row) => {
    row.progress = 'x';
  });
  expect(await office.registrations()).toEqual([]);
  await office.round();
  expect(await office.registrations()).toMatchObject([
    {
      ticketId: before?.ticketId,
      state: 'admitted',
      login: 'jane.doe',
      progress: { userId: before?.progress.userId },
    },
  ]);
  expect(
    office.glpi.state.users.filter(({ comment }) => comment?.startsWith('Invite ') ?? false),
  ).toHaveLength(1);
});

test('a disk without room: the admin is told, nothing is lost, and it goes on when there is room', async () => {
  office = await openOffice();
  const { link } = await office.issue();
  await office.register(link, ['Jane', 'Doe', 'jane@example.org', '']);
  const original = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = () => {
    throw new DOMException('no room', 'QuotaExceededError');
  };
  try {
    await office.round();
  } finally {
    IDBObjectStore.prototype.put = original;
  }
  expect((await viewSites(office.env))[0]?.problem).toMatchObject({ code: 'ledgerFull' });
  await office.round();
  expect(await office.registrations()).toMatchObject([{ state: 'admitted' }]);
  expect((await viewSites(office.env))[0]?.problem).toBeNull();
});
