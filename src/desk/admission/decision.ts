/** Whether a registration is to be admitted, refused, or has to wait, as far as it can be told before it is our turn. */
import { isSettled } from '../../glpi/tickets.ts';
import { addressOutside } from '../../invite/guard-rails.ts';
import { hour, type Instant, minute } from '../../invite/instant.ts';
import { mostAutomaticAnHour } from '../../invite/limits.ts';
import { loginFor } from '../../invite/login.ts';
import { problem } from '../../invite/problem.ts';
import type { Registration } from '../../invite/registration.ts';
import { holdsUse } from '../../invite/uses.ts';
import { judge } from '../judge.ts';
import type { Admission } from './admission.ts';
import { adopt, endAsElsewhere } from './elsewhere.ts';

/** What an inspection found to be missing for the grant; see inspect.ts. */
const grantTroubles: readonly string[] = ['entityMissing', 'profileNotGrantable'];
/** From so long after it was seen, somebody else may have decided on a registration: GLPI is asked. */
const freshFor = minute;

/**
 * From `received` to `waiting`, or to `admitting` with a use reserved, or to the wish to refuse it. `beside`: those that
 * are on their way in the same go, and may still come to nothing: what they hold is not lost for this one before they
 * have ended, and it is halted until then.
 */
export async function decide(one: Admission, beside: readonly Admission[]): Promise<void> {
  if (one.registration.state === 'received') await receive(one, beside);
  if (one.wantsAccount) await reconsider(one);
}

async function receive(one: Admission, beside: readonly Admission[]): Promise<void> {
  const byHand = one.registration.decidedBy !== null;
  if (await wasSettled(one)) {
    if (await endAsElsewhere(one)) return;
    // Somebody solved it by hand without a word of ours: whether they meant no, an admin has to say.
    if (!byHand) return await one.wait(problem('ticketSolvedByHand'));
  }
  const verdict = judge(one.invite, one.registration, byHand);
  // No fault of the person's: not refused, but shown.
  if (verdict.kind === 'refuse' && verdict.reason.code === 'answersUnmarked')
    return await one.needPerson(verdict.reason);
  if (verdict.kind === 'refuse') {
    one.refusal = verdict.reason;
    return;
  }
  if (verdict.kind === 'wait') return await one.wait();
  if (!byHand) {
    // Of an invite that is older than what the organisation has set: nobody is refused for that, an admin looks.
    const rails = await one.env.guardRails();
    const outside = addressOutside(rails, verdict.person.email);
    if (outside) return await one.wait(outside);
    if (rails.approvalAlways) return await one.wait();
  }
  const login = one.registration.wayOut?.login ?? loginFor(one.invite.grant.login, verdict.person);
  const reserved = await reserve(one, login, byHand);
  if (typeof reserved !== 'string') {
    if (reserved) one.isNow(reserved);
    return;
  }
  const mayBeFreed = beside.some(
    (other) => other !== one && other.invite.id === one.invite.id && other.wantsAccount,
  );
  if (mayBeFreed) one.isHalted = true;
  else if (reserved === 'usedUp') one.refusal = problem('inviteUsedUp');
  else await one.wait(problem('tooManyAnHour', { limit: String(mostAutomaticAnHour) }));
}

/** Reserving and counting are one transaction: two registrations cannot both get the last use. */
async function reserve(
  { env, invite: { id: inviteId }, registration: { id } }: Admission,
  login: string,
  byHand: boolean,
): Promise<Registration | null | 'usedUp' | 'tooMany'> {
  return await env.ledger.write(async (ledger) => {
    const [invite, registration, all] = [
      await ledger.invite(inviteId),
      await ledger.registration(id),
      await ledger.registrationsOf(inviteId),
    ];
    if (!invite || registration?.state !== 'received') return registration ?? null;
    const { maxUses } = invite.limits;
    if (maxUses !== null && all.filter(holdsUse).length >= maxUses) return 'usedUp';
    if (!byHand && automaticSince(all, env.now() - hour) >= mostAutomaticAnHour) return 'tooMany';
    const admitting: Registration = { ...registration, state: 'admitting', login };
    await ledger.putRegistration(admitting);
    return admitting;
  });
}

/** How many were admitted without anybody's look since a moment, or are about to be. */
function automaticSince(registrations: readonly Registration[], since: Instant): number {
  return registrations.filter(
    (one) =>
      one.decidedBy === null &&
      (one.state === 'admitting' || (one.state === 'admitted' && admittedAt(one) > since)),
  ).length;
}

/** Of one that was settled elsewhere, no more is known than when it was sent: it may be seen here long after. */
const admittedAt = ({ progress, submittedAt, endedAt }: Registration): Instant =>
  progress.useClaimed ? (endedAt ?? submittedAt) : submittedAt;

/** Whether GLPI's ticket was solved when it was first seen, or may have been since and is. */
async function wasSettled({ env, call, registration }: Admission): Promise<boolean> {
  const { progress, ticketId, seenAt, decidedBy } = registration;
  if (progress.ticketSolved) return true;
  if (decidedBy === null || env.now() - seenAt < freshFor) return false;
  return await isSettled(call, ticketId);
}

/** What may have changed since a use was reserved: the invite was revoked, or what it grants is gone. */
async function reconsider(one: Admission): Promise<void> {
  const verdict = judge(one.invite, one.registration, true);
  if (verdict.kind === 'refuse') {
    // The account was on its way. What is not made yet is not made any more.
    if (!(await adopt(one))) one.refusal = verdict.reason;
    return;
  }
  // GLPI makes an account all the same when its entity is gone, and a broken one (live.md, b): not without a person's look.
  const { trouble } = one.invite;
  if (trouble && grantTroubles.includes(trouble.code)) await one.needPerson(trouble);
}
