/** Many invites at once in the built extension: lists of people as batch and as personal links, in Chromium and Firefox. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Papa from 'papaparse';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPasswordPage } from '../password-stranger.ts';
import { openForm } from '../stranger.ts';
import { barriersInBothSchemes } from './axe.ts';
import { type BrowserPage, browserNames } from './browsers.ts';
import { counted, openDashboard } from './dashboard-journeys.ts';
import { button } from './driver/surface.ts';
import { until } from './driver/until.ts';
import { type Stage, setUp, takeDownAfterEach } from './stage.ts';

takeDownAfterEach();
const patient = { timeout: 60_000 };

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'people-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function file(name: string, content: string, encoding: BufferEncoding = 'utf8'): Promise<string> {
  const where = path.join(folder, name);
  await writeFile(where, Buffer.from(content, encoding));
  return where;
}

/** A list as a personnel office keeps it: Excel's French CSV, of which seven rows cannot be invited. */
function list(count: number): string {
  const rows = Array.from({ length: count }, (_, at) => [
    `nr.${at}@example.com`,
    `Zoé${at}`,
    'Müller',
    'Staff',
  ]);
  const change = (at: number, email: string, group = 'Staff') => {
    rows[at] = [email, `Bad${at}`, 'Row', group];
  };
  change(3, 'nobody at example.com');
  change(50, 'nobody@example');
  change(51, '');
  change(120, 'nr.7@example.com');
  change(121, 'NR.8@example.com');
  change(200, 'nr.200@example.com', 'No such group');
  change(299, 'lucas.moreau@example.org');
  return [['Courriel', 'Prénom', 'Nom', 'Groupe'], ...rows].map((row) => `${row.join(';')}\r\n`).join('');
}

interface Sheet {
  readonly head: readonly string[];
  readonly rows: readonly Record<string, string>[];
}

async function saved(page: BrowserPage, name: string | RegExp): Promise<Sheet> {
  const { bytes } = await page.saves(() => page.surface.click(button(name)));
  const text = bytes.toString('utf8');
  expect(text.startsWith('\uFEFF')).toBe(true);
  const parsed = Papa.parse<Record<string, string>>(text.slice(1), { header: true, skipEmptyLines: true });
  return { head: parsed.meta.fields ?? [], rows: parsed.data };
}

const accountOf = (stage: Stage, email: string) => {
  const row = stage.glpi.state.userEmails.find((one) => one.email === email);
  return row === undefined ? undefined : stage.glpi.state.users.get(row.users_id);
};

describe.each(browserNames)('in %s', (name) => {
  test('300 people from a CSV with seven bad rows, in four presses: one form, 293 links, and one of them is used', async () => {
    const stage = await setUp(name, { samplePeople: true });
    await stage.atUsersPage();
    const page = await openDashboard(stage);
    const { surface } = page;
    const { click, clicks } = counted(page);
    await surface.waitFor('.empty', patient);

    await click(button('Many at once'));
    await surface.waitFor('.bulk-form', patient);
    await surface.setFiles('[name=tableFile]', [await file('staff.csv', list(300), 'latin1')]);
    await surface.waitFor('[data-test=rows-found]', { text: '300 rows' });
    await surface.waitFor('.preview', { text: 'Müller' });
    await click(button('Check 300 rows'));
    await surface.waitFor('.verdict', { ...patient, text: '293 will be invited, 7 will not.' });
    expect(await surface.count('[data-test=bulk-row]')).toBe(7);
    const bad = await saved(page, 'Save 7 rows to mend');
    expect(bad.head).toEqual(['E-mail', 'First name', 'Last name', 'Groups', 'Reason']);
    expect(bad.rows.map((row) => row.Reason)).toEqual([
      expect.stringContaining('“nobody at example.com” is not'),
      expect.stringContaining('“nobody@example” is not'),
      expect.stringContaining('There is no e-mail address'),
      expect.stringContaining('line 9'),
      expect.stringContaining('line 10'),
      expect.stringContaining('No such group'),
      expect.stringContaining('lucas.moreau'),
    ]);
    await click(button('Invite 293 people'));
    await surface.waitFor('[data-test=outcome]', { ...patient, text: '293 links are ready.' });
    // And a press in the browser's own window for files.
    expect(clicks()).toBe(3);

    const { head, rows } = await saved(page, 'Save all links (CSV)');
    // The columns that were fed, and one more.
    expect(head).toEqual(['E-mail', 'First name', 'Last name', 'Groups', 'Link']);
    expect(rows).toHaveLength(293);
    expect(new Set(rows.map(({ Link }) => Link)).size).toBe(293);
    const forms = new Set(rows.map(({ Link = '' }) => /Render\/(\d+)/.exec(Link)?.[1]));
    expect(forms.size).toBe(1);
    const mine = rows.find((row) => row['E-mail'] === 'nr.42@example.com');
    const form = await openForm(mine?.Link ?? '');
    expect(form.prefilled.slice(0, 3)).toEqual(['Zoé42', 'Müller', 'nr.42@example.com']);
    await form.submit(['Zoé', 'Müller', 'nr.42@example.com', '']);
    expect((await stage.accountFor('nr.42@example.com')).name).toBe('zoe.muller');

    // It stands in the list as one of a batch, and from there to the whole of it.
    await page.goto(`${(await page.url()).replace(/#.*$/, '')}?one#/invites?q=nr.42`);
    await surface.click('[data-test=invite] .row-link', patient);
    await surface.waitFor('[data-test=batch]', { ...patient, text: 'one link of a batch' });
    await surface.click(button('The whole batch'));
    await surface.waitFor('[data-test=batch]', { ...patient, text: 'the form of a batch' });
    await surface.click(button('All its links'));
    await surface.waitFor('[data-test=range]', { ...patient, text: 'of 293' });
    await surface.click(button('Save, print or send them'));
    await surface.waitFor('[data-test=outcome]', patient);

    // The rows that were mended are fed again.
    await surface.click(button('Many at once'));
    await surface.waitFor('.bulk-form', patient);
    const again = Papa.unparse([
      bad.head,
      ...bad.rows.map((row, at) =>
        Object.values({ ...row, 'E-mail': `mended.${at}@example.com`, Groups: 'Staff' }),
      ),
    ]);
    await surface.setFiles('[name=tableFile]', [await file('mended.csv', again)]);
    await surface.click(button('Check 7 rows'));
    await surface.waitFor('.verdict', { ...patient, text: 'All 7 will be invited.' });
  });

  test('25 personal links: the page is closed in the middle, another goes on, and a stranger gets in', async () => {
    const stage = await setUp(name, { mail: true });
    await stage.atUsersPage();
    // Slow enough to be in the middle of it.
    stage.glpi.fault({ method: 'POST', path: /apirest\.php\/User$/ }, { kind: 'delay', ms: 400 }, 25);
    const page = await openDashboard(stage, '#/bulk');
    const { surface } = page;
    await surface.waitFor('.bulk-form', patient);
    const people = Array.from({ length: 25 }, (_, at) => `p${at}@example.com\tPat\tNr${at}`).join('\n');
    await surface.fill('[name=table]', people);
    await surface.click('[data-test=kind-personal]');
    await surface.click(button('Check 25 rows'));
    await surface.waitFor('.verdict', { ...patient, text: 'All 25 will be invited.' });
    await surface.click(button('Invite 25 people'));
    await surface.waitFor('[role=progressbar]', patient);
    await until(
      async () => Number(await surface.attribute('[role=progressbar]', 'aria-valuenow')) > 0,
      'the first to be made',
      patient,
    );
    await page.close();
    expect(accountOf(stage, 'p24@example.com')).toBeUndefined();

    const later = await openDashboard(stage, '#/bulk');
    await later.surface.click('[data-test=bulk-line] .row-link', patient);
    await later.surface.click(button('Pause'), patient);
    await later.surface.waitFor('[data-test=bulk][data-state=paused]', patient);
    await later.surface.click(button('Resume'));
    await later.surface.waitFor('[data-test=outcome]', {
      ...patient,
      text: '25 accounts with their links are ready.',
    });
    const { rows } = await saved(later, 'Save all links (CSV)');
    expect(rows).toHaveLength(25);
    expect(rows[24]).toMatchObject({ 'E-mail': 'p24@example.com', Login: 'pat.nr24' });
    expect(
      stage.glpi.state.users.filter(({ comment }) => comment?.startsWith('Invite ') ?? false),
    ).toHaveLength(25);
    const door = await openPasswordPage(rows[24]?.Link ?? '');
    expect(door.hasForm).toBe(true);
    await door.set('Their own Passw0rd!');
    expect(accountOf(stage, 'p24@example.com')?.password).not.toBeNull();
  });

  test('ten links for nobody in particular: copied, printed as cards, sent by mail', async () => {
    const stage = await setUp(name);
    await stage.atUsersPage();
    const page = await openDashboard(stage, '#/bulk');
    const { surface } = page;
    await surface.waitFor('.bulk-form', patient);
    await surface.click('[data-test=whom-nobody]');
    await surface.fill('[name=count]', '10');
    await surface.fill('[name=pattern]', 'Desk {n}');
    await surface.click(button('Make 10 links'));
    await surface.waitFor('[data-test=outcome]', { ...patient, text: '10 links are ready.' });
    await surface.click(button('Copy all links'));
    const copied = await until(async () => {
      const text = await stage.browser.clipboard();
      return text.includes('Desk 10') ? text : undefined;
    }, 'the links in the clipboard');
    await page.bringToFront();
    const lines = copied.split('\n').map((line) => line.split('\t'));
    expect(lines.map(([label]) => label)).toEqual(
      Array.from({ length: 10 }, (_, at) => `Desk ${String(at + 1).padStart(2, '0')}`),
    );
    // A form each, so few they are.
    expect((await openForm(lines[9]?.[1] ?? '')).status).toBe(200);
    await surface.click(button('Cards to print'));
    await surface.waitFor('.print-card:nth-child(10) .print-qr', patient);
    await surface.click(button('Messages to send'));
    await surface.waitFor('[data-test=message]:nth-child(10)', patient);
    expect(await surface.attribute(button('Send by e-mail to Desk 01'), 'href')).toMatch(
      /^mailto:\?subject=/,
    );
  });
});

describe.each(browserNames)('axe in %s', (name) => {
  test('finds nothing, wide and narrow, and all of it is done without a mouse', async () => {
    const stage = await setUp(name, { samplePeople: true });
    await stage.atUsersPage();
    const page = await openDashboard(stage, '#/bulk');
    const { surface } = page;
    await surface.waitFor('.bulk-form', patient);
    const faults: string[] = [];
    const look = async (what: string) => {
      for (const width of [1440, 360]) {
        await page.resize(width, 900);
        faults.push(...(await barriersInBothSchemes(page)).map((fault) => `${what} at ${width}: ${fault}`));
        const over = await surface.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect(over, `${what} at ${width} is too wide`).toBe(0);
      }
    };
    const tabTo = async (wanted: string, key: 'Tab' | 'Shift+Tab' = 'Tab') => {
      for (let times = 0; times < 60; times += 1) {
        if ((await surface.focused()) === `button "${wanted}"`) return;
        await surface.press(key);
      }
      throw new Error(`no way to “${wanted}” with ${key}; at ${await surface.focused()}`);
    };
    await look('empty');
    await surface.fill(
      '[name=table]',
      'E-mail,Name\nzoe@example.com,Zoe\nlucas.moreau@example.org,Lucas\nx,Y',
    );
    await look('with a table');
    await tabTo('Check 3 rows');
    await surface.press('Enter');
    await surface.waitFor('.verdict', { ...patient, text: '1 will be invited, 2 will not.' });
    await look('checked');
    await tabTo('Invite 1 person');
    await surface.press('Enter');
    await surface.waitFor('[data-test=outcome]', patient);
    await tabTo('Cards to print');
    await surface.press('Enter');
    await surface.waitFor('.print-card', patient);
    await look('cards');
    // The focus went on to the cards. Back, not around: a Firefox without a window takes no keys after its own frame.
    await tabTo('Messages to send', 'Shift+Tab');
    await surface.press('Enter');
    await surface.waitFor('[data-test=message]', patient);
    await look('messages');
    await page.goto(`${(await page.url()).replace(/#.*$/, '')}?nobody#/bulk`);
    await surface.click('[data-test=whom-nobody]', patient);
    await look('for nobody');
    await surface.waitFor('[data-test=bulk-line]');
    expect(faults).toEqual([]);
  });
});
