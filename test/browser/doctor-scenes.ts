/** GLPIs that the doctor is tried and pictured at, and the way to its page. */
import type { GlpiOptions } from '../glpi/server.ts';
import { aKey } from '../unit/doctor/key-samples.ts';
import type { BrowserPage, ExtensionBrowser } from './browsers.ts';
import { connect, signIn } from './journey.ts';

/** In good order, with plugins to renew and to get. */
export const healthy: GlpiOptions = {
  network: {
    unreachable: undefined,
    key: aKey,
    answer: 'valid',
    marketplace: 'open',
    inventory: true,
    categories: [
      { key: 'service-desk', name: 'Service desk' },
      { key: 'inventory', name: 'Inventory' },
      { key: 'project', name: 'Project' },
    ],
    plugins: [
      {
        key: 'fields',
        name: 'Additional fields',
        action: 'update',
        says: 'A new version (1.21) is available, update?',
      },
      {
        key: 'tag',
        name: 'Tag management',
        action: 'download',
        description: 'Tags for everything',
        downloads: 90,
      },
      {
        key: 'escalade',
        name: 'Escalation',
        action: 'download',
        description: 'Escalate tickets to groups',
        downloads: 80,
        tags: ['service-desk'],
      },
      { key: 'branding', name: 'Branding', action: 'download', offer: 'Advanced', downloads: 70 },
    ],
  },
};

/** The server is shown a certificate that somebody on the way has made. */
export const unreachable: GlpiOptions = {
  network: {
    key: aKey,
    unreachable: 'SSL certificate problem: self-signed certificate in certificate chain',
    marketplace: 'unreachable',
    versionCheck: 'A new version is available: 11.0.9.',
    system: { os: 'Linux glpi 6.1.0-28-amd64 #1 Debian 6.1.119-1 x86_64' },
  },
};

export const ended: GlpiOptions = {
  network: {
    unreachable: undefined,
    key: aKey,
    answer: 'ended',
    period: '2025-11-01 - 2026-11-01',
    marketplace: 'ended',
  },
};

/** Signed in to the GLPI at `url`, connected, and on the doctor's page about it. */
export async function doctorAt(browser: ExtensionBrowser, url: string): Promise<BrowserPage> {
  const tab = await browser.open(`${url}/`);
  await signIn(tab, url, 'glpi', 'glpi');
  await (await connect(browser, url)).close();
  const page = await browser.openExtensionPage(`src/pages/doctor/index.html?site=${encodeURIComponent(url)}`);
  await page.surface.waitFor('[data-test=key-state]', { timeout: 90_000 });
  return page;
}
