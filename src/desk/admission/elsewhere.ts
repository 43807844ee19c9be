/** What another browser, or an earlier life of this one, has done of a registration already. */
import { solutionsOf } from '../../glpi/tickets.ts';
import { type Account, accountByMark } from '../../glpi/users.ts';
import { type Problem, problem } from '../../invite/problem.ts';
import { holdsUse } from '../../invite/uses.ts';
import { judge } from '../judge.ts';
import type { Admission } from './admission.ts';

/**
 * Whether the registration was settled in GLPI by somebody else meanwhile; then it ends here as it did there. `known`: the
 * account that bears its mark, where that was looked up; null where there is none.
 */
export async function endAsElsewhere(one: Admission, known?: Account | null): Promise<boolean> {
  const account = known === undefined ? await accountByMark(one.call, one.mark) : known;
  if (account) {
    await one.save(
      {
        state: 'admitted',
        login: account.login,
        reason: null,
        // Whoever made it has verified it and hands it over; looking again could undo what was changed by hand since.
        progress: {
          userId: account.userId,
          profileVerified: true,
          groupsAdded: true,
          ticketSolved: true,
          useClaimed: one.registration.progress.useClaimed,
        },
        attempts: 0,
        retryAt: null,
        endedAt: one.env.now(),
      },
      one.entry('settledElsewhere', { login: account.login }),
    );
    return true;
  }
  if (one.registration.state === 'refused') return false;
  const solutions = await solutionsOf(one.call, one.registration.ticketId);
  if (!solutions.some((solution) => solution.includes(one.invite.id))) return false;
  await one.progress({ ticketSolved: true });
  await one.refuse(await refusalElsewhere(one));
  return true;
}

/** Why a registration that was refused elsewhere is refused: our own reason, where we would have refused it too. */
export async function refusalElsewhere(one: Admission): Promise<Problem> {
  const verdict = judge(one.invite, one.registration, true);
  if (verdict.kind === 'refuse') return verdict.reason;
  const { maxUses } = one.invite.limits;
  const isUsedUp = maxUses !== null && (await usesOfOthers([one])) >= maxUses;
  return problem(isUsedUp ? 'inviteUsedUp' : 'decidedElsewhere');
}

/** How many uses of an invite, as far as the ledger knows, are held by registrations other than these of it. */
export async function usesOfOthers(these: readonly Admission[]): Promise<number> {
  const [first] = these;
  if (!first) return 0;
  const ours = new Set(these.map(({ registration }) => registration.id));
  const all = await first.env.ledger.registrationsOf(first.invite.id);
  return all.filter((other) => !ours.has(other.id) && holdsUse(other)).length;
}

/** Looks for an account that bears this registration's mark, whatever its login is by now. False where there is none. */
export async function adopt(one: Admission): Promise<boolean> {
  const ours = await accountByMark(one.call, one.mark);
  if (!ours) return false;
  // What its maker was told is not known: one more attempt, and so a closer look.
  await one.save({ attempts: one.registration.attempts + 1 });
  await one.made(ours.userId, ours.login, 'accountAdopted');
  return true;
}

/** Goes on with an account that somebody made for this registration and could not finish. False where there is none. */
export async function takeUpAccount(one: Admission): Promise<boolean> {
  if (!(await adopt(one))) return false;
  await one.save({ state: 'admitting', reason: null, retryAt: null });
  return true;
}
