/** The button, the panel and the popup in the built extension, beyond what is the same in every browser. */
import { describe, expect, test } from 'vitest';
import { startGlpi } from '../glpi/server.ts';
import { openForm } from '../stranger.ts';
import { until } from './driver/until.ts';
import { connect, issueFromPanel, openPanel, openPopup, panelHost, popupTab, signIn } from './journey.ts';
import { setUp, takeDownAfterEach } from './stage.ts';

takeDownAfterEach();

describe('the button in GLPI', () => {
  test.each([
    ['11.0.6', 'vertical'],
    ['11.0.6', 'horizontal'],
    ['10.0.14', 'vertical'],
    ['10.0.14', 'horizontal'],
  ] as const)('GLPI %s, %s: stands beside Add, once, on the list and on a user', async (version, layout) => {
    const { glpi, atUsersPage } = await setUp('chromium', { version, layout });
    const page = await atUsersPage();
    for (const path of ['/front/user.php', '/front/user.form.php?id=2']) {
      await page.goto(`${glpi.url}${path}`);
      await page.surface.waitFor('ul.navbar-nav.border-start [data-invite-for-glpi] button');
      expect(await page.surface.count('[data-invite-for-glpi]')).toBe(1);
    }
    await page.goto(`${glpi.url}/front/central.php`);
    expect(await page.surface.exists('[data-invite-for-glpi]')).toBe(false);
  });

  test('survives GLPI redrawing its header, and refuses a click that the page forged', async () => {
    const { atUsersPage } = await setUp('chromium');
    const page = await atUsersPage();
    await page.surface.waitFor('[data-invite-for-glpi] button');
    await page.surface.evaluate((root) => {
      (root.querySelector('[data-invite-for-glpi] button') as HTMLElement).click();
      const links = root.querySelector('ul.navbar-nav.border-start');
      links?.replaceWith(links.cloneNode(false));
    });
    await page.surface.waitFor('[data-invite-for-glpi] button');
    expect(await page.surface.count('[data-invite-for-glpi]')).toBe(1);
    expect(await page.surface.exists(panelHost)).toBe(false);
  });

  test('the panel’s secrets are out of the page’s reach', async () => {
    const { glpi, atUsersPage } = await setUp('chromium');
    const page = await atUsersPage();
    const link = await issueFromPanel(page, glpi.url);
    const key = new URL(link).searchParams.get('token') ?? '';
    const seen = await page.surface.evaluate((root, host) => {
      const element = root.querySelector(host);
      return [element?.shadowRoot === null, (root as Document).documentElement.outerHTML] as const;
    }, panelHost);
    expect(seen[0]).toBe(true);
    expect(seen[1]).not.toContain(key);
  });
});

describe('the popup', () => {
  test('shows the open invite, gives its link again, and revokes it', async () => {
    const { glpi, browser, atUsersPage } = await setUp('chromium');
    const page = await atUsersPage();
    const link = await issueFromPanel(page, glpi.url);
    const popup = await openPopup(browser);
    await popupTab(popup, 'open');
    await popup.surface.waitFor('[data-test=invite]');
    expect(await popup.surface.digest()).not.toContain(new URL(link).searchParams.get('token') ?? '?');
    await popup.surface.clickButton('Revoke');
    await popup.surface.click('.confirm button');
    await popup.surface.waitGone('[data-test=invite]');
    const late = await openForm(link);
    expect(late.html).toContain('This invitation is no longer valid');
    expect(late.prefilled).toEqual([]);
  });

  test('approval by hand: waits, shows what was typed as text, and admits on a yes', async () => {
    const { glpi, browser, atUsersPage, accountFor, hasAccount } = await setUp('chromium');
    const page = await atUsersPage();
    const link = await issueFromPanel(page, glpi.url, async (panel) => {
      await panel.click('summary');
      await panel.select('[name=approval]', 'byHand');
    });
    await (await openForm(link)).submit(['<img src=x onerror=alert(1)>', 'Doe', 'jane.doe@example.org', '']);
    const popup = await openPopup(browser);
    await popupTab(popup, 'waiting');
    await popup.surface.waitFor('[data-test=registration]', { timeout: 90_000 });
    expect(await popup.surface.text('[data-test=registration]')).toContain('<img src=x onerror=alert(1)>');
    expect(await popup.surface.exists('[data-test=registration] img')).toBe(false);
    expect(hasAccount('jane.doe@example.org')).toBe(false);
    await until(async () => (await browser.badge()) === '1', 'the badge to count it');
    await popup.surface.click('[data-test=registration] .actions button.primary');
    await accountFor('jane.doe@example.org');
  });
});

test('two GLPIs at once keep apart', async () => {
  const { browser, atUsersPage } = await setUp('chromium');
  const other = await startGlpi({ version: '10.0.14', root: '/support' });
  try {
    await atUsersPage();
    other.apiToken('glpi');
    const page = await browser.open(`${other.url}/`);
    await signIn(page, other.url, 'glpi', 'glpi');
    await (await connect(browser, other.url)).close();
    await page.bringToFront();
    const panel = await openPanel(page, other.url);
    await panel.waitFor('[role=dialog], dialog');
    // GLPI 10 has no native forms: said, and a link for one person is all there is to choose.
    await panel.waitFor('[data-problem=formsNotAvailable]');
    await panel.waitFor('form [name=firstName]');
    expect(await panel.exists('[data-test=kind-form]')).toBe(false);
    const popup = await openPopup(browser);
    await until(async () => (await popup.surface.count('select[name=site] option')) >= 2, 'both sites');
  } finally {
    await other.close();
  }
});
