/** Whose turn it is to decide on registrations: claimed in GLPI, many in one request. */
import { isSettled } from '../../glpi/tickets.ts';
import { problem } from '../../invite/problem.ts';
import { claimTurns, type Turn, type Wish } from '../claim.ts';
import type { Admission } from './admission.ts';
import { endAsElsewhere, refusalElsewhere, takeUpAccount, usesOfOthers } from './elsewhere.ts';
import { together } from './together.ts';

/**
 * Claims all that want an account, each with a use of its invite, and all that are to be refused. Who does not get a turn
 * is halted, or has ended as it did elsewhere; who is to be refused is refused.
 */
export async function takeTurns(many: readonly Admission[]): Promise<void> {
  const wanting = many.filter((one) => one.refusal !== null || one.wantsAccount);
  await together(wanting, askForTurns, takeTurn);
}

async function askForTurns(many: readonly Admission[]): Promise<ReadonlyMap<Admission, Turn>> {
  const [first] = many;
  if (!first) return new Map();
  for (const one of many) {
    // Noted before the call: a use that we may hold is given back if there comes no account of it.
    if (one.refusal === null && !one.registration.progress.useClaimed)
      await one.progress({ useClaimed: true });
  }
  const likelyUses = await likelyUsesOf(many.filter(({ refusal }) => refusal === null));
  const wishes = many.map(
    (one): Wish => ({
      invite: one.invite,
      registration: one.registration,
      likelyUse: likelyUses.get(one) ?? null,
    }),
  );
  const turns = await claimTurns(first.env, first.clock, wishes);
  return new Map(many.flatMap((one, index) => (turns[index] ? [[one, turns[index]] as const] : [])));
}

/** For each the use that comes after those which others hold, and those which the ones before it will ask for. */
async function likelyUsesOf(many: readonly Admission[]): Promise<ReadonlyMap<Admission, number>> {
  const likely = new Map<Admission, number>();
  for (const inviteId of new Set(many.map(({ invite }) => invite.id))) {
    const same = many.filter(({ invite }) => invite.id === inviteId);
    const taken = await usesOfOthers(same);
    for (const [index, one] of same.entries()) likely.set(one, taken + index + 1);
  }
  return likely;
}

async function takeTurn(one: Admission, turn: Turn | undefined): Promise<void> {
  switch (turn?.kind) {
    case 'theirs':
      return await one.standBack(turn.until);
    case 'refused':
      return await one.refuse(await refusalElsewhere(one));
    case 'usedUp':
      if (!(await endAsElsewhere(one))) await one.refuse(problem('inviteUsedUp'));
      return;
    case 'ours':
      break;
    default:
      return;
  }
  if (turn.after === 'others' && (await isSettled(one.call, one.registration.ticketId))) {
    if (await endAsElsewhere(one)) return;
  }
  one.turn = turn;
  if (one.refusal === null) return;
  if (turn.after !== 'nobody' && (await takeUpAccount(one))) return;
  await one.refuse(one.refusal);
}
