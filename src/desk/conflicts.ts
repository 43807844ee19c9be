import { accountsByName } from '../glpi/namesakes.ts';
import { userUrl } from '../glpi/site-address.ts';
import { accountById, accountsByAddress, accountsByLogin } from '../glpi/users.ts';
import { personFrom } from '../invite/answers.ts';
import { isLogin, loginFor } from '../invite/login.ts';
import { fail } from '../invite/problem.ts';
import type { Registration } from '../invite/registration.ts';
import type { LikeAccount } from '../messages/dashboard-views.ts';
import { mayRefuse } from './admit.ts';
import { adminName, decide, find } from './decide.ts';
import type { Environment } from './environment.ts';
import { inSession } from './sessions.ts';
import { siteWork } from './site-work.ts';
import { round } from './watch.ts';

/** Only what no account was made for, nor may have been, can go another way. */
function mustBeFree({ state, progress, attempts }: Registration): void {
  const isOpen = state === 'waiting' || state === 'failed';
  if (!isOpen || progress.userId !== null || attempts > 0) fail('notWaiting', { state });
}

/** Accounts in GLPI that may be the same person's: by address, by name, by the login that theirs would get. */
export async function accountsLike(env: Environment, id: string): Promise<LikeAccount[]> {
  const { registration, invite } = await find(env, id);
  if (registration.answers === null) return [];
  const person = personFrom(registration.answers);
  if ('code' in person) return [];
  const { site, progress } = registration;
  return await inSession(env, site, async (call) => {
    const like = new Map<number, LikeAccount>();
    const add = (
      account: { userId: number; login: string; deleted: boolean },
      because: LikeAccount['because'][number],
    ) => {
      if (account.userId === progress.userId) return;
      const { userId, login, deleted } = account;
      const before = like.get(userId);
      like.set(userId, {
        userId,
        login,
        deleted,
        url: userUrl(site, userId),
        because: [...(before?.because ?? []), because],
      });
    };
    for (const { userId, same } of await accountsByAddress(call, person.email)) {
      const account = await accountById(call, userId);
      if (account) add(account, same ? 'address' : 'alike');
    }
    for (const account of await accountsByName(call, person.firstName, person.lastName)) add(account, 'name');
    const login = loginFor(invite.grant.login, person).toLowerCase();
    for (const account of await accountsByLogin(call, login))
      if (account.login.toLowerCase() === login) add(account, 'login');
    return [...like.values()];
  });
}

/**
 * Settles a registration with an account that exists: the person has one already. Nothing in that account is changed;
 * the ticket is solved with a note that names it. Fails with `accountUnknown` where it is gone or in the trash.
 */
export async function linkToAccount(env: Environment, id: string, userId: number): Promise<Registration> {
  const { registration } = await find(env, id);
  const { site } = registration;
  const actor = await adminName(env, registration);
  await siteWork(env, site, async () => {
    const { registration: now } = await find(env, id);
    mustBeFree(now);
    const account = await inSession(env, site, (call) => accountById(call, userId));
    if (!account || account.deleted) fail('accountUnknown');
    // Another browser may be at it, or may have ended it: then it is ended here as it was there.
    if (!(await inSession(env, site, (call, session) => mayRefuse(env, call, session, id)))) return;
    await decide(
      env,
      id,
      ['waiting', 'failed'],
      (before) => ({
        state: 'admitted',
        reason: null,
        login: account.login,
        linked: true,
        handOver: null,
        decidedBy: actor,
        endedAt: env.now(),
        retryAt: null,
        progress: { ...before.progress, userId, profileVerified: true, groupsAdded: true },
      }),
      'accountLinked',
      actor,
    );
  });
  await round(env, site);
  return (await find(env, id)).registration;
}

/**
 * Makes the account under a login of the admin's choice; where another account has the same e-mail address, all the
 * same. Fails with `loginNotValid` or `loginTaken` before anything is written.
 */
export async function admitAs(env: Environment, id: string, login: string): Promise<Registration> {
  const { registration } = await find(env, id);
  const { site } = registration;
  const actor = await adminName(env, registration);
  if (!isLogin(login)) fail('loginNotValid', { login });
  await siteWork(env, site, async () => {
    const { registration: now } = await find(env, id);
    mustBeFree(now);
    const namesakes = await inSession(env, site, (call) => accountsByLogin(call, login));
    if (namesakes.some((account) => account.login.toLowerCase() === login.toLowerCase()))
      fail('loginTaken', { login });
    await decide(
      env,
      id,
      ['waiting', 'failed'],
      () => ({
        state: 'received',
        reason: null,
        retryAt: null,
        decidedBy: actor,
        wayOut: { login, addressShared: true },
      }),
      'loginChosen',
      actor,
    );
  });
  await round(env, site);
  return (await find(env, id)).registration;
}
