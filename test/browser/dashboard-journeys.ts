/** What an admin does in the dashboard, in every browser; each journey says in how many clicks. */
import { expect, test } from 'vitest';
import { openForm } from '../stranger.ts';
import type { BrowserName, BrowserPage } from './browsers.ts';
import { button } from './driver/surface.ts';
import { until } from './driver/until.ts';
import { issueFromPanel, openPanel, openPopup } from './journey.ts';
import { jane, type Stage, setUp } from './stage.ts';

export const dashboardFile = 'src/pages/dashboard/index.html';
const patient = { timeout: 90_000 };

/** A page whose presses are counted. */
export function counted(page: BrowserPage): { clicks: () => number; click: BrowserPage['surface']['click'] } {
  let clicks = 0;
  return {
    clicks: () => clicks,
    click: async (target, patience) => {
      clicks += 1;
      await page.surface.click(target, patience);
    },
  };
}

export async function openDashboard(stage: Stage, hash = ''): Promise<BrowserPage> {
  const page = await stage.browser.openExtensionPage(`${dashboardFile}${hash}`);
  await page.surface.waitFor('.view-head', patient);
  return page;
}

const accountOf = (stage: Stage, login: string) => stage.glpi.state.users.find(({ name }) => name === login);

export function dashboardJourneys(name: BrowserName): void {
  test('an invite is issued, shared, paused and undone, extended, changed, duplicated and revoked', async () => {
    const stage = await setUp(name);
    await stage.atUsersPage();
    const page = await openDashboard(stage);
    const { surface } = page;
    await surface.waitFor('.empty');

    await surface.click('.view-head button.primary');
    await surface.waitFor('.pane form [name=profile]', patient);
    await surface.fill('.pane [name=label]', 'Interns');
    await surface.click('.pane form button[type=submit]');
    await surface.waitFor('[data-test=invite-detail][data-state=open]', patient);
    const link = await surface.value('.pane [data-test=link]', patient);
    await surface.click('.share-link button');
    await until(async () => (await stage.browser.clipboard()) === link, 'the link in the clipboard');
    await page.bringToFront();
    expect((await openForm(link)).status).toBe(200);

    await surface.click(button('Pause'));
    await surface.waitFor('[data-test=invite-detail][data-state=paused]', patient);
    await until(async () => (await openForm(link)).status === 403, 'the paused link to be shut', patient);
    await surface.click({ css: '[data-test=toast] button', name: 'Undo' });
    await surface.waitFor('[data-test=invite-detail][data-state=open]', patient);
    await until(async () => (await openForm(link)).status === 200, 'the link to be open again', patient);

    await surface.click(button('Extend by 30 days'));
    await surface.waitFor('[data-test=toast]', { text: 'Works until' });
    await surface.waitFor('.facts-list', { ...patient, text: /in 37 days/ });

    await surface.click(button('Change'));
    await surface.fill('.edit [name=maxUses]', '3');
    await surface.fill('.edit [name=note]', 'Ask Eve');
    await surface.press('Tab');
    await surface.press('Enter');
    await surface.waitFor('[data-test=uses]', { ...patient, text: '0 of 3' });
    await surface.waitFor('.facts-list', { text: 'Ask Eve' });

    await surface.click(button('Duplicate'));
    await surface.waitFor('.pane form [name=profile]', patient);
    expect(await surface.value('.pane [name=label]')).toBe('Interns');
    await surface.click('.pane form button[type=submit]');
    await surface.waitFor('[data-test=invite]:nth-child(2)', patient);
    await surface.waitFor('[data-test=invite-detail][data-state=open]', patient);

    await surface.click(button('Revoke “Interns”'));
    await surface.click('.confirm button.danger');
    await surface.waitFor('[data-test=invite-detail][data-state=closed]', patient);
    await surface.waitFor('.history li', { ...patient, text: 'Invite closed' });
    // Nothing is gone: it stands among the revoked ones.
    await surface.click({ css: '.segment', name: /^Revoked/ });
    await surface.waitFor('[data-test=range]', { text: '1–1 of 1' });
  });

  test('a template with questions of one’s own, chosen by a key; who registers answers them', async () => {
    const stage = await setUp(name);
    const tab = await stage.atUsersPage();
    const page = await openDashboard(stage, '#/templates');
    const { surface } = page;
    await surface.click(button('New template'), patient);
    await surface.fill('[name=templateName]', 'Interns', patient);
    await surface.fill('[name=days]', '45');
    await surface.click('.more > summary');
    await surface.click(button('Add a question'));
    await surface.fill('[name=question1]', 'Your school?');
    await surface.check('[name=required1]');
    await surface.click(button('Add a question'));
    await surface.fill('[name=question2]', 'Shift');
    await surface.select('[name=kind2]', 'choice');
    await surface.fill('[name=options2]', 'Day\nNight');
    await surface.click(button('Move up: Shift'));
    await until(
      async () => (await surface.focused())?.includes('Move down: Shift'),
      'the focus to stay with the question',
    );
    await surface.click(button('Save'));
    await surface.click(button('Make default'), patient);
    await surface.waitFor('[data-test=template]', { ...patient, text: /2 questions/ });

    // "Open the popup, Enter" issues from the default.
    const popup = await openPopup(stage.browser);
    await popup.surface.waitFor('[data-test=templates]', patient);
    await until(
      async () => (await popup.surface.focused())?.includes('Generate invite'),
      'the focus on the button',
    );
    await popup.surface.press('Enter');
    const link = await popup.surface.value('[data-test=link]', patient);
    await popup.close();
    const form = await openForm(link);
    expect(form.names).toHaveLength(6);
    expect((await form.submit([...jane.slice(0, 4), '0', 'Lycée'])).errors).toEqual([]);
    expect((await form.submit([...jane.slice(0, 4), '2', ''])).errors).toHaveLength(1);
    expect((await form.submit([...jane.slice(0, 4), '2', 'Lycée <b>Nord</b>'])).status).toBe(200);

    await page.goto(`${(await page.url()).replace(/#.*$/, '')}?again#/registrations`);
    await surface.waitFor('[data-test=own-answers]', { ...patient, text: 'Lycée <b>Nord</b>' });
    await surface.click('[data-test=registration] .row-link');
    await surface.waitFor('.pane [data-test=own-answer]', { ...patient, text: 'Night' });

    // In GLPI's own page: 0 takes no template, 1 the first again; the key goes nowhere else.
    await tab.bringToFront();
    const panel = await openPanel(tab, stage.glpi.url);
    await panel.waitFor('[data-test=templates]', patient);
    await until(async () => (await panel.focused())?.includes('Generate invite'), 'the focus in the panel');
    await panel.press('0');
    await panel.waitFor('.template:has(:checked)', { ...patient, text: 'The last choices' });
    await panel.press('1');
    await panel.waitFor('.template:has(:checked)', { ...patient, text: 'Interns' });
    expect(await panel.count('[data-test=question]')).toBe(2);
  });

  test('twelve of fifteen are approved in six clicks, three refused with a reason', async () => {
    const stage = await setUp(name);
    const link = await issueFromPanel(await stage.atUsersPage(), stage.glpi.url, async (panel) => {
      await panel.select('[name=uses]', 'unlimited');
      await panel.click('.more > summary');
      await panel.select('[name=approval]', 'byHand');
    });
    for (let index = 1; index <= 15; index += 1)
      await (await openForm(link)).submit([`Person${index}`, 'Doe', `p${index}@example.org`, '']);
    const page = await openDashboard(stage);
    const { surface } = page;
    const { click, clicks } = counted(page);
    // What waits is what the link leads to.
    await surface.waitFor('.view-link .count', { ...patient, text: /^15\b/ });
    await click({ css: '.view-link', name: /^Registrations/ });
    await until(
      async () => (await surface.count('[data-test=registration]')) === 15,
      'fifteen to wait',
      patient,
    );

    await click('.decide-many button.quiet');
    for (const index of [3, 7, 11])
      await click({ css: '[data-test=registration] .checkbox', name: `Choose Person${index} Doe` });
    await click(button('Approve 12'));
    expect(clicks()).toBe(6);
    await surface.waitFor('[data-test=toast]', { ...patient, text: '12 people are approved' });
    await until(async () => accountOf(stage, 'person12.doe') !== undefined, 'the twelfth account', patient);
    expect(accountOf(stage, 'person7.doe')).toBeUndefined();

    await surface.click({ css: '.segment', name: /^Waits for you/ });
    await until(
      async () => (await surface.count('[data-test=registration]')) === 3,
      'three to be left',
      patient,
    );
    await surface.click('.decide-many button.quiet');
    await surface.click(button('Refuse 3'));
    await surface.fill('.confirm [name=reason]', 'Not on the list');
    await surface.click('.confirm button.danger');
    await surface.click({ css: '.segment', name: /^Refused/ });
    await until(
      async () => (await surface.count('[data-test=registration]')) === 3,
      'three refused',
      patient,
    );
    await surface.click('[data-test=registration] .row-link');
    await surface.waitFor('.pane', { ...patient, text: 'Not on the list' });
  });

  test('a link has leaked: who came in by it, their accounts disabled, the link revoked', async () => {
    const stage = await setUp(name);
    const link = await issueFromPanel(await stage.atUsersPage(), stage.glpi.url, (panel) =>
      panel.select('[name=uses]', 'unlimited'),
    );
    await (await openForm(link)).submit(['Eve', 'Mallory', 'eve@example.org', '']);
    await (await openForm(link)).submit(['Mal', 'Icious', 'mal@example.org', '']);
    const page = await openDashboard(stage);
    const { surface } = page;
    await stage.accountFor('mal@example.org');
    await surface.waitFor('[data-test=invite]', patient);

    const { click, clicks } = counted(page);
    await click('[data-test=invite] .row-link');
    // Whose account is still being made cannot be chosen yet.
    for (const place of [1, 2]) await surface.waitFor(`.person:nth-child(${place}) .checkbox`, patient);
    await click(button('Choose all accounts'));
    await click(button('Disable 2 accounts'));
    await surface.waitFor('[data-test=toast]', { ...patient, text: '2 accounts are disabled' });
    expect(accountOf(stage, 'eve.mallory')?.is_active).toBe(0);
    expect(accountOf(stage, 'mal.icious')?.is_active).toBe(0);
    await click({ css: '.pane-actions button', name: /^Revoke/ });
    await click('.confirm button.danger');
    expect(clicks()).toBe(5);
    await surface.waitFor('[data-test=invite-detail][data-state=closed]', patient);
    expect((await openForm(link)).html).toContain('This invitation has ended');

    // One of them was no leak after all.
    await surface.click({ css: '.person a', name: 'Eve Mallory' });
    await surface.click(button('Enable account'), patient);
    await until(
      async () => accountOf(stage, 'eve.mallory')?.is_active === 1,
      'the account to be enabled',
      patient,
    );
  });

  test('what happened to this person: two clicks and their name, and three to let them in again', async () => {
    const stage = await setUp(name);
    const link = await issueFromPanel(await stage.atUsersPage(), stage.glpi.url, (panel) =>
      panel.select('[name=uses]', 'unlimited'),
    );
    for (const person of ['Amélie', 'Noah', 'Zoë'])
      await (await openForm(link)).submit([person, 'Martin', `${person[0]}@example.org`, '']);
    await stage.accountFor('Z@example.org');
    const page = await openDashboard(stage);
    const { surface } = page;
    const { click, clicks } = counted(page);
    await click({ css: '.view-link', name: /^Registrations/ }, patient);
    // As it is remembered: without the accent.
    await surface.fill('[name=search]', 'amelie');
    await surface.waitFor('[data-test=range]', { ...patient, text: '1–1 of 1' });
    await click({ css: '.row-link', name: 'Amélie Martin' });
    await surface.waitFor('.pane .history li', { ...patient, text: 'Account made' });
    expect(clicks()).toBe(2);
    await surface.waitFor('.pane .facts-list', { text: 'amelie.martin' });
    await surface.waitFor('.pane .links', { text: 'Account' });

    // The account is shut, which is part of what happened from then on, and opened again from the same place.
    await click(button('Disable account'));
    await surface.waitFor('.pane .history li', { ...patient, text: 'Account disabled' });
    expect(accountOf(stage, 'amelie.martin')?.is_active).toBe(0);
    await click(button('Enable account'), patient);
    await surface.waitFor('.pane .history li', { ...patient, text: 'Account enabled' });
    expect(accountOf(stage, 'amelie.martin')?.is_active).toBe(1);
    // And by which invite.
    await click('.pane .facts-list a');
    await surface.waitFor('.person:nth-child(3)', patient);
    expect(clicks()).toBe(5);
  });

  test('whom nobody finds among the registrations is looked for among the invites', async () => {
    const stage = await setUp(name);
    const link = await issueFromPanel(await stage.atUsersPage(), stage.glpi.url);
    await (await openForm(link)).submit(jane);
    await stage.accountFor(jane[2]);
    const page = await openDashboard(stage, '#/registrations?q=self-service');
    const { surface } = page;
    await surface.click({ css: '.nothing a', name: /among the invites$/ }, patient);
    await surface.waitFor('[data-test=invite]', patient);
  });

  test('the numbers: what was issued and who came in, as a picture and as a table', async () => {
    const stage = await setUp(name);
    const link = await issueFromPanel(await stage.atUsersPage(), stage.glpi.url, (panel) =>
      panel.select('[name=uses]', 'unlimited'),
    );
    await (await openForm(link)).submit(jane);
    await stage.accountFor(jane[2]);
    const page = await openDashboard(stage, '#/numbers');
    const { surface } = page;
    await surface.waitFor('[data-test=total-used]', { ...patient, text: 'People in 1' });
    await surface.waitFor('[data-test=total-issued]', { text: 'Links issued 1' });
    await surface.waitFor('[data-test=took] tbody tr:first-child', { text: /within 1 hour\s*1/ });
    await surface.click('.as-table > summary');
    await surface.waitFor('.as-table tbody tr:last-child', { text: /1\s*1\s*0/ });
    expect(await surface.count('.as-table tbody tr')).toBe(30);
    await surface.click({ css: '.segment', name: '12 months' });
    await until(async () => (await surface.count('.as-table tbody tr')) === 12, 'twelve months', patient);
  });

  test('a taken address is settled with the account that has it', async () => {
    const stage = await setUp(name);
    const link = await issueFromPanel(await stage.atUsersPage(), stage.glpi.url, (panel) =>
      panel.select('[name=uses]', 'unlimited'),
    );
    await (await openForm(link)).submit(jane);
    await stage.accountFor(jane[2]);
    await (await openForm(link)).submit(['Janet', 'Doe', jane[2], '']);
    const page = await openDashboard(stage, '#/registrations?state=failed');
    const { surface } = page;
    await surface.click({ css: '.row-link', name: 'Janet Doe' }, patient);
    await surface.waitFor('[data-test=ways-out]', { ...patient, text: 'Same e-mail address' });
    await surface.click(button('It is this one: jane.doe'));
    await surface.click('.like .confirm button.primary');
    await surface.waitFor('[data-test=person][data-state=admitted]', patient);
    await surface.waitFor('.pane', { text: 'had the account “jane.doe” already' });
    expect(
      stage.glpi.state.users.filter(({ comment }) => comment?.startsWith('Invite ') ?? false),
    ).toHaveLength(1);
  });

  test('the journal is filtered, and saved as CSV and JSON', async () => {
    const stage = await setUp(name);
    const link = await issueFromPanel(await stage.atUsersPage(), stage.glpi.url);
    await (await openForm(link)).submit(['=cmd()', 'Doe', 'formula@example.org', '']);
    await stage.accountFor('formula@example.org');
    const page = await openDashboard(stage, '#/journal');
    const { surface } = page;
    await surface.waitFor('[data-test=journal-line]', { ...patient, text: 'Admitted' });
    const csv = await page.saves(() => surface.click(button('Save as CSV')));
    expect(csv.name).toMatch(/^invite-for-glpi-journal-\d{4}-\d\d-\d\d\.csv$/);
    expect(csv.bytes.toString('utf8')).toMatch(/^\uFEFFat,site,actor,event/);
    // What a stranger typed must not become a formula in somebody's spreadsheet.
    expect(csv.bytes.toString('utf8')).toContain(",'=cmd() Doe,");

    await surface.fill('[name=search]', 'formula');
    await surface.press('Enter');
    await surface.waitFor('.nothing, [data-test=journal-line]');
    await surface.fill('[name=search]', '');
    await surface.press('Enter');
    await surface.click('[name=filterEvent]');
    await surface.fill('[name=filterEvent]', 'account made');
    await surface.press('Enter');
    await until(
      async () => (await surface.count('[data-test=journal-line]')) === 1,
      'one line to be left',
      patient,
    );
    const json = await page.saves(() => surface.click(button('Save as JSON')));
    expect(JSON.parse(json.bytes.toString('utf8'))).toMatchObject([
      { event: 'accountCreated', person: '=cmd() Doe' },
    ]);
  });
}
