/** What an organisation sets in the browser's own policy, in both browsers: a real policy file each. */
import { describe, expect, onTestFinished, test } from 'vitest';
import { startGlpi } from '../glpi/server.ts';
import { openForm } from '../stranger.ts';
import { type BrowserName, browserNames, launch } from './browsers.ts';
import { openDashboard } from './dashboard-journeys.ts';
import { noPolicyBecause } from './driver/chromium-policy.ts';
import { signIn } from './journey.ts';
import { setUp, takeDownAfterEach } from './stage.ts';

takeDownAfterEach();
const patient = { timeout: 90_000 };

const policy = {
  longestLifeDays: 14,
  mostUses: 5,
  allowedProfiles: ['Self-Service', 'Observer'],
  allowedDomains: ['example.org'],
  approvalAlways: true,
};

/** Chromium's policies belong to the machine; where they may not be written, Firefox alone is looked at, and that is said. */
const because = noPolicyBecause();
const able = (name: BrowserName) => name === 'firefox' || because === null;
if (because !== null) console.warn(`  guard rails not tried in Chromium: ${because}`);

describe.each(browserNames)('%s', (name) => {
  test.runIf(able(name))(
    'the form offers what is allowed, says by whom, and the link keeps to it',
    async () => {
      const stage = await setUp(name, {}, { policy });
      await stage.atUsersPage();
      const page = await openDashboard(stage, '#/invites?open=new');
      const { surface } = page;
      await surface.waitFor('.pane form [name=profile]', patient);
      expect(await surface.evaluate(optionsOf, 'profile')).toEqual(['Self-Service', 'Observer']);
      expect(await surface.evaluate(optionsOf, 'uses')).toEqual(['Once', 'Several times…']);
      expect(await surface.evaluate(optionsOf, 'until')).toEqual([
        '1 day',
        '7 days',
        '14 days',
        'Until a date…',
      ]);
      expect(await surface.evaluate(optionsOf, 'who')).not.toContain('Anyone with the link');
      expect(await surface.value('.pane [name=domains]')).toBe('example.org');
      await surface.waitFor('.pane form', { text: 'At most 5 people. Set by your organisation.' });
      await surface.click('.more > summary');
      expect(await surface.evaluate(optionsOf, 'approval')).toHaveLength(1);

      await surface.select('.pane [name=until]', String(14 * 86_400_000));
      await surface.select('.pane [name=uses]', 'number');
      await surface.fill('.pane [name=maxUses]', '6');
      await surface.click('.pane form button[type=submit]');
      await surface.waitFor('.pane .wrong', { text: 'used 5 times at most' });
      await surface.fill('.pane [name=maxUses]', '5');
      await surface.click('.pane form button[type=submit]');
      await surface.waitFor('[data-test=invite-detail][data-state=open]', patient);
      await surface.waitFor('[data-test=rails-life]', { text: 'At most 14 days. Set by your organisation.' });
      expect(await surface.exists('button[aria-label^=Extend]')).toBe(false);

      const link = await surface.value('.pane [data-test=link]', patient);
      await (await openForm(link)).submit(['Jane', 'Doe', 'jane@example.org', '']);
      const people = await openDashboard(stage, '#/registrations?state=needsYou');
      await people.surface.waitFor('[data-test=registration]', { ...patient, text: 'Jane Doe' });
      expect(stage.hasAccount('jane@example.org')).toBe(false);
    },
  );

  test.runIf(able(name))(
    'a policy that cannot be read is said, and the strictest reading holds',
    async () => {
      const stage = await setUp(name, {}, { policy: { mostUses: -1 } });
      await stage.atUsersPage();
      const page = await openDashboard(stage, '#/invites?open=new');
      const { surface } = page;
      await surface.waitFor('.pane form', { ...patient, text: 'cannot be read: mostUses' });
      expect(await surface.evaluate(optionsOf, 'uses')).toEqual(['Once']);
    },
  );

  test.runIf(able(name))(
    'its own GLPIs are offered; with access that is there already, one press leads to the account',
    async () => {
      const glpi = await startGlpi();
      const browser = await launch(name, {
        policy: { sites: [`${glpi.url}/front/central.php`, 'nonsense'] },
      });
      onTestFinished(async () => {
        await browser.close();
        await glpi.close();
      });
      glpi.apiToken('glpi');
      await signIn(await browser.open(`${glpi.url}/`), glpi.url, 'glpi', 'glpi');
      await browser.willAllow('http://127.0.0.1/*');
      const { surface } = await browser.openExtensionPage('src/pages/welcome/index.html');
      await surface.waitFor('.offered button', patient);
      expect(await surface.texts('.offered button')).toEqual([glpi.url.replace('http://', '')]);
      await surface.click('.offered button');
      await surface.waitFor('.step.current, .step.done', patient);
      if (await surface.exists('.step:first-child.current'))
        await surface.click('.step:first-child.current .actions button');
      await surface.waitFor('.step:nth-child(3):is(.done, .current)', patient);
    },
  );
});

function optionsOf(_root: unknown, name: string): string[] {
  return [...document.querySelectorAll(`.pane [name=${name}] option`)].map(
    (option) => option.textContent ?? '',
  );
}
