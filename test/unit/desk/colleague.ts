/** Another admin's browser: a ledger, memory, keys, locks and an open GLPI tab of its own. The same GLPI, and nothing else. */
import { Window } from 'happy-dom';
import { connect } from '../../../src/desk/connect.ts';
import type { Environment } from '../../../src/desk/environment.ts';
import { lastLook, lookAtSeals } from '../../../src/desk/seal-look.ts';
import { ownKey } from '../../../src/desk/sealer.ts';
import { inSession } from '../../../src/desk/sessions.ts';
import { siteWork } from '../../../src/desk/site-work.ts';
import { trust } from '../../../src/desk/trust.ts';
import { round } from '../../../src/desk/watch.ts';
import type { Errand } from '../../../src/glpi/errand.ts';
import { performErrand } from '../../../src/glpi/pages/perform-errand.ts';
import type { FormInvite } from '../../../src/invite/invite.ts';
import { isFormInvite } from '../../../src/invite/invite.ts';
import type { Registration } from '../../../src/invite/registration.ts';
import { openLedger } from '../../../src/ledger/ledger.ts';
import { processLocks } from '../../../src/worker/process-locks.ts';
import type { Office } from './office.ts';

export interface Desk {
  readonly env: Environment;
  round(): Promise<void>;
  /** Looks at the seals now. */
  look(): Promise<void>;
  invite(id: string): Promise<FormInvite>;
  registrations(): Promise<Registration[]>;
  /** What the last look found that does not count, by its code. */
  findings(): Promise<string[]>;
  key(): Promise<string>;
}

/** The desk of a browser. */
export function deskOf(office: Office, env: Environment): Desk {
  const { site } = office;
  return {
    env,
    round: () => round(env, site),
    look: () =>
      siteWork(env, site, () =>
        inSession(env, site, async (call) => void (await lookAtSeals(env, call, site))),
      ),
    async invite(id) {
      const invite = await env.ledger.invite(id);
      if (!invite || !isFormInvite(invite)) throw new Error(`no invite ${id}`);
      return invite;
    },
    async registrations() {
      const all = await env.ledger.newestRegistrations(10_000, () => true);
      return all.toSorted((one, other) => one.ticketId - other.ticketId);
    },
    findings: async () => ((await lastLook(env, site))?.findings ?? []).map((one) => one.problem.code),
    async key() {
      return (await ownKey(env)) ?? 'none';
    },
  };
}

const { DOMParser: InertParser } = new Window();

/** Opens another browser, signed in as `as`, and connects it. `random`: for schedules that are to be repeated. */
export async function openColleague(office: Office, name: string, as = 'glpi'): Promise<Desk> {
  globalThis.DOMParser = InertParser as unknown as typeof DOMParser;
  const { glpi, site } = office;
  const memory = new Map<string, unknown>();
  const errand = async (_: string, order: Errand): Promise<unknown> => {
    const { cookie } = glpi.login(as);
    return await performErrand(order as never, {
      base: site,
      fetch: (url, init) => fetch(url, { ...init, headers: { ...init?.headers, cookie } }),
    });
  };
  const env: Environment = {
    ...office.env,
    ledger: await openLedger(name),
    exclusive: processLocks(),
    browserName: () => 'Firefox',
    errand: errand as Environment['errand'],
    memory: {
      get: async (key) => structuredClone(memory.get(key)),
      set: async (key, value) => void memory.set(key, structuredClone(value)),
      remove: async (key) => void memory.delete(key),
    },
  };
  glpi.apiToken(as);
  await connect(env, site);
  return deskOf(office, env);
}

/** `one` trusts `other`, as after comparing fingerprints. */
export async function trusts(office: Office, one: Desk, other: Desk): Promise<void> {
  await trust(one.env, office.site, await other.key(), 'A colleague');
}
