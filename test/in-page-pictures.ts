/**
 * Takes the pictures of what we add to GLPI's own pages, at the stand-in GLPI: light and dark, both layouts. To look at
 * more of it: `npx tsx test/in-page-pictures.ts --all --browser firefox --width 700 --out /tmp/pictures`.
 */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type BrowserName, type BrowserPage, browserNames, launch } from './browser/browsers.ts';
import { barHost, connect, issueFromPanel, signIn } from './browser/journey.ts';
import { type GlpiOptions, startGlpi } from './glpi/server.ts';
import { openForm } from './stranger.ts';

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: path.resolve(import.meta.dirname, '../docs/in-page') },
    browser: { type: 'string', default: 'chromium' },
    width: { type: 'string', default: '1280' },
    /** Beyond those of README: every theme and layout, and each moment. */
    all: { type: 'boolean', default: false },
  },
});

const patient = { timeout: 40_000 };
const browserName: BrowserName = browserNames.find((name) => name === values.browser) ?? 'chromium';
const looks: readonly (GlpiOptions & { readonly name: string })[] = [
  { name: 'light', layout: 'vertical' },
  { name: 'dark', layout: 'horizontal', dark: true },
  ...(values.all
    ? [
        { name: 'horizontal-light', layout: 'horizontal' as const },
        { name: 'vertical-dark', layout: 'vertical' as const, dark: true },
      ]
    : []),
];

const inReadme = ['ticket-light', 'user-dark'];

await mkdir(values.out, { recursive: true });
for (const { name, ...options } of looks) {
  const glpi = await startGlpi({ proofOfWork: 500, ...options });
  const browser = await launch(browserName, { colorScheme: options.dark ? 'dark' : 'light' });
  try {
    glpi.apiToken('glpi');
    const page = await browser.open(`${glpi.url}/`);
    await signIn(page, glpi.url, 'glpi', 'glpi');
    await (await connect(browser, glpi.url)).close();
    await page.bringToFront();
    await page.resize(Number(values.width), 760);
    const save = async (moment: string, of: BrowserPage = page) => {
      if (!values.all && !inReadme.includes(`${moment}-${name}`)) return;
      const file = path.join(values.out, `${moment}-${name}.png`);
      await of.screenshot(file);
      console.log(file);
    };

    const link = await issueFromPanel(page, glpi.url, async (panel) => {
      await panel.click('summary');
      await panel.fill('[name=label]', 'Summer interns');
      await panel.select('[name=approval]', 'byHand');
      await panel.fill('[name=maxUses]', '5').catch(() => {});
    });
    await (await openForm(link)).submit([
      'Amélie',
      'Laurent',
      'amelie.laurent@example.org',
      '+33 6 12 34 56',
    ]);
    await page.goto(`${glpi.url}/front/user.php`);
    await page.surface.waitFor('[data-invite-for-glpi] .badge:not([hidden])', patient);
    await save('count');
    const ticket = [...glpi.state.tickets].at(-1);
    await page.goto(`${glpi.url}/front/ticket.form.php?id=${ticket?.id}`);
    const bar = await page.closedRoot(barHost, patient);
    await bar.waitFor('[data-test=ticket-bar][data-state=waiting]', patient);
    await save('ticket');
    if (values.all) {
      await bar.clickButton('Refuse Amélie Laurent');
      await bar.waitFor('[name=reason]');
      await save('ticket-refuse');
      await bar.press('Escape');
    }
    await bar.clickButton('Approve Amélie Laurent');
    await bar.waitFor('[data-test=ticket-bar][data-state=admitted]', patient);
    await save('ticket-done');
    const account = glpi.state.userEmails.find(({ email }) => email === 'amelie.laurent@example.org');
    await page.goto(`${glpi.url}/front/user.form.php?id=${account?.users_id}`);
    await (await page.closedRoot(barHost, patient)).waitFor('[data-test=user-line]', patient);
    await save('user');
    await page.goto(`${glpi.url}/front/user.form.php`);
    await page.surface.waitFor('[data-invite-for-glpi-instead] button', patient);
    await save('new-user');
  } finally {
    await browser.close();
    await glpi.close();
  }
}
