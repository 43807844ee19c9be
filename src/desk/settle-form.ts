import { adjustForm } from '../glpi/form-changes.ts';
import { isFormInvite } from '../invite/invite.ts';
import { type Problem, problem, problemOf } from '../invite/problem.ts';
import { canChange } from '../invite/status.ts';
import type { Environment } from './environment.ts';
import { formTexts } from './issue.ts';
import { later } from './retry.ts';
import { inSession } from './sessions.ts';

/**
 * Makes the form in GLPI what the ledger says: open or paused, with the present last moment in its header. To be called
 * within `siteWork`. Never fails: a failure is noted with the invite, and a round tries again.
 */
export async function settleForm(env: Environment, inviteId: string): Promise<void> {
  const invite = await env.ledger.invite(inviteId);
  if (!invite?.formDue || !canChange(invite) || !isFormInvite(invite)) return;
  const { formId } = invite.gate;
  try {
    const isThere =
      formId !== null &&
      (await inSession(env, invite.site, (call, session) =>
        adjustForm(call, formId, {
          active: invite.state === 'open',
          header: formTexts(env, invite, session.mail).header,
        }),
      ));
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

/** What an inspection found about the grant is not mended by a form that answers again. */
function kept(trouble: Problem | null): Problem | null {
  const aboutGrant = ['entityMissing', 'profileNotGrantable', 'groupMissing'];
  return trouble && aboutGrant.includes(trouble.code) ? trouble : null;
}
