import * as v from 'valibot';
import { sameAddress } from '../invite/address.ts';
import type { Person } from '../invite/answers.ts';
import type { Grant } from '../invite/grant.ts';
import { fail, ProblemError } from '../invite/problem.ts';
import { addressSkeleton } from '../invite/suspicion.ts';
import { addArray, mostInArray } from './arrays.ts';
import { type GlpiClock, toWallClock } from './clock.ts';
import { criteria } from './criteria.ts';
import { type Call, parseReply } from './session.ts';
import { added, flag, id, text } from './shapes.ts';

/** An account as far as we need to know it. */
export interface Account {
  readonly userId: number;
  readonly login: string;
  readonly comment: string;
  readonly deleted: boolean;
}

const one = v.union([v.string(), v.number(), v.null(), v.array(v.union([v.string(), v.number()]))]);
// Search options of User: 1 login, 2 id, 16 comment.
const searchRow = v.object({ '1': one, '2': id, '16': v.optional(text, '') });
const found = v.object({ totalcount: id, data: v.optional(v.array(searchRow), []) });

const asText = (value: v.InferOutput<typeof one>): string =>
  Array.isArray(value) ? String(value[0] ?? '') : String(value ?? '');

/** GLPI's search takes ^ and $ as anchors; a login or an address holds neither. */
const starting = (value: string) => `^${value}`;

const mostInPage = 1_000;

async function search(
  call: Call,
  wanted: readonly (readonly [field: string, value: string])[],
  deleted: boolean,
): Promise<Account[]> {
  const accounts: Account[] = [];
  for (let from = 0; ; from += mostInPage) {
    const reply = await call({
      method: 'GET',
      path: 'search/User',
      query: [
        ...criteria(
          'OR',
          wanted.map(([field, value]) => [field, 'contains', value]),
        ),
        ['forcedisplay[0]', '2'],
        ['forcedisplay[1]', '1'],
        ['forcedisplay[2]', '16'],
        ...(deleted ? [['is_deleted', '1'] as [string, string]] : []),
        ['sort', '2'],
        ['range', `${from}-${from + mostInPage - 1}`],
      ],
    });
    const { totalcount, data } = parseReply(found, reply);
    for (const row of data)
      accounts.push({ userId: row['2'], login: asText(row['1']), comment: row['16'], deleted });
    if (from + mostInPage >= totalcount) return accounts;
  }
}

/** Accounts whose login begins with `login`, the trash included: GLPI refuses the login of a trashed account too (recording 50). */
export async function accountsByLogin(call: Call, login: string): Promise<Account[]> {
  const wanted = [['1', starting(login)]] as const;
  return [...(await search(call, wanted, false)), ...(await search(call, wanted, true))];
}

const emailRows = v.array(v.object({ users_id: id, email: text }));

/** An account that has an address, or one that looks like it. */
export interface AddressMatch {
  readonly userId: number;
  readonly address: string;
  /** False where only an eye, or a database that compares without accents, takes the two for the same. */
  readonly same: boolean;
}

/**
 * Accounts, trashed ones included, that have this address or one that is easily taken for it. One request, and a second
 * for an address beyond ASCII: the table of addresses knows no trash (measured on 11.0.6).
 */
export async function accountsByAddress(call: Call, address: string): Promise<AddressMatch[]> {
  const skeleton = addressSkeleton(address);
  const spellings = /^[\x20-\x7e]*$/.test(address) ? [address] : [address, skeleton];
  const matches = new Map<string, AddressMatch>();
  for (const spelling of spellings) {
    const reply = await call({
      method: 'GET',
      path: 'UserEmail',
      query: [
        ['searchText[email]', `^${spelling}$`],
        ['range', '0-99'],
        ['get_hateoas', 'false'],
      ],
    });
    for (const row of parseReply(emailRows, reply)) {
      // GLPI's search takes _ and % for any letter, and compares without accents: look closer.
      const same = sameAddress(row.email, address);
      if (!same && addressSkeleton(row.email) !== skeleton) continue;
      matches.set(`${row.users_id} ${row.email}`, { userId: row.users_id, address: row.email, same });
    }
  }
  return [...matches.values()];
}

const userRow = v.object({ id, name: text, comment: text, is_active: flag, is_deleted: flag });

/** One account by id; null where it is gone, or out of our sight. */
export async function accountById(
  call: Call,
  userId: number,
): Promise<(Account & { active: boolean }) | null> {
  try {
    const row = parseReply(
      userRow,
      await call({ method: 'GET', path: `User/${userId}`, query: [['get_hateoas', 'false']] }),
    );
    return {
      userId: row.id,
      login: row.name,
      comment: row.comment,
      deleted: row.is_deleted,
      active: row.is_active,
    };
  } catch (thrown) {
    if (thrown instanceof ProblemError && ['itemMissing', 'rightRefused'].includes(thrown.problem.code))
      return null;
    throw thrown;
  }
}

/** The line in an account's comment by which it is known again: which invite and which ticket it came from. */
export function accountMark(inviteId: string, ticketId: number): string {
  return `Invite ${inviteId} / ticket ${ticketId}`;
}

/** Whether the account bears this mark: as a whole line, since `ticket 1` is the beginning of `ticket 12` too. */
export function bearsMark(account: Pick<Account, 'comment'>, mark: string): boolean {
  return account.comment.split('\n').some((line) => line.trim() === mark);
}

/** The ticket that an account of this invite came from; null where it bears no mark of it. */
export function ticketInMark(account: Pick<Account, 'comment'>, inviteId: string): number | null {
  for (const line of account.comment.split('\n')) {
    const match = /^Invite ([0-9A-Z]+) \/ ticket (\d+)$/.exec(line.trim());
    if (match?.[1] === inviteId) return Number(match[2]);
  }
  return null;
}

/** Every account that an invite made, the trash included, known by its mark whatever its login is by now. */
export async function accountsOfInvite(call: Call, inviteId: string): Promise<Account[]> {
  return await accountsByComment(call, `Invite ${inviteId} /`);
}

/** The account that was made for a registration, the trash included; null where there is none. */
export async function accountByMark(call: Call, mark: string): Promise<Account | null> {
  return (await accountsByComment(call, mark)).find((account) => bearsMark(account, mark)) ?? null;
}

async function accountsByComment(call: Call, text: string): Promise<Account[]> {
  const wanted = [['16', text]] as const;
  return [...(await search(call, wanted, false)), ...(await search(call, wanted, true))];
}

export interface NewAccount {
  readonly login: string;
  readonly person: Person;
  readonly grant: Grant;
  readonly mark: string;
  /** GLPI mails its own set-password link before it answers (live.md 21). */
  readonly mailByGlpi: boolean;
  /** A token of our own for GLPI's set-password page, with its date (password-link.ts). */
  readonly passwordToken?: { readonly token: string; readonly date: string } | undefined;
}

/**
 * Creates the account with its grant in one call, without a password: nobody can log in with it until one is set.
 * What GLPI really granted must be read afterwards, see `grantedProfiles`.
 */
export async function createAccount(call: Call, clock: GlpiClock, account: NewAccount): Promise<number> {
  const reply = await call({
    method: 'POST',
    path: 'User',
    // Mailing takes GLPI 3 s on a quiet machine, and as long as its mail server likes elsewhere.
    timeout: account.mailByGlpi ? 90_000 : 30_000,
    body: { input: accountInput(clock, account) },
  });
  return parseReply(added, reply).id;
}

/** So many accounts are asked for in one request. Where GLPI mails each before it answers (live.md 21), few. */
export const mostAccountsInArray = (mailByGlpi: boolean) => (mailByGlpi ? 5 : mostInArray);

/**
 * Creates several accounts in one request, at most `mostAccountsInArray`; null for each that GLPI refused.
 * Fails as `addArray` does.
 */
export async function createAccounts(
  call: Call,
  clock: GlpiClock,
  accounts: readonly NewAccount[],
): Promise<readonly (number | null)[]> {
  const input = accounts.map((account) => accountInput(clock, account));
  return (await addArray(call, 'User', input, 90_000)).map(({ id: made }) => made);
}

function accountInput(clock: GlpiClock, account: NewAccount): Record<string, unknown> {
  const { person, grant } = account;
  return {
    name: account.login,
    firstname: person.firstName,
    realname: person.lastName,
    // Negative keys are new addresses; a list's key 1 would be an existing row (live.md, b).
    _useremails: { '-1': person.email },
    _default_email: -1,
    ...(person.phone ? { phone: person.phone } : {}),
    is_active: 1,
    comment: account.mark,
    entities_id: grant.entity.id,
    _profiles_id: grant.profile.id,
    _entities_id: grant.entity.id,
    _is_recursive: grant.recursive ? 1 : 0,
    ...(grant.validFrom === null ? {} : { begin_date: toWallClock(clock, grant.validFrom) }),
    ...(grant.validUntil === null ? {} : { end_date: toWallClock(clock, grant.validUntil) }),
    ...(grant.language === null ? {} : { language: grant.language }),
    ...(account.mailByGlpi ? { _init_password: true } : {}),
    ...(account.passwordToken
      ? {
          password_forget_token: account.passwordToken.token,
          password_forget_token_date: account.passwordToken.date,
        }
      : {}),
  };
}

/** Shuts an account: it stays, and nobody can log in with it. */
export async function disableAccount(call: Call, userId: number): Promise<void> {
  await call({ method: 'PUT', path: `User/${userId}`, body: { input: { id: userId, is_active: 0 } } });
}

const updated = v.array(v.looseObject({ message: v.optional(v.string(), '') }));

/**
 * Sets a first password. Both fields, or GLPI 10 and 11 store it in clear; a password that the policy dislikes is
 * dropped with a message and a status of success (live.md, b), so any message is a refusal here.
 */
export async function setFirstPassword(call: Call, userId: number, password: string): Promise<void> {
  const reply = await call({
    method: 'PUT',
    path: `User/${userId}`,
    body: { input: { id: userId, password, password2: password } },
  });
  const [result] = parseReply(updated, reply);
  if (result?.[String(userId)] !== true || result.message !== '') fail('passwordNotSet');
}
