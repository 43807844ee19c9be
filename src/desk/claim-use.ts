/** Uses of an invite, as they are claimed in GLPI: no more registrations get one than there are. */
import { type Claim, claimsOf, dropClaims, makeClaims } from '../glpi/claims.ts';
import type { Call } from '../glpi/session.ts';
import { accountsOfInvite, ticketInMark } from '../glpi/users.ts';
import type { Invite } from '../invite/invite.ts';

/** Gets a use for the registration, unless it has one. False where all have gone to others. */
export async function claimUse(
  call: Call,
  formId: number,
  inviteId: string,
  ticketId: number,
  maxUses: number,
  claims: readonly Claim[],
): Promise<boolean> {
  const uses = claims.filter((claim) => claim.kind === 'use');
  if (uses.some((claim) => claim.ticketId === ticketId)) return true;
  // Two browsers at once may each have got a use for the same registration: the later one is free.
  const twice = uses.filter((claim) =>
    uses.some((other) => other.ticketId === claim.ticketId && other.use < claim.use),
  );
  await dropClaims(
    call,
    twice.map((claim) => claim.rowId),
  );
  const taken = new Set(uses.filter((claim) => !twice.includes(claim)).map((claim) => claim.use));
  for (let use = 1; use <= maxUses; use += 1) {
    if (taken.has(use)) continue;
    const [got] = await makeClaims(call, formId, [{ kind: 'use', inviteId, use, ticketId }]);
    if (got) return true;
  }
  return false;
}

/** Where claims are missing for accounts that this invite made, they are made now; two requests where none is. */
export async function claimWhatIsUsed(call: Call, formId: number, invite: Invite): Promise<void> {
  const { maxUses } = invite.limits;
  if (maxUses === null) return;
  const tickets = (await accountsOfInvite(call, invite.id)).flatMap(
    (account) => ticketInMark(account, invite.id) ?? [],
  );
  if (tickets.length === 0) return;
  const uses = (await claimsOf(call, invite.id)).filter((claim) => claim.kind === 'use');
  for (const ticketId of tickets.filter((one) => !uses.some((claim) => claim.ticketId === one)))
    await claimUse(call, formId, invite.id, ticketId, maxUses, await claimsOf(call, invite.id));
}

/** Gives the use of a registration back that made no account. */
export async function releaseUse(call: Call, inviteId: string, ticketId: number): Promise<void> {
  const mine = (await claimsOf(call, inviteId)).filter(
    (claim) => claim.kind === 'use' && claim.ticketId === ticketId,
  );
  await dropClaims(
    call,
    mine.map((claim) => claim.rowId),
  );
}
