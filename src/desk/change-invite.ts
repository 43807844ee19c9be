import { isPrivileged } from '../invite/grant.ts';
import { type GuardRails, lifeAbove, usesAbove } from '../invite/guard-rails.ts';
import type { Instant } from '../invite/instant.ts';
import { type Invite, isBatch, isBatchLink } from '../invite/invite.ts';
import type { JournalEntry, JournalEvent } from '../invite/journal.ts';
import { type Limits, problemWithLimits } from '../invite/limits.ts';
import { isPersonal } from '../invite/password-gate.ts';
import { fail, type Problem, ProblemError } from '../invite/problem.ts';
import { canChange } from '../invite/status.ts';
import { holdsUse } from '../invite/uses.ts';
import type { Writing } from '../ledger/ledger.ts';
import { sealOfBatchDue } from './batch.ts';
import type { Environment } from './environment.ts';
import { entry } from './journal.ts';
import { nextMark } from './sealed.ts';
import { ownKey } from './sealer.ts';
import { settleForm } from './settle-form.ts';
import { siteWork } from './site-work.ts';

/** What can be changed about an invite that is out; what is absent stays. */
export interface InviteChange {
  readonly label?: string | undefined;
  readonly note?: string | undefined;
  readonly until?: Instant | undefined;
  readonly maxUses?: number | null | undefined;
}

interface Alteration {
  readonly invite: Invite;
  readonly event: JournalEvent;
  readonly detail?: Readonly<Record<string, string>>;
}

/** Stops letting people in: the link answers 403 from now on. What was sent before still counts. Paused already is done. */
export async function pauseInvite(env: Environment, id: string): Promise<Invite> {
  return await alter(env, id, (now) => {
    if (now.state === 'paused') return null;
    mustBeOut(now);
    return {
      invite: { ...asDue(now), state: 'paused', pausedAt: env.now() },
      event: 'invitePaused',
    };
  });
}

/** Lets people in again by the same link. Open already is done. Fails with `untilInThePast` where its time is over. */
export async function resumeInvite(env: Environment, id: string): Promise<Invite> {
  return await alter(env, id, (now) => {
    if (now.state === 'open') return null;
    mustBeOut(now);
    if (now.limits.until <= env.now()) fail('untilInThePast');
    return { invite: { ...asDue(now), state: 'open', pausedAt: null }, event: 'inviteResumed' };
  });
}

/**
 * Changes label, note, last moment or number of uses. Label and note of a closed invite may be changed too: they are
 * for the admin alone. Fails with what is wrong with the new limits or above
 * what the organisation has set, and with `usesBelowMade` below what is used.
 */
export async function changeInvite(env: Environment, id: string, change: InviteChange): Promise<Invite> {
  const rails = await env.guardRails();
  return await alter(env, id, (now, held) => {
    const limits = {
      ...now.limits,
      until: change.until ?? now.limits.until,
      maxUses: change.maxUses === undefined ? now.limits.maxUses : change.maxUses,
    };
    const changed: Invite = {
      ...now,
      label: change.label ?? now.label,
      note: change.note ?? now.note,
      limits,
    };
    const detail = differences(now, changed);
    if (Object.keys(detail).length === 0) return null;
    const limitsChange = limits.until !== now.limits.until || limits.maxUses !== now.limits.maxUses;
    if (!limitsChange) return { invite: changed, event: 'inviteChanged', detail };

    mustBeOut(now);
    const wrong = problemWithLimits(limits, env.now());
    if (wrong) throw new ProblemError(wrong);
    const above = aboveRails(rails, now, limits);
    if (above) throw new ProblemError(above);
    if (isPrivileged(now.grant) && limits.maxUses !== 1) fail('privilegedForOne');
    if (limits.maxUses !== null && limits.maxUses < held) fail('usesBelowMade', { used: String(held) });
    // The form says until when; how often is said nowhere in GLPI.
    const due = limits.until !== now.limits.until;
    return { invite: due ? asDue(changed) : changed, event: 'inviteChanged', detail };
  });
}

/** What the organisation does not allow of a change. What is stricter than before is allowed, wherever it was before. */
function aboveRails(rails: GuardRails, { limits: before, createdAt }: Invite, after: Limits): Problem | null {
  const longer = after.until > before.until ? lifeAbove(rails, after.until, createdAt) : null;
  const isMore = before.maxUses !== null && (after.maxUses === null || after.maxUses > before.maxUses);
  return longer ?? (isMore ? usesAbove(rails, after.maxUses) : null);
}

/** A label or note changes nothing for anybody else; everything else needs an invite that is open or paused. */
function mustBeOut(invite: Invite): void {
  if (!canChange(invite)) fail('inviteNotOpen');
  // Its token has an end of its own in GLPI, which is moved by issuing the link again.
  if (isPersonal(invite)) fail('personalFixed');
}

/** To be brought into line in GLPI, at once and without waiting for what failed before. Of a link of a batch GLPI knows nothing. */
function asDue(invite: Invite): Invite {
  if (isBatchLink(invite)) return invite;
  return { ...invite, formDue: true, attempts: 0, retryAt: null };
}

function differences(before: Invite, after: Invite): Record<string, string> {
  const detail: Record<string, string> = {};
  const note = (name: string, was: string, is: string) => {
    if (was === is) return;
    detail[name] = is;
    detail[`${name}Before`] = was;
  };
  const uses = (maxUses: number | null) => (maxUses === null ? '∞' : String(maxUses));
  const moment = (until: Instant) => new Date(until).toISOString();
  note('label', before.label, after.label);
  note('note', before.note, after.note);
  note('until', moment(before.limits.until), moment(after.limits.until));
  note('maxUses', uses(before.limits.maxUses), uses(after.limits.maxUses));
  return detail;
}

/** The form of a batch ends with the batch: no link of it lasts longer, and those that would have ended with it still do. */
async function keepWithinBatch(ledger: Writing, before: Invite, after: Invite): Promise<void> {
  const { until } = after.limits;
  if (until === before.limits.until) return;
  if (isBatchLink(after)) {
    const batch = await ledger.invite(after.gate.batchId);
    if (batch && until > batch.limits.until) fail('linkWithinBatch');
  }
  if (!isBatch(after)) return;
  for (const link of await ledger.linksOut(after.id))
    if (link.limits.until === before.limits.until || link.limits.until > until)
      await ledger.putInvite({ ...link, limits: { ...link.limits, until } });
}

/**
 * One change of one invite: in the ledger first, then in GLPI, both under the site's lock. `null` from `alteration` means
 * that it is so already. When GLPI cannot be told now, the invite says why, and a round tells it later.
 */
async function alter(
  env: Environment,
  id: string,
  alteration: (now: Invite, held: number) => Alteration | null,
): Promise<Invite> {
  const known = (await env.ledger.invite(id)) ?? fail('inviteUnknown');
  const key = await ownKey(env);
  return await siteWork(env, known.site, async () => {
    const changed = await env.ledger.write(async (ledger) => {
      const now = (await ledger.invite(id)) ?? fail('inviteUnknown');
      const held = (await ledger.registrationsOf(id)).filter(holdsUse).length;
      const actor = (await ledger.site(now.site))?.adminName ?? '';
      const altered = alteration(now, held);
      if (altered === null) return now;
      await keepWithinBatch(ledger, now, altered.invite);
      const after = sealsTheSame(now, altered.invite)
        ? altered.invite
        : { ...altered.invite, ...nextMark(now, key, env.now()) };
      await ledger.putInvite(after);
      if (isBatchLink(after) && !sealsTheSame(now, after)) await sealOfBatchDue(env, ledger, after, key);
      const { event, detail = {} } = altered;
      const line: JournalEntry = entry(env, now.site, event, { actor, inviteId: id, detail });
      await ledger.journal(line);
      return after;
    });
    env.changed();
    const sealed = isBatchLink(changed) ? changed.gate.batchId : id;
    if (changed.formDue || changed.seal?.due || sealed !== id) await settleForm(env, sealed);
    return (await env.ledger.invite(id)) ?? fail('inviteUnknown');
  });
}

/** Whether a change is none that colleagues are told of: a label or a note is for one's own eyes. */
function sealsTheSame(before: Invite, after: Invite): boolean {
  return (
    !canChange(after) ||
    (before.state === after.state && JSON.stringify(before.limits) === JSON.stringify(after.limits))
  );
}
