// @vitest-environment node
/** What the doctor promises whatever it finds: few requests, one at a time, no key anywhere, nothing taken for markup. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { commandFor, isFor, systems } from '../../../src/doctor/advice.ts';
import { agentWays } from '../../../src/doctor/agent.ts';
import { pastedShape } from '../../../src/doctor/key-shape.ts';
import { placesOf } from '../../../src/doctor/places.ts';
import { adviceText } from '../../../src/pages/doctor/finding-text.ts';
import { reportText } from '../../../src/pages/doctor/report-text.ts';
import type { NetworkOptions } from '../../glpi/options.ts';
import { type Clinic, openClinic, read } from './clinic.ts';
import { aCipher, aKey } from './key-samples.ts';

let clinic: Clinic;
/** A busy machine is slow, not wrong. */
const patient = { timeout: 60_000 };
afterEach(() => clinic?.close());

const reachable = { unreachable: undefined } as const;
const versions = ['10.0.14', '11.0.6'] as const;

test.each(versions)('GLPI %s in good order takes one press and four requests', async (version) => {
  clinic = await openClinic({
    version,
    network: { ...reachable, key: aKey, answer: 'valid', marketplace: 'open' },
  });
  await clinic.press();
  expect(clinic.rows()).toEqual(['02']);
  expect(clinic.requests).toHaveLength(4);
  // Nothing is changed, and nothing is asked for twice.
  expect(clinic.requests.every((request) => request.startsWith('GET '))).toBe(true);
  expect(new Set(clinic.requests).size).toBe(4);
});

describe.each(versions)('no trace is left in GLPI %s', (version) => {
  const network = { ...reachable, key: aKey, answer: 'valid', marketplace: 'open' } as const;
  /** The tab that a page of GLPI's opens on, as its own list of tabs for narrow screens has it. */
  const openTab = async (page: string) => {
    const { cookie } = clinic;
    const shown = await (await fetch(`${clinic.glpi.url}${page}`, { headers: { cookie } })).text();
    return /<option value='\d+' selected>([^<]+)/.exec(shown)?.[1];
  };
  const chooseTab = async (itemtype: string, tab: string) =>
    await fetch(
      `${clinic.glpi.url}/ajax/updatecurrenttab.php?${new URLSearchParams({ itemtype, tab_key: tab })}`,
      { headers: { cookie: clinic.cookie } },
    );

  test('Setup > General opens on the tab it would have opened on', async () => {
    clinic = await openClinic({ version, network });
    const first = await openTab('/front/config.form.php');
    await clinic.findCause();
    await clinic.look(['history', 'log', 'plugins']);
    expect(await openTab('/front/config.form.php')).toBe(first);
    await chooseTab('Config', 'Config$8');
    await clinic.findCause();
    expect(await openTab('/front/config.form.php')).toBe('API');
  });

  test('nor does it move where GLPI is too slow for us', async () => {
    clinic = await openClinic({ version, network });
    await chooseTab('Config', 'Config$8');
    await clinic.lookInVain('network', 'GLPINetwork');
    expect(clinic.facts.network).toMatchObject({ state: 'failed', problem: { code: 'timedOut' } });
    await vi.waitFor(async () => {
      expect(clinic.requests.at(-1)).toContain('updatecurrenttab');
      expect(await openTab('/front/config.form.php')).toBe('API');
    }, patient);
  });

  test('the marketplace opens where it would have opened', async () => {
    clinic = await openClinic({
      version,
      network: { ...network, categories: [{ key: 'itil', name: 'ITIL' }] },
    });
    const found = await clinic.shelf('');
    expect(found.categories).toEqual([{ key: 'itil', name: 'ITIL' }]);
    expect(await openTab('/front/marketplace.php')).toBe('Installed');
  });

  test('where the admin was on that very tab, nothing is asked beyond it', async () => {
    clinic = await openClinic({ version, network });
    await chooseTab('Config', 'GLPINetwork$1');
    await clinic.press();
    expect(clinic.requests).toHaveLength(3);
  });
});

describe.each(versions)('the key is nowhere, GLPI %s', (version) => {
  const states: readonly [string, NetworkOptions][] = [
    ['valid', { ...reachable, key: aKey, answer: 'valid', marketplace: 'open' }],
    ['refused', { ...reachable, key: aKey, answer: 'refused', message: `No such key: ${aKey}` }],
    ['unreachable', { key: aKey, unreachable: `Failed to connect with X-Registration-Key: ${aKey}` }],
    ['stored', { ...reachable, key: aCipher, answer: 'refused' }],
    ['debug', { ...reachable, key: aKey, answer: 'unfetchable', debug: `Response: ${aKey}` }],
    [
      'logged',
      {
        ...reachable,
        key: aKey,
        answer: 'unfetchable',
        log: [`Plugins API error, X-Registration-Key: ${aKey} and again ${aKey}`],
      },
    ],
    ['waiting message', { key: aKey, unreachable: null, versionCheck: `Done ${aKey}` }],
  ];

  test.each(states)('%s', async (_, network) => {
    const spoken = ['log', 'info', 'warn', 'error', 'debug'] as const;
    const spies = spoken.map((name) => vi.spyOn(console, name).mockImplementation(() => {}));
    clinic = await openClinic({ version, network });
    await clinic.findCause();
    await clinic.look(['log', 'history', 'plugins', 'version']);
    const said = JSON.stringify(spies.map((spy) => spy.mock.calls));
    for (const spy of spies) spy.mockRestore();
    const shown = reportText(clinic.facts, clinic.findings(), clinic.glpi.url, version);
    for (const text of [JSON.stringify(clinic.replies), JSON.stringify(clinic.findings()), shown, said]) {
      for (const secret of [aKey, aCipher]) {
        expect(text).not.toContain(secret);
        // Nor a good piece of it.
        expect(text).not.toContain(secret.slice(8, 40));
      }
    }
  });
});

test('the report tells strangers neither where this GLPI is nor whose', async () => {
  clinic = await openClinic({
    network: {
      key: aKey,
      unreachable:
        'Failed to connect to 10.1.2.3 port 443 at http://me:secret@proxy.example by admin@example.org',
      answer: 'ended',
      owner: 'Example Ltd',
    },
  });
  await clinic.findCause();
  const report = reportText(clinic.facts, clinic.findings(), clinic.glpi.url, '11.0.6');
  expect(report).toContain('The connection from GLPI’s server to the vendor is blocked');
  expect(report).toContain('row 13 of the decision table');
  for (const secret of [
    '10.1.2.3',
    'secret',
    'admin@example.org',
    'Example Ltd',
    new URL(clinic.glpi.url).host,
  ])
    expect(report).not.toContain(secret);
});

test('the report names no machine and no person, wherever GLPI does', async () => {
  const report = async (network: NetworkOptions) => {
    clinic = await openClinic({ network });
    await clinic.findCause();
    const text = reportText(clinic.facts, clinic.findings(), clinic.glpi.url, '11.0.6');
    await clinic.close();
    return text;
  };
  const os = 'Linux srv-helpdesk 6.1.0-28-amd64 #1 Debian 6.1.119-1 x86_64';
  const behindProxy = await report({
    key: aKey,
    unreachable: 'Could not resolve proxy: proxy.corp.example',
    system: { os, proxy: 'proxy.corp.example' },
  });
  expect(behindProxy).toContain('Could not resolve proxy: [host]');
  expect(behindProxy).toContain('Linux 6.1.0-28-amd64');
  expect(behindProxy).not.toMatch(/srv-helpdesk|corp\.example/);

  const blocked = await report({
    key: aKey,
    unreachable: 'Failed to connect to filter.corp.example port 443: Connection refused',
    versionCheck: 'Item successfully added: Jane Doe. A new version is available: 11.0.9.',
  });
  expect(blocked).toContain('row 24');
  expect(blocked).not.toMatch(/corp\.example|Jane/);

  const lost = await report({ ...reachable, marketplace: 'notValid', saved: '2026-03-01 10:00' });
  expect(lost).toContain('2026-03-01 10:00');
  expect(lost).not.toContain('glpi (2)');

  const plain = await report({ key: aKey, unreachable: 'Could not resolve host: services.glpi-network.com' });
  expect(plain).toContain('Could not resolve host: services.glpi-network.com');
});

test('markup in a page’s texts stays text', async () => {
  const hostile = '<img src=x onerror=alert(1)><script>alert(2)</script>';
  clinic = await openClinic({
    network: {
      ...reachable,
      key: aKey,
      answer: 'ended',
      message: hostile,
      title: hostile,
      marketplace: 'open',
      plugins: [{ key: 'x"><b>', name: hostile, action: 'needsOffer', says: hostile }],
      versionCheck: hostile,
    },
  });
  await clinic.findCause();
  const found = read(clinic, '07');
  // Exactly what GLPI shows, to be put into a text node.
  expect(found.quoted[0]).toBe(hostile);
  expect(found.detail.title).toBe(hostile);
  expect(read(clinic, '27').detail.names).toBe(hostile);
  // Messages are HTML in GLPI: only their text comes, and nothing of it ran.
  await clinic.look(['version']);
  expect(JSON.stringify(clinic.facts.version)).not.toContain('<img');
});

test('each request has a limit', async () => {
  clinic = await openClinic({ network: { key: aKey, unreachable: null } });
  await clinic.lookInVain('marketplace', '/ajax/marketplace.php');
  expect(clinic.facts.marketplace).toMatchObject({ state: 'failed', problem: { code: 'timedOut' } });
});

test('a session that is over is said to be over, not diagnosed', async () => {
  clinic = await openClinic({ network: { key: aKey } });
  clinic.glpi.dropSessions();
  await clinic.press();
  expect(clinic.facts.network).toMatchObject({ state: 'failed', problem: { code: 'notLoggedIn' } });
});

test('what GLPI names as folders cannot become a command of its own', async () => {
  clinic = await openClinic({
    network: {
      ...reachable,
      key: aKey,
      answer: 'valid',
      system: { constants: { GLPI_MARKETPLACE_DIR: '/x; rm -rf /', GLPI_CONFIG_DIR: '/srv/glpi/config' } },
    },
  });
  await clinic.findCause();
  const places = placesOf(clinic.facts);
  expect(commandFor('makeFolderWritable', 'debian', places)).toBe(
    'sudo chown -R www-data: /var/www/glpi/marketplace',
  );
  expect(commandFor('lookAtKeyFile', 'debian', places)).toBe('ls -l /srv/glpi/config/glpicrypt.key');
  for (const system of systems) expect(commandFor('restartPhp', system, places)).toBeTruthy();
});

describe('the advice on TLS inspection', () => {
  const inspected = {
    key: aKey,
    unreachable: 'SSL certificate problem: self-signed certificate in certificate chain',
  } as const;

  test.each(systems)('is whole on %s: every step has its words, and what is to be typed', async (system) => {
    clinic = await openClinic({ network: inspected });
    await clinic.press();
    const places = placesOf(clinic.facts);
    const steps = read(clinic, '15').advice.filter((key) => isFor(key, system));
    const words = ['exemptInspection', 'getCompanyCa', 'keepVerification'];
    for (const key of steps) {
      expect(adviceText(key, system, places), key).toMatch(/[.:]$/);
      const isWordsAlone = words.includes(key) || (key === 'openServer' && system !== 'docker');
      expect(commandFor(key, system, places) === null, key).toBe(isWordsAlone);
    }
    // In this order: find out, get it, make sure of it, and only then change something; the way back at the end.
    const before = [
      'whoSigned',
      'getCompanyCa',
      'recogniseCa',
      'testCompanyCa',
      'addCompanyCa',
      'phpOwnList',
    ];
    const after = ['restartPhp', 'tryConnect', 'undoCompanyCa', 'keepVerification'];
    expect(steps.filter((key) => [...before, ...after].includes(key))).toEqual([...before, ...after]);
    expect(steps.includes('keepCaInImage')).toBe(system === 'docker');
  });

  test('goes through the proxy that GLPI goes through', async () => {
    clinic = await openClinic({ network: { ...inspected, system: { proxy: 'proxy.example' } } });
    await clinic.findCause();
    const places = placesOf(clinic.facts);
    expect(commandFor('whoSigned', 'debian', places)).toContain(
      's_client -proxy proxy.example:8080 -connect',
    );
    expect(commandFor('testCompanyCa', 'rhel', places)).toContain('curl -x http://proxy.example:8080 -sS');
  });

  test('no name of a proxy can become a command of its own', async () => {
    clinic = await openClinic({ network: { ...inspected, system: { proxy: 'x; rm -rf /' } } });
    await clinic.findCause();
    expect(commandFor('tryConnect', 'debian', placesOf(clinic.facts))).not.toContain('rm');
  });
});

test('the agent’s commands hold the address of this GLPI, and nothing that means anything to a shell', () => {
  const typed = (site: string) => agentWays(site).map(({ command }) => command);
  for (const command of typed('https://glpi.example.org:8443/glpi'))
    expect(command).toContain('https://glpi.example.org:8443/glpi/');
  for (const command of typed('https://glpi.example.org/$(reboot)')) expect(command).not.toContain('reboot');
});

test.each([
  ['', 'empty'],
  ['   \n', 'empty'],
  [aKey, 'plausible'],
  [` ${aKey.slice(0, 30)}\n${aKey.slice(30)} `, 'plausible'],
  [`"${aKey}"`, 'quoted'],
  [aKey.slice(0, -9), 'cut'],
  [btoa('{"a":1}'), 'notSigned'],
  [aCipher, 'cipher'],
  ['4F1C-0FFE-E000', 'malformed'],
] as const)('a pasted text %# is %s', async (text, shape) => {
  const asked = vi.spyOn(globalThis, 'fetch');
  expect(pastedShape(text)).toBe(shape);
  expect(asked).not.toHaveBeenCalled();
  asked.mockRestore();
});
