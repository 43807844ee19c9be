/** Long words, another script, the other direction: what is laid out for English has to hold for them too. */
import { expect, test } from 'vitest';
import { barriersIn } from './axe.ts';
import { onEverySurface } from './every-surface.ts';
import { setUp, takeDownAfterEach } from './stage.ts';

takeDownAfterEach();

/** What runs over the edge of the page, or is cut off in a button, a tab, a badge or a heading of a table. */
function tooLong(): string[] {
  const over = document.documentElement.scrollWidth > document.documentElement.clientWidth + 1;
  const cut = [
    ...document.querySelectorAll<HTMLElement>('button, .badge, th, [role=tab], h1:not(.hidden), h2'),
  ].filter(
    (element) =>
      element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).overflowX !== 'visible',
  );
  return [
    ...(over ? ['the page is wider than its window'] : []),
    ...cut.map((element) => `cut off: ${element.textContent}`),
  ];
}

test.each([
  ['de', 'ltr'],
  ['ja', 'ltr'],
  ['ar', 'rtl'],
])(
  'everything fits and can be used in %s',
  async (locale, direction) => {
    const { browser, glpi } = await setUp('chromium', { samplePeople: true }, { locale });
    const found: string[] = [];
    await onEverySurface(browser, glpi, async ({ name, page }) => {
      const { lang, dir } = await page.surface.evaluate(() => ({
        lang: document.documentElement.lang,
        dir: document.documentElement.dir,
      }));
      expect([name, lang.split('-')[0], dir]).toEqual([name, locale, direction]);
      const told = [...(await page.surface.evaluate(tooLong)), ...(await barriersIn(page))];
      found.push(...told.map((line) => `${name}: ${line}`));
    });
    expect(found).toEqual([]);
  },
  120_000,
);

test('everything fits 320 pixels, which is what four-fold zoom leaves of a screen', async () => {
  const { browser, glpi } = await setUp('chromium', { samplePeople: true });
  const found: string[] = [];
  const look = async ({ name, page }: Parameters<Parameters<typeof onEverySurface>[2]>[0]) => {
    found.push(...(await page.surface.evaluate(tooLong)).map((line) => `${name}: ${line}`));
  };
  await onEverySurface(browser, glpi, look, 320);
  expect(found).toEqual([]);
}, 120_000);
