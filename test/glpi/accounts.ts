import { randomBytes } from 'node:crypto';
import { type Added, CHANGED, type Changed, empty, flag, number, text, textOrNull } from './api/itemtype.ts';
import { Crash } from './api/refusal.ts';
import { blankUser } from './blank-rows.ts';
import { type Core, storedText } from './core.ts';
import { isMap } from './exchange.ts';
import { mailPasswordLink, passwordFaults, sameText, setPassword } from './passwords.ts';
import { defaultProfile, mayGrant, outranks } from './rights.ts';
import type { Session } from './sessions.ts';
import type { User } from './state.ts';

/** Making and changing accounts as GLPI does, its traps included. */

type Input = Record<string, unknown>;

const LOGIN = /^[\p{L}\p{N}'@.\-_ ]+$/u;
const EMAIL =
  /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+$/;

export function isEmail(value: string): boolean {
  return EMAIL.test(value) && !value.includes('..') && value.indexOf('@') <= 64;
}

export function isLogin(value: string): boolean {
  return LOGIN.test(value) || isEmail(value);
}

export function friendlyName(user: User): string {
  if (empty(user.realname)) return user.name;
  return empty(user.firstname) ? (user.realname ?? '') : `${user.realname} ${user.firstname}`;
}

export function addUser(core: Core, session: Session, input: Input): Added & { errors: string[] } {
  const { state } = core;
  const refuse = (message: string) => ({ id: false as const, message, errors: [message] });
  const name = text(input.name);
  if (empty(input.name) || !isLogin(name)) {
    return refuse(core.message(session, 'The login is not valid. Unable to add the user.'));
  }
  const authtype = input.authtype === undefined ? 1 : number(input.authtype);
  const auths = number(input.auths_id);
  const twin = state.users.some(
    (row) => sameText(row.name, name) && row.authtype === authtype && row.auths_id === auths,
  );
  if (twin) return refuse(core.message(session, 'Unable to add. The user already exists.'));
  const errors: string[] = [];
  let password: { hash: string } | { raw: string } | null = null;
  const first = core.major === 11 && !empty(input._init_password);
  if (input.password2 !== undefined && input.password2 !== null) {
    if (!empty(input.password)) {
      if (text(input.password) !== text(input.password2)) {
        return refuse(core.message(session, 'Error: the two passwords do not match'));
      }
      const faults = passwordFaults(core, text(input.password));
      errors.push(...faults.map((fault) => core.message(session, fault)));
      // A refused password is dropped and the account made without one.
      if (faults.length === 0) password = { hash: text(input.password) };
    }
  } else if (first) {
    password = { raw: randomBytes(8).toString('hex') };
  } else if (input.password !== undefined) {
    // Without its repetition a password is stored as it came, and cannot be logged in with.
    password = { raw: text(input.password) };
  }
  const user = state.users.add({ ...blankUser(name, core.now), authtype, auths_id: auths });
  setColumns(core, user, input);
  user.entities_id = number(input.entities_id) === -1 ? null : number(input.entities_id);
  user.profiles_id = number(input.profiles_id);
  user.groups_id = number(input.groups_id);
  if (password !== null) {
    if ('hash' in password) setPassword(core, user, password.hash);
    else user.password = password.raw;
  }
  if (!empty(input.password_forget_token)) user.password_forget_token = text(input.password_forget_token);
  setEmails(core, user, input);
  authorize(core, session, user, input);
  if (first) {
    const email = state.userEmails.find((row) => row.users_id === user.id && row.is_default === 1)?.email;
    if (email !== undefined) mailPasswordLink(core, email, true);
  }
  return {
    id: user.id,
    message: core.message(session, 'Item successfully added: %s', friendlyName(user)),
    errors,
  };
}

/** The first authorization: the one asked for when the session may grant it, else the default profile, silently. */
function authorize(core: Core, session: Session, user: User, input: Input): void {
  const asked = number(input._profiles_id);
  const granted = asked > 0 && mayGrant(core, session, [asked]);
  const profile = granted ? asked : defaultProfile(core)?.id;
  if (profile === undefined) return;
  const entity = input._entities_id === undefined ? session.activeEntity : number(input._entities_id);
  core.state.profileUsers.add({
    users_id: user.id,
    profiles_id: profile,
    entities_id: entity,
    is_recursive: flag(input._is_recursive),
    is_dynamic: granted ? 0 : 1,
    is_default_profile: granted ? 0 : 1,
  });
  if (core.state.entities.get(entity) === undefined) throw new Crash();
}

const TEXTS = [
  'realname',
  'firstname',
  'nickname',
  'phone',
  'phone2',
  'mobile',
  'registration_number',
  'language',
  'comment',
  'begin_date',
  'end_date',
  'timezone',
  'palette',
  'page_layout',
  'password_forget_token_date',
] as const satisfies (keyof User)[];

const NUMBERS = [
  'usertitles_id',
  'usercategories_id',
  'locations_id',
  'users_id_supervisor',
] as const satisfies (keyof User)[];

function setColumns(core: Core, user: User, input: Input): void {
  for (const column of TEXTS) {
    if (input[column] === undefined) continue;
    const value = textOrNull(input[column]);
    const dated = column.endsWith('_date');
    user[column] = value === null || (dated && value === '') ? null : storedText(core, value);
  }
  for (const column of NUMBERS) if (input[column] !== undefined) user[column] = number(input[column]);
  if (input.is_active !== undefined) user.is_active = flag(input.is_active);
  if (input.is_deleted !== undefined) user.is_deleted = flag(input.is_deleted);
}

/** `_useremails`: keys above 0 name existing rows, all others are new; a malformed address is dropped silently. */
function setEmails(core: Core, user: User, input: Input): void {
  const { userEmails } = core.state;
  const given = input._useremails;
  const entries: [string, unknown][] = Array.isArray(given)
    ? given.map((value, index): [string, unknown] => [String(index), value])
    : isMap(given)
      ? Object.entries(given)
      : [];
  for (const [key, value] of entries) {
    const email = text(value).trim();
    const isDefault = input._default_email !== undefined && text(input._default_email) === key ? 1 : 0;
    const existing = Number(key) > 0 ? userEmails.get(Number(key)) : undefined;
    if (existing !== undefined && (core.major === 10 || existing.users_id === user.id)) {
      if (email === '') userEmails.remove(existing.id);
      else if (isEmail(email)) {
        existing.email = email;
        existing.is_default = isDefault;
      }
    } else {
      addEmail(core, user.id, email, isDefault);
    }
  }
}

export function addEmail(core: Core, usersId: number, email: string, isDefault: number): number | false {
  const { userEmails } = core.state;
  if (!isEmail(email)) return false;
  const others = userEmails.filter((row) => row.users_id === usersId);
  const added = userEmails.add({
    users_id: usersId,
    is_default: others.length === 0 ? 1 : isDefault,
    is_dynamic: 0,
    email,
  });
  if (added.is_default === 1) for (const other of others) other.is_default = 0;
  return added.id;
}

const PROTECTED_10 = ['api_token', '_reset_api_token', 'password_forget_token', '_useremails', '_emails'];
const PROTECTED_11 = [...PROTECTED_10, '_regenerate_api_token', 'is_active', 'begin_date', 'end_date'];

function newToken(): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
  return [...randomBytes(40)].map((byte) => letters[byte % letters.length]).join('');
}

export function giveApiToken(core: Core, user: User): string {
  const token = newToken();
  user.api_token = token;
  user.api_token_date = core.now;
  return token;
}

export function updateUser(core: Core, session: Session, user: User, given: Input): Changed {
  const input = { ...given };
  const own = session.usersId === user.id;
  const above = own || outranks(core, session, user.id);
  const refuse = (message: string): Changed => ({ done: false, message });
  if (input.password2 !== undefined && input.password2 !== null) {
    if (!empty(input.password)) {
      if (text(input.password) !== text(input.password2)) {
        return refuse(core.message(session, 'Error: the two passwords do not match'));
      }
      const faults = passwordFaults(core, text(input.password));
      if (!above || faults.length > 0) {
        const [fault = 'An error occurred during password update'] = faults;
        return refuse(core.message(session, fault));
      }
      setPassword(core, user, text(input.password));
    }
  }
  if (!above) {
    const shut = core.major === 11 ? PROTECTED_11 : PROTECTED_10;
    const touched = shut.filter(
      (name) =>
        input[name] !== undefined &&
        !name.startsWith('_') &&
        text(input[name]) !== text((user as unknown as Input)[name]),
    );
    for (const name of shut) delete input[name];
    if (core.major === 11 && touched.length > 0) {
      return refuse(
        core.message(session, 'You are not allowed to update the following fields: %s', touched.join(', ')),
      );
    }
  }
  setColumns(core, user, input);
  if (typeof input.name === 'string' && isLogin(input.name)) user.name = input.name;
  if (input.password_forget_token !== undefined) {
    user.password_forget_token = textOrNull(input.password_forget_token);
  }
  if (!empty(input._regenerate_api_token) || !empty(input._reset_api_token)) giveApiToken(core, user);
  setPreferences(core, user, input);
  setEmails(core, user, input);
  user.date_mod = core.now;
  return CHANGED;
}

/** Preferred profile, entity and group: kept only when the person has them. */
function setPreferences(core: Core, user: User, input: Input): void {
  const rows = core.state.profileUsers.filter((row) => row.users_id === user.id);
  const profile = number(input.profiles_id);
  if (input.profiles_id !== undefined && rows.some((row) => row.profiles_id === profile)) {
    user.profiles_id = profile;
  }
  if (input.entities_id !== undefined) {
    const entity = number(input.entities_id);
    if (entity === -1) user.entities_id = null;
    else if (entity === 0 || rows.some((row) => row.entities_id === entity)) user.entities_id = entity;
  }
  const group = number(input.groups_id);
  const member = core.state.groupUsers.some((row) => row.users_id === user.id && row.groups_id === group);
  if (input.groups_id !== undefined && (group === 0 || member)) user.groups_id = group;
}

export function removeUser(core: Core, user: User, purge: boolean): void {
  if (!purge) {
    user.is_deleted = 1;
    user.date_mod = core.now;
    return;
  }
  const { state } = core;
  state.users.remove(user.id);
  state.userEmails.removeWhere((row) => row.users_id === user.id);
  state.profileUsers.removeWhere((row) => row.users_id === user.id);
  state.groupUsers.removeWhere((row) => row.users_id === user.id);
  state.ticketUsers.removeWhere((row) => row.users_id === user.id);
  for (const [id, session] of state.sessions) if (session.usersId === user.id) state.sessions.delete(id);
}
