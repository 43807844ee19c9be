/** axe and the keyboard on what we add to GLPI's pages of a ticket and a user, in every theme and layout. */
import { expect, test } from 'vitest';
import { barriersInClosed } from './axe.ts';
import type { BrowserName } from './browsers.ts';
import type { Surface } from './driver/surface.ts';
import { until } from './driver/until.ts';
import { barOf, peopleWait } from './in-page-journeys.ts';
import { barHost } from './journey.ts';
import { setUp } from './stage.ts';

const patient = { timeout: 90_000 };

export function inPageAxe(name: BrowserName): void {
  test.each([
    ['vertical', false],
    ['horizontal', true],
  ] as const)(
    '%s, dark: %s: axe finds nothing at any moment, and the keyboard does it all',
    async (layout, dark) => {
      const stage = await setUp(name, { layout, dark });
      const { glpi } = stage;
      const page = await stage.atUsersPage();
      const [odd, jane] = await peopleWait(stage, page, [
        ['Ma\u202ellory', 'Odd', 'odd@example.org', '+33 1'],
        ['Jane', 'Doe', 'jane.doe@example.org', ''],
      ]);
      const refusing = await barOf(page, `${glpi.url}/front/ticket.form.php?id=${odd}`);
      const faults = await barriersInClosed(page, barHost);
      await refusing.click('.actions .button.quiet');
      await refusing.waitFor('[name=reason]');
      faults.push(...(await barriersInClosed(page, barHost)));
      await refusing.press('Escape');
      await refusing.waitGone('[name=reason]');
      await focusOn(refusing, 'Refuse');
      await refusing.press('Enter');
      await refusing.waitFor('[name=reason]');
      await focusOn(refusing, 'Refuse registration');
      await refusing.press('Enter');
      await refusing.waitFor('[data-test=ticket-bar][data-state=refused]', patient);
      faults.push(...(await barriersInClosed(page, barHost)));
      const approving = await barOf(page, `${glpi.url}/front/ticket.form.php?id=${jane}`);
      await approving.click('.button.primary');
      await approving.waitFor('[data-test=ticket-bar][data-state=admitted]', patient);
      faults.push(...(await barriersInClosed(page, barHost)));
      const account = glpi.state.userEmails.find(({ email }) => email === 'jane.doe@example.org')?.users_id;
      await barOf(page, `${glpi.url}/front/user.form.php?id=${account}`);
      faults.push(...(await barriersInClosed(page, barHost)));
      expect(faults).toEqual([]);
    },
  );
}

/** The focus moves a frame after what it moves to is there. */
async function focusOn(surface: Surface, name: string): Promise<void> {
  await until(
    async () => ((await surface.focused())?.includes(name) ? true : undefined),
    async () => `the focus on “${name}” (it is on ${await surface.focused()})`,
  );
}
