import {
  endLink,
  keptAtMost,
  type LinkedAccount,
  linkedAccount,
  linkedAccounts,
  renewDates,
  type Sighting,
  tokenDate,
} from '../glpi/password-link.ts';
import type { Call, Session } from '../glpi/session.ts';
import { hour, type Instant, second } from '../invite/instant.ts';
import type { SiteId } from '../invite/invite.ts';
import { isPersonal, type PasswordGate, type PersonalInvite } from '../invite/password-gate.ts';
import { type Problem, ProblemError, problem, problemOf } from '../invite/problem.ts';
import { beginClosing, noteFailure } from './close.ts';
import type { Environment } from './environment.ts';
import { entry } from './journal.ts';
import { openPersonal, settleFailure } from './personal-opening.ts';
import { isSiteWide, passing } from './retry.ts';
import { sessionWithClock } from './session-clock.ts';
import { inSession } from './sessions.ts';

/** One request finds out about so many people; with more of them open, each round looks at the next ones. */
const atOnce = 30;
/** Whether somebody came in is no news that cannot wait a moment. */
const lookEvery = 10 * second;
/** A link is told to GLPI anew when so much of its life has passed; the rest is for the time that the browser is closed. */
const renewAfter = 6 * hour;
/** Ending a link takes three calls; hundreds that expire at once must not hold up the site. */
const endAtOnce = 40;

/**
 * A round for the personal links of a site: finishes what was opening, sees who has come in, renews, and ends what has
 * expired or was revoked. True when GLPI was asked anything. To be called within `siteWork`; fails with problems of the
 * connection alone.
 */
export async function lookAfterPersonal(env: Environment, site: SiteId): Promise<boolean> {
  const live = await livePersonal(env, site);
  const opening = live.filter((invite) => invite.state === 'opening' && due(env, invite));
  // Issuing holds the same lock: an invite that is still opening now was left behind.
  for (const { id } of opening) await resume(env, site, id);
  const looked = await look(env, site);
  await expire(env, site);
  const renewed = await renew(env, site);
  const ended = await endAll(env, site);
  return opening.length > 0 || looked || renewed || ended;
}

async function livePersonal(
  env: Environment,
  site: SiteId,
  state?: PersonalInvite['state'],
): Promise<PersonalInvite[]> {
  return (await env.ledger.liveInvites())
    .filter(isPersonal)
    .filter((invite) => invite.site === site && (state === undefined || invite.state === state));
}

const due = (env: Environment, { retryAt }: Pick<PersonalInvite, 'retryAt'>) =>
  retryAt === null || env.now() >= retryAt;

async function resume(env: Environment, site: SiteId, inviteId: string): Promise<void> {
  try {
    await sessionWithClock(env, site);
    await inSession(env, site, (call, session) => openPersonal(env, call, session, inviteId, true));
    env.changed();
  } catch (thrown) {
    await settleFailure(env, inviteId, problemOf(thrown));
    passOn(thrown);
  }
}

/** What is wrong with the connection stops the round; what is wrong with one account is that invite's own matter. */
function passOn(thrown: unknown): void {
  const reason = problemOf(thrown);
  if (passing.includes(reason.code) || isSiteWide(reason) || reason.code === 'unexpected') throw thrown;
}

interface LastLook {
  readonly at: Instant;
  /** The invite after which the next look begins. */
  readonly after: string;
}

/** Looks at the accounts of the next few open invites. In memory alone: nothing is lost when the turn begins anew. */
async function look(env: Environment, site: SiteId): Promise<boolean> {
  const open = (await livePersonal(env, site, 'open'))
    .filter(({ gate }) => gate.userId !== null)
    .toSorted((one, other) => (one.id < other.id ? -1 : 1));
  if (open.length === 0) return false;
  const key = `personal look ${site}`;
  const last = (await env.memory.get(key)) as LastLook | undefined;
  if (last && env.now() - last.at < lookEvery) return false;
  const next = open.filter(({ id }) => last === undefined || id > last.after);
  const turn = [...next, ...open.filter((invite) => !next.includes(invite))].slice(0, atOnce);
  await inSession(env, site, async (call, session) => {
    const userIds = turn.flatMap(({ gate }) => (gate.userId === null ? [] : [gate.userId]));
    const seen = await linkedAccounts(call, session.clock, userIds);
    for (const invite of turn) await note(env, invite, seen.get(invite.gate.userId ?? -1) ?? 'unseen');
  });
  await env.memory.set(key, { at: env.now(), after: turn.at(-1)?.id ?? '' } satisfies LastLook);
  return true;
}

/** Writes down what the account tells: that the person came in, or that the link cannot work as it is. */
async function note(env: Environment, invite: PersonalInvite, sighting: Sighting): Promise<void> {
  const { login } = invite.gate;
  if (sighting === 'gone') {
    await mark(env, invite, { trouble: problem('accountGone', { login }) });
    await beginClosing(env, invite.id, 'revoked');
    return;
  }
  if (sighting === 'unseen') return await mark(env, invite, { trouble: problem('accountGone', { login }) });
  const usedAt = cameInAt(invite.gate, sighting);
  if (usedAt !== null) {
    await mark(env, invite, { usedAt });
    await beginClosing(env, invite.id, 'used');
    return;
  }
  // A date that GLPI did not take is no matter of what the account looks like: the next renewal tells.
  if (invite.trouble?.code !== 'linkNotSet')
    await mark(env, invite, { trouble: troubleWith(invite.gate, sighting) });
}

/**
 * When the person first set a password by the link, or signed in; null while they did neither. GLPI empties the token
 * when it was used; a password that an admin set by hand leaves it. What an account of before did earlier is no use.
 */
export function cameInAt(gate: PasswordGate, account: LinkedAccount): Instant | null {
  // GLPI tells whole seconds.
  const since = gate.existing ? gate.linkedAt - 2 * second : Number.NEGATIVE_INFINITY;
  const setByLink = gate.way === 'link' && (account.token === null || account.token === '');
  const moments = [account.lastLoginAt, setByLink ? account.passwordSetAt : null].filter(
    (at): at is Instant => at !== null && at >= since,
  );
  return moments.length > 0 ? Math.min(...moments) : null;
}

/** Why the link of an account that nobody has used would not work; null when it would. */
function troubleWith(gate: PasswordGate, account: LinkedAccount): Problem | null {
  const detail = { login: account.login };
  if (account.deleted) return problem('accountInTrash', detail);
  if (!account.active) return problem('accountInactive', detail);
  const isKnown = gate.way === 'link' && gate.storedToken !== null && account.token !== null;
  const isReplaced = isKnown && account.token !== gate.storedToken;
  return isReplaced ? problem('linkReplaced', detail) : null;
}

async function mark(
  env: Environment,
  invite: PersonalInvite,
  seen: { readonly trouble?: Problem | null; readonly usedAt?: Instant },
): Promise<void> {
  const isNews =
    seen.usedAt !== undefined ||
    (seen.trouble !== undefined && JSON.stringify(seen.trouble) !== JSON.stringify(invite.trouble));
  if (!isNews) return;
  await env.ledger.write(async (ledger) => {
    const now = await ledger.invite(invite.id);
    if (!now || !isPersonal(now) || now.state !== 'open') return;
    await ledger.putInvite({
      ...now,
      gate: { ...now.gate, usedAt: seen.usedAt ?? now.gate.usedAt },
      trouble: seen.trouble === undefined ? now.trouble : seen.trouble,
    });
    const line = { inviteId: now.id, detail: { login: now.gate.login } };
    if (seen.usedAt !== undefined) await ledger.journal(entry(env, now.site, 'personCameIn', line));
    if (seen.trouble?.code === 'linkReplaced')
      await ledger.journal(entry(env, now.site, 'linkReplaced', { ...line, reason: seen.trouble }));
  });
  env.changed();
}

async function expire(env: Environment, site: SiteId): Promise<void> {
  for (const invite of await livePersonal(env, site, 'open'))
    if (env.now() > invite.limits.until) await beginClosing(env, invite.id, 'expired');
}

/**
 * Tells GLPI 10 again that the links were asked for, so that they live as long as promised: it keeps one for 46 hours at
 * most. While the browser is closed for longer, a link rests; the next round wakes it, since its token is still there.
 */
async function renew(env: Environment, site: SiteId): Promise<boolean> {
  const open = (await livePersonal(env, site, 'open')).filter(
    ({ gate, limits }) => gate.way === 'link' && gate.keptUntil !== null && gate.keptUntil < limits.until,
  );
  if (open.length === 0) return false;
  const known = (await env.ledger.site(site))?.version ?? '';
  // Where GLPI can be told the end itself (updated to 11 meanwhile), it is told at once.
  const life = keptAtMost(known) ?? Number.POSITIVE_INFINITY;
  const worn = open.filter(
    (invite) => (invite.gate.keptUntil ?? 0) - env.now() < life - renewAfter && due(env, invite),
  );
  if (worn.length === 0) return false;
  await sessionWithClock(env, site);
  await inSession(env, site, async (call, { version, clock }) => {
    const dates = worn.map((invite) => ({
      invite,
      userId: invite.gate.userId ?? -1,
      ...tokenDate(version, clock, env.now(), invite.limits.until),
    }));
    const taken = await renewDates(call, dates);
    await env.ledger.write(async (ledger) => {
      for (const { invite, userId, keptUntil } of dates) {
        const now = await ledger.invite(invite.id);
        if (!now || !isPersonal(now) || now.state !== 'open') continue;
        if (!taken.includes(userId)) continue;
        const trouble = now.trouble?.code === 'linkNotSet' ? null : now.trouble;
        const gate = { ...now.gate, keptUntil };
        await ledger.putInvite({ ...now, gate, trouble, attempts: 0, retryAt: null });
      }
      if (taken.length > 0)
        await ledger.journal(entry(env, site, 'linksRenewed', { detail: { count: String(taken.length) } }));
    });
    for (const { invite, userId } of dates) {
      if (!taken.includes(userId))
        await noteFailure(env, invite.id, problem('linkNotSet', { login: invite.gate.login }));
    }
  });
  return true;
}

/** Ends, in GLPI too, what is over. */
async function endAll(env: Environment, site: SiteId): Promise<boolean> {
  const closing = (await livePersonal(env, site, 'closing')).filter((invite) => due(env, invite));
  for (const invite of closing.slice(0, endAtOnce)) {
    try {
      await inSession(env, site, (call, session) => end(env, call, session, invite));
    } catch (thrown) {
      await noteFailure(env, invite.id, problemOf(thrown));
      env.changed();
      passOn(thrown);
    }
  }
  return closing.length > 0;
}

/**
 * Ends one link: looks at the account once more, since somebody may have used it a moment ago; empties the token; shuts
 * the account where nobody used it and that was chosen; and reads back that GLPI did. An account of before keeps what it
 * has, and a token that is not ours any more is somebody else's.
 */
async function end(env: Environment, call: Call, session: Session, invite: PersonalInvite): Promise<void> {
  const { gate, closedBecause } = invite;
  const account = gate.userId === null ? null : await accountOrNull(call, session, gate.userId);
  if (!account || account.deleted) return await finish(env, invite, {});
  const usedAt = gate.usedAt ?? cameInAt(gate, account);
  const wasUsed = usedAt !== null && closedBecause !== 'failed';
  const isOurs =
    gate.storedToken === null ||
    account.token === null ||
    account.token === gate.storedToken ||
    !gate.existing;
  // Whoever signed in without it (a password of before, one that an admin set) leaves a token behind.
  const clear = gate.way === 'link' && account.token !== '' && isOurs;
  const mayShut = !wasUsed && !gate.existing;
  const shut = account.active && mayShut && (gate.ifUnused === 'disable' || closedBecause === 'failed');
  if (clear || shut) {
    await endLink(call, account.userId, { clear, shut });
    // GLPI 10 leaves out what the admin may not change, and tells of success (live.md, c).
    const after = await linkedAccount(call, session.clock, account.userId);
    if ((clear && after.token !== null && after.token !== '') || (shut && after.active))
      throw new ProblemError(problem('linkNotCleared', { login: gate.login }));
  }
  if (wasUsed) await finish(env, invite, { usedAt, closedBecause: 'used' });
  else await finish(env, invite, { shut: gate.shut || shut });
}

async function accountOrNull(call: Call, session: Session, userId: number): Promise<LinkedAccount | null> {
  try {
    return await linkedAccount(call, session.clock, userId);
  } catch (thrown) {
    if (problemOf(thrown).code === 'itemMissing') return null;
    throw thrown;
  }
}

/** The last step: the token is forgotten. A failed invite keeps its reason. */
async function finish(
  env: Environment,
  invite: PersonalInvite,
  outcome: {
    readonly usedAt?: Instant;
    readonly closedBecause?: 'used';
    readonly shut?: boolean;
  },
): Promise<void> {
  await env.ledger.write(async (ledger) => {
    const now = await ledger.invite(invite.id);
    if (!now || !isPersonal(now) || now.state !== 'closing') return;
    const because = outcome.closedBecause ?? now.closedBecause ?? 'revoked';
    const wasNoted = now.gate.usedAt !== null;
    await ledger.putInvite({
      ...now,
      state: 'closed',
      closedBecause: because,
      closedAt: env.now(),
      gate: {
        ...now.gate,
        token: null,
        storedToken: null,
        usedAt: outcome.usedAt ?? now.gate.usedAt,
        shut: outcome.shut ?? now.gate.shut,
      },
      trouble: because === 'failed' ? now.trouble : null,
      attempts: 0,
      retryAt: null,
    });
    const about = { inviteId: now.id, detail: { login: now.gate.login } };
    if (outcome.usedAt !== undefined && !wasNoted)
      await ledger.journal(entry(env, now.site, 'personCameIn', about));
    if (outcome.shut && !now.gate.shut) await ledger.journal(entry(env, now.site, 'accountDisabled', about));
    await ledger.journal(entry(env, now.site, 'inviteClosed', { ...about, detail: { because } }));
  });
  env.changed();
}
