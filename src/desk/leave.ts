import { siteName } from '../glpi/site-address.ts';
import { type Invite, isBatchLink, type SiteId } from '../invite/invite.ts';
import type { Registration } from '../invite/registration.ts';
import { canChange } from '../invite/status.ts';
import type { LeavingView } from '../messages/views.ts';
import { beginClosing } from './close.ts';
import type { Environment } from './environment.ts';
import { siteWork } from './site-work.ts';
import { agendas, hasBeenLookedAt, round } from './watch.ts';

/** As many labels as anybody reads before they press; the dashboard has all. */
const mostLabels = 12;

/** What would be left behind in each GLPI if the extension were removed now. Sites with nothing are told too. Asks GLPI nothing. */
export async function viewLeaving(env: Environment): Promise<LeavingView[]> {
  const [sites, live, undecided] = await Promise.all([
    env.ledger.sites(),
    ownInvites(env),
    undecidedRegistrations(env),
  ]);
  return sites.map(({ id }) => {
    const here = live.filter((invite) => invite.site === id);
    const open = here.filter(canChange);
    return {
      site: id,
      name: siteName(id),
      open: open.length,
      labels: open.slice(0, mostLabels).map(({ label }) => label),
      closing: here.filter(({ state }) => state === 'closing' || state === 'opening').length,
      forms: here.filter(({ state, purgeAt }) => state === 'closed' && purgeAt !== null).length,
      undecided: undecided.filter(({ site }) => site === id).length,
      trouble: here.find(({ state, trouble }) => !canChange({ state }) && trouble !== null)?.trouble ?? null,
    };
  });
}

/** Those of this browser: a colleague's go on without it. A batch stands for its links. */
async function ownInvites(env: Environment): Promise<Invite[]> {
  return (await env.ledger.liveInvites()).filter((invite) => !isBatchLink(invite) && !invite.colleague);
}

/** What is on its way, and what waits for the admin. */
async function undecidedRegistrations(env: Environment): Promise<Registration[]> {
  const found = [
    ...(await env.ledger.unfinishedRegistrations()),
    ...(await env.ledger.registrationsThatNeedYou()),
  ];
  return [...new Map(found.map((one) => [one.id, one])).values()];
}

/** Closes every open invite of a site, as revoking each would. What GLPI does not take now, the next rounds try again. */
export async function closeAllInvites(env: Environment, site: SiteId): Promise<void> {
  const actor = (await env.ledger.site(site))?.adminName;
  const open = (await ownInvites(env)).filter((invite) => invite.site === site && canChange(invite));
  for (const { id } of open) await beginClosing(env, id, 'revoked', actor);
  await round(env, site);
}

/**
 * Takes the forms of closed invites out of GLPI now instead of in a month, when nobody would be there to do it. Those
 * whose last look for late registrations is not done, or that somebody still waits behind, stay until that is over.
 */
export async function removeClosedForms(env: Environment, site: SiteId): Promise<void> {
  await siteWork(env, site, async () => {
    const known = await env.ledger.site(site);
    const undecided = new Set((await undecidedRegistrations(env)).map(({ inviteId }) => inviteId));
    const goes = (invite: Invite) =>
      invite.site === site &&
      invite.state === 'closed' &&
      invite.purgeAt !== null &&
      !undecided.has(invite.id) &&
      hasBeenLookedAt(invite, known?.lookedAt ?? null, env.now());
    const closed = (await ownInvites(env)).filter(goes);
    await env.ledger.write(async (ledger) => {
      for (const { id } of closed) {
        const now = await ledger.invite(id);
        if (now && now.purgeAt !== null)
          await ledger.putInvite({ ...now, purgeAt: env.now(), retryAt: null });
      }
    });
  });
  if ((await agendas(env)).has(site)) await round(env, site);
}
