// @vitest-environment node
import { afterEach, describe, expect, test } from 'vitest';
import { approve, firstPassword } from '../../../src/desk/decide.ts';
import { issue } from '../../../src/desk/issue.ts';
import { openForm } from '../../stranger.ts';
import { type Office, type OfficeOptions, openOffice } from './office.ts';

let office: Office;
const open = async (options?: OfficeOptions) => {
  office = await openOffice(options);
  return office;
};
afterEach(() => office.close());

const jane = ['Jane', 'Doe', 'jane.doe@example.org', '+33 1 23'];
const account = (login: string) => office.glpi.state.users.find((user) => user.name === login);

describe('an invite from issue to account', () => {
  test('takes five calls to issue, once the category is there', async () => {
    await open();
    await office.issue();
    // What the form was filled from was asked when it was opened.
    const draft = await office.draft();
    office.calls();
    await issue(office.env, office.site, draft);
    expect(office.calls()).toEqual([
      'POST Glpi%5CForm%5CForm',
      'POST Glpi%5CForm%5CSection',
      'POST Glpi%5CForm%5CQuestion',
      'POST Glpi%5CForm%5CDestination%5CFormDestination',
      'POST Glpi%5CForm%5CAccessControl%5CFormAccessControl',
    ]);
  });

  test('makes the account that was granted, and nothing else', async () => {
    await open({ groups: ['Staff', 'Contractors'], entities: [{ name: 'Lyon' }] });
    const { invite, link } = await office.issue({ entityId: 1, groupIds: [2] });
    expect(await office.register(link, jane)).toEqual({ status: 200, errors: [] });
    await office.round();

    const [registration] = await office.registrations();
    expect(registration).toMatchObject({
      state: 'admitted',
      login: 'jane.doe',
      inviteId: invite.id,
      reason: null,
    });
    const user = account('jane.doe');
    expect(user).toMatchObject({ firstname: 'Jane', realname: 'Doe', phone: '+33 1 23', is_active: 1 });
    expect(user?.comment).toBe(`Invite ${invite.id} / ticket ${registration?.ticketId}`);
    const { profileUsers, groupUsers, userEmails, tickets, solutions } = office.glpi.state;
    expect(profileUsers.filter(({ users_id }) => users_id === user?.id)).toMatchObject([
      { profiles_id: 1, entities_id: 1, is_recursive: 0 },
    ]);
    expect(groupUsers.filter(({ users_id }) => users_id === user?.id)).toMatchObject([{ groups_id: 2 }]);
    expect(userEmails.filter(({ users_id }) => users_id === user?.id)).toMatchObject([
      { email: 'jane.doe@example.org' },
    ]);
    expect(tickets.last).toMatchObject({ status: 5, entities_id: 1 });
    const solution = solutions.last;
    expect(solution?.content).toContain('jane.doe');
    expect(solution?.content).toContain(invite.id);
  });

  test('sees a registration and admits it in six calls, claim, groups and ticket included', async () => {
    await open({ groups: ['Staff'] });
    const { link } = await office.issue({ groupIds: [1], maxUses: 5 });
    await office.register(link, jane);
    office.calls();
    await office.round();
    const [poll, ...admission] = office.calls();
    expect(poll).toMatch(/^GET search\/Ticket/);
    expect(admission).toHaveLength(6);
  });

  test('is used up after its one use: the form says so, the next person is refused', async () => {
    await open();
    const { invite, link } = await office.issue();
    const early = await openForm(link);
    const alsoEarly = await openForm(link);
    await early.submit(jane);
    await alsoEarly.submit(['John', 'Roe', 'john@example.org', '']);
    await office.round();
    expect((await office.registrations()).map(({ state, reason }) => [state, reason?.code])).toEqual([
      ['admitted', undefined],
      ['refused', 'inviteUsedUp'],
    ]);
    expect(await office.invite(invite.id)).toMatchObject({
      state: 'closed',
      closedBecause: 'used',
      key: null,
    });
    const late = await openForm(link);
    expect(late.status).toBe(200);
    expect(late.html).toContain('This invitation has ended');
    expect(late.html).toContain('it@example.org');
    expect(late.prefilled).toEqual([]);
    expect(account('john.roe')).toBeUndefined();
  });

  test('is taken out of GLPI after the grace period; the ledger keeps its history', async () => {
    await open();
    const { invite, link } = await office.issue();
    await office.register(link, jane);
    await office.round();
    expect(office.glpi.state.forms.some(({ id }) => id === invite.gate.formId)).toBe(true);
    office.pass(31 * 86_400_000);
    await office.round();
    expect(office.glpi.state.forms.some(({ id }) => id === invite.gate.formId)).toBe(false);
    expect(await office.invite(invite.id)).toMatchObject({ state: 'closed', purgeAt: null });
    expect((await office.env.ledger.journal(50, invite.id)).map(({ event }) => event)).toContain(
      'formPurged',
    );
  });

  test('expires by itself, and a registration sent in time still counts', async () => {
    await open();
    const { invite, link } = await office.issue({ until: office.env.now() + 60_000, maxUses: null });
    const slow = await openForm(link);
    await office.register(link, jane);
    office.pass(120_000);
    await slow.submit(['Late', 'Comer', 'late@example.org', '']);
    await office.round();
    expect((await office.registrations()).map(({ state, reason }) => [state, reason?.code])).toEqual([
      ['admitted', undefined],
      ['refused', 'inviteExpired'],
    ]);
    expect(await office.invite(invite.id)).toMatchObject({ state: 'closed', closedBecause: 'expired' });
  });

  test('asks GLPI nothing when nothing is open', async () => {
    await open();
    await office.round();
    expect(office.calls()).toEqual([]);
  });

  test('one request a round finds the registrations of all invites', async () => {
    await open();
    for (let count = 0; count < 5; count += 1) await office.issue();
    office.calls();
    await office.round();
    expect(office.calls()).toHaveLength(1);
  });

  test('hands over by a first password that opens the account, and is kept nowhere', async () => {
    await open();
    const { link } = await office.issue();
    await office.register(link, jane);
    await office.round();
    const [registration] = await office.registrations();
    expect(registration?.handOver).toEqual({ way: 'firstPassword', givenAt: null });
    const given = await firstPassword(office.env, registration?.id ?? '');
    expect(given.body).toContain(given.password);
    expect(account('jane.doe')).toMatchObject({ password: expect.anything() });
    const everything = JSON.stringify([
      [...office.memory],
      await office.registrations(),
      await office.env.ledger.journal(100, null),
    ]);
    expect(everything).not.toContain(given.password);
  });

  test('lets GLPI mail its own link when mail is on', async () => {
    await open({ mail: true });
    const { link } = await office.issue();
    await office.register(link, jane);
    await office.round();
    const [registration] = await office.registrations();
    expect(registration?.handOver).toEqual({ way: 'mailByGlpi' });
    expect(office.glpi.state.mailbox).toHaveLength(1);
    expect(JSON.stringify(office.glpi.state.mailbox)).toContain('jane.doe@example.org');
  });
});

describe('the main job works', () => {
  const places: [string, OfficeOptions][] = [
    ['under a sub-path', { root: '/glpi' }],
    ['in French', { language: 'fr' }],
    ['with GLPI five and a half hours ahead', { timeZone: 330 }],
    ['with GLPI behind', { timeZone: -480 }],
    ['where GLPI escapes what was typed', { escapeAnswers: true }],
    ['with a password policy', { passwordPolicy: true }],
  ];
  test.each(places)('%s', async (_, options) => {
    await open(options);
    const { link } = await office.issue();
    expect(link.startsWith(`${office.glpi.url}/Form/Render/`)).toBe(true);
    await office.register(link, ['Jane', "O'Doe", 'jane@example.org', '']);
    await office.round();
    const [registration] = await office.registrations();
    expect(registration).toMatchObject({
      state: 'admitted',
      login: 'jane.odoe',
      answers: { lastName: "O'Doe" },
    });
    await firstPassword(office.env, registration?.id ?? '');
    expect(account('jane.odoe')?.realname).toBe("O'Doe");
  });

  const names: [string, string[], string][] = [
    ['accents', ['Émilie', 'Nuñez-Łukasz Straße', 'e@example.org', ''], 'emilie.nunezlukaszstrasse'],
    ['apostrophes', ['D’Arcy', "O'Neill", 'd@example.org', ''], 'darcy.oneill'],
    [
      'markup',
      ['<script>alert(1)</script>', '</p><img src=x onerror=alert(1)>', 'x@example.org', ''],
      'scriptalert1script.pimgsrcxonerroralert1',
    ],
    ['right-to-left text', ['محمد', 'الأحمد', 'm@example.org', ''], 'm@example.org'],
    ['Chinese', ['小明', '王', 'wang@example.org', ''], 'wang@example.org'],
    ['an entity typed by hand', ['A &lt; B', 'C < D', 'amp@example.org', ''], 'ab.cd'],
  ];
  test.each(names)('for names with %s', async (_, answers, login) => {
    await open();
    const { link } = await office.issue();
    await office.register(link, answers);
    await office.round();
    const [registration] = await office.registrations();
    expect(registration).toMatchObject({ state: 'admitted', login });
    expect(account(login)?.realname).toBe(answers[1]);
  });

  test('for names of 255 characters', async () => {
    await open();
    const { link } = await office.issue();
    await office.register(link, ['A'.repeat(255), 'Б'.repeat(255), 'long@example.org', '']);
    await office.round();
    const [registration] = await office.registrations();
    expect(registration?.state).toBe('admitted');
    expect(account(registration?.login ?? '')?.realname).toHaveLength(255);
  });

  test('prefills what is known of the person', async () => {
    await open();
    const { link } = await office.issue({
      invitee: { firstName: 'Zoë & Co', lastName: 'O’Hara', email: 'zoe@example.org' },
    });
    expect((await openForm(link)).prefilled).toEqual(['Zoë & Co', 'O’Hara', 'zoe@example.org', '']);
  });
});

describe('nothing gained', () => {
  test('an address outside the domains is refused by GLPI itself, and by us when GLPI did not', async () => {
    await open();
    const { invite, link } = await office.issue({
      address: { kind: 'domains', domains: ['example.org', 'bücher.example'] },
    });
    expect(
      (await office.register(link, ['Eve', 'Mallory', 'eve@example.org.evil.test', ''])).errors,
    ).not.toEqual([]);
    expect((await office.register(link, ['Eve', 'Mallory', 'eve@notexample.org', ''])).errors).not.toEqual(
      [],
    );
    // Somebody took the rule out of the form.
    for (const question of office.glpi.state.questions) question.validation_strategy = 'no_validation';
    await office.register(link, ['Eve', 'Mallory', 'eve@evil.test', '']);
    await office.register(link, ['Ann', 'Honest', 'ann@EXAMPLE.org', '']);
    await office.round();
    expect((await office.registrations()).map(({ state, reason }) => [state, reason?.code])).toEqual([
      ['refused', 'addressOutsideInvite'],
      ['admitted', undefined],
    ]);
    expect((await office.invite(invite.id)).state).toBe('closed');
  });

  test('a profile of the central interface needs a second look, one use and approval by hand', async () => {
    await open();
    await expect(office.issue({ profileId: 6 })).rejects.toMatchObject({
      problem: { code: 'privilegedNeedsConfirmation' },
    });
    const { invite } = await office.issue({ profileId: 6, maxUses: 100, privilegedConfirmed: true });
    expect(invite.limits).toMatchObject({ maxUses: 1, approval: 'byHand' });
  });

  test('an account that GLPI gave another profile is shut, and the admin is told', async () => {
    await open();
    const { link } = await office.issue({ profileId: 6, privilegedConfirmed: true });
    await office.register(link, jane);
    await office.round();
    const [waiting] = await office.registrations();
    expect(waiting?.state).toBe('waiting');
    // Meanwhile the admin lost the right to grant it: GLPI silently grants the default profile instead.
    for (const profile of office.glpi.state.profiles) {
      if (profile.name === 'Super-Admin') Object.assign(profile.rights, { profile: 1, ticketcost: 0 });
    }
    office.glpi.dropSessions();
    await approve(office.env, waiting?.id ?? '');
    const [registration] = await office.registrations();
    expect(registration).toMatchObject({ state: 'failed', reason: { code: 'grantNotGiven' } });
    expect(account('jane.doe')).toMatchObject({ is_active: 0 });
  });

  test('a form sent by somebody who is signed in to GLPI waits for a look', async () => {
    await open();
    const { link } = await office.issue();
    await office.register(link, jane, office.glpi.login('tech').cookie);
    await office.round();
    expect(await office.registrations()).toMatchObject([
      { state: 'waiting', warnings: [{ code: 'submittedWhileSignedIn', detail: { user: 'tech' } }] },
    ]);
  });

  test('delimiters typed into an answer refuse the registration', async () => {
    await open();
    const { invite, link } = await office.issue();
    const { nonce } = (await office.invite(invite.id)).gate;
    await office.register(link, [`x[/${nonce}:firstName][${nonce}:firstName]y`, 'Doe', 'a@example.org', '']);
    await office.round();
    expect(await office.registrations()).toMatchObject([
      { state: 'refused', reason: { code: 'answersUnreadable' } },
    ]);
  });

  test('an existing account is never touched: login and address, the trash included', async () => {
    await open();
    const { link } = await office.issue({ maxUses: null });
    await office.register(link, jane);
    await office.round();
    const first = account('jane.doe');
    await office.register(link, ['Jane', 'Doe', 'other@example.org', '']);
    await office.register(link, ['Janet', 'Doe', 'JANE.doe@example.org', '']);
    await office.round();
    if (first) first.is_deleted = 1;
    await office.register(link, ['Jane', 'Doe', 'third@example.org', '']);
    await office.register(link, ['Janette', 'Doe', 'jane.doe@example.org', '']);
    await office.round();
    expect(
      (await office.registrations()).map(({ state, login, reason }) => [state, login, reason?.code]),
    ).toEqual([
      ['admitted', 'jane.doe', undefined],
      ['admitted', 'jane.doe2', undefined],
      ['failed', 'janet.doe', 'addressTaken'],
      ['admitted', 'jane.doe3', undefined],
      ['failed', 'janette.doe', 'addressTaken'],
    ]);
  });
});
