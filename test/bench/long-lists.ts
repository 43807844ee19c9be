/** What surfaces take with ten thousand invites in the ledger. */
import type { Page } from 'playwright-core';
import { playwrightPage } from '../browser/browsers.ts';
import type { ExtensionInChromium } from '../browser/driver/chromium.ts';
import { fillLedger, multiplied, sampleRows } from '../browser/sample-ledger.ts';
import { atStandIn, heapOf, patient } from './chromium.ts';
import { type Figure, median, percentile } from './figure.ts';

const dashboard = 'src/pages/dashboard/index.html';
const popup = 'src/pages/popup/index.html';
/** The sections of the popup, with their counts: from then on it can be used. */
const usable = '[role=tab]';
const times = 11;

export async function longListFigures(): Promise<Figure[]> {
  return await atStandIn(
    async (empty) => await atStandIn((full, glpi) => measure(empty.browser, full.browser, glpi.url)),
  );
}

/** Two browsers, one of which knows nothing: their popups are opened in turn, so that a machine that slows down slows both. */
async function measure(
  empty: ExtensionInChromium,
  browser: ExtensionInChromium,
  site: string,
): Promise<Figure[]> {
  const first = await browser.openExtensionPage(dashboard);
  await first.waitForSelector('.empty', patient);
  const wanted = { invites: 10_000, registrations: 20_000, journal: 50_000 };
  await fillLedger(playwrightPage(first), multiplied(await sampleRows(site), wanted));
  await first.close();
  const withNone: number[] = [];
  const withMany: number[] = [];
  // The first ones wake the backgrounds, one of them with all there is in its ledger.
  for (let time = -2; time < times; time += 1) {
    const [none, many] = [await paint(empty), await paint(browser)];
    if (time < 0) continue;
    withNone.push(none);
    withMany.push(many);
  }
  const page = await browser.openExtensionPage(dashboard);
  await page.waitForFunction(
    () => document.querySelector('[data-test=range]')?.textContent?.includes('10,000'),
    undefined,
    patient,
  );
  await page.click('[name=search]');
  const keys = await typed(page, ['audit', 'north 12', 'team']);
  const memory = (name: string, value: number): Figure => ({
    name: `memory of the ${name} at 10,000 invites`,
    value,
    unit: 'MB',
    n: 1,
  });
  const ofDashboard = await heapOf(browser, /\/pages\/dashboard\//);
  await page.close();
  const open = await browser.openExtensionPage(popup);
  await open.waitForSelector(usable, patient);
  const ofPopup = await heapOf(browser, /\/pages\/popup\//);
  const ofBackground = await heapOf(browser, /service-worker/);
  await open.close();
  return [
    {
      name: 'popup, first useful paint with 10,000 invites and 50,000 journal lines',
      value: median(withMany),
      unit: 'ms',
      against: 'the same with none',
      reference: median(withNone),
      n: withMany.length,
      budget: { ratio: 1.2 },
    },
    {
      name: 'dashboard, from a key in the search to the painted list, 10,000 invites, p95',
      value: percentile(keys, 0.95),
      unit: 'ms',
      n: keys.length,
      budget: { value: 50 },
    },
    memory('background', ofBackground),
    memory('popup', ofPopup),
    memory('dashboard', ofDashboard),
  ];
}

/** Milliseconds from the beginning of the popup to the frame in which it can be used. */
async function paint(browser: ExtensionInChromium): Promise<number> {
  const page = await browser.context.newPage();
  try {
    await page.addInitScript(watchFor, usable);
    await page.goto(`chrome-extension://${browser.extensionId}/${popup}`);
    await page.waitForFunction(
      () => (window as unknown as Watched).usableAt !== undefined,
      undefined,
      patient,
    );
    return await page.evaluate(() => (window as unknown as Watched).usableAt ?? Number.NaN);
  } finally {
    await page.close();
  }
}

interface Watched {
  usableAt?: number;
}

/** Puts down when the frame begins in which something that fits `css` is there for the first time. */
function watchFor(css: string): void {
  const observer = new MutationObserver(() => {
    if (!document.querySelector(css)) return;
    observer.disconnect();
    requestAnimationFrame(() => {
      (window as unknown as Watched).usableAt = performance.now();
    });
  });
  observer.observe(document, { childList: true, subtree: true });
}

interface Keyed {
  pressed?: number;
  painted?: number;
}

/** Milliseconds from each key to the frame after its rows were drawn; keys that change no row are left out. */
async function typed(page: Page, words: readonly string[]): Promise<number[]> {
  const taken: number[] = [];
  for (const word of words)
    for (const key of [...word, ...Array.from(word, () => 'Backspace')]) {
      await page.evaluate(noteNextKey);
      await page.keyboard.press(key);
      const time = await page.evaluate(timeOfKey);
      if (time !== null) taken.push(time);
    }
  return taken;
}

/** Notes the moment of the next key, and of the frame after the rows were changed by it. */
function noteNextKey(): void {
  const keyed: Keyed = {};
  Object.assign(window, { keyed });
  addEventListener(
    'keydown',
    () => {
      keyed.pressed = performance.now();
    },
    { once: true, capture: true },
  );
  const observer = new MutationObserver((changes) => {
    // Not what else moves in the page: a count, or how long ago something was.
    const isDrawn = changes.some(({ target }) => target.nodeName === 'TBODY');
    if (keyed.pressed === undefined || !isDrawn) return;
    observer.disconnect();
    requestAnimationFrame(() => {
      keyed.painted = performance.now();
    });
  });
  observer.observe(document.querySelector('main') ?? document.body, { childList: true, subtree: true });
}

/** The time between the two; null where no row has changed within a second. */
async function timeOfKey(): Promise<number | null> {
  const { keyed } = window as unknown as { keyed: Keyed };
  // As fast as somebody types who looks at what comes.
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  const { pressed, painted } = keyed;
  return pressed === undefined || painted === undefined ? null : painted - pressed;
}
