import { foldText } from '../invite/fold.ts';
import type { Instant } from '../invite/instant.ts';
import {
  type ClosedBecause,
  type Invite,
  type InviteState,
  isBatchLink,
  type SiteId,
} from '../invite/invite.ts';
import { isPersonal, needsFirstPassword, type PersonalInvite } from '../invite/password-gate.ts';
import type { Registration } from '../invite/registration.ts';
import { holdsUse } from '../invite/uses.ts';

/**
 * What a list of invites shows, searches and sorts by, and nothing more: so small that ten thousand are read and sorted
 * between two key presses. Kept in step with invites and registrations within the same transactions.
 */
export interface InviteSummary {
  readonly id: string;
  readonly site: SiteId;
  readonly label: string;
  readonly state: InviteState;
  readonly closedBecause: ClosedBecause | null;
  readonly profile: string;
  readonly entity: string;
  readonly until: Instant;
  readonly maxUses: number | null;
  readonly createdAt: Instant;
  readonly createdBy: string;
  readonly troubled: boolean;
  /** Folded text to search in: label, note, id, address, names, profile, entity, issuer. */
  readonly text: string;
  readonly uses: number;
  readonly waiting: number;
  /** What the template was called that it began with; absent of others, and of what an older version wrote. */
  readonly template?: string;
  /** The batch that it is a link of; absent of others. */
  readonly batchId?: string;
}

export interface Tally {
  readonly uses: number;
  readonly waiting: number;
}

/** The summary of an invite with what its registrations come to. */
export function summaryOf(invite: Invite, tally: Tally): InviteSummary {
  const { uses, waiting } = isPersonal(invite) ? personalTally(invite) : tally;
  const { grant, limits, invitee, label, note, id, createdBy } = invite;
  const addresses =
    limits.address.kind === 'address'
      ? [limits.address.address]
      : limits.address.kind === 'domains'
        ? limits.address.domains
        : [];
  const words = [
    label,
    note,
    id,
    ...addresses,
    ...(invitee === null ? [] : [invitee.firstName, invitee.lastName, invitee.email]),
    grant.profile.name,
    grant.entity.name,
    createdBy,
    isPersonal(invite) ? invite.gate.login : '',
  ];
  return {
    id,
    site: invite.site,
    label,
    state: invite.state,
    closedBecause: invite.closedBecause,
    profile: grant.profile.name,
    entity: grant.entity.name,
    until: limits.until,
    maxUses: limits.maxUses,
    createdAt: invite.createdAt,
    createdBy,
    troubled: invite.trouble !== null && invite.state !== 'closed',
    text: foldText(words.filter((word) => word !== '').join('\n')),
    uses,
    waiting,
    ...(invite.template ? { template: invite.template } : {}),
    ...(isBatchLink(invite) ? { batchId: invite.gate.batchId } : {}),
  };
}

/** A personal link has no registrations: whoever it is for came in, or waits for a first password. */
function personalTally(invite: PersonalInvite): Tally {
  return { uses: invite.gate.usedAt === null ? 0 : 1, waiting: needsFirstPassword(invite) ? 1 : 0 };
}

/** What one registration adds to its invite's tally. */
export function tallyOf(
  registration: Registration | undefined,
  needsYou: (registration: Registration) => boolean,
): Tally {
  if (registration === undefined) return { uses: 0, waiting: 0 };
  return { uses: holdsUse(registration) ? 1 : 0, waiting: needsYou(registration) ? 1 : 0 };
}
