// @vitest-environment node
/** Personal links at both GLPIs: what the admin does, what the stranger does, and what becomes of the account. */
import { afterEach, describe, expect, test } from 'vitest';
import { choicesFor } from '../../../src/desk/choices.ts';
import { beginClosing } from '../../../src/desk/close.ts';
import { mendSite } from '../../../src/desk/connect.ts';
import { lookAnewIfClosed } from '../../../src/desk/password-door.ts';
import {
  issueAgain,
  issuePersonal,
  notComeIn,
  personalById,
  personalFirstPassword,
} from '../../../src/desk/personal.ts';
import { viewInvite, viewPersonalShare, viewShare } from '../../../src/desk/views.ts';
import { day, hour } from '../../../src/invite/instant.ts';
import type { PersonalInvite } from '../../../src/invite/password-gate.ts';
import type { PersonalDraft } from '../../../src/messages/requests.ts';
import { passwordFits } from '../../glpi/passwords.ts';
import { openPasswordPage } from '../../password-stranger.ts';
import { type Office, type OfficeOptions, openOffice } from './office.ts';

const versions = ['11.0.6', '10.0.14'] as const;

let office: Office;
const open = async (options: OfficeOptions = {}) => {
  office = await openOffice({ mail: true, ...options });
  return office;
};
afterEach(() => office.close());

const user = (login: string) => office.glpi.state.users.find(({ name }) => name === login);

const canLogIn = (login: string, password: string) => {
  const account = user(login);
  return account?.is_active === 1 && account.is_deleted === 0 && passwordFits(account, password);
};

async function draftFor(change: Partial<PersonalDraft> = {}): Promise<PersonalDraft> {
  const { maxUses, address, approval, invitee, ...shared } = await office.draft();
  return {
    ...shared,
    label: '',
    person: { firstName: 'Jane', lastName: 'Doe', email: 'jane.doe@example.org' },
    ifUnused: 'disable',
    existing: null,
    ...change,
  };
}

/** Issues a link that is expected to open. */
async function invite(change: Partial<PersonalDraft> = {}): Promise<PersonalInvite> {
  const outcome = await issuePersonal(office.env, office.site, await draftFor(change));
  if (outcome.kind !== 'opened') throw new Error('there is an account already');
  return outcome.invite;
}

const linkOf = (one: PersonalInvite) => viewPersonalShare(office.env, one, 'invitation').link;
const again = (one: PersonalInvite) => personalById(office.env, one.id);

/** Rounds look at accounts every ten seconds at most. */
async function round(): Promise<void> {
  office.pass(11_000);
  await office.round();
}

describe.each(versions)('a personal link of GLPI %s', (version) => {
  test('makes the account with its grant and token in one call, and lets its person in', async () => {
    await open({ version, entities: [{ name: 'Lyon' }], groups: ['Staff'] });
    const draft = await draftFor({ entityId: 1, groupIds: [1] });
    office.calls();
    const outcome = await issuePersonal(office.env, office.site, draft);
    const calls = office.calls();
    expect(calls.filter((call) => call === 'POST User')).toHaveLength(1);
    expect(calls.filter((call) => call.startsWith('PUT'))).toEqual([]);
    expect(outcome).toMatchObject({
      kind: 'opened',
      invite: { state: 'open', label: 'Jane Doe', gate: { login: 'jane.doe', way: 'link' } },
    });
    const made = user('jane.doe');
    expect(made).toMatchObject({ firstname: 'Jane', realname: 'Doe', is_active: 1, password: null });
    expect(made?.comment).toMatch(/^Invite \w{10} \/ personal link$/);
    expect(office.glpi.state.profileUsers.filter(({ users_id }) => users_id === made?.id)).toMatchObject([
      { profiles_id: 1, entities_id: 1, is_recursive: 0, is_dynamic: 0 },
    ]);
    expect(office.glpi.state.groupUsers.filter(({ users_id }) => users_id === made?.id)).toHaveLength(1);

    const [opened] = await notComeIn(office.env, office.site, 10);
    if (!opened) throw new Error('nobody is waited for');
    const link = linkOf(opened);
    expect(link).toMatch(
      version === '11.0.6'
        ? /\/front\/initpassword\.php\?password_forget_token=[0-9a-f]{40}$/
        : /\/front\/lostpassword\.php\?password_forget_token=[0-9a-f]{40}$/,
    );
    const page = await openPasswordPage(link);
    expect(page.hasForm).toBe(true);
    expect((await page.set('My own Passw0rd!')).says).toContain('Reset password successful.');
    expect(canLogIn('jane.doe', 'My own Passw0rd!')).toBe(true);

    await round();
    expect(await again(opened)).toMatchObject({
      state: 'closed',
      closedBecause: 'used',
      gate: { token: null, usedAt: expect.any(Number) },
    });
    expect(await notComeIn(office.env, office.site, 10)).toEqual([]);
    expect((await viewInvite(office.env, await again(opened))).uses).toBe(1);
    // The second time it does nothing.
    const late = await openPasswordPage(link);
    expect(late.hasForm).toBe(false);
    expect((await page.set('Another Passw0rd!')).says).not.toContain('successful');
    expect(canLogIn('jane.doe', 'My own Passw0rd!')).toBe(true);
  });

  test('no second look is needed to be used: opening it consumes nothing', async () => {
    await open({ version });
    const one = await invite();
    await openPasswordPage(linkOf(one));
    await round();
    expect(await again(one)).toMatchObject({ state: 'open', gate: { usedAt: null } });
  });

  test.each(['disable', 'keep'] as const)(
    'revoked, it does nothing at all; the account: %s',
    async (ifUnused) => {
      await open({ version });
      const one = await invite({ ifUnused });
      const link = linkOf(one);
      const page = await openPasswordPage(link);
      await beginClosing(office.env, one.id, 'revoked');
      await round();
      expect(await again(one)).toMatchObject({
        state: 'closed',
        closedBecause: 'revoked',
        gate: { token: null },
      });
      expect(user('jane.doe')).toMatchObject({
        password_forget_token: '',
        is_active: ifUnused === 'disable' ? 0 : 1,
      });
      expect((await openPasswordPage(link)).hasForm).toBe(false);
      expect((await page.set('My own Passw0rd!')).says).not.toContain('successful');
      expect(user('jane.doe')?.password).toBeNull();
      await viewShare(office.env, one);
      const now = await again(one);
      await expect(viewShare(office.env, now)).rejects.toThrow();
    },
  );

  test.each(['disable', 'keep'] as const)(
    'expired, it does nothing at all; the account: %s',
    async (ifUnused) => {
      await open({ version });
      const one = await invite({ until: office.env.now() + day, ifUnused });
      const link = linkOf(one);
      office.pass(day + hour);
      // GLPI itself ends it, whether a browser runs or not.
      expect((await (await openPasswordPage(link)).set('My own Passw0rd!')).says).not.toContain('successful');
      expect(user('jane.doe')?.password).toBeNull();
      await round();
      expect(await again(one)).toMatchObject({ state: 'closed', closedBecause: 'expired' });
      expect(user('jane.doe')?.is_active).toBe(ifUnused === 'disable' ? 0 : 1);
      expect((await openPasswordPage(link)).hasForm).toBe(false);
      expect(await notComeIn(office.env, office.site, 10)).toHaveLength(1);
    },
  );

  test('lives as long as promised while the browser runs now and then, and works on the last day', async () => {
    await open({ version });
    const one = await invite({ until: office.env.now() + 7 * day });
    for (let passed = 0; passed < 6.5; passed += 0.5) {
      office.pass(day / 2);
      await office.round();
    }
    const page = await openPasswordPage(linkOf(await again(one)));
    expect((await page.set('My own Passw0rd!')).says).toContain('successful');
    expect(canLogIn('jane.doe', 'My own Passw0rd!')).toBe(true);
  });

  test('is never so far ahead that GLPI 10 claims success and sets nothing', async () => {
    await open({ version, timeZone: -600 });
    const one = await invite({ until: office.env.now() + 30 * day });
    const page = await openPasswordPage(linkOf(one));
    await page.set('My own Passw0rd!');
    expect(canLogIn('jane.doe', 'My own Passw0rd!')).toBe(true);
  });

  test('issued again: the same account, a new link, and the earlier one is dead', async () => {
    await open({ version });
    const one = await invite({ until: office.env.now() + day });
    const first = linkOf(one);
    const second = linkOf(await issueAgain(office.env, one.id, office.env.now() + 2 * day));
    expect(second).not.toBe(first);
    expect((await openPasswordPage(first)).hasForm).toBe(false);
    office.pass(3 * day);
    await round();
    expect(user('jane.doe')?.is_active).toBe(0);
    // The account that the extension shut is let in again with the next link.
    const third = await issueAgain(office.env, one.id, office.env.now() + day);
    expect(third).toMatchObject({ state: 'open', closedBecause: null, gate: { shut: false } });
    expect((await (await openPasswordPage(linkOf(third))).set('My own Passw0rd!')).says).toContain(
      'successful',
    );
    expect(canLogIn('jane.doe', 'My own Passw0rd!')).toBe(true);
    expect(office.glpi.state.users.filter(({ name }) => name?.startsWith('jane'))).toHaveLength(1);
    await round();
    await expect(issueAgain(office.env, one.id, office.env.now() + day)).rejects.toMatchObject({
      problem: { code: 'cameInAlready' },
    });
  });

  test('that was replaced or taken back in GLPI is told, and not brought back by renewing', async () => {
    await open({ version });
    const one = await invite({ until: office.env.now() + 7 * day });
    const made = user('jane.doe');
    if (made) made.password_forget_token = '';
    office.pass(day);
    await office.round();
    expect(await again(one)).toMatchObject({ state: 'open', trouble: { code: 'linkReplaced' } });
    expect(made?.password_forget_token).toBe('');
  });

  test('an account that is disabled or trashed by hand is told, one that is purged ends the link', async () => {
    await open({ version });
    const one = await invite();
    const two = await invite({ person: { firstName: 'Bob', lastName: 'Two', email: 'bob@example.org' } });
    Object.assign(user('jane.doe') ?? {}, { is_active: 0 });
    await round();
    expect((await again(one)).trouble).toMatchObject({ code: 'accountInactive' });
    Object.assign(user('jane.doe') ?? {}, { is_active: 1, is_deleted: 1 });
    await round();
    expect((await again(one)).trouble).toMatchObject({ code: 'accountInTrash' });
    office.glpi.state.users.remove(user('jane.doe')?.id ?? 0);
    await round();
    expect(await again(one)).toMatchObject({ state: 'closed', closedBecause: 'revoked' });
    // One that is missing refuses the request for all: the others are still seen.
    expect(await again(two)).toMatchObject({ state: 'open', trouble: null });
  });

  test('goes without a link where mail is off: a first password, shown once, and it is seen who signed in', async () => {
    await open({ version, mail: false });
    const one = await invite();
    expect(one.gate).toMatchObject({ way: 'firstPassword', token: null });
    const { login, password, body } = await personalFirstPassword(office.env, one.id);
    expect(body).toContain(password);
    expect(canLogIn(login, password)).toBe(true);
    await round();
    expect((await again(one)).state).toBe('open');
    office.glpi.login(login);
    await round();
    expect(await again(one)).toMatchObject({ state: 'closed', closedBecause: 'used' });
    const journal = await office.env.ledger.journal(100, one.id);
    expect(JSON.stringify(journal)).not.toContain(password);
  });

  test('a login that is taken by somebody else: the next free one', async () => {
    await open({ version });
    await invite();
    const second = await invite({
      person: { firstName: 'Jane', lastName: 'Doe', email: 'another.jane@example.org' },
    });
    expect(second.gate.login).toBe('jane.doe2');
  });

  test('an account of before is named, in the trash too, and never changed without a choice', async () => {
    await open({ version });
    const one = await invite();
    await (await openPasswordPage(linkOf(one))).set('My own Passw0rd!');
    await round();
    const before = structuredClone(user('jane.doe'));
    const taken = await issuePersonal(office.env, office.site, await draftFor());
    expect(taken).toMatchObject({
      kind: 'taken',
      accounts: [
        { login: 'jane.doe', name: 'Jane Doe', deleted: false, isPrivileged: false, obstacle: null },
      ],
    });
    Object.assign(user('jane.doe') ?? {}, { is_deleted: 1 });
    const trashed = await issuePersonal(office.env, office.site, await draftFor());
    expect(trashed).toMatchObject({ kind: 'taken', accounts: [{ login: 'jane.doe', deleted: true }] });
    Object.assign(user('jane.doe') ?? {}, { is_deleted: 0 });
    expect(user('jane.doe')).toEqual(before);
    expect(office.glpi.state.users.filter(({ name }) => name?.startsWith('jane'))).toHaveLength(1);
    expect((await office.env.ledger.newestInvites(10, () => true)).length).toBe(1);
  });

  test('a new link for an account of before: its profile stays, its password too until the link is used', async () => {
    await open({ version });
    const one = await invite();
    await (await openPasswordPage(linkOf(one))).set('My own Passw0rd!');
    await round();
    const userId = user('jane.doe')?.id ?? 0;
    const choice = { userId, choice: 'newLink' as const };
    const next = await invite({ existing: choice, entityId: 0, profileId: 6 });
    expect(next).toMatchObject({ grant: { profile: { id: 1 } }, gate: { existing: true, userId } });
    await round();
    expect((await again(next)).state).toBe('open');
    expect(canLogIn('jane.doe', 'My own Passw0rd!')).toBe(true);
    expect(office.glpi.state.profileUsers.filter(({ users_id }) => users_id === userId)).toHaveLength(1);
    // Revoking touches nothing but the token, whatever becomes of unused accounts.
    await beginClosing(office.env, next.id, 'revoked');
    await round();
    expect(user('jane.doe')).toMatchObject({ is_active: 1, password_forget_token: '' });
    const third = await invite({ existing: choice });
    office.pass(5_000);
    await (await openPasswordPage(linkOf(third))).set('The next Passw0rd!');
    expect(canLogIn('jane.doe', 'The next Passw0rd!')).toBe(true);
    await round();
    expect((await again(third)).closedBecause).toBe('used');
  });

  test('whoever signs in with a password of before is in, and the link that they did not need is dead', async () => {
    await open({ version });
    const one = await invite();
    await (await openPasswordPage(linkOf(one))).set('My own Passw0rd!');
    await round();
    const next = await invite({ existing: { userId: user('jane.doe')?.id ?? 0, choice: 'newLink' } });
    const link = linkOf(next);
    office.pass(5_000);
    office.glpi.login('jane.doe');
    await round();
    expect(await again(next)).toMatchObject({ state: 'closed', closedBecause: 'used' });
    expect((await openPasswordPage(link)).hasForm).toBe(false);
    expect(user('jane.doe')).toMatchObject({ is_active: 1, password_forget_token: '' });
  });

  test('an account in the trash is restored by choice, with a link', async () => {
    await open({ version });
    const one = await invite();
    await (await openPasswordPage(linkOf(one))).set('My own Passw0rd!');
    await round();
    Object.assign(user('jane.doe') ?? {}, { is_deleted: 1 });
    const userId = user('jane.doe')?.id ?? 0;
    await expect(invite({ existing: { userId, choice: 'newLink' } })).rejects.toMatchObject({
      problem: { code: 'accountInTrash' },
    });
    const next = await invite({ existing: { userId, choice: 'restore' } });
    expect(user('jane.doe')?.is_deleted).toBe(0);
    expect((await openPasswordPage(linkOf(next))).hasForm).toBe(true);
  });

  test('an account that works on other people’s data gets a new link after a second look alone', async () => {
    await open({ version });
    const tech = user('tech');
    office.glpi.state.userEmails.add({
      users_id: tech?.id ?? 0,
      is_default: 1,
      is_dynamic: 0,
      email: 'tech@example.org',
    });
    const person = { firstName: 'Tech', lastName: 'Nician', email: 'Tech@example.org' };
    const taken = await issuePersonal(office.env, office.site, await draftFor({ person }));
    expect(taken).toMatchObject({ accounts: [{ login: 'tech', isPrivileged: true, profile: 'Technician' }] });
    const existing = { userId: tech?.id ?? 0, choice: 'newLink' as const };
    await expect(invite({ person, existing })).rejects.toMatchObject({
      problem: { code: 'privilegedNeedsConfirmation' },
    });
    expect((await invite({ person, existing, privilegedConfirmed: true })).state).toBe('open');
  });

  test('an account that GLPI gave another profile is shut, its link is dead, and the admin is told', async () => {
    await open({ version });
    const draft = await draftFor({ profileId: 6, privilegedConfirmed: true });
    for (const profile of office.glpi.state.profiles) {
      if (profile.name === 'Super-Admin') Object.assign(profile.rights, { profile: 1, ticketcost: 0 });
    }
    office.glpi.dropSessions();
    await expect(issuePersonal(office.env, office.site, draft)).rejects.toMatchObject({
      problem: { code: 'grantNotGiven' },
    });
    await round();
    expect(user('jane.doe')).toMatchObject({ is_active: 0, password_forget_token: '' });
    expect(await office.env.ledger.newestInvites(10, () => true)).toMatchObject([
      { state: 'closed', closedBecause: 'failed', trouble: { code: 'grantNotGiven' } },
    ]);
  });

  test('the token is in share views alone', async () => {
    await open({ version });
    const one = await invite();
    const { token } = one.gate;
    expect(token).toMatch(/^[0-9a-f]{40}$/);
    const seen = [
      await viewInvite(office.env, one),
      await office.env.ledger.journal(100, null),
      [...office.memory.values()],
    ];
    expect(JSON.stringify(seen)).not.toContain(token);
    expect(viewPersonalShare(office.env, one, 'reminder').body).toContain(token);
    await expect(
      invite({ person: { firstName: 'Jane', lastName: '', email: 'jane' } }),
    ).rejects.toMatchObject({ problem: { code: 'addressNotValid' } });
  });

  test('hundreds: one request a look finds who came in, and rounds take turns', async () => {
    await open({ version });
    const invites: PersonalInvite[] = [];
    for (let number = 0; number < 35; number += 1) {
      invites.push(
        await invite({
          person: { firstName: 'P', lastName: `N${number}`, email: `p${number}@example.org` },
        }),
      );
    }
    const last = invites.toSorted((one, other) => (one.id < other.id ? -1 : 1)).at(-1);
    if (!last) throw new Error('nobody');
    await (await openPasswordPage(linkOf(last))).set('My own Passw0rd!');
    office.calls();
    await round();
    expect(office.calls().filter((call) => call.startsWith('GET getMultipleItems'))).toHaveLength(1);
    await round();
    expect(await again(last)).toMatchObject({ closedBecause: 'used' });
  });
});

describe('how long GLPI keeps a link', () => {
  test('GLPI 10 keeps one for 46 hours by itself; closed for longer, it rests, and wakes with the next round', async () => {
    await open({ version: '10.0.14' });
    const one = await invite({ until: office.env.now() + 7 * day });
    const link = linkOf(one);
    office.pass(46 * hour);
    expect((await openPasswordPage(link)).hasForm).toBe(true);
    office.pass(hour);
    expect((await openPasswordPage(link)).hasForm).toBe(false);
    await office.round();
    expect((await (await openPasswordPage(link)).set('My own Passw0rd!')).says).toContain('successful');
    expect(canLogIn('jane.doe', 'My own Passw0rd!')).toBe(true);
  });

  test('GLPI 11 keeps one as long as it is told, and nothing is asked of it meanwhile but who came in', async () => {
    await open({ version: '11.0.6' });
    const one = await invite({ until: office.env.now() + 30 * day });
    office.pass(29 * day);
    office.calls();
    await office.round();
    expect(office.calls().filter((call) => call.startsWith('PUT'))).toEqual([]);
    expect((await openPasswordPage(linkOf(one))).hasForm).toBe(true);
  });

  test('a date that GLPI does not take is told, and tried again', async () => {
    await open({ version: '10.0.14' });
    const one = await invite({ until: office.env.now() + 7 * day });
    office.pass(day);
    office.glpi.fault(
      { method: 'PUT', path: /\/User$/ },
      { kind: 'status', status: 400, body: ['ERROR_GLPI_UPDATE', []] },
    );
    await office.round();
    await round();
    expect(await again(one)).toMatchObject({ state: 'open', trouble: { code: 'linkNotSet' } });
    office.pass(hour);
    await office.round();
    expect(await again(one)).toMatchObject({ trouble: null, attempts: 0, retryAt: null });
  });

  test('a GLPI 10 that became an 11 is told the end itself', async () => {
    await open({ version: '10.0.14' });
    const one = await invite({ until: office.env.now() + 7 * day });
    const known = await office.env.ledger.site(office.site);
    if (known) await office.env.ledger.write((ledger) => ledger.putSite({ ...known, version: '11.0.6' }));
    for (const [key, value] of office.memory) {
      if (key.startsWith('session ')) office.memory.set(key, { ...(value as object), version: '11.0.6' });
    }
    await round();
    const now = await again(one);
    expect(now.gate.keptUntil).toBe(now.limits.until);
  });

  test('hundreds are renewed in arrays of thirty', async () => {
    await open({ version: '10.0.14' });
    for (let number = 0; number < 31; number += 1)
      await invite({ person: { firstName: 'P', lastName: `N${number}`, email: `p${number}@example.org` } });
    office.pass(day);
    office.calls();
    await office.round();
    expect(office.calls().filter((call) => call.startsWith('PUT'))).toEqual(['PUT User', 'PUT User']);
    const dates = office.glpi.state.users
      .filter(({ comment }) => comment?.endsWith('personal link') ?? false)
      .map((one) => one.password_forget_token_date);
    expect(new Set(dates).size).toBe(1);
  });
});

describe('GLPI’s set-password page', () => {
  test.each(versions)('%s: mailing alone opens it, whatever the master switch says', async (version) => {
    await open({ version, mail: false });
    office.glpi.state.config.notifications_mailing = '1';
    const one = await invite();
    expect((await openPasswordPage(linkOf(one))).hasForm).toBe(true);
  });

  test.each(versions)(
    '%s: with its notification off there is no link, and it is said why',
    async (version) => {
      await open({ version });
      for (const row of office.glpi.state.notifications)
        if (row.event === 'passwordforget') row.is_active = 0;
      expect((await invite()).gate.way).toBe('firstPassword');
    },
  );

  test.each(versions)('%s: is opened by the admin, and no mail is sent for it', async (version) => {
    await open({ version, mail: false });
    const { personal } = await choicesFor(office.env, office.site);
    expect(personal).toMatchObject({
      way: 'firstPassword',
      noLinkBecause: { code: 'passwordPageMailOff', mend: 'openPasswordPage' },
    });
    expect(await mendSite(office.env, office.site, 'openPasswordPage')).toMatchObject({
      state: 'connected',
      problem: null,
    });
    expect(office.glpi.state.config).toMatchObject({ notifications_mailing: '1', use_notifications: '0' });
    expect((await openPasswordPage(linkOf(await invite()))).hasForm).toBe(true);
  });

  test.each(versions)(
    '%s: is seen open by whoever opened it in GLPI and comes back at once',
    async (version) => {
      await open({ version, mail: false });
      const wayNow = async () => (await choicesFor(office.env, office.site)).personal.way;
      expect(await wayNow()).toBe('firstPassword');
      office.glpi.state.config.notifications_mailing = '1';
      await lookAnewIfClosed(office.env, office.site);
      expect(await wayNow()).toBe('link');
      expect((await openPasswordPage(linkOf(await invite()))).hasForm).toBe(true);
    },
  );

  test('is not opened by a press where mails would begin to be sent with it', async () => {
    await open({ version: '10.0.14' });
    office.glpi.state.config.notifications_mailing = '0';
    const { personal } = await choicesFor(office.env, office.site);
    expect(personal.noLinkBecause).toEqual({ code: 'passwordPageMailOff' });
  });

  test('11: with the notification of its own page off, the link opens the other page', async () => {
    await open({ version: '11.0.6' });
    for (const row of office.glpi.state.notifications) if (row.event === 'passwordinit') row.is_active = 0;
    const link = linkOf(await invite());
    expect(link).toContain('/lostpassword.php?');
    expect((await openPasswordPage(link)).hasForm).toBe(true);
  });
});
