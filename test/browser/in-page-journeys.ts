/** What we add to GLPI's own pages of a ticket, a user and a new user, as an admin uses it, in every browser. */
import { expect, test } from 'vitest';
import { openForm } from '../stranger.ts';
import type { BrowserName, BrowserPage } from './browsers.ts';
import { until } from './driver/until.ts';
import { barHost, issueFromPanel, openPanel, panelHost, personalFromPanel } from './journey.ts';
import { type Stage, setUp } from './stage.ts';

const patient = { timeout: 90_000 };

/** An invite that is approved by hand, and people who have registered by it; gives their tickets. */
export async function peopleWait(
  { glpi, browser }: Stage,
  page: BrowserPage,
  people: readonly (readonly string[])[],
): Promise<number[]> {
  const link = await issueFromPanel(page, glpi.url, async (panel) => {
    await panel.click('summary');
    await panel.fill('[name=label]', 'Summer interns');
    await panel.select('[name=approval]', 'byHand');
  });
  const tickets: number[] = [];
  for (const person of people) {
    await (await openForm(link)).submit(person);
    tickets.push(Math.max(...[...glpi.state.tickets].map(({ id }) => id)));
  }
  await page.goto(`${glpi.url}/front/user.php`);
  await until(
    async () => (await browser.badge()) === String(people.length),
    'the badge to count all who wait',
    patient,
  );
  return tickets;
}

export async function barOf(page: BrowserPage, address: string) {
  await page.goto(address);
  const bar = await page.closedRoot(barHost, patient);
  await bar.waitFor('[data-test=ticket-bar], [data-test=user-line]', patient);
  return bar;
}

export function inPageJourneys(name: BrowserName): void {
  test('on the tickets of registrations: who, what they typed, yes and no, and what came of it', async () => {
    const stage = await setUp(name);
    const { glpi, browser, accountFor, hasAccount } = stage;
    const page = await stage.atUsersPage();
    const [jane, mallory] = await peopleWait(stage, page, [
      ['Jane', 'Doe', 'jane.doe@example.org', '+33 1'],
      ['<img src=x onerror=alert(1)>', 'Ma\u202ellory', 'mallory@example.org', ''],
    ]);
    // On the button beside "Add", too.
    await page.surface.waitFor('[data-invite-for-glpi] .badge', { ...patient, text: '2' });

    const address = (ticket: number | undefined) => `${glpi.url}/front/ticket.form.php?id=${ticket}`;
    const refusing = await barOf(page, address(mallory));
    expect(await refusing.exists('img')).toBe(false);
    const facts = await refusing.text('[data-test=ticket-bar]');
    for (const fact of ['<img src=x onerror=alert(1)>', 'U+202E', 'mallory@example.org', 'Summer interns'])
      expect(facts).toContain(fact);
    await refusing.click('.actions .button.quiet');
    await refusing.fill('[name=reason]', 'Nobody knows this person');
    await refusing.click('.button.danger');
    await refusing.waitFor('[data-test=ticket-bar][data-state=refused]', patient);
    expect(await refusing.text('[data-test=ticket-bar]')).toContain('Nobody knows this person');
    expect(hasAccount('mallory@example.org')).toBe(false);

    const approving = await barOf(page, address(jane));
    // The page cannot press: not from outside, not through the host, not by keys that it makes up.
    await page.surface.evaluate((root, host) => {
      const bar = root.querySelector(host) as HTMLElement;
      bar.click();
      for (const kind of ['click', 'keydown']) bar.dispatchEvent(new Event(kind, { bubbles: true }));
    }, barHost);
    expect(await approving.attribute('[data-test=ticket-bar]', 'data-state')).toBe('waiting');
    expect(hasAccount('jane.doe@example.org')).toBe(false);
    await approving.click('.button.primary');
    await approving.waitFor('[data-test=ticket-bar][data-state=admitted]', patient);
    await accountFor('jane.doe@example.org');
    expect(await approving.text('[data-test=ticket-bar]')).toContain('jane.doe');
    await approving.clickButton('To the first password');
    const dashboard = await browser.waitForPage(/dashboard\/index\.html#\/registrations\?.*open=/);
    await dashboard.surface.waitFor('[data-test=person][data-state=admitted]', patient);
  });

  test('nothing on a ticket that is nobody’s registration, and no request to GLPI on any', async () => {
    const stage = await setUp(name);
    const { glpi } = stage;
    const page = await stage.atUsersPage();
    const [jane] = await peopleWait(stage, page, [['Jane', 'Doe', 'jane.doe@example.org', '']]);
    await barOf(page, `${glpi.url}/front/ticket.form.php?id=${jane}`);
    const { id: _, ...like } = glpi.state.tickets.get(jane ?? 0) ?? {};
    const other = glpi.state.tickets.add(like as Parameters<typeof glpi.state.tickets.add>[0]);
    const before = glpi.state.requests.length;
    await page.goto(`${glpi.url}/front/ticket.form.php?id=${other.id}`);
    // It has been decided by then whether there is a bar: the page of a registration gets one sooner.
    await until(
      async () => glpi.state.requests.slice(before).some(({ path }) => path.includes('apirest.php')),
      'a round for the page that is looked at',
      patient,
    );
    expect(await page.surface.exists(barHost)).toBe(false);
    const ours = glpi.state.requests
      .slice(before)
      .filter(({ path }) => !/apirest\.php|ticket\.form\.php|\/(css|js|pics|css_compiled)\//.test(path));
    expect(ours.map(({ path }) => path)).toEqual([]);
  });

  test.each(['11.0.6', '10.0.14'] as const)(
    'GLPI %s: on a user who was invited, by which invite and when, with the way there',
    async (version) => {
      const stage = await setUp(name, { version, mail: true });
      const { glpi, browser } = stage;
      const page = await stage.atUsersPage();
      await personalFromPanel(page, glpi.url, ['Ada', 'Byron', 'ada@example.org']);
      const ada = glpi.state.userEmails.find(({ email }) => email === 'ada@example.org')?.users_id;
      const line = await barOf(page, `${glpi.url}/front/user.form.php?id=${ada}`);
      expect(await line.text('[data-test=user-line]')).toMatch(
        /Invited in person, “.*Ada Byron.*”, on .* has not come in yet/,
      );
      await line.clickButton('Show the invite');
      const dashboard = await browser.waitForPage(/dashboard\/index\.html#\/invites\?open=/);
      await dashboard.surface.waitFor('[data-test=invite-detail]', patient);
      // Nobody who came in otherwise has such a line.
      await page.bringToFront();
      await page.goto(`${glpi.url}/front/user.form.php?id=2`);
      await page.surface.waitFor('[name=asset_form] [name=update]', patient);
      expect(await page.surface.exists(barHost)).toBe(false);
    },
  );

  test.each(['11.0.6', '10.0.14'] as const)(
    'GLPI %s: the form for a new user leads to the panel instead',
    async (version) => {
      const { glpi, atUsersPage } = await setUp(name, { version });
      const page = await atUsersPage();
      await page.goto(`${glpi.url}/front/user.form.php`);
      await page.surface.click('[data-invite-for-glpi-instead] button', patient);
      const panel = await page.closedRoot(panelHost, patient);
      await panel.waitFor('form [name=profile]', patient);
      await page.goto(`${glpi.url}/front/user.form.php?id=2`);
      await page.surface.waitFor('[name=asset_form] [name=update]', patient);
      expect(await page.surface.exists('[data-invite-for-glpi-instead]')).toBe(false);
      await openPanel(page, glpi.url);
    },
  );

  test('notices: off until the button, then one for who waits, which leads there; the badge can go too', async () => {
    const stage = await setUp(name, {}, { willAllowNotifications: true });
    const { glpi, browser } = stage;
    const page = await stage.atUsersPage();
    const notices = await browser.openExtensionPage('src/pages/dashboard/index.html#/notices');
    await notices.surface.waitFor('[data-test=notices-off]', patient);
    await notices.surface.clickButton('Switch on notifications');
    await notices.surface.waitFor('[data-test=notices-on]', patient);
    // As it does within half a minute: Firefox wakes it for what it listened to from its start.
    await browser.killBackground();
    expect(await browser.notifications()).toEqual([]);
    await page.bringToFront();
    await page.goto(`${glpi.url}/front/central.php`);
    const [jane] = await peopleWait(stage, page, [['Jane', 'Doe', 'jane.doe@example.org', '']]);
    const shown = await until(
      async () => (await browser.notifications()).find((id) => id.includes('registrations')),
      'a notification',
      patient,
    );
    await browser.killBackground();
    await browser.pressNotification(shown);
    const dashboard = await browser.waitForPage(/#\/registrations\?state=needsYou/);
    await dashboard.surface.waitFor('[data-test=person][data-state=waiting]', patient);
    expect(await dashboard.url()).toContain(encodeURIComponent(`#${jane}`));

    await notices.bringToFront();
    await notices.surface.check('[name=badge]', false);
    await until(async () => (await browser.badge()) === '', 'the badge to go', patient);
    await notices.surface.clickButton('Switch off');
    await notices.surface.waitFor('[data-test=notices-off]', patient);
  });
}
