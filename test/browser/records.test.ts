/** Backing up in one browser and restoring in another, and what strangers typed as an admin sees it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openForm } from '../stranger.ts';
import { barriersInBothSchemes } from './axe.ts';
import { type BrowserPage, browserNames, type ExtensionBrowser, launch } from './browsers.ts';
import { button } from './driver/surface.ts';
import { until } from './driver/until.ts';
import { connect, issueFromPanel, openPopup, popupTab, signIn } from './journey.ts';
import { admin, jane, setUp, takeDownAfterEach } from './stage.ts';

takeDownAfterEach();

const recordsFile = 'src/pages/records/index.html';
const secret = 'correct horse battery staple';
const patient = { timeout: 90_000 };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'invite-for-glpi-records-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function openRecords(browser: ExtensionBrowser): Promise<BrowserPage> {
  const page = await browser.openExtensionPage(recordsFile);
  await page.surface.waitFor('[data-test=numbers] dd', { ...patient, text: /^\d/ });
  return page;
}

/** How many invites the page says there are. */
const invites = async (page: BrowserPage) =>
  (await page.surface.text('[data-test=numbers] [data-kind=invites] dd')).trim();

async function openBackup(page: BrowserPage, file: string, passphrase: string): Promise<void> {
  await page.surface.setFiles('[name=backupFile]', [file]);
  await page.surface.fill('[name=restorePassphrase]', passphrase);
  await page.surface.press('Enter');
}

describe.each(browserNames)('in %s', (name) => {
  // Two browsers, one after the other.
  test('a backup of one browser is restored in another, which shares the link and admits', async () => {
    const { glpi, browser: first, atUsersPage, accountFor } = await setUp(name);
    const link = await issueFromPanel(await atUsersPage(), glpi.url);
    const key = new URL(link).searchParams.get('token') ?? '';

    const page = await openRecords(first);
    expect(await invites(page)).toBe('1');
    await page.surface.fill('[name=backupPassphrase]', secret);
    await page.surface.fill('[name=backupPassphraseAgain]', secret);
    const saved = await page.saves(() => page.surface.press('Enter'));
    await page.surface.waitFor('[data-test=saved]', { text: saved.name });
    expect(await page.surface.value('[name=backupPassphrase]')).toBe('');
    expect(await barriersInBothSchemes(page)).toEqual([]);
    expect(saved.name).toMatch(/^invite-for-glpi-\d{4}-\d\d-\d\d\.backup\.json$/);
    for (const plain of [key, secret, glpi.url, glpi.apiToken(admin.user)]) {
      expect(saved.bytes.toString('utf8')).not.toContain(plain);
    }
    await first.close();

    const file = path.join(folder, `${name}.json`);
    const tampered = path.join(folder, `${name}-tampered.json`);
    const sealed = JSON.parse(saved.bytes.toString('utf8')) as { data: string };
    const [letter = ''] = sealed.data.slice(200);
    const data = `${sealed.data.slice(0, 200)}${letter === 'A' ? 'B' : 'A'}${sealed.data.slice(201)}`;
    await writeFile(file, saved.bytes.toString('utf8'));
    await writeFile(tampered, JSON.stringify({ ...sealed, data }));

    const second = await launch(name);
    try {
      const fresh = await openRecords(second);
      expect(await invites(fresh)).toBe('0');
      expect(await barriersInBothSchemes(fresh)).toEqual([]);
      await openBackup(fresh, file, 'correct horse battery stable');
      await fresh.surface.waitFor('.wrong', { ...patient, text: 'does not fit this backup' });
      expect(await fresh.surface.value('[name=restorePassphrase]')).toBe('');
      await openBackup(fresh, tampered, secret);
      await until(
        async () => (await fresh.surface.value('[name=restorePassphrase]')) === '',
        'the tampered file to be tried',
      );
      await fresh.surface.waitFor('.wrong', { ...patient, text: 'or the file was changed' });

      // Looked at and left: nothing is written.
      await openBackup(fresh, file, secret);
      await fresh.surface.waitFor('[data-test=changes]', patient);
      expect(await fresh.surface.texts('[data-kind=invites] :is(.added, .none)')).toEqual([
        '1',
        '0',
        '0',
        '0',
      ]);
      expect(await fresh.surface.focused()).toContain('What would change');
      expect(await barriersInBothSchemes(fresh)).toEqual([]);
      await fresh.close();
      const again = await openRecords(second);
      expect(await invites(again)).toBe('0');

      await openBackup(again, file, secret);
      await again.surface.waitFor('[data-test=changes]', patient);
      await again.surface.clickButton('Restore');
      await again.surface.waitFor('[data-stage=done]', patient);
      await until(async () => (await invites(again)) === '1', 'the restored invite to be counted');
      expect(await barriersInBothSchemes(again)).toEqual([]);
      await again.close();

      const tab = await second.open(`${glpi.url}/`);
      await signIn(tab, glpi.url, admin.user, admin.password);
      await (await connect(second, glpi.url)).close();
      const popup = await openPopup(second);
      await popupTab(popup, 'open');
      await popup.surface.click(button(/^Show the message of/), patient);
      expect(await popup.surface.value('[data-test=link]', patient)).toBe(link);

      await (await openForm(link)).submit(jane);
      expect((await accountFor(jane[2])).name).toBe('jane.doe');
    } finally {
      await second.close();
    }
  }, 150_000);

  test('an answer made to deceive is shown exactly as it was typed, and harmless', async () => {
    const { glpi, browser, atUsersPage } = await setUp(name);
    const link = await issueFromPanel(await atUsersPage(), glpi.url, async (panel) => {
      await panel.click('summary');
      await panel.select('[name=approval]', 'byHand');
    });
    const typed = ['<b>Eve</b>', 'gpj.\u202Eexe\u200B', 'eve@example.org', ''] as const;
    await (await openForm(link)).submit(typed);
    const popup = await openPopup(browser);
    await popupTab(popup, 'waiting');
    await popup.surface.waitFor('[data-test=registration]', { timeout: 90_000 });
    const rows = await popup.surface.texts('[data-test=registration] .answers > div');
    expect(rows.map((row) => row.replace(/\s+/g, ' '))).toEqual([
      'First name <b>Eve</b>',
      'Last name gpj.U+202EexeU+200B',
      'E-mail eve@example.org',
      'Phone left empty',
    ]);
    expect(await popup.surface.exists('[data-test=registration] b')).toBe(false);
    expect(await barriersInBothSchemes(popup)).toEqual([]);
  });
});
