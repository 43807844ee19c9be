/**
 * What may have changed in GLPI behind an open invite: its form, what it grants, and registrations that somebody else
 * decided on. Looked at every ten minutes while anything is open, apart from the rounds, which ask one thing alone.
 */
import { formStandings, rewriteDestination } from '../glpi/forms.ts';
import { isEdited } from '../glpi/seals.ts';
import type { Call, Session } from '../glpi/session.ts';
import { settledAmong } from '../glpi/tickets.ts';
import { hour, type Instant, minute } from '../invite/instant.ts';
import { type FormInvite, isFormInvite, type SiteId } from '../invite/invite.ts';
import { type Problem, problem } from '../invite/problem.ts';
import type { Registration } from '../invite/registration.ts';
import type { Site } from '../ledger/schema.ts';
import { isSolvedByHand, settleElsewhere } from './admit.ts';
import { categoryOf } from './category.ts';
import { freshDirectory } from './choices.ts';
import type { Environment } from './environment.ts';
import { planOf } from './issue.ts';
import { entry } from './journal.ts';
import { aboutSeals, lookAtSeals } from './seal-look.ts';
import { nextMark } from './sealed.ts';
import { ownKey } from './sealer.ts';

const every = 10 * minute;
/** Where nothing is open any more, and registrations still wait for a person. */
const everyWhereClosed = hour;
/** So many registrations are settled in one inspection as they were elsewhere; the others in the next. */
const mostSettled = 100;

/** When a site is due to be inspected. `watched`: something is open there. */
export function nextInspection({ inspectedAt }: Site, now: Instant, watched: boolean): Instant {
  // A clock that was set back must not put it off for ever.
  if (inspectedAt === null || inspectedAt > now) return now;
  return inspectedAt + (watched ? every : everyWhereClosed);
}

/** Notes that a site is inspected now. */
export async function noteInspection(env: Environment, site: SiteId): Promise<void> {
  await env.ledger.write(async (ledger) => {
    const known = await ledger.site(site);
    if (known) await ledger.putSite({ ...known, inspectedAt: env.now() });
  });
}

/** Looks at what is open at the site, and notes for each invite what is the matter with it. */
export async function inspect(env: Environment, call: Call, session: Session, site: SiteId): Promise<void> {
  const open = (await env.ledger.liveInvites())
    .filter(isFormInvite)
    .filter((invite) => invite.site === site && invite.state === 'open');
  if (open.length > 0) await inspectInvites(env, call, session, site, open);
  await inspectWaiting(env, call, session, site);
  await noteInspection(env, site);
}

async function inspectInvites(
  env: Environment,
  call: Call,
  session: Session,
  site: SiteId,
  open: readonly FormInvite[],
): Promise<void> {
  const formIds = open.flatMap((invite) => invite.gate.formId ?? []);
  const standings = await formStandings(call, await categoryOf(env, call, site), formIds);
  const kept = await lookAtSeals(env, call, site);
  const directory = await freshDirectory(env, site);
  const has = (list: readonly { readonly id: number }[], id: number) => list.some((one) => one.id === id);
  for (const invite of open) {
    const { profile, entity, groups } = invite.grant;
    const standing = standings.get(invite.gate.formId ?? 0);
    const gone = groups.filter((group) => !has(directory.groups, group.id)).map((group) => group.name);
    const edited = standing !== 'gone' && isEdited(kept.get(invite.gate.formId ?? 0), invite.gate.nonce);
    const found: Problem | null =
      standing === 'gone'
        ? problem('formGone')
        : edited && !(await rewrite(env, call, session, invite))
          ? problem('formEdited')
          : standing === 'inactive'
            ? problem('formInactive')
            : !has(directory.entities, entity.id)
              ? problem('entityMissing', { entity: entity.name })
              : !has(directory.profiles, profile.id)
                ? problem('profileNotGrantable', { profile: profile.name })
                : gone.length > 0
                  ? problem('groupMissing', { group: gone.join(', ') })
                  : null;
    await noteFound(env, invite.id, found);
  }
}

/** Writes the destination of a form anew, from the ledger; a registration that came in between waits for a person. */
async function rewrite(env: Environment, call: Call, session: Session, invite: FormInvite): Promise<boolean> {
  const { formId } = invite.gate;
  if (formId === null || invite.key === null) return false;
  const key = await ownKey(env);
  const now = await env.ledger.write(async (ledger) => {
    const before = await ledger.invite(invite.id);
    if (!before?.seal || !isFormInvite(before) || before.seal.by === key) return before;
    // Sealed by a colleague, or in the browser that this ledger is a copy of.
    const mine = { ...before, ...nextMark(before, key, env.now()) };
    await ledger.putInvite(mine);
    return mine;
  });
  if (!now || !isFormInvite(now)) return false;
  const done = await rewriteDestination(call, formId, await planOf(env, call, session, now));
  if (!done) return false;
  await env.ledger.write(async (ledger) => {
    const after = await ledger.invite(invite.id);
    if (after?.seal && after.seal.serial === now.seal?.serial)
      await ledger.putInvite({ ...after, seal: { ...after.seal, due: false } });
    await ledger.journal(entry(env, invite.site, 'formRewritten', { inviteId: invite.id }));
  });
  return true;
}

/** The troubles that an inspection may find, and so may also find gone. */
const inspected: readonly string[] = [
  'formGone',
  'formInactive',
  'formEdited',
  'entityMissing',
  'profileNotGrantable',
  'groupMissing',
];

async function noteFound(env: Environment, inviteId: string, found: Problem | null): Promise<void> {
  const changed = await env.ledger.write(async (ledger) => {
    const now = await ledger.invite(inviteId);
    if (now?.state !== 'open') return false;
    const before = now.trouble;
    // What is wrong with the seal is said by whoever looks at seals; what is found here weighs more.
    const isAboutSeal = before !== null && aboutSeals.includes(before.code);
    if (before && !inspected.includes(before.code) && !(isAboutSeal && found !== null)) return false;
    if (JSON.stringify(before) === JSON.stringify(found)) return false;
    await ledger.putInvite({ ...now, trouble: found });
    await ledger.journal(entry(env, now.site, 'formChanged', { inviteId, reason: found }));
    return true;
  });
  if (changed) env.changed();
}

/** Registrations of all sites that wait for a person, the oldest first; none of issuers who are not trusted (any more). */
export async function waitingForSomebody(env: Environment): Promise<Registration[]> {
  const waiting = (await env.ledger.registrationsThatNeedYou()).filter(
    ({ state }) => state === 'waiting' || state === 'failed',
  );
  const resting = new Set<string>();
  for (const inviteId of new Set(waiting.map((registration) => registration.inviteId)))
    if ((await env.ledger.invite(inviteId))?.colleague?.resting) resting.add(inviteId);
  return waiting
    .filter(({ inviteId }) => !resting.has(inviteId))
    .toSorted((one, other) => one.ticketId - other.ticketId);
}

/** Registrations that wait here may have been decided by a colleague, or in GLPI itself. */
async function inspectWaiting(env: Environment, call: Call, session: Session, site: SiteId): Promise<void> {
  const waiting = (await waitingForSomebody(env)).filter((registration) => registration.site === site);
  const settled = new Set(
    await settledAmong(
      call,
      waiting.map(({ ticketId }) => ticketId),
    ),
  );
  // Those last of whose end there was no word the last time.
  const ids = waiting
    .filter(({ ticketId }) => settled.has(ticketId))
    .toSorted((one, other) => Number(isSolvedByHand(one)) - Number(isSolvedByHand(other)))
    .map(({ id }) => id);
  await settleElsewhere(env, call, session, ids.slice(0, mostSettled));
}
