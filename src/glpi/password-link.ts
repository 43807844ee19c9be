/**
 * GLPI's set-password pages, opened by a token of our own: which page there is, how long GLPI keeps a link, and what
 * the account tells about its use. Facts: live.md (c), checked again in the sources of 10.0.14 and 11.0.6.
 */
import * as v from 'valibot';
import { hour, type Instant } from '../invite/instant.ts';
import type { SiteId } from '../invite/invite.ts';
import type { PasswordPage } from '../invite/password-gate.ts';
import { fail, type Problem, ProblemError, problem } from '../invite/problem.ts';
import { type GlpiClock, toInstant, toWallClock } from './clock.ts';
import { type Call, parseReply } from './session.ts';
import { flag, id, text } from './shapes.ts';
import { majorVersion } from './versions.ts';

/** The page that a link may open, or why there is none. */
export type PasswordDoor =
  | { readonly page: PasswordPage; readonly closed: null }
  | { readonly page: null; readonly closed: Problem };

const configuration = v.object({
  cfg_glpi: v.object({
    notifications_mailing: v.optional(flag, false),
    use_notifications: v.optional(flag, false),
  }),
});
const notifications = v.array(v.object({ event: text, is_active: flag }));

/**
 * Looks whether GLPI's page is open to somebody with a token: mail switched on in the configuration (no mail server is
 * needed, and the master switch for notifications does not count) and the page's notification active. With mail off the
 * page is empty in 10 and says so in 11. The form of 11's own page posts to `lostpassword.php`, so both must be on.
 */
export async function passwordDoor(call: Call, version: string): Promise<PasswordDoor> {
  const config = parseReply(configuration, await call({ method: 'GET', path: 'getGlpiConfig' })).cfg_glpi;
  if (!config.notifications_mailing) {
    // With the master switch on, mailing would begin to send mail: that is for the admin to decide, in GLPI.
    const mend = config.use_notifications ? undefined : 'openPasswordPage';
    return { page: null, closed: problem('passwordPageMailOff', undefined, mend) };
  }
  const active = await activeEvents(call);
  if (!active('passwordforget')) return { page: null, closed: problem('passwordPageNotificationOff') };
  const hasOwnPage = majorVersion(version) >= 11 && active('passwordinit');
  return { page: hasOwnPage ? 'initpassword' : 'lostpassword', closed: null };
}

async function activeEvents(call: Call): Promise<(event: string) => boolean> {
  try {
    const reply = await call({
      method: 'GET',
      path: 'Notification',
      query: [
        ['searchText[event]', '^password'],
        ['get_hateoas', 'false'],
        ['range', '0-99'],
      ],
    });
    const rows = parseReply(notifications, reply);
    return (event) => rows.some((row) => row.event === event && row.is_active);
  } catch (thrown) {
    // Who may create users may not always read notifications. GLPI installs both active.
    if (thrown instanceof ProblemError && thrown.problem.code === 'rightRefused') return () => true;
    throw thrown;
  }
}

/** The link that a person opens. It holds the token: for share views alone. */
export function passwordLink(site: SiteId, page: PasswordPage, token: string): string {
  return `${site}/front/${page}.php?password_forget_token=${token}`;
}

/**
 * GLPI 10 takes the token within 24 hours of its date either way. Further ahead it tells of success and sets nothing,
 * so the date stays well below that: a clock that is set back by an hour in autumn must not reach it.
 */
const ahead10 = 22.5 * hour;
const window10 = 24 * hour;

/** How long GLPI itself can keep a link, told once; null where it may be any time. */
export function keptAtMost(version: string): number | null {
  return majorVersion(version) >= 11 ? null : ahead10 + window10;
}

export interface TokenDate {
  /** `password_forget_token_date` as GLPI writes it. */
  readonly date: string;
  /** Until when GLPI takes the token with that date. */
  readonly keptUntil: Instant;
}

/**
 * The date to write beside the token, so that the link ends at `until` at the latest. In 11 it is the moment of expiry;
 * in 10 the moment of the request, so that a longer life needs the date to be written again meanwhile.
 */
export function tokenDate(version: string, clock: GlpiClock, now: Instant, until: Instant): TokenDate {
  if (majorVersion(version) >= 11) return { date: toWallClock(clock, until), keptUntil: until };
  const requested = Math.min(now + ahead10, until - window10);
  return { date: toWallClock(clock, requested), keptUntil: requested + window10 };
}

/** The line in the comment of an account that was made for a personal link; see `bearsMark`. */
export function personalMark(inviteId: string): string {
  return `Invite ${inviteId} / personal link`;
}

/** An account as far as a personal link needs to know it. Times by our clock. */
export interface LinkedAccount {
  readonly userId: number;
  readonly login: string;
  readonly name: string;
  readonly comment: string;
  readonly active: boolean;
  readonly deleted: boolean;
  /** Its password is GLPI's own; a directory's (LDAP, SSO) cannot be set on GLPI's page. */
  readonly ownPassword: boolean;
  /** As GLPI gives it, encrypted in 11; empty once used or cleared; null where GLPI keeps it from us. */
  readonly token: string | null;
  readonly passwordSetAt: Instant | null;
  readonly lastLoginAt: Instant | null;
}

const userRow = v.object({
  id,
  name: text,
  realname: text,
  firstname: text,
  comment: text,
  is_active: flag,
  is_deleted: flag,
  authtype: v.optional(id, 1),
  password_forget_token: v.optional(v.nullable(v.string())),
  password_last_update: text,
  last_login: text,
});

function asAccount(row: v.InferOutput<typeof userRow>, clock: GlpiClock): LinkedAccount {
  return {
    userId: row.id,
    login: row.name,
    name: [row.firstname, row.realname].filter(Boolean).join(' '),
    comment: row.comment,
    active: row.is_active,
    deleted: row.is_deleted,
    ownPassword: row.authtype === 1,
    token: row.password_forget_token === undefined ? null : (row.password_forget_token ?? ''),
    passwordSetAt: toInstant(clock, row.password_last_update),
    lastLoginAt: toInstant(clock, row.last_login),
  };
}

/** One account by id. Fails with `itemMissing` where it is gone, `rightRefused` where it is out of our sight. */
export async function linkedAccount(call: Call, clock: GlpiClock, userId: number): Promise<LinkedAccount> {
  const reply = await call({ method: 'GET', path: `User/${userId}`, query: [['get_hateoas', 'false']] });
  return asAccount(parseReply(userRow, reply), clock);
}

/** What became of an account that was asked for with others. */
export type Sighting = LinkedAccount | 'gone' | 'unseen';

/**
 * Many accounts with one request (30 at most: a row is 2 KB). GLPI refuses the whole request when one of them is gone
 * or out of sight, in 10 and 11; then each is read by itself.
 */
export async function linkedAccounts(
  call: Call,
  clock: GlpiClock,
  userIds: readonly number[],
): Promise<Map<number, Sighting>> {
  if (userIds.length === 0) return new Map();
  try {
    const reply = await call({
      method: 'GET',
      path: 'getMultipleItems',
      query: [
        ...userIds.flatMap((userId, index): [string, string][] => [
          [`items[${index}][itemtype]`, 'User'],
          [`items[${index}][items_id]`, String(userId)],
        ]),
        ['get_hateoas', 'false'],
      ],
    });
    return new Map(parseReply(v.array(userRow), reply).map((row) => [row.id, asAccount(row, clock)]));
  } catch (thrown) {
    if (absence(thrown) === null) throw thrown;
  }
  const seen = new Map<number, Sighting>();
  for (const userId of userIds) {
    try {
      seen.set(userId, await linkedAccount(call, clock, userId));
    } catch (thrown) {
      const absent = absence(thrown);
      if (absent === null) throw thrown;
      seen.set(userId, absent);
    }
  }
  return seen;
}

function absence(thrown: unknown): 'gone' | 'unseen' | null {
  if (!(thrown instanceof ProblemError)) return null;
  if (thrown.problem.code === 'itemMissing') return 'gone';
  return thrown.problem.code === 'rightRefused' ? 'unseen' : null;
}

const updated = v.array(v.looseObject({ message: v.optional(v.string(), '') }));

/** Changes fields of one account. Fails with `refusedByGlpi` where GLPI says that it did not. */
async function change(call: Call, userId: number, fields: Readonly<Record<string, unknown>>): Promise<void> {
  const body = { input: { id: userId, ...fields } };
  const reply = await call({ method: 'PUT', path: `User/${userId}`, body });
  const [result] = parseReply(updated, reply);
  if (result?.[String(userId)] !== true)
    fail('refusedByGlpi', { message: result?.message ?? '', status: '200' });
}

/** Puts a token on an account that is there, which ends every earlier one; and lets the account in again where we shut it. */
export async function setToken(
  call: Call,
  userId: number,
  token: string,
  date: string,
  reopen: boolean,
): Promise<void> {
  await change(call, userId, {
    password_forget_token: token,
    password_forget_token_date: date,
    ...(reopen ? { is_active: 1 } : {}),
  });
}

/** Lets an account in again that we shut. */
export async function reopenAccount(call: Call, userId: number): Promise<void> {
  await change(call, userId, { is_active: 1 });
}

/** Ends a link: no page of GLPI's takes an empty token. With `shut` nobody can log in with the account either. */
export async function endLink(
  call: Call,
  userId: number,
  what: { readonly clear: boolean; readonly shut: boolean },
): Promise<void> {
  await change(call, userId, {
    ...(what.clear ? { password_forget_token: '', password_forget_token_date: null } : {}),
    ...(what.shut ? { is_active: 0 } : {}),
  });
}

/** Takes an account out of the trash. */
export async function restoreAccount(call: Call, userId: number): Promise<void> {
  await change(call, userId, { is_deleted: 0 });
}

/**
 * Writes new dates beside tokens, never the tokens: whoever cleared one meanwhile has cleared it for good. In arrays of
 * 30. Gives back the ids of the accounts whose date GLPI took.
 */
export async function renewDates(
  call: Call,
  dates: readonly { readonly userId: number; readonly date: string }[],
): Promise<number[]> {
  const taken: number[] = [];
  for (let from = 0; from < dates.length; from += 30) {
    const input = dates
      .slice(from, from + 30)
      .map(({ userId, date }) => ({ id: userId, password_forget_token_date: date }));
    const results = await put(call, input);
    for (const { id: userId } of input)
      if (results.some((result) => result[String(userId)] === true)) taken.push(userId);
  }
  return taken;
}

/** Reply to a PUT of an array: all (200), or in part (207). */
const updatedMany = v.union([
  updated,
  v.pipe(
    v.tuple([v.string(), updated]),
    v.transform(([, results]) => results),
  ),
]);

async function put(call: Call, input: readonly unknown[]): Promise<v.InferOutput<typeof updated>> {
  try {
    return parseReply(updatedMany, await call({ method: 'PUT', path: 'User', body: { input } }));
  } catch (thrown) {
    // None of them was taken (ERROR_GLPI_UPDATE): the accounts are gone. Looking at them tells so.
    if (thrown instanceof ProblemError && thrown.problem.code === 'refusedByGlpi') return [];
    throw thrown;
  }
}
