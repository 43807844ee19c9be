/** What the script that runs on every page of GLPI takes, and how soon its button is there. */
import type { CDPSession, Page } from 'playwright-core';
import { type Admin, atGlpi, atStandIn, type Connected } from './chromium.ts';
import { type Figure, median } from './figure.ts';

/** `admin`: of a real GLPI, whose pages weigh what pages weigh; null measures at the stand-in, whose pages are light. */
export async function contentScriptFigures(admin: Admin | null, times = 15): Promise<Figure[]> {
  if (admin) return await atGlpi(admin, (connected) => measure(connected, times, 'this GLPI’s page'));
  return await atStandIn(async (connected, glpi) => {
    const before = glpi.state.requests.length;
    const figures = await measure(connected, times, 'the stand-in’s light page');
    const asked = glpi.state.requests.slice(before).filter(({ path }) => path.includes('apirest.php'));
    return [
      // The share of a page that a real one takes forty times as long for tells nothing.
      ...figures.map(({ budget, ...figure }): Figure => {
        const { ratio: _, ...rest } = budget ?? {};
        return { ...figure, budget: rest };
      }),
      {
        name: 'content script, requests to GLPI on pages while nothing is open',
        value: asked.length,
        unit: 'requests',
        n: times,
        budget: { value: 0 },
      },
    ];
  });
}

async function measure({ admin, browser, page }: Connected, times: number, what: string): Promise<Figure[]> {
  await page.addInitScript(watchForButton);
  const session = await browser.context.newCDPSession(page);
  await session.send('Profiler.enable');
  await session.send('Profiler.setSamplingInterval', { interval: 100 });
  // The first one fills the caches, of the browser and of GLPI.
  await load(page, session, `${admin.site}/front/user.php`);
  const loads: Load[] = [];
  for (let time = 0; time < times; time += 1)
    loads.push(await load(page, session, `${admin.site}/front/user.php`));
  return [
    {
      name: 'content script, main thread on a GLPI page',
      value: median(loads.map(({ ours }) => ours)),
      unit: 'ms',
      against: `${what}, until it is loaded`,
      reference: median(loads.map(({ whole }) => whole)),
      n: times,
      budget: { value: 2, ratio: 0.01 },
    },
    {
      name: 'button visible after the header is parsed',
      value: median(loads.map(({ frames }) => frames)),
      unit: 'frames',
      n: times,
      budget: { value: 2 },
    },
  ];
}

interface Load {
  /** Milliseconds that the extension's own code ran. */
  readonly ours: number;
  /** Milliseconds until the page was loaded. */
  readonly whole: number;
  /** From the header to our button. */
  readonly frames: number;
}

interface Seen {
  frames: number;
  header?: number;
  button?: number;
}

/** Puts down, in each page that is opened, how many frames there were between GLPI's header and our button. */
function watchForButton(): void {
  const seen: Seen = { frames: 0 };
  Object.assign(window, { seen });
  const look = () => {
    if (seen.header === undefined && document.querySelector('header.navbar, .secondary-bar')) {
      seen.header = performance.now();
      const count = () => {
        if (seen.button !== undefined) return;
        seen.frames += 1;
        requestAnimationFrame(count);
      };
      requestAnimationFrame(count);
    }
    if (seen.button === undefined && document.querySelector('[data-invite-for-glpi]'))
      seen.button = performance.now();
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true });
}

async function load(page: Page, session: CDPSession, url: string): Promise<Load> {
  await session.send('Profiler.start');
  await page.goto(url);
  await page.waitForFunction(() => (window as unknown as { seen?: Seen }).seen?.button !== undefined);
  const { profile } = await session.send('Profiler.stop');
  return {
    ours: oursIn(profile),
    ...(await page.evaluate(() => {
      const [entry] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
      const { frames } = (window as unknown as { seen: Seen }).seen;
      return { whole: entry?.loadEventEnd ?? Number.NaN, frames };
    })),
  };
}

interface Profiled {
  readonly nodes: readonly { readonly id: number; readonly callFrame: { readonly url: string } }[];
  readonly samples?: readonly number[] | undefined;
  readonly timeDeltas?: readonly number[] | undefined;
}

/** By samples a tenth of a millisecond apart. */
function oursIn({ nodes, samples = [], timeDeltas = [] }: Profiled): number {
  const ours = new Set(
    nodes.filter(({ callFrame }) => callFrame.url.startsWith('chrome-extension://')).map(({ id }) => id),
  );
  return samples.reduce((sum, id, index) => sum + (ours.has(id) ? (timeDeltas[index] ?? 0) : 0), 0) / 1_000;
}
