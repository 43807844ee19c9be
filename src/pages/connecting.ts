import browser from 'webextension-polyfill';
import type { Outcome } from '../messages/ask.ts';
import type { SiteView } from '../messages/views.ts';
import { ask } from '../ui/ask.ts';

/**
 * The permission for one site. Without its port: Firefox grants a pattern with a port and then matches nothing
 * (engineering.md, 3.2); the background checks port and path itself.
 */
export function originPattern(site: string): string {
  const { protocol, hostname } = new URL(site);
  return `${protocol}//${hostname}/*`;
}

/**
 * Asks for the host and connects; null when the user said no. Must be called straight from a click handler:
 * Firefox forgets the click at the first await.
 */
export async function connect(site: string): Promise<Outcome<SiteView> | null> {
  // Not awaited: if this page dies under the browser's question, the background goes on by itself.
  void ask('site.intend', { site });
  const isGranted = await browser.permissions.request({ origins: [originPattern(site)] }).catch(() => false);
  return isGranted ? ask('site.connect', { site }) : null;
}

/** Firefox shows its question underneath an open popup, where nobody can answer it. */
export function promptsUnderPopups(): boolean {
  return browser.runtime.getURL('').startsWith('moz-extension:');
}

/** The address of our own page about one site. */
export function welcomeUrl(site: string | null): string {
  const page = browser.runtime.getURL('src/pages/welcome/index.html');
  return site === null ? page : `${page}?site=${encodeURIComponent(site)}`;
}

/** The address of the doctor about one site. */
export function doctorUrl(site: string): string {
  return `${browser.runtime.getURL('src/pages/doctor/index.html')}?site=${encodeURIComponent(site)}`;
}

/** The address of the page about our own records. */
export function recordsUrl(): string {
  return browser.runtime.getURL('src/pages/records/index.html');
}

/** The address of the dashboard; at what waits for the admin, where something does. */
export function dashboardUrl(needsYou: boolean): string {
  const page = browser.runtime.getURL('src/pages/dashboard/index.html');
  return needsYou ? `${page}#/registrations?state=needsYou` : page;
}

/** Opens the dashboard in a tab, and closes the popup that asked for it. */
export async function leaveForDashboard(needsYou: boolean): Promise<void> {
  await browser.tabs.create({ url: dashboardUrl(needsYou) });
  window.close();
}

/** Opens the dashboard at the links of a batch, and closes the popup that asked for it. */
export async function leaveForLinks(batch: string): Promise<void> {
  await browser.tabs.create({ url: `${dashboardUrl(false)}#/invites?batch=${batch}` });
  window.close();
}

/** Opens our own page about a site in a tab, and closes the popup that asked for it. */
export async function leaveForWelcome(site: string | null): Promise<void> {
  await browser.tabs.create({ url: welcomeUrl(site) });
  window.close();
}
