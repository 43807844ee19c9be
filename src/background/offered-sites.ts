import browser from 'webextension-polyfill';
import type { Environment } from '../desk/environment.ts';
import { siteName, siteOf } from '../glpi/site-address.ts';
import type { SiteId } from '../invite/invite.ts';

/** More are no offer but a list to search. */
const most = 20;

/**
 * The GLPIs that the organisation has named in the browser's policy (`sites`, docs/policy.md) and that are not connected
 * here yet. An offer and no more: each is connected by a press, and reached with the browser's permission alone. What is
 * no address of a web server is left out.
 */
export async function offeredSites(env: Environment): Promise<{ id: SiteId; name: string }[]> {
  // Without a policy browsers give nothing or throw; neither is anybody's concern here.
  const { sites } = await browser.storage.managed.get('sites').catch(() => ({ sites: undefined }));
  if (!Array.isArray(sites)) return [];
  const known = new Set((await env.ledger.sites()).map(({ id }) => id));
  const named = (sites as unknown[])
    .flatMap((entry) => (typeof entry === 'string' ? (siteOf(entry) ?? []) : []))
    .filter((site) => !known.has(site));
  return [...new Set(named)].slice(0, most).map((id) => ({ id, name: siteName(id) }));
}
