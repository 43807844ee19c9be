/** A stand-in GLPI and a browser with the built extension, made for one test and taken down after it. */
import { afterAll, afterEach } from 'vitest';
import { type Glpi, type GlpiOptions, startGlpi } from '../glpi/server.ts';
import {
  type BrowserName,
  type BrowserOptions,
  type BrowserPage,
  type ExtensionBrowser,
  launch,
} from './browsers.ts';
import { until } from './driver/until.ts';
import { connect, signIn } from './journey.ts';

export const admin = { user: 'glpi', password: 'glpi' };
export const jane = ['Jane', 'Doe', 'jane.doe@example.org', ''] as const;

export interface Stage {
  readonly glpi: Glpi;
  readonly browser: ExtensionBrowser;
  /** Signed in, connected, and on the Users page. */
  atUsersPage(): Promise<BrowserPage>;
  /** The account that has this address, once there is one. */
  accountFor(email: string): Promise<{ readonly name: string }>;
  hasAccount(email: string): boolean;
}

const open: (() => Promise<void>)[] = [];
/** What tests of this file have left, to be made as new for the next that wants the like. */
const left = new Map<string, ExtensionBrowser>();

/** Call once in a test file: takes down whatever a test has set up. */
export function takeDownAfterEach(): void {
  afterEach(async () => {
    for (const close of open.splice(0).reverse()) await close();
  });
  endAfterAll();
}

/** Call once in a test file that borrows browsers itself: ends what was left. */
export function endAfterAll(): void {
  afterAll(async () => {
    for (const browser of left.values()) await browser.close();
    left.clear();
  });
}

async function asNew(browser: ExtensionBrowser): Promise<ExtensionBrowser | undefined> {
  try {
    await browser.renew?.();
    return browser;
  } catch {
    await browser.close().catch(() => {});
    return undefined;
  }
}

/** A browser without a past: started, or made as new where that is quicker. Closing it leaves it to the next test. */
export async function borrow(name: BrowserName, options: BrowserOptions = {}): Promise<ExtensionBrowser> {
  const kind = JSON.stringify([name, options]);
  const before = left.get(kind);
  left.delete(kind);
  const browser = (before && (await asNew(before))) ?? (await launch(name, options));
  // A profile that is kept has a past, and shall have one.
  if (browser.renew === undefined || options.profileDir !== undefined) return browser;
  let isLent = true;
  return {
    ...browser,
    async close() {
      if (!isLent) return;
      isLent = false;
      // No more than one is kept: each takes its part of the machine.
      for (const [other, idle] of left) {
        left.delete(other);
        await idle.close();
      }
      left.set(kind, browser);
    },
    async crash() {
      isLent = false;
      await browser.crash();
    },
  };
}

export async function setUp(
  name: BrowserName,
  options: GlpiOptions = {},
  browserOptions: BrowserOptions = {},
): Promise<Stage> {
  const glpi = await startGlpi({ proofOfWork: 500, ...options });
  open.push(() => glpi.close());
  const browser = await borrow(name, browserOptions);
  open.push(() => browser.close());
  const accountOf = (email: string) => {
    const row = glpi.state.userEmails.find((one) => one.email === email);
    return row ? glpi.state.users.get(row.users_id) : undefined;
  };
  return {
    glpi,
    browser,
    async atUsersPage() {
      glpi.apiToken(admin.user);
      const page = await browser.open(`${glpi.url}/`);
      await signIn(page, glpi.url, admin.user, admin.password);
      await (await connect(browser, glpi.url)).close();
      await page.bringToFront();
      await page.goto(`${glpi.url}/front/user.php`);
      return page;
    },
    accountFor: (email) => until(() => accountOf(email), `an account for ${email}`, { timeout: 90_000 }),
    hasAccount: (email) => accountOf(email) !== undefined,
  };
}
