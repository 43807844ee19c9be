import { adjustForm } from '../glpi/form-changes.ts';
import { keptWith, writeRecord } from '../glpi/seals.ts';
import type { Call } from '../glpi/session.ts';
import { type FormInvite, isFormInvite } from '../invite/invite.ts';
import { type Problem, problem, problemOf } from '../invite/problem.ts';
import { canChange } from '../invite/status.ts';
import { stricter } from './adopt.ts';
import type { Environment } from './environment.ts';
import { formTexts } from './issue.ts';
import { entry } from './journal.ts';
import { later } from './retry.ts';
import { digestOfRecord, openKept, recordFor } from './sealed.ts';
import { inSession } from './sessions.ts';
import { trustedKeys } from './trust.ts';

/**
 * Makes the form in GLPI what the ledger says: open or paused, with the present last moment in its header, and its seal.
 * To be called within `siteWork`. Never fails: a failure is noted with the invite, and a round tries again.
 */
export async function settleForm(env: Environment, inviteId: string): Promise<void> {
  const invite = await env.ledger.invite(inviteId);
  if (!invite || !(invite.formDue || invite.seal?.due) || !canChange(invite) || !isFormInvite(invite)) return;
  try {
    const isThere = await inSession(env, invite.site, async (call, session) => {
      // Before the form: what a colleague changed meanwhile may pause it.
      const sealed = invite.seal?.due ? await renewSeal(env, call, invite) : invite;
      const { formId } = sealed.gate;
      if (formId === null) return false;
      return !sealed.formDue
        ? true
        : await adjustForm(call, formId, {
            active: sealed.state === 'open',
            header: formTexts(env, sealed, session.mail).header,
          });
    });
    await env.ledger.write(async (ledger) => {
      const now = await ledger.invite(inviteId);
      if (!now) return;
      const trouble = isThere ? kept(now.trouble) : problem('formGone');
      await ledger.putInvite({ ...now, formDue: false, trouble, attempts: 0, retryAt: null });
    });
  } catch (thrown) {
    const trouble = problemOf(thrown);
    await env.ledger.write(async (ledger) => {
      const now = await ledger.invite(inviteId);
      if (!now) return;
      const retryAt = later(env.now(), now.attempts);
      await ledger.putInvite({ ...now, trouble, attempts: now.attempts + 1, retryAt });
    });
  }
  env.changed();
}

/**
 * Writes the seal of an invite anew: two requests. Where a colleague has renewed it meanwhile, what either of the two
 * lets in less counts. Gives back the invite as it is sealed now.
 */
async function renewSeal(env: Environment, call: Call, invite: FormInvite): Promise<FormInvite> {
  const { formId } = invite.gate;
  const place = formId === null ? null : await keptWith(call, formId);
  if (formId === null || place === null) return invite;
  const found = await openKept(place.record, new Set());
  const theirs =
    found.kind === 'sound' &&
    found.seal.site === invite.site &&
    found.seal.formId === formId &&
    found.seal.invite.id === invite.id &&
    found.seal.digest !== invite.seal?.digest &&
    found.seal.serial >= (invite.seal?.serial ?? 0) &&
    (await trustedKeys(env, invite.site)).has(found.seal.key)
      ? found.seal
      : null;
  const now = theirs
    ? await env.ledger.write(async (ledger) => {
        const before = (await ledger.invite(invite.id)) ?? invite;
        if (!isFormInvite(before) || !before.seal) return invite;
        const merged = {
          ...stricter(before, theirs.invite),
          seal: { ...before.seal, serial: theirs.serial + 1 },
          formDue: true,
        };
        await ledger.putInvite(merged);
        await ledger.journal(
          entry(env, before.site, 'inviteChanged', { actor: theirs.sealedBy, inviteId: before.id }),
        );
        return merged;
      })
    : invite;
  const record = await recordFor(env, now, formId);
  await writeRecord(call, place, record);
  const digest = await digestOfRecord(record);
  await env.ledger.write(async (ledger) => {
    const after = await ledger.invite(invite.id);
    // Changed again meanwhile: that is to be written too.
    if (!after?.seal || after.seal.serial !== now.seal?.serial) return;
    await ledger.putInvite({ ...after, seal: { ...after.seal, due: false, digest } });
    // Which serials count is to be written down soon, where there is a team.
    const site = await ledger.site(after.site);
    if (site) await ledger.putSite({ ...site, sealsLookedAt: null });
  });
  return now;
}

/** What an inspection found about the grant is not mended by a form that answers again. */
function kept(trouble: Problem | null): Problem | null {
  const aboutGrant = ['entityMissing', 'profileNotGrantable', 'groupMissing'];
  return trouble && aboutGrant.includes(trouble.code) ? trouble : null;
}
