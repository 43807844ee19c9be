import type { Instant } from '../invite/instant.ts';
import type { Invite, SiteId } from '../invite/invite.ts';
import { isPersonal } from '../invite/password-gate.ts';
import type { Registration } from '../invite/registration.ts';

/**
 * Somebody came in by an invite: when, and how long after it was issued. So small that fifty thousand are read at once,
 * and found by when it was. Kept in step with invites and registrations within the same transactions.
 */
export interface Arrival {
  /** The registration's id; of a personal link the invite's. */
  readonly id: string;
  readonly inviteId: string;
  readonly site: SiteId;
  readonly at: Instant;
  /** From the link to the account, in milliseconds; null where the invite is not known. */
  readonly took: number | null;
}

/** The arrival that a registration is; null while nobody came in by it. An account that was there before is none. */
export function arrivalOf(
  registration: Registration | undefined,
  issuedAt: Instant | undefined,
): Arrival | null {
  if (registration?.state !== 'admitted' || registration.linked) return null;
  const { id, inviteId, site, endedAt, seenAt } = registration;
  const at = endedAt ?? seenAt;
  return { id, inviteId, site, at, took: tookUntil(at, issuedAt) };
}

/** The arrival of whom a personal link is for; null while they did not come in. */
export function personalArrival(invite: Invite): Arrival | null {
  if (!isPersonal(invite) || invite.gate.usedAt === null) return null;
  const { id, site, gate, createdAt } = invite;
  return { id, inviteId: id, site, at: gate.usedAt ?? createdAt, took: tookUntil(gate.usedAt, createdAt) };
}

/** Clocks of two machines: a moment before the link is the link's own moment. */
function tookUntil(at: Instant | null, issuedAt: Instant | undefined): number | null {
  return at === null || issuedAt === undefined ? null : Math.max(0, at - issuedAt);
}
