import { closeForm, muteForm, purgeForm } from '../glpi/forms.ts';
import { escapeHtml } from '../glpi/html.ts';
import type { Call } from '../glpi/session.ts';
import { day, type Instant } from '../invite/instant.ts';
import { type ClosedBecause, type FormInvite, isBatch, isBatchLink, isFormInvite } from '../invite/invite.ts';
import { closedParagraphs } from '../invite/invitee-messages.ts';
import { newUuid } from '../invite/key.ts';
import { type Problem, problemOf } from '../invite/problem.ts';
import { inviteeText } from '../invite/texts/index.ts';
import { closeLink, closeLinksOf, sealOfBatchDue } from './batch.ts';
import { dropClaimsOf } from './claim.ts';
import type { Environment } from './environment.ts';
import { surroundings } from './issue.ts';
import { entry } from './journal.ts';
import { putOff } from './retry.ts';
import { nextMark, recordFor } from './sealed.ts';
import { ownKey } from './sealer.ts';

/** How long a closed form goes on explaining itself to late visitors before it is taken out of GLPI. */
export const grace = 30 * day;

/** Writes down that the invite is to be closed, and why; from now on it admits nobody new. */
export async function beginClosing(
  env: Environment,
  inviteId: string,
  because: ClosedBecause,
  actor?: string,
): Promise<void> {
  const key = await ownKey(env);
  await env.ledger.write(async (ledger) => {
    const invite = await ledger.invite(inviteId);
    if (invite?.state !== 'open' && invite?.state !== 'paused') return;
    if (isBatchLink(invite)) {
      await closeLink(env, ledger, invite, because, actor);
      if (because === 'revoked') await sealOfBatchDue(env, ledger, invite, key);
      return;
    }
    if (isBatch(invite)) await closeLinksOf(env, ledger, invite, because, actor);
    await ledger.putInvite({
      ...invite,
      state: 'closing',
      closedBecause: because,
      pausedAt: null,
      formDue: false,
      attempts: 0,
      retryAt: null,
      ...nextMark(invite, key, env.now()),
    });
    await ledger.journal(
      entry(env, invite.site, 'inviteClosing', {
        ...(actor ? { actor } : {}),
        inviteId,
        detail: { because },
      }),
    );
  });
  env.changed();
}

/**
 * Turns the form of a closing invite into a page that says so. The invite stays `closing` until a round has looked
 * for registrations once more: somebody may have sent the form a moment before. Notes a failure, to be tried again.
 */
export async function closeInGlpi(env: Environment, call: Call, invite: FormInvite): Promise<boolean> {
  try {
    if (invite.gate.formId !== null) {
      const texts = {
        name: inviteeText(invite.wording.language, 'closedName'),
        header: closedParagraphs(invite, surroundings(env, invite.site), invite.closedBecause ?? 'revoked')
          .map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`)
          .join(''),
      };
      await closeForm(call, invite.gate.formId, texts, newUuid(env.random));
    }
    return true;
  } catch (thrown) {
    await noteFailure(env, invite.id, problemOf(thrown));
    return false;
  }
}

/**
 * The last step of closing, once no registration can be on its way any more: the form makes no tickets from now on, and
 * the key is forgotten, since nothing opens with it. Notes a failure, to be tried again.
 */
export async function finishClosing(env: Environment, call: Call, inviteId: string): Promise<void> {
  const invite = await env.ledger.invite(inviteId);
  if (invite?.state !== 'closing' || !isFormInvite(invite)) return;
  let closedByServer: Instant | null = null;
  const { formId } = invite.gate;
  try {
    // One that a colleague closed says so already.
    const record = formId !== null && invite.seal?.due ? await recordFor(env, invite, formId) : null;
    if (formId !== null) closedByServer = await muteForm(call, formId, record);
  } catch (thrown) {
    return await noteFailure(env, inviteId, problemOf(thrown));
  }
  await env.ledger.write(async (ledger) => {
    const now = await ledger.invite(inviteId);
    if (now?.state !== 'closing') return;
    const at = env.now();
    await ledger.putInvite({
      ...now,
      state: 'closed',
      key: null,
      closedAt: at,
      closedByServer,
      purgeAt: isFormInvite(now) && now.gate.formId !== null ? at + grace : null,
      trouble: null,
      attempts: 0,
      retryAt: null,
      ...(now.seal ? { seal: { ...now.seal, due: false } } : {}),
    });
    await ledger.journal(
      entry(env, now.site, 'inviteClosed', { inviteId, detail: { because: now.closedBecause ?? 'revoked' } }),
    );
  });
  env.changed();
}

/** Takes the form of a long closed invite out of GLPI. Notes a failure, to be tried again. */
export async function purgeClosed(env: Environment, call: Call, invite: FormInvite): Promise<void> {
  try {
    if (invite.gate.formId !== null) await purgeForm(call, invite.gate.formId);
    await dropClaimsOf(call, invite.id);
    if (isBatch(invite))
      for (const link of await env.ledger.linksOfBatch(invite.id))
        if ((await env.ledger.registrationsOf(link.id)).length > 0) await dropClaimsOf(call, link.id);
    await env.ledger.write(async (ledger) => {
      const now = await ledger.invite(invite.id);
      if (!now) return;
      await ledger.putInvite({ ...now, purgeAt: null, trouble: null, retryAt: null });
      await ledger.journal(entry(env, now.site, 'formPurged', { inviteId: now.id }));
    });
  } catch (thrown) {
    await noteFailure(env, invite.id, problemOf(thrown));
  }
}

/** What went wrong, and when it may be tried again. */
export async function noteFailure(env: Environment, inviteId: string, trouble: Problem): Promise<void> {
  await env.ledger.write(async (ledger) => {
    const now = await ledger.invite(inviteId);
    if (!now) return;
    await ledger.putInvite({ ...now, ...putOff(now, trouble, env.now()) });
  });
}
