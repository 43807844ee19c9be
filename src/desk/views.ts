import { siteName, ticketUrl, userUrl } from '../glpi/site-address.ts';
import type { Invite } from '../invite/invite.ts';
import { shareMessage } from '../invite/invitee-messages.ts';
import type { Registration } from '../invite/registration.ts';
import { needsYou } from '../ledger/ledger.ts';
import type { InviteView, RegistrationView, Share } from '../messages/views.ts';
import { holdsUse } from './admit.ts';
import type { Environment } from './environment.ts';
import { linkOf, surroundings } from './issue.ts';

/** The invite as surfaces show it: without its key. */
export async function viewInvite(env: Environment, invite: Invite): Promise<InviteView> {
  const registrations = await env.ledger.registrationsOf(invite.id);
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
    uses: registrations.filter(holdsUse).length,
    waiting: registrations.filter(needsYou).length,
    createdAt: invite.createdAt,
    createdBy: invite.createdBy,
    closedAt: invite.closedAt,
    trouble: invite.trouble,
    canShare: invite.state === 'open' && invite.key !== null,
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
    login: registration.login,
    handOver: registration.state === 'admitted' ? registration.handOver : null,
    ticketUrl: ticketUrl(site, registration.ticketId),
    userUrl: progress.userId === null ? null : userUrl(site, progress.userId),
  };
}

/** The link of an open invite, and the message to send with it. Fails with `keyGone` when it is not open. */
export function viewShare(env: Environment, invite: Invite): Share {
  const link = linkOf(invite);
  return { link, ...shareMessage(invite, surroundings(env, invite.site), link) };
}
