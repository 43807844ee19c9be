/**
 * What an admin cares about: people brought in by GLPI's own user form, and by this extension, in the same run at the same
 * GLPI. At the stand-in, whose pages are light, or at a real one by `--glpi URL --user U --password P`.
 */
import type { Page } from 'playwright-core';
import type { ExtensionInChromium } from '../browser/driver/chromium.ts';
import { type Admin, atGlpi, atStandIn, type Connected, patient } from './chromium.ts';
import type { Figure } from './figure.ts';

interface Effort {
  readonly requests: number;
  readonly bytes: number;
  readonly clicks: number;
  readonly keys: number;
  readonly seconds: number;
}

const none: Effort = { requests: 0, bytes: 0, clicks: 0, keys: 0, seconds: 0 };

/** `admin`: of a real GLPI; null measures at the stand-in. */
export async function onboardingFigures(admin: Admin | null = null): Promise<Figure[]> {
  // Without it Playwright does not tell of a service worker's requests.
  process.env.PW_EXPERIMENTAL_SERVICE_WORKER_NETWORK_EVENTS = '1';
  return admin === null ? await atStandIn(onboard, { mail: true }) : await atGlpi(admin, onboard);
}

async function onboard({ admin, browser, page }: Connected): Promise<Figure[]> {
  const meter = meterOf(browser);
  const figures: Figure[] = [];
  for (const [count, measured] of [
    [1, 1],
    [20, 20],
    // The form takes each as long as the one before: a few tell of many.
    [300, 20],
  ] as const) {
    const own = scaled(await byGlpisForm(page, admin, meter, measured), count / measured);
    const ours = await byExtension(browser, meter, count);
    figures.push(...compared(count, own, ours, measured));
  }
  return figures;
}

function compared(count: number, own: Effort, ours: Effort, measured: number): Figure[] {
  const people = count === 1 ? '1 person' : `${count} people`;
  const against = measured === count ? 'GLPI’s own form' : `GLPI’s own form, from ${measured} of them`;
  const one = (name: string, unit: Figure['unit'], of: (effort: Effort) => number): Figure => ({
    name: `${people} with an account and a link: ${name}`,
    value: of(ours),
    unit,
    against,
    reference: of(own),
    n: 1,
  });
  return [
    one('requests', 'requests', ({ requests }) => requests),
    one('bytes', 'bytes', ({ bytes }) => bytes),
    one('clicks', 'clicks', ({ clicks }) => clicks),
    one('keys', 'keys', ({ keys }) => keys),
    one('machine time', 's', ({ seconds }) => seconds),
  ];
}

const scaled = (effort: Effort, factor: number): Effort => ({
  requests: effort.requests * factor,
  bytes: effort.bytes * factor,
  clicks: effort.clicks * factor,
  keys: effort.keys * factor,
  seconds: effort.seconds * factor,
});

interface Meter {
  /** Everything that went over the wire since the last time. */
  take(): Promise<{ requests: number; bytes: number }>;
}

function meterOf(browser: ExtensionInChromium): Meter {
  let requests = 0;
  const sizes: Promise<number>[] = [];
  browser.context.on('requestfinished', (request) => {
    if (!request.url().startsWith('http')) return;
    requests += 1;
    sizes.push(
      request
        .sizes()
        .then((size) => size.requestBodySize + size.responseBodySize)
        .catch(() => 0),
    );
  });
  return {
    async take() {
      const bytes = (await Promise.all(sizes.splice(0))).reduce((sum, size) => sum + size, 0);
      const counted = { requests, bytes };
      requests = 0;
      return counted;
    },
  };
}

const unique = Date.now().toString(36);
const personNumber = (index: number, way: string) => ({
  login: `${way}.${unique}.${index}`,
  firstName: 'Zoe',
  lastName: `${way} ${unique} ${index}`,
  email: `${way}.${unique}.${index}@example.org`,
});

/** From the list of users: "Add", four fields, "Add"; profile and entity as GLPI proposes them. */
async function byGlpisForm(page: Page, { site }: Admin, meter: Meter, count: number): Promise<Effort> {
  let { clicks, keys, seconds } = none;
  await page.goto(`${site}/front/user.php`);
  await meter.take();
  for (let index = 0; index < count; index += 1) {
    const person = personNumber(index, `own${count}`);
    const opening = performance.now();
    await page.goto(`${site}/front/user.form.php`);
    await page.waitForSelector('input[name=name]', patient);
    clicks += 1;
    seconds += (performance.now() - opening) / 1_000;
    for (const [css, text] of [
      ['form input[name=name]', person.login],
      ['form input[name=realname]', person.lastName],
      ['form input[name=firstname]', person.firstName],
      ['form input[name^="_useremails"]', person.email],
    ] as const) {
      await page.fill(css, text);
      clicks += 1;
      keys += text.length;
    }
    const sending = performance.now();
    await Promise.all([page.waitForEvent('load', patient), page.click('form button[name=add]')]);
    clicks += 1;
    seconds += (performance.now() - sending) / 1_000;
  }
  return { ...(await meter.take()), clicks, keys, seconds };
}

/** From the dashboard: "Many at once", a pasted list, "Check", "Invite": accounts with a link each to be passed on. */
async function byExtension(browser: ExtensionInChromium, meter: Meter, count: number): Promise<Effort> {
  let clicks = 0;
  const page = await browser.openExtensionPage('src/pages/dashboard/index.html');
  const click = async (css: string) => {
    await page.click(css, patient);
    clicks += 1;
  };
  await page.waitForSelector('.view-head', patient);
  await meter.take();
  const begun = performance.now();
  await click('a[href*="#/bulk"], button:has-text("Many at once")');
  await page.waitForSelector('.bulk-form', patient);
  await click('[data-test=kind-personal]');
  const people = Array.from({ length: count }, (_, index) => personNumber(index, `ext${count}`));
  await click('[name=table]');
  await page.fill(
    '[name=table]',
    people.map(({ email, firstName, lastName }) => [email, firstName, lastName].join('\t')).join('\n'),
  );
  await click('button:has-text("Check ")');
  await page.waitForSelector('.verdict', patient);
  await click('button:has-text("Invite ")');
  await page.waitForSelector('[data-test=outcome]', { timeout: 600_000 });
  const seconds = (performance.now() - begun) / 1_000;
  await page.close();
  // A paste is two keys.
  return { ...(await meter.take()), clicks, keys: 2, seconds };
}
