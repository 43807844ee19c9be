/**
 * What personal links take for granted of GLPI's set-password pages, traps included. Each is asked of a real GLPI by
 * `npm run test:live`, and of the stand-in by the unit tests. Every check cleans up what it made; where mail is off,
 * mailing is switched on for them, which sends nothing, and off again.
 */
import { toWallClock } from '../../src/glpi/clock.ts';
import { grantableProfiles } from '../../src/glpi/directory.ts';
import {
  openPasswordPage as openDoor,
  readApiSettings,
  settingsPage,
} from '../../src/glpi/pages/api-settings.ts';
import { type Browsing, postForm } from '../../src/glpi/pages/page.ts';
import {
  endLink,
  keptAtMost,
  linkedAccount,
  linkedAccounts,
  passwordDoor,
  passwordLink,
  personalMark,
  renewDates,
  restoreAccount,
  setToken,
  tokenDate,
} from '../../src/glpi/password-link.ts';
import { createAccount, disableAccount } from '../../src/glpi/users.ts';
import { majorVersion } from '../../src/glpi/versions.ts';
import { day, hour, minute } from '../../src/invite/instant.ts';
import { hex, newInviteId, platformRandom } from '../../src/invite/key.ts';
import { newPassword } from '../../src/invite/password.ts';
import { newToken, type PasswordPage } from '../../src/invite/password-gate.ts';
import { openPasswordPage } from '../password-stranger.ts';
import type { Contract } from './contract.ts';
import { signInToPages } from './web-session.ts';

/** A contract with the admin's web session beside the API's. */
export interface PasswordContract extends Contract {
  readonly pages: Browsing;
}

type Check = (contract: PasswordContract) => Promise<void>;

function must(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(what);
}

interface Person {
  readonly userId: number;
  readonly login: string;
  readonly token: string;
  readonly link: string;
  readonly page: PasswordPage;
}

/** GLPI's page, opened for as long as `work` takes where it was closed. */
async function withPage(
  { call, pages, session }: PasswordContract,
  work: (page: PasswordPage) => Promise<void>,
): Promise<void> {
  const before = await passwordDoor(call, session.version);
  if (before.page !== null) return await work(before.page);
  must(before.closed.mend === 'openPasswordPage', `the set-password page is closed: ${before.closed.code}`);
  await openDoor(pages);
  try {
    const { page } = await passwordDoor(call, session.version);
    must(page !== null, 'the set-password page could not be opened');
    await work(page);
  } finally {
    await setMailing(pages, false);
  }
}

export async function setMailing(pages: Browsing, on: boolean): Promise<void> {
  const { configId, csrf } = await readApiSettings(pages);
  const fields = { id: configId, notifications_mailing: on ? '1' : '0', update: '1' };
  await postForm(pages, settingsPage, fields, csrf);
}

/** An account with a token whose date is `ahead` of now as GLPI writes it; by our own rule where left out. */
async function withPerson(
  contract: PasswordContract,
  work: (person: Person) => Promise<void>,
  ahead?: number,
): Promise<void> {
  const { call, session, site } = contract;
  const [profile] = await grantableProfiles(call, session);
  must(profile !== undefined, 'no profile may be granted');
  await withPage(contract, async (page) => {
    const login = `contract.${hex(platformRandom(6))}`;
    const token = newToken(platformRandom);
    const now = Date.now();
    const date =
      ahead === undefined
        ? tokenDate(session.version, session.clock, now, now + 7 * day).date
        : toWallClock(session.clock, now + ahead);
    const userId = await createAccount(call, session.clock, {
      login,
      person: { firstName: 'Contract', lastName: 'Check', email: `${login}@example.org`, phone: '' },
      grant: {
        profile,
        entity: { id: session.activeEntityId, name: '' },
        recursive: false,
        groups: [],
        login: 'first.last',
        validFrom: null,
        validUntil: null,
        language: null,
      },
      mark: personalMark(newInviteId(platformRandom)),
      mailByGlpi: false,
      passwordToken: { token, date },
    });
    try {
      await work({ userId, login, token, page, link: passwordLink(site, page, token) });
    } finally {
      await call({ method: 'DELETE', path: `User/${userId}`, query: [['force_purge', '1']] });
    }
  });
}

const passwordFor = ({ session }: PasswordContract) => newPassword(platformRandom, session.passwordMinLength);

const canSignIn = async ({ site }: PasswordContract, login: string, password: string): Promise<boolean> =>
  await signInToPages(site, login, password).then(
    () => true,
    () => false,
  );

export const passwordChecks: Readonly<Record<string, Check>> = {
  'a token of our own, made with the account, lets a stranger set a password once': (contract) =>
    withPerson(contract, async ({ userId, login, link }) => {
      const { call, session } = contract;
      const fresh = await linkedAccount(call, session.clock, userId);
      must(fresh.passwordSetAt === null && fresh.lastLoginAt === null, 'used before it was');
      must(fresh.token !== null && fresh.token !== '', 'no token to be seen');
      const password = passwordFor(contract);
      must(!(await canSignIn(contract, login, password)), 'lets in without a password');
      const page = await openPasswordPage(link);
      const again = await openPasswordPage(link);
      must(page.hasForm && again.hasForm, 'no form');
      await page.set(password);
      must(await canSignIn(contract, login, password), 'the password does not let in');
      const used = await linkedAccount(call, session.clock, userId);
      must(used.token === '' && used.passwordSetAt !== null, 'its use cannot be seen');
      must(used.lastLoginAt !== null, 'the sign-in cannot be seen');
      must(!(await openPasswordPage(link)).hasForm, 'it opens a second time');
      const other = passwordFor(contract);
      await again.set(other);
      must(!(await canSignIn(contract, login, other)), 'a page that was open sets a second password');
    }),
  'the token is told as it is by 10, encrypted by 11': (contract) =>
    withPerson(contract, async ({ userId, token }) => {
      const account = await linkedAccount(contract.call, contract.session.clock, userId);
      const isTold = account.token === token;
      must(isTold === majorVersion(contract.session.version) < 11, isTold ? 'told as it is' : 'not told');
    }),
  'a link is kept as long as is promised, and no longer': (contract) =>
    withPerson(contract, async ({ userId, token, link, login }) => {
      const { call, session } = contract;
      const kept = keptAtMost(session.version);
      const now = Date.now();
      const { keptUntil } = tokenDate(session.version, session.clock, now, now + 60 * day);
      must(kept === null ? keptUntil === now + 60 * day : keptUntil === now + kept, 'another promise');
      // As if all but a moment of it had passed: the date that it would have then.
      const nearlyOver = tokenDate(session.version, session.clock, now, now + 10 * minute).date;
      await setToken(call, userId, token, nearlyOver, false);
      must((await openPasswordPage(link)).hasForm, 'over too early');
      const over = tokenDate(session.version, session.clock, now, now - 10 * minute).date;
      await setToken(call, userId, token, over, false);
      const password = passwordFor(contract);
      await (await openPasswordPage(link)).set(password);
      must(!(await canSignIn(contract, login, password)), 'an expired link sets a password');
    }),
  'a date more than a day ahead: 10 claims success and sets nothing, 11 keeps the link so long': (contract) =>
    withPerson(
      contract,
      async ({ login, link, userId }) => {
        const password = passwordFor(contract);
        const page = await openPasswordPage(link);
        must(page.hasForm, 'no form');
        await page.set(password);
        const letsIn = await canSignIn(contract, login, password);
        const account = await linkedAccount(contract.call, contract.session.clock, userId);
        must(account.token === '', 'the token is still there');
        if (majorVersion(contract.session.version) < 11)
          must(!letsIn && account.passwordSetAt === null, '10 set a password all the same');
        else must(letsIn, '11 set no password');
      },
      60 * day,
    ),
  'writing the date alone keeps the token, and brings none back that was taken away': (contract) =>
    withPerson(contract, async ({ userId, link }) => {
      const { call, session } = contract;
      const now = Date.now();
      const { date } = tokenDate(session.version, session.clock, now, now + 3 * day);
      must((await renewDates(call, [{ userId, date }])).includes(userId), 'not taken');
      must((await openPasswordPage(link)).hasForm, 'the link is dead');
      await endLink(call, userId, { clear: true, shut: false });
      must((await linkedAccount(call, session.clock, userId)).token === '', 'not cleared');
      await renewDates(call, [
        { userId, date },
        { userId: 999_999_999, date },
      ]);
      must((await renewDates(call, [{ userId: 999_999_999, date }])).length === 0, 'nobody was renewed');
      must(!(await openPasswordPage(link)).hasForm, 'the link is back');
    }),
  'a link that was ended does nothing, not even on a page that was open': (contract) =>
    withPerson(contract, async ({ userId, login, link }) => {
      const page = await openPasswordPage(link);
      await endLink(contract.call, userId, { clear: true, shut: true });
      const account = await linkedAccount(contract.call, contract.session.clock, userId);
      must(!account.active && account.token === '', 'not ended');
      must(!(await openPasswordPage(link)).hasForm, 'it still opens');
      await page.set(passwordFor(contract));
      const after = await linkedAccount(contract.call, contract.session.clock, userId);
      must(after.passwordSetAt === null, `${login} has a password`);
    }),
  'an account that is shut cannot set a password; let in again, with a new token, it can': (contract) =>
    withPerson(contract, async ({ userId, login, page, link }) => {
      const { call, session, site } = contract;
      await disableAccount(call, userId);
      const password = passwordFor(contract);
      await (await openPasswordPage(link)).set(password);
      must((await linkedAccount(call, session.clock, userId)).passwordSetAt === null, 'it could');
      const token = newToken(platformRandom);
      const now = Date.now();
      await setToken(
        call,
        userId,
        token,
        tokenDate(session.version, session.clock, now, now + hour).date,
        true,
      );
      must(!(await openPasswordPage(link)).hasForm, 'the earlier link still opens');
      await (await openPasswordPage(passwordLink(site, page, token))).set(password);
      must(await canSignIn(contract, login, password), 'the new link does not let in');
    }),
  'many accounts are looked at with one request, and one that is gone hides no other': (contract) =>
    withPerson(contract, async ({ userId }) => {
      const { call, session } = contract;
      let requests = 0;
      const counting: typeof call = (request) => {
        requests += 1;
        return call(request);
      };
      const both = await linkedAccounts(counting, session.clock, [session.userId, userId]);
      must(requests === 1 && both.size === 2, `${requests} requests, ${both.size} accounts`);
      const seen = await linkedAccounts(call, session.clock, [userId, 999_999_999]);
      must(seen.get(999_999_999) === 'gone', 'not told as gone');
      const other = seen.get(userId);
      must(typeof other === 'object' && other.userId === userId, 'the other is hidden');
    }),
  'an account in the trash is seen there, its link is dead, and it can be restored': (contract) =>
    withPerson(contract, async ({ userId, link }) => {
      const { call, session } = contract;
      await call({ method: 'DELETE', path: `User/${userId}` });
      must((await linkedAccount(call, session.clock, userId)).deleted, 'not seen in the trash');
      await (await openPasswordPage(link)).set(passwordFor(contract));
      must((await linkedAccount(call, session.clock, userId)).passwordSetAt === null, 'the link works');
      await restoreAccount(call, userId);
      must(!(await linkedAccount(call, session.clock, userId)).deleted, 'not restored');
      must((await openPasswordPage(link)).hasForm, 'the link does not work again');
    }),
  'with mail off the page shows no form: nothing at all in 10, a sentence in 11': (contract) =>
    withPerson(contract, async ({ link }) => {
      const { call, pages, session } = contract;
      await setMailing(pages, false);
      try {
        const door = await passwordDoor(call, session.version);
        must(door.closed?.code === 'passwordPageMailOff', 'it is not told');
        const page = await openPasswordPage(link);
        must(!page.hasForm, 'a form all the same');
        must((page.html.trim() === '') === majorVersion(session.version) < 11, `${page.html.length} bytes`);
      } finally {
        await setMailing(pages, true);
      }
      must((await openPasswordPage(link)).hasForm, 'no form with mail on again');
    }),
};
