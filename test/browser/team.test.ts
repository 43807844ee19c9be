/** Two admins with a browser each, who share nothing but GLPI. */
import { afterEach, expect, test } from 'vitest';
import { startGlpi } from '../glpi/server.ts';
import { openForm } from '../stranger.ts';
import { barriersIn } from './axe.ts';
import { type BrowserPage, browserNames, type ExtensionBrowser, launch } from './browsers.ts';
import { until } from './driver/until.ts';
import { connect, issueFromPanel, openPopup, popupTab, signIn } from './journey.ts';

const patient = { timeout: 90_000 };
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close().catch(() => {});
});

/** Somebody's own browser, signed in and connected, on the Users page. */
async function adminAt(
  name: 'chromium' | 'firefox',
  site: string,
): Promise<{ browser: ExtensionBrowser; page: BrowserPage }> {
  const browser = await launch(name);
  closing.push(() => browser.close());
  const page = await browser.open(`${site}/`);
  await signIn(page, site, 'glpi', 'glpi');
  await (await connect(browser, site)).close();
  return { browser, page };
}

const teamOf = async (browser: ExtensionBrowser) => {
  const page = await browser.openExtensionPage('src/pages/dashboard/index.html#/team');
  await page.surface.waitFor('[data-test=fingerprint]', patient);
  return page;
};

// The issuer in one browser, the colleague in the other: both ways.
test.each(browserNames)(
  'issued in another browser that is closed since, trusted and admitted in %s',
  async (name) => {
    const glpi = await startGlpi({ proofOfWork: 500 });
    closing.push(() => glpi.close());
    glpi.apiToken('glpi');
    const other = name === 'chromium' ? 'firefox' : 'chromium';
    const anna = await adminAt(other, glpi.url);
    const link = await issueFromPanel(anna.page, glpi.url);
    const fingerprints = await (await teamOf(anna.browser)).surface.texts('[data-test=fingerprint]');
    await anna.browser.close();

    const ben = await adminAt(name, glpi.url);
    const team = await teamOf(ben.browser);
    const { surface } = team;
    await surface.waitFor('[data-test=issuer][data-state=seen]', patient);
    // What Anna reads out is what Ben sees.
    const [theirs] = await surface.texts('[data-test=issuer] [data-test=fingerprint]');
    expect(theirs).toBe(fingerprints[0]);
    await surface.click('[data-test=issuer] button');
    await surface.click('[data-test=issuer] .confirm button.primary');
    await surface.waitFor('[data-test=issuer][data-state=trusted]', { ...patient, text: '1 invitation out' });
    expect(await barriersIn(team)).toEqual([]);

    await (await openForm(link)).submit(['Jane', 'Doe', 'jane.doe@example.org', '']);
    await ben.page.bringToFront();
    await ben.page.goto(`${glpi.url}/front/user.php`);
    await until(
      () => glpi.state.userEmails.some(({ email }) => email === 'jane.doe@example.org'),
      'the account that Ben’s browser makes',
      { timeout: 60_000 },
    );

    // It stands among his invitations, with who issued it.
    const invites = await ben.browser.openExtensionPage('src/pages/dashboard/index.html#/invites');
    await invites.surface.click('[data-test=invite] .row-link', patient);
    await invites.surface.waitFor('[data-test=colleague]', patient);

    // Before he withdraws his trust he reads what that changes.
    await team.bringToFront();
    await surface.click('[data-test=issuer] button');
    await surface.waitFor('[data-test=issuer] .confirm', { text: 'would no longer be watched here' });
    await surface.click('[data-test=issuer] .confirm button.danger');
    await surface.waitFor('[data-test=issuer][data-state=withdrawn]', patient);
  },
  180_000,
);

test('a seal that somebody changed in GLPI is shown, and written again on a press; the popup says who watches', async () => {
  const glpi = await startGlpi({ proofOfWork: 500 });
  closing.push(() => glpi.close());
  glpi.apiToken('glpi');
  const anna = await adminAt('chromium', glpi.url);
  await issueFromPanel(anna.page, glpi.url);
  const row = glpi.state.destinations.last;
  if (!row) throw new Error('no destination');
  const before = row.config;
  row.config = before.replace('\\"maxUses\\":1', '\\"maxUses\\":500');
  expect(row.config).not.toBe(before);
  const team = await teamOf(anna.browser);
  await team.surface.waitFor('[data-test=finding]', { ...patient, text: 'changed the seal' });
  expect(await barriersIn(team)).toEqual([]);
  await team.surface.click('[data-test=finding] button.secondary');
  await team.surface.waitGone('[data-test=finding]', patient);
  expect(row.config).not.toContain('500');

  const popup = await openPopup(anna.browser);
  await popupTab(popup, 'open');
  await popup.surface.waitFor('[data-test=watch-line]', { ...patient, text: 'Only this browser' });
}, 120_000);
