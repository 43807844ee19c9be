// @vitest-environment node
/** Before the extension is removed: what would stay in GLPI is told, and can be taken away. */
import { afterEach, expect, test } from 'vitest';
import { pauseInvite } from '../../../src/desk/change-invite.ts';
import { closeAllInvites, removeClosedForms, viewLeaving } from '../../../src/desk/leave.ts';
import { openForm } from '../../stranger.ts';
import { type Office, openOffice } from './office.ts';

let office: Office;
afterEach(() => office.close());

const jane = ['Jane', 'Doe', 'jane@example.org', ''];
const left = async () => (await viewLeaving(office.env))[0];

test('all open and paused invites are closed at once, and then nothing is left', async () => {
  office = await openOffice();
  const before = office.forms();
  const first = await office.issue({ label: 'Interns' });
  const second = await office.issue({ label: 'Partners' });
  await pauseInvite(office.env, second.invite.id);
  expect(await left()).toMatchObject({ open: 2, forms: 0, undecided: 0, trouble: null });
  expect((await left())?.labels.toSorted()).toEqual(['Interns', 'Partners']);

  await closeAllInvites(office.env, office.site);
  for (const { link } of [first, second])
    expect((await (await openForm(link)).submit(jane)).status).not.toBe(200);
  expect(await left()).toMatchObject({ open: 0, closing: 0, forms: 2 });

  office.pass(120_000);
  await office.round();
  await removeClosedForms(office.env, office.site);
  expect(office.forms()).toBe(before);
  expect(await left()).toMatchObject({ open: 0, closing: 0, forms: 0, undecided: 0 });
});

test('a form stays until the registrations that were on their way have been looked for', async () => {
  office = await openOffice();
  await office.issue();
  const before = office.forms();
  await closeAllInvites(office.env, office.site);
  await removeClosedForms(office.env, office.site);
  expect(office.forms()).toBe(before);
  expect(await left()).toMatchObject({ forms: 1 });
});

test('who waits for a decision is told of, and their form stays until there is one', async () => {
  office = await openOffice();
  const { link } = await office.issue({ approval: 'byHand' });
  const before = office.forms();
  await office.register(link, jane);
  await office.round();
  await closeAllInvites(office.env, office.site);
  office.pass(120_000);
  await office.round();
  await removeClosedForms(office.env, office.site);
  expect(await left()).toMatchObject({ open: 0, forms: 1, undecided: 1 });
  expect(office.forms()).toBe(before);
});

test('what GLPI does not take is told with its reason, and tried again by the next rounds', async () => {
  office = await openOffice();
  await office.issue();
  office.glpi.fault({ method: 'PUT', path: 'Form/' }, { kind: 'html', status: 500 });
  await closeAllInvites(office.env, office.site);
  expect(await left()).toMatchObject({ closing: 1, trouble: { code: 'serverFailed' } });
  office.pass(60_000);
  await office.round();
  expect(await left()).toMatchObject({ closing: 0, forms: 1, trouble: null });
});
