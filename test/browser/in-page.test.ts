/** GLPI's own pages in Chromium: the journeys, the keyboard, and axe in every theme and layout. */

import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { inPageAxe } from './in-page-axe.ts';
import { inPageJourneys } from './in-page-journeys.ts';
import { takeDownAfterEach } from './stage.ts';

takeDownAfterEach();
inPageJourneys('chromium');
inPageAxe('chromium');

test.each(['chrome', 'firefox'])('%s: what runs on every page of GLPI is small', async (target) => {
  const script = new URL(`../../dist/${target}/src/content/main.js`, import.meta.url);
  expect(gzipSync(await readFile(script)).length).toBeLessThan(4 * 1_024);
});
