import { type IDBPTransaction, openDB } from 'idb';
import type { Invite, SiteId } from '../invite/invite.ts';
import type { JournalEntry } from '../invite/journal.ts';
import { ProblemError } from '../invite/problem.ts';
import type { Registration } from '../invite/registration.ts';
import {
  type InviteRow,
  type LedgerDatabase,
  type LedgerSchema,
  migrations,
  type RegistrationRow,
  type Site,
  schemaVersion,
} from './schema.ts';

export type { LastChoices, Site, Watermark } from './schema.ts';

type Stores = ('sites' | 'invites' | 'registrations' | 'journal')[];
type Mode = 'readonly' | 'readwrite';

/** Reading and writing within one transaction: all of it happens, or none. Await nothing else inside: the transaction would end. */
export interface Writing {
  site(id: SiteId): Promise<Site | undefined>;
  putSite(site: Site): Promise<void>;
  deleteSite(id: SiteId): Promise<void>;
  invite(id: string): Promise<Invite | undefined>;
  putInvite(invite: Invite): Promise<void>;
  registration(id: string): Promise<Registration | undefined>;
  registrationsOf(inviteId: string): Promise<Registration[]>;
  putRegistration(registration: Registration): Promise<void>;
  journal(entry: JournalEntry): Promise<void>;
}

/** The extension's own records. Written by the background alone. */
export interface Ledger {
  sites(): Promise<Site[]>;
  site(id: SiteId): Promise<Site | undefined>;
  invite(id: string): Promise<Invite | undefined>;
  /** Invites that something may still happen to: not closed, or closed with the form still standing in GLPI. */
  liveInvites(): Promise<Invite[]>;
  /** Newest first. */
  newestInvites(limit: number, only: (invite: Invite) => boolean): Promise<Invite[]>;
  registration(id: string): Promise<Registration | undefined>;
  registrationsOf(inviteId: string): Promise<Registration[]>;
  /** Received, waiting for nobody: what a round goes on with. */
  unfinishedRegistrations(): Promise<Registration[]>;
  /** What an admin has to look at. */
  registrationsThatNeedYou(): Promise<Registration[]>;
  /** Newest first. */
  newestRegistrations(limit: number, only: (registration: Registration) => boolean): Promise<Registration[]>;
  /** Newest first. */
  journal(limit: number, inviteId: string | null): Promise<JournalEntry[]>;
  write<Result>(work: (writing: Writing) => Promise<Result>): Promise<Result>;
  close(): void;
}

const stores: Stores = ['sites', 'invites', 'registrations', 'journal'];

/** An invite is live until it is closed and its form is out of GLPI. */
function inviteRow(invite: Invite): InviteRow {
  return { ...invite, live: invite.state !== 'closed' || invite.purgeAt !== null ? 1 : 0 };
}

/** Whether an admin has to do something about it. */
export function needsYou(registration: Registration): boolean {
  return (
    registration.state === 'waiting' ||
    registration.state === 'failed' ||
    (registration.state === 'admitted' &&
      registration.handOver?.way === 'firstPassword' &&
      registration.handOver.givenAt === null)
  );
}

/** Whether a round still has something to do: judging, admitting, or telling GLPI how it ended. */
function unfinished(registration: Registration): boolean {
  if (registration.state === 'received' || registration.state === 'admitting') return true;
  const ended = registration.state === 'admitted' || registration.state === 'refused';
  return ended && !registration.progress.ticketSolved;
}

function registrationRow(registration: Registration): RegistrationRow {
  return {
    ...registration,
    needsYou: needsYou(registration) ? 1 : 0,
    unfinished: unfinished(registration) ? 1 : 0,
  };
}

/**
 * Opens the ledger, bringing an older one up to date. Fails with `ledgerNewer` when a newer version of the extension
 * wrote it: going back must not damage what the newer one knows.
 */
export async function openLedger(name = 'invite-for-glpi'): Promise<Ledger> {
  let database: LedgerDatabase;
  try {
    database = await openDB<LedgerSchema>(name, schemaVersion, {
      async upgrade(db, oldVersion, _newVersion, transaction) {
        for (const migrate of migrations.slice(oldVersion)) await migrate(db, transaction);
      },
      blocking() {
        // A newer version of the extension wants to migrate: make way, the next use opens anew.
        database.close();
      },
    });
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === 'VersionError') {
      throw new ProblemError({ code: 'ledgerNewer' }, { cause: thrown });
    }
    throw thrown;
  }
  return ledgerOver(database);
}

function ledgerOver(database: LedgerDatabase): Ledger {
  const newest = async <Row>(
    store: 'invites' | 'registrations',
    index: 'createdAt' | 'seenAt',
    limit: number,
    only: (row: Row) => boolean,
  ): Promise<Row[]> => {
    const rows: Row[] = [];
    const transaction = database.transaction(store, 'readonly');
    const source = transaction.store.index(index as never);
    for (
      let cursor = await source.openCursor(null, 'prev');
      cursor && rows.length < limit;
      cursor = await cursor.continue()
    ) {
      const row = cursor.value as unknown as Row;
      if (only(row)) rows.push(row);
    }
    return rows;
  };

  return {
    sites: () => database.getAll('sites'),
    site: (id) => database.get('sites', id),
    invite: (id) => database.get('invites', id),
    liveInvites: () => database.getAllFromIndex('invites', 'live', 1),
    newestInvites: (limit, only) => newest<Invite>('invites', 'createdAt', limit, only),
    registration: (id) => database.get('registrations', id),
    registrationsOf: (inviteId) => database.getAllFromIndex('registrations', 'inviteId', inviteId),
    unfinishedRegistrations: () => database.getAllFromIndex('registrations', 'unfinished', 1),
    registrationsThatNeedYou: () => database.getAllFromIndex('registrations', 'needsYou', 1),
    newestRegistrations: (limit, only) => newest<Registration>('registrations', 'seenAt', limit, only),
    async journal(limit, inviteId) {
      const rows: JournalEntry[] = [];
      const { store } = database.transaction('journal', 'readonly');
      let cursor = await (inviteId === null
        ? store.openCursor(null, 'prev')
        : store.index('inviteId').openCursor(inviteId, 'prev'));
      while (cursor && rows.length < limit) {
        rows.push(cursor.value);
        cursor = (await cursor.continue()) as typeof cursor;
      }
      return rows;
    },
    async write(work) {
      const transaction = database.transaction(stores, 'readwrite');
      try {
        const result = await work(writingIn(transaction));
        await transaction.done;
        return result;
      } catch (thrown) {
        // What `work` refused must not be half written.
        try {
          transaction.abort();
        } catch {
          // It is aborted already: that is why we are here.
        }
        await transaction.done.catch(() => {});
        if (thrown instanceof DOMException && thrown.name === 'QuotaExceededError') {
          throw new ProblemError({ code: 'ledgerFull' }, { cause: thrown });
        }
        throw thrown;
      }
    },
    close: () => database.close(),
  };
}

function writingIn(transaction: IDBPTransaction<LedgerSchema, Stores, Mode & 'readwrite'>): Writing {
  const sites = transaction.objectStore('sites');
  const invites = transaction.objectStore('invites');
  const registrations = transaction.objectStore('registrations');
  const journal = transaction.objectStore('journal');
  return {
    site: (id) => sites.get(id),
    putSite: async (site) => void (await sites.put(site)),
    deleteSite: async (id) => void (await sites.delete(id)),
    invite: (id) => invites.get(id),
    putInvite: async (invite) => void (await invites.put(inviteRow(invite))),
    registration: (id) => registrations.get(id),
    registrationsOf: (inviteId) => registrations.index('inviteId').getAll(inviteId),
    putRegistration: async (registration) => void (await registrations.put(registrationRow(registration))),
    journal: async (entry) => void (await journal.add(entry)),
  };
}
