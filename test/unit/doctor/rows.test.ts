// @vitest-environment node
/** Each row of the decision table, from a page of GLPI's that shows it to the sentence that the admin reads. */
import { afterEach, describe, expect, test } from 'vitest';
import { withBrowser } from '../../../src/doctor/facts.ts';
import { rowIds, rules } from '../../../src/doctor/rules.ts';
import type { GlpiOptions, NetworkOptions } from '../../glpi/options.ts';
import { textsOf } from '../ui/fake-extension.ts';
import { type Clinic, openClinic, read } from './clinic.ts';
import { aCipher, aKey } from './key-samples.ts';

const en = textsOf('en');
const sentence = (key: string) => en[`doctor_${key}`]?.message;

let clinic: Clinic;
afterEach(() => clinic.close());
const open = async (network: NetworkOptions, more: GlpiOptions = {}, as?: string) => {
  clinic = await openClinic({ network, ...more }, as);
};

const reachable = { unreachable: undefined } as const;
/** Every way in which GLPI draws the tab. */
const shapes: readonly [string, GlpiOptions, NetworkOptions][] = [
  ['10.0.14', { version: '10.0.14' }, {}],
  ['10.0.14 in French', { version: '10.0.14', language: 'fr' }, {}],
  ['11.0.4', {}, { shape: '11.0.4' }],
  ['11.0.4 in French', { language: 'fr' }, { shape: '11.0.4' }],
  ['11.0.7', {}, { shape: '11.0.7' }],
  ['11.0.7 in French', { language: 'fr' }, { shape: '11.0.7' }],
];

describe.each(shapes)('GLPI %s', (name, glpi, shape) => {
  const isOld = name.startsWith('10');

  test('row 01: a profile without the right', async () => {
    await open(shape, glpi, 'tech');
    await clinic.press();
    expect(read(clinic, '01').cause).toBe('Your profile may not read Setup > General.');
  });

  test('row 02: valid', async () => {
    await open({ ...shape, ...reachable, key: aKey, answer: 'valid', marketplace: 'open' }, glpi);
    await clinic.press();
    const found = read(clinic, '02');
    expect(found.cause).toBe('The key works.');
    expect(found.why).toBe('The vendor accepts it. Subscription: GLPI Network Standard.');
    expect(clinic.rows()).toEqual(['02']);
    if (!isOld) expect(found.detail.period).toBe('2026-01-01 - 2027-01-01');
  });

  test('row 03: no key, and none in the history', async () => {
    await open({ ...shape, ...reachable, marketplace: 'notValid' }, glpi);
    await clinic.findCause();
    const found = read(clinic, '03');
    expect(found.cause).toBe('No key has been entered yet.');
    expect(found.apart).toContain('looks the same');
    expect(found.certainty).toBe('Very likely');
  });

  test('row 04: no key, but the history knows of one', async () => {
    await open({ ...shape, ...reachable, marketplace: 'notValid', saved: '2026-03-01 10:00' }, glpi);
    await clinic.findCause();
    expect(clinic.rows()).not.toContain('03');
    const found = read(clinic, '04');
    expect(found.cause).toBe('A key was saved, but GLPI can no longer decrypt it.');
    expect(found.quoted).toContain('2026-03-01 10:00 · glpi (2)');
    // The advice that would make the loss final comes as a warning, and nowhere as something to do.
    expect(found.advice).toContain('notChangeKeyFirst');
    expect(found.advice).not.toContain('newKeyFile');
  });

  test('row 07: ended', async () => {
    await open({ ...shape, ...reachable, key: aKey, answer: 'ended', marketplace: 'ended' }, glpi);
    await clinic.press();
    const found = read(clinic, '07');
    expect(found.cause).toBe('The key is genuine, but its subscription has ended.');
    expect(found.why).toContain('GLPI Network Standard');
    expect(found.certainty).toBe('Certain');
  });

  test('row 08: valid, the marketplace remembers otherwise', async () => {
    await open({ ...shape, ...reachable, key: aKey, answer: 'valid', marketplace: 'ended' }, glpi);
    await clinic.press();
    expect(read(clinic, '08').cause).toBe(
      'The key is valid again; the marketplace still remembers the old answer.',
    );
    expect(clinic.rows()[0]).toBe('08');
  });

  test('row 09: refused', async () => {
    await open({ ...shape, ...reachable, key: aKey, answer: 'refused', marketplace: 'notValid' }, glpi);
    await clinic.findCause();
    const found = read(clinic, '09');
    expect(found.cause).toBe('The vendor refuses this key.');
    expect(found.apart).toContain('look the same from outside');
    expect(clinic.rows()).not.toContain('10');
  });

  test('row 10: something answered, but not the vendor', async () => {
    await open({ ...shape, ...reachable, key: aKey, answer: 'unfetchable', marketplace: 'notValid' }, glpi);
    await clinic.findCause();
    const found = read(clinic, '10');
    expect(found.cause).toBe('Something answered, but not the vendor’s service.');
    expect(found.apart).toContain('look the same from outside');
    expect(clinic.rows()).not.toContain('09');
  });

  test('rows 09 and 10 cannot be told apart where GLPI does not give its wording away', async () => {
    await open({ ...shape, ...reachable, key: aKey, answer: 'refused', message: 'Nein.' }, glpi);
    clinic.glpi.fault('/front/locale.php', { kind: 'status', status: 404 });
    await clinic.press();
    expect(clinic.rows()).toEqual(['10', '09']);
    expect(read(clinic, '09').certainty).toBe('One of several');
    expect(read(clinic, '10').certainty).toBe('One of several');
  });

  /** Rows told by curl's own words. */
  const errors: readonly [string, string, string][] = [
    [
      '11',
      'Could not resolve host: services.glpi-network.com',
      'GLPI’s server cannot look up the vendor’s name (DNS).',
    ],
    [
      '11',
      'Resolving timed out after 5000 milliseconds',
      'GLPI’s server cannot look up the vendor’s name (DNS).',
    ],
    ['12', 'Could not resolve proxy: http://proxy', 'GLPI’s server cannot find its proxy.'],
    [
      '13',
      'Connection timed out after 5001 milliseconds',
      'The connection from GLPI’s server to the vendor is blocked or leads nowhere.',
    ],
    [
      '13',
      "Failed to connect to services.glpi-network.com port 443: Couldn't connect to server",
      'The connection from GLPI’s server to the vendor is blocked or leads nowhere.',
    ],
    [
      '14',
      'Failed to connect to 192.0.2.1: Permission denied',
      'SELinux forbids the web server to make connections.',
    ],
    [
      '15',
      'SSL certificate problem: self signed certificate in certificate chain',
      'Somebody on the way opens the encrypted connection (TLS inspection).',
    ],
    [
      '15',
      'SSL certificate problem: self-signed certificate in certificate chain',
      'Somebody on the way opens the encrypted connection (TLS inspection).',
    ],
    [
      '16',
      'SSL certificate problem: unable to get local issuer certificate',
      'PHP on GLPI’s server has no list of trusted certificates, or an old one.',
    ],
    [
      '17',
      'error setting certificate verify locations: CAfile: C:\\x\\cacert.pem',
      'PHP cannot read the file of trusted certificates that it is told to use.',
    ],
    [
      '17',
      'error setting certificate file: /etc/no.pem',
      'PHP cannot read the file of trusted certificates that it is told to use.',
    ],
    [
      '18',
      'SSL certificate problem: certificate has expired',
      'GLPI’s server takes the vendor’s certificate for out of date.',
    ],
    [
      '19',
      "SSL: no alternative certificate subject name matches target host name 'services.glpi-network.com'",
      'Another server answered in the vendor’s place.',
    ],
    ['20', 'Received HTTP code 407 from proxy after CONNECT', 'The proxy does not accept GLPI’s login.'],
    [
      '21',
      'Received HTTP code 403 from proxy after CONNECT',
      'The proxy does not let GLPI through to the vendor.',
    ],
    ['21', 'Proxy CONNECT aborted', 'The proxy does not let GLPI through to the vendor.'],
  ];

  test.each(errors)('row %s: %s', async (row, error, cause) => {
    await open({ ...shape, unreachable: error, key: aKey, marketplace: 'unreachable' }, glpi);
    await clinic.press();
    const found = read(clinic, row);
    expect(found.cause).toBe(cause);
    expect(found.quoted[0]).toBe(error);
    expect(clinic.rows()[0]).toBe(row);
  });

  test('row 22: a proxy is blamed for what stands in the brackets', async () => {
    const error = 'SSL certificate problem: self signed certificate in certificate chain';
    const blamed = `Failed to connect to the proxy server (${error})`;
    await open({ ...shape, unreachable: error, key: aKey, system: { proxy: 'proxy.example' } }, glpi);
    await clinic.findCause();
    expect(clinic.rows()[0]).toBe('15');
    expect(read(clinic, '22').cause).toBe('A proxy is set, so GLPI blames the proxy for every error.');
    expect(read(clinic, '22').quoted).toEqual([blamed, 'proxy.example:8080']);
    await clinic.close();
    // Where the key's own tab words it so.
    await open({ ...shape, unreachable: blamed, key: aKey }, glpi);
    await clinic.press();
    expect(clinic.rows()).toEqual(['15', '22']);
    await clinic.close();
    // GLPI names a proxy in this sentence although there is none.
    await open({ ...shape, unreachable: error, key: aKey }, glpi);
    await clinic.findCause();
    expect(clinic.rows()).not.toContain('22');
  });

  test('row 23: unreachable, without a word why', async () => {
    await open({ ...shape, unreachable: null, key: aKey }, glpi);
    await clinic.press();
    const found = read(clinic, '23');
    expect(found.cause).toBe('The connection came about, but nothing was answered.');
    expect(found.apart).toContain('cannot be told from outside');
  });

  test('rows 24 and 25: the whole internet, or only the vendor', async () => {
    await open(
      {
        ...shape,
        unreachable: 'Resolving timed out',
        key: aKey,
        versionCheck: 'You have the latest version.',
      },
      glpi,
    );
    await clinic.findCause();
    expect(read(clinic, '24').cause).toBe('GLPI’s server reaches the internet; only the vendor is blocked.');
    await clinic.close();
    await open({ ...shape, unreachable: 'Resolving timed out', key: aKey }, glpi);
    await clinic.findCause();
    const found = read(clinic, '25');
    expect(found.cause).toBe('GLPI’s server reaches nobody on the internet.');
    expect(found.quoted).toEqual([
      'Connection failed. If you use a proxy, please configure it. (Could not resolve host: api.github.com)',
    ]);
    await clinic.close();
    await open({ ...shape, unreachable: null, key: aKey, versionCheck: 'empty' }, glpi);
    await clinic.findCause();
    expect(clinic.rows()).toContain('25');
  });

  test('rows 27, 28, 29, 30: what the plugins run into', async () => {
    await open(
      {
        ...shape,
        ...reachable,
        key: aKey,
        answer: 'valid',
        marketplace: 'truncated',
        plugins: [
          {
            key: 'branding',
            name: 'Branding',
            action: 'needsOffer',
            says: 'You need a superior offer (Advanced)',
          },
          { key: 'tag', name: 'Tag', action: 'byHand', says: 'its directory is not writable' },
        ],
        system: {
          faults: [
            'The directory could not be created in /var/www/glpi/marketplace.',
            'Following extensions are not present: bz2, zip.',
          ],
        },
      },
      glpi,
    );
    await clinic.findCause();
    expect(read(clinic, '27').cause).toBe('Some plugins need a higher offer: Branding.');
    expect(read(clinic, '27').why).toContain('GLPI Network Standard');
    expect(read(clinic, '28').cause).toBe(
      'The key is fine, but the list of plugins does not arrive in full.',
    );
    expect(read(clinic, '28').apart).toContain('look the same from outside');
    expect(read(clinic, '29').cause).toBe('GLPI may not write into its folder for plugins.');
    expect(read(clinic, '29').why).toContain('/var/www/glpi/marketplace');
    expect(read(clinic, '30').cause).toBe('PHP cannot unpack plugins: an extension is missing.');
  });

  test('rows 31, 32, 33: what the configuration overrides', async () => {
    await open(
      {
        ...shape,
        unreachable: "Couldn't connect to server",
        key: aKey,
        system: {
          mode: 'CLOUD',
          constants: { GLPI_MARKETPLACE_ENABLE: '1', GLPI_NETWORK_SERVICES: 'http://elsewhere.example' },
        },
      },
      glpi,
    );
    await clinic.findCause();
    expect(read(clinic, '31').cause).toBe('The marketplace is switched off in this GLPI’s configuration.');
    expect(read(clinic, '32').why).toBe('GLPI_NETWORK_SERVICES points to http://elsewhere.example.');
    expect(read(clinic, '33').cause).toBe('This GLPI is hosted by the vendor.');
  });

  test('row 34: a stall, and a gateway that gave up', async () => {
    await open({ ...shape, key: aKey }, glpi);
    await clinic.lookInVain('network', '/front/config.form.php');
    const found = read(clinic, '34');
    expect(found.cause).toBe('GLPI did not answer in time.');
    expect(found.apart).toContain('look the same from outside');
    clinic.glpi.clearFaults();
    clinic.glpi.fault('GLPINetwork', { kind: 'html', status: 504 });
    await clinic.look(['network']);
    expect(read(clinic, '34').quoted).toEqual(['HTTP 504']);
  });

  test('a page that nobody knows is not guessed at', async () => {
    await open({ ...shape, layout: 'strange' }, glpi);
    await clinic.findCause();
    expect(clinic.rows()).toEqual(['unreadable']);
    expect(read(clinic, 'unreadable').cause).toBe('Cannot read this page.');
  });

  test('a page that wants the password again is not guessed at', async () => {
    await open({ ...shape, layout: 'confirm' }, glpi);
    await clinic.press();
    expect(clinic.rows()).toEqual(['unreadable']);
  });
});

test('row 05: GLPI names the trouble with its key file', async () => {
  await open({ keyFile: ['The security key file does not exist.'], marketplace: 'notValid' });
  await clinic.press();
  const found = read(clinic, '05');
  expect(found.cause).toBe(sentence('row_05_cause'));
  expect(found.quoted).toEqual(['The security key file does not exist.']);
  expect(found.certainty).toBe('Certain');
  expect(found.apart).toContain('look the same from outside');
});

test.each(['10.0.14', '11.0.6'] as const)(
  'row 05: GLPI %s shows what it stores instead of a key',
  async (version) => {
    await open({ ...reachable, key: aCipher, answer: 'refused', marketplace: 'notValid' }, { version });
    await clinic.press();
    const found = read(clinic, '05');
    expect(found.certainty).toBe('Very likely');
    expect(found.quoted).toEqual([sentence('quoteCipher')]);
  },
);

test('row 04: GLPI 11 says in its log that it cannot decrypt', async () => {
  const line = 'glpi.WARNING:   *** Unable to decrypt string. It may have been crypted with another key.';
  await open({ ...reachable, marketplace: 'notValid', log: [line] });
  await clinic.findCause();
  expect(read(clinic, '04').certainty).toBe('Certain');
});

test.each(['10.0.14', '11.0.6'] as const)(
  'row 06: GLPI %s, and the admin did enter a key',
  async (version) => {
    await open({ ...reachable, marketplace: 'notValid' }, { version });
    await clinic.findCause();
    clinic.facts = { ...clinic.facts, adminEntered: true };
    const found = read(clinic, '06');
    expect(found.cause).toBe('GLPI did not keep the key it was given.');
    expect(found.apart).toContain('cannot be seen from outside');
    expect(clinic.rows()).not.toContain('03');
  },
);

test('row 14: the System tab says that SELinux forbids it', async () => {
  const line = 'SELinux boolean httpd_can_network_connect is off, some features may require this to be on.';
  await open({ unreachable: "Couldn't connect to server", key: aKey, system: { faults: [line] } });
  await clinic.findCause();
  expect(clinic.rows()[0]).toBe('14');
  expect(clinic.rows()).not.toContain('13');
  expect(read(clinic, '14')).toMatchObject({ certainty: 'Certain', cause: sentence('row_14_cause') });
});

test.each([
  'Konnte keine Verbindung zum Proxyserver (CONNECT tunnel failed, response 407) aufbauen ',
  'プロキシサーバー (Could not resolve proxy: proxy.example) への接続に失敗しました',
  '连接失败，如果您使用代理，请配置它（Could not resolve host: api.github.com）',
])('row 25: curl’s words stand where the language puts them: %s', async (versionCheck) => {
  await open({ unreachable: 'Resolving timed out', key: aKey, versionCheck });
  await clinic.findCause();
  expect(clinic.rows()).toContain('25');
  expect(clinic.rows()).not.toContain('24');
});

test.each(['10.0.14', '11.0.6'] as const)(
  'rows 24 and 25: GLPI %s, whose words are not known, says neither',
  async (version) => {
    await open(
      { unreachable: 'Resolving timed out', key: aKey, versionCheck: 'Pas de données.' },
      { version },
    );
    clinic.glpi.fault('/front/locale.php', { kind: 'status', status: 404 });
    await clinic.findCause();
    expect(clinic.rows()).toEqual(['11']);
  },
);

test('row 26: the vendor answers this browser, or does not', async () => {
  await open({ unreachable: "Couldn't connect to server", key: aKey });
  await clinic.press();
  clinic.facts = withBrowser(clinic.facts, { ok: true, value: { reached: true } });
  expect(read(clinic, '26').cause).toContain('The vendor is up');
  clinic.facts = withBrowser(clinic.facts, { ok: true, value: { reached: false } });
  expect(read(clinic, '26')).toMatchObject({
    cause: 'The vendor does not answer this browser either.',
    certainty: 'One of several',
  });
  expect(read(clinic, '26').apart).toContain('look the same from here');
});

test('an error that nobody knows is quoted, and not guessed at', async () => {
  await open({ unreachable: 'Something new happened', key: aKey });
  await clinic.press();
  expect(clinic.rows()).toEqual(['otherError']);
  expect(read(clinic, 'otherError').quoted).toEqual(['Something new happened']);
});

test('GLPI 10 draws a refused key with data like an ended one: the marketplace decides how sure that is', async () => {
  await open({ ...reachable, key: aKey, answer: 'ended', marketplace: 'notValid' }, { version: '10.0.14' });
  await clinic.press();
  expect(read(clinic, '07').certainty).toBe('Very likely');
});

test('every row of the table has its rule, and every rule that has twins says so', async () => {
  await open({});
  expect([...rules.map(({ id }) => id)].filter((id) => /^\d/.test(id)).toSorted()).toEqual([...rowIds]);
  for (const rule of rules.filter(({ apart }) => apart))
    expect(sentence(`row_${rule.id}_apart`)).toBeTruthy();
});
