// @vitest-environment node
/** Long lists by the page: what is found, in which order, and that the narrow copies never part from the records. */
import { type indexedDB as anyIndexedDb, IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import * as fc from 'fast-check';
import { openDB } from 'idb';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Invite } from '../../../src/invite/invite.ts';
import type { JournalEntry } from '../../../src/invite/journal.ts';
import { nothingDone, type Registration } from '../../../src/invite/registration.ts';
import { holdsUse } from '../../../src/invite/uses.ts';
import { KeptSummaries } from '../../../src/ledger/kept-summaries.ts';
import { type InviteQuery, type JournalQuery, needsYou, openLedger } from '../../../src/ledger/ledger.ts';
import { type LedgerSchema, migrations } from '../../../src/ledger/schema.ts';

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory() as typeof anyIndexedDb;
});

const site = 'https://glpi.example.org';
const uuid = '00000000-0000-4000-8000-000000000000';

function anInvite(id: string, change: Partial<Invite> = {}): Invite {
  return {
    id,
    site,
    label: `Invite ${id}`,
    note: '',
    key: null,
    state: 'open',
    closedBecause: null,
    gate: {
      kind: 'form',
      formUuid: uuid,
      sectionUuid: uuid,
      questionUuids: { firstName: uuid, lastName: uuid, email: uuid, phone: uuid },
      nonce: 'f'.repeat(32),
      formId: 1,
    },
    grant: {
      profile: { id: 1, name: 'Self-Service', interface: 'helpdesk' },
      entity: { id: 0, name: 'Root entity' },
      recursive: false,
      groups: [],
      login: 'first.last',
      validFrom: null,
      validUntil: null,
      language: null,
    },
    limits: { until: 1_000, maxUses: null, address: { kind: 'anyone' }, approval: 'automatic' },
    wording: { language: 'en', from: '', contact: '', note: '' },
    invitee: null,
    createdAt: 1,
    createdBy: 'Ada',
    closedAt: null,
    purgeAt: null,
    trouble: null,
    attempts: 0,
    retryAt: null,
    ...change,
  };
}

function aRegistration(ticketId: number, inviteId: string, change: Partial<Registration> = {}): Registration {
  return {
    id: `${site}#${ticketId}`,
    site,
    inviteId,
    ticketId,
    submittedAt: ticketId,
    seenAt: ticketId,
    answers: { firstName: 'Jane', lastName: `Doe ${ticketId}`, email: `j${ticketId}@example.org`, phone: '' },
    state: 'received',
    reason: null,
    warnings: [],
    login: null,
    progress: nothingDone,
    handOver: null,
    decidedBy: null,
    attempts: 0,
    retryAt: null,
    endedAt: null,
    ...change,
  };
}

const line = (change: Partial<JournalEntry>): JournalEntry => ({
  at: 1,
  site,
  actor: 'Ada',
  event: 'inviteOpened',
  inviteId: null,
  registrationId: null,
  reason: null,
  detail: {},
  ...change,
});

const anything: InviteQuery = {
  text: '',
  status: null,
  site: null,
  profile: null,
  entity: null,
  label: null,
  batch: null,
  sort: 'createdAt',
  descending: true,
  from: 0,
  limit: 100,
};
const anyLine: JournalQuery = {
  text: '',
  events: null,
  site: null,
  actor: null,
  invite: null,
  registration: null,
  after: null,
  before: null,
  from: 0,
  limit: 100,
};

describe('invites', () => {
  test('are found by words in any order, without accents and case, and counted by status', async () => {
    const ledger = await openLedger();
    await ledger.write(async (writing) => {
      await writing.putInvite(anInvite('AAAAAAAAAA', { label: 'Stagiaires été', note: 'Orléans' }));
      await writing.putInvite(anInvite('BBBBBBBBBB', { state: 'paused' }));
      await writing.putInvite(
        anInvite('CCCCCCCCCC', { state: 'closed', closedBecause: 'used', createdAt: 9 }),
      );
    });
    const all = await ledger.queries.invites(anything);
    expect(all.rows.map(({ id }) => id[0])).toEqual(['C', 'A', 'B']);
    expect(all.statuses).toEqual({ open: 1, paused: 1, used: 1, live: 2 });
    const found = await ledger.queries.invites({ ...anything, text: 'orleans ETE', status: 'open' });
    expect(found.rows.map(({ id }) => id)).toEqual(['AAAAAAAAAA']);
    expect((await ledger.queries.invites({ ...anything, status: 'live' })).total).toBe(2);
    ledger.close();
  });

  test('come sorted by any column, numbers as numbers, equal ones newest first', async () => {
    const ledger = await openLedger();
    const labels = ['Batch 10', 'Batch 9', 'batch 1', 'Élan', 'elan'];
    await ledger.write(async (writing) => {
      for (const [index, label] of labels.entries())
        await writing.putInvite(anInvite(`${index}AAAAAAAAA`, { label, createdAt: index }));
    });
    const page = async (change: Partial<InviteQuery>) =>
      (await ledger.queries.invites({ ...anything, ...change })).rows.map(({ label }) => label);
    expect(await page({ sort: 'label', descending: false })).toEqual([
      'batch 1',
      'Batch 9',
      'Batch 10',
      'elan',
      'Élan',
    ]);
    expect(await page({ sort: 'profile', descending: false })).toEqual(labels.toReversed());
    expect(await page({ sort: 'createdAt', descending: false, from: 1, limit: 2 })).toEqual(
      labels.slice(1, 3),
    );
    ledger.close();
  });

  test('the narrow copy always says what the records say', async () => {
    const states = ['received', 'waiting', 'admitting', 'admitted', 'refused', 'failed'] as const;
    const step = fc.record({
      invite: fc.constantFrom('AAAAAAAAAA', 'BBBBBBBBBB'),
      ticket: fc.integer({ min: 1, max: 6 }),
      state: fc.constantFrom(...states),
      attempts: fc.integer({ min: 0, max: 1 }),
      userId: fc.option(fc.constant(7)),
      relabel: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        globalThis.indexedDB = new IDBFactory() as typeof anyIndexedDb;
        const ledger = await openLedger();
        await ledger.write(async (writing) => {
          await writing.putInvite(anInvite('AAAAAAAAAA'));
          await writing.putInvite(anInvite('BBBBBBBBBB'));
        });
        for (const { invite, ticket, state, attempts, userId, relabel } of steps) {
          await ledger.write(async (writing) => {
            // One ticket belongs to one invite for ever.
            const owner = ticket % 2 === 0 ? 'AAAAAAAAAA' : 'BBBBBBBBBB';
            const progress = { ...nothingDone, userId };
            await writing.putRegistration(aRegistration(ticket, owner, { state, attempts, progress }));
            if (relabel) await writing.putInvite(anInvite(invite, { label: state }));
          });
        }
        for (const { id, uses, waiting, label } of (await ledger.queries.invites(anything)).rows) {
          const registrations = await ledger.registrationsOf(id);
          expect(uses).toBe(registrations.filter(holdsUse).length);
          expect(waiting).toBe(registrations.filter(needsYou).length);
          expect(label).toBe((await ledger.invite(id))?.label);
        }
        const { parts } = await ledger.queries.numbers({ site: null, bounds: [0, 1_000] });
        const { registrations } = await ledger.everything();
        expect(parts[0]?.used).toBe(registrations.filter(({ state }) => state === 'admitted').length);
        ledger.close();
      }),
      { numRuns: 25 },
    );
  });
});

test('registrations come newest first, by state, with what waits counted, and by words', async () => {
  const ledger = await openLedger();
  await ledger.write(async (writing) => {
    await writing.putInvite(anInvite('AAAAAAAAAA'));
    await writing.putRegistration(aRegistration(1, 'AAAAAAAAAA', { state: 'waiting' }));
    await writing.putRegistration(aRegistration(2, 'AAAAAAAAAA', { state: 'admitted', login: 'zoe' }));
    await writing.putRegistration(aRegistration(3, 'AAAAAAAAAA', { state: 'failed' }));
  });
  const any = { text: '', state: null, site: null, from: 0, limit: 10 };
  const tickets = async (change: object) =>
    (await ledger.queries.registrations({ ...any, ...change })).rows.map(({ ticketId }) => ticketId);
  expect(await tickets({})).toEqual([3, 2, 1]);
  expect(await tickets({ state: 'needsYou' })).toEqual([3, 1]);
  expect(await tickets({ text: 'ZOE' })).toEqual([2]);
  expect(await tickets({ text: 'j1@example.org', state: 'failed' })).toEqual([]);
  expect(await tickets({ site: 'https://other.example' })).toEqual([]);
  expect((await ledger.queries.registrations(any)).states).toEqual({
    waiting: 1,
    admitted: 1,
    failed: 1,
    needsYou: 2,
  });
  ledger.close();
});

test('the journal is filtered by all its columns at once, exactly counted, newest first', async () => {
  const ledger = await openLedger();
  await ledger.write(async (writing) => {
    for (let index = 0; index < 2_500; index += 1)
      await writing.journal(
        line({
          at: index,
          actor: index % 2 ? 'Ada' : 'extension',
          event: index % 3 ? 'admitted' : 'inviteOpened',
          inviteId: index % 5 ? 'AAAAAAAAAA' : null,
          detail: { login: `user${index}` },
        }),
      );
  });
  const page = (change: Partial<JournalQuery>) => ledger.queries.journal({ ...anyLine, ...change });
  const filtered = await page({ actor: 'Ada', events: ['admitted'], invite: 'AAAAAAAAAA', after: 1_000 });
  const expected = Array.from({ length: 2_500 }, (_, index) => index).filter(
    (index) => index % 2 && index % 3 && index % 5 && index >= 1_000,
  );
  expect(filtered.total).toBe(expected.length);
  expect(filtered.rows.map(({ at }) => at)).toEqual(expected.toReversed().slice(0, 100));
  const third = await page({ from: 200, limit: 50 });
  expect(third.rows.map(({ at }) => at)).toEqual(Array.from({ length: 50 }, (_, index) => 2_299 - index));
  expect((await page({ text: 'USER7', limit: 1_000 })).rows.at(-1)?.at).toBe(7);
  expect((await page({ text: 'user77 extension' })).rows.map(({ at }) => at)).not.toContain(77);
  expect((await page({})).facets.actor).toEqual([
    { value: 'Ada', count: 1_250 },
    { value: 'extension', count: 1_250 },
  ]);
  ledger.close();
});

test('a ledger of version 1 gets its indexes and narrow copies', async () => {
  const old = await openDB('invite-for-glpi', 1, {
    upgrade: (database, _old, _new, transaction) =>
      void migrations[0]?.(database as never, transaction as never),
  });
  const registration = aRegistration(4, 'AAAAAAAAAA', { state: 'waiting' });
  await old.put('invites', { ...anInvite('AAAAAAAAAA'), live: 1 });
  await old.put('registrations', { ...registration, needsYou: 1, unfinished: 0 });
  await old.put('journal', line({ registrationId: registration.id }));
  old.close();

  const ledger = await openLedger();
  expect((await ledger.queries.invites(anything)).rows).toMatchObject([
    { id: 'AAAAAAAAAA', uses: 0, waiting: 1 },
  ]);
  expect((await ledger.queries.journal({ ...anyLine, registration: registration.id })).total).toBe(1);
  await ledger.write((writing) => writing.putRegistration({ ...registration, state: 'admitting' }));
  expect((await ledger.queries.invites(anything)).rows).toMatchObject([{ uses: 1, waiting: 0 }]);
  ledger.close();
});

describe('numbers', () => {
  const half = 1_800_000;
  const bounds = [0, 100, 200, 300].map((part) => part * half);
  const ask = { site: null, bounds };
  const came = (ticketId: number, inviteId: string, endedAt: number, change: Partial<Registration> = {}) =>
    aRegistration(ticketId, inviteId, { state: 'admitted', endedAt, ...change });

  test('what was issued, who came in, and what expired, each when it was', async () => {
    const ledger = await openLedger();
    const limits = { ...anInvite('AAAAAAAAAA').limits, until: 250 * half };
    const lyon = { ...anInvite('AAAAAAAAAA').grant, entity: { id: 1, name: 'Root entity > Lyon' } };
    await ledger.write(async (writing) => {
      await writing.putInvite(anInvite('AAAAAAAAAA', { createdAt: 10 * half, template: 'Interns' }));
      await writing.putInvite(
        anInvite('BBBBBBBBBB', {
          createdAt: 110 * half,
          state: 'closed',
          closedBecause: 'expired',
          limits,
          grant: lyon,
        }),
      );
      // Before all of it, and one that never opened.
      await writing.putInvite(anInvite('CCCCCCCCCC', { createdAt: -5 }));
      await writing.putInvite(
        anInvite('DDDDDDDDDD', { createdAt: 120 * half, state: 'closed', closedBecause: 'failed' }),
      );
      await writing.putRegistration(came(1, 'AAAAAAAAAA', 11 * half));
      await writing.putRegistration(came(2, 'AAAAAAAAAA', 150 * half));
      await writing.putRegistration(came(3, 'BBBBBBBBBB', 299 * half));
      // At the very end is after it; an account of before is nobody new; neither is who waits.
      await writing.putRegistration(came(4, 'BBBBBBBBBB', 300 * half));
      await writing.putRegistration(came(5, 'BBBBBBBBBB', 160 * half, { linked: true }));
      await writing.putRegistration(aRegistration(6, 'AAAAAAAAAA', { state: 'waiting' }));
    });
    const numbers = await ledger.queries.numbers(ask);
    expect(numbers.parts).toEqual([
      { issued: 1, used: 1, expired: 0 },
      { issued: 1, used: 1, expired: 0 },
      { issued: 0, used: 1, expired: 1 },
    ]);
    expect(numbers.entities).toEqual([
      { name: 'Root entity', issued: 1, used: 2, expired: 0 },
      { name: 'Root entity > Lyon', issued: 1, used: 1, expired: 1 },
    ]);
    expect(numbers.templates.map(({ name }) => name)).toEqual(['', 'Interns']);
    // Half an hour, 70 hours, and 94.5 hours after the link.
    expect(numbers.took.map(({ count }) => count)).toEqual([1, 0, 1, 1, 0, 0]);
    expect(numbers.median).toBe(140 * half);
    const elsewhere = await ledger.queries.numbers({ ...ask, site: 'https://other.example.org' });
    expect(elsewhere.parts.every(({ issued, used }) => issued + used === 0)).toBe(true);
    expect(elsewhere.median).toBeNull();
    ledger.close();
  });

  test('a registration that is changed again comes in once', async () => {
    const ledger = await openLedger();
    await ledger.write(async (writing) => {
      await writing.putInvite(anInvite('AAAAAAAAAA', { createdAt: 0 }));
      await writing.putRegistration(aRegistration(1, 'AAAAAAAAAA', { state: 'admitting' }));
      await writing.putRegistration(came(1, 'AAAAAAAAAA', half));
      await writing.putRegistration(came(1, 'AAAAAAAAAA', half, { accountOffAt: 2 * half }));
    });
    const [first] = (await ledger.queries.numbers(ask)).parts;
    expect(first).toEqual({ issued: 1, used: 1, expired: 0 });
    ledger.close();
  });

  test('a batch counts by its links', async () => {
    const ledger = await openLedger();
    await ledger.write(async (writing) => {
      await writing.putInvite(anInvite('BATCH00000', { createdAt: 1 }));
      for (const id of ['LINK000001', 'LINK000002'])
        await writing.putInvite(
          anInvite(id, { createdAt: 1, gate: { kind: 'batch', batchId: 'BATCH00000', codeMark: id } }),
        );
    });
    expect((await ledger.queries.numbers(ask)).parts[0]?.issued).toBe(2);
    ledger.close();
  });

  test('what came before there were numbers is counted too', async () => {
    const database = await openDB<LedgerSchema>('invite-for-glpi', 5, {
      async upgrade(db, _old, _new, transaction) {
        for (const migrate of migrations.slice(0, 5)) await migrate(db, transaction);
      },
    });
    await database.put('invites', { ...anInvite('AAAAAAAAAA', { createdAt: 0 }), live: 1 });
    await database.put('registrations', { ...came(1, 'AAAAAAAAAA', 3 * half), needsYou: 0, unfinished: 0 });
    database.close();
    const ledger = await openLedger();
    expect(await ledger.queries.numbers(ask)).toMatchObject({
      median: 3 * half,
      parts: [{ used: 1 }, {}, {}],
    });
    ledger.close();
  });
});

test('a list that is long enough to be kept in memory tells of every change at once', async () => {
  const ledger = await openLedger();
  await ledger.write(async (writing) => {
    for (let index = 0; index < 1_200; index += 1) await writing.putInvite(anInvite(`I${index}`));
  });
  const count = async (text: string) => (await ledger.queries.invites({ ...anything, text })).total;
  expect(await count('invite')).toBe(1_200);
  // A search that is under way while somebody writes, and one right after it.
  const changed = anInvite('I7', { label: 'Renamed' });
  const [, before] = await Promise.all([
    ledger.write((writing) => writing.putInvite(changed)),
    count('renamed'),
  ]);
  expect(before).toBeLessThanOrEqual(1);
  expect(await count('renamed')).toBe(1);
  await expect(
    ledger.write(async (writing) => {
      await writing.putInvite(anInvite('I8', { label: 'Renamed' }));
      throw new Error('not after all');
    }),
  ).rejects.toThrow();
  expect(await count('renamed')).toBe(1);
  ledger.close();
});

test('an order that is kept in memory is that of the column asked for, and of what was written since', async () => {
  const ledger = await openLedger();
  const labelOf = (index: number) => `${index % 2 === 0 ? 'Even' : 'Odd'} ${index}`;
  await ledger.write(async (writing) => {
    for (let index = 0; index < 1_200; index += 1)
      await writing.putInvite(anInvite(`I${index}`, { label: labelOf(index), createdAt: index }));
  });
  const firstTwo = async (change: Partial<InviteQuery>) =>
    (await ledger.queries.invites({ ...anything, ...change, limit: 2 })).rows.map(({ label }) => label);
  expect(await firstTwo({ sort: 'label', descending: false })).toEqual(['Even 0', 'Even 2']);
  expect(await firstTwo({ sort: 'label', descending: false, text: 'odd' })).toEqual(['Odd 1', 'Odd 3']);
  expect(await firstTwo({ sort: 'label', descending: true })).toEqual(['Odd 1199', 'Odd 1197']);
  expect(await firstTwo({ sort: 'createdAt', descending: true, text: 'even' })).toEqual([
    'Even 1198',
    'Even 1196',
  ]);
  await ledger.write((writing) =>
    writing.putInvite(anInvite('new', { label: 'Even 9999', createdAt: 9_999 })),
  );
  expect(await firstTwo({ sort: 'createdAt', descending: true, text: 'even' })).toEqual([
    'Even 9999',
    'Even 1198',
  ]);
  ledger.close();
});

test('what all invites can be filtered by is counted, by name', async () => {
  const ledger = await openLedger();
  await ledger.write(async (writing) => {
    for (const [index, label] of ['Temps', 'Interns', 'Interns'].entries())
      await writing.putInvite(anInvite(`${index}AAAAAAAAA`, { label }));
  });
  const { label, site: sites } = await ledger.queries.inviteFacets();
  expect(label).toEqual([
    { value: 'Interns', count: 2 },
    { value: 'Temps', count: 1 },
  ]);
  expect(sites).toEqual([{ value: site, count: 3 }]);
  ledger.close();
});

test('copies that are asked for twice at once are read once, and anew after a write', async () => {
  const kept = new KeptSummaries();
  let times = 0;
  const load = async () => {
    times += 1;
    return [];
  };
  await Promise.all([kept.read(load), kept.read(load)]);
  expect(times).toBe(1);
  const before = kept.read(load);
  kept.written();
  await Promise.all([before, kept.read(load)]);
  expect(times).toBe(3);
});
