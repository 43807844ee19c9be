/** A stand-in GLPI and a browser with the built extension, made for one test and taken down after it. */
import { afterEach } from 'vitest';
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

/** Call once in a test file: takes down whatever a test has set up. */
export function takeDownAfterEach(): void {
  afterEach(async () => {
    for (const close of open.splice(0).reverse()) await close();
  });
}

export async function setUp(
  name: BrowserName,
  options: GlpiOptions = {},
  browserOptions: BrowserOptions = {},
): Promise<Stage> {
  const glpi = await startGlpi({ proofOfWork: 500, ...options });
  open.push(() => glpi.close());
  const browser = await launch(name, browserOptions);
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
    accountFor: (email) => until(() => accountOf(email), `an account for ${email}`, { timeout: 40_000 }),
    hasAccount: (email) => accountOf(email) !== undefined,
  };
}
