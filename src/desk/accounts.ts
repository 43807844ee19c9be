import { enableAccount } from '../glpi/account-state.ts';
import { accountById, accountMark, bearsMark, disableAccount } from '../glpi/users.ts';
import { fail, problemOf } from '../invite/problem.ts';
import { adminName, find } from './decide.ts';
import type { Decided } from './decide-many.ts';
import type { Environment } from './environment.ts';
import { entry } from './journal.ts';
import { inSession } from './sessions.ts';
import { siteWork } from './site-work.ts';

/**
 * Shuts or opens again the accounts that registrations made: for a link that got into wrong hands. Only accounts that
 * bear the mark of their registration are touched; an account that was there before never is. Each by itself: what
 * cannot be done is told and stops no other.
 */
export async function setAccountsActive(
  env: Environment,
  ids: readonly string[],
  active: boolean,
): Promise<Decided[]> {
  const done: Decided[] = [];
  for (const id of ids) {
    try {
      await setAccountActive(env, id, active);
      done.push({ registration: id, problem: null });
    } catch (thrown) {
      done.push({ registration: id, problem: problemOf(thrown) });
    }
  }
  env.changed();
  return done;
}

async function setAccountActive(env: Environment, id: string, active: boolean): Promise<void> {
  const { registration } = await find(env, id);
  const { site, inviteId, ticketId, progress, linked } = registration;
  const { userId } = progress;
  if (userId === null) fail('accountUnknown');
  if (linked) fail('accountNotOurs', { login: registration.login ?? '' });
  await siteWork(env, site, async () => {
    await inSession(env, site, async (call) => {
      const account = await accountById(call, userId);
      if (!account) fail('accountUnknown');
      if (!bearsMark(account, accountMark(inviteId, ticketId)))
        fail('accountNotOurs', { login: account.login });
      // Says what shall be, so that it may be repeated; what is so already is left alone.
      if (account.active !== active) await (active ? enableAccount : disableAccount)(call, userId);
    });
    const actor = await adminName(env, registration);
    await env.ledger.write(async (ledger) => {
      const now = await ledger.registration(id);
      const isActive = (now?.accountOffAt ?? null) === null;
      if (!now || isActive === active) return;
      await ledger.putRegistration({ ...now, accountOffAt: active ? null : env.now() });
      await ledger.journal(
        entry(env, site, active ? 'accountEnabled' : 'accountDisabled', {
          actor,
          inviteId,
          registrationId: id,
          detail: { login: now.login ?? '' },
        }),
      );
    });
  });
}
