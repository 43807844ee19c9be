import type { IDBPTransaction, StoreNames } from 'idb';
import type { Invite } from '../invite/invite.ts';
import type { Registration } from '../invite/registration.ts';
import { type Arrival, arrivalOf, personalArrival } from './arrivals.ts';
import type { LedgerDatabase, LedgerSchema, Upgrade } from './schema.ts';

export interface KeptArrivals {
  inviteChanged(invite: Invite): Promise<void>;
  registrationChanged(before: Registration | undefined, after: Registration): Promise<void>;
  /** After rows were mended or set aside: written anew from the records. */
  recount(inviteId: string): Promise<void>;
}

type With<Stores extends StoreNames<LedgerSchema>[]> = IDBPTransaction<LedgerSchema, Stores, 'readwrite'>;

/** Keeps the arrivals in step, within the transaction that changes who came in. */
export function arrivalsIn<Stores extends StoreNames<LedgerSchema>[]>(
  transaction: With<Stores>,
): KeptArrivals {
  // Whoever writes invites and registrations has these three open.
  const within = transaction as unknown as With<('invites' | 'registrations' | 'arrivals')[]>;
  const arrivals = within.objectStore('arrivals');
  return {
    async inviteChanged(invite) {
      const arrival = personalArrival(invite);
      if (arrival !== null) await arrivals.put(arrival);
    },
    async registrationChanged(before, after) {
      const [had, has] = [arrivalOf(before, undefined), arrivalOf(after, undefined)];
      if (has === null) {
        if (had !== null) await arrivals.delete(had.id);
        return;
      }
      if (had?.at === has.at) return;
      const invite = await within.objectStore('invites').get(after.inviteId);
      const arrival = arrivalOf(after, invite?.createdAt);
      if (arrival !== null) await arrivals.put(arrival);
    },
    async recount(inviteId) {
      for (const id of await arrivals.index('inviteId').getAllKeys(inviteId)) await arrivals.delete(id);
      const invite = await within.objectStore('invites').get(inviteId);
      const registrations = await within.objectStore('registrations').index('inviteId').getAll(inviteId);
      const found = registrations.map((registration) => arrivalOf(registration, invite?.createdAt));
      if (invite) found.push(personalArrival(invite));
      for (const arrival of found) if (arrival !== null) await arrivals.put(arrival);
    },
  };
}

/** A migration: who came in and when, by which the numbers are counted. */
export async function layOutForNumbers(database: LedgerDatabase, transaction: Upgrade): Promise<void> {
  const arrivals = database.createObjectStore('arrivals', { keyPath: 'id' });
  arrivals.createIndex('at', 'at');
  arrivals.createIndex('inviteId', 'inviteId');
  const issuedAt = new Map<string, number>();
  const keep = async (arrival: Arrival | null) => {
    // A damaged record may say anything of when; it is written anew once it is mended.
    if (arrival !== null && Number.isFinite(arrival.at)) await arrivals.put(arrival);
  };
  const invites = transaction.objectStore('invites');
  for (let cursor = await invites.openCursor(); cursor; cursor = await cursor.continue()) {
    issuedAt.set(cursor.value.id, cursor.value.createdAt);
    if (cursor.value.gate?.kind === 'password') await keep(personalArrival(cursor.value));
  }
  const registrations = transaction.objectStore('registrations');
  for (let cursor = await registrations.openCursor(); cursor; cursor = await cursor.continue())
    await keep(arrivalOf(cursor.value, issuedAt.get(cursor.value.inviteId)));
}
