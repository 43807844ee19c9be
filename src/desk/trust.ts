import { type FormInvite, isBatch, isFormInvite, type SiteId } from '../invite/invite.ts';
import { problem } from '../invite/problem.ts';
import type { Registration } from '../invite/registration.ts';
import type { IssuerKey } from '../invite/seal.ts';
import { canChange } from '../invite/status.ts';
import type { Environment } from './environment.ts';
import { entry } from './journal.ts';
import { ownKey } from './sealer.ts';
import { siteWork } from './site-work.ts';

/** Whose seals count at a site: this browser's own, and those of the colleagues that an admin trusts here. */
export async function trustedKeys(env: Environment, site: SiteId): Promise<Set<IssuerKey>> {
  const own = await ownKey(env);
  const issuers = await env.ledger.issuers(site);
  return new Set([
    ...(own === null ? [] : [own]),
    ...issuers.filter(({ state }) => state === 'trusted').map(({ key }) => key),
  ]);
}

/** Whether an admin of this browser trusts anybody at a site. */
export async function hasColleagues(env: Environment, site: SiteId): Promise<boolean> {
  return (await env.ledger.issuers(site)).some(({ state }) => state === 'trusted');
}

/**
 * Trusts whoever holds a key, at one site: their invites are watched and admitted here from the next round on. To be
 * done by an admin who has compared fingerprints. `name`: as they called themselves then.
 */
export async function trust(env: Environment, site: SiteId, key: IssuerKey, name: string): Promise<void> {
  await env.ledger.write(async (ledger) => {
    const known = await ledger.site(site);
    if (!known) return;
    await ledger.putIssuer({ site, key, name, state: 'trusted', since: env.now() });
    await ledger.putSite({ ...known, sealsLookedAt: null });
    await ledger.journal(
      entry(env, site, 'issuerTrusted', { actor: known.adminName, detail: { name, key } }),
    );
  });
  env.changed();
}

/** What would no longer be acted on in this browser without trust in a key. */
export interface Withdrawal {
  /** Invites that nobody here would watch any more. */
  readonly invites: number;
  /** Of them, people who wait for a yes or no, which could not be given here any more. */
  readonly waiting: number;
}

/** What withdrawing trust would change; nothing is written. */
export async function previewWithdrawal(env: Environment, site: SiteId, key: IssuerKey): Promise<Withdrawal> {
  const invites = await actedOn(env, site, key);
  const ids = await withLinks(env, invites);
  const registrations = await Promise.all(ids.map((id) => env.ledger.registrationsOf(id)));
  return {
    invites: invites.filter(canChange).length,
    waiting: registrations.flat().filter(({ state }) => state === 'waiting' || state === 'received').length,
  };
}

/**
 * Trusts a key no longer. Its invites rest: they and what has come of them stay in the ledger, and nothing new is made
 * of them. An account that is being made is finished.
 */
export async function withdrawTrust(env: Environment, site: SiteId, key: IssuerKey): Promise<void> {
  await siteWork(env, site, async () => {
    const invites = await actedOn(env, site, key);
    const ids = await withLinks(env, invites);
    const issuer = (await env.ledger.issuers(site)).find((one) => one.key === key);
    await env.ledger.write(async (ledger) => {
      const known = await ledger.site(site);
      if (!known || !issuer) return;
      await ledger.putIssuer({ ...issuer, state: 'withdrawn', since: env.now() });
      await ledger.journal(
        entry(env, site, 'issuerWithdrawn', { actor: known.adminName, detail: { name: issuer.name, key } }),
      );
      for (const id of ids) {
        const invite = await ledger.invite(id);
        if (!invite?.colleague) continue;
        await ledger.putInvite({ ...invite, colleague: { resting: true } });
        for (const registration of await ledger.registrationsOf(id))
          if (isBegun(registration)) await ledger.putRegistration(asWaiting(registration, issuer.name));
      }
    });
  });
  env.changed();
}

/** The invites of colleagues that are acted on here because this key is trusted. */
async function actedOn(env: Environment, site: SiteId, key: IssuerKey): Promise<FormInvite[]> {
  return (await env.ledger.liveInvites())
    .filter(isFormInvite)
    .filter((invite) => invite.site === site && invite.colleague && invite.seal?.by === key);
}

const isBegun = ({ state, progress }: Registration) =>
  state === 'received' || (state === 'admitting' && progress.userId === null);

/** What was about to be made is not made any more; if there is an account already, its mark tells. */
function asWaiting(registration: Registration, name: string): Registration {
  const warning = problem('issuerNotTrusted', { name });
  return { ...registration, state: 'waiting', retryAt: null, warnings: [...registration.warnings, warning] };
}

/** The ids of invites and, of batches, of the links that have registrations of their own. */
async function withLinks(env: Environment, invites: readonly FormInvite[]): Promise<string[]> {
  const links = await Promise.all(
    invites.map((invite) => (isBatch(invite) ? env.ledger.linksOfBatch(invite.id) : [])),
  );
  return [...invites, ...links.flat()].map(({ id }) => id);
}
