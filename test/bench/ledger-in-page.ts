/** Runs in a page of a browser, with its own IndexedDB: what the ledger takes with so many invites in it. */
import type { Invite } from '../../src/invite/invite.ts';
import { type InviteQuery, openLedger } from '../../src/ledger/ledger.ts';

export interface LedgerTimes {
  readonly writeMs: number;
  /** The fifty newest. */
  readonly pageMs: number;
  /** A page of the dashboard's table: with the counts of every filter beside it. */
  readonly tableMs: number;
  readonly searchMs: number;
}

const query: InviteQuery = {
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
  limit: 50,
};

function inviteNumber(index: number): Invite {
  const id = index
    .toString(32)
    .toUpperCase()
    .padStart(10, '0')
    .replace(/[ILOU]/g, 'Z');
  const uuid = `00000000-0000-4000-8000-${index.toString(16).padStart(12, '0')}`;
  return {
    id,
    site: 'https://glpi.example.org',
    label: `Team ${index % 500} number ${index}`,
    note: '',
    key: null,
    state: 'closed',
    closedBecause: index % 3 === 0 ? 'expired' : 'used',
    gate: {
      kind: 'form',
      formUuid: uuid,
      sectionUuid: uuid,
      questionUuids: { firstName: uuid, lastName: uuid, email: uuid, phone: uuid },
      nonce: '0'.repeat(32),
      formId: index,
    },
    grant: {
      profile: { id: 1, name: 'Self-Service', interface: 'helpdesk' },
      entity: { id: 1, name: `Root entity > Site ${index % 20}` },
      recursive: false,
      groups: [],
      login: 'first.last',
      validFrom: null,
      validUntil: null,
      language: null,
    },
    limits: {
      until: 1_800_000_000_000 + index,
      maxUses: 1,
      address: { kind: 'address', address: `person.${index}@example.org` },
      approval: 'automatic',
    },
    wording: { language: 'en', from: 'IT', contact: '', note: '' },
    invitee: { firstName: 'Person', lastName: String(index), email: `person.${index}@example.org` },
    createdAt: 1_790_000_000_000 + index,
    createdBy: 'glpi',
    closedAt: 1_790_000_100_000 + index,
    purgeAt: null,
    trouble: null,
    attempts: 0,
    retryAt: null,
  };
}

async function median(times: number, work: () => Promise<unknown>): Promise<number> {
  const taken: number[] = [];
  for (let time = 0; time < times; time += 1) {
    const begun = performance.now();
    await work();
    taken.push(performance.now() - begun);
  }
  return taken.sort((one, other) => one - other)[Math.floor(times / 2)] ?? Number.NaN;
}

/** Writes so many invites into a ledger of its own, a thousand a transaction, and reads from it. */
export async function measureLedger(count: number): Promise<LedgerTimes> {
  const ledger = await openLedger(`bench ${count}`);
  const begun = performance.now();
  for (let from = 0; from < count; from += 1_000)
    await ledger.write(async (writing) => {
      for (let index = from; index < Math.min(count, from + 1_000); index += 1)
        await writing.putInvite(inviteNumber(index));
    });
  const writeMs = performance.now() - begun;
  const pageMs = await median(9, () => ledger.newestInvites(50, () => true));
  const tableMs = await median(5, () => ledger.queries.invites(query));
  const searchMs = await median(5, () => ledger.queries.invites({ ...query, text: `team 7 number` }));
  ledger.close();
  return { writeMs, pageMs, tableMs, searchMs };
}

Object.assign(globalThis, { measureLedger });
