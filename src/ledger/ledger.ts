import { type IDBPTransaction, openDB, type StoreNames } from 'idb';
import * as v from 'valibot';
import { type Bulk, type BulkHead, countRows } from '../invite/bulk.ts';
import type { Instant } from '../invite/instant.ts';
import { type BatchLink, type Invite, isBatchLink, type SiteId } from '../invite/invite.ts';
import type { JournalEntry } from '../invite/journal.ts';
import { firstNoticeSettings, type NoticeSettings } from '../invite/notice.ts';
import { type Problem, ProblemError, problem } from '../invite/problem.ts';
import type { Registration } from '../invite/registration.ts';
import type { IssuerKey, SealKeys } from '../invite/seal.ts';
import type { Template } from '../invite/template.ts';
import { arrivalsIn } from './keep-arrivals.ts';
import { summariesIn } from './keep-summaries.ts';
import { KeptSummaries } from './kept-summaries.ts';
import { mendRows, type RecordStore, type Records, readRecord } from './mending.ts';
import { type Queries, queriesOver } from './queries.ts';
import { bulkHeadRecord, bulkRecord, issuerRecord, noticeSettingsRecord, templateRecord } from './records.ts';
import { inviteRow, registrationRow } from './rows.ts';
import {
  type DamagedRow,
  type Issuer,
  type LedgerDatabase,
  type LedgerSchema,
  migrations,
  type NoticedRow,
  type Site,
  schemaVersion,
} from './schema.ts';

export type * from './queries.ts';
export { needsYou, owesUse } from './rows.ts';
export type { ClaimsPlace, DamagedRow, Issuer, KnownClock, LastChoices, Site, Watermark } from './schema.ts';

type Stores = StoreNames<LedgerSchema>[];
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
  setAside(row: DamagedRow): Promise<void>;
  templates(): Promise<Template[]>;
  putTemplate(template: Template): Promise<void>;
  deleteTemplate(id: string): Promise<void>;
  /** The links of a batch that may still be used. */
  linksOut(batchId: string): Promise<BatchLink[]>;
  bulk(id: string): Promise<Bulk | undefined>;
  putBulk(bulk: Bulk): Promise<void>;
  /** What the admin was told of already. */
  noticed(): Promise<NoticedRow[]>;
  putNoticed(row: NoticedRow): Promise<void>;
  deleteNoticed(about: string): Promise<void>;
  putNoticeSettings(settings: NoticeSettings): Promise<void>;
  putIssuer(issuer: Issuer): Promise<void>;
  /** Keeps the keys of this browser, unless it has some: those count, and are given back. */
  keepSealKeys(keys: SealKeys): Promise<SealKeys>;
}

/** Everything that the ledger holds, for a backup. */
export interface LedgerContents {
  readonly sites: readonly Site[];
  readonly invites: readonly Invite[];
  readonly registrations: readonly Registration[];
  /** Oldest first. */
  readonly journal: readonly JournalEntry[];
  readonly damaged: readonly DamagedRow[];
  readonly templates: readonly Template[];
}

/**
 * The extension's own records. Written by the background alone. Every row is checked as it is read: what can be repaired
 * is, what cannot is set aside, and either is told in the journal; no damaged row makes a read fail.
 */
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
  /** How many rows were set aside because they could not be read. */
  damagedCount(): Promise<number>;
  everything(): Promise<LedgerContents>;
  templates(): Promise<Template[]>;
  /** The links of a batch, in whatever state. */
  linksOfBatch(batchId: string): Promise<BatchLink[]>;
  /** The link of a batch whose key has this mark, in whatever state. */
  linkByCode(batchId: string, mark: string): Promise<BatchLink | undefined>;
  /** How many links of a batch may still be used. */
  countLinksOut(batchId: string): Promise<number>;
  /** Links of batches whose time is over, and which are not closed yet. */
  linksOverdue(now: Instant): Promise<BatchLink[]>;
  bulk(id: string): Promise<Bulk | undefined>;
  /** Newest first. */
  bulks(): Promise<BulkHead[]>;
  runningBulks(): Promise<Bulk[]>;
  /** Registrations that ended with this account in GLPI, made for it or settled with it, newest first. */
  registrationsOfAccount(site: SiteId, userId: number): Promise<Registration[]>;
  /** Personal links of this account, newest first. */
  personalInvitesOfAccount(site: SiteId, userId: number): Promise<Invite[]>;
  /** As they were chosen in this browser, or as they are before anybody chose. */
  noticeSettings(): Promise<NoticeSettings>;
  /** Whom an admin trusts at a site, or did. */
  issuers(site: SiteId): Promise<Issuer[]>;
  /** The keys of this browser; undefined before it needed any. They are in no backup. */
  sealKeys(): Promise<SealKeys | undefined>;
  /** Long lists, by the page. */
  readonly queries: Queries;
  write<Result>(work: (writing: Writing) => Promise<Result>): Promise<Result>;
  close(): void;
}

const stores: Stores = [
  'sites',
  'invites',
  'registrations',
  'journal',
  'damaged',
  'summaries',
  'templates',
  'arrivals',
  'bulks',
  'noticed',
  'preferences',
  'issuers',
  'keys',
];

/**
 * Opens the ledger, bringing an older one up to date. Fails with `ledgerNewer` when a newer version of the extension
 * wrote it: going back must not damage what the newer one knows. Fails with `ledgerFull` or `ledgerUnreadable` where the
 * browser cannot open it.
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
    throw fromDatabase(thrown);
  }
  return ledgerOver(database);
}

/** What an error of the browser's database means; others stay as they are. */
function fromDatabase(thrown: unknown): unknown {
  const known: Readonly<Record<string, Problem>> = {
    VersionError: problem('ledgerNewer'),
    QuotaExceededError: problem('ledgerFull'),
    // A damaged profile, or a disk without any room: the browser cannot open the database then.
    UnknownError: problem('ledgerUnreadable'),
  };
  const meant = thrown instanceof DOMException ? known[thrown.name] : undefined;
  return meant ? new ProblemError(meant, { cause: thrown }) : thrown;
}

/** What IndexedDB gives back, before it was looked at. */
type Row = unknown;

const keyOf = (row: Row): string | number => {
  const { id, number } = row as { id?: string; number?: number };
  return id ?? number ?? '';
};

function ledgerOver(database: LedgerDatabase): Ledger {
  const kept = new KeptSummaries();
  /** The rows as records. Those that are not sound are mended on the way; a full disk must not keep anybody from reading. */
  const sound = async <Store extends RecordStore>(
    store: Store,
    rows: readonly Row[],
  ): Promise<Records[Store][]> => {
    const readings = rows.map((row) => readRecord(store, row));
    const unsound = rows.filter((_, index) => readings[index]?.kind !== 'sound');
    if (unsound.length > 0) {
      kept.written();
      await mendRows(database, store, unsound.map(keyOf)).catch(() => {});
      kept.written();
    }
    return readings.flatMap((reading) => (reading.kind === 'damaged' ? [] : [reading.record]));
  };
  const soundOne = async <Store extends RecordStore>(store: Store, row: Row) =>
    row === undefined ? undefined : (await sound(store, [row]))[0];

  const newest = async <Store extends 'invites' | 'registrations'>(
    name: Store,
    index: 'createdAt' | 'seenAt',
    limit: number,
    only: (record: Records[Store]) => boolean,
  ): Promise<Records[Store][]> => {
    const store: 'invites' | 'registrations' = name;
    const rows: Row[] = [];
    const transaction = database.transaction(store, 'readonly');
    const source = transaction.store.index(index as never);
    for (
      let cursor = await source.openCursor(null, 'prev');
      cursor && rows.length < limit;
      cursor = await cursor.continue()
    ) {
      const reading = readRecord(name, cursor.value);
      if (reading.kind === 'damaged' || only(reading.record)) rows.push(cursor.value);
    }
    return await sound(name, rows);
  };

  return {
    sites: async () => await sound('sites', await database.getAll('sites')),
    site: async (id) => await soundOne('sites', await database.get('sites', id)),
    invite: async (id) => await soundOne('invites', await database.get('invites', id)),
    liveInvites: async () => await sound('invites', await database.getAllFromIndex('invites', 'live', 1)),
    newestInvites: (limit, only) => newest('invites', 'createdAt', limit, only),
    registration: async (id) => await soundOne('registrations', await database.get('registrations', id)),
    registrationsOf: async (inviteId) =>
      await sound('registrations', await database.getAllFromIndex('registrations', 'inviteId', inviteId)),
    unfinishedRegistrations: async () =>
      await sound('registrations', await database.getAllFromIndex('registrations', 'unfinished', 1)),
    registrationsThatNeedYou: async () =>
      await sound('registrations', await database.getAllFromIndex('registrations', 'needsYou', 1)),
    newestRegistrations: (limit, only) => newest('registrations', 'seenAt', limit, only),
    async journal(limit, inviteId) {
      const rows: Row[] = [];
      const { store } = database.transaction('journal', 'readonly');
      let cursor = await (inviteId === null
        ? store.openCursor(null, 'prev')
        : store.index('inviteId').openCursor(inviteId, 'prev'));
      while (cursor && rows.length < limit) {
        rows.push(cursor.value);
        cursor = (await cursor.continue()) as typeof cursor;
      }
      return await sound('journal', rows);
    },
    damagedCount: () => database.count('damaged'),
    async everything() {
      return {
        sites: await sound('sites', await database.getAll('sites')),
        invites: await sound('invites', await database.getAll('invites')),
        registrations: await sound('registrations', await database.getAll('registrations')),
        journal: await sound('journal', await database.getAll('journal')),
        damaged: await database.getAll('damaged'),
        templates: soundTemplates(await database.getAll('templates')),
      };
    },
    templates: async () => soundTemplates(await database.getAll('templates')),
    linksOfBatch: async (batchId) =>
      (await sound('invites', await database.getAllFromIndex('invites', 'batch', batchId))).filter(
        isBatchLink,
      ),
    linkByCode: async (batchId, mark) =>
      (await sound('invites', await database.getAllFromIndex('invites', 'codeMark', mark)))
        .filter(isBatchLink)
        .find(({ gate }) => gate.batchId === batchId),
    countLinksOut: async (batchId) => await database.countFromIndex('invites', 'outOf', batchId),
    linksOverdue: async (now) =>
      (
        await sound(
          'invites',
          await database.getAllFromIndex('invites', 'outUntil', IDBKeyRange.upperBound(now, true)),
        )
      ).filter(isBatchLink),
    bulk: async (id) => soundBulks([await database.get('bulks', id)])[0],
    bulks: async () =>
      bulkHeads(await database.getAll('bulks')).toSorted((one, other) => other.createdAt - one.createdAt),
    runningBulks: async () => soundBulks(await database.getAllFromIndex('bulks', 'state', 'running')),
    async registrationsOfAccount(site, userId) {
      const rows = await database.getAllFromIndex('registrations', 'account', userId);
      const found = (await sound('registrations', rows)).filter((registration) => registration.site === site);
      return found.toSorted((one, other) => other.submittedAt - one.submittedAt);
    },
    async personalInvitesOfAccount(site, userId) {
      const rows = await database.getAllFromIndex('invites', 'account', userId);
      const found = (await sound('invites', rows)).filter((invite) => invite.site === site);
      return found.toSorted((one, other) => other.createdAt - one.createdAt);
    },
    async noticeSettings() {
      const read = v.safeParse(noticeSettingsRecord, (await database.get('preferences', 'notices'))?.value);
      return read.success ? read.output : firstNoticeSettings;
    },
    issuers: async (site) => soundIssuers(await database.getAllFromIndex('issuers', 'site', site)),
    sealKeys: async () => await database.get('keys', 'own'),
    queries: queriesOver(database, kept),
    async write(work) {
      const transaction = database.transaction(stores, 'readwrite');
      // Most writes are about a site or the journal, and change nothing that a list of invites shows.
      let isSummedUp = false;
      const summedUp = () => {
        isSummedUp = true;
        kept.written();
      };
      try {
        const result = await work(writingIn(transaction, summedUp));
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
        throw fromDatabase(thrown);
      } finally {
        if (isSummedUp) kept.written();
      }
    },
    close: () => database.close(),
  };
}

/** A template that cannot be read is a preset less, and harms nothing: left where it is, and left out. */
function soundTemplates(rows: readonly Row[]): Template[] {
  return rows.flatMap((row) => {
    const read = v.safeParse(templateRecord, row);
    return read.success ? [read.output] : [];
  });
}

/** Who is not trusted for sure is not trusted. */
function soundIssuers(rows: readonly Row[]): Issuer[] {
  return rows.flatMap((row) => {
    const read = v.safeParse(issuerRecord, row);
    return read.success ? [read.output] : [];
  });
}

/** Progress that cannot be read: what was issued stands in the ledger all the same. */
function soundBulks(rows: readonly Row[]): Bulk[] {
  return rows.flatMap((row) => {
    const read = v.safeParse(bulkRecord, row);
    return read.success ? [read.output] : [];
  });
}

function bulkHeads(rows: readonly Row[]): BulkHead[] {
  return rows.flatMap((row) => {
    const read = v.safeParse(bulkHeadRecord, row);
    if (!read.success) return [];
    const { rows: all, ...head } = read.output;
    return [{ ...head, counts: countRows(all) }];
  });
}

/** `summedUp` is called before anything is written that the narrow copies of invites are made of. */
function writingIn(
  transaction: IDBPTransaction<LedgerSchema, Stores, Mode & 'readwrite'>,
  summedUp: () => void,
): Writing {
  const sites = transaction.objectStore('sites');
  const invites = transaction.objectStore('invites');
  const registrations = transaction.objectStore('registrations');
  const journal = transaction.objectStore('journal');
  const damaged = transaction.objectStore('damaged');
  // Within a transaction a damaged row counts as none: it is set aside when it is read outside of one.
  const record = <Store extends RecordStore>(store: Store, row: Row): Records[Store] | undefined => {
    if (row === undefined) return undefined;
    const reading = readRecord(store, row);
    return reading.kind === 'damaged' ? undefined : reading.record;
  };
  const summaries = summariesIn(transaction);
  const arrivals = arrivalsIn(transaction);
  const templates = transaction.objectStore('templates');
  const bulks = transaction.objectStore('bulks');
  const noticed = transaction.objectStore('noticed');
  const preferences = transaction.objectStore('preferences');
  const issuers = transaction.objectStore('issuers');
  const keys = transaction.objectStore('keys');
  return {
    site: async (id) => record('sites', await sites.get(id)),
    putSite: async (site) => void (await sites.put(site)),
    deleteSite: async (id) => void (await sites.delete(id)),
    invite: async (id) => record('invites', await invites.get(id)),
    async putInvite(invite) {
      summedUp();
      await invites.put(inviteRow(invite));
      await summaries.inviteChanged(invite);
      await arrivals.inviteChanged(invite);
    },
    registration: async (id) => record('registrations', await registrations.get(id)),
    registrationsOf: async (inviteId) =>
      (await registrations.index('inviteId').getAll(inviteId)).flatMap(
        (row) => record('registrations', row) ?? [],
      ),
    async putRegistration(registration) {
      summedUp();
      const before = await registrations.get(registration.id);
      await registrations.put(registrationRow(registration));
      await summaries.registrationChanged(before, registration);
      await arrivals.registrationChanged(before, registration);
    },
    journal: async (entry) => void (await journal.add(entry)),
    setAside: async (row) => void (await damaged.add(row)),
    templates: async () => soundTemplates(await templates.getAll()),
    putTemplate: async (template) => void (await templates.put(template)),
    deleteTemplate: async (id) => void (await templates.delete(id)),
    linksOut: async (batchId) =>
      (await invites.index('outOf').getAll(batchId))
        .flatMap((row) => record('invites', row) ?? [])
        .filter(isBatchLink),
    bulk: async (id) => soundBulks([await bulks.get(id)])[0],
    putBulk: async (bulk) => void (await bulks.put(bulk)),
    noticed: async () => await noticed.getAll(),
    putNoticed: async (row) => void (await noticed.put(row)),
    deleteNoticed: async (about) => void (await noticed.delete(about)),
    putNoticeSettings: async (value) => void (await preferences.put({ id: 'notices', value })),
    putIssuer: async (issuer) =>
      void (await issuers.put({ ...issuer, id: issuerRowId(issuer.site, issuer.key) })),
    async keepSealKeys(made) {
      const known = await keys.get('own');
      if (known) return known;
      await keys.put({ ...made, id: 'own' });
      return made;
    },
  };
}

const issuerRowId = (site: SiteId, key: IssuerKey) => `${site} ${key}`;
