/** The dashboard in Chromium: the journeys, the keyboard, axe on every view, and an organisation's worth of records. */
import { describe, expect, test } from 'vitest';
import { startGlpi } from '../glpi/server.ts';
import { barriersIn } from './axe.ts';
import { type BrowserPage, launch } from './browsers.ts';
import { dashboardJourneys, openDashboard } from './dashboard-journeys.ts';
import { connect, issueFromPanel, openPopup, signIn } from './journey.ts';
import { fillLedger, multiplied, sampleRows } from './sample-ledger.ts';
import { setUp, takeDownAfterEach } from './stage.ts';

takeDownAfterEach();
const patient = { timeout: 30_000 };

dashboardJourneys('chromium');

test('everything without a mouse: from the search to an invite, pause, undo, and back', async () => {
  const stage = await setUp('chromium');
  await issueFromPanel(await stage.atUsersPage(), stage.glpi.url);
  const page = await openDashboard(stage);
  const { surface } = page;
  await surface.waitFor('[data-test=invite]', patient);
  await surface.press('Tab');
  expect(await surface.focused()).toContain('Skip to the content');
  await surface.press('Enter');
  const tabTo = async (name: string) => {
    for (let times = 0; times < 60; times += 1) {
      if ((await surface.focused())?.includes(name)) return;
      await surface.press('Tab');
    }
    throw new Error(`no way to “${name}” with Tab; at ${await surface.focused()}`);
  };
  await tabTo('Search invites');
  await tabTo('Self-Service, ');
  await surface.press('Enter');
  await surface.waitFor('[data-test=invite-detail]', patient);
  await tabTo('Pause');
  await surface.press('Enter');
  await surface.waitFor('[data-state=paused]', patient);
  // Not in a field: the last thing done is taken back.
  await surface.press('Control+z');
  await surface.waitFor('[data-test=invite-detail][data-state=open]', patient);
  await surface.press('Escape');
  await surface.waitGone('.pane');
  expect(await surface.focused()).toContain('Self-Service, ');
});

test('the ways in: from the popup, the welcome page, and the panel in GLPI', async () => {
  const stage = await setUp('chromium');
  const page = await stage.atUsersPage();
  await issueFromPanel(page, stage.glpi.url);
  const popup = await openPopup(stage.browser);
  await popup.surface.waitFor({ css: 'button', name: 'Dashboard' }, patient);
  const welcome = await stage.browser.openExtensionPage('src/pages/welcome/index.html');
  await welcome.surface.click({ css: 'a', name: 'Dashboard' }, patient);
  await welcome.surface.waitFor('.view-head', { ...patient, text: 'Invites' });
});

describe.each(['light', 'dark'] as const)('axe, %s', (scheme) => {
  test('finds nothing on any view, wide and narrow', async () => {
    const glpi = await startGlpi({ samplePeople: true });
    const browser = await launch('chromium', { colorScheme: scheme });
    try {
      const tab = await browser.open(`${glpi.url}/`);
      await signIn(tab, glpi.url, 'glpi', 'glpi');
      await (await connect(browser, glpi.url)).close();
      const page = await browser.openExtensionPage('src/pages/dashboard/index.html');
      await page.surface.waitFor('.empty', patient);
      const faults = [...(await barriersIn(page))];
      await fillLedger(page, await sampleRows(glpi.url));
      const address = await page.url();
      const places: readonly (readonly [string, string])[] = [
        ['#/invites', '[data-test=invite]'],
        ['#/invites?open=SAMPWE0000', '.qr'],
        ['#/invites?open=new', '.pane form'],
        ['#/invites?q=zzz', '.nothing'],
        ['#/registrations?state=needsYou', '[data-test=registration]'],
        ['#/registrations?state=failed', '[data-test=registration]'],
        ['#/journal', '[data-test=journal-line]'],
        ['#/templates', '[data-test=template]'],
      ];
      for (const width of [1440, 360]) {
        await page.resize(width, 900);
        for (const [index, [hash, ready]] of places.entries()) {
          await page.goto(`${address}?${width}-${index}${hash}`);
          await page.surface.waitFor(ready, patient);
          if (hash.includes('failed')) {
            await page.surface.click('.row-link');
            await page.surface.waitFor('[data-test=ways-out]', patient);
          }
          if (hash === '#/invites') await page.surface.click('.more-filters > summary');
          faults.push(...(await barriersIn(page)).map((fault) => `${hash} at ${width}: ${fault}`));
          expect(await overflow(page), `${hash} at ${width} is too wide`).toBe(0);
        }
      }
      expect(faults).toEqual([]);
    } finally {
      await browser.close();
      await glpi.close();
    }
  });
});

/** How many pixels the page is wider than its window. */
async function overflow(page: BrowserPage): Promise<number> {
  return await page.surface.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
}

test('10,000 invites and 50,000 journal lines: found, sorted and paged', async () => {
  const stage = await setUp('chromium');
  await stage.atUsersPage();
  const first = await openDashboard(stage);
  const rows = multiplied(await sampleRows(stage.glpi.url), {
    invites: 10_000,
    registrations: 20_000,
    journal: 50_000,
  });
  await fillLedger(first, rows);
  await first.close();
  const page = await openDashboard(stage);
  const { surface } = page;
  const range = async (text: string | RegExp) =>
    await surface.waitFor('[data-test=range]', { ...patient, text });
  await range('1–50 of 10,000');
  await surface.fill('[name=search]', 'auditors 500');
  await range('1–1 of 1');
  await surface.waitFor('[data-test=invite]', { text: 'Auditors 2026 500' });
  await surface.fill('[name=search]', '');
  await range('1–50 of 10,000');
  await surface.click({ css: '.sort', name: 'Invite' });
  await surface.waitFor('[data-test=invite]:first-child', { ...patient, text: /^Auditors 2026\b/ });
  await surface.evaluate(() => {
    location.hash = '#/invites?from=9950';
  });
  await range('9,951–10,000 of 10,000');
  await surface.click('[data-test=invite] .row-link');
  await surface.waitFor('.history li', patient);
  await surface.click({ css: '.view-link', name: /^Journal/ });
  await range(/of 50,0\d\d/);
  await surface.fill('[name=search]', 'no-such-login');
  await surface.waitFor('.nothing', patient);
  await surface.click({ css: '.view-link', name: /^Registrations/ });
  await surface.click({ css: '.segment', name: /^Admitted/ }, patient);
  await range(/^1–50 of \d\d,\d\d\d/);
});
