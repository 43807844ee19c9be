import type * as v from 'valibot';
import type { Invite } from '../invite/invite.ts';
import type { JournalEntry } from '../invite/journal.ts';
import type { Registration } from '../invite/registration.ts';
import { arrivalsIn } from './keep-arrivals.ts';
import { summariesIn } from './keep-summaries.ts';
import {
  inviteRecord,
  journalRecord,
  type Reading,
  readRow,
  registrationRecord,
  siteRecord,
} from './records.ts';
import { inviteRow, registrationRow } from './rows.ts';
import type { LedgerDatabase, Site } from './schema.ts';

/** The records by the store that holds them. */
export interface Records {
  readonly sites: Site;
  readonly invites: Invite;
  readonly registrations: Registration;
  readonly journal: JournalEntry;
}
export type RecordStore = keyof Records;

const shapes: { readonly [Store in RecordStore]: v.GenericSchema<unknown, Records[Store]> } = {
  sites: siteRecord,
  invites: inviteRecord,
  registrations: registrationRecord,
  journal: journalRecord,
};

/** What a stored row is worth. */
export function readRecord<Store extends RecordStore>(store: Store, row: unknown): Reading<Records[Store]> {
  return readRow<Records[Store]>(shapes[store], row);
}

/**
 * Looks at rows again, within one transaction, and writes them back repaired or sets them aside; either is told in the
 * journal. Rows that are sound by now are left alone.
 */
export async function mendRows(
  database: LedgerDatabase,
  store: RecordStore,
  keys: readonly (string | number)[],
): Promise<void> {
  const stores = [
    'sites',
    'invites',
    'registrations',
    'journal',
    'damaged',
    'summaries',
    'arrivals',
  ] as const;
  const transaction = database.transaction([...stores], 'readwrite');
  const summaries = summariesIn(transaction);
  const arrivals = arrivalsIn(transaction);
  const journal = transaction.objectStore('journal');
  const at = Date.now();
  for (const key of keys) {
    const row: unknown = await transaction.objectStore(store).get(key as never);
    if (row === undefined) continue;
    const read = readRecord(store, row);
    if (read.kind === 'sound') continue;
    const { site, ticketId, inviteId } = row as { site?: unknown; ticketId?: unknown; inviteId?: unknown };
    const told: JournalEntry = {
      at,
      site: typeof site === 'string' ? site : '',
      actor: 'extension',
      event: read.kind === 'repaired' ? 'recordRepaired' : 'recordSetAside',
      inviteId: null,
      registrationId: null,
      reason: null,
      detail: { record: `${store} ${key}`, fields: read.faults.join(', ') },
    };
    if (read.kind === 'repaired') {
      await transaction.objectStore(store).put(rowOf(store, read.record, key) as never);
    } else {
      await transaction.objectStore('damaged').add({ store, at, faults: read.faults, row });
      await transaction.objectStore(store).delete(key as never);
      if (store === 'registrations' && typeof site === 'string' && typeof ticketId === 'number') {
        // GLPI still has the ticket: the next round finds it again, and what was done for it by its marks.
        const known = await transaction.objectStore('sites').get(site);
        if (known?.watermark)
          await transaction.objectStore('sites').put({
            ...known,
            watermark: { ...known.watermark, floor: Math.min(known.watermark.floor, ticketId - 1) },
          });
      }
    }
    const summedUp = store === 'invites' ? key : store === 'registrations' ? inviteId : undefined;
    if (typeof summedUp === 'string') {
      await summaries.recount(summedUp);
      await arrivals.recount(summedUp);
    }
    // Lost words in a line of the journal are no event of their own.
    if (store !== 'journal' || read.kind === 'damaged') await journal.add(told);
  }
  await transaction.done;
}

/** The record as its store keeps it, with what indexes need. */
function rowOf(store: RecordStore, record: Records[RecordStore], key: string | number): unknown {
  if (store === 'invites') return inviteRow(record as Invite);
  if (store === 'registrations') return registrationRow(record as Registration);
  return store === 'journal' ? { ...record, number: key } : record;
}
