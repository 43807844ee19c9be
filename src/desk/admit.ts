import type { Call, Session } from '../glpi/session.ts';
import { isSettled } from '../glpi/tickets.ts';
import { accountsOfInvite } from '../glpi/users.ts';
import { fail, problem } from '../invite/problem.ts';
import type { Registration } from '../invite/registration.ts';
import { addressSkeleton } from '../invite/suspicion.ts';
import { openAdmissions } from './admission/admission.ts';
import { decide } from './admission/decision.ts';
import { endAsElsewhere, takeUpAccount } from './admission/elsewhere.ts';
import { tidyUp } from './admission/ending.ts';
import { completeAccounts } from './admission/grant.ts';
import { makeAccounts } from './admission/make-accounts.ts';
import { each } from './admission/together.ts';
import { takeTurns } from './admission/turns.ts';
import { claimTurns } from './claim.ts';
import type { Environment } from './environment.ts';

/** So many registrations go together: two arrays of claims, and no more than can be made while those last. */
const mostTogether = 30;

/**
 * Those of a list that can be taken on together, from its beginning and in its order. One that was tried before goes by
 * itself, since it may be the one that GLPI stumbles over; so do two with the same address, or one of them would not be
 * seen when the other one is looked for.
 */
export function nextTogether(todo: readonly Registration[]): readonly Registration[] {
  const addresses = new Set<string>();
  const together: Registration[] = [];
  for (const registration of todo) {
    const address = addressSkeleton(registration.answers?.email.trim() ?? '');
    const isNew = registration.attempts === 0 && !addresses.has(address);
    if (together.length === mostTogether || (together.length > 0 && !isNew)) break;
    together.push(registration);
    if (registration.attempts > 0) break;
    if (address !== '') addresses.add(address);
  }
  return together;
}

/**
 * Takes registrations of one site as far as they go, step by step and all of them in each step: decides on them, takes
 * our turn, makes the accounts, verifies them and adds groups, solves the tickets. What is about to be done is in the
 * ledger before it is asked of GLPI, so that whoever is killed in between goes on here. To be called within `siteWork`.
 *
 * Gives back those that have to wait until the others have ended. Fails only with problems of the connection or the site
 * as a whole; everything else ends in the registrations' own states.
 */
export async function admit(
  env: Environment,
  call: Call,
  session: Session,
  registrationIds: readonly string[],
): Promise<readonly string[]> {
  const all = await openAdmissions(env, call, session, registrationIds);
  await each(all, (one) => decide(one, all));
  const waiting = all.filter(({ isHalted, registration }) => isHalted && registration.state === 'received');
  const ids = waiting.map(({ registration }) => registration.id);
  await takeTurns(all);
  await makeAccounts(all);
  await completeAccounts(all);
  await tidyUp(all);
  return ids;
}

/** Whether its ticket is known to have been solved without a word of ours. */
export const isSolvedByHand = ({ warnings }: Registration): boolean =>
  warnings.some(({ code }) => code === 'ticketSolvedByHand');

/**
 * Ends registrations that wait here, and whose tickets are settled, as they were ended in GLPI meanwhile by a colleague's
 * browser. One of whose end there is no word waits on, with a warning: somebody has solved its ticket by hand. To be
 * called within `siteWork`.
 */
export async function settleElsewhere(
  env: Environment,
  call: Call,
  session: Session,
  registrationIds: readonly string[],
): Promise<void> {
  const all = await openAdmissions(env, call, session, registrationIds);
  for (const inviteId of new Set(all.map(({ invite }) => invite.id))) {
    const accounts = await accountsOfInvite(call, inviteId);
    for (const one of all.filter(({ invite }) => invite.id === inviteId)) {
      if (await endAsElsewhere(one, accounts.find((account) => one.isOurs(account)) ?? null)) continue;
      const { registration } = one;
      if (registration.state === 'waiting' && !isSolvedByHand(registration))
        await one.wait(problem('ticketSolvedByHand'));
    }
  }
}

/**
 * Whether it is this browser's turn to refuse a registration by hand. Fails with `beingAdmittedElsewhere` where another
 * one is admitting it; false where it was ended elsewhere, as it now is here, or has an account already. To be called within `siteWork`.
 */
export async function mayRefuse(
  env: Environment,
  call: Call,
  session: Session,
  registrationId: string,
): Promise<boolean> {
  const [one] = await openAdmissions(env, call, session, [registrationId]);
  if (!one) return false;
  const { invite, registration } = one;
  const [turn] = await claimTurns(env, one.clock, [{ invite, registration, likelyUse: null }]);
  if (turn?.kind === 'refused') return true;
  if (turn?.kind !== 'ours') fail('beingAdmittedElsewhere');
  // Our own account of a failed one is shut by whoever refuses it, see decide.ts.
  if (turn.after === 'nobody' || registration.state === 'failed') return true;
  if ((await isSettled(one.call, registration.ticketId)) && (await endAsElsewhere(one))) return false;
  return !(await takeUpAccount(one));
}
