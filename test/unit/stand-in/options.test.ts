// @vitest-environment node
import { afterEach, describe, expect, test, vi } from 'vitest';
import { Hold } from '../../glpi/faults.ts';
import { type Glpi, type GlpiOptions, startGlpi } from '../../glpi/server.ts';

/** What the recordings do not show: the stand-in's options and the mishaps it can be told to have. */

const running: Glpi[] = [];

async function start(options: GlpiOptions = {}): Promise<{ glpi: Glpi; ask: Ask }> {
  const glpi = await startGlpi(options);
  running.push(glpi);
  const token = glpi.login('glpi').session.id;
  const ask: Ask = async (method, path, input) => {
    const response = await fetch(`${glpi.url}/apirest.php/${path}`, {
      method,
      headers: { 'session-token': token },
      ...(input === undefined ? {} : { body: JSON.stringify({ input }) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text };
  };
  return { glpi, ask };
}

type Ask = (
  method: string,
  path: string,
  input?: unknown,
) => Promise<{ status: number; headers: Headers; text: string }>;

afterEach(async () => {
  for (const glpi of running.splice(0)) await glpi.close();
});

describe('mishaps', () => {
  test('an answer is replaced before or after the work was done', async () => {
    const { glpi, ask } = await start();
    glpi.fault({ method: 'POST', path: '/User' }, { kind: 'status', status: 503 });
    expect((await ask('POST', 'User', { name: 'a' })).status).toBe(503);
    expect(glpi.state.users.some((user) => user.name === 'a')).toBe(false);
    glpi.fault({ method: 'POST', path: '/User' }, { kind: 'empty', acted: true });
    expect(await ask('POST', 'User', { name: 'a' })).toMatchObject({ status: 200, text: '' });
    expect(glpi.state.users.some((user) => user.name === 'a')).toBe(true);
    expect((await ask('POST', 'User', { name: 'b' })).status).toBe(201);
  });

  test('the connection is cut, the work done or not', async () => {
    const { glpi, ask } = await start();
    glpi.fault('/User', { kind: 'cut', acted: true });
    await expect(ask('POST', 'User', { name: 'a' })).rejects.toThrow();
    expect(glpi.state.users.some((user) => user.name === 'a')).toBe(true);
    glpi.fault('/User', { kind: 'cut' });
    await expect(ask('POST', 'User', { name: 'b' })).rejects.toThrow();
    expect(glpi.state.users.some((user) => user.name === 'b')).toBe(false);
  });

  test('a request is held, before or after the work, and then let go or cut', async () => {
    const { glpi, ask } = await start();
    const made = (name: string) => glpi.state.users.some((user) => user.name === name);
    const held = async (name: string, acted: boolean) => {
      const hold = new Hold();
      glpi.fault({ method: 'POST', path: '/User' }, { kind: 'hold', hold, acted });
      const reply = ask('POST', 'User', { name });
      reply.catch(() => {});
      await vi.waitUntil(() => hold.isThere);
      expect(made(name)).toBe(acted);
      return { hold, reply };
    };
    for (const [name, acted] of [
      ['a', false],
      ['b', true],
    ] as const) {
      const { hold, reply } = await held(name, acted);
      hold.letGo();
      expect((await reply).status).toBe(201);
      expect(made(name)).toBe(true);
    }
    for (const [name, acted] of [
      ['c', false],
      ['d', true],
    ] as const) {
      const { hold, reply } = await held(name, acted);
      hold.cut();
      await expect(reply).rejects.toThrow();
      expect(made(name)).toBe(acted);
    }
  });

  test('dropped sessions', async () => {
    const { glpi, ask } = await start();
    glpi.dropSessions();
    expect((await ask('GET', 'getMyProfiles')).status).toBe(401);
  });
});

describe('options', () => {
  test('a proxy that stumbles over a long header answers 502 though all was made', async () => {
    const { glpi, ask } = await start({ nginxHeaderLimit: 400 });
    const many = Array.from({ length: 20 }, (_, index) => ({ name: `person.${index}` }));
    const before = glpi.state.users.length;
    expect((await ask('POST', 'User', many)).status).toBe(502);
    expect(glpi.state.users.length).toBe(before + 20);
  });

  test('a root path: nothing answers outside it', async () => {
    const { glpi } = await start({ root: '/glpi' });
    expect(glpi.url).toMatch(/\/glpi$/);
    expect((await fetch(glpi.url.replace(/\/glpi$/, '/front/user.php'))).status).toBe(404);
    const page = await fetch(`${glpi.url}/front/user.php`, {
      headers: { cookie: glpi.login('glpi').cookie },
    });
    expect(await page.text()).toContain('href="/glpi/front/user.form.php"');
  });

  test('times are in the zone of the server', async () => {
    const { ask } = await start({ now: () => new Date('2026-01-01T23:30:00Z'), timeZone: 60 });
    expect((await ask('GET', 'getFullSession')).text).toContain('"glpi_currenttime":"2026-01-02 00:30:00"');
  });

  test('API clients with a token of their own, and the token login switched off', async () => {
    const { glpi } = await start({ apiClients: [{ name: 'own', appToken: 'secret' }] });
    const init = (headers: Record<string, string>) =>
      fetch(`${glpi.url}/apirest.php/initSession`, {
        headers: { authorization: `user_token ${glpi.apiToken('glpi')}`, ...headers },
      }).then(async (response) => [response.status, JSON.parse(await response.text())[0]] as const);
    expect(await init({})).toEqual([400, 'ERROR_APP_TOKEN_PARAMETERS_MISSING']);
    expect(await init({ 'app-token': 'wrong' })).toEqual([400, 'ERROR_WRONG_APP_TOKEN_PARAMETER']);
    expect((await init({ 'app-token': 'secret' }))[0]).toBe(200);
    glpi.state.config.enable_api_login_external_token = '0';
    expect(await init({ 'app-token': 'secret' })).toEqual([401, 'ERROR_GLPI_LOGIN_USER_TOKEN']);
  });

  test('a weak password under the policy: an account without one', async () => {
    const { glpi, ask } = await start({ passwordPolicy: true });
    const made = await ask('POST', 'User', { name: 'weak', password: 'a', password2: 'a' });
    expect(made.status).toBe(201);
    expect(glpi.state.users.last?.password).toBeNull();
  });

  test('an unknown entity breaks GLPI after the account was made', async () => {
    for (const [version, status] of [
      ['11.0.6', 500],
      ['10.0.14', 200],
    ] as const) {
      const { glpi, ask } = await start({ version });
      const answer = await ask('POST', 'User', { name: 'lost', _profiles_id: 1, _entities_id: 77 });
      expect(answer.status).toBe(status);
      expect(answer.headers.get('content-type')).toContain('text/html');
      expect(glpi.state.users.last?.name).toBe('lost');
    }
  });

  test('GLPI mails the link for a first password', async () => {
    const { glpi, ask } = await start({ mail: true });
    await ask('POST', 'User', {
      name: 'jane',
      _useremails: { '-1': 'jane@example.org' },
      _init_password: true,
    });
    const [mail] = glpi.state.mailbox;
    expect(mail?.to).toBe('jane@example.org');
    expect((await fetch(mail?.link ?? '')).status).toBe(200);
  });

  test('sample people', async () => {
    const { glpi } = await start({ samplePeople: true });
    expect(glpi.state.users.length).toBe(35);
    expect(glpi.state.entities.length).toBe(3);
    expect(glpi.state.groups.length).toBe(2);
  });
});
