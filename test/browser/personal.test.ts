/** Personal links in the built extension: the whole journey at GLPI 10 and 11, in Chromium and Firefox. */
import { describe, expect, test } from 'vitest';
import { openPasswordPage } from '../password-stranger.ts';
import { personalJob } from '../personal-job.ts';
import { browserNames } from './browsers.ts';
import { until } from './driver/until.ts';
import { openPanel, openPopup, personalFromPanel, popupTab } from './journey.ts';
import { setUp, takeDownAfterEach } from './stage.ts';

takeDownAfterEach();

const jane = ['Jane', 'Doe', 'jane.doe@example.org'] as const;
const day = 86_400_000;

describe.each(browserNames)('in %s', (name) => {
  describe.each(['11.0.6', '10.0.14'] as const)('at GLPI %s', (version) => {
    test('an admin issues, a stranger sets a password and is in, and the link is used', async () => {
      const { glpi, browser, atUsersPage } = await setUp(name, {
        version,
        root: '/glpi',
        mail: true,
        entities: [{ name: 'Lyon' }],
      });
      const steps: string[] = [];
      await personalJob({
        browser,
        site: glpi.url,
        glpi: await atUsersPage(),
        person: jane,
        grant: { profile: 'Self-Service', entity: 'Lyon', interface: 'helpdesk' },
        step: (line) => steps.push(line),
      });
      expect(steps).toHaveLength(6);
    });

    test('a revoked link does nothing at all, nor does an expired one', async () => {
      let passed = 0;
      const { glpi, browser, atUsersPage } = await setUp(name, {
        version,
        mail: true,
        now: () => new Date(Date.now() + passed),
      });
      const page = await atUsersPage();
      const revoked = await personalFromPanel(page, glpi.url, jane);
      const before = await openPasswordPage(revoked.link);
      const popup = await openPopup(browser);
      await popupTab(popup, 'open');
      await popup.surface.waitFor('[data-test=personal]');
      expect(await popup.surface.digest()).not.toContain(revoked.link.slice(-40));
      await popup.surface.clickButton('Revoke');
      await popup.surface.click('.confirm button.danger');
      await popup.surface.waitGone('[data-test=personal]');
      expect((await openPasswordPage(revoked.link)).hasForm).toBe(false);
      await before.set('Their own Passw0rd!');
      const account = (login: string) => glpi.state.users.find((user) => user.name === login);
      expect(account('jane.doe')).toMatchObject({ password: null, is_active: 0 });

      await page.bringToFront();
      const expiring = await personalFromPanel(page, glpi.url, ['Bob', 'Two', 'bob.two@example.org'], {
        lifetime: day,
      });
      const early = await openPasswordPage(expiring.link);
      // GLPI itself ends it: no browser is asked.
      passed = day + 60_000;
      await early.set('Their own Passw0rd!');
      expect(account('bob.two')?.password).toBeNull();
    });
  });
});

test('a GLPI whose mail is off: says how to open its page, and gives a first password instead', async () => {
  const { glpi, browser, atUsersPage } = await setUp('chromium', { version: '10.0.14' });
  const page = await atUsersPage();
  const panel = await openPanel(page, glpi.url);
  await panel.waitFor('[data-problem=passwordPageMailOff]');
  await panel.fill('[name=firstName]', 'Jane');
  await panel.fill('[name=lastName]', 'Doe');
  await panel.fill('[name=address]', 'jane.doe@example.org');
  await panel.click('form button[type=submit]');
  await panel.waitFor('[data-test=first-password]');
  expect(await panel.text('[data-test=first-login]')).toContain('jane.doe');
  expect(await panel.exists('[data-test=link]')).toBe(false);
  await until(async () => (await browser.badge()) === '', 'the badge to have nothing to say');
});

test('somebody who has an account: named, and the choice is the admin’s', async () => {
  const { glpi, browser, atUsersPage } = await setUp('chromium', { mail: true });
  const page = await atUsersPage();
  const first = await personalFromPanel(page, glpi.url, jane);
  await (await openPasswordPage(first.link)).set('Their own Passw0rd!');
  const popup = await openPopup(browser);
  await popupTab(popup, 'open');
  await until(
    async () => !(await popup.surface.exists('[data-test=personal]')),
    'the popup to see that they came in',
    { timeout: 60_000 },
  );
  await page.bringToFront();
  const panel = await openPanel(page, glpi.url);
  await panel.click('[data-test=kind-personal]', { timeout: 90_000 });
  await panel.fill('[name=firstName]', 'Jane');
  await panel.fill('[name=lastName]', 'Doe');
  await panel.fill('[name=address]', 'JANE.doe@example.org');
  await panel.click('form button[type=submit]');
  await panel.waitFor('[data-test=taken]');
  const before = structuredClone(glpi.state.users.find(({ name }) => name === 'jane.doe'));
  expect(await panel.text('[data-test=taken]')).toContain('jane.doe');
  await panel.clickButton('Back, change nothing');
  await panel.waitFor('form [name=address]');
  expect(await panel.value('[name=address]')).toBe('JANE.doe@example.org');
  expect(glpi.state.users.find(({ name }) => name === 'jane.doe')).toEqual(before);
  await panel.click('form button[type=submit]');
  await panel.clickButton(/new link/);
  await panel.waitFor('[data-test=link]');
  expect((await openPasswordPage(await panel.value('[data-test=link]'))).hasForm).toBe(true);
});
