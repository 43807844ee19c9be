import browser from 'webextension-polyfill';
import contentScript from '../content/main.ts?script&iife';
import type { Environment } from '../desk/environment.ts';
import { scriptPattern } from '../glpi/site-address.ts';
import type { SiteId } from '../invite/invite.ts';
import { tabsOf } from './site-tabs.ts';

/** Ids follow from the site, so that any life of the background can take back what another registered. */
const idOf = (site: SiteId) => `site ${site}`;

/**
 * Makes the registered content scripts match the connected sites whose host is granted, and brings the script into
 * tabs that are open already. Browsers forget registrations on an update and keep them after a revocation, so this
 * runs at every start and every change; one at a time, or a removed site comes back (engineering.md 3.2).
 */
export async function syncContentScripts(env: Environment): Promise<void> {
  await env.exclusive('content scripts', async () => {
    const sites = await env.ledger.sites();
    const granted = await Promise.all(sites.map(({ id }) => env.hostGranted(id)));
    const wanted = new Map(
      sites.flatMap(({ id }, index) => (granted[index] ? [[idOf(id), id] as const] : [])),
    );
    const registered = await browser.scripting.getRegisteredContentScripts();
    const stale = registered.filter(({ id, js }) => !wanted.has(id) || !js?.some((file) => isOurs(file)));
    if (stale.length > 0)
      await browser.scripting.unregisterContentScripts({ ids: stale.map(({ id }) => id) });
    const present = new Set(registered.filter((script) => !stale.includes(script)).map(({ id }) => id));
    for (const [id, site] of wanted) {
      if (present.has(id)) continue;
      await browser.scripting.registerContentScripts([
        {
          id,
          js: [contentScript],
          matches: [scriptPattern(site)],
          runAt: 'document_end',
          persistAcrossSessions: true,
        },
      ]);
      await bringIntoOpenTabs(site);
    }
  });
}

/** Browsers give the path back with or without a slash in front. An update gives the file another name. */
const isOurs = (file: string) => file.replace(/^\//, '') === contentScript.replace(/^\//, '');

async function bringIntoOpenTabs(site: SiteId): Promise<void> {
  for (const tabId of await tabsOf(site)) {
    // An error page or a tab that is closing: it gets the script when it loads.
    await browser.scripting.executeScript({ target: { tabId }, files: [contentScript] }).catch(() => {});
  }
}
