/**
 * What stands in the way of connecting, as the admin reads it on the welcome page: one sentence, and where the admin's
 * own session may change it, one button that says what it changes, does it, and shows that it worked.
 */

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { generate } from 'selfsigned';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { ProblemCode } from '../../src/invite/problem.ts';
import { type Glpi, type GlpiOptions, startGlpi } from '../glpi/server.ts';
import { type BrowserPage, type ExtensionBrowser, launch } from './browsers.ts';
import { until } from './driver/until.ts';
import { mendUntilReady, signIn, welcomeFile } from './journey.ts';

const messages = JSON.parse(
  readFileSync(new URL('../../public/_locales/en/messages.json', import.meta.url), 'utf8'),
) as Record<string, { message: string }>;

/** The sentence of a problem, as the English translation has it. */
function sentence(code: ProblemCode, detail: Readonly<Record<string, string>> = {}): string {
  return (messages[`problem_${code}`]?.message ?? '').replace(
    /\{(\w+)\}/g,
    (_, name: string) => detail[name] ?? '',
  );
}

let browser: ExtensionBrowser;
let glpi: Glpi | null = null;
const pages: BrowserPage[] = [];
beforeAll(async () => {
  browser = await launch('chromium', { localHosts: ['glpi.test'] });
});
afterAll(() => browser.close());
afterEach(async () => {
  for (const page of pages.splice(0)) await page.close();
  await glpi?.close();
  glpi = null;
});

/** A GLPI in some state, its tab signed in, and the welcome page after its first button was pressed. */
async function arrive(
  options: GlpiOptions,
  { user = 'glpi', password = 'glpi', token = true } = {},
): Promise<BrowserPage> {
  glpi = await startGlpi(options);
  if (token) glpi.apiToken(user);
  const tab = await browser.open(`${glpi.url}/`);
  pages.push(tab);
  await signIn(tab, glpi.url, user, password);
  return await press(glpi.url);
}

async function press(site: string): Promise<BrowserPage> {
  const { protocol, hostname } = new URL(site);
  await browser.willAllow(`${protocol}//${hostname}/*`);
  const page = await browser.openExtensionPage(`${welcomeFile}?site=${encodeURIComponent(site)}`);
  pages.push(page);
  await page.surface.click('.step:first-child.current .actions button');
  return page;
}

describe('one sentence, and the button that mends it', () => {
  const cases: [ProblemCode, GlpiOptions, Record<string, string>, boolean][] = [
    ['apiOff', { apiEnabled: false }, {}, true],
    [
      'addressNotAllowed',
      { apiClients: [{ name: 'x', from: '10.9.9.9', to: '10.9.9.9' }] },
      { address: '127.0.0.1' },
      true,
    ],
    [
      'appTokenRequired',
      { apiClients: [{ name: 'x', from: '127.0.0.1', to: '127.0.0.1', appToken: 'A'.repeat(40) }] },
      {},
      true,
    ],
    ['noApiToken', {}, {}, false],
    ['externalTokenLoginOff', { externalTokenLogin: false }, {}, true],
  ];
  describe.each(['11.0.6', '10.0.14'] as const)('GLPI %s', (version) => {
    test.each(cases)('%s', async (code, options, detail, token) => {
      const page = await arrive({ version, ...options }, { token });
      await page.surface.waitFor('.notice', { text: sentence(code, detail) });
      // Before anything is changed, it says what will be.
      await page.surface.click('.notice button.primary');
      expect((await page.surface.text('.confirm p')).length).toBeGreaterThan(40);
      await page.surface.click('.confirm button.quiet');
      expect(await mendUntilReady(page)).toHaveLength(1);
    });
  });
});

describe('one sentence, and what to do', () => {
  test('not signed in to GLPI', async () => {
    glpi = await startGlpi({});
    pages.push(await browser.open(`${glpi.url}/`));
    const page = await press(glpi.url);
    await page.surface.waitFor('.notice', { text: sentence('notLoggedIn') });
  });

  test('no GLPI tab is open', async () => {
    glpi = await startGlpi({});
    const page = await press(glpi.url);
    await page.surface.waitFor('.notice', { text: sentence('glpiTabNeeded') });
  });

  test('no right to create users, or forms: names the profile', async () => {
    let page = await arrive({}, { user: 'post-only', password: 'postonly' });
    await page.surface.waitFor('.notice', {
      text: sentence('userRightMissing', { profile: 'Self-Service' }),
    });
    await glpi?.close();
    page = await arrive({}, { user: 'tech', password: 'tech' });
    await page.surface.waitFor('.notice', { text: sentence('formRightMissing', { profile: 'Technician' }) });
  });

  test('GLPI 10 has no registration forms', async () => {
    const page = await arrive({ version: '10.0.14' });
    await page.surface.waitFor('.notice', { text: sentence('formsNotAvailable', { version: '10.0.14' }) });
  });

  test('plain http on a real host name', async () => {
    glpi = await startGlpi({});
    const site = glpi.url.replace('127.0.0.1', 'glpi.test');
    glpi.apiToken('glpi');
    const tab = await browser.open(`${site}/`);
    pages.push(tab);
    await signIn(tab, site, 'glpi', 'glpi');
    const page = await press(site);
    await page.surface.waitFor('.notice', { text: sentence('plainHttp') });
    await mendUntilReady(page);
  });

  test('a certificate that the browser does not trust', async () => {
    const { private: key, cert } = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
      keySize: 2048,
    });
    glpi = await startGlpi({ https: { key, cert } });
    const page = await press(glpi.url);
    await page.surface.waitFor('.notice', {
      text: sentence('certificateNotTrusted', { host: new URL(glpi.url).host }),
    });
  });

  test('a server that is not there', async () => {
    const page = await press('http://127.0.0.1:9');
    await page.surface.waitFor('.notice', { text: sentence('unreachable', { host: '127.0.0.1:9' }) });
  });

  test('a server that is no GLPI', async () => {
    const other = createServer(
      (_, response) => void response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>?</h1>'),
    );
    await new Promise<void>((listening) => other.listen(0, '127.0.0.1', listening));
    const host = `127.0.0.1:${(other.address() as AddressInfo).port}`;
    try {
      const page = await press(`http://${host}`);
      await page.surface.waitFor('.notice', { text: sentence('notGlpi', { address: host }) });
    } finally {
      other.close();
    }
  });

  test('what was typed is no address', async () => {
    const page = await browser.openExtensionPage(welcomeFile);
    pages.push(page);
    await page.surface.fill('[name=siteAddress]', 'what is this');
    await page.surface.press('Enter');
    const said = sentence('notGlpi', { address: 'what is this' });
    await until(async () => (await page.surface.digest()).includes(said), said);
  });
});
