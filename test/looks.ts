/**
 * Takes a picture of every surface as it looks in a language, for somebody who reads it:
 * `npx tsx test/looks.ts --into DIR --locale ar --browser firefox --scheme dark --width 640 --only popup`,
 * `--contrast` as in Windows' high contrast.
 */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { browserNames, launch } from './browser/browsers.ts';
import { onEverySurface } from './browser/every-surface.ts';
import { startGlpi } from './glpi/server.ts';

const { values } = parseArgs({
  options: {
    into: { type: 'string', default: 'looks' },
    locale: { type: 'string', default: 'en-US' },
    browser: { type: 'string', default: 'chromium' },
    scheme: { type: 'string', default: 'light' },
    width: { type: 'string', default: '1280' },
    contrast: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
  },
});

await mkdir(values.into, { recursive: true });
const glpi = await startGlpi({ samplePeople: true });
const browser = await launch(browserNames.find((name) => name === values.browser) ?? 'chromium', {
  locale: values.locale,
  forcedColors: values.contrast,
  colorScheme: values.scheme === 'dark' ? 'dark' : 'light',
});
try {
  const kind = [
    values.locale,
    values.browser,
    values.contrast ? 'contrast' : values.scheme,
    values.width,
  ].join('-');
  await onEverySurface(
    browser,
    glpi,
    async ({ name, page }) => {
      if (!name.startsWith(values.only)) return;
      const file = path.join(values.into, `${kind}-${name}.png`);
      await page.screenshot(file);
      console.log(file);
    },
    Number(values.width),
  );
} finally {
  await browser.close();
  await glpi.close();
}
