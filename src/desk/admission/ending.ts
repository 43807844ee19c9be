/** What is left in GLPI of a registration that has ended: a use that came to nothing, and its ticket. */
import { mostInArray } from '../../glpi/arrays.ts';
import { isSettled, type Solving, solveTicket, solveTickets } from '../../glpi/tickets.ts';
import { type Problem, problemOf } from '../../invite/problem.ts';
import { inviteeText } from '../../invite/texts/index.ts';
import { nearestLanguage } from '../../invite/wording.ts';
import { owesUse } from '../../ledger/ledger.ts';
import { leaveWordOfRefusal } from '../claim.ts';
import { releaseUse } from '../claim-use.ts';
import { mostAttempts, passing } from '../retry.ts';
import type { Admission } from './admission.ts';
import { endAsElsewhere } from './elsewhere.ts';
import { each, inParts, together } from './together.ts';

/** Gives back uses that came to nothing, and solves the tickets, so that no registration stays in anybody's queue. */
export async function tidyUp(many: readonly Admission[]): Promise<void> {
  await each(
    many.filter(({ registration }) => owesUse(registration)),
    giveBackUse,
  );
  await each(many.filter(isUnsolved), heedWhoWasFaster);
  await inParts(many.filter(isUnsolved), mostInArray, (part) => together(part, askToSolve, takeSolved));
}

async function giveBackUse(one: Admission): Promise<void> {
  if (one.invite.limits.maxUses !== null)
    await releaseUse(one.call, one.invite.id, one.registration.ticketId);
  await one.progress({ useClaimed: false });
}

const isUnsolved = ({ registration: { state, progress } }: Admission) =>
  (state === 'admitted' || state === 'refused') && !progress.ticketSolved;

/** Of one that is refused: whether its ticket was solved already, by hand or with an account. */
async function heedWhoWasFaster(one: Admission): Promise<void> {
  const { ticketId, state, progress } = one.registration;
  if (state !== 'refused' || progress.userId !== null || !(await isSettled(one.call, ticketId))) return;
  // A colleague may have said yes before our no: what GLPI holds is what happened.
  if (await endAsElsewhere(one)) return;
  // Solved by hand before we could say no there: the claims say it.
  await leaveWordOfRefusal(one.call, one.invite.id, ticketId);
  await one.progress({ ticketSolved: true });
}

function solving(one: Admission): Solving {
  const { ticketId, state, login, linked } = one.registration;
  const ended = state !== 'admitted' ? 'ticketRefused' : linked ? 'ticketLinked' : 'ticketAdmitted';
  const values = { login: login ?? '', invite: one.invite.id };
  return { ticketId, note: [inviteeText(nearestLanguage(one.session.language), ended, values)] };
}

/** Whether the ticket of each is solved now; nothing for one that is alone, and has all the attention that it may need. */
async function askToSolve(many: readonly Admission[]): Promise<ReadonlyMap<Admission, boolean>> {
  const [first] = many;
  if (!first || many.length === 1) return new Map();
  const solved = await solveTickets(first.call, many.map(solving));
  return new Map(many.map((one, index) => [one, solved[index] === true]));
}

async function takeSolved(one: Admission, isSolved: boolean | undefined): Promise<void> {
  const { ticketId, note } = solving(one);
  try {
    if (!isSolved) await solveTicket(one.call, ticketId, note);
  } catch (thrown) {
    if (passing.includes(problemOf(thrown).code) || !(await giveUpSolving(one, problemOf(thrown))))
      throw thrown;
    return;
  }
  await one.progress({ ticketSolved: true }, one.entry('ticketSolved', { ticket: String(ticketId) }));
}

/** A ticket that cannot be solved (a mandatory field, a locked ticket) must not hold up anything: said, and left. */
async function giveUpSolving(one: Admission, reason: Problem): Promise<boolean> {
  const { attempts, ticketId } = one.registration;
  if (!(await isSettled(one.call, ticketId)) && attempts + 1 < mostAttempts) return false;
  await one.progress({ ticketSolved: true }, { ...one.entry('ticketNotSolved'), reason });
  return true;
}
