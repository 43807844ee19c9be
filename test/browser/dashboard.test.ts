/** The dashboard in Chromium: the journeys, the keyboard, and the ways in. */
import { expect, test } from 'vitest';
import { dashboardJourneys, openDashboard } from './dashboard-journeys.ts';
import { issueFromPanel, openPopup } from './journey.ts';
import { setUp, takeDownAfterEach } from './stage.ts';

takeDownAfterEach();
const patient = { timeout: 90_000 };

dashboardJourneys('chromium');

test('everything without a mouse: from the search to an invite, pause, undo, and back', async () => {
  const stage = await setUp('chromium');
  await issueFromPanel(await stage.atUsersPage(), stage.glpi.url);
  const page = await openDashboard(stage);
  const { surface } = page;
  await surface.waitFor('[data-test=invite]', patient);
  await surface.press('Tab');
  expect(await surface.focused()).toContain('Skip to the content');
  await surface.press('Enter');
  const tabTo = async (name: string) => {
    for (let times = 0; times < 60; times += 1) {
      if ((await surface.focused())?.includes(name)) return;
      await surface.press('Tab');
    }
    throw new Error(`no way to “${name}” with Tab; at ${await surface.focused()}`);
  };
  await tabTo('Search invites');
  await tabTo('Self-Service, ');
  await surface.press('Enter');
  await surface.waitFor('[data-test=invite-detail]', patient);
  await tabTo('Pause');
  await surface.press('Enter');
  await surface.waitFor('[data-state=paused]', patient);
  await surface.waitFor({ css: '[data-test=toast] button', name: 'Undo' }, patient);
  // Not in a field: the last thing done is taken back.
  await surface.press('Control+z');
  await surface.waitFor('[data-test=invite-detail][data-state=open]', patient);
  await surface.press('Escape');
  await surface.waitGone('.pane');
  expect(await surface.focused()).toContain('Self-Service, ');
});

test('the ways in: from the popup, the welcome page, and the panel in GLPI', async () => {
  const stage = await setUp('chromium');
  const page = await stage.atUsersPage();
  await issueFromPanel(page, stage.glpi.url);
  const popup = await openPopup(stage.browser);
  await popup.surface.waitFor({ css: 'button', name: 'Dashboard' }, patient);
  const welcome = await stage.browser.openExtensionPage('src/pages/welcome/index.html');
  await welcome.surface.click({ css: 'a', name: 'Dashboard' }, patient);
  await welcome.surface.waitFor('.view-head', { ...patient, text: 'Invites' });
});
