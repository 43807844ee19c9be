import * as v from 'valibot';
import type { SiteId } from '../invite/invite.ts';
import { fail, ProblemError, problemOf } from '../invite/problem.ts';
import { callGlpi, type GlpiReply, type GlpiRequest, type Transport } from './client.ts';
import { clockFrom, type GlpiClock } from './clock.ts';
import { canIssueForms, canWatchTickets, createsUsers, type Rights, readRights } from './rights.ts';
import { flag, id, text } from './shapes.ts';
import { siteName } from './site-address.ts';

/** What opens an API session: the admin's own API token, and the app token where GLPI wants one. Memory only, never the disk. */
export interface Credentials {
  readonly apiToken: string;
  readonly appToken: string | null;
}

/** An open API session of our own, and what GLPI said about it. The token in it is a secret. */
export interface Session {
  readonly token: string;
  readonly appToken: string | null;
  readonly openedAt: number;
  readonly clock: GlpiClock;
  /** How far the server's own clock (UTC, from its Date header) is ahead of ours, in milliseconds; 0 where it does not say. */
  readonly serverAhead: number;
  readonly userId: number;
  readonly userName: string;
  readonly login: string;
  readonly language: string;
  readonly profileName: string;
  readonly profileId: number;
  readonly rights: Rights;
  readonly activeEntityId: number;
  readonly version: string;
  /** Mail is switched on in GLPI's configuration. */
  readonly mail: boolean;
  readonly passwordMinLength: number;
}

const sessionToken = v.object({ session_token: v.pipe(v.string(), v.minLength(1)) });

const fullSession = v.object({
  session: v.object({
    glpi_currenttime: v.string(),
    glpiID: id,
    glpiname: text,
    glpirealname: text,
    glpifirstname: text,
    glpilanguage: text,
    glpiactive_entity: id,
    glpiactiveprofile: v.looseObject({ id, name: text }),
    glpiprofiles: v.optional(v.record(v.string(), v.looseObject({ name: text })), {}),
  }),
});

const configuration = v.object({
  cfg_glpi: v.object({
    version: v.string(),
    notifications_mailing: v.optional(flag, false),
    use_notifications: v.optional(flag, false),
    password_min_length: v.optional(id, 8),
  }),
});

/** Calls within an open session. */
export type Call = (request: Omit<GlpiRequest, 'headers'>) => Promise<GlpiReply>;

/** Headers of a call within a session. */
export function sessionCall(
  transport: Transport,
  site: SiteId,
  session: Pick<Session, 'token' | 'appToken'>,
): Call {
  return (request) =>
    callGlpi(transport, site, {
      ...request,
      headers: {
        'Session-Token': session.token,
        ...(session.appToken ? { 'App-Token': session.appToken } : {}),
      },
    });
}

/** Checks a reply against its schema; nonsense fails as `replyUnreadable`. */
export function parseReply<Schema extends v.GenericSchema>(
  schema: Schema,
  reply: GlpiReply,
): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, reply.body);
  if (!parsed.success) fail('replyUnreadable');
  return parsed.output;
}

/**
 * Asks whether a GLPI answers at this address at all, without any credentials. Fails with why not: unreachable, a
 * certificate that is not trusted, or no GLPI. A GLPI that refuses the call, for whatever reason, is one.
 */
export async function findGlpi(transport: Transport, site: SiteId): Promise<void> {
  try {
    await callGlpi(transport, site, { method: 'GET', path: 'initSession', headers: {} });
  } catch (thrown) {
    const { code } = problemOf(thrown);
    const absent = [
      'unreachable',
      'timedOut',
      'certificateNotTrusted',
      'notGlpi',
      'replyUnreadable',
      'serverFailed',
    ];
    if (absent.includes(code))
      throw code === 'replyUnreadable'
        ? new ProblemError({ code: 'notGlpi', detail: { address: siteName(site) } })
        : thrown;
  }
}

/**
 * Opens an API session of our own and picks, among the admin's profiles, the first that can do our work. The web
 * session of the admin is not touched: user_token gives a session of its own (live.md 1).
 *
 * Fails with what stands in the way, see `refusal` in client.ts.
 */
export async function openSession(
  transport: Transport,
  site: SiteId,
  credentials: Credentials,
  now: () => number,
): Promise<Session> {
  const app: Record<string, string> = credentials.appToken ? { 'App-Token': credentials.appToken } : {};
  const openedAt = now();
  const opened = await callGlpi(transport, site, {
    method: 'GET',
    path: 'initSession',
    headers: { Authorization: `user_token ${credentials.apiToken}`, ...app },
  });
  const token = parseReply(sessionToken, opened).session_token;
  const call = sessionCall(transport, site, { token, appToken: credentials.appToken });

  let before = now();
  let full = parseReply(fullSession, await call({ method: 'GET', path: 'getFullSession' })).session;
  let rights = readRights(full.glpiactiveprofile);
  if (!canDoOurWork(rights)) {
    // The default profile of an admin is often Self-Service. This is our own session: switching it disturbs nobody.
    for (const profileId of Object.keys(full.glpiprofiles).map(Number)) {
      if (profileId === full.glpiactiveprofile.id) continue;
      await call({ method: 'POST', path: 'changeActiveProfile', body: { profiles_id: profileId } });
      before = now();
      const other = parseReply(fullSession, await call({ method: 'GET', path: 'getFullSession' })).session;
      const otherRights = readRights(other.glpiactiveprofile);
      if (score(otherRights) > score(rights)) {
        full = other;
        rights = otherRights;
      }
      if (canDoOurWork(rights)) break;
    }
    await call({
      method: 'POST',
      path: 'changeActiveProfile',
      body: { profiles_id: full.glpiactiveprofile.id },
    });
  }
  const clock = clockFrom(full.glpi_currenttime, before);
  if (!clock) fail('replyUnreadable');

  // The whole tree, so that registrations and users of every entity are seen (live.md, b: users outside are refused).
  await call({
    method: 'POST',
    path: 'changeActiveEntities',
    body: { entities_id: 'all', is_recursive: true },
  }).catch((thrown) => {
    // A profile with one entity only has nothing to widen; GLPI 10 answers 400 to that.
    if (!(thrown instanceof ProblemError) || thrown.problem.code === 'sessionEnded') throw thrown;
  });
  const config = parseReply(configuration, await call({ method: 'GET', path: 'getGlpiConfig' })).cfg_glpi;
  const mailing = config.notifications_mailing && config.use_notifications;

  return {
    token,
    appToken: credentials.appToken,
    openedAt: now(),
    clock,
    serverAhead: opened.serverTime === null ? 0 : opened.serverTime - openedAt,
    userId: full.glpiID,
    userName: [full.glpifirstname, full.glpirealname].filter(Boolean).join(' ') || full.glpiname,
    login: full.glpiname,
    language: full.glpilanguage,
    profileId: full.glpiactiveprofile.id,
    profileName: full.glpiactiveprofile.name,
    rights,
    activeEntityId: full.glpiactive_entity,
    version: config.version,
    mail: mailing && (await invitesByMail(call)),
    passwordMinLength: config.password_min_length,
  };
}

/** Closes an API session of our own. */
export async function closeSession(transport: Transport, site: SiteId, session: Session): Promise<void> {
  await sessionCall(transport, site, session)({ method: 'GET', path: 'killSession', timeout: 5_000 });
}

const canDoOurWork = (rights: Rights) => score(rights) === 3;
const score = (rights: Rights) =>
  Number(createsUsers(rights)) + Number(canIssueForms(rights)) + Number(canWatchTickets(rights));

const notifications = v.array(v.object({ event: text, is_active: flag }));

/** Whether GLPI's own "password initialization" notification is on; GLPI installs it active (live.md 21). */
async function invitesByMail(call: Call): Promise<boolean> {
  try {
    const list = parseReply(
      notifications,
      await call({
        method: 'GET',
        path: 'Notification',
        query: [
          ['searchText[event]', '^passwordinit$'],
          ['get_hateoas', 'false'],
        ],
      }),
    );
    return list.some((notification) => notification.event === 'passwordinit' && notification.is_active);
  } catch (thrown) {
    // Who may create users may not always read notifications. GLPI's default is on, and the mail setting was read.
    if (thrown instanceof ProblemError && thrown.problem.code === 'rightRefused') return true;
    throw thrown;
  }
}
