/** axe on every view of the dashboard, in every browser, light and dark, wide and narrow. */
import { describe, expect, test } from 'vitest';
import { startGlpi } from '../glpi/server.ts';
import { barriersInBothSchemes, groundOf } from './axe.ts';
import { type BrowserPage, browserNames, launch } from './browsers.ts';
import { button } from './driver/surface.ts';
import { connect, signIn } from './journey.ts';
import { fillLedger, sampleRows } from './sample-ledger.ts';
import { addTeam } from './sample-team.ts';

const patient = { timeout: 90_000 };

describe.each(browserNames)('%s', (name) => {
  test('axe finds nothing on any view, wide and narrow, light and dark', async () => {
    const glpi = await startGlpi({ samplePeople: true });
    await addTeam(glpi);
    const browser = await launch(name, { colorScheme: 'dark' });
    try {
      const tab = await browser.open(`${glpi.url}/`);
      await signIn(tab, glpi.url, 'glpi', 'glpi');
      await (await connect(browser, glpi.url)).close();
      const page = await browser.openExtensionPage('src/pages/dashboard/index.html');
      await page.surface.waitFor('.empty', patient);
      // What the browser prefers is what is drawn.
      const preferred = await groundOf(page);
      await page.prefer('light');
      expect(await groundOf(page)).not.toBe(preferred);
      const faults = [...(await barriersInBothSchemes(page))];
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
        ['#/templates?edit', '[data-test=template]'],
        ['#/team', '[data-test=issuer]'],
        ['#/notices', '[data-test=notices-off]'],
        ['#/numbers', '[data-test=took]'],
        ['#/numbers?period=week', '[data-test=total-issued]'],
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
          if (hash === '#/templates?edit') await editQuestions(page);
          if (hash === '#/team') await page.surface.click('[data-test=issuer] button');
          if (hash === '#/numbers') await page.surface.click('.as-table > summary');
          if (hash === '#/invites') await page.surface.click('.more-filters > summary');
          faults.push(...(await barriersInBothSchemes(page)).map((fault) => `${hash} at ${width}: ${fault}`));
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

/** Opens the editor of the template that asks questions, with something wrong in each of them. */
async function editQuestions(page: BrowserPage): Promise<void> {
  const { surface } = page;
  await surface.click(button('Change Interns of a summer'));
  await surface.waitFor('[data-test=template-editor]', patient);
  await surface.click('.more > summary');
  await surface.fill('[name=question1]', '');
  await surface.fill('[name=options2]', 'Day');
  await surface.click(button('Add a question'));
  await surface.click(button('Remove: Question 3'));
  await surface.click(button('Save'));
  await surface.waitFor('[name=options2][aria-invalid]', patient);
}

/** How many pixels the page is wider than its window. */
async function overflow(page: BrowserPage): Promise<number> {
  return await page.surface.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
}
