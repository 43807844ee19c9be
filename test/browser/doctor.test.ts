/** The doctor in real browsers: one press at a GLPI in good order, two at one whose vendor is out of reach. */
import type { IncomingHttpHeaders } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { generate } from 'selfsigned';
import { afterEach, describe, expect, test } from 'vitest';
import { Hold } from '../glpi/faults.ts';
import { type Glpi, type GlpiOptions, startGlpi } from '../glpi/server.ts';
import { aKey } from '../unit/doctor/key-samples.ts';
import { barriersInBothSchemes } from './axe.ts';
import {
  type BrowserName,
  type BrowserOptions,
  type BrowserPage,
  browserNames,
  type ExtensionBrowser,
} from './browsers.ts';
import { doctorAt, ended, healthy, unreachable } from './doctor-scenes.ts';
import { borrow, endAfterAll } from './stage.ts';

const patient = { timeout: 90_000 };
const vendor = 'services.glpi-network.com';

let glpi: Glpi;
let browser: ExtensionBrowser;
afterEach(async () => {
  await browser?.close();
  await glpi?.close();
});
endAfterAll();

async function openDoctor(
  name: BrowserName,
  options: GlpiOptions,
  settings: BrowserOptions = {},
): Promise<BrowserPage> {
  glpi = await startGlpi(options);
  // Nobody answers for the vendor here, and the real one is left in peace.
  browser = await borrow(name, { localHosts: [vendor], colorScheme: 'light', ...settings });
  return await doctorAt(browser, glpi.url);
}

/** What GLPI was asked after a moment, by path. */
const asked = (from: number) => glpi.state.requests.slice(from).map(({ path }) => path);

/** What the doctor itself asks of GLPI; its connection and the tab's own life go on meanwhile. */
const ofTheDoctor = /front\/config|common\.tabs|updatecurrenttab|marketplace|logviewer|displayMessage/;

describe.each(browserNames)('in %s', (name) => {
  describe('light and dark', () => {
    test('a GLPI in good order: one press, four requests', async () => {
      const page = await openDoctor(name, healthy);
      // Nothing is looked at before the press.
      const before = glpi.state.requests.length;
      expect(await page.surface.attribute('[data-test=key-state]', 'data-state')).toBe('notChecked');
      expect(await barriersInBothSchemes(page)).toEqual([]);
      await page.surface.clickButton('Check the key');
      await page.surface.waitFor('[data-test=finding][data-row="02"]', patient);
      expect(asked(before).filter((one) => ofTheDoctor.test(one))).toHaveLength(4);
      expect(await page.surface.attribute('[data-test=key-state]', 'data-state')).toBe('valid');
      expect(await page.surface.digest()).not.toContain(aKey);
      expect(await barriersInBothSchemes(page)).toEqual([]);

      await page.surface.clickButton('Look at the plugins');
      await page.surface.waitFor('[data-test=plugins]', { ...patient, text: 'Additional fields' });
      await page.surface.clickButton('Show free plugins by category');
      await page.surface.waitFor('[data-test=shelf]', { ...patient, text: 'Tag management' });
      await page.surface.clickButton('Service desk');
      await page.surface.waitFor('[data-test=shelf]', { ...patient, text: 'Escalation' });
      for (const way of ['Windows', 'Linux', 'macOS'])
        await page.surface.click({ css: 'summary', name: way });
      expect(await barriersInBothSchemes(page)).toEqual([]);
    });

    test('a vendor out of reach: the cause, in words and commands', async () => {
      const page = await openDoctor(name, unreachable);
      // The first answer is held back, to see the page at work.
      const hold = new Hold();
      glpi.fault('/front/config.form.php', { kind: 'hold', hold });
      await page.surface.clickButton('Check the key');
      await page.surface.waitFor('[data-test=key-state][aria-busy=true]', patient);
      expect(await barriersInBothSchemes(page)).toEqual([]);
      hold.letGo();
      await page.surface.waitFor('[data-test=finding][data-row="15"]', patient);
      await page.surface.clickButton('Find the cause');
      await page.surface.waitFor('[data-test=finding][data-row="24"]', patient);
      expect(await page.surface.text('[data-row="15"] .todo')).toContain('update-ca-certificates');
      // Another system, other commands; by keyboard as well.
      await page.surface.evaluate((root) =>
        root.querySelectorAll<HTMLInputElement>('.segments input')[0]?.focus(),
      );
      await page.surface.press('ArrowRight');
      await page.surface.waitFor('[data-row="15"] .todo', { text: 'update-ca-trust' });
      await page.surface.press('ArrowLeft');
      await page.surface.click({ css: 'summary', name: 'Show it' });
      expect(await page.surface.texts('[data-test=report]')).not.toContain(aKey);
      expect(await barriersInBothSchemes(page)).toEqual([]);
    });

    test('an ended subscription', async () => {
      const page = await openDoctor(name, ended);
      await page.surface.clickButton('Check the key');
      await page.surface.waitFor('[data-test=finding][data-row="07"]', patient);
      expect(await barriersInBothSchemes(page)).toEqual([]);
    });
  });

  test('GLPI’s own tab leads here, and Setup > General opens where it would have opened', async () => {
    const page = await openDoctor(name, { ...healthy, version: '10.0.14' });
    await page.surface.clickButton('Check the key');
    await page.surface.waitFor('[data-test=finding][data-row="02"]', patient);
    const settings = await browser.open(`${glpi.url}/front/config.form.php`);
    await settings.surface.waitFor('#tabspanel a.active', { ...patient, text: 'General setup' });
    await settings.goto(`${glpi.url}/front/config.form.php?forcetab=GLPINetwork%241`);
    await settings.surface.waitFor('[data-invite-for-glpi-doctor] button', patient);
  });

  test('a pasted key goes to the vendor on a press, and is gone from the page', async () => {
    const page = await openDoctor(name, unreachable);
    await browser.willAllow(`https://${vendor}/*`);
    await page.surface.fill('#pasted-key', aKey);
    await page.surface.waitFor('#ask-vendor-note', { text: 'X-Registration-Key' });
    expect(await barriersInBothSchemes(page)).toEqual([]);
    await page.surface.clickButton('Send this key to the vendor');
    await page.surface.waitFor('[data-test=vendor-verdict] [data-verdict=notReached]', patient);
    expect(await page.surface.value('#pasted-key')).toBe('');
    expect(await page.surface.evaluate(() => document.documentElement.outerHTML)).not.toContain(aKey);
    expect(await barriersInBothSchemes(page)).toEqual([]);
  });

  test('markup in what GLPI shows is text here, and nothing of it runs', async () => {
    const hostile = '<img src=x onerror="document.title=String(1)"><b>bold</b>';
    const page = await openDoctor(name, {
      version: '10.0.14',
      network: { unreachable: undefined, key: aKey, answer: 'ended', message: hostile, title: hostile },
    });
    await page.surface.clickButton('Check the key');
    await page.surface.waitFor('[data-test=finding][data-row="07"]', patient);
    expect(await page.surface.text('[data-test=finding] blockquote')).toContain('<img src=x');
    expect(await page.surface.exists('main b, main .glance img, main .finding img')).toBe(false);
  });
});

test('the vendor is asked what the press said, and nothing else, and its verdict is told', async () => {
  const heard: { url: string | undefined; headers: IncomingHttpHeaders }[] = [];
  const { private: key, cert } = await generate([{ name: 'commonName', value: vendor }]);
  const stage = createServer({ key, cert }, ({ url, headers }, response) => {
    heard.push({ url, headers });
    // A redirect would take the key's header to wherever it leads.
    if (heard.length === 1)
      response.writeHead(307, { location: 'https://elsewhere.example/', 'set-cookie': 'a=b; Secure' }).end();
    else
      response.end(
        JSON.stringify({ is_valid: true, validation_message: 'Welcome.', subscription: { title: 'Basic' } }),
      );
  });
  await new Promise<void>((resolve) => stage.listen(0, '127.0.0.1', resolve));
  const { port } = stage.address() as AddressInfo;
  try {
    const page = await openDoctor('chromium', unreachable, {
      localHosts: [],
      localServers: { [vendor]: port, 'elsewhere.example': port },
    });
    await browser.willAllow(`https://${vendor}/*`);
    await page.surface.fill('#pasted-key', aKey);
    await page.surface.clickButton('Send this key to the vendor');
    await page.surface.waitFor('[data-verdict=notReached]', patient);
    expect(heard).toHaveLength(1);
    // Another life of page and background, so that nobody has to wait ten seconds.
    await browser.killBackground();
    const again = await browser.openExtensionPage(
      `src/pages/doctor/index.html?site=${encodeURIComponent(glpi.url)}`,
    );
    await again.surface.fill('#pasted-key', aKey);
    await again.surface.clickButton('Send this key to the vendor');
    await again.surface.waitFor('[data-verdict=accepted]', patient);
    expect(await again.surface.text('[data-test=vendor-verdict]')).toContain('Welcome.');
    expect(heard).toHaveLength(2);
    for (const { url, headers } of heard) {
      expect(url).toBe('/api/registration/info');
      expect(headers['x-registration-key']).toBe(aKey);
      expect(headers).not.toHaveProperty('cookie');
      expect(headers).not.toHaveProperty('referer');
      expect(JSON.stringify(headers)).not.toContain(new URL(glpi.url).host);
    }
  } finally {
    stage.close();
  }
});
