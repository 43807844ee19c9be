// @vitest-environment node
/**
 * The bugs that users of other invite systems report, each by its name: not one of them here. What needs a browser (two
 * tabs, private windows, a killed worker) stands in test/browser as well.
 */
import { afterEach, describe, expect, test } from 'vitest';
import manifest from '../../../manifest.json' with { type: 'json' };
import { viewSites } from '../../../src/desk/connect.ts';
import { approve, retry } from '../../../src/desk/decide.ts';
import { issue } from '../../../src/desk/issue.ts';
import { inSession } from '../../../src/desk/sessions.ts';
import { round } from '../../../src/desk/watch.ts';
import { day, hour, minute, second } from '../../../src/invite/instant.ts';
import { openForm } from '../../stranger.ts';
import { mortal } from './mortal.ts';
import { type Office, type OfficeOptions, openOffice } from './office.ts';

let office: Office;
const open = async (options?: OfficeOptions) => {
  office = await openOffice(options);
};
afterEach(() => office.close());

const jane = ['Jane', 'Doe', 'jane@example.org', ''];
const made = () => office.glpi.state.users.filter(({ comment }) => comment?.startsWith('Invite ') ?? false);
const states = async () =>
  (await office.registrations()).map(({ state, reason }) => `${state} ${reason?.code ?? ''}`.trim());

test('parallel claims: fifty at once on three uses make three accounts', async () => {
  await open();
  const { link } = await office.issue({ maxUses: 3 });
  const forms = await Promise.all(Array.from({ length: 50 }, () => openForm(link)));
  await Promise.all(forms.map((form, index) => form.submit([`P${index}`, 'X', `p${index}@example.org`, ''])));
  await Promise.all([office.round(), office.round(), office.round(), office.round()]);
  expect(made()).toHaveLength(3);
  expect((await states()).filter((state) => state === 'refused inviteUsedUp')).toHaveLength(47);
});

test('killed between claim and create: the next life makes the account, once', async () => {
  await open();
  const { link } = await office.issue();
  await office.register(link, jane);
  // Dies on the very request that would create it, and once more right after GLPI did it.
  for (const dieAfter of [false, true]) {
    const { env } = mortal(office.env, Number.POSITIVE_INFINITY);
    const { fetch } = env.transport;
    const dying = async (url: string, init: RequestInit) => {
      if (!(init.method === 'POST' && url.endsWith('/User'))) return await fetch(url, init);
      if (dieAfter) await office.env.transport.fetch(url, init);
      return await new Promise<Response>(() => {});
    };
    const life = { ...env, transport: { fetch: dying } };
    void round(life, office.site);
    await expect.poll(async () => (await office.registrations())[0]?.attempts).toBe(dieAfter ? 2 : 1);
    if (dieAfter) await expect.poll(() => made().length).toBe(1);
  }
  office.pass(hour);
  await office.round();
  expect(await states()).toEqual(['admitted']);
  expect(made()).toHaveLength(1);
});

test('a failed creation gives the use back', async () => {
  await open();
  const { link } = await office.issue({ maxUses: 1 });
  const [taken, free] = [await openForm(link), await openForm(link)];
  office.glpi.state.userEmails.add({ users_id: 2, email: 'jane@example.org', is_default: 1, is_dynamic: 0 });
  await taken.submit(jane);
  await office.round();
  expect(await states()).toEqual(['failed addressTaken']);
  await free.submit(['John', 'Roe', 'john@example.org', '']);
  await office.round();
  expect(await states()).toEqual(['failed addressTaken', 'admitted']);
  expect(made()).toHaveLength(1);
});

test('a hundred previews of the link consume nothing', async () => {
  await open();
  const { link } = await office.issue();
  for (let times = 0; times < 100; times += 1) await fetch(link);
  await office.round();
  await office.register(link, jane);
  await office.round();
  expect(await states()).toEqual(['admitted']);
});

describe('expiry', () => {
  test('is exact to the second', async () => {
    await open();
    // GLPI tells times in whole seconds.
    const until = Math.ceil(office.env.now() / second) * second + 10 * minute;
    const { link } = await office.issue({ maxUses: null, until });
    const [early, late] = [await openForm(link), await openForm(link)];
    office.pass(until - office.env.now() - 500);
    await early.submit(jane);
    office.pass(2 * second);
    await late.submit(['Late', 'Comer', 'late@example.org', '']);
    await office.round();
    expect(await states()).toEqual(['admitted', 'refused inviteExpired']);
  });

  test.each([
    ['forward', 120],
    ['back', 0],
  ])('holds when the server’s clocks go %s in between', async (_, zone) => {
    await open({ timeZone: 60 });
    const { link } = await office.issue({ maxUses: null, until: office.env.now() + 2 * hour });
    await office.register(link, jane);
    office.glpi.clock.zone = zone;
    office.glpi.dropSessions();
    office.pass(30 * minute);
    await office.register(link, ['John', 'Roe', 'john@example.org', '']);
    await office.round();
    expect(await states()).toEqual(['admitted', 'admitted']);
    office.pass(2 * day);
    await office.round();
    expect((await office.env.ledger.newestInvites(1, () => true))[0]?.closedBecause).toBe('expired');
  });

  test('is judged rightly when this computer is hours wrong, and the admin is told', async () => {
    await open();
    const wrong = { ...office.env, now: () => office.env.now() + 5 * hour };
    office.glpi.dropSessions();
    const draft = await office.draft({ maxUses: null, until: wrong.now() + hour });
    const { gate, key } = await issue(wrong, office.site, draft);
    const link = `${office.site}/Form/Render/${gate.formId}?token=${key}`;
    const late = await openForm(link);
    await office.register(link, jane);
    office.pass(90 * minute);
    await late.submit(['Late', 'Comer', 'late@example.org', '']);
    await round(wrong, office.site);
    expect(await states()).toEqual(['admitted', 'refused inviteExpired']);
    const [site] = await viewSites(wrong);
    expect(site?.notices).toContainEqual({ code: 'clockWrong', detail: { minutes: '300' } });
  });
});

test.each(['/glpi', '/it/helpdesk/glpi', '/public'])(
  'GLPI below %s: the link leads there, once',
  async (root) => {
    await open({ root });
    const { link } = await office.issue();
    expect(link.startsWith(`${office.glpi.url}/Form/Render/`)).toBe(true);
    expect(link.split(root)).toHaveLength(2);
    await office.register(link, jane);
    await office.round();
    expect(await states()).toEqual(['admitted']);
  },
);

test('somebody in the trash is neither overwritten nor doubled', async () => {
  await open();
  const { link } = await office.issue({ maxUses: null });
  await office.register(link, jane);
  await office.round();
  for (const account of made()) account.is_deleted = 1;
  await office.register(link, jane);
  await office.round();
  expect(await states()).toEqual(['admitted', 'failed addressTaken']);
  expect(made()).toHaveLength(1);
});

test('capitals in an address are the same address', async () => {
  await open();
  const address = { kind: 'address' as const, address: 'Jane@Example.org' };
  const { link } = await office.issue({ maxUses: null, address });
  await office.register(link, ['Jane', 'Doe', 'JANE@EXAMPLE.ORG', '']);
  await office.register(link, ['Jane', 'Again', 'jane@example.org', '']);
  await office.round();
  expect(await states()).toEqual(['admitted', 'failed addressTaken']);
});

test('a key is never typed: one with a stray space opens nothing, and nothing is left behind', async () => {
  await open();
  const { link } = await office.issue();
  expect((await openForm(link.replace('token=', 'token=%20'))).status).not.toBe(200);
  expect((await openForm(`${link}%20`)).status).not.toBe(200);
  expect((await openForm(link)).status).toBe(200);
});

describe('what was granted is deleted after the invite was issued', () => {
  test('its entity: no broken account, the admin reads which entity', async () => {
    await open({ entities: [{ name: 'Lyon' }] });
    const { link, invite } = await office.issue({ entityId: 1, maxUses: null });
    await office.register(link, jane);
    await inSession(office.env, office.site, (call) =>
      call({ method: 'DELETE', path: 'Entity/1', query: [['force_purge', '1']] }),
    );
    office.glpi.dropSessions();
    office.pass(hour);
    // GLPI would make the account all the same, in no entity, and answer 500.
    await office.round();
    expect(await states()).toEqual(['failed entityMissing']);
    expect(made()).toEqual([]);
    expect((await office.invite(invite.id)).trouble?.code).toBe('entityMissing');
  });

  test('its entity, a moment ago: what GLPI made all the same is shut', async () => {
    await open({ entities: [{ name: 'Lyon' }] });
    const { link } = await office.issue({ entityId: 1, maxUses: null });
    await office.register(link, jane);
    await inSession(office.env, office.site, (call) =>
      call({ method: 'DELETE', path: 'Entity/1', query: [['force_purge', '1']] }),
    );
    await office.round();
    office.pass(5 * minute);
    await office.round();
    expect(await states()).toEqual(['failed entityMissing']);
    expect(made().map(({ is_active }) => is_active)).toEqual([0]);
  });

  test('its profile: no account with another one', async () => {
    await open();
    const { state } = office.glpi;
    const profile = state.profiles.find(({ name }) => name === 'Observer');
    const { link, invite } = await office.issue({ profileId: profile?.id ?? 0, privilegedConfirmed: true });
    await office.register(link, jane);
    await office.round();
    state.profiles.remove(profile?.id ?? 0);
    office.pass(hour);
    await office.round();
    expect((await office.invite(invite.id)).trouble?.code).toBe('profileNotGrantable');
    const [waiting] = await office.registrations();
    await approve(office.env, waiting?.id ?? '');
    expect(await states()).toEqual(['failed profileNotGrantable']);
    expect(made()).toEqual([]);
  });

  test('a group: the account is made without it, and that is said', async () => {
    await open({ groups: ['Staff', 'Club'] });
    const { link } = await office.issue({ groupIds: [1, 2] });
    await office.register(link, jane);
    office.glpi.state.groups.remove(2);
    await office.round();
    const [registration] = await office.registrations();
    expect(registration).toMatchObject({
      state: 'admitted',
      warnings: [{ code: 'groupMissing', detail: { group: 'Club' } }],
    });
    expect(office.glpi.state.groupUsers.filter(({ users_id }) => users_id === made()[0]?.id)).toHaveLength(1);
  });
});

test('the admin loses their rights after issuing: nothing is made any more, nothing is lost, and they are told', async () => {
  await open();
  const { link } = await office.issue({ maxUses: null });
  const rights = office.glpi.state.profiles.find(({ name }) => name === 'Super-Admin')?.rights ?? {};
  const before = rights.user ?? 0;
  rights.user = 1;
  // An open session of GLPI's keeps the rights that it was opened with: ours is not that old.
  office.pass(11 * minute);
  await office.register(link, jane);
  await office.round();
  expect(made()).toEqual([]);
  expect(await states()).toEqual(['received']);
  expect((await viewSites(office.env))[0]?.problem?.code).toBe('userRightMissing');
  rights.user = before;
  office.pass(11 * minute);
  await office.round();
  expect(await states()).toEqual(['admitted']);
});

test('the API is switched off meanwhile: one sentence with the button that mends it, and nothing lost', async () => {
  await open();
  const { link } = await office.issue();
  await office.register(link, jane);
  office.glpi.state.config.enable_api = '0';
  await office.round();
  expect((await viewSites(office.env))[0]?.problem).toMatchObject({ code: 'apiOff', mend: 'turnApiOn' });
  office.glpi.state.config.enable_api = '1';
  await office.round();
  expect(await states()).toEqual(['admitted']);
});

test('the session ends in the middle of a creation: it is opened anew, and there is one account', async () => {
  await open();
  const { link } = await office.issue();
  await office.register(link, jane);
  const { fetch } = office.env.transport;
  let dropped = false;
  const env = {
    ...office.env,
    transport: {
      fetch: async (url: string, init: RequestInit) => {
        if (!dropped && init.method === 'POST' && url.endsWith('/User')) {
          dropped = true;
          office.glpi.dropSessions();
        }
        return await fetch(url, init);
      },
    },
  };
  await round(env, office.site);
  office.pass(hour);
  await round(env, office.site);
  expect(dropped).toBe(true);
  expect(await states()).toEqual(['admitted']);
  expect(made()).toHaveLength(1);
});

test('the form is sent twice: one account, the second waits for a look', async () => {
  await open();
  const { link } = await office.issue({ maxUses: null });
  const form = await openForm(link);
  await form.submit(jane);
  await form.submit(jane);
  await office.round();
  expect(await states()).toEqual(['admitted', 'failed addressTaken']);
  expect(made()).toHaveLength(1);
});

test('names that are long, right-to-left or markup become names', async () => {
  await open();
  const { link } = await office.issue({ maxUses: null });
  const names = [
    ['A'.repeat(400), 'B'.repeat(400)],
    ['محمد', 'الأحمد'],
    ['<b onclick=alert(1)>', '"><script>alert(1)</script>'],
  ];
  for (const [index, [first = '', last = '']] of names.entries())
    await office.register(link, [first, last, `n${index}@example.org`, '']);
  await office.round();
  expect(await states()).toEqual(['admitted', 'admitted', 'admitted']);
  expect(made().map(({ realname }) => realname)).toEqual(['B'.repeat(255), 'الأحمد', names[2]?.[1]]);
});

test('two tabs that ask at once are one round', async () => {
  await open();
  const { link } = await office.issue({ maxUses: null });
  await office.register(link, jane);
  await Promise.all(Array.from({ length: 5 }, () => office.round()));
  expect(await states()).toEqual(['admitted']);
  expect(made()).toHaveLength(1);
});

test('private windows share the one ledger and the one lock', () => {
  // `split` would give Chromium a second background with records of its own.
  expect(manifest.incognito).toBe('spanning');
});

test('a link is spent only by what became an account: a refusal, a wait and a retry spend nothing', async () => {
  await open();
  const { link } = await office.issue({ maxUses: 1, address: { kind: 'domains', domains: ['example.org'] } });
  const forms = [await openForm(link), await openForm(link)];
  for (const question of office.glpi.state.questions) question.validation_strategy = 'no_validation';
  await forms[0]?.submit(['Eve', 'M', 'eve@evil.test', '']);
  await office.round();
  await forms[1]?.submit(jane);
  await office.round();
  expect(await states()).toEqual(['refused addressOutsideInvite', 'admitted']);
});

test('an account that somebody deleted does not give its use back', async () => {
  await open();
  const { link } = await office.issue({ maxUses: 2 });
  await office.register(link, jane);
  await office.round();
  for (const { id } of made()) office.glpi.state.users.remove(id);
  await office.register(link, ['John', 'Roe', 'john@example.org', '']);
  await office.round();
  await office.register(link, ['Third', 'Man', 'third@example.org', '']).catch(() => {});
  await office.round();
  expect(made()).toHaveLength(1);
  expect((await office.env.ledger.newestInvites(1, () => true))[0]?.state).toBe('closed');
});

test('a failed one that is tried again ends once', async () => {
  await open();
  const { link } = await office.issue();
  const email = office.glpi.state.userEmails.add({
    users_id: 2,
    email: 'jane@example.org',
    is_default: 1,
    is_dynamic: 0,
  });
  await office.register(link, jane);
  await office.round();
  office.glpi.state.userEmails.remove(email.id);
  const [failed] = await office.registrations();
  await Promise.allSettled([retry(office.env, failed?.id ?? ''), retry(office.env, failed?.id ?? '')]);
  expect(await states()).toEqual(['admitted']);
  expect(made()).toHaveLength(1);
});
