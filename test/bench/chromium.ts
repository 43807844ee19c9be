/** Chromium with the built extension, connected to a GLPI, and how much memory its parts hold. */
import type { CDPSession, Page } from 'playwright-core';
import { type ExtensionInChromium, launchChromium } from '../browser/driver/chromium.ts';
import { until } from '../browser/driver/until.ts';
import { type Glpi, startGlpi } from '../glpi/server.ts';
import { realDelay } from './desk-times.ts';

/** An admin of a GLPI, and where it is. */
export interface Admin {
  readonly site: string;
  readonly user: string;
  readonly password: string;
}

export const patient = { timeout: 120_000 };

/** Chromium with `page` signed in at a GLPI, and the extension connected to it. */
export interface Connected {
  readonly admin: Admin;
  readonly browser: ExtensionInChromium;
  readonly page: Page;
}

export async function atGlpi<Result>(
  admin: Admin,
  work: (connected: Connected) => Promise<Result>,
): Promise<Result> {
  const browser = await launchChromium('dist/chrome', { viewport: { width: 1280, height: 860 } });
  try {
    // Named functions are wrapped by esbuild (tsx) in a helper that pages do not have.
    await browser.context.addInitScript('globalThis.__name = (work) => work;');
    return await work({ admin, browser, page: await connect(browser, admin) });
  } finally {
    await browser.close();
  }
}

/** The same at the stand-in, which is as slow as a real one. */
export async function atStandIn<Result>(
  work: (connected: Connected, glpi: Glpi) => Promise<Result>,
  options: { readonly mail?: boolean } = {},
): Promise<Result> {
  const glpi = await startGlpi({ proofOfWork: 50, delay: realDelay, ...options });
  try {
    glpi.apiToken('glpi');
    const admin = { site: glpi.url, user: 'glpi', password: 'glpi' };
    return await atGlpi(admin, (connected) => work(connected, glpi));
  } finally {
    await glpi.close();
  }
}

async function connect(browser: ExtensionInChromium, { site, user, password }: Admin): Promise<Page> {
  const page = await browser.context.newPage();
  await page.goto(`${site}/`);
  await page.fill('#login_name', user);
  await page.fill('#login_password', password);
  await page.click('form button[type=submit], form input[type=submit]');
  // GLPI has it twice, for wide and for narrow screens.
  await page.waitForSelector('.user-menu-dropdown-toggle', { ...patient, state: 'attached' });
  const { protocol, hostname } = new URL(site);
  await browser.grantHost(`${protocol}//${hostname}/*`);
  const welcome = await browser.openExtensionPage(
    `src/pages/welcome/index.html?site=${encodeURIComponent(site)}`,
  );
  await welcome.waitForSelector('.step.current, .step.done', patient);
  const first = welcome.locator('.step:first-child.current .actions button');
  if (await first.count()) await first.click();
  await welcome.waitForSelector('.step:nth-child(3):is(.done, .current)', patient);
  await welcome.close();
  await page.bringToFront();
  return page;
}

/**
 * Megabytes of JavaScript that the target at an address holds once its rubbish was collected: a page, or the background.
 */
export async function heapOf(browser: ExtensionInChromium, address: RegExp): Promise<number> {
  const session = await browser.context.browser()?.newBrowserCDPSession();
  if (!session) throw new Error('Playwright gives no browser connection');
  try {
    const found = await until(async () => {
      const { targetInfos } = await session.send('Target.getTargets');
      return targetInfos.find(({ url }) => address.test(url));
    }, `a target at ${address}`);
    const { sessionId } = await session.send('Target.attachToTarget', {
      targetId: found.targetId,
      flatten: false,
    });
    await askTarget(session, sessionId, 1, 'HeapProfiler.collectGarbage');
    const { usedSize } = await askTarget(session, sessionId, 2, 'Runtime.getHeapUsage');
    return Number(usedSize) / 1_048_576;
  } finally {
    await session.detach();
  }
}

async function askTarget(
  session: CDPSession,
  sessionId: string,
  id: number,
  method: string,
): Promise<Readonly<Record<string, unknown>>> {
  const answer = new Promise<Readonly<Record<string, unknown>>>((resolve) => {
    session.on('Target.receivedMessageFromTarget', ({ sessionId: from, message }) => {
      const said = JSON.parse(message);
      if (from === sessionId && said.id === id) resolve(said.result ?? {});
    });
  });
  await session.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method }) });
  return await answer;
}
