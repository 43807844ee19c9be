/**
 * The five pictures that each store shows, of 1280 by 800, taken in the store's own browser at the stand-in GLPI:
 * `npm run pictures:store`. They lie in `packages/`, beside what is uploaded with them.
 */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { type BrowserName, type BrowserPage, launch } from '../test/browser/browsers.ts';
import { doctorAt, unreachable } from '../test/browser/doctor-scenes.ts';
import { connect, openPanel, signIn } from '../test/browser/journey.ts';
import { fillLedger, sampleRows } from '../test/browser/sample-ledger.ts';
import { type GlpiOptions, startGlpi } from '../test/glpi/server.ts';
import { root } from './source.ts';

const patient = { timeout: 40_000 };
const stores: Readonly<Record<string, BrowserName>> = { chrome: 'chromium', firefox: 'firefox' };

for (const [store, browserName] of Object.entries(stores)) {
  const folder = path.join(root, 'packages', `${store}-pictures`);
  await mkdir(folder, { recursive: true });
  const save = async (page: BrowserPage, name: string) => {
    const file = path.join(folder, `${name}.png`);
    await page.screenshot(file);
    console.log(path.relative(root, file));
  };
  await inBrowser(browserName, { samplePeople: true }, async (browser, glpi) => {
    const page = await browser.open(`${glpi.url}/`);
    await page.resize(1280, 800);
    await signIn(page, glpi.url, 'glpi', 'glpi');
    await (await connect(browser, glpi.url)).close();
    await page.bringToFront();
    const panel = await openPanel(page, glpi.url);
    await panel.waitFor('form [name=profile]', patient);
    await panel.fill('[name=label]', 'Summer interns');
    await save(page, '1-generate');
    await panel.click('form button[type=submit]');
    await panel.waitFor('[data-test=link]', patient);
    await save(page, '2-share');

    const dashboard = await browser.openExtensionPage('src/pages/dashboard/index.html');
    await dashboard.resize(1280, 800);
    await dashboard.surface.waitFor('.view-head');
    await fillLedger(dashboard, await sampleRows(glpi.url));
    const address = (await dashboard.url()).replace(/[?#].*$/, '');
    await dashboard.goto(`${address}?3#/invites?open=SAMPWE0000`);
    await dashboard.surface.waitFor('.qr', patient);
    await save(dashboard, '3-dashboard');
    await dashboard.goto(`${address}?4#/registrations?state=waiting`);
    await dashboard.surface.waitFor('[data-test=registration]', patient);
    await dashboard.surface.clickButton('Choose all 3 that wait');
    await dashboard.surface.waitFor('.decide-many .primary');
    await save(dashboard, '4-approve');
  });
  await inBrowser(browserName, unreachable, async (browser, glpi) => {
    const page = await doctorAt(browser, glpi.url);
    await page.resize(1280, 800);
    await page.surface.click('[aria-labelledby=key-title] .actions button');
    await page.surface.waitFor('[data-test=finding]', patient);
    await page.surface.evaluate(() =>
      document.querySelector('[aria-labelledby=key-title]')?.scrollIntoView({ block: 'start' }),
    );
    await save(page, '5-doctor');
  });
}

async function inBrowser(
  name: BrowserName,
  options: GlpiOptions,
  work: (
    browser: Awaited<ReturnType<typeof launch>>,
    glpi: Awaited<ReturnType<typeof startGlpi>>,
  ) => Promise<void>,
): Promise<void> {
  const glpi = await startGlpi({ proofOfWork: 500, ...options });
  const browser = await launch(name);
  try {
    glpi.apiToken('glpi');
    await work(browser, glpi);
  } finally {
    await browser.close();
    await glpi.close();
  }
}
