/**
 * Records as an organisation has them after a while: written by the real ledger, then put into the browser's own
 * database as they are.
 */
import 'fake-indexeddb/auto';
import { deleteDB, openDB } from 'idb';
import { day, hour, minute } from '../../src/invite/instant.ts';
import type { Invite } from '../../src/invite/invite.ts';
import type { JournalEntry } from '../../src/invite/journal.ts';
import type { Limits } from '../../src/invite/limits.ts';
import { nothingDone, type Registration, registrationId } from '../../src/invite/registration.ts';
import type { Template } from '../../src/invite/template.ts';
import { arrivalOf } from '../../src/ledger/arrivals.ts';
import { needsYou, openLedger } from '../../src/ledger/ledger.ts';
import type { InviteRow, JournalRow, RegistrationRow } from '../../src/ledger/schema.ts';
import { summaryOf, type Tally, tallyOf } from '../../src/ledger/summaries.ts';
import type { BrowserPage } from './browsers.ts';

export type Rows = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;

const databaseName = 'invite-for-glpi';

/** A few dozen invites in every state, with the people who came by them. */
export async function sampleRows(site: string, now = Date.now()): Promise<Rows> {
  await deleteDB('sample');
  const ledger = await openLedger('sample');
  const samples = samplesOf(site, now);
  await ledger.write(async (writing) => {
    for (const invite of samples.invites) await writing.putInvite(invite);
    for (const registration of samples.registrations) await writing.putRegistration(registration);
    for (const entry of samples.journal) await writing.journal(entry);
    for (const template of templatesOf(site)) await writing.putTemplate(template);
  });
  ledger.close();
  return await rowsIn('sample');
}

async function rowsIn(name: string): Promise<Rows> {
  const database = await openDB(name);
  const rows: Record<string, Record<string, unknown>[]> = {};
  for (const store of database.objectStoreNames)
    if (store !== 'sites') rows[store] = await database.getAll(store);
  database.close();
  return rows;
}

/**
 * The same rows over and over under new names, until there are so many of each. What lists are searched by is made of the
 * new rows by the ledger's own hand: a copy of it would still tell the old names.
 */
export function multiplied(rows: Rows, wanted: Readonly<Record<MultipliedStore, number>>): Rows {
  const over = <Row>(store: MultipliedStore, change: (row: never, round: number) => Row): Row[] => {
    const some = rows[store] ?? [];
    return Array.from({ length: wanted[store] }, (_, index) => {
      const round = Math.floor(index / some.length);
      return change(some[index % some.length] as never, round);
    });
  };
  const aside = (at: number, round: number) => at - round * 7 * hour;

  const invites = over('invites', (row: InviteRow, round): InviteRow => {
    if (round === 0) return row;
    return {
      ...row,
      id: again(row.id, round),
      label: `${row.label} ${round + 1}`,
      createdAt: aside(row.createdAt, round),
      // Most of what an organisation has issued is long over.
      ...{ live: 0, state: 'closed', closedBecause: 'used', key: null, purgeAt: null },
    };
  });
  const registrations = over('registrations', (row: RegistrationRow, round): RegistrationRow => {
    if (round === 0) return row;
    return {
      ...row,
      id: `${row.id}${round}`,
      inviteId: again(row.inviteId, round),
      submittedAt: aside(row.submittedAt, round),
      seenAt: aside(row.seenAt, round),
      ...{ state: 'admitted', endedAt: aside(row.seenAt, round) + minute, needsYou: 0, unfinished: 0 },
    };
  });
  const journal = over('journal', ({ number: _, ...row }: JournalRow, round): JournalRow => {
    return {
      ...row,
      at: aside(row.at, round),
      inviteId: row.inviteId === null ? null : again(row.inviteId, round),
    };
  });
  const tallies = new Map<string, Tally>();
  for (const row of registrations) {
    const { uses, waiting } = tallies.get(row.inviteId) ?? noTally;
    const one = tallyOf(row, needsYou);
    tallies.set(row.inviteId, { uses: uses + one.uses, waiting: waiting + one.waiting });
  }
  const summaries = invites.map((invite) => summaryOf(invite, tallies.get(invite.id) ?? noTally));
  const issuedAt = new Map(invites.map(({ id, createdAt }) => [id, createdAt]));
  const arrivals = registrations.flatMap((row) => arrivalOf(row, issuedAt.get(row.inviteId)) ?? []);
  return { ...rows, invites, registrations, journal, summaries, arrivals } as unknown as Rows;
}

const noTally: Tally = { uses: 0, waiting: 0 };

type MultipliedStore = 'invites' | 'registrations' | 'journal';

/** Another id of the same shape. */
function again(id: string, round: number): string {
  if (round === 0) return id;
  return `S${id.at(-1)}${round.toString(16).toUpperCase().padStart(8, '0')}`;
}

/** Puts the rows into the database of the extension that the page belongs to. */
export async function fillLedger(page: BrowserPage, rows: Rows): Promise<void> {
  await keepInspectorsAway(page);
  const perMessage = 2_000;
  for (const [store, all] of Object.entries(rows)) {
    for (let from = 0; from < all.length; from += perMessage) {
      await page.surface.evaluate(
        async (_root, name, into, some) => {
          const database = await new Promise<IDBDatabase>((resolve, reject) => {
            const opening = indexedDB.open(name);
            opening.onsuccess = () => resolve(opening.result);
            opening.onerror = () => reject(opening.error);
          });
          const transaction = database.transaction(into, 'readwrite');
          for (const row of some) transaction.objectStore(into).put(row);
          await new Promise((resolve, reject) => {
            transaction.oncomplete = resolve;
            transaction.onerror = () => reject(transaction.error);
          });
          database.close();
        },
        databaseName,
        store,
        all.slice(from, from + perMessage),
      );
    }
  }
}

/** The stand-in knows no forms of these invites; an inspection would say so, in all the pictures. */
async function keepInspectorsAway(page: BrowserPage): Promise<void> {
  await page.surface.evaluate(async (_root, name) => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open(name);
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error);
    });
    const sites = database.transaction('sites', 'readwrite').objectStore('sites');
    await new Promise((resolve) => {
      const reading = sites.getAll();
      reading.onsuccess = () => {
        for (const site of reading.result) sites.put({ ...site, inspectedAt: Date.now() });
        sites.transaction.oncomplete = resolve;
      };
    });
    database.close();
  }, databaseName);
}

interface Sketch {
  readonly label: string;
  readonly status: 'open' | 'paused' | 'used' | 'expired' | 'revoked' | 'failed';
  readonly profile: 'Self-Service' | 'Observer' | 'Technician';
  readonly entity: string;
  readonly issued: number;
  readonly life: number;
  readonly maxUses: number | null;
  readonly came: readonly (readonly [name: string, state: Registration['state'], ago: number])[];
  readonly address?: Limits['address'];
  readonly note?: string;
  readonly template?: string;
}

const lyon = 'Root entity > Lyon';
const paris = 'Root entity > Paris';
const desk = 'Root entity > Paris > Service desk';

const sketches: readonly Sketch[] = [
  {
    label: 'Summer interns',
    status: 'open',
    profile: 'Self-Service',
    entity: lyon,
    issued: 4 * day,
    life: 14 * day,
    maxUses: 25,
    note: 'List of names comes from Camille in HR.',
    template: 'Interns of a summer',
    came: [
      ['Amélie Laurent', 'admitted', 3 * day],
      ['Noah Fischer', 'admitted', 2 * day],
      ['Zoë O’Hara', 'admitted', 26 * hour],
      ['Ravi Menon', 'admitted', 5 * hour],
      ['Lena Schmidt', 'waiting', 40 * minute],
      ['Théo Martin', 'waiting', 25 * minute],
      ['Sofia Rossi', 'waiting', 8 * minute],
    ],
  },
  {
    label: 'Contractors, building B',
    status: 'open',
    profile: 'Observer',
    entity: paris,
    issued: 11 * day,
    life: 30 * day,
    maxUses: null,
    address: { kind: 'domains', domains: ['acme-works.example'] },
    came: [
      ['Bruno Silva', 'admitted', 9 * day],
      ['Ines Duarte', 'admitted', 8 * day],
      ['Jon Aldridge', 'failed', 2 * hour],
    ],
  },
  {
    label: 'Night shift',
    status: 'paused',
    profile: 'Self-Service',
    entity: lyon,
    issued: 6 * day,
    life: 21 * day,
    maxUses: 12,
    came: [
      ['Kofi Mensah', 'admitted', 5 * day],
      ['Ewa Nowak', 'admitted', 5 * day],
    ],
  },
  {
    label: 'Service desk: Maren Olsen',
    template: 'New colleague',
    status: 'used',
    profile: 'Technician',
    entity: desk,
    issued: 20 * day,
    life: 7 * day,
    maxUses: 1,
    address: { kind: 'address', address: 'maren.olsen@example.org' },
    came: [['Maren Olsen', 'admitted', 19 * day]],
  },
  {
    label: 'Open day visitors',
    status: 'expired',
    profile: 'Self-Service',
    entity: paris,
    issued: 45 * day,
    life: 2 * day,
    maxUses: 100,
    came: [
      ['Olga Petrova', 'admitted', 44 * day],
      ['Max Weber', 'refused', 44 * day],
      ['Yuki Tanaka', 'admitted', 43 * day],
    ],
  },
  {
    label: 'Link posted in the forum',
    status: 'revoked',
    profile: 'Self-Service',
    entity: lyon,
    issued: 15 * day,
    life: 30 * day,
    maxUses: null,
    came: [
      ['Eve Mallory', 'admitted', 14 * day],
      ['Pat Doe', 'admitted', 13 * day],
    ],
  },
  {
    label: 'Finance team',
    template: 'New colleague',
    status: 'used',
    profile: 'Self-Service',
    entity: 'Root entity > Paris > Finance',
    issued: 60 * day,
    life: 10 * day,
    maxUses: 3,
    came: [
      ['Chloé Bernard', 'admitted', 58 * day],
      ['Luc Moreau', 'admitted', 57 * day],
      ['Anaïs Petit', 'admitted', 57 * day],
    ],
  },
  {
    label: 'Auditors 2026',
    status: 'open',
    profile: 'Observer',
    entity: 'Root entity',
    issued: 2 * hour,
    life: 5 * day,
    maxUses: 4,
    came: [],
  },
  {
    label: 'Warehouse tablets',
    status: 'failed',
    profile: 'Self-Service',
    entity: lyon,
    issued: 3 * day,
    life: 7 * day,
    maxUses: 1,
    came: [],
  },
];

function templatesOf(site: string): readonly Template[] {
  const values = {
    entityId: 0,
    recursive: false,
    groupIds: [],
    login: 'first.last',
    approval: 'automatic',
    gate: 'form',
    ifUnused: 'disable',
    domains: [],
    wording: { language: 'en', from: 'IT department', contact: 'it@example.org', note: '' },
    questions: [],
  } as const;
  return [
    {
      kind: 'invite',
      id: 'TEMP000001',
      site,
      name: 'New colleague',
      isDefault: true,
      values: { ...values, profileId: 1, lifetime: 7 * day, maxUses: 1 },
    },
    {
      kind: 'invite',
      id: 'TEMP000002',
      site,
      name: 'Interns of a summer',
      isDefault: false,
      values: {
        ...values,
        profileId: 1,
        lifetime: 30 * day,
        maxUses: 25,
        approval: 'byHand',
        questions: [
          { kind: 'shortText', text: 'School', required: true, options: [] },
          { kind: 'choice', text: 'Shift', required: true, options: ['Day', 'Night'] },
        ],
      },
    },
    {
      kind: 'message',
      id: 'TEMP000003',
      name: 'Short, for the chat',
      language: 'en',
      subject: 'Your access to {site}',
      body: '{greeting} this is your way into {site}: {link}\nGood until {until}. Questions: {contact}',
    },
  ];
}

function samplesOf(site: string, now: number) {
  const invites: Invite[] = [];
  const registrations: Registration[] = [];
  const journal: JournalEntry[] = [];
  let ticket = 400;
  sketches.forEach((sketch, index) => {
    const createdAt = now - sketch.issued;
    const until = createdAt + sketch.life;
    const id = `SAMPLE${String(index).padStart(4, '0')}`.replace('L', 'W');
    const isOut = sketch.status === 'open' || sketch.status === 'paused';
    const closedAt = isOut ? null : Math.min(until, now - hour);
    invites.push({
      id,
      site,
      label: sketch.label,
      note: sketch.note ?? '',
      key: isOut ? `${index}`.repeat(32).slice(0, 32) : null,
      state: isOut ? (sketch.status as 'open' | 'paused') : 'closed',
      closedBecause: isOut ? null : (sketch.status as 'used'),
      gate: {
        kind: 'form',
        formUuid: `00000000-0000-4000-8000-00000000000${index}`,
        sectionUuid: `00000000-0000-4000-8000-00000000001${index}`,
        questionUuids: {
          firstName: `00000000-0000-4000-8000-0000000000a${index}`,
          lastName: `00000000-0000-4000-8000-0000000000b${index}`,
          email: `00000000-0000-4000-8000-0000000000c${index}`,
          phone: `00000000-0000-4000-8000-0000000000d${index}`,
        },
        nonce: 'f'.repeat(32),
        formId: sketch.status === 'failed' ? null : 1_000 + index,
      },
      grant: {
        profile: {
          id: { 'Self-Service': 1, Observer: 2, Technician: 6 }[sketch.profile],
          name: sketch.profile,
          interface: sketch.profile === 'Technician' ? 'central' : 'helpdesk',
        },
        entity: { id: index, name: sketch.entity },
        recursive: index % 3 === 0,
        groups: index % 2 === 0 ? [{ id: 4, name: 'Staff > New colleagues' }] : [],
        login: 'first.last',
        validFrom: null,
        validUntil: null,
        language: null,
      },
      limits: {
        until,
        maxUses: sketch.maxUses,
        address: sketch.address ?? { kind: 'anyone' },
        approval: sketch.came.some(([, state]) => state === 'waiting') ? 'byHand' : 'automatic',
      },
      wording: { language: 'en', from: 'IT department', contact: 'it@example.org', note: '' },
      invitee: null,
      createdAt,
      ...(sketch.template ? { template: sketch.template } : {}),
      createdBy: index % 3 === 2 ? 'Camille Roux' : 'Ada Lovelace',
      closedAt,
      purgeAt: null,
      trouble: sketch.status === 'failed' ? { code: 'issueTakenDown' } : null,
      attempts: 0,
      retryAt: null,
      pausedAt: sketch.status === 'paused' ? now - 3 * hour : null,
    });
    const line = (at: number, event: JournalEntry['event'], about: Partial<JournalEntry> = {}) =>
      journal.push({
        at,
        site,
        actor: 'Ada Lovelace',
        event,
        inviteId: id,
        registrationId: null,
        reason: null,
        detail: {},
        ...about,
      });
    line(createdAt, 'inviteOpening');
    line(createdAt + 900, sketch.status === 'failed' ? 'inviteTakenDown' : 'inviteOpened');
    for (const [name, state, ago] of sketch.came) {
      ticket += 1;
      const [firstName = '', ...rest] = name.split(' ');
      const lastName = rest.join(' ');
      const login = `${firstName}.${lastName}`
        .normalize('NFD')
        .replace(/[^A-Za-z.]/g, '')
        .toLowerCase();
      const registration = registrationId(site, ticket);
      const at = now - ago;
      registrations.push({
        id: registration,
        site,
        inviteId: id,
        ticketId: ticket,
        submittedAt: at,
        seenAt: at + 20_000,
        answers: { firstName, lastName, email: `${login}@example.org`, phone: '' },
        // As if this form had asked for more; others did not.
        ...(state === 'waiting'
          ? {
              ownAnswers: [
                { question: 'School', answer: 'Lycée Claude-Bernard' },
                {
                  question: 'Why do you need access?',
                  answer: 'Three months in the workshop.\nFrom 1 July on.',
                },
                { question: 'Shift', answer: 'Night' },
              ],
            }
          : {}),
        state,
        reason:
          state === 'failed'
            ? { code: 'addressTaken', detail: { address: `${login}@example.org`, login: 'jaldridge' } }
            : state === 'refused'
              ? { code: 'refusedByAdmin', detail: { text: 'Not on the list.' } }
              : null,
        warnings:
          name === 'Théo Martin' ? [{ code: 'submittedWhileSignedIn', detail: { user: 'tmartin' } }] : [],
        login: state === 'admitted' ? login : null,
        progress:
          state === 'admitted'
            ? {
                ...nothingDone,
                userId: 500 + ticket,
                profileVerified: true,
                groupsAdded: true,
                ticketSolved: true,
              }
            : { ...nothingDone, ticketSolved: state === 'refused' },
        handOver:
          state === 'admitted'
            ? name === 'Ravi Menon'
              ? { way: 'firstPassword', givenAt: null }
              : { way: 'firstPassword', givenAt: at + hour }
            : null,
        decidedBy: state === 'refused' ? 'Ada Lovelace' : null,
        attempts: 0,
        retryAt: null,
        endedAt: state === 'admitted' || state === 'refused' ? at + minute : null,
      });
      const about = { registrationId: registration, actor: 'extension' };
      line(at + 20_000, 'registrationSeen', { ...about, detail: { ticket: String(ticket) } });
      if (state === 'waiting') line(at + 21_000, 'registrationWaits', about);
      if (state === 'admitted') {
        line(at + 22_000, 'accountCreated', { ...about, detail: { login } });
        line(at + 23_000, 'admitted', { ...about, detail: { login } });
      }
      if (state === 'refused')
        line(at + 60_000, 'registrationRefused', {
          ...about,
          actor: 'Ada Lovelace',
          reason: { code: 'refusedByAdmin', detail: { text: 'Not on the list.' } },
        });
      if (state === 'failed')
        line(at + 22_000, 'registrationFailed', {
          ...about,
          reason: { code: 'addressTaken', detail: { address: `${login}@example.org`, login: 'jaldridge' } },
        });
    }
    if (sketch.status === 'paused') line(now - 3 * hour, 'invitePaused');
    if (closedAt !== null && sketch.status !== 'failed')
      line(closedAt, 'inviteClosed', { actor: 'extension', detail: { because: sketch.status } });
  });
  return { invites, registrations, journal: journal.sort((one, other) => one.at - other.at) };
}
