/** How people come in, and what lasts: the toolbar, tabs that were open before, and the browser started again. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BrowserContext, CDPSession } from 'playwright-core';
import { expect, test } from 'vitest';
import { startGlpi } from '../glpi/server.ts';
import { openForm } from '../stranger.ts';
import { launch } from './browsers.ts';
import { launchChromium } from './driver/chromium.ts';
import { until } from './driver/until.ts';
import { connect, issueFromPanel, signIn } from './journey.ts';
import { admin, jane, setUp, takeDownAfterEach } from './stage.ts';

takeDownAfterEach();

const extension = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../dist/chrome');

/** What the real popup bubble reads; Playwright does not list it among its pages. */
async function popupText(session: CDPSession): Promise<string> {
  const { targetInfos } = await session.send('Target.getTargets');
  const popup = targetInfos.find(({ url }) => url.includes('/src/pages/popup/'));
  if (!popup) return '';
  const { sessionId } = await session.send('Target.attachToTarget', {
    targetId: popup.targetId,
    flatten: false,
  });
  const answer = new Promise<string>((resolve) => {
    session.on('Target.receivedMessageFromTarget', ({ sessionId: from, message }) => {
      if (from === sessionId) resolve(String(JSON.parse(message).result?.result?.value ?? ''));
    });
  });
  const message = JSON.stringify({
    id: 1,
    method: 'Runtime.evaluate',
    params: { expression: 'document.body.innerText' },
  });
  await session.send('Target.sendMessageToTarget', { sessionId, message });
  return await answer;
}

const cdp = async (context: BrowserContext) =>
  (await context.browser()?.newBrowserCDPSession()) ??
  (await context.newCDPSession(context.pages()[0] ?? (await context.newPage())));

test('a press of the toolbar button on any GLPI tab finds that GLPI, before any permission for its host', async () => {
  const glpi = await startGlpi({ root: '/it/glpi' });
  const browser = await launchChromium(extension);
  try {
    const page = await browser.context.newPage();
    await page.goto(`${glpi.url}/`);
    await browser.clickToolbarButton(page);
    const session = await cdp(browser.context);
    const name = glpi.url.replace('http://', '');
    await until(
      async () => (await popupText(session)).includes(`Connect to ${name}`),
      `the popup to offer ${name}`,
    );
  } finally {
    await browser.close();
    await glpi.close();
  }
});

test('connecting puts the button into tabs that were open before', async () => {
  const { glpi, browser } = await setUp('chromium');
  glpi.apiToken(admin.user);
  const page = await browser.open(`${glpi.url}/`);
  await signIn(page, glpi.url, admin.user, admin.password);
  await page.goto(`${glpi.url}/front/user.php`);
  await (await connect(browser, glpi.url)).close();
  await page.bringToFront();
  await page.surface.waitFor('[data-invite-for-glpi] button');
});

test('the browser was closed meanwhile: the badge asks for a GLPI tab, and signing in there is enough', async () => {
  const profileDir = await mkdtemp(path.join(tmpdir(), 'invite-for-glpi-profile-'));
  const { glpi, accountFor, hasAccount } = await setUp('chromium');
  try {
    let browser = await launch('chromium', { profileDir });
    glpi.apiToken(admin.user);
    let page = await browser.open(`${glpi.url}/`);
    await signIn(page, glpi.url, admin.user, admin.password);
    await (await connect(browser, glpi.url)).close();
    await page.bringToFront();
    const link = await issueFromPanel(page, glpi.url);
    await browser.close();

    await (await openForm(link)).submit(jane);
    browser = await launch('chromium', { profileDir });
    try {
      await until(async () => (await browser.badge()) === '!', 'the badge to ask for a tab', {
        timeout: 90_000,
      });
      expect(hasAccount(jane[2])).toBe(false);
      page = await browser.open(`${glpi.url}/`);
      await signIn(page, glpi.url, admin.user, admin.password);
      await page.goto(`${glpi.url}/front/user.php`);
      await accountFor(jane[2]);
    } finally {
      await browser.close();
    }
  } finally {
    await rm(profileDir, { recursive: true, force: true });
  }
});
