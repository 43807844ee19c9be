import {
  claimRefused,
  claimsOf,
  dropClaims,
  makeClaims,
  type NewClaim,
  renewClaim,
  type TicketClaim,
} from '../glpi/claims.ts';
import type { Call } from '../glpi/session.ts';
import { type Instant, minute, second } from '../invite/instant.ts';
import type { Invite } from '../invite/invite.ts';
import { hex } from '../invite/key.ts';
import { fail } from '../invite/problem.ts';
import type { Registration } from '../invite/registration.ts';
import { claimUse, claimWhatIsUsed } from './claim-use.ts';
import { claimsPlace, rememberPlace } from './claims-place.ts';
import type { Environment } from './environment.ts';
import type { ServerClock } from './server-clock.ts';

/** How long a claim holds: longer than the slowest request that follows it (90 s, when GLPI mails before it answers). */
const lease = 4 * minute;
/** A claim with less left than this is renewed before anything that cannot be done twice. */
const enough = 2 * minute;
/** Clocks of one server behind several addresses may differ a little. */
const margin = 30 * second;

/** Whose turn it is to decide on a registration. */
export type Turn =
  | OurTurn
  /** Another browser is at it; after `until` (our clock) we may look again. */
  | { readonly kind: 'theirs'; readonly until: Instant }
  /** All uses of the invite have gone to other registrations. */
  | { readonly kind: 'usedUp' }
  /** Another browser refused it for good. */
  | { readonly kind: 'refused' };

/** Ours, and who had it before: after nobody, no account can have been made yet. `until`: by the server's clock. */
export interface OurTurn {
  readonly kind: 'ours';
  readonly after: 'nobody' | 'us' | 'others';
  readonly until: Instant;
}

/** Whether a turn that we have lasts for something that cannot be done twice. */
export function lastsLongEnough({ until }: OurTurn, clock: ServerClock): boolean {
  return until - clock.now() >= enough;
}

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

/** Somebody who wants to decide on a registration. */
export interface Wish {
  readonly invite: Invite;
  readonly registration: Registration;
  /** The first use that is not known to be taken; null where none is wanted, as for a refusal. */
  readonly likelyUse: number | null;
}

/**
 * Claims registrations of one site, to admit or to refuse them, in GLPI itself: of all browsers that know an invite, one
 * at a time decides on a registration, and no more registrations get a use than there are. One request for fifteen where
 * nobody else is about. Gives back whose turn it is, for each wish in order.
 *
 * Fails like any call, and with `refusedByGlpi` where GLPI lets no claim be made.
 */
export async function claimTurns(
  env: Environment,
  clock: ServerClock,
  wishes: readonly Wish[],
): Promise<readonly Turn[]> {
  const turns = new Map<Wish, Turn>();
  // Once more where the form that should hold the claims is not there any more.
  for (let times = 0; times < 2 && turns.size < wishes.length; times += 1) {
    const open = wishes.filter((wish) => !turns.has(wish));
    for (const [wish, turn] of await tryToClaim(env, clock, open)) turns.set(wish, turn);
  }
  return wishes.map((wish) => turns.get(wish) ?? fail('refusedByGlpi', { message: '' }));
}

/** What became of those wishes of which anything is known; the form that should hold the others' claims is forgotten. */
async function tryToClaim(
  env: Environment,
  clock: ServerClock,
  wishes: readonly Wish[],
): Promise<ReadonlyMap<Wish, Turn>> {
  const turns = new Map<Wish, Turn>();
  const [first] = wishes;
  if (!first) return turns;
  const { formId, since } = await claimsPlace(env, clock.call, first.invite.site);
  // Uses may have been made before there were claims, or before somebody took their form out of GLPI.
  // Of a colleague's invite not all that was used was seen here.
  const mayBeUsed = ({ createdAt, colleague }: Invite) => createdAt < since || colleague !== undefined;
  const older = new Map(wishes.map(({ invite }) => [invite.id, invite])).values();
  for (const invite of older) if (mayBeUsed(invite)) await claimWhatIsUsed(clock.call, formId, invite);
  const actor = await actorOf(env);
  const until = clock.now() + lease;
  const wanted = wishes.map((wish) => {
    const { invite, likelyUse, registration } = wish;
    const { ticketId } = registration;
    const ticket = { kind: 'ticket', inviteId: invite.id, ticketId, actor, until } as const;
    const maxUses = likelyUse === null ? null : invite.limits.maxUses;
    const use = Math.min(likelyUse ?? 1, maxUses ?? 1);
    const claims: readonly NewClaim[] =
      maxUses === null ? [ticket] : [ticket, { kind: 'use', inviteId: invite.id, use, ticketId }];
    return {
      wish,
      ticket,
      maxUses,
      claims,
      after: mayBeUsed(invite) ? ('others' as const) : ('nobody' as const),
    };
  });
  const got = await makeClaims(
    clock.call,
    formId,
    wanted.flatMap(({ claims }) => claims),
  );
  const isDatedWell = Math.abs(until - clock.now() - lease) <= margin;
  let from = 0;
  for (const { claims, ...one } of wanted) {
    const its = got.slice(from, from + claims.length);
    from += claims.length;
    const turn: Turn | null =
      isDatedWell && its.every(Boolean)
        ? { kind: 'ours', after: one.after, until }
        : await sortOut(env, clock, formId, { ...one, isOurs: its[0] === true });
    if (turn) turns.set(one.wish, turn);
  }
  if (turns.size < wishes.length) await rememberPlace(env, first.invite.site, null);
  return turns;
}

interface Contested {
  readonly wish: Wish;
  /** The claim on the registration that was asked for, and whether we got it. */
  readonly ticket: NewClaim & { readonly kind: 'ticket' };
  readonly isOurs: boolean;
  readonly maxUses: number | null;
  readonly after: 'nobody' | 'others';
}

/** Whose turn it is where not everything that was claimed was to be had. Null where the claims' form is gone. */
async function sortOut(
  env: Environment,
  clock: ServerClock,
  formId: number,
  { ticket, isOurs, maxUses, ...asked }: Contested,
): Promise<Turn | null> {
  const { call } = clock;
  const { inviteId, ticketId } = ticket;
  const claims = await claimsOf(call, inviteId);
  let after: OurTurn['after'] = asked.after;
  let until = ticket.until;
  const standing = claims.find((claim) => claim.kind !== 'use' && claim.ticketId === ticketId);
  if (!isOurs) {
    if (standing?.kind === 'refused') return { kind: 'refused' };
    if (standing?.kind !== 'ticket') return null;
    const taken = await takeOver(clock, formId, ticket, standing);
    if ('theirsUntil' in taken)
      return { kind: 'theirs', until: env.now() + Math.max(0, taken.theirsUntil - clock.now()) };
    until = taken.until;
    after = standing.actor === ticket.actor ? 'us' : 'others';
  } else if (standing?.kind === 'ticket' && Math.abs(until - clock.now() - lease) > margin) {
    until = clock.now() + lease;
    await renewClaim(call, inviteId, standing, until);
  }
  if (maxUses !== null && !(await claimUse(call, formId, inviteId, ticketId, maxUses, claims)))
    return { kind: 'usedUp' };
  return { kind: 'ours', after, until };
}

/** Makes a standing claim ours where it is ours already or has run out. Until when it is whose, by the server's clock. */
async function takeOver(
  clock: ServerClock,
  formId: number,
  wanted: NewClaim & { readonly kind: 'ticket' },
  standing: TicketClaim,
): Promise<{ readonly until: Instant } | { readonly theirsUntil: Instant }> {
  const { call } = clock;
  const now = clock.now();
  const until = now + lease;
  if (standing.actor === wanted.actor) {
    if (standing.until - now >= enough) return { until: standing.until };
    await renewClaim(call, wanted.inviteId, standing, until);
    return { until };
  }
  if (now < standing.until + margin) return { theirsUntil: standing.until + margin };
  // Of several who find it run out, the database lets one make it anew.
  await dropClaims(call, [standing.rowId]);
  const [got] = await makeClaims(call, formId, [{ ...wanted, until }]);
  return got ? { until } : { theirsUntil: now + margin };
}

/** Leaves word with the claims that a registration was refused, for browsers that may still hold it for open. */
export async function leaveWordOfRefusal(call: Call, inviteId: string, ticketId: number): Promise<void> {
  const mine = (await claimsOf(call, inviteId)).find(
    (claim) => claim.kind === 'ticket' && claim.ticketId === ticketId,
  );
  if (mine?.kind === 'ticket') await claimRefused(call, inviteId, mine);
}

/** Takes away all claims of an invite that is over for good. */
export async function dropClaimsOf(call: Call, inviteId: string): Promise<void> {
  await dropClaims(
    call,
    (await claimsOf(call, inviteId)).map((claim) => claim.rowId),
  );
}
