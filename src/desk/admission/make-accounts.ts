/** Accounts of those whose turn is ours, made at most once each. */
import { createsUsers } from '../../glpi/rights.ts';
import {
  type Account,
  accountById,
  accountsByAddress,
  accountsByLogin,
  createAccount,
  createAccounts,
  mostAccountsInArray,
  type NewAccount,
} from '../../glpi/users.ts';
import type { Person } from '../../invite/answers.ts';
import { freeLogin, loginFor } from '../../invite/login.ts';
import { ProblemError, problem, problemOf } from '../../invite/problem.ts';
import { lastsLongEnough } from '../claim.ts';
import { renewSession } from '../sessions.ts';
import type { Admission } from './admission.ts';
import { adopt } from './elsewhere.ts';
import { each, inParts, together } from './together.ts';
import { takeTurns } from './turns.ts';

/** So many logins are tried for one person before an admin has to choose one. */
const mostLogins = 20;

/** Creates the accounts, or finds those that an earlier try made. One that cannot be made ends otherwise, or is halted. */
export async function makeAccounts(many: readonly Admission[]): Promise<void> {
  await each(many, adoptWhatMayBeThere);
  await each(many.filter(isDue), lookForOthers);
  const due = many.filter(isDue);
  const mailByGlpi = due.some(({ session }) => session.mail);
  await inParts(due, mostAccountsInArray(mailByGlpi), async (part) => {
    // Those before may have taken long.
    await each(part, renewTurn);
    await together(part.filter(isDue), askForAccounts, takeAccount);
  });
}

const isDue = (one: Admission) => one.wantsAccount && one.turn !== null && !one.isHalted;

/** Somebody was at it before: after an attempt of ours, or of another browser's, there may be an account. */
async function adoptWhatMayBeThere(one: Admission): Promise<void> {
  const mayBeThere = one.registration.attempts > 0 || one.turn?.after !== 'nobody';
  if (isDue(one) && mayBeThere) await adopt(one);
}

/** Asks for the turn again where there is little left of it: nothing that cannot be done twice is begun without. */
async function renewTurn(one: Admission): Promise<void> {
  if (one.turn === null || lastsLongEnough(one.turn, one.clock)) return;
  one.turn = null;
  await takeTurns([one]);
  await adoptWhatMayBeThere(one);
}

/** Whether somebody has the address already, or one that looks like it; then an admin has to look. */
async function lookForOthers(one: Admission): Promise<void> {
  const { person, registration } = one;
  if (person === null) return;
  const taken = await othersWith(one, person.email);
  const ours = taken.find(({ account }) => one.isOurs(account));
  if (ours) return await one.made(ours.account.userId, ours.account.login, 'accountAdopted');
  const same = taken.find((other) => other.same);
  const told = registration.wayOut?.addressShared === true;
  if (same && !told)
    return await one.needPerson(
      problem('addressTaken', { address: person.email, login: same.account.login }),
    );
  const [alike] = taken;
  // A yes that was given without knowing of it does not count.
  if (alike && !told && !registration.warnings.some(({ code }) => code === 'lookalikeAddress')) {
    const { address, account } = alike;
    await one.wait(problem('lookalikeAddress', { address, login: account.login }));
  }
}

/** Accounts that have this address, or one that looks like it. */
async function othersWith(
  { call }: Admission,
  address: string,
): Promise<{ readonly account: Account; readonly address: string; readonly same: boolean }[]> {
  const matches = await accountsByAddress(call, address);
  return await Promise.all(
    matches.map(async (match) => ({
      ...match,
      account: (await accountById(call, match.userId)) ?? {
        userId: match.userId,
        login: '?',
        comment: '',
        deleted: false,
      },
    })),
  );
}

/** The ids of the new accounts; none for one that is alone, and has all the attention that it may need. */
async function askForAccounts(many: readonly Admission[]): Promise<ReadonlyMap<Admission, number>> {
  const wanted: (readonly [Admission, NewAccount])[] = [];
  for (const one of many) {
    // Noted before the call: after a lost reply or a killed background the account is looked for first.
    await one.save({
      attempts: one.registration.attempts + 1,
      handOver: one.session.mail ? { way: 'mailByGlpi' } : { way: 'firstPassword', givenAt: null },
    });
    if (one.person) wanted.push([one, newAccount(one, one.person)]);
  }
  const [first] = many;
  if (!first || many.length === 1) return new Map();
  const ids = await createAccounts(
    first.call,
    first.session.clock,
    wanted.map(([, account]) => account),
  );
  return new Map(
    wanted.flatMap(([one], index) => {
      const userId = ids[index];
      return userId == null ? [] : [[one, userId] as const];
    }),
  );
}

const newAccount = (one: Admission, person: Person): NewAccount => ({
  login: one.registration.login ?? loginFor(one.invite.grant.login, person),
  person,
  grant: one.invite.grant,
  mark: one.mark,
  mailByGlpi: one.registration.handOver?.way === 'mailByGlpi',
});

async function takeAccount(one: Admission, userId: number | undefined): Promise<void> {
  const { person } = one;
  if (person === null) return;
  if (userId === undefined) return await createAlone(one, person);
  await one.made(userId, newAccount(one, person).login, 'accountCreated');
}

/** Creates one account, under the next login that is free where the first is not. */
async function createAlone(one: Admission, person: Person): Promise<void> {
  for (let times = 0; times < mostLogins; times += 1) {
    const account = newAccount(one, person);
    const { login } = account;
    try {
      const userId = await createAccount(one.call, one.session.clock, account);
      return await one.made(userId, login, 'accountCreated');
    } catch (thrown) {
      const refused = problemOf(thrown);
      if (refused.code !== 'refusedByGlpi' && refused.code !== 'rightRefused') throw thrown;
      // "Exists already" and every other refusal differ in translated text only: look at who has the login.
      const namesakes = await accountsByLogin(one.call, login);
      const ours = namesakes.find((namesake) => one.isOurs(namesake));
      if (ours) return await one.made(ours.userId, ours.login, 'accountAdopted');
      const free = freeLogin(
        login,
        namesakes.map((namesake) => namesake.login),
      );
      if (free === login) {
        await expectRight(one);
        return await one.needPerson(refused);
      }
      await one.save({ login: free });
    }
  }
  await one.needPerson(problem('noFreeLogin'));
}

/** Fails for the whole site where GLPI refused because the admin may not create users any more. */
async function expectRight({ env, invite }: Admission): Promise<void> {
  const { rights, profileName } = await renewSession(env, invite.site);
  if (!createsUsers(rights)) throw new ProblemError(problem('userRightMissing', { profile: profileName }));
}
