import { type Person, personFrom } from '../invite/answers.ts';
import { second } from '../invite/instant.ts';
import { type Invite, isBatch } from '../invite/invite.ts';
import { addressFits } from '../invite/limits.ts';
import { type Problem, problem } from '../invite/problem.ts';
import type { Answers, Registration } from '../invite/registration.ts';
import { suspicionsAbout } from '../invite/suspicion.ts';

export type Verdict =
  | { readonly kind: 'refuse'; readonly reason: Problem }
  | { readonly kind: 'wait' }
  | { readonly kind: 'admit'; readonly person: Person };

/**
 * What becomes of a registration, from what is known without asking GLPI. Uses are counted later, when one is
 * reserved. `approved`: an admin said yes, which overrules waiting and nothing else.
 */
export function judge(invite: Invite, registration: Registration, approved: boolean): Verdict {
  // The form of a batch was sent without the key of any of its links.
  if (isBatch(invite)) return { kind: 'refuse', reason: registration.reason ?? problem('codeUnknown') };
  if (registration.answers === null)
    return { kind: 'refuse', reason: registration.reason ?? problem('answersUnreadable') };
  const refusal = closedTo(invite, registration);
  if (refusal) return { kind: 'refuse', reason: refusal };
  const person = personFrom(registration.answers);
  if ('code' in person) return { kind: 'refuse', reason: person };
  if (!addressFits(invite.limits.address, person.email)) {
    return { kind: 'refuse', reason: problem('addressOutsideInvite', { address: person.email }) };
  }
  const mustWait =
    invite.limits.approval === 'byHand' ||
    registration.warnings.length > 0 ||
    sentWhilePaused(invite, registration);
  return mustWait && !approved ? { kind: 'wait' } : { kind: 'admit', person };
}

/** Sent before GLPI knew of the pause: the person did nothing wrong, and the admin meant nobody to come in now. */
function sentWhilePaused(invite: Invite, registration: Registration): boolean {
  // GLPI writes whole seconds, and its clock was read in whole seconds: up to one of them is nobody's fault.
  return typeof invite.pausedAt === 'number' && registration.submittedAt > invite.pausedAt + second;
}

/** Judged by when it was sent, not by when it was seen: an admin's closed browser must not cost anybody their place. */
function closedTo(invite: Invite, registration: Registration): Problem | null {
  if (invite.closedBecause === 'revoked' || invite.closedBecause === 'failed') return problem('inviteClosed');
  if (registration.submittedAt > invite.limits.until) return problem('inviteExpired');
  return null;
}

/** What an admin should look at before saying yes, from how the ticket came to be and from what was typed. */
export function warningsAbout(
  ticket: { readonly writer: string | null; readonly formIds: readonly number[] },
  answers: Answers | null,
): Problem[] {
  return [
    ...(answers === null ? [] : suspicionsAbout(answers)),
    // A stranger's ticket has no writer. One that has was made by somebody who may write tickets, and could be forged.
    ...(ticket.writer === null ? [] : [problem('submittedWhileSignedIn', { user: ticket.writer })]),
    ...(ticket.formIds.length > 1 ? [problem('ticketLinkedByHand')] : []),
  ];
}
