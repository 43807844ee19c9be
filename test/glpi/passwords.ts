import { randomBytes } from 'node:crypto';
import { hashed } from './blank-rows.ts';
import type { Core } from './core.ts';
import type { Phrase } from './languages.ts';
import type { Session } from './sessions.ts';
import type { User } from './state.ts';

const DAY = 86_400;

export function passwordFits(user: User, password: string): boolean {
  return password !== '' && user.password === hashed(password);
}

/** What the password policy has against a password. */
export function passwordFaults(core: Core, password: string): Phrase[] {
  const { config } = core.state;
  if (config.use_password_security !== '1') return [];
  const faults: Phrase[] = [];
  if ([...password].length < Number(config.password_min_length)) faults.push('Password too short!');
  if (config.password_need_number === '1' && !/[0-9]/.test(password))
    faults.push('Password must include at least a digit!');
  if (config.password_need_letter === '1' && !/[a-z]/.test(password))
    faults.push('Password must include at least a lowercase letter!');
  if (config.password_need_caps === '1' && !/[A-Z]/.test(password))
    faults.push('Password must include at least a uppercase letter!');
  if (config.password_need_symbol === '1' && !/\W/.test(password))
    faults.push('Password must include at least a symbol!');
  return faults;
}

export function setPassword(core: Core, user: User, password: string): void {
  user.password = hashed(password);
  user.password_last_update = core.now;
}

export function inItsDates(core: Core, user: User): boolean {
  const begins = core.clock.until(user.begin_date);
  const ends = core.clock.until(user.end_date);
  return !(begins > 0) && !(ends < 0);
}

export function mayLogIn(core: Core, user: User): boolean {
  return user.is_active === 1 && user.is_deleted === 0 && inItsDates(core, user);
}

/** How long after its date a token still opens the page: a day in 10, the configured delay in 11. */
function tokenGrace(core: Core): number {
  return (core.major === 11 ? Number(core.state.config.password_init_token_delay) : DAY) * 1000;
}

export function userByToken(core: Core, token: string): User | null {
  if (token === '') return null;
  const found = core.state.users.filter(
    (user) =>
      user.password_forget_token === token &&
      core.clock.until(user.password_forget_token_date) + tokenGrace(core) > 0,
  );
  if (core.major === 10 && found.length !== 1) return null;
  return found[0] ?? null;
}

export type Reset = { done: true } | { done: false; errors: Phrase[] };

/** The set-password form was posted. */
export function resetPassword(core: Core, token: string, password: string, again: string): Reset {
  const user = userByToken(core, token);
  if (user === null) {
    return {
      done: false,
      errors: ['Your password reset request has expired or is invalid. Please renew it.'],
    };
  }
  if (!mayLogIn(core, user)) {
    return { done: false, errors: ['Unable to reset password, please contact your administrator'] };
  }
  const faults = passwordFaults(core, password);
  if (faults.length > 0) return { done: false, errors: faults };
  if (password !== '') {
    if (password !== again) return { done: false, errors: ['Error: the two passwords do not match'] };
    const ahead = core.clock.until(user.password_forget_token_date);
    if (core.major === 11 && ahead <= 0) {
      return { done: false, errors: ['An error occurred during password update'] };
    }
    // 10 takes the date for the moment of the request: when that is over a day away, nothing is set and success is told.
    if (core.major === 11 || Math.abs(ahead) <= DAY * 1000) setPassword(core, user, password);
  }
  user.password_forget_token = '';
  user.password_forget_token_date = null;
  return { done: true };
}

export function notificationOn(core: Core, event: string): boolean {
  return core.state.notifications.some(
    (row) => row.itemtype === 'User' && row.event === event && row.is_active === 1,
  );
}

/** GLPI mails the link with which a person sets a password. */
export function mailPasswordLink(core: Core, email: string, first: boolean): boolean {
  const { state } = core;
  const owners = state.users.filter(
    (user) =>
      mayLogIn(core, user) &&
      state.userEmails.some((row) => row.users_id === user.id && sameText(row.email, email)),
  );
  const [user] = owners;
  if (user === undefined || owners.length !== 1) return false;
  const token = randomBytes(20).toString('hex');
  const lifetime = first ? Number(state.config.password_init_token_delay) : DAY;
  user.password_forget_token = token;
  user.password_forget_token_date = core.clock.naive(
    new Date(core.clock.now().getTime() + (core.major === 11 ? lifetime * 1000 : 0)),
  );
  const event = first ? 'passwordinit' : 'passwordforget';
  const { use_notifications: notify, notifications_mailing: mailing } = state.config;
  if (notify !== '1' || mailing !== '1' || !notificationOn(core, event)) return true;
  const page = first ? 'initpassword.php' : 'lostpassword.php';
  const link = `${state.config.url_base}/front/${page}?password_forget_token=${token}`;
  state.mailbox.push({
    to: email,
    subject: first ? '[GLPI] Password initialization' : '[GLPI] Forgotten password?',
    body: `${user.name}\n${link}\n`,
    link,
    sentAt: core.now,
    usersId: user.id,
  });
  return true;
}

/** As the database compares texts: letter case, accents and spaces at the end make no difference. */
export function sameText(a: string, b: string): boolean {
  return fold(a) === fold(b);
}

export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase()
    .trimEnd();
}

export function logIn(core: Core, login: string, password: string): User | null {
  const user = core.state.users.find((row) => sameText(row.name, login) && row.is_deleted === 0);
  if (user === undefined || !passwordFits(user, password) || !mayLogIn(core, user)) return null;
  if (!core.state.profileUsers.some((row) => row.users_id === user.id)) return null;
  return user;
}

export function startSession(core: Core, session: Session, user: User): void {
  session.usersId = user.id;
  session.language =
    user.language === 'fr_FR' ? 'fr_FR' : user.language === null ? core.siteLanguage() : 'en_GB';
  user.last_login = core.now;
}
