/** All pages of ours, filled with a sample, one after the other: to be looked at in a language, a width, a scheme. */
import type { Glpi } from '../glpi/server.ts';
import type { BrowserPage, ExtensionBrowser } from './browsers.ts';
import { connect, popupFile, popupTab, signIn } from './journey.ts';
import { fillLedger, sampleRows } from './sample-ledger.ts';

export interface Surface {
  readonly name: string;
  readonly page: BrowserPage;
}

const dashboard = 'src/pages/dashboard/index.html';
const places = [
  ['invites', '#/invites', '[data-test=invite]'],
  ['invite', '#/invites?open=SAMPWE0000', '.qr'],
  ['new-invite', '#/invites?open=new', '.pane form'],
  ['bulk', '#/bulk', '.bulk-form'],
  ['registrations', '#/registrations?state=needsYou', '[data-test=registration]'],
  ['journal', '#/journal', '[data-test=journal-line]'],
  ['templates', '#/templates', '[data-test=template]'],
  ['numbers', '#/numbers?period=quarter', '[data-test=took]'],
  ['notices', '#/notices', '.view-head'],
] as const;

/** Opens each surface at the width that people have it in, and lets `look` see it. Needs nothing but a fresh browser. */
export async function onEverySurface(
  browser: ExtensionBrowser,
  glpi: Glpi,
  look: (surface: Surface) => Promise<void>,
  width = 1280,
): Promise<void> {
  const tab = await browser.open(`${glpi.url}/`);
  await signIn(tab, glpi.url, 'glpi', 'glpi');
  const welcome = await connect(browser, glpi.url);
  await welcome.resize(width, 900);
  await look({ name: 'welcome', page: welcome });
  await welcome.close();

  const page = await browser.openExtensionPage(dashboard);
  await page.surface.waitFor('.view-head');
  await fillLedger(page, await sampleRows(glpi.url));
  await page.resize(width, 900);
  const address = (await page.url()).replace(/[?#].*$/, '');
  for (const [name, hash, ready] of places) {
    await page.goto(`${address}?${name}${hash}`);
    await page.surface.waitFor(ready, { timeout: 90_000 });
    await look({ name, page });
  }
  await page.close();

  const records = await browser.openExtensionPage('src/pages/records/index.html');
  await records.resize(width, 900);
  await records.surface.waitFor('[data-test=leave] .actions button', { timeout: 90_000 });
  await look({ name: 'records', page: records });
  await records.close();

  const doctor = await browser.openExtensionPage(
    `src/pages/doctor/index.html?site=${encodeURIComponent(glpi.url)}`,
  );
  await doctor.resize(width, 900);
  await doctor.surface.waitFor('h1');
  await look({ name: 'doctor', page: doctor });
  await doctor.close();

  const popup = await browser.openExtensionPage(popupFile);
  await popup.resize(400, 600);
  const tabs = { invite: 'form', open: '[data-test=invite]', waiting: '[data-test=registration]' } as const;
  for (const name of ['invite', 'open', 'waiting'] as const) {
    await popupTab(popup, name);
    await popup.surface.waitFor(tabs[name], { timeout: 90_000 });
    await look({ name: `popup-${name}`, page: popup });
  }
  await popup.close();
}
