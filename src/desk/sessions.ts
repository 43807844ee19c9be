import type { Call, Credentials, Session } from '../glpi/session.ts';
import { closeSession, findGlpi, openSession, sessionCall } from '../glpi/session.ts';
import { day, hour, minute } from '../invite/instant.ts';
import type { SiteId } from '../invite/invite.ts';
import { fail, problemOf } from '../invite/problem.ts';
import type { Environment } from './environment.ts';

const sessionKey = (site: SiteId) => `session ${site}`;
const credentialsKey = (site: SiteId) => `credentials ${site}`;

/** What was put into memory was written by us, and memory is out of reach of pages and content scripts. */
const remembered = async <Kind>(env: Environment, key: string) =>
  (await env.memory.get(key)) as Kind | undefined;

/** The open session of a site, if there is one; nothing is asked of GLPI. */
export async function currentSession(env: Environment, site: SiteId): Promise<Session | undefined> {
  return await remembered<Session>(env, sessionKey(site));
}

/**
 * Does `work` within an API session of our own, opening or renewing it silently. An ended session is refused before
 * GLPI does anything, so that `work` may safely run a second time.
 *
 * Fails with what stands in the way of a session, or with what `work` fails with.
 */
export async function inSession<Result>(
  env: Environment,
  site: SiteId,
  work: (call: Call, session: Session) => Promise<Result>,
): Promise<Result> {
  const session = await ensureSession(env, site);
  try {
    return await work(sessionCall(env.transport, site, session), session);
  } catch (thrown) {
    if (problemOf(thrown).code !== 'sessionEnded') throw thrown;
  }
  const renewed = await ensureSession(env, site, session.token);
  return await work(sessionCall(env.transport, site, renewed), renewed);
}

/** Opens the session anew, to learn what changed: rights, entities, mail, clock. */
export async function renewSession(env: Environment, site: SiteId): Promise<Session> {
  return await ensureSession(env, site, (await currentSession(env, site))?.token ?? null);
}

async function ensureSession(env: Environment, site: SiteId, worn: string | null = null): Promise<Session> {
  return await env.exclusive(`session ${site}`, async () => {
    const session = await currentSession(env, site);
    if (session && session.token !== worn) return session;
    if (!(await env.hostGranted(site))) fail('hostNotGranted');
    const opened = await withKnownClock(env, await open(env, site), site);
    await env.memory.set(sessionKey(site), opened);
    return opened;
  });
}

/** Less than this is two clocks going differently; more is a zone that changed its offset. */
const drift = 5 * minute;
/** By then every ticket of before the change has been seen, or its hour does not matter any more. */
const changeLasts = day + hour;

/**
 * Compares GLPI's zone with what it was last, and lets the session know of a change for a day. The zone is how far GLPI's
 * times are ahead of the server's own UTC: that this computer's clock was set is no change of it.
 */
async function withKnownClock(env: Environment, session: Session, site: SiteId): Promise<Session> {
  const zone = session.clock.offset - session.serverAhead;
  const now = env.now();
  const before = await env.ledger.write(async (ledger) => {
    const record = await ledger.site(site);
    if (!record) return null;
    const last = record.clock;
    const changed = last !== null && Math.abs(last.zone - zone) > drift;
    const lasting = last?.before && now - last.before.changedAt < changeLasts ? last.before : null;
    const change = changed ? { zone: last.zone, changedAt: now } : lasting;
    await ledger.putSite({ ...record, clock: { zone, toldAt: now, before: change } });
    return change;
  });
  if (before === null) return session;
  return { ...session, clock: { ...session.clock, before: before.zone + session.serverAhead } };
}

async function open(env: Environment, site: SiteId): Promise<Session> {
  const held = await remembered<Credentials>(env, credentialsKey(site));
  if (held) {
    try {
      return await openWith(env, site, held);
    } catch (thrown) {
      // Regenerated meanwhile: read the new one, below.
      if (problemOf(thrown).code !== 'apiTokenRefused') throw thrown;
      await env.memory.remove(credentialsKey(site));
    }
  }
  const token = await readToken(env, site);
  const fresh: Credentials = { apiToken: token, appToken: held?.appToken ?? null };
  try {
    return await openWith(env, site, fresh);
  } catch (thrown) {
    // GLPI's refusal is the same for a wrong token and for tokens being switched off; this one was read a moment ago.
    if (problemOf(thrown).code === 'apiTokenRefused')
      fail('externalTokenLoginOff', {}, 'allowExternalTokenLogin');
    throw thrown;
  }
}

/** From an open GLPI tab. Without one, what is wrong may be worse than a missing tab: looked for, and said first. */
async function readToken(env: Environment, site: SiteId): Promise<string> {
  try {
    return (await env.errand(site, { kind: 'readApiToken' })).token;
  } catch (thrown) {
    if (problemOf(thrown).code === 'glpiTabNeeded') await findGlpi(env.transport, site);
    throw thrown;
  }
}

async function openWith(env: Environment, site: SiteId, credentials: Credentials): Promise<Session> {
  const session = await openSession(env.transport, site, credentials, env.now);
  await env.memory.set(credentialsKey(site), credentials);
  return session;
}

/** Tries app tokens that an admin may read in GLPI until one opens a session. Fails with `appTokenWrong` when none does. */
export async function openWithAppTokens(
  env: Environment,
  site: SiteId,
  appTokens: readonly string[],
): Promise<void> {
  const { token } = await env.errand(site, { kind: 'readApiToken' });
  for (const appToken of appTokens) {
    try {
      const session = await openWith(env, site, { apiToken: token, appToken });
      await env.memory.set(sessionKey(site), session);
      return;
    } catch (thrown) {
      if (problemOf(thrown).code !== 'appTokenWrong') throw thrown;
    }
  }
  fail('appTokenWrong');
}

/** Keeps credentials that were given and need not be read in a GLPI tab; in memory, like all of them. */
export async function rememberCredentials(
  env: Environment,
  site: SiteId,
  credentials: Credentials,
): Promise<void> {
  await env.memory.set(credentialsKey(site), credentials);
}

/** Closes the open session in GLPI, if there is one, and lets go of it. Fails like any call. */
export async function endSession(env: Environment, site: SiteId): Promise<void> {
  const session = await currentSession(env, site);
  await forgetSession(env, site);
  if (session) await closeSession(env.transport, site, session);
}

/** Lets go of everything about the site that is in memory. */
export async function forgetSession(env: Environment, site: SiteId): Promise<void> {
  await env.memory.remove(sessionKey(site));
  await env.memory.remove(credentialsKey(site));
}
