import type { SiteId } from '../invite/invite.ts';
import { isPersonal } from '../invite/password-gate.ts';
import type { CameInView } from '../messages/in-page-views.ts';
import type { Environment } from './environment.ts';

/** By which invite this account came in; null where no invite that we know has to do with it. Asks GLPI nothing. */
export async function viewCameIn(env: Environment, site: SiteId, userId: number): Promise<CameInView | null> {
  const [registrations, invites] = await Promise.all([
    env.ledger.registrationsOfAccount(site, userId),
    env.ledger.personalInvitesOfAccount(site, userId),
  ]);
  const personal = invites.filter(isPersonal);
  const made = registrations.find(({ linked }) => !linked);
  const madeInPerson = personal.find(({ gate }) => !gate.existing);
  // Whatever made the account tells where it comes from; what was only settled with it comes after that.
  const registration = made ?? (madeInPerson === undefined ? registrations[0] : undefined);
  if (registration !== undefined) {
    const { inviteId, submittedAt, ticketId, linked } = registration;
    const invite = await env.ledger.invite(inviteId);
    return {
      kind: linked ? 'linked' : 'registered',
      inviteId,
      inviteLabel: invite?.label ?? '',
      at: submittedAt,
      by: invite?.createdBy ?? '',
      ticketId,
    };
  }
  const invite = madeInPerson ?? personal[0];
  if (invite === undefined) return null;
  return {
    kind: invite.gate.usedAt === null ? 'invited' : 'cameIn',
    inviteId: invite.id,
    inviteLabel: invite.label,
    at: invite.gate.usedAt ?? invite.gate.linkedAt,
    by: invite.createdBy,
    ticketId: null,
  };
}
