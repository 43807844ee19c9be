/** Life in the field: the extension is updated, and switched off and on again, in the browser's own page for it. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BrowserContext } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { type ExtensionInChromium, launchChromium } from './driver/chromium.ts';
import { until } from './driver/until.ts';
import { setUp, takeDownAfterEach } from './stage.ts';

takeDownAfterEach();

const built = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../dist/chrome');

/** The extension in a folder of its own, which a test may put another version into. */
async function inOwnFolder(): Promise<{ browser: ExtensionInChromium; folder: string }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'invite-for-glpi-version-'));
  await cp(built, folder, { recursive: true });
  const browser = await launchChromium(folder);
  onTestFinished(async () => {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  });
  return { browser, folder };
}

/** Does something on the browser's page for extensions. */
async function onExtensionsPage(context: BrowserContext, expression: string): Promise<void> {
  const page = await context.newPage();
  await page.goto('chrome://extensions/');
  await page.evaluate(expression);
  await page.close();
}

test('after an update what it brings is said once, on the first page that is opened', async () => {
  const { browser, folder } = await inOwnFolder();
  const dashboard = 'src/pages/dashboard/index.html';
  const first = await browser.openExtensionPage(dashboard);
  await first.waitForSelector('.view-link');
  expect(await first.locator('[data-test=news]').count()).toBe(0);

  const file = path.join(folder, 'manifest.json');
  await writeFile(file, (await readFile(file, 'utf8')).replace(/"version": ?"[^"]*"/, '"version": "0.1.1"'));
  const english = path.join(folder, '_locales/en/messages.json');
  const texts = JSON.parse(await readFile(english, 'utf8'));
  await writeFile(
    english,
    JSON.stringify({ ...texts, news_0_1_1: { message: 'Invites may be paused at night.' } }),
  );
  await onExtensionsPage(
    browser.context,
    // Without developer mode a folder is switched off when it is loaded anew.
    `chrome.developerPrivate.updateProfileConfiguration({ inDeveloperMode: true })
      .then(() => chrome.developerPrivate.reload('${browser.extensionId}'))`,
  );

  const told = await until(async () => {
    const page = await browser.openExtensionPage(dashboard).catch(() => null);
    const news = await page
      ?.waitForSelector('[data-test=news]', { timeout: 3_000 })
      .then((found) => found.textContent())
      .catch(() => null);
    await page?.close();
    return news;
  }, 'the news of the new version');
  expect(told).toContain('Updated to version 0.1.1');
  expect(told).toContain('Invites may be paused at night.');

  const again = await browser.openExtensionPage(dashboard);
  await again.waitForSelector('.view-link');
  await again.waitForLoadState('networkidle');
  expect(await again.locator('[data-test=news]').count()).toBe(0);
});

test('switched off, the extension leaves GLPI; switched on again, its button is back', async () => {
  const { glpi, browser, atUsersPage } = await setUp('chromium');
  const page = await atUsersPage();
  const isThere = async () => {
    await page.goto(`${glpi.url}/front/user.php`);
    return await page.surface.exists(`[data-invite-for-glpi] button`);
  };
  await until(isThere, 'the button');
  const extensions = await browser.open('chrome://extensions/');
  await extensions.surface.evaluate(() => {
    const { developerPrivate } = chrome as unknown as {
      developerPrivate: { updateProfileConfiguration: (change: object) => Promise<void> };
    };
    return developerPrivate.updateProfileConfiguration({ inDeveloperMode: true });
  });
  const switched = async (on: boolean) =>
    await extensions.surface.evaluate(async (_, enabled) => {
      const all = await chrome.management.getAll();
      const ours = all.find(({ name }) => name === 'Invite for GLPI');
      await chrome.management.setEnabled(ours?.id ?? '', enabled);
    }, on);
  await switched(false);
  expect(await isThere()).toBe(false);
  await switched(true);
  await until(isThere, 'the button, after the extension was switched on again');
});
