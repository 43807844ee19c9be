/** What people see and wait for, in Chromium with the built extension, at a GLPI that is as slow as a real one. */
import type { CDPSession, Page } from 'playwright-core';
import { type BrowserPage, type ExtensionBrowser, launch } from '../browser/browsers.ts';
import { launchChromium } from '../browser/driver/chromium.ts';
import { until } from '../browser/driver/until.ts';
import { connect, issueFromPanel, signIn } from '../browser/journey.ts';
import { fillLedger, multiplied, sampleRows } from '../browser/sample-ledger.ts';
import { type Glpi, startGlpi } from '../glpi/server.ts';
import { openForm } from '../stranger.ts';
import { realDelay } from './desk-times.ts';
import { type Figure, median, percentile } from './figure.ts';

const dashboard = 'src/pages/dashboard/index.html';
const popup = 'src/pages/popup/index.html';
const patient = { timeout: 60_000 };

interface Bench {
  readonly glpi: Glpi;
  readonly browser: ExtensionBrowser;
  readonly page: BrowserPage;
}

async function onBench<Result>(work: (bench: Bench) => Promise<Result>): Promise<Result> {
  const glpi = await startGlpi({ proofOfWork: 50, delay: realDelay });
  const browser = await launch('chromium');
  try {
    glpi.apiToken('glpi');
    const page = await browser.open(`${glpi.url}/`);
    await signIn(page, glpi.url, 'glpi', 'glpi');
    await (await connect(browser, glpi.url)).close();
    await page.bringToFront();
    await page.goto(`${glpi.url}/front/user.php`);
    await page.surface.waitFor('[data-invite-for-glpi] button', patient);
    return await work({ glpi, browser, page });
  } finally {
    await browser.close();
    await glpi.close();
  }
}

export async function surfaceFigures(): Promise<Figure[]> {
  return [
    ...(await contentScript()),
    ...(await onBench(admission)),
    ...(await onBench(lists)),
    await onBench(idle),
  ];
}

// --- On every GLPI page ---

/** Puts down, in each page that is opened, when GLPI's header was there and when our button was. */
function watchForButton(): void {
  const seen: { header?: number; button?: number; frames: number } = { frames: 0 };
  Object.assign(window, { seen });
  const look = () => {
    const now = performance.now();
    if (seen.header === undefined && document.querySelector('header.navbar, .secondary-bar')) {
      seen.header = now;
      const count = () => {
        if (seen.button !== undefined) return;
        seen.frames += 1;
        requestAnimationFrame(count);
      };
      requestAnimationFrame(count);
    }
    if (seen.button === undefined && document.querySelector('[data-invite-for-glpi]')) seen.button = now;
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true });
}

interface Profiled {
  readonly nodes: readonly { readonly id: number; readonly callFrame: { readonly url: string } }[];
  readonly samples?: readonly number[] | undefined;
  readonly timeDeltas?: readonly number[] | undefined;
}

/** Milliseconds that the extension's own code ran in a page, by samples a tenth of a millisecond apart. */
function oursIn({ nodes, samples = [], timeDeltas = [] }: Profiled): number {
  const ours = new Set(
    nodes.filter(({ callFrame }) => callFrame.url.startsWith('chrome-extension://')).map(({ id }) => id),
  );
  return samples.reduce((sum, id, index) => sum + (ours.has(id) ? (timeDeltas[index] ?? 0) : 0), 0) / 1_000;
}

async function loaded(page: Page, session: CDPSession, url: string): Promise<{ ours: number; load: number }> {
  await session.send('Profiler.start');
  await page.goto(url);
  await page.waitForFunction(
    () => 'seen' in window && (window as unknown as { seen: { button?: number } }).seen.button,
  );
  const { profile } = await session.send('Profiler.stop');
  const load = await page.evaluate(() => {
    const [entry] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
    return entry?.loadEventEnd ?? Number.NaN;
  });
  return { ours: oursIn(profile), load };
}

async function contentScript(times = 15): Promise<Figure[]> {
  const glpi = await startGlpi({ delay: realDelay });
  const browser = await launchChromium('dist/chrome', { viewport: { width: 1280, height: 860 } });
  try {
    glpi.apiToken('glpi');
    const { hostname } = new URL(glpi.url);
    const page = await browser.context.newPage();
    await page.goto(`${glpi.url}/`);
    await page.fill('#login_name', 'glpi');
    await page.fill('#login_password', 'glpi');
    await page.click('form button[type=submit], form input[type=submit]');
    await page.waitForSelector('.user-menu-dropdown-toggle');
    await browser.grantHost(`http://${hostname}/*`);
    const welcome = await browser.openExtensionPage(
      `src/pages/welcome/index.html?site=${encodeURIComponent(glpi.url)}`,
    );
    await welcome.click('.step:first-child.current .actions button').catch(() => {});
    await welcome.waitForSelector('.step:nth-child(3):is(.done, .current)', { timeout: 60_000 });
    await welcome.close();
    await page.addInitScript(watchForButton);
    const session = await browser.context.newCDPSession(page);
    await session.send('Profiler.enable');
    await session.send('Profiler.setSamplingInterval', { interval: 100 });
    const ours: number[] = [];
    const loads: number[] = [];
    const frames: number[] = [];
    const before = glpi.state.requests.length;
    for (let time = 0; time < times; time += 1) {
      const one = await loaded(page, session, `${glpi.url}/front/user.php`);
      ours.push(one.ours);
      loads.push(one.load);
      frames.push(await page.evaluate(() => (window as unknown as { seen: { frames: number } }).seen.frames));
    }
    const asked = glpi.state.requests.slice(before).filter(({ path }) => path.includes('apirest.php')).length;
    return [
      {
        name: 'content script, main thread on a GLPI page',
        value: median(ours),
        unit: 'ms',
        against: 'the page’s own time to load',
        reference: median(loads),
        n: times,
        budget: { value: 2, ratio: 0.01 },
      },
      {
        name: 'content script, requests to GLPI on a page while nothing is open',
        value: asked,
        unit: 'requests',
        n: times,
        budget: { value: 0 },
      },
      {
        name: 'button visible after the header is parsed',
        value: median(frames),
        unit: 'frames',
        n: times,
        budget: { value: 2 },
      },
    ];
  } finally {
    await browser.close();
    await glpi.close();
  }
}

// --- From the stranger's Submit to the account ---

async function admission({ glpi, browser, page }: Bench): Promise<Figure[]> {
  const link = await issueFromPanel(page, glpi.url, async (panel) => {
    await panel.select('[name=uses]', 'unlimited');
  });
  await page.goto(`${glpi.url}/front/user.php`);
  let people = 0;
  const one = async (): Promise<number> => {
    people += 1;
    const email = `person.${people}@example.org`;
    const form = await openForm(link);
    await form.submit(['Person', String(people), email, '']);
    const begun = performance.now();
    await until(
      () => glpi.state.userEmails.some((row) => row.email === email),
      `the account of ${email}`,
      patient,
    );
    return (performance.now() - begun) / 1_000;
  };
  const visible: number[] = [];
  for (let time = 0; time < 9; time += 1) visible.push(await one());
  await page.goto('about:blank');
  const hidden: number[] = [];
  for (let time = 0; time < 3; time += 1) hidden.push(await one());
  await browser.badge();
  return [
    {
      name: 'from Submit to the account, a GLPI tab visible',
      value: median(visible),
      unit: 's',
      n: visible.length,
      budget: { value: 6 },
    },
    {
      name: 'from Submit to the account, no GLPI tab visible',
      value: median(hidden),
      unit: 's',
      n: hidden.length,
      budget: { value: 31 },
    },
  ];
}

// --- Long lists ---

/** Milliseconds from the beginning of a page to the frame in which it can be used. */
async function usableAfter(browser: ExtensionBrowser, file: string, css: string): Promise<number> {
  const page = await browser.openExtensionPage(file);
  try {
    await page.surface.waitFor(css, patient);
    return await page.surface.evaluate(
      (_root, wanted) =>
        new Promise<number>((resolve) => {
          const [paint] = performance.getEntriesByName(`usable ${wanted}`);
          if (paint) return resolve(paint.startTime);
          requestAnimationFrame(() => resolve(performance.now()));
        }),
      css,
    );
  } finally {
    await page.close();
  }
}

async function lists({ glpi, browser }: Bench): Promise<Figure[]> {
  const usable = '[role=tab]';
  const empty: number[] = [];
  const full: number[] = [];
  for (let time = 0; time < 9; time += 1) empty.push(await usableAfter(browser, popup, usable));
  const first = await browser.openExtensionPage(dashboard);
  await first.surface.waitFor('.empty', patient);
  await fillLedger(
    first,
    multiplied(await sampleRows(glpi.url), { invites: 10_000, registrations: 20_000, journal: 50_000 }),
  );
  await first.close();
  for (let time = 0; time < 9; time += 1) full.push(await usableAfter(browser, popup, usable));

  const page = await browser.openExtensionPage(dashboard);
  await page.surface.waitFor('[data-test=range]', { ...patient, text: /of 10,000/ });
  await page.surface.click('[name=search]');
  const keys: number[] = [];
  for (const key of [
    'a',
    'u',
    'd',
    'i',
    't',
    'Backspace',
    'Backspace',
    'o',
    'n',
    'Backspace',
    'Backspace',
    'Backspace',
  ]) {
    await arm(page);
    await page.surface.press(key);
    keys.push(await painted(page));
  }
  const memory = await page.surface.evaluate(() => {
    const { memory: used } = performance as unknown as { memory?: { usedJSHeapSize: number } };
    return (used?.usedJSHeapSize ?? Number.NaN) / 1_048_576;
  });
  await page.close();
  return [
    {
      name: 'popup, first useful paint with 10,000 invites and 50,000 journal lines',
      value: median(full),
      unit: 'ms',
      against: 'the same with none',
      reference: median(empty),
      n: full.length,
      budget: { ratio: 1.2 },
    },
    {
      name: 'dashboard, from a key in the search to the painted list, 10,000 invites, p95',
      value: percentile(keys, 0.95),
      unit: 'ms',
      n: keys.length,
      budget: { value: 50 },
    },
    { name: 'memory of the dashboard at 10,000 invites', value: memory, unit: 'MB', n: 1 },
  ];
}

/** Notes the moment of the next key, and of the frame after the list last changed. */
async function arm(page: BrowserPage): Promise<void> {
  await page.surface.evaluate(() => {
    const state: { pressed?: number; painted?: number } = {};
    Object.assign(window, { keyed: state });
    addEventListener('keydown', () => (state.pressed = performance.now()), { once: true, capture: true });
    const range = document.querySelector('.view, main') ?? document.body;
    const observer = new MutationObserver(() =>
      requestAnimationFrame(() => {
        if (state.pressed !== undefined) state.painted = performance.now();
      }),
    );
    observer.observe(range, { childList: true, subtree: true, characterData: true });
  });
}

/** The time between the two, once the list has been as it is for half a second. */
async function painted(page: BrowserPage): Promise<number> {
  return await page.surface.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const { keyed } = window as unknown as { keyed: { pressed?: number; painted?: number } };
        let last = -1;
        const look = () => {
          const { pressed, painted: at } = keyed;
          if (pressed !== undefined && at !== undefined && at === last && performance.now() - at > 500)
            return resolve(at - pressed);
          last = at ?? -1;
          setTimeout(look, 50);
        };
        look();
      }),
  );
}

// --- Nothing to do ---

async function idle({ browser }: Bench): Promise<Figure> {
  const page = await browser.openExtensionPage(popup);
  const alarms = await page.surface.evaluate(
    async () =>
      (
        await (
          globalThis as unknown as { chrome: { alarms: { getAll(): Promise<unknown[]> } } }
        ).chrome.alarms.getAll()
      ).length,
  );
  await page.close();
  return {
    name: 'background awake in an idle hour with nothing open, by the alarms that are set',
    value: alarms,
    unit: 's',
    n: 1,
    budget: { value: 0 },
  };
}
