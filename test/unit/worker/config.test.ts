// @vitest-environment node
import { describe, expect, test } from 'vitest';
import { ConfigError, readConfig, type Variables } from '../../../src/worker/config.ts';

const token = 'a'.repeat(40);
const key = 'K'.repeat(43);
const fingerprint = '0123 4567 89AB CDEF GHJK MNPQ';

/** Files by path. */
const disk: Record<string, string> = {
  '/token': `${token}\n`,
  '/app': 'app-token\n',
  '/short': 'abc',
  '/all.json': JSON.stringify({
    glpi: 'https://glpi.example.org/glpi/front/central.php',
    tokenFile: '/token',
    appTokenFile: '/app',
    issuers: [key, fingerprint],
    interval: 60,
    health: 8080,
    logNames: true,
    allowMoreRights: true,
    policy: { approvalAlways: true },
  }),
  '/typo.json': JSON.stringify({ glpi: 'https://glpi.example.org', issuer: [key] }),
  '/wrong.json': JSON.stringify({ interval: 'often' }),
  '/policy.json': JSON.stringify({ glpi: 'https://glpi.example.org', policy: { mostUses: 'many' } }),
  '/no.json': 'glpi: https://glpi.example.org',
};
const read = (path: string): string => {
  const text = disk[path];
  if (text === undefined) throw Object.assign(new Error(`ENOENT ${path}`), { code: 'ENOENT' });
  return text;
};
function config(args: readonly string[], variables: Variables = { GLPI_API_TOKEN: token }) {
  const found = readConfig(args, variables, read);
  if (typeof found === 'string') throw new Error(found);
  return found;
}
const refusal = (args: readonly string[], variables?: Variables): string => {
  try {
    config(args, variables);
  } catch (thrown) {
    if (thrown instanceof ConfigError) return thrown.message;
    throw thrown;
  }
  return 'none';
};

test('command line and environment are enough', () => {
  const found = config(['worker', '--glpi', 'https://glpi.example.org/', '--issuer', key, '--once']);
  expect(found).toMatchObject({
    site: 'https://glpi.example.org',
    issuers: [{ kind: 'key', key }],
    once: true,
    dryRun: false,
    interval: 30_000,
    logNames: false,
    healthPort: null,
    allowMoreRights: false,
    appToken: null,
  });
  expect(found.token()).toBe(token);
});

test('so is a file, whose path the environment gives', () => {
  const found = config([], { INVITE_WORKER_CONFIG: '/all.json' });
  expect(found).toMatchObject({
    site: 'https://glpi.example.org/glpi',
    issuers: [
      { kind: 'key', key },
      { kind: 'fingerprint', fingerprint },
    ],
    interval: 60_000,
    logNames: true,
    healthPort: 8080,
    allowMoreRights: true,
    guardRails: { approvalAlways: true },
  });
  expect([found.token(), found.appToken?.()]).toEqual([token, 'app-token']);
});

test('the command line weighs more than the environment, and that more than the file', () => {
  const variables = {
    INVITE_WORKER_CONFIG: '/all.json',
    INVITE_WORKER_INTERVAL: '90',
    INVITE_WORKER_LOG_NAMES: '0',
  };
  expect(config([], variables)).toMatchObject({ interval: 90_000, logNames: false });
  expect(config(['--interval', '120'], variables).interval).toBe(120_000);
});

test('a token in a file is read anew each time: it may have been renewed', () => {
  const found = config(['--glpi', 'https://glpi.example.org'], { GLPI_API_TOKEN_FILE: '/token' });
  disk['/token'] = 'b'.repeat(40);
  expect(found.token()).toBe('b'.repeat(40));
  disk['/token'] = `${token}\n`;
});

test('a fingerprint may be typed as it was read out', () => {
  const typed = fingerprint.toLowerCase().replaceAll(' ', '-');
  expect(config(['--glpi', 'https://glpi.example.org', '--issuer', typed]).issuers).toEqual([
    { kind: 'fingerprint', fingerprint },
  ]);
});

test('a key may begin with a dash', () => {
  const dashed = `-${'K'.repeat(42)}`;
  expect(config(['--issuer', dashed, '--glpi', 'https://glpi.example.org', '--issuer', key]).issuers).toEqual(
    [
      { kind: 'key', key: dashed },
      { kind: 'key', key },
    ],
  );
});

test('a dry run is one round', () => {
  expect(config(['--glpi', 'https://glpi.example.org', '--dry-run'])).toMatchObject({
    dryRun: true,
    once: true,
  });
});

describe('what is wrong is said in a sentence', () => {
  const glpi = ['--glpi', 'https://glpi.example.org'];
  test.each([
    ['no address', [], undefined, 'Which GLPI?'],
    [
      'no address of a GLPI',
      ['--glpi', 'not an address'],
      undefined,
      '"not an address" is no address of a GLPI.',
    ],
    ['no token', glpi, {}, 'There is no API token.'],
    ['a token that is none', glpi, { GLPI_API_TOKEN_FILE: '/short' }, 'cannot be one'],
    [
      'a token file that is missing',
      glpi,
      { GLPI_API_TOKEN_FILE: '/gone' },
      '/gone, which should hold a token, cannot be read (ENOENT).',
    ],
    ['an unknown option', [...glpi, '--fast'], undefined, 'There is no option --fast.'],
    ['a word too many', [...glpi, 'now'], undefined, 'words on the command line'],
    ['an option without its value', ['--glpi'], undefined, 'The option --glpi was not given as it should be'],
    ['an issuer that is none', [...glpi, '--issuer', 'Anna'], undefined, '"Anna" is no issuer'],
    [
      'an interval too short',
      [...glpi, '--interval', '1'],
      undefined,
      'The interval should be a whole number from 10 to 3600.',
    ],
    ['a port that is none', [...glpi, '--health', 'x'], undefined, 'The health port should be'],
    [
      'a misspelt setting',
      ['--config', '/typo.json'],
      undefined,
      '/typo.json has "issuer", which is no setting.',
    ],
    [
      'a setting of another kind',
      ['--config', '/wrong.json'],
      undefined,
      '"interval" in /wrong.json should be: number.',
    ],
    [
      'a policy that cannot be read',
      ['--config', '/policy.json'],
      undefined,
      'In "policy" these cannot be read: mostUses.',
    ],
    ['no JSON', ['--config', '/no.json'], undefined, '/no.json is no JSON.'],
    [
      'a misspelt variable',
      glpi,
      { GLPI_API_TOKEN: token, INVITE_WORKER_ISSUER: key },
      'INVITE_WORKER_ISSUER, which is no setting',
    ],
    [
      'neither yes nor no',
      glpi,
      { GLPI_API_TOKEN: token, INVITE_WORKER_LOG_NAMES: 'maybe' },
      'INVITE_WORKER_LOG_NAMES should be 1 or 0.',
    ],
  ])('%s', (_, args, variables, sentence) => {
    expect(refusal(args, variables)).toContain(sentence);
  });

  test.each(['--token', '--api-token', '--apitoken=', '--app-token'])(
    'a token by %s, without repeating it',
    (option) => {
      const said = refusal([...glpi, option, token]);
      expect(said).toContain('A token has no place on the command line');
      expect(said).not.toContain(token);
    },
  );
});
