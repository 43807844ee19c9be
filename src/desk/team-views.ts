import { formUrl } from '../glpi/forms.ts';
import { isFormInvite, type SiteId } from '../invite/invite.ts';
import { fail } from '../invite/problem.ts';
import { fingerprintOf, type IssuerKey } from '../invite/seal.ts';
import { canChange } from '../invite/status.ts';
import type { IssuerView, SealFindingView, TeamView, WatchView } from '../messages/team-views.ts';
import type { Environment } from './environment.ts';
import { entry } from './journal.ts';
import { aboutSeals, lastLook, lookAtSeals } from './seal-look.ts';
import { nextMark } from './sealed.ts';
import { actorName, ownKey } from './sealer.ts';
import { currentSession, inSession } from './sessions.ts';
import { settleForm } from './settle-form.ts';
import { siteWork } from './site-work.ts';
import { trust } from './trust.ts';
import { agendas } from './watch.ts';
import { othersWhoWatch } from './watchers.ts';

/** Those who share a GLPI, as they were at the last look. Asks GLPI nothing. */
export async function viewTeam(env: Environment, site: SiteId): Promise<TeamView> {
  const look = await lastLook(env, site);
  const own = await ownKey(env);
  return {
    own: own === null ? null : { name: await actorName(env, site), fingerprint: await fingerprintOf(own) },
    issuers: await issuersOf(env, site),
    findings: await findingsOf(env, site),
    unsealed: look?.unsealed ?? 0,
    floorsTrouble: look?.floorsTrouble ?? null,
    lookedAt: look?.at ?? (await env.ledger.site(site))?.sealsLookedAt ?? null,
  };
}

/** Those whom an admin decided on, then those only seen, by name. */
async function issuersOf(env: Environment, site: SiteId): Promise<IssuerView[]> {
  const decided = await env.ledger.issuers(site);
  const seen = (await lastLook(env, site))?.strangers ?? [];
  const out = (await env.ledger.liveInvites()).filter(
    (invite) => invite.site === site && invite.colleague && canChange(invite),
  );
  const all = [
    ...decided.map((issuer) => ({
      ...issuer,
      invites:
        issuer.state === 'trusted'
          ? out.filter(({ seal }) => seal?.by === issuer.key).length
          : (seen.find(({ key }) => key === issuer.key)?.invites ?? 0),
    })),
    ...seen
      .filter(({ key }) => !decided.some((issuer) => issuer.key === key))
      .map((stranger) => ({ ...stranger, state: 'seen' as const, since: null })),
  ];
  const views = await Promise.all(
    all.map(async ({ key, name, state, since, invites }) => ({
      key,
      name,
      state,
      since,
      invites,
      fingerprint: await fingerprintOf(key),
    })),
  );
  const order = { trusted: 0, seen: 1, withdrawn: 2 };
  return views.toSorted(
    (one, other) => order[one.state] - order[other.state] || one.name.localeCompare(other.name),
  );
}

/** What stood out at the last look, and what is the matter with seals of known invites. */
async function findingsOf(env: Environment, site: SiteId): Promise<SealFindingView[]> {
  const found = (await lastLook(env, site))?.findings ?? [];
  const troubled = (await env.ledger.liveInvites()).filter(
    ({ site: at, trouble }) => at === site && trouble !== null && aboutSeals.includes(trouble.code),
  );
  const told = await Promise.all(
    found
      .filter(({ formId }) => !troubled.some((one) => isFormInvite(one) && one.gate.formId === formId))
      .map(async ({ problem, formId, inviteId }) => {
        const invite = inviteId === null ? undefined : await env.ledger.invite(inviteId);
        const isThere = invite !== undefined && isFormInvite(invite) && invite.gate.formId === formId;
        return {
          problem,
          inviteId: invite?.id ?? null,
          label: invite?.label ?? null,
          formUrl: formUrl(site, formId),
          canRewrite: isThere && canChange(invite),
        };
      }),
  );
  const withInvite = troubled.flatMap((invite) =>
    invite.trouble === null
      ? []
      : [
          {
            problem: invite.trouble,
            inviteId: invite.id,
            label: invite.label,
            formUrl:
              isFormInvite(invite) && invite.gate.formId !== null ? formUrl(site, invite.gate.formId) : null,
            canRewrite: canChange(invite),
          },
        ],
  );
  return [...withInvite, ...told];
}

/** Trusts one who is listed, under the name that they were listed with. */
export async function trustListed(env: Environment, site: SiteId, key: IssuerKey): Promise<void> {
  const listed = (await issuersOf(env, site)).find((issuer) => issuer.key === key);
  if (!listed) fail('issuerNotTrusted', { name: '' });
  await trust(env, site, key, listed.name);
}

/** Writes the seal of an invite again, as the ledger holds it, under this browser's own key. */
export async function sealAgain(env: Environment, inviteId: string): Promise<SiteId> {
  const invite = (await env.ledger.invite(inviteId)) ?? fail('inviteUnknown');
  const key = await ownKey(env);
  if (key === null) fail('cannotSeal');
  await siteWork(env, invite.site, async () => {
    await env.ledger.write(async (ledger) => {
      const now = await ledger.invite(inviteId);
      if (!now || !canChange(now)) return fail('inviteNotOpen');
      if (now.colleague?.resting) return fail('issuerNotTrusted', { name: now.createdBy });
      const trouble = now.trouble && aboutSeals.includes(now.trouble.code) ? null : now.trouble;
      await ledger.putInvite({ ...now, ...nextMark(now, key, env.now()), trouble, retryAt: null });
      const actor = (await ledger.site(now.site))?.adminName ?? '';
      await ledger.journal(entry(env, now.site, 'sealRewritten', { actor, inviteId, reason: now.trouble }));
    });
    await settleForm(env, inviteId);
    await inSession(env, invite.site, (call) => lookAtSeals(env, call, invite.site));
  });
  return invite.site;
}

/** Who turns registrations into accounts at a site at this time. */
export async function viewWatching(env: Environment, site: SiteId): Promise<WatchView> {
  const session = await currentSession(env, site);
  const here = session !== undefined && ((await agendas(env)).get(site)?.rounds ?? false);
  if (session === undefined) return { here, others: null };
  const others = await inSession(env, site, (call, open) => othersWhoWatch(env, call, open, site)).catch(
    () => null,
  );
  return { here, others };
}
