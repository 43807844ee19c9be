import { type Invite, isBatchLink } from '../invite/invite.ts';
import type { Registration } from '../invite/registration.ts';
import { canChange } from '../invite/status.ts';
import type { InviteRow, RegistrationRow } from './schema.ts';

/**
 * An invite is live until it is closed and its form is out of GLPI. The links of a batch are not: rounds look at the
 * batch, and at those of its links that are over, however many there are.
 */
export function inviteRow(invite: Invite): InviteRow {
  if (isBatchLink(invite)) {
    const out = canChange(invite) ? { outOf: invite.gate.batchId, outUntil: invite.limits.until } : {};
    return { ...invite, live: 0, ...out };
  }
  // Nothing of an issuer that is not trusted is acted on.
  if (invite.colleague?.resting) return { ...invite, live: 0 };
  return { ...invite, live: invite.state !== 'closed' || invite.purgeAt !== null ? 1 : 0 };
}

/** Whether an admin has to do something about it. */
export function needsYou(registration: Registration): boolean {
  return (
    registration.state === 'waiting' ||
    registration.state === 'failed' ||
    (registration.state === 'admitted' &&
      registration.handOver?.way === 'firstPassword' &&
      registration.handOver.givenAt === null)
  );
}

/** Whether a round still has something to do: judging, admitting, giving back a use, or telling GLPI how it ended. */
function unfinished(registration: Registration): boolean {
  const { state, progress } = registration;
  if (state === 'received' || state === 'admitting') return true;
  if (owesUse(registration)) return true;
  return (state === 'admitted' || state === 'refused') && !progress.ticketSolved;
}

/** Whether a use is claimed in GLPI for a registration that has no account and may not get one by itself. */
export function owesUse({ state, progress, attempts }: Registration): boolean {
  if (!progress.useClaimed || progress.userId !== null) return false;
  // A failed one with attempts may have an account after all, see `holdsUse`.
  return state === 'waiting' || state === 'refused' || (state === 'failed' && attempts === 0);
}

export function registrationRow(registration: Registration): RegistrationRow {
  return {
    ...registration,
    needsYou: needsYou(registration) ? 1 : 0,
    unfinished: unfinished(registration) ? 1 : 0,
  };
}
