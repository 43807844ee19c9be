// @vitest-environment node
/** Each thing that can stand in the way of connecting: seen for what it is, and mended where the admin's session may. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { connect, mendSite, viewSite } from '../../../src/desk/connect.ts';
import { type Office, type OfficeOptions, openOffice } from './office.ts';

let office: Office;
const open = async (options: OfficeOptions = {}) => {
  office = await openOffice({ connected: false, ...options });
  return office;
};
afterEach(() => office.close());

const withToken = async (options: OfficeOptions = {}) => {
  await open(options);
  office.glpi.apiToken(options.as ?? 'glpi');
};
const versions = ['11.0.6', '10.0.14'] as const;

describe.each(versions)('GLPI %s', (version) => {
  test('connects with the token from My settings', async () => {
    await withToken({ version });
    expect(await connect(office.env, office.site)).toMatchObject({
      state: 'connected',
      problem: null,
      version,
    });
  });

  test('no API token yet: says so, makes one, and connects', async () => {
    await open({ version });
    expect(await connect(office.env, office.site)).toMatchObject({
      state: 'blocked',
      problem: { code: 'noApiToken', mend: 'makeApiToken' },
    });
    expect(await mendSite(office.env, office.site, 'makeApiToken')).toMatchObject({
      state: 'connected',
      problem: null,
    });
  });

  test('an API token that exists is not replaced', async () => {
    await open({ version });
    const token = office.glpi.apiToken('glpi');
    await mendSite(office.env, office.site, 'makeApiToken');
    expect(office.glpi.apiToken('glpi')).toBe(token);
  });

  test('API off: says so, turns it on and nothing else, and connects', async () => {
    await withToken({ version, apiEnabled: false });
    expect(await connect(office.env, office.site)).toMatchObject({
      problem: { code: 'apiOff', mend: 'turnApiOn' },
    });
    const before = { ...office.glpi.state.config };
    expect(await mendSite(office.env, office.site, 'turnApiOn')).toMatchObject({ state: 'connected' });
    const changed = Object.entries(office.glpi.state.config).filter(
      ([name, value]) => String(before[name as keyof typeof before]) !== String(value),
    );
    expect(changed.map(([name]) => name)).toEqual(['enable_api']);
  });

  test('API off, and the admin may not change that: says so', async () => {
    await withToken({ version, apiEnabled: false, as: 'tech' });
    await connect(office.env, office.site);
    expect(await mendSite(office.env, office.site, 'turnApiOn')).toMatchObject({
      state: 'blocked',
      problem: { code: 'mendRefused' },
    });
  });

  test('address not let in: names it, lets exactly that one in, and connects', async () => {
    await withToken({ version, apiClients: [{ name: 'office', from: '10.1.2.3', to: '10.1.2.3' }] });
    expect(await connect(office.env, office.site)).toMatchObject({
      problem: { code: 'addressNotAllowed', detail: { address: '127.0.0.1' }, mend: 'letAddressIn' },
    });
    expect(await mendSite(office.env, office.site, 'letAddressIn')).toMatchObject({ state: 'connected' });
    expect(office.glpi.state.apiClients.last).toMatchObject({
      name: 'Invite for GLPI (127.0.0.1)',
      is_active: 1,
    });
  });

  test('an app token is required: reads it in GLPI, changes nothing, and connects', async () => {
    const apiClients = [{ name: 'any', from: '127.0.0.1', to: '127.0.0.1', appToken: 'A'.repeat(40) }];
    await withToken({ version, apiClients });
    expect(await connect(office.env, office.site)).toMatchObject({
      problem: { code: 'appTokenRequired', mend: 'readAppToken' },
    });
    expect(await mendSite(office.env, office.site, 'readAppToken')).toMatchObject({ state: 'connected' });
    expect(office.glpi.state.apiClients.length).toBe(1);
  });

  test('login by API token is off: told from a wrong token, allowed, and connects', async () => {
    await withToken({ version, externalTokenLogin: false });
    expect(await connect(office.env, office.site)).toMatchObject({
      problem: { code: 'externalTokenLoginOff', mend: 'allowExternalTokenLogin' },
    });
    expect(await mendSite(office.env, office.site, 'allowExternalTokenLogin')).toMatchObject({
      state: 'connected',
    });
  });

  test('no right to create users: names the profile', async () => {
    await withToken({ version, as: 'post-only' });
    expect(await connect(office.env, office.site)).toMatchObject({
      state: 'blocked',
      canIssue: false,
      problem: { code: 'userRightMissing', detail: { profile: 'Self-Service' } },
    });
  });

  test('not signed in to GLPI in the open tab', async () => {
    await withToken({ version });
    // What GLPI answers to a script whose session is over (forms-and-users.md A2).
    office.glpi.fault('/ajax/common.tabs.php', { kind: 'status', status: 401, body: '' });
    expect(await connect(office.env, office.site)).toMatchObject({
      state: 'blocked',
      problem: { code: 'notLoggedIn' },
    });
  });

  test('no GLPI tab is open', async () => {
    await withToken({ version });
    office.tab = null;
    expect(await connect(office.env, office.site)).toMatchObject({ problem: { code: 'glpiTabNeeded' } });
  });
});

test('a technician may create users but not forms: names the right that is missing', async () => {
  await withToken({ as: 'tech' });
  expect(await connect(office.env, office.site)).toMatchObject({
    canIssue: false,
    problem: { code: 'formRightMissing', detail: { profile: 'Technician' } },
  });
});

test('GLPI 10 connects for personal links, and it is said that registration links need GLPI 11', async () => {
  await withToken({ version: '10.0.14' });
  expect(await connect(office.env, office.site)).toMatchObject({
    state: 'connected',
    canIssue: true,
    notices: [{ code: 'formsNotAvailable', detail: { version: '10.0.14' } }],
  });
});

test('mail off is told, and does not block', async () => {
  await withToken();
  expect(await connect(office.env, office.site)).toMatchObject({
    canIssue: true,
    notices: [{ code: 'mailOff' }],
  });
});

test('a host that was taken back in the browser is asked for again', async () => {
  await withToken();
  await connect(office.env, office.site);
  const env = { ...office.env, hostGranted: async () => false };
  expect(await viewSite(env, office.site)).toMatchObject({
    state: 'new',
    canIssue: false,
    problem: { code: 'hostNotGranted' },
  });
});

test('plain http is told: the robot check of the form needs https', async () => {
  await open();
  expect(await viewSite(office.env, 'http://glpi.example.org')).toMatchObject({
    notices: [{ code: 'plainHttp' }],
  });
  expect(await viewSite(office.env, 'https://glpi.example.org')).toMatchObject({ notices: [] });
});

test('a server that does not answer', async () => {
  await withToken();
  const nobody = 'http://127.0.0.1:9';
  const env = {
    ...office.env,
    errand: (async () => ({ token: 'x'.repeat(40) })) as unknown as typeof office.env.errand,
  };
  expect(await connect(env, nobody)).toMatchObject({
    problem: { code: 'unreachable', detail: { host: '127.0.0.1:9' } },
  });
});

test('a certificate that the browser does not trust, where the browser says so', async () => {
  await withToken();
  const env = {
    ...office.env,
    transport: {
      fetch: async () => Promise.reject(new TypeError('Failed to fetch')),
      connectionFault: async () => 'certificate' as const,
    },
    errand: (async () => ({ token: 'x'.repeat(40) })) as unknown as typeof office.env.errand,
  };
  expect(await connect(env, 'https://glpi.example.org')).toMatchObject({
    problem: { code: 'certificateNotTrusted' },
  });
});

test('a server that is no GLPI', async () => {
  await withToken();
  const other = createServer((_, response) => {
    response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>Not here</h1>');
  });
  await new Promise<void>((listening) => other.listen(0, '127.0.0.1', listening));
  const { port } = other.address() as AddressInfo;
  const env = {
    ...office.env,
    errand: (async () => ({ token: 'x'.repeat(40) })) as unknown as typeof office.env.errand,
  };
  expect(await connect(env, `http://127.0.0.1:${port}`)).toMatchObject({ problem: { code: 'notGlpi' } });
  other.close();
});

describe('a connection that lasts', () => {
  test('a session that ended is renewed silently', async () => {
    await withToken();
    await connect(office.env, office.site);
    const { link } = await office.issue();
    office.glpi.dropSessions();
    await office.register(link, ['Jane', 'Doe', 'jane@example.org', '']);
    await office.round();
    expect(await office.registrations()).toMatchObject([{ state: 'admitted' }]);
  });

  test('a token that was regenerated is read again', async () => {
    await withToken();
    await connect(office.env, office.site);
    const user = office.glpi.state.users.find(({ name }) => name === 'glpi');
    if (user) user.api_token = 'B'.repeat(40);
    office.glpi.dropSessions();
    expect(await connect(office.env, office.site)).toMatchObject({ state: 'connected' });
  });

  test('after a browser restart a GLPI tab is needed, and enough', async () => {
    await withToken();
    await connect(office.env, office.site);
    await office.issue();
    office.memory.clear();
    office.tab = null;
    await office.round();
    expect(await viewSite(office.env, office.site)).toMatchObject({ state: 'tabNeeded', openInvites: 1 });
    office.tab = 'glpi';
    await office.round();
    expect(await viewSite(office.env, office.site)).toMatchObject({ state: 'connected', problem: null });
  });

  test('an admin whose default profile is Self-Service works with the one that can', async () => {
    await open();
    const { users, profileUsers } = office.glpi.state;
    const user = users.find(({ name }) => name === 'post-only');
    profileUsers.add({
      users_id: user?.id ?? 0,
      profiles_id: 4,
      entities_id: 0,
      is_recursive: 1,
      is_dynamic: 0,
      is_default_profile: 0,
    });
    office.tab = 'post-only';
    office.glpi.apiToken('post-only');
    expect(await connect(office.env, office.site)).toMatchObject({ state: 'connected', canIssue: true });
  });

  test('no token is ever in the ledger', async () => {
    await withToken();
    const token = office.glpi.apiToken('glpi');
    await connect(office.env, office.site);
    await office.issue();
    const kept = JSON.stringify([
      await office.env.ledger.sites(),
      await office.env.ledger.liveInvites(),
      await office.env.ledger.journal(50, null),
    ]);
    expect(kept).not.toContain(token);
  });
});
