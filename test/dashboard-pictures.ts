/**
 * Takes the pictures of the dashboard, from the built extension at the stand-in GLPI: light and dark, wide and narrow.
 * `--only NAME` takes those whose name begins so, `--into DIR` puts them elsewhere, `--browser firefox` shows it there.
 */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import {
  type BrowserName,
  type BrowserPage,
  browserNames,
  type ExtensionBrowser,
  launch,
} from './browser/browsers.ts';
import { noPolicyBecause } from './browser/driver/chromium-policy.ts';
import { connect, signIn } from './browser/journey.ts';
import { fillLedger, sampleRows } from './browser/sample-ledger.ts';
import { addTeam } from './browser/sample-team.ts';
import { startGlpi } from './glpi/server.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    into: { type: 'string', default: path.resolve(import.meta.dirname, '../docs/dashboard') },
    browser: { type: 'string', default: 'chromium' },
  },
});

const browserName: BrowserName = browserNames.find((name) => name === values.browser) ?? 'chromium';
const dashboardFile = 'src/pages/dashboard/index.html';
const widths = { wide: 1440, narrow: 360 } as const;

/** Copied out of a spreadsheet; somebody twice, somebody who has an account, and an address that is none. */
const people = [
  'Courriel\tPrénom\tNom\tGroupe',
  'ada.lovelace@example.com\tAda\tLovelace\tStaff',
  'grace.hopper@example.com\tGrace\tHopper\tStaff',
  'edith.clarke@example.com\tEdith\tClarke\tContractors',
  'lucas.moreau@example.org\tLucas\tMoreau\tStaff',
  'mary.jackson@example,com\tMary\tJackson\tStaff',
  'ada.lovelace@example.com\tAda\tLovelace\tStaff',
  'radia.perlman@example.com\tRadia\tPerlman\tStaff',
].join('\n');

/** One picture: where in the dashboard, and what to wait for. */
interface Shot {
  readonly name: string;
  readonly hash: string;
  readonly ready: string;
  readonly before?: (page: BrowserPage) => Promise<void>;
}

const shots: readonly Shot[] = [
  {
    name: 'team',
    hash: '#/team',
    ready: '[data-test=issuer]',
    before: async (page) => {
      await page.surface.waitFor('[data-test=finding]');
      if (!(await page.surface.exists('[data-test=issuer][data-state=trusted]'))) {
        await page.surface.click('[data-test=issuer] button');
        await page.surface.click('[data-test=issuer] .confirm button.primary');
        await page.surface.waitFor('[data-test=issuer][data-state=trusted]');
      }
      await page.surface.click('[data-test=issuer][data-state=seen] button');
      await page.surface.evaluate(() => window.scrollTo({ top: 0 }));
    },
  },
  { name: 'invites', hash: '#/invites', ready: '[data-test=invite]' },
  { name: 'invite', hash: '#/invites?open=SAMPWE0000', ready: '.qr' },
  { name: 'invite-paused', hash: '#/invites?status=live&open=SAMPWE0002', ready: '.history li' },
  {
    name: 'invite-change',
    hash: '#/invites?open=SAMPWE0000',
    ready: '.qr',
    before: async (page) => {
      await page.surface.clickButton('Change');
      await page.surface.waitFor('.form.edit');
    },
  },
  { name: 'new-invite', hash: '#/invites?open=new', ready: '.pane form' },
  {
    name: 'bulk',
    hash: '#/bulk',
    ready: '.bulk-form',
    before: async (page) => {
      await page.surface.fill('[name=table]', people);
      await page.surface.clickButton(/^Check \d+ rows/);
      await page.surface.waitFor('.verdict');
      await page.surface.evaluate(() =>
        document.querySelector('.step:last-of-type')?.scrollIntoView({ block: 'end' }),
      );
    },
  },
  {
    name: 'bulk-cards',
    hash: '#/bulk',
    ready: '.bulk-form',
    before: async (page) => {
      // Narrow comes after wide: these people are invited already.
      if (await page.surface.exists('[data-test=bulk-line]'))
        await page.surface.click('[data-test=bulk-line] .row-link');
      else {
        await page.surface.fill('[name=table]', people);
        await page.surface.fill('.bulk-form [name=label]', 'Night shift');
        await page.surface.clickButton(/^Check \d+ rows/);
        await page.surface.clickButton(/^Invite \d+ pe/);
      }
      await page.surface.clickButton('Cards to print', { timeout: 30_000 });
      await page.surface.waitFor('.print-card');
    },
  },
  { name: 'registrations', hash: '#/registrations?state=needsYou', ready: '[data-test=registration]' },
  {
    name: 'registrations-many',
    hash: '#/registrations?state=waiting',
    ready: '[data-test=registration]',
    before: async (page) => {
      await page.surface.clickButton('Choose all 3 that wait');
      await page.surface.waitFor('.decide-many .primary');
    },
  },
  {
    name: 'conflict',
    hash: '#/registrations?state=failed&open=',
    ready: '[data-test=registration]',
    before: openFirst,
  },
  { name: 'journal', hash: '#/journal', ready: '[data-test=journal-line]' },
  { name: 'templates', hash: '#/templates', ready: '[data-test=template]' },
  {
    name: 'template-questions',
    hash: '#/templates',
    ready: '[data-test=template]',
    before: async (page) => {
      await page.surface.clickButton('Change Interns of a summer');
      await page.surface.waitFor('[data-test=template-editor]');
      await page.surface.click('.more > summary');
      await page.surface.evaluate(() =>
        document.querySelector('[data-test=questions]')?.scrollIntoView({ block: 'center' }),
      );
    },
  },
  {
    name: 'message',
    hash: '#/templates',
    ready: '[data-test=template]',
    before: async (page) => {
      await page.surface.clickButton('New message');
      await page.surface.waitFor('.form.edit');
    },
  },
  { name: 'numbers', hash: '#/numbers?period=quarter', ready: '[data-test=took]' },
  { name: 'notices', hash: '#/notices', ready: '[data-test=notices-off]' },
  { name: 'nothing-found', hash: '#/invites?q=zzz', ready: '.nothing' },
];

function matches(name: string): boolean {
  return name.startsWith(values.only);
}

async function openFirst(page: BrowserPage): Promise<void> {
  await page.surface.click('.row-link');
  await page.surface.waitFor('.pane .history li');
  await page.surface.waitFor('[data-test=ways-out]');
}

await mkdir(values.into, { recursive: true });
const glpi = await startGlpi({ samplePeople: true });
await addTeam(glpi);
addNamesake();
try {
  for (const scheme of ['light', 'dark'] as const) await takeAll(scheme);
} finally {
  await glpi.close();
}

/** Whose address the sample's conflict is about. */
function addNamesake(): void {
  const { users, userEmails } = glpi.state;
  const like = [...users][0];
  if (like === undefined) return;
  const { id: _, ...row } = like;
  const { id } = users.add({ ...row, name: 'jaldridge', firstname: 'Jonathan', realname: 'Aldridge' });
  userEmails.add({ users_id: id, is_default: 1, is_dynamic: 0, email: 'jon.aldridge@example.org' });
}

async function takeAll(scheme: 'light' | 'dark'): Promise<void> {
  const browser = await launch(browserName, { colorScheme: scheme });
  try {
    const tab = await browser.open(`${glpi.url}/`);
    await signIn(tab, glpi.url, 'glpi', 'glpi');
    await (await connect(browser, glpi.url)).close();
    if (matches('empty')) await empty(browser, scheme);
    const page = await browser.openExtensionPage(dashboardFile);
    await page.surface.waitFor('.view-head');
    await fillLedger(page, await sampleRows(glpi.url));
    for (const shot of shots) if (matches(shot.name)) await take(page, shot, scheme);
  } finally {
    await browser.close();
  }
  if (matches('guard-rails')) await railed(scheme);
}

/** The form where an organisation has set something. Chromium's policies are root's to write: left out elsewhere. */
async function railed(scheme: 'light' | 'dark'): Promise<void> {
  const because = browserName === 'chromium' ? noPolicyBecause() : null;
  if (because !== null) return console.log(`guard-rails: ${because}`);
  const policy = { longestLifeDays: 14, mostUses: 25, allowedDomains: ['example.org'], approvalAlways: true };
  const browser = await launch(browserName, { colorScheme: scheme, policy });
  try {
    const tab = await browser.open(`${glpi.url}/`);
    await signIn(tab, glpi.url, 'glpi', 'glpi');
    await (await connect(browser, glpi.url)).close();
    const page = await browser.openExtensionPage(dashboardFile);
    await page.surface.waitFor('.view-head');
    const more = async () => await page.surface.click('.more > summary');
    await take(
      page,
      { name: 'guard-rails', hash: '#/invites?open=new', ready: '.pane form', before: more },
      scheme,
    );
  } finally {
    await browser.close();
  }
}

async function empty(browser: ExtensionBrowser, scheme: string): Promise<void> {
  const page = await browser.openExtensionPage(dashboardFile);
  await page.surface.waitFor('.empty');
  await save(page, 'empty', scheme, 'wide');
  await page.close();
}

async function take(page: BrowserPage, shot: Shot, scheme: string): Promise<void> {
  for (const [width, pixels] of Object.entries(widths)) {
    await page.resize(pixels, 900);
    const address = (await page.url()).replace(/#.*$/, '');
    await page.goto(`${address}?${shot.name}-${width}${shot.hash}`);
    await page.surface.waitFor(shot.ready);
    await shot.before?.(page);
    await save(page, shot.name, scheme, width);
  }
}

async function save(page: BrowserPage, name: string, scheme: string, width: string): Promise<void> {
  const file = path.join(values.into, `${name}-${scheme}${width === 'wide' ? '' : '-narrow'}.png`);
  await page.screenshot(file);
  console.log(file);
}
