import type { DBSchema, IDBPDatabase, IDBPTransaction, StoreNames } from 'idb';
import type { Bulk, BulkState } from '../invite/bulk.ts';
import type { Instant } from '../invite/instant.ts';
import type { Gate, Invite, SiteId } from '../invite/invite.ts';
import type { JournalEntry, JournalEvent } from '../invite/journal.ts';
import type { NoticeSettings } from '../invite/notice.ts';
import type { Registration, RegistrationState } from '../invite/registration.ts';
import type { IssuerKey, SealKeys } from '../invite/seal.ts';
import type { Template } from '../invite/template.ts';
import type { Arrival } from './arrivals.ts';
import { layOutForNumbers } from './keep-arrivals.ts';
import { layOutForLists } from './list-indexes.ts';
import type { InviteSummary } from './summaries.ts';

/**
 * Where the search for new registrations of a site starts. Tickets become visible out of order, since GLPI makes
 * each within a transaction: `floor` therefore lags behind `ceiling`, and what lies between is looked at again.
 */
export interface Watermark {
  /** Tickets up to this id are done with. */
  readonly floor: number;
  /** Highest ticket id seen, and since when. */
  readonly ceiling: number;
  readonly ceilingSince: Instant;
}

/** What the form of the next invite starts with: the last choices at this site. */
export interface LastChoices {
  readonly profileId: number;
  readonly entityId: number;
  readonly recursive: boolean;
  readonly groupIds: readonly number[];
  readonly login: string;
  readonly lifetime: number;
  readonly maxUses: number | null;
  readonly approval: string;
  readonly language: string;
  readonly from: string;
  readonly contact: string;
}

/** The form in GLPI that holds the claims of this site (glpi/claims.ts), and since when we know it. */
export interface ClaimsPlace {
  readonly formId: number;
  readonly since: Instant;
}

/** GLPI's zone as it was told last: how far its times are ahead of the server's UTC, in milliseconds. */
export interface KnownClock {
  readonly zone: number;
  readonly toldAt: Instant;
  /** The zone before the last change, and when we learnt of the change. */
  readonly before: { readonly zone: number; readonly changedAt: Instant } | null;
}

/** One GLPI that the admin connected. No token is in it. */
export interface Site {
  readonly id: SiteId;
  readonly connectedAt: Instant;
  readonly adminName: string;
  readonly version: string;
  readonly language: string;
  /** GLPI's form category "Invitations"; null until the first invite. */
  readonly formCategoryId: number | null;
  readonly watermark: Watermark | null;
  readonly lastChoices: LastChoices | null;
  readonly claims: ClaimsPlace | null;
  readonly clock: KnownClock | null;
  /** When registrations of closed invites were last looked for, by the server's clock; see lastLookAt in desk/watch.ts. */
  readonly lookedAt: Instant | null;
  /** When the forms of open invites, and what they grant, were last looked at. */
  readonly inspectedAt: Instant | null;
  /** When the seals of this GLPI were last looked at. */
  readonly sealsLookedAt: Instant | null;
  /** The account that keeps which serials count (glpi/seal-floors.ts); null where none is known. */
  readonly floorsAccountId: number | null;
}

/** Somebody else's key that an admin of this browser trusts at a site, or did. */
export interface Issuer {
  readonly site: SiteId;
  readonly key: IssuerKey;
  /** As they called themselves in the seal that was looked at when they were trusted. */
  readonly name: string;
  readonly state: 'trusted' | 'withdrawn';
  readonly since: Instant;
}

/** Rows as they are stored; the keys of this browser are under one name, and in no backup. */
export type IssuerRow = Issuer & { readonly id: string };
export type KeysRow = SealKeys & { readonly id: 'own' };

/** A record that could not be read any more, set aside as it was: nothing is silently deleted. */
export interface DamagedRow {
  readonly number?: number;
  readonly store: 'sites' | 'invites' | 'registrations' | 'journal';
  readonly at: Instant;
  /** Where the schema did not fit: names of fields, never their values. */
  readonly faults: readonly string[];
  readonly row: unknown;
}

/** What the admin was told of, or saw: never told twice. `about` names the kind of notice and its subject. */
export interface NoticedRow {
  readonly about: string;
  readonly at: Instant;
  /** Kept as long as this invite lives; null is kept while it is so. */
  readonly invite: string | null;
}

/** What is chosen once for this browser, by what it is about. */
export interface PreferenceRow {
  readonly id: 'notices';
  readonly value: NoticeSettings;
}

/** Rows as they are stored: the record, and what indexes need beside it. Indexes take no booleans, hence 0 and 1. */
export type InviteRow = Invite & {
  readonly live: 0 | 1;
  /** Of a link of a batch that may still be used: its batch, and until when. */
  readonly outOf?: string;
  readonly outUntil?: Instant;
};
export type RegistrationRow = Registration & { readonly needsYou: 0 | 1; readonly unfinished: 0 | 1 };
export type JournalRow = JournalEntry & { readonly number?: number };

export interface LedgerSchema extends DBSchema {
  sites: { key: string; value: Site };
  invites: {
    key: string;
    value: InviteRow;
    indexes: {
      live: 0 | 1;
      createdAt: number;
      batch: string;
      codeMark: string;
      outOf: string;
      outUntil: number;
      account: number;
    };
  };
  registrations: {
    key: string;
    value: RegistrationRow;
    indexes: {
      inviteId: string;
      needsYou: 0 | 1;
      unfinished: 0 | 1;
      seenAt: number;
      state: RegistrationState;
      site: string;
      account: number;
    };
  };
  journal: {
    key: number;
    value: JournalRow;
    indexes: {
      inviteId: string;
      registrationId: string;
      site: string;
      actor: string;
      event: JournalEvent;
      at: number;
    };
  };
  damaged: { key: number; value: DamagedRow };
  summaries: { key: string; value: InviteSummary };
  templates: { key: string; value: Template };
  bulks: { key: string; value: Bulk; indexes: { state: BulkState } };
  arrivals: { key: string; value: Arrival; indexes: { at: number; inviteId: string } };
  noticed: { key: string; value: NoticedRow };
  preferences: { key: string; value: PreferenceRow };
  issuers: { key: string; value: IssuerRow; indexes: { site: string } };
  keys: { key: string; value: KeysRow };
}

export type LedgerDatabase = IDBPDatabase<LedgerSchema>;
export type Upgrade = IDBPTransaction<LedgerSchema, StoreNames<LedgerSchema>[], 'versionchange'>;

type Migration = (database: LedgerDatabase, transaction: Upgrade) => Promise<void> | void;

/**
 * One function a schema version, in order: number n brings a ledger of version n to n + 1. Never changed once
 * released; a new one is added behind the last.
 */
export const migrations: readonly Migration[] = [
  function layOut(database) {
    database.createObjectStore('sites', { keyPath: 'id' });
    const invites = database.createObjectStore('invites', { keyPath: 'id' });
    invites.createIndex('live', 'live');
    invites.createIndex('createdAt', 'createdAt');
    const registrations = database.createObjectStore('registrations', { keyPath: 'id' });
    registrations.createIndex('inviteId', 'inviteId');
    registrations.createIndex('needsYou', 'needsYou');
    registrations.createIndex('unfinished', 'unfinished');
    registrations.createIndex('seenAt', 'seenAt');
    const journal = database.createObjectStore('journal', { keyPath: 'number', autoIncrement: true });
    journal.createIndex('inviteId', 'inviteId');
  },

  async function claimUses(database, transaction) {
    database.createObjectStore('damaged', { keyPath: 'number', autoIncrement: true });
    await eachRow(transaction, 'sites', (site) => ({
      ...site,
      claims: site.claims ?? null,
      clock: site.clock ?? null,
      lookedAt: site.lookedAt ?? null,
      inspectedAt: site.inspectedAt ?? null,
    }));
    await eachRow(transaction, 'registrations', (registration) => ({
      ...registration,
      progress: { ...registration.progress, useClaimed: registration.progress?.useClaimed ?? false },
    }));
  },

  /** A gate says which kind it is, since there are personal links. */
  async function nameGates(_database, transaction) {
    await eachRow(transaction, 'invites', (invite) => ({
      ...invite,
      gate: { ...invite.gate, kind: invite.gate?.kind ?? 'form' } as Gate,
    }));
  },

  layOutForLists,

  /** Many at once: what is being issued, and the links of a batch by their batch, by their key, and those that are out. */
  function layOutForMany(database, transaction) {
    database.createObjectStore('bulks', { keyPath: 'id' }).createIndex('state', 'state');
    const invites = transaction.objectStore('invites');
    // What a row does not have is not in the index: of other invites there is nothing in these.
    invites.createIndex('batch', 'gate.batchId');
    invites.createIndex('codeMark', 'gate.codeMark');
    invites.createIndex('outOf', 'outOf');
    invites.createIndex('outUntil', 'outUntil');
  },

  layOutForNumbers,

  /** Who came in by which invite is asked from GLPI's own page of the account; what was told of is not told again. */
  function findByAccount(database, transaction) {
    transaction.objectStore('registrations').createIndex('account', 'progress.userId');
    transaction.objectStore('invites').createIndex('account', 'gate.userId');
    database.createObjectStore('noticed', { keyPath: 'about' });
    database.createObjectStore('preferences', { keyPath: 'id' });
  },

  /** Seals: whom an admin trusts, and this browser's own keys. */
  async function layOutForSeals(database, transaction) {
    database.createObjectStore('issuers', { keyPath: 'id' }).createIndex('site', 'site');
    database.createObjectStore('keys', { keyPath: 'id' });
    await eachRow(transaction, 'sites', (site) => ({
      ...site,
      sealsLookedAt: site.sealsLookedAt ?? null,
      floorsAccountId: site.floorsAccountId ?? null,
    }));
  },
];

/** Writes every row anew. What an older version wrote has not all the fields that the types promise. */
async function eachRow<Store extends 'sites' | 'invites' | 'registrations'>(
  transaction: Upgrade,
  store: Store,
  change: (row: LedgerSchema[Store]['value']) => LedgerSchema[Store]['value'],
): Promise<void> {
  let cursor = await transaction.objectStore(store).openCursor();
  while (cursor) {
    await cursor.update(change(cursor.value));
    cursor = await cursor.continue();
  }
}

export const schemaVersion = migrations.length;
