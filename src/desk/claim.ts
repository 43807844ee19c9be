import {
  type Claim,
  claimRefused,
  claimsForm,
  claimsOf,
  dropClaims,
  makeClaims,
  type NewClaim,
  renewClaim,
  type TicketClaim,
} from '../glpi/claims.ts';
import type { Call, Session } from '../glpi/session.ts';
import { accountsOfInvite, ticketInMark } from '../glpi/users.ts';
import { type Instant, minute, second } from '../invite/instant.ts';
import type { Invite, SiteId } from '../invite/invite.ts';
import { hex } from '../invite/key.ts';
import { fail } from '../invite/problem.ts';
import type { Registration } from '../invite/registration.ts';
import type { ClaimsPlace } from '../ledger/ledger.ts';
import { categoryOf } from './category.ts';
import type { Environment } from './environment.ts';

/** How long a claim holds: longer than the slowest request that follows it (90 s, when GLPI mails before it answers). */
const lease = 4 * minute;
/** A claim with less left than this is renewed before anything that cannot be done twice. */
const enough = 2 * minute;
/** Clocks of one server behind several addresses may differ a little. */
const margin = 30 * second;

/** Whose turn it is to admit a registration. */
export type Turn =
  /** Ours, and who had it before: after nobody, no account can have been made yet. */
  | { readonly kind: 'ours'; readonly after: 'nobody' | 'us' | 'others' }
  /** Another browser is at it; after `until` (our clock) we may look again. */
  | { readonly kind: 'theirs'; readonly until: Instant }
  /** All uses of the invite have gone to other registrations. */
  | { readonly kind: 'usedUp' }
  /** Another browser refused it for good. */
  | { readonly kind: 'refused' };

/**
 * Who we are in claims: one name for each time that the browser was started. It lives in memory, so that a copy of the
 * profile or of the ledger is somebody else.
 */
async function actorOf(env: Environment): Promise<string> {
  const known = await env.memory.get('actor');
  if (typeof known === 'string') return known;
  const made = hex(env.random(6));
  await env.memory.set('actor', made);
  return made;
}

/** The server's clock, by which claims are dated: browsers' own may be hours apart. */
interface ServerClock {
  /** The same calls; each reply sets the clock. */
  readonly call: Call;
  now(): Instant;
}

/**
 * As it was when the session was opened, and from the first reply on as that tells it: the browser's own clock may have
 * been set since, and a lease that is taken for run out would let two admit and refuse the same registration.
 */
function serverClock(env: Environment, session: Session, call: Call): ServerClock {
  let ahead = session.serverAhead;
  return {
    async call(request) {
      const reply = await call(request);
      if (reply.serverTime !== null) ahead = reply.serverTime - env.now();
      return reply;
    },
    now: () => env.now() + ahead,
  };
}

/**
 * Claims a registration, to admit or to refuse it, in GLPI itself: of all browsers that know the invite, one at a time
 * decides on a registration, and no more registrations get a use than there are. One request where nobody else is about.
 * `likelyUse`: the first use that the ledger does not know to be taken; null where none is wanted.
 *
 * Fails like any call, and with `refusedByGlpi` where GLPI lets no claim be made.
 */
export async function claimTurn(
  env: Environment,
  call: Call,
  session: Session,
  invite: Invite,
  registration: Registration,
  likelyUse: number | null,
): Promise<Turn> {
  const asked = { env, call, session, invite, ticketId: registration.ticketId, likelyUse };
  const turn = (await tryToClaim(asked)) ?? (await tryToClaim(asked));
  return turn ?? fail('refusedByGlpi', { message: '' });
}

interface Asked {
  readonly env: Environment;
  readonly call: Call;
  readonly session: Session;
  readonly invite: Invite;
  readonly ticketId: number;
  readonly likelyUse: number | null;
}

/** Null where the form that should hold the claims is not there any more; it is forgotten then. */
async function tryToClaim({
  env,
  session,
  invite,
  ticketId,
  likelyUse,
  ...asked
}: Asked): Promise<Turn | null> {
  const clock = serverClock(env, session, asked.call);
  const { call } = clock;
  const { formId, since } = await claimsPlace(env, call, invite.site);
  // Uses may have been made before there were claims, or before somebody took their form out of GLPI.
  // Of a colleague's invite not all that was used was seen here.
  const mayBeUsed = invite.createdAt < since || invite.colleague !== undefined;
  if (mayBeUsed) await claimWhatIsUsed(call, formId, invite);
  const maxUses = likelyUse === null ? null : invite.limits.maxUses;
  const ticket: NewClaim & { kind: 'ticket' } = {
    kind: 'ticket',
    ticketId,
    actor: await actorOf(env),
    until: clock.now() + lease,
  };
  const use = (number: number): NewClaim => ({ kind: 'use', use: number, ticketId });
  const wanted = maxUses === null ? [ticket] : [ticket, use(Math.min(likelyUse ?? 1, maxUses))];
  const got = await makeClaims(call, formId, invite.id, wanted);
  const isDatedWell = Math.abs(ticket.until - clock.now() - lease) <= margin;
  if (got.every(Boolean) && isDatedWell) return { kind: 'ours', after: mayBeUsed ? 'others' : 'nobody' };

  const claims = await claimsOf(call, invite.id);
  let after: 'nobody' | 'us' | 'others' = mayBeUsed ? 'others' : 'nobody';
  if (got[0] !== true) {
    const standing = claims.find((claim) => claim.kind !== 'use' && claim.ticketId === ticketId);
    if (standing?.kind === 'refused') return { kind: 'refused' };
    if (standing?.kind !== 'ticket') {
      await rememberPlace(env, invite.site, null);
      return null;
    }
    const theirsUntil = await takeOver(clock, formId, invite.id, ticket, standing);
    if (theirsUntil !== null)
      return { kind: 'theirs', until: env.now() + Math.max(0, theirsUntil - clock.now()) };
    after = standing.actor === ticket.actor ? 'us' : 'others';
  } else if (!isDatedWell) {
    const mine = claims.find((claim) => claim.kind === 'ticket' && claim.ticketId === ticketId);
    if (mine?.kind === 'ticket') await renewClaim(call, invite.id, mine, clock.now() + lease);
  }
  if (maxUses !== null && !(await claimUse(call, formId, invite.id, ticketId, maxUses, claims)))
    return { kind: 'usedUp' };
  return { kind: 'ours', after };
}

/** Makes a standing claim ours where it is ours already or has run out. Gives back until when it is not (server's clock), or null. */
async function takeOver(
  clock: ServerClock,
  formId: number,
  inviteId: string,
  wanted: Omit<TicketClaim, 'rowId'>,
  standing: TicketClaim,
): Promise<Instant | null> {
  const { call } = clock;
  const now = clock.now();
  if (standing.actor === wanted.actor) {
    if (standing.until - now < enough) await renewClaim(call, inviteId, standing, now + lease);
    return null;
  }
  if (now < standing.until + margin) return standing.until + margin;
  // Of several who find it run out, the database lets one make it anew.
  await dropClaims(call, [standing.rowId]);
  const [got] = await makeClaims(call, formId, inviteId, [{ ...wanted, until: now + lease }]);
  return got ? null : now + margin;
}

/** Gets a use for the registration, unless it has one. False where all have gone to others. */
async function claimUse(
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
    const [got] = await makeClaims(call, formId, inviteId, [{ kind: 'use', use, ticketId }]);
    if (got) return true;
  }
  return false;
}

/** Where claims are missing for accounts that this invite made, they are made now; two requests where none is. */
async function claimWhatIsUsed(call: Call, formId: number, invite: Invite): Promise<void> {
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

/** Leaves word with the claims that a registration was refused, for browsers that may still hold it for open. */
export async function leaveWordOfRefusal(call: Call, inviteId: string, ticketId: number): Promise<void> {
  const mine = (await claimsOf(call, inviteId)).find(
    (claim) => claim.kind === 'ticket' && claim.ticketId === ticketId,
  );
  if (mine?.kind === 'ticket') await claimRefused(call, inviteId, mine);
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

/** Takes away all claims of an invite that is over for good. */
export async function dropClaimsOf(call: Call, inviteId: string): Promise<void> {
  await dropClaims(
    call,
    (await claimsOf(call, inviteId)).map((claim) => claim.rowId),
  );
}

/**
 * The form that holds the claims of a site, made where it is missing, and since when this browser knows it. To be called
 * before an invite is dated, so that the invite is younger than its claims.
 */
export async function claimsPlace(env: Environment, call: Call, site: SiteId): Promise<ClaimsPlace> {
  const known = (await env.ledger.site(site))?.claims ?? null;
  if (known !== null) return known;
  const formId = await claimsForm(call, await categoryOf(env, call, site));
  const place = { formId, since: env.now() };
  await rememberPlace(env, site, place);
  return place;
}

async function rememberPlace(env: Environment, site: SiteId, claims: ClaimsPlace | null): Promise<void> {
  await env.ledger.write(async (ledger) => {
    const now = await ledger.site(site);
    if (now) await ledger.putSite({ ...now, claims });
  });
}
