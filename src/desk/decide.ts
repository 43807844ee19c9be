import { accountMark, accountsByLogin, bearsMark, disableAccount, setFirstPassword } from '../glpi/users.ts';
import type { Invite } from '../invite/invite.ts';
import { passwordMessage } from '../invite/invitee-messages.ts';
import type { JournalEvent } from '../invite/journal.ts';
import { newPassword } from '../invite/password.ts';
import { fail, problem } from '../invite/problem.ts';
import type { Registration, RegistrationState } from '../invite/registration.ts';
import type { FirstPassword } from '../messages/views.ts';
import { mayRefuse } from './admit.ts';
import { closeUsedLink } from './batch.ts';
import type { Environment } from './environment.ts';
import { surroundings } from './issue.ts';
import { entry } from './journal.ts';
import { inSession } from './sessions.ts';
import { siteWork } from './site-work.ts';
import { round } from './watch.ts';

export async function find(
  env: Environment,
  id: string,
): Promise<{ registration: Registration; invite: Invite }> {
  const registration = await env.ledger.registration(id);
  if (!registration) fail('registrationUnknown');
  const invite = await env.ledger.invite(registration.inviteId);
  if (!invite) fail('inviteUnknown');
  return { registration, invite };
}

/** Fails with `issuerNotTrusted` where the invite is a colleague's who is not trusted (any more). */
async function findToDecide(env: Environment, id: string): Promise<Registration> {
  const { registration, invite } = await find(env, id);
  if (invite.colleague?.resting) fail('issuerNotTrusted', { name: invite.createdBy });
  return registration;
}

/** Moves a registration on from one of `from`, in one transaction; two admins pressing at once decide it once. */
export async function decide(
  env: Environment,
  id: string,
  from: readonly RegistrationState[],
  change: (registration: Registration) => Partial<Registration>,
  event: JournalEvent,
  actor: string,
): Promise<Registration> {
  const decided = await env.ledger.write(async (ledger) => {
    const now = await ledger.registration(id);
    if (!now) fail('registrationUnknown');
    if (!from.includes(now.state)) fail('notWaiting', { state: now.state });
    const next = { ...now, ...change(now) };
    await ledger.putRegistration(next);
    if (next.state === 'admitted') await closeUsedLink(env, ledger, next.inviteId);
    await ledger.journal(
      entry(env, now.site, event, { actor, inviteId: now.inviteId, registrationId: id, reason: next.reason }),
    );
    return next;
  });
  env.changed();
  return decided;
}

/** An admin's yes, and the admission that follows. Fails with `notWaiting` when it was decided already. */
export async function approve(env: Environment, id: string): Promise<Registration> {
  const registration = await findToDecide(env, id);
  const actor = await adminName(env, registration);
  await decide(
    env,
    id,
    ['waiting'],
    () => ({ state: 'received', decidedBy: actor, retryAt: null }),
    'registrationApproved',
    actor,
  );
  await round(env, registration.site);
  return (await find(env, id)).registration;
}

/** Tries a failed one again from the start; what GLPI has done already is recognised. */
export async function retry(env: Environment, id: string): Promise<Registration> {
  const registration = await findToDecide(env, id);
  const actor = await adminName(env, registration);
  await decide(
    env,
    id,
    ['failed'],
    (now) => ({
      // A use that is held stays held; one that was given back is asked for again.
      state: now.progress.userId !== null || now.attempts > 0 ? 'admitting' : 'received',
      reason: now.answers === null ? now.reason : null,
      retryAt: null,
      decidedBy: actor,
    }),
    'registrationApproved',
    actor,
  );
  await round(env, registration.site);
  return (await find(env, id)).registration;
}

/** An admin's no, with a reason for the journal. An account that was made all the same is shut. */
export async function refuse(env: Environment, id: string, text: string): Promise<Registration> {
  const registration = await findToDecide(env, id);
  const actor = await adminName(env, registration);
  await siteWork(env, registration.site, async () => {
    const { registration: now } = await find(env, id);
    if (now.state !== 'failed' && now.state !== 'waiting') fail('notWaiting', { state: now.state });
    const ours = await inSession(env, now.site, (call, session) => mayRefuse(env, call, session, id));
    if (!ours) return;
    if (now.state === 'failed') await shutWhatWasMade(env, now);
    await decide(
      env,
      id,
      ['waiting', 'failed'],
      () => ({
        state: 'refused',
        reason: problem('refusedByAdmin', { text }),
        decidedBy: actor,
        attempts: 0,
        retryAt: null,
        endedAt: env.now(),
      }),
      'registrationRefused',
      actor,
    );
  });
  await round(env, registration.site);
  return (await find(env, id)).registration;
}

async function shutWhatWasMade(env: Environment, registration: Registration): Promise<void> {
  const { progress, attempts, login } = registration;
  if (progress.userId === null && (attempts === 0 || login === null)) return;
  await inSession(env, registration.site, async (call) => {
    const mark = accountMark(registration.inviteId, registration.ticketId);
    const userId =
      progress.userId ??
      (await accountsByLogin(call, login ?? '')).find((account) => bearsMark(account, mark))?.userId;
    if (userId !== undefined) await disableAccount(call, userId);
  });
}

export async function adminName(env: Environment, registration: Registration): Promise<string> {
  return (await env.ledger.site(registration.site))?.adminName ?? '';
}

/**
 * Makes a first password, sets it in GLPI, and gives it back. It is kept nowhere: asked again, a new one is made.
 * Fails with `notWaiting` while there is no account, and with `passwordNotSet` when GLPI's policy dislikes it.
 */
export async function firstPassword(env: Environment, id: string): Promise<FirstPassword> {
  const { registration, invite } = await find(env, id);
  const { login, progress, state } = registration;
  if (state !== 'admitted' || progress.userId === null || login === null) fail('notWaiting', { state });
  const userId = progress.userId;
  const password = await inSession(env, registration.site, async (call, session) => {
    const made = newPassword(env.random, session.passwordMinLength);
    await setFirstPassword(call, userId, made);
    return made;
  });
  const actor = await adminName(env, registration);
  await env.ledger.write(async (ledger) => {
    const now = await ledger.registration(id);
    if (!now) return;
    await ledger.putRegistration({ ...now, handOver: { way: 'firstPassword', givenAt: env.now() } });
    await ledger.journal(
      entry(env, now.site, 'firstPasswordGiven', {
        actor,
        inviteId: now.inviteId,
        registrationId: id,
        detail: { login },
      }),
    );
  });
  env.changed();
  const message = passwordMessage(invite, surroundings(env, registration.site), {
    address: registration.site,
    firstName: registration.answers?.firstName.trim() ?? '',
    login,
    password,
  });
  return { login, password, ...message };
}
