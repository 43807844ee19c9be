/**
 * The real desk at a stand-in GLPI, with a real IndexedDB implementation and a clock that a test may move: everything
 * but the browser.
 */
import { type indexedDB as anyIndexedDb, IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { Window } from 'happy-dom';
import { choicesFor } from '../../../src/desk/choices.ts';
import { connect } from '../../../src/desk/connect.ts';
import type { Environment } from '../../../src/desk/environment.ts';
import { issue } from '../../../src/desk/issue.ts';
import { viewShare } from '../../../src/desk/views.ts';
import { round } from '../../../src/desk/watch.ts';
import { claimsFormUuid } from '../../../src/glpi/claims.ts';
import type { Errand } from '../../../src/glpi/errand.ts';
import type { Browsing } from '../../../src/glpi/pages/page.ts';
import { performErrand } from '../../../src/glpi/pages/perform-errand.ts';
import { guardRailsFrom } from '../../../src/invite/guard-rails.ts';
import { day } from '../../../src/invite/instant.ts';
import { type FormGate, type FormInvite, type Invite, isFormInvite } from '../../../src/invite/invite.ts';
import { ProblemError } from '../../../src/invite/problem.ts';
import type { Registration } from '../../../src/invite/registration.ts';
import { type Ledger, openLedger } from '../../../src/ledger/ledger.ts';
import type { IssueDraft } from '../../../src/messages/requests.ts';
import { processLocks } from '../../../src/worker/process-locks.ts';
import { type Glpi, type GlpiOptions, startGlpi } from '../../glpi/server.ts';
import { nodeTransport } from '../../node-transport.ts';
import { openForm, type Submission } from '../../stranger.ts';

export interface Office {
  readonly glpi: Glpi;
  readonly env: Environment;
  /** Site id: the base URL. */
  readonly site: string;
  /** What stands in memory, as `storage.session` would. */
  readonly memory: Map<string, unknown>;
  /** Who the open GLPI tab is signed in as; null when no tab is open. */
  tab: string | null;
  /** What the organisation has set in the browser's policy; undefined for nothing. */
  policy: unknown;
  /** Moves our clock and GLPI's alike. */
  pass(milliseconds: number): void;
  draft(change?: Partial<IssueDraft>): Promise<IssueDraft>;
  issue(change?: Partial<IssueDraft>): Promise<{ invite: FormInvite; link: string }>;
  /** Somebody opens the link and sends first name, last name, e-mail, phone. */
  register(link: string, answers: readonly string[], cookie?: string): Promise<Submission>;
  round(): Promise<void>;
  invite(id: string): Promise<FormInvite>;
  registrations(): Promise<Registration[]>;
  /** Forms in GLPI that could be somebody's gate: all but the one that holds the claims. */
  forms(): number;
  /** API calls since the last time this was asked, as "METHOD path". */
  calls(): string[];
  close(): Promise<void>;
}

/** The gate of an invite that is known to be a form. */
export function formGate({ gate }: Invite): FormGate {
  if (gate.kind !== 'form') throw new Error('not a form');
  return gate;
}

export interface OfficeOptions extends GlpiOptions {
  readonly as?: string;
  readonly connected?: boolean;
}

export async function openOffice({
  as = 'glpi',
  connected = true,
  ...options
}: OfficeOptions = {}): Promise<Office> {
  globalThis.indexedDB = new IDBFactory() as typeof anyIndexedDb;
  let passed = 0;
  const glpi = await startGlpi({ proofOfWork: 50, now: () => new Date(Date.now() + passed), ...options });
  const ledger: Ledger = await openLedger();
  const memory = new Map<string, unknown>();
  const errand = async (site: string, order: Errand): Promise<unknown> => {
    if (office.tab === null) throw new ProblemError({ code: 'glpiTabNeeded' });
    if (order.kind === 'identify') throw new Error('a page identifies itself in a browser');
    return await performErrand(order, browsingAs(glpi, site, office.tab));
  };
  const env: Environment = {
    // Other servers are asked over the network; most of these tests are about what comes after it.
    transport: {
      fetch: (url, init) =>
        url.startsWith(`${glpi.url}/`) ? glpi.fetch(url, init) : nodeTransport.fetch(url, init),
    },
    ledger,
    memory: {
      get: async (key) => structuredClone(memory.get(key)),
      set: async (key, value) => void memory.set(key, structuredClone(value)),
      remove: async (key) => void memory.delete(key),
    },
    random: (count) => crypto.getRandomValues(new Uint8Array(count)),
    seals: true,
    browserName: () => 'Chrome',
    timeZone: () => 'Europe/Paris',
    now: () => Date.now() + passed,
    exclusive: processLocks(),
    errand: errand as Environment['errand'],
    hostGranted: async () => true,
    guardRails: async () => guardRailsFrom(office.policy),
    changed: () => {},
  };
  let asked = 0;
  const office: Office = {
    glpi,
    env,
    site: glpi.url,
    memory,
    tab: as,
    policy: undefined,
    pass(milliseconds) {
      passed += milliseconds;
    },
    async draft(change = {}) {
      const { start } = await choicesFor(env, glpi.url);
      return {
        label: 'New colleagues',
        profileId: start.profileId,
        entityId: start.entityId,
        recursive: start.recursive,
        groupIds: [...start.groupIds],
        login: start.login,
        until: env.now() + 7 * day,
        maxUses: 1,
        address: { kind: 'anyone' },
        approval: 'automatic',
        language: start.language,
        from: 'IT department',
        contact: 'it@example.org',
        note: '',
        invitee: null,
        privilegedConfirmed: false,
        ...change,
      };
    },
    async issue(change) {
      const invite = await issue(env, glpi.url, await office.draft(change));
      return { invite, link: (await viewShare(env, invite)).link };
    },
    async register(link, answers, cookie) {
      const form = await openForm(link, cookie);
      if (form.status !== 200) return { status: form.status, errors: [] };
      return await form.submit(answers);
    },
    round: () => round(env, glpi.url),
    async invite(id) {
      const invite = await ledger.invite(id);
      if (!invite || !isFormInvite(invite)) throw new Error(`no invite ${id}`);
      return invite;
    },
    async registrations() {
      const all = await ledger.newestRegistrations(10_000, () => true);
      return all.toSorted((one, other) => one.ticketId - other.ticketId);
    },
    forms: () => glpi.state.forms.filter(({ uuid }) => uuid !== claimsFormUuid).length,
    calls() {
      const rest = glpi.state.requests.slice(asked).filter(({ path }) => path.includes('apirest.php'));
      asked = glpi.state.requests.length;
      return rest.map(({ method, path }) => `${method} ${path.slice(path.indexOf('apirest.php/') + 12)}`);
    },
    async close() {
      ledger.close();
      await glpi.close();
    },
  };
  if (connected) {
    glpi.apiToken(as);
    await connect(env, glpi.url);
    office.calls();
  }
  return office;
}

const { DOMParser: InertParser } = new Window();
globalThis.DOMParser = InertParser as unknown as typeof DOMParser;

/** GLPI's pages with somebody's web session, as a content script in their tab sees them. */
function browsingAs(glpi: Glpi, base: string, user: string): Browsing {
  const { cookie } = glpi.login(user);
  return { base, fetch: (url, init) => fetch(url, { ...init, headers: { ...init?.headers, cookie } }) };
}
