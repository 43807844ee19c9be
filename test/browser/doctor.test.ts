/** The doctor in a real browser: one press at a GLPI in good order, two at one whose vendor is out of reach. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { type Glpi, type GlpiOptions, startGlpi } from '../glpi/server.ts';
import { aKey } from '../unit/doctor/key-samples.ts';
import { type BrowserPage, type ExtensionBrowser, launch } from './browsers.ts';
import { connect, signIn } from './journey.ts';

const doctorFile = 'src/pages/doctor/index.html';
/** Set to a folder, pictures are taken on the way: those of the documentation. */
const pictures = process.env.DOCTOR_PICTURES;
const patient = { timeout: 30_000 };

let glpi: Glpi;
let browser: ExtensionBrowser;
afterEach(async () => {
  await browser.close();
  await glpi.close();
});

async function openDoctor(
  options: GlpiOptions,
  colorScheme: 'light' | 'dark' = 'light',
): Promise<BrowserPage> {
  glpi = await startGlpi(options);
  browser = await launch('chromium', { colorScheme });
  const tab = await browser.open(`${glpi.url}/`);
  await signIn(tab, glpi.url, 'glpi', 'glpi');
  await (await connect(browser, glpi.url)).close();
  const page = await browser.openExtensionPage(`${doctorFile}?site=${encodeURIComponent(glpi.url)}`);
  await page.surface.waitFor('[data-test=key-state]', patient);
  return page;
}

async function picture(page: BrowserPage, name: string): Promise<void> {
  if (pictures === undefined) return;
  await mkdir(pictures, { recursive: true });
  const height = await page.surface.evaluate(() => document.documentElement.scrollHeight);
  await page.resize(1000, Math.min(height, 3_000));
  await page.surface.evaluate(() => window.scrollTo(0, 0));
  await page.screenshot(path.join(pictures, `${name}.png`));
}

/** What GLPI was asked after a moment, by path. */
const asked = (from: number) => glpi.state.requests.slice(from).map(({ path: asked }) => asked);

describe.each(['light', 'dark'] as const)('%s', (scheme) => {
  test('a GLPI in good order: one press, three requests', async () => {
    const page = await openDoctor(
      {
        network: {
          unreachable: undefined,
          key: aKey,
          answer: 'valid',
          marketplace: 'open',
          inventory: true,
          plugins: [
            { key: 'fields', name: 'Additional fields', action: 'update', says: 'Update to 1.21' },
            { key: 'tag', name: 'Tag management', action: 'download', description: 'Tags for everything' },
          ],
        },
      },
      scheme,
    );
    // Nothing is looked at before the press.
    const before = glpi.state.requests.length;
    expect(await page.surface.attribute('[data-test=key-state]', 'data-state')).toBe('notChecked');
    await page.surface.clickButton('Check the key');
    await page.surface.waitFor('[data-test=finding][data-row="02"]', patient);
    expect(asked(before).filter((one) => /front\/config|common\.tabs|marketplace/.test(one))).toHaveLength(3);
    expect(await page.surface.attribute('[data-test=key-state]', 'data-state')).toBe('valid');
    expect(await page.surface.digest()).not.toContain(aKey);
    await picture(page, `healthy-${scheme}`);
    await page.surface.clickButton('Look at the plugins');
    await page.surface.waitFor('[data-test=plugins]', { ...patient, text: 'Additional fields' });
    // GLPI's own tab leads here.
    const tab = await browser.open(`${glpi.url}/front/config.form.php?forcetab=GLPINetwork%241`);
    await tab.surface.waitFor('[data-invite-for-glpi-doctor] button', patient);
    await picture(tab, `in-glpi-${scheme}`);
  });

  test('a vendor out of reach: the cause, in words and commands', async () => {
    const page = await openDoctor(
      {
        network: {
          key: aKey,
          unreachable: 'SSL certificate problem: self-signed certificate in certificate chain',
          marketplace: 'unreachable',
          versionCheck: 'A new version is available: 11.0.9.',
          system: { os: 'Linux glpi 6.1.0-28-amd64 #1 Debian 6.1.119-1 x86_64' },
        },
      },
      scheme,
    );
    await page.surface.clickButton('Check the key');
    await page.surface.waitFor('[data-test=finding][data-row="15"]', patient);
    await page.surface.clickButton('Find the cause');
    await page.surface.waitFor('[data-test=finding][data-row="24"]', patient);
    expect(await page.surface.text('[data-row="15"] .todo')).toContain('update-ca-certificates');
    // Another system, other commands; by keyboard as well.
    await page.surface.evaluate((root) =>
      root.querySelectorAll<HTMLInputElement>('.segments input')[0]?.focus(),
    );
    await page.surface.press('ArrowRight');
    await page.surface.waitFor('[data-row="15"] .todo', { text: 'update-ca-trust' });
    await page.surface.press('ArrowLeft');
    expect(await page.surface.texts('[data-test=report]')).not.toContain(aKey);
    await picture(page, `unreachable-${scheme}`);
  });

  test('an ended subscription', async () => {
    const page = await openDoctor(
      {
        network: {
          unreachable: undefined,
          key: aKey,
          answer: 'ended',
          period: '2025-11-01 - 2026-11-01',
          marketplace: 'ended',
        },
      },
      scheme,
    );
    await page.surface.clickButton('Check the key');
    await page.surface.waitFor('[data-test=finding][data-row="07"]', patient);
    await picture(page, `ended-${scheme}`);
  });
});

test('markup in what GLPI shows is text here, and nothing of it runs', async () => {
  const hostile = '<img src=x onerror="document.title=String(1)"><b>bold</b>';
  const page = await openDoctor({
    version: '10.0.14',
    network: { unreachable: undefined, key: aKey, answer: 'ended', message: hostile, title: hostile },
  });
  await page.surface.clickButton('Check the key');
  await page.surface.waitFor('[data-test=finding][data-row="07"]', patient);
  expect(await page.surface.text('[data-test=finding] blockquote')).toContain('<img src=x');
  expect(await page.surface.exists('main b, main .glance img, main .finding img')).toBe(false);
});
