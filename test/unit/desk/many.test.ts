// @vitest-environment node
/** Many people at once, and two browsers at once. */
import { afterEach, expect, test } from 'vitest';
import type { Environment } from '../../../src/desk/environment.ts';
import { round } from '../../../src/desk/watch.ts';
import { hour } from '../../../src/invite/instant.ts';
import { openForm } from '../../stranger.ts';
import { type Office, openOffice } from './office.ts';
import { secondBrowser } from './second-browser.ts';

let office: Office;
afterEach(() => office.close());

const accountsByInvite = () =>
  office.glpi.state.users.filter(({ comment }) => comment?.startsWith('Invite ') ?? false);

test('twenty people at once on an invite of one use: one account, nineteen refused for that reason', async () => {
  office = await openOffice();
  const { link } = await office.issue();
  const forms = await Promise.all(Array.from({ length: 20 }, () => openForm(link)));
  await Promise.all(forms.map((form, index) => form.submit([`P${index}`, 'X', `p${index}@example.org`, ''])));
  // Every tab and the alarm ask at the same time.
  await Promise.all([office.round(), office.round(), office.round()]);
  const registrations = await office.registrations();
  expect(registrations.map(({ state, reason }) => `${state} ${reason?.code ?? ''}`.trim())).toEqual([
    'admitted',
    ...Array.from({ length: 19 }, () => 'refused inviteUsedUp'),
  ]);
  expect(accountsByInvite()).toHaveLength(1);
});

test('two browsers with the same ledger make each account once, and tell the same story', async () => {
  office = await openOffice({ groups: ['Staff'] });
  const { link } = await office.issue({ maxUses: 3, groupIds: [1] });
  const other = await secondBrowser(office, 'second');
  for (let index = 0; index < 5; index += 1)
    await office.register(link, [`P${index}`, 'X', `p${index}@example.org`, '']);
  await Promise.all([office.round(), round(other, office.site)]);
  for (let times = 0; times < 4; times += 1) {
    office.pass(hour);
    await Promise.all([office.round(), round(other, office.site)]);
  }
  expect(accountsByInvite()).toHaveLength(3);
  const story = async (env: Environment) =>
    (await env.ledger.newestRegistrations(10, () => true))
      .toSorted((one, two) => one.ticketId - two.ticketId)
      .map(({ ticketId, state, login, progress, reason }) => [
        ticketId,
        state,
        login,
        progress.userId,
        reason?.code,
      ]);
  expect(await story(other)).toEqual(await story(office.env));
  other.ledger.close();
});
