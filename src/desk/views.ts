import { passwordLink } from '../glpi/password-link.ts';
import { siteName, ticketUrl, userUrl } from '../glpi/site-address.ts';
import { type Invite, isBatch, isBatchLink, isFormInvite } from '../invite/invite.ts';
import { personalMessage, shareMessage } from '../invite/invitee-messages.ts';
import {
  isPersonal,
  mayHaveAnother,
  needsFirstPassword,
  type PersonalInvite,
} from '../invite/password-gate.ts';
import { fail } from '../invite/problem.ts';
import type { Registration } from '../invite/registration.ts';
import { canChange } from '../invite/status.ts';
import { holdsUse } from '../invite/uses.ts';
import { needsYou } from '../ledger/ledger.ts';
import type { InviteView, PersonView, RegistrationView, Share } from '../messages/views.ts';
import type { Environment } from './environment.ts';
import { linkOf, surroundings } from './issue.ts';

/** The invite as surfaces show it: without its key. */
export async function viewInvite(env: Environment, invite: Invite): Promise<InviteView> {
  const person = isPersonal(invite) ? viewPerson(invite) : null;
  const registrations = person ? [] : await env.ledger.registrationsOf(invite.id);
  return {
    id: invite.id,
    site: invite.site,
    siteName: siteName(invite.site),
    label: invite.label,
    state: invite.state,
    closedBecause: invite.closedBecause,
    profile: invite.grant.profile,
    entity: invite.grant.entity,
    recursive: invite.grant.recursive,
    groups: invite.grant.groups,
    limits: invite.limits,
    uses: person ? Number(person.cameInAt !== null) : registrations.filter(holdsUse).length,
    waiting: person ? Number(person.needsFirstPassword) : registrations.filter(needsYou).length,
    createdAt: invite.createdAt,
    createdBy: invite.createdBy,
    colleague: invite.colleague ? (invite.colleague.resting ? 'resting' : 'acting') : null,
    closedAt: invite.closedAt,
    trouble: invite.trouble,
    canShare: canChange(invite) && !isBatch(invite) && hasLink(invite),
    rails: await env.guardRails(),
    kind: person ? 'personal' : 'form',
    person,
    batch: isBatch(invite)
      ? { id: invite.id, whole: true, out: await env.ledger.countLinksOut(invite.id) }
      : isBatchLink(invite)
        ? { id: invite.gate.batchId, whole: false, out: 0 }
        : null,
  };
}

/** Of a colleague's form GLPI has the key; that of a link of their batch is nowhere but in the link. */
function hasLink(invite: Invite): boolean {
  if (invite.colleague) return isFormInvite(invite) && !invite.colleague.resting;
  return (isPersonal(invite) ? invite.gate.token : invite.key) !== null;
}

function viewPerson(invite: PersonalInvite): PersonView {
  const { gate, invitee, limits, site } = invite;
  return {
    name: [invitee?.firstName, invitee?.lastName].filter(Boolean).join(' '),
    email: invitee?.email ?? '',
    login: gate.login,
    userUrl: gate.userId === null ? null : userUrl(site, gate.userId),
    way: gate.way,
    cameInAt: gate.usedAt,
    keptUntil: gate.keptUntil === null ? null : Math.min(gate.keptUntil, limits.until),
    existing: gate.existing,
    shut: gate.shut,
    canIssueAgain: mayHaveAnother(invite),
    needsFirstPassword: needsFirstPassword(invite),
  };
}

/** The registration as surfaces show it. */
export async function viewRegistration(
  env: Environment,
  registration: Registration,
): Promise<RegistrationView> {
  const invite = await env.ledger.invite(registration.inviteId);
  const { site, progress } = registration;
  return {
    id: registration.id,
    site,
    siteName: siteName(site),
    inviteId: registration.inviteId,
    inviteLabel: invite?.label ?? '',
    state: registration.state,
    reason: registration.reason,
    warnings: registration.warnings,
    submittedAt: registration.submittedAt,
    answers: registration.answers,
    ownAnswers: registration.ownAnswers ?? [],
    login: registration.login,
    handOver: registration.state === 'admitted' ? registration.handOver : null,
    ticketUrl: ticketUrl(site, registration.ticketId),
    userUrl: progress.userId === null ? null : userUrl(site, progress.userId),
  };
}

/** The link of an open invite, and the message to send with it. Fails with `keyGone` when it is not open. */
export async function viewShare(env: Environment, invite: Invite): Promise<Share> {
  if (isPersonal(invite)) return viewPersonalShare(env, invite, 'invitation');
  const link = await linkOf(env, invite);
  return { link, ...shareMessage(invite, surroundings(env, invite.site), link) };
}

/** The link of an open personal invite, with an invitation or a reminder around it. Fails with `keyGone` when it has ended. */
export function viewPersonalShare(
  env: Environment,
  invite: PersonalInvite,
  kind: 'invitation' | 'reminder',
): Share {
  const { page, token, login, existing } = invite.gate;
  if (invite.state !== 'open' || token === null) fail('keyGone');
  const link = passwordLink(invite.site, page, token);
  const about = { kind: existing && kind === 'invitation' ? ('newLink' as const) : kind, login };
  return { link, ...personalMessage(invite, surroundings(env, invite.site), link, about) };
}
