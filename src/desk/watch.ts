import { toInstant } from '../glpi/clock.ts';
import { unescapeHtml } from '../glpi/html.ts';
import { createsUsers } from '../glpi/rights.ts';
import type { Call, Session } from '../glpi/session.ts';
import { type FormTicket, ticketsFromForms } from '../glpi/tickets.ts';
import { isTooLong, readAnswers, readCode, readOwnAnswers } from '../invite/answers.ts';
import { type Instant, minute } from '../invite/instant.ts';
import { type FormInvite, type Invite, isBatch, isFormInvite, type SiteId } from '../invite/invite.ts';
import { fail, problem, problemOf } from '../invite/problem.ts';
import { oddAnswers } from '../invite/question.ts';
import { nothingDone, type Registration, registrationId } from '../invite/registration.ts';
import { canChange } from '../invite/status.ts';
import { holdsUse } from '../invite/uses.ts';
import type { Watermark } from '../ledger/ledger.ts';
import { admit, nextTogether } from './admit.ts';
import { closeOverdueLinks, inviteByCode, isBatchOver } from './batch.ts';
import { goOnWithBulks } from './bulk.ts';
import { beginClosing, closeInGlpi, finishClosing, purgeClosed } from './close.ts';
import { noteTrouble } from './connect.ts';
import type { Environment } from './environment.ts';
import { inspect, nextInspection, noteInspection, waitingForSomebody } from './inspect.ts';
import { takeDown } from './issue.ts';
import { entry } from './journal.ts';
import { warningsAbout } from './judge.ts';
import { lookAfterPersonal } from './personal-life.ts';
import { lookAtSeals, nextLookAt } from './seal-look.ts';
import { inSession, renewSession } from './sessions.ts';
import { settleForm } from './settle-form.ts';
import { siteWork } from './site-work.ts';
import { sayThatWeWatch } from './watchers.ts';

/** Tickets may become visible this late, in a GLPI that is busy: GLPI makes each within a transaction of its own. */
const overlap = 10 * minute;
/** Before judging, what we know of GLPI's clock, and of the admin's rights, is not older than this. */
const clockLife = 10 * minute;

/** What is to be done at a site, and when at the earliest. */
export interface Agenda {
  /** Something is open or unfinished: rounds. */
  readonly rounds: boolean;
  /** When the next closed form is due to be taken out of GLPI, or a failed step to be tried again; null when never. */
  readonly wakeAt: Instant | null;
}

/** What is to be done at each site that has anything to do. Asks GLPI nothing. */
export async function agendas(env: Environment): Promise<Map<SiteId, Agenda>> {
  const [live, unfinished, sites, bulks] = await Promise.all([
    env.ledger.liveInvites(),
    env.ledger.unfinishedRegistrations(),
    env.ledger.sites(),
    env.ledger.runningBulks(),
  ]);
  const lookedAt = new Map(sites.map((site) => [site.id, site.lookedAt]));
  const bySite = new Map<SiteId, Agenda>();
  const add = (site: SiteId, rounds: boolean, wakeAt: Instant | null) => {
    const before = bySite.get(site) ?? { rounds: false, wakeAt: null };
    const moments = [before.wakeAt, wakeAt].filter((moment) => moment !== null);
    bySite.set(site, {
      rounds: before.rounds || rounds,
      wakeAt: moments.length > 0 ? Math.min(...moments) : null,
    });
  };
  for (const invite of live) {
    const closed = invite.state === 'closed';
    add(invite.site, !closed, closed ? invite.purgeAt : null);
    const last = lastLookAt(invite, lookedAt.get(invite.site) ?? null, env.now());
    if (last !== null) add(invite.site, false, last);
  }
  for (const registration of unfinished) add(registration.site, true, null);
  for (const bulk of bulks) add(bulk.site, true, null);
  const waits = new Set((await waitingForSomebody(env)).map(({ site }) => site));
  for (const site of sites) {
    const look = await nextLookAt(env, site.id);
    if (look !== null) add(site.id, false, look);
    // Rounds inspect by themselves.
    if (waits.has(site.id) && !bySite.get(site.id)?.rounds)
      add(site.id, false, nextInspection(site, env.now(), false));
  }
  return bySite;
}

/** So long after an invite was closed, the tickets of forms that were sent before are all there to be seen. */
const lateTickets = minute;

/**
 * When, by our clock, a closed invite is to be looked at for the last time; null when that was done, or there is nothing
 * to look at. Whether it was done goes by the server's clock: ours may have been set while GLPI was still at it.
 */
function lastLookAt(invite: Invite, lookedAt: Instant | null, now: Instant): Instant | null {
  const { state, closedAt, purgeAt } = invite;
  // Without a form to take away there never was one that anybody could have sent.
  if (state !== 'closed' || closedAt === null || purgeAt === null) return null;
  const closed = invite.closedByServer ?? closedAt;
  if (lookedAt !== null && lookedAt >= closed + lateTickets) return null;
  // A clock that was set back since says nothing about how long ago that was.
  return now < closedAt ? now : closedAt + lateTickets;
}

/** Whether nothing can come by a closed invite any more that nobody has seen. */
export function hasBeenLookedAt(invite: Invite, lookedAt: Instant | null, now: Instant): boolean {
  return lastLookAt(invite, lookedAt, now) === null;
}

/**
 * One round at a site: finds new registrations of all invites with one request, takes each as far as it goes, closes
 * what is used up or expired, and finishes what was left unfinished. Asks GLPI nothing when there is nothing to do.
 *
 * Never fails: what stands in the way is noted for the surfaces, and the next round tries again.
 */
export async function round(env: Environment, site: SiteId): Promise<void> {
  await siteWork(env, site, async () => {
    try {
      if (await roundWithin(env, site)) await noteTrouble(env, site, null);
    } catch (thrown) {
      await noteTrouble(env, site, problemOf(thrown));
      env.changed();
    }
  });
  // Each of its invites takes the site's lock for itself, so that nobody waits for hundreds of them.
  await goOnWithBulks(env, site);
}

/** True when GLPI was asked anything, and so answered. */
async function roundWithin(env: Environment, site: SiteId): Promise<boolean> {
  const lookAt = await nextLookAt(env, site);
  const looksAtSeals = lookAt !== null && env.now() >= lookAt;
  // First, so that what a colleague has issued or narrowed counts in this very round.
  if (looksAtSeals)
    await inSession(env, site, async (call, session) => {
      await lookAtSeals(env, call, site);
      await sayThatWeWatch(env, call, session, site);
    });
  const live = await liveForms(env, site);
  // Issuing holds the same lock: an invite that is still opening now was left behind by a killed background.
  for (const invite of live)
    if (invite.state === 'opening' && due(env, invite.retryAt))
      await takeDown(env, invite.id, problem('issueTakenDown'));

  for (const invite of live)
    if ((invite.formDue || (invite.seal?.due && canChange(invite))) && due(env, invite.retryAt))
      await settleForm(env, invite.id);

  // A paused one too: what was sent before it was paused still counts.
  const watched = live.some((invite) => invite.state !== 'opening' && invite.state !== 'closed');
  const lookedAt = (await env.ledger.site(site))?.lookedAt ?? null;
  const lastLook = live.some((invite) => {
    const at = lastLookAt(invite, lookedAt, env.now());
    return at !== null && env.now() >= at;
  });
  if (watched || lastLook) {
    const serverTime = await inSession(env, site, (call, session) => look(env, call, session, site));
    if (lastLook)
      await env.ledger.write(async (ledger) => {
        const known = await ledger.site(site);
        if (known) await ledger.putSite({ ...known, lookedAt: serverTime ?? env.now() });
      });
  }
  const inspects = await inspectionDue(env, site, watched);
  // Where nothing else is to be done, GLPI is not asked again at each waking for as long as it cannot be.
  if (inspects && !watched) await noteInspection(env, site);
  if (inspects) await inSession(env, site, (call, session) => inspect(env, call, session, site));
  await goOn(env, site);

  const lookedAfter = await lookAfterPersonal(env, site);
  const closing = await closeWhatIsOver(env, site);
  if (closing.length > 0) {
    // Somebody may have sent a form a moment before it was closed: look once more, then it is over.
    await inSession(env, site, (call, session) => look(env, call, session, site));
    await goOn(env, site);
    for (const inviteId of closing) await inSession(env, site, (call) => finishClosing(env, call, inviteId));
  }
  const overdue = live.filter(
    (invite) =>
      invite.state === 'closed' &&
      invite.purgeAt !== null &&
      env.now() >= invite.purgeAt &&
      due(env, invite.retryAt),
  );
  for (const invite of overdue) await inSession(env, site, (call) => purgeClosed(env, call, invite));
  return (
    looksAtSeals || watched || lastLook || inspects || lookedAfter || closing.length > 0 || overdue.length > 0
  );
}

/** Whether a site is to be inspected now: something is open there, or somebody waits. */
async function inspectionDue(env: Environment, site: SiteId, watched: boolean): Promise<boolean> {
  const known = await env.ledger.site(site);
  if (!known || env.now() < nextInspection(known, env.now(), watched)) return false;
  return watched || (await waitingForSomebody(env)).some((registration) => registration.site === site);
}

const due = (env: Environment, retryAt: Instant | null) => retryAt === null || env.now() >= retryAt;

/** The live invites of a site that are forms; personal links have a life of their own. */
async function liveForms(env: Environment, site: SiteId): Promise<FormInvite[]> {
  return (await env.ledger.liveInvites()).filter(isFormInvite).filter((invite) => invite.site === site);
}

/** Writes down every registration that is new. Gives back when GLPI answered, by its server's clock, where that is known. */
export async function look(
  env: Environment,
  call: Call,
  session: Session,
  site: SiteId,
): Promise<Instant | null> {
  const before = (await env.ledger.site(site))?.watermark ?? null;
  const { tickets, heavy, serverTime } = await ticketsFromForms(
    call,
    before?.floor ?? 0,
    async (ticketId) => !(await env.ledger.registration(registrationId(site, ticketId))),
    await isHeavy(env, site),
  );
  if (heavy) await env.memory.set(heavyKey(site), env.now());
  const invites = new Map(
    (await liveForms(env, site)).flatMap((invite) =>
      invite.gate.formId === null ? [] : [[invite.gate.formId, invite] as const],
    ),
  );
  let clock = session.clock;
  let clockReadAt = session.openedAt;
  let found = false;
  for (const ticket of tickets) {
    const invite = ticket.formIds.map((formId) => invites.get(formId)).find((match) => match !== undefined);
    if (!invite || (await env.ledger.registration(registrationId(site, ticket.ticketId)))) continue;
    if (env.now() - clockReadAt > clockLife) {
      clock = (await renewSession(env, site)).clock;
      clockReadAt = env.now();
    }
    const submittedAt = toInstant(clock, ticket.openedAt) ?? env.now();
    const code =
      isBatch(invite) && ticket.content !== null ? readCode(ticket.content, invite.gate.nonce) : null;
    const meant = isBatch(invite) ? await inviteByCode(env, invite, code) : invite;
    if (await receive(env, invite, meant.id, ticket, submittedAt)) found = true;
  }
  const after = advance(before, tickets.at(-1)?.ticketId ?? 0, env.now());
  if (after.floor !== before?.floor || after.ceiling !== before.ceiling) {
    await env.ledger.write(async (ledger) => {
      const known = await ledger.site(site);
      if (known) await ledger.putSite({ ...known, watermark: after });
    });
  }
  if (found) env.changed();
  return serverTime;
}

const heavyKey = (site: SiteId) => `heavy ${site}`;

/** Whether a ticket too long to be read with others is still among those that are looked at again. */
async function isHeavy(env: Environment, site: SiteId): Promise<boolean> {
  const since = await env.memory.get(heavyKey(site));
  return typeof since === 'number' && env.now() - since < 2 * overlap;
}

/** The search moves on to what was the highest id ten minutes ago. */
export function advance(before: Watermark | null, highest: number, now: Instant): Watermark {
  if (!before) return { floor: 0, ceiling: highest, ceilingSince: now };
  if (now - before.ceilingSince < overlap) return before;
  if (before.floor === before.ceiling && highest <= before.ceiling) return before;
  return { floor: before.ceiling, ceiling: Math.max(before.ceiling, highest), ceilingSince: now };
}

/** `inviteId`: which invite it counts for, where the form is that of a batch. */
async function receive(
  env: Environment,
  invite: FormInvite,
  inviteId: string,
  ticket: FormTicket,
  submittedAt: Instant,
): Promise<boolean> {
  const id = registrationId(invite.site, ticket.ticketId);
  const { questions = [] } = invite;
  const { content } = ticket;
  const { nonce } = invite.gate;
  const own = content === null ? null : readOwnAnswers(content, nonce, questions, unescapeHtml);
  const read = content === null || own === null ? null : readAnswers(content, nonce, unescapeHtml);
  const tooLong = content === null || (read !== null && own !== null && isTooLong(read, questions, own));
  const answers = tooLong ? null : read;
  const ownAnswers = answers === null || own === null ? [] : own;
  // Typed delimiters are a stranger's doing, their absence is somebody's who may edit forms or tickets.
  const unmarked = content !== null && !content.includes(nonce);
  return await env.ledger.write(async (ledger) => {
    if (await ledger.registration(id)) return false;
    const registration: Registration = {
      id,
      site: invite.site,
      inviteId,
      ticketId: ticket.ticketId,
      submittedAt,
      seenAt: env.now(),
      answers,
      ...(ownAnswers.length > 0 ? { ownAnswers } : {}),
      state: 'received',
      reason: tooLong ? problem('answersTooLong') : unmarked ? problem('answersUnmarked') : null,
      warnings: [
        ...warningsAbout(ticket, answers),
        ...(answers === null ? [] : oddAnswers(questions, ownAnswers)),
      ],
      login: null,
      progress: { ...nothingDone, ticketSolved: ticket.settled },
      handOver: null,
      decidedBy: null,
      attempts: 0,
      retryAt: null,
      endedAt: null,
    };
    await ledger.putRegistration(registration);
    await ledger.journal(
      entry(env, invite.site, 'registrationSeen', {
        inviteId,
        registrationId: id,
        detail: { ticket: String(ticket.ticketId) },
      }),
    );
    return true;
  });
}

/** Takes every unfinished registration of the site as far as it goes, in the order in which GLPI got them. */
async function goOn(env: Environment, site: SiteId): Promise<void> {
  let todo: readonly Registration[] = (await env.ledger.unfinishedRegistrations())
    .filter((registration) => registration.site === site && due(env, registration.retryAt))
    .toSorted((one, other) => one.ticketId - other.ticketId);
  if (todo.length > 0) await expectRights(env, site);
  while (todo.length > 0) {
    const together = nextTogether(todo);
    const ids = together.map(({ id }) => id);
    const again = await inSession(env, site, (call, session) => admit(env, call, session, ids));
    todo = [...together.filter(({ id }) => again.includes(id)), ...todo.slice(together.length)];
  }
}

/**
 * Before anything is made of registrations: the session is not older than ten minutes. An open API session keeps the
 * rights that its user had when it was opened, even those of an account that was purged since (measured on 11.0.6).
 */
async function expectRights(env: Environment, site: SiteId): Promise<void> {
  const current = await inSession(env, site, async (_, session) => session);
  const session = env.now() - current.openedAt > clockLife ? await renewSession(env, site) : current;
  if (!createsUsers(session.rights)) fail('userRightMissing', { profile: session.profileName });
}

/** Closes, in GLPI too, what is used up or expired and what was being closed. Gives back what can be finished. */
async function closeWhatIsOver(env: Environment, site: SiteId): Promise<string[]> {
  await closeOverdueLinks(env, site);
  for (const invite of await liveForms(env, site)) {
    if (!canChange(invite)) continue;
    if ((await isUsedUp(env, invite)) || (await isBatchOver(env, invite)))
      await beginClosing(env, invite.id, 'used');
    else if (env.now() > invite.limits.until) await beginClosing(env, invite.id, 'expired');
  }
  const closing = (await liveForms(env, site)).filter(
    (invite) => invite.state === 'closing' && due(env, invite.retryAt),
  );
  const closed: string[] = [];
  for (const invite of closing) {
    if (await inSession(env, site, (call) => closeInGlpi(env, call, invite))) closed.push(invite.id);
  }
  return closed;
}

/** All uses made, and none on its way that could still fail and be given back. */
async function isUsedUp(env: Environment, invite: Invite): Promise<boolean> {
  const { maxUses } = invite.limits;
  if (maxUses === null) return false;
  const registrations = await env.ledger.registrationsOf(invite.id);
  const certain = registrations.filter(
    (registration) => holdsUse(registration) && registration.progress.userId !== null,
  );
  return certain.length >= maxUses;
}
