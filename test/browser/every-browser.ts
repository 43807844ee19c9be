import { expect, test } from 'vitest';
import { mainJob } from '../main-job.ts';
import { openForm } from '../stranger.ts';
import type { BrowserName } from './browsers.ts';
import { until } from './driver/until.ts';
import { connect, issueFromPanel } from './journey.ts';
import { admin, jane, setUp } from './stage.ts';

/** What must hold in every browser. */
export function inEveryBrowser(name: BrowserName): void {
  test('does the main job from a GLPI that has its API off and no token, below a path', async () => {
    const { glpi, browser } = await setUp(name, { root: '/glpi', apiEnabled: false });
    const steps: string[] = [];
    await mainJob({
      browser,
      site: glpi.url,
      admin,
      person: ['Zoë', "O'Hara", 'zoe@example.org', '+33 1'],
      step: (line) => steps.push(line),
    });
    expect(steps).toHaveLength(9);
  });

  test('goes on after its background was killed: it issues, and admits', async () => {
    const { glpi, browser, atUsersPage, accountFor } = await setUp(name);
    const page = await atUsersPage();
    await browser.killBackground();
    const link = await issueFromPanel(page, glpi.url);
    await browser.killBackground();
    await (await openForm(link)).submit(jane);
    await page.goto(`${glpi.url}/front/user.php`);
    expect((await accountFor(jane[2])).name).toBe('jane.doe');
  });

  test('lets go when the host is revoked, and takes up when it is granted again', async () => {
    const { glpi, browser, atUsersPage } = await setUp(name);
    const page = await atUsersPage();
    await page.surface.waitFor('[data-invite-for-glpi]');
    await browser.revoke('http://127.0.0.1/*');
    await until(async () => {
      await page.goto(`${glpi.url}/front/user.php`);
      return !(await page.surface.exists('[data-invite-for-glpi]'));
    }, 'the button to be gone');
    await (await connect(browser, glpi.url)).close();
    await page.goto(`${glpi.url}/front/user.php`);
    await page.surface.waitFor('[data-invite-for-glpi]');
  });

  test('speaks French GLPI, horizontal and dark, and its button opens the panel there', async () => {
    const { glpi, atUsersPage } = await setUp(name, { language: 'fr', layout: 'horizontal', dark: true });
    const page = await atUsersPage();
    const link = await issueFromPanel(page, glpi.url);
    expect((await openForm(link)).html).toContain('Créez votre compte');
  });
}
