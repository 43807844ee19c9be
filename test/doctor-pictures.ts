/**
 * Takes the pictures of the doctor that README shows, at stand-in GLPIs, in light and dark. To look at more of it:
 * `npm run pictures -- --all --browser firefox --width 400 --out /tmp/pictures`.
 */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type BrowserName, type BrowserPage, browserNames, launch } from './browser/browsers.ts';
import { doctorAt, ended, healthy, unreachable } from './browser/doctor-scenes.ts';
import { type GlpiOptions, startGlpi } from './glpi/server.ts';
import { aKey } from './unit/doctor/key-samples.ts';

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: path.resolve(import.meta.dirname, '../docs/doctor') },
    browser: { type: 'string', default: 'chromium' },
    width: { type: 'string', default: '1000' },
    locale: { type: 'string', default: 'en-US' },
    /** Beyond the three of README: before the first press, plugins and agent, a pasted key. */
    all: { type: 'boolean', default: false },
  },
});

const patient = { timeout: 30_000 };
/** Taller than this nobody scrolls through in a README. */
const tallest = values.all ? 9_000 : 3_000;

interface Scene {
  readonly name: string;
  readonly glpi: GlpiOptions;
  /** Not in README. */
  readonly isExtra?: true;
  readonly play: (page: BrowserPage) => Promise<void>;
}

const check = async (page: BrowserPage, row: string) => {
  await page.surface.click('[aria-labelledby=key-title] .actions button');
  await page.surface.waitFor(`[data-test=finding][data-row="${row}"]`, patient);
};

const scenes: readonly Scene[] = [
  { name: 'before', glpi: healthy, isExtra: true, play: async () => {} },
  { name: 'healthy', glpi: healthy, play: (page) => check(page, '02') },
  { name: 'ended', glpi: ended, play: (page) => check(page, '07') },
  {
    name: 'unreachable',
    glpi: unreachable,
    async play(page) {
      await check(page, '15');
      await page.surface.click('[aria-describedby=find-cause-note]');
      await page.surface.waitFor('[data-test=finding][data-row="24"]', patient);
      await page.surface.waitGone(
        '[data-test=steps] .check-waiting, [data-test=steps] .check-working',
        patient,
      );
    },
  },
  {
    name: 'next-steps',
    glpi: healthy,
    isExtra: true,
    async play(page) {
      await page.surface.fill('#pasted-key', aKey);
      await page.surface.click('[aria-describedby=plugins-note]');
      await page.surface.waitFor('[data-test=plugins]', { ...patient, text: 'Additional fields' });
      await page.surface.click('[aria-describedby=free-note]');
      await page.surface.waitFor('[data-test=shelf]', { ...patient, text: 'Tag management' });
      for (const way of [1, 2, 3]) await page.surface.click(`.ways details:nth-child(${way}) summary`);
    },
  },
];

const name = browserNames.find((one) => one === values.browser) ?? ('chromium' satisfies BrowserName);
await mkdir(values.out, { recursive: true });
for (const colorScheme of ['light', 'dark'] as const) {
  for (const scene of scenes.filter(({ isExtra }) => values.all || !isExtra)) {
    const glpi = await startGlpi(scene.glpi);
    const browser = await launch(name, { colorScheme, locale: values.locale });
    try {
      const page = await doctorAt(browser, glpi.url);
      await page.resize(Number(values.width), 900);
      await scene.play(page);
      const height = await page.surface.evaluate(() => document.documentElement.scrollHeight);
      await page.resize(Number(values.width), Math.min(height, tallest));
      await page.surface.evaluate(() => window.scrollTo(0, 0));
      await page.screenshot(path.join(values.out, `${scene.name}-${colorScheme}.png`));
    } finally {
      await browser.close();
      await glpi.close();
    }
  }
}
