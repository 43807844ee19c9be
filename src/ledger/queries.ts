import type { IDBPObjectStore, StoreNames } from 'idb';
import { foldText, wordsOf } from '../invite/fold.ts';
import type { Instant } from '../invite/instant.ts';
import type { SiteId } from '../invite/invite.ts';
import type { JournalEntry, JournalEvent } from '../invite/journal.ts';
import type { Registration, RegistrationState } from '../invite/registration.ts';
import { canChange, type InviteStatus, statusOf } from '../invite/status.ts';
import type { KeptSummaries } from './kept-summaries.ts';
import { type Numbers, type NumbersQuery, numbersOf } from './numbers.ts';
import type { LedgerDatabase, LedgerSchema } from './schema.ts';
import type { InviteSummary } from './summaries.ts';

/** One page of a longer list, and how long the list is. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly total: number;
}

export type InviteSort =
  | 'label'
  | 'status'
  | 'site'
  | 'profile'
  | 'entity'
  | 'uses'
  | 'waiting'
  | 'until'
  | 'createdAt'
  | 'createdBy';

/** The status, or what the admin looks for across them: `live` is open or paused, `needsYou` has somebody waiting or trouble. */
export type InviteStatusFilter = InviteStatus | 'live' | 'needsYou';

export interface InviteFilter {
  readonly text: string;
  readonly status: InviteStatusFilter | null;
  readonly site: SiteId | null;
  readonly profile: string | null;
  readonly entity: string | null;
  readonly label: string | null;
  /** The links of this batch alone. */
  readonly batch: string | null;
}

export interface InviteQuery extends InviteFilter {
  readonly sort: InviteSort;
  readonly descending: boolean;
  readonly from: number;
  readonly limit: number;
}

/** A value of a column, and how many invites have it. */
export interface Facet {
  readonly value: string;
  readonly count: number;
}

export interface InvitePage extends Page<InviteSummary> {
  /** How many of what the other filters leave are in each status. */
  readonly statuses: Readonly<Partial<Record<InviteStatusFilter, number>>>;
  /** All there are in the ledger, whatever is filtered. */
  readonly all: number;
  readonly isOfSeveralSites: boolean;
}

type FacetColumn = 'profile' | 'entity' | 'label' | 'site';

/** What all invites can be filtered by: the most frequent values. */
export type InviteFacets = Readonly<Record<FacetColumn, readonly Facet[]>>;

export interface RegistrationQuery {
  readonly text: string;
  /** `needsYou`: waiting, failed, or a first password to pass on. */
  readonly state: RegistrationState | 'needsYou' | null;
  readonly site: SiteId | null;
  readonly from: number;
  readonly limit: number;
}

export interface RegistrationPage extends Page<Registration> {
  readonly states: Readonly<Partial<Record<RegistrationState | 'needsYou', number>>>;
}

export interface JournalQuery {
  readonly text: string;
  readonly events: readonly JournalEvent[] | null;
  readonly site: SiteId | null;
  readonly actor: string | null;
  readonly invite: string | null;
  readonly registration: string | null;
  readonly after: Instant | null;
  readonly before: Instant | null;
  readonly from: number;
  readonly limit: number;
}

export interface JournalPage extends Page<JournalEntry> {
  /** Of the whole journal, for whoever filters it; empty where the history of one invite or person is asked for. */
  readonly facets: { readonly actor: readonly Facet[]; readonly event: readonly Facet[] };
}

/** Reading for long lists. Nothing here reads whole stores of full records but a search for words. */
export interface Queries {
  invites(query: InviteQuery): Promise<InvitePage>;
  /** Apart from the page: the same at each key of a search, and hundreds of them. */
  inviteFacets(): Promise<InviteFacets>;
  registrations(query: RegistrationQuery): Promise<RegistrationPage>;
  /** Newest first. */
  journal(query: JournalQuery): Promise<JournalPage>;
  /** Issued, used and expired over time. */
  numbers(query: NumbersQuery): Promise<Numbers>;
}

/** More values than anybody chooses from. */
const mostFacets = 500;
/** Rows that are read at once while words are looked for. */
const batch = 1_000;

export function queriesOver(database: LedgerDatabase, kept: KeptSummaries): Queries {
  const summaries = () => kept.read(() => database.getAll('summaries'));
  return {
    async invites(query) {
      return pageOfInvites(await summaries(), query);
    },
    async inviteFacets() {
      const all = await summaries();
      return {
        profile: facets(all, 'profile'),
        entity: facets(all, 'entity'),
        label: facets(all, 'label'),
        site: facets(all, 'site'),
      };
    },
    registrations: (query) => pageOfRegistrations(database, query),
    journal: (query) => pageOfJournal(database, query),
    numbers: (query) => numbersWithin(database, query),
  };
}

// --- Invites ---

/** The page of `summaries` that the query asks for, with counts. Pure. */
export function pageOfInvites(summaries: readonly InviteSummary[], query: InviteQuery): InvitePage {
  const words = wordsOf(query.text);
  const others = inOrder(summaries, query.sort, query.descending).filter(
    (summary) =>
      (query.site === null || summary.site === query.site) &&
      (query.profile === null || summary.profile === query.profile) &&
      (query.entity === null || summary.entity === query.entity) &&
      (query.label === null || summary.label === query.label) &&
      (query.batch === null || summary.batchId === query.batch) &&
      words.every((word) => summary.text.includes(word)),
  );
  const statuses: Partial<Record<InviteStatusFilter, number>> = {};
  const count = (status: InviteStatusFilter) => {
    statuses[status] = (statuses[status] ?? 0) + 1;
  };
  for (const summary of others) {
    count(statusOf(summary));
    if (canChange(summary)) count('live');
    if (needsLook(summary)) count('needsYou');
  }
  const found = others.filter((summary) => isInStatus(summary, query.status));
  return {
    rows: found.slice(query.from, query.from + query.limit),
    total: found.length,
    all: summaries.length,
    isOfSeveralSites: summaries.some(({ site }) => site !== summaries[0]?.site),
    statuses,
  };
}

/** What was put in order last, for as long as the same copies are searched. */
const ordered = new WeakMap<
  readonly InviteSummary[],
  { readonly by: string; readonly rows: readonly InviteSummary[] }
>();

/** The summaries as the column has them: a search, key by key, leaves some out and changes nothing about their order. */
function inOrder(
  summaries: readonly InviteSummary[],
  sort: InviteSort,
  descending: boolean,
): readonly InviteSummary[] {
  const by = `${sort} ${descending}`;
  const known = ordered.get(summaries);
  if (known?.by === by) return known.rows;
  const rows = summaries.toSorted(order(sort, descending));
  ordered.set(summaries, { by, rows });
  return rows;
}

const needsLook = ({ waiting, troubled }: InviteSummary) => waiting > 0 || troubled;

function isInStatus(summary: InviteSummary, status: InviteStatusFilter | null): boolean {
  if (status === null) return true;
  if (status === 'live') return canChange(summary);
  if (status === 'needsYou') return needsLook(summary);
  return statusOf(summary) === status;
}

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
const statusOrder: Readonly<Record<InviteStatus, number>> = {
  open: 0,
  paused: 1,
  opening: 2,
  closing: 3,
  used: 4,
  expired: 5,
  revoked: 6,
  failed: 7,
};

function order(sort: InviteSort, descending: boolean) {
  const sign = descending ? -1 : 1;
  const compare = comparing(sort);
  // What is equal stays newest first, whichever way the column is turned.
  return (one: InviteSummary, other: InviteSummary) =>
    sign * compare(one, other) || other.createdAt - one.createdAt || (one.id < other.id ? -1 : 1);
}

function comparing(sort: InviteSort): (one: InviteSummary, other: InviteSummary) => number {
  switch (sort) {
    case 'uses':
    case 'waiting':
    case 'until':
    case 'createdAt':
      return (one, other) => one[sort] - other[sort];
    case 'status':
      return (one, other) => statusOrder[statusOf(one)] - statusOrder[statusOf(other)];
    case 'label':
    case 'site':
    case 'profile':
    case 'entity':
    case 'createdBy':
      return (one, other) => collator.compare(one[sort], other[sort]);
  }
}

function facets(summaries: readonly InviteSummary[], column: FacetColumn): readonly Facet[] {
  const counts = new Map<string, number>();
  for (const summary of summaries) counts.set(summary[column], (counts.get(summary[column]) ?? 0) + 1);
  return mostFrequent(counts);
}

function mostFrequent(counts: ReadonlyMap<string, number>): readonly Facet[] {
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((one, other) => other.count - one.count)
    .slice(0, mostFacets)
    .sort((one, other) => collator.compare(one.value, other.value));
}

// --- Registrations and journal: indexes give keys, and only the rows of the page are read ---

type Reading<Name extends StoreNames<LedgerSchema>> = IDBPObjectStore<LedgerSchema, [Name], Name, 'readonly'>;

async function pageOfRegistrations(
  database: LedgerDatabase,
  query: RegistrationQuery,
): Promise<RegistrationPage> {
  const { store } = database.transaction('registrations', 'readonly');
  const states: Partial<Record<RegistrationState | 'needsYou', number>> = {};
  const site = query.site === null ? null : new Set(await store.index('site').getAllKeys(query.site));
  const within = (keys: readonly string[]) => (site === null ? keys : keys.filter((key) => site.has(key)));
  const byState = new Map<RegistrationState | 'needsYou', ReadonlySet<string>>();
  const byNeed = within(await store.index('needsYou').getAllKeys(1));
  byState.set('needsYou', new Set(byNeed));
  for (const state of ['received', 'waiting', 'admitting', 'admitted', 'refused', 'failed'] as const)
    byState.set(state, new Set(within(await store.index('state').getAllKeys(state))));
  for (const [state, keys] of byState) if (keys.size > 0) states[state] = keys.size;

  const wanted = query.state === null ? null : byState.get(query.state);
  const inOrder = within(await store.index('seenAt').getAllKeys())
    .filter((key) => wanted === null || wanted?.has(key))
    .reverse();
  const words = wordsOf(query.text);
  const found = words.length === 0 ? inOrder : await registrationsWith(store, inOrder, words);
  const rows = await rowsOf(store, found.slice(query.from, query.from + query.limit));
  return { rows, total: found.length, states };
}

async function registrationsWith(
  store: Reading<'registrations'>,
  keys: readonly string[],
  words: readonly string[],
): Promise<string[]> {
  const wanted = new Set(keys);
  const matching = new Set<string>();
  let range: IDBKeyRange | null = null;
  for (;;) {
    const rows: Registration[] = await store.getAll(range, batch);
    for (const row of rows) {
      if (!wanted.has(row.id)) continue;
      const { answers, ownAnswers = [], login, ticketId, inviteId } = row;
      const text = foldText(
        [
          ...(answers === null ? [] : Object.values(answers)),
          ...ownAnswers.map(({ answer }) => answer),
          login ?? '',
          String(ticketId),
          inviteId,
        ].join('\n'),
      );
      if (words.every((word) => text.includes(word))) matching.add(row.id);
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < batch) break;
    range = IDBKeyRange.lowerBound(last.id, true);
  }
  return keys.filter((key) => matching.has(key));
}

async function pageOfJournal(database: LedgerDatabase, query: JournalQuery): Promise<JournalPage> {
  const { store } = database.transaction('journal', 'readonly');
  const sets: (readonly number[])[] = [];
  if (query.invite !== null) sets.push(await store.index('inviteId').getAllKeys(query.invite));
  if (query.registration !== null)
    sets.push(await store.index('registrationId').getAllKeys(query.registration));
  if (query.site !== null) sets.push(await store.index('site').getAllKeys(query.site));
  if (query.actor !== null) sets.push(await store.index('actor').getAllKeys(query.actor));
  if (query.events !== null) {
    const keys = await Promise.all(query.events.map((event) => store.index('event').getAllKeys(event)));
    sets.push(keys.flat().sort((one, other) => one - other));
  }
  if (query.after !== null || query.before !== null) {
    const keys = await store
      .index('at')
      .getAllKeys(IDBKeyRange.bound(query.after ?? 0, query.before ?? Number.MAX_SAFE_INTEGER, false, true));
    sets.push(keys.sort((one, other) => one - other));
  }
  const keys = (sets.length === 0 ? await store.getAllKeys() : inAll(sets)).toReversed();
  // Counting all of a long journal takes a second, which nobody waits for who looks at one invite.
  const isOfOne = query.invite !== null || query.registration !== null;
  const words = wordsOf(query.text);
  const found = words.length === 0 ? keys : await journalWith(store, keys, words);
  return {
    rows: await rowsOf(store, found.slice(query.from, query.from + query.limit)),
    total: found.length,
    facets: isOfOne
      ? { actor: [], event: [] }
      : { actor: await valuesOf(store, 'actor'), event: await valuesOf(store, 'event') },
  };
}

async function numbersWithin(database: LedgerDatabase, query: NumbersQuery): Promise<Numbers> {
  const [from = 0, to = 0] = [query.bounds[0], query.bounds.at(-1)];
  const transaction = database.transaction(['summaries', 'arrivals'], 'readonly');
  const within = from < to ? IDBKeyRange.bound(from, to, false, true) : IDBKeyRange.only(from);
  const [summaries, arrivals] = await Promise.all([
    transaction.objectStore('summaries').getAll(),
    transaction.objectStore('arrivals').index('at').getAll(within),
  ]);
  return numbersOf(summaries, arrivals, query);
}

/** The keys that are in every one of the lists, in order. */
function inAll(lists: readonly (readonly number[])[]): readonly number[] {
  const [shortest = [], ...rest] = lists.toSorted((one, other) => one.length - other.length);
  const others = rest.map((list) => new Set(list));
  return shortest.filter((key) => others.every((other) => other.has(key)));
}

async function journalWith(
  store: Reading<'journal'>,
  newestFirst: readonly number[],
  words: readonly string[],
): Promise<number[]> {
  const found: number[] = [];
  for (let from = 0; from < newestFirst.length; from += batch) {
    const keys = newestFirst.slice(from, from + batch);
    const wanted = new Set(keys);
    const range = IDBKeyRange.bound(keys.at(-1), keys[0]);
    const hits: number[] = [];
    for (const row of await store.getAll(range)) {
      if (row.number === undefined || !wanted.has(row.number)) continue;
      const text = foldText(
        [
          row.actor,
          row.inviteId ?? '',
          ...Object.values(row.detail),
          ...Object.values(row.reason?.detail ?? {}),
        ].join('\n'),
      );
      if (words.every((word) => text.includes(word))) hits.push(row.number);
    }
    found.push(...hits.reverse());
  }
  return found;
}

/** The different values of an indexed column, and how often each stands there: one step a value, not a row. */
async function valuesOf(store: Reading<'journal'>, column: 'actor' | 'event'): Promise<readonly Facet[]> {
  const counts = new Map<string, number>();
  const index = store.index(column);
  for (
    let cursor = await index.openKeyCursor(null, 'nextunique');
    cursor && counts.size < mostFacets;
    cursor = await cursor.continue()
  )
    counts.set(cursor.key, 0);
  for (const value of counts.keys()) counts.set(value, await index.count(value as never));
  return mostFrequent(counts);
}

async function rowsOf<Name extends 'registrations' | 'journal'>(
  store: Reading<Name>,
  keys: readonly LedgerSchema[Name]['key'][],
): Promise<LedgerSchema[Name]['value'][]> {
  const rows = await Promise.all(keys.map((key) => store.get(key as never)));
  return rows.filter((row) => row !== undefined);
}
