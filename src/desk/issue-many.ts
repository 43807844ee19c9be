import { mostInArray } from '../glpi/arrays.ts';
import { buildForms } from '../glpi/forms.ts';
import type { FormInvite, SiteId } from '../invite/invite.ts';
import { type Problem, problem, problemOf } from '../invite/problem.ts';
import type { IssueDraft } from '../messages/requests.ts';
import type { Environment } from './environment.ts';
import { draftInvite, planOf, readyToIssue, takeDown } from './issue.ts';
import { entry } from './journal.ts';
import { inSession } from './sessions.ts';
import { siteWork } from './site-work.ts';

/** So many invites are issued together: an array of forms. */
export const mostTogether = mostInArray;

/** One of many invites with a form each. `id`: fixed before anything is asked of GLPI. */
export interface OneOfMany {
  readonly id: string;
  readonly draft: IssueDraft;
}

/**
 * Issues up to thirty invites with a form each, in arrays: some nine calls instead of a hundred and fifty. Gives back what
 * is wrong with each, in their order; null where it is open. One that GLPI refuses is taken down, and the others stay.
 *
 * Fails when the connection does: then all of them are taken down again, by the next round where it cannot be done now.
 */
export async function issueMany(
  env: Environment,
  site: SiteId,
  many: readonly OneOfMany[],
): Promise<readonly (Problem | null)[]> {
  const session = await readyToIssue(env, site);
  const invites: FormInvite[] = [];
  for (const { id, draft } of many) invites.push(await draftInvite(env, site, draft, session, id));
  return await siteWork(env, site, async () => {
    await env.ledger.write(async (ledger) => {
      for (const invite of invites) {
        await ledger.putInvite(invite);
        await ledger.journal(
          entry(env, site, 'inviteOpening', { actor: session.userName, inviteId: invite.id }),
        );
      }
    });
    let problems: readonly (Problem | null)[];
    try {
      problems = await inSession(env, site, async (call, open) => {
        const plans = await Promise.all(invites.map((invite) => planOf(env, call, open, invite)));
        const built = await buildForms(call, plans, async (made) => {
          await env.ledger.write(async (ledger) => {
            for (const [index, invite] of invites.entries()) {
              const now = await ledger.invite(invite.id);
              const formId = made[index]?.formId ?? null;
              if (now && formId !== null)
                await ledger.putInvite({ ...now, gate: { ...invite.gate, formId } });
            }
          });
        });
        return built.map((form) => form.problem);
      });
    } catch (thrown) {
      for (const { id } of invites) await takeDown(env, id, problemOf(thrown));
      throw thrown;
    }
    await env.ledger.write(async (ledger) => {
      for (const [index, { id }] of invites.entries()) {
        if (problems[index] !== null) continue;
        const now = await ledger.invite(id);
        if (now?.state !== 'opening') continue;
        await ledger.putInvite({ ...now, state: 'open' });
        await ledger.journal(entry(env, site, 'inviteOpened', { actor: session.userName, inviteId: id }));
      }
      const known = await ledger.site(site);
      if (known && known.inspectedAt === null) await ledger.putSite({ ...known, inspectedAt: env.now() });
    });
    for (const [index, { id }] of invites.entries()) {
      const wrong = problems[index];
      if (wrong !== null) await takeDown(env, id, wrong ?? problem('issueTakenDown'));
    }
    env.changed();
    return problems;
  });
}
