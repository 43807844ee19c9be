/**
 * `npm run test:live -- --glpi URL --user U --password P`: the main job, a personal link and the contract checks at any
 * real GLPI, 10 or 11: it asks which. Takes away what it made; what it switched on to get in (the API, its address, an API
 * token, the set-password page) is switched back where it can be.
 */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { claimsFormUuid } from '../../src/glpi/claims.ts';
import { entities, grantableProfiles } from '../../src/glpi/directory.ts';
import { findForm, purgeForm } from '../../src/glpi/forms.ts';
import { openPasswordPage, readApiSettings, settingsPage } from '../../src/glpi/pages/api-settings.ts';
import { readApiToken } from '../../src/glpi/pages/api-token.ts';
import { postForm } from '../../src/glpi/pages/page.ts';
import { passwordDoor } from '../../src/glpi/password-link.ts';
import { siteOf } from '../../src/glpi/site-address.ts';
import { hasForms } from '../../src/glpi/versions.ts';
import { hex, platformRandom } from '../../src/invite/key.ts';
import { problemOf } from '../../src/invite/problem.ts';
import { type BrowserName, browserNames, launch } from '../browser/browsers.ts';
import { connect, signIn } from '../browser/journey.ts';
import { mainJob } from '../main-job.ts';
import { personalJob } from '../personal-job.ts';
import { type Contract, checksFor, openContract } from './contract.ts';
import { doctorAt } from './doctor-checks.ts';
import { passwordChecks, setMailing } from './password-checks.ts';
import { sealChecks } from './seal-checks.ts';
import { colleagues, twoBrowsers } from './two-browsers.ts';
import { signInToPages } from './web-session.ts';
import { workerCheck } from './worker-check.ts';

const { values } = parseArgs({
  options: {
    glpi: { type: 'string' },
    user: { type: 'string' },
    password: { type: 'string' },
    browser: { type: 'string', default: 'chromium' },
  },
});
const site = siteOf(values.glpi ?? '');
const browserName: BrowserName | undefined = browserNames.find((name) => name === values.browser);
if (site === null || !values.user || values.password === undefined || !browserName) {
  console.error('Usage: npm run test:live -- --glpi URL --user U --password P [--browser chromium|firefox]');
  process.exit(2);
}
const admin = { user: values.user, password: values.password };
const target = browserName === 'chromium' ? 'chrome' : 'firefox';
const built = spawnSync('npx', ['--no-install', 'vite', 'build', '--mode', target, '--logLevel', 'error'], {
  stdio: ['ignore', 'ignore', 'inherit'],
});
const worker = ['--no-install', 'vite', 'build', '--config', 'vite.worker.config.ts', '--logLevel', 'error'];
const builtWorker = spawnSync('npx', worker, { stdio: ['ignore', 'ignore', 'inherit'] });
if (built.status !== 0 || builtWorker.status !== 0) process.exit(1);

let passed = 0;
let failed = 0;
async function run(name: string, work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    passed += 1;
    console.log(`✓ ${name}`);
    return true;
  } catch (thrown) {
    failed += 1;
    const { code, detail } = problemOf(thrown);
    const said =
      code === 'unexpected' && thrown instanceof Error
        ? thrown.message
        : `${code} ${JSON.stringify(detail ?? {})}`;
    console.error(`✗ ${name}: ${said}`);
    return false;
  }
}

const pages = await signInToPages(site, admin.user, admin.password).catch((thrown: unknown) => {
  const { message, cause } = thrown as Error;
  console.error(cause instanceof Error ? `${site} cannot be reached: ${cause.message}` : message);
  process.exit(1);
});
const tokenBefore = await readApiToken(pages).catch(() => null);
const apiBefore = tokenBefore
  ? await openContract(site, tokenBefore.token).then(
      () => true,
      (thrown) => problemOf(thrown).code,
    )
  : 'noApiToken';
const unique = hex(platformRandom(4));
const person = [`Zoë ${unique}`, "O'Hara-Łukasz", `zoe.${unique}@example.org`, '+33 1 23 45'] as const;

const browser = await launch(browserName);
let contract: Contract | null = null;
let formId = 0;
let hadClaims = true;
try {
  await run('the extension connects, mending what stands in the way', async () => {
    const page = await browser.open(`${site}/`);
    await signIn(page, site, admin.user, admin.password);
    await (await connect(browser, site)).close();
    await page.close();
  });
  const { token } = await readApiToken(pages);
  contract = await openContract(site, token);
  const { version, language, profileName } = contract.session;
  console.log(
    `  GLPI ${version} at ${site}, language ${language}, profile ${profileName}, mail ${contract.session.mail ? 'on' : 'off'}`,
  );
  if (hasForms(version)) hadClaims = (await findForm(contract.call, claimsFormUuid)) !== null;
  for (const [name, check] of checksFor(contract, sealChecks)) await run(name, check);
  const withPages = { ...contract, pages };
  for (const [name, check] of Object.entries(passwordChecks)) await run(name, () => check(withPages));
  await run('the doctor knows the pages it reads here, and says how the key stands', async () => {
    for (const { id, certainty, quotes } of await doctorAt(pages))
      console.log(`  row ${id} (${certainty}): ${quotes.map(({ text }) => text).join(' · ')}`);
  });
  await run('a personal link, from the panel to the new person’s own page', () => personal(contract));
  if (hasForms(version))
    await run('the worker admits by itself, with no right but the needed ones', () =>
      workerCheck(withPages, token, (line) => console.log(`  ${line}`)),
    );
  if (!hasForms(version)) {
    console.log('  GLPI before 11 has no registration forms: the main job needs GLPI 11.');
  } else if (contract.session.mail) {
    console.log(
      '  Mail is on: GLPI would mail its own link to an address that does not exist. The main job was left out.',
    );
  } else {
    await run('two browsers at once give away three uses, and no more', () => twoBrowsers(site, token));
    await run(
      'a colleague who trusts the issuer admits, and an old seal that was put back does not count',
      () => colleagues(site, token),
    );
    await run('the main job', () =>
      mainJob({
        browser,
        site,
        admin,
        person,
        connected: true,
        issued: (link) => {
          formId = Number(/Render\/(\d+)/.exec(link)?.[1] ?? 0);
        },
        step: (line) => console.log(`  ✓ ${line}`),
      }),
    );
  }
} finally {
  await browser.close();
  if (contract) await run('cleaned up', () => cleanUp(contract as Contract));
}
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

/** The journey of a personal link in the browser, with GLPI's set-password page opened for as long as it takes. */
async function personal(open: Contract | null): Promise<void> {
  if (!open) throw new Error('not connected');
  const { call, session } = open;
  const door = await passwordDoor(call, session.version);
  if (door.closed && door.closed.mend !== 'openPasswordPage')
    throw new Error(`the set-password page is closed: ${door.closed.code}`);
  if (door.closed) await openPasswordPage(pages);
  try {
    const [entity] = (await entities(call)).toSorted((one, other) => one.id - other.id);
    const profile = (await grantableProfiles(call, session)).find((one) => one.interface === 'helpdesk');
    if (!entity || !profile) throw new Error('no entity, or no profile of the simplified interface');
    const glpi = await browser.open(`${open.site}/`);
    await signIn(glpi, open.site, admin.user, admin.password);
    await personalJob({
      browser,
      site: open.site,
      glpi,
      person: [`Ada ${unique}`, 'O’Brien-Łukasz', `ada.${unique}@example.org`],
      grant: { profile: profile.name, entity: entity.name, interface: 'helpdesk' },
      step: (line) => console.log(`  ✓ ${line}`),
    });
    await glpi.close();
  } finally {
    if (door.closed) await setMailing(pages, false);
  }
}

/** Takes away the person, their ticket and the form of the main job, and switches off what was off before. */
async function cleanUp({ call }: Contract): Promise<void> {
  const purge = async (itemtype: string, field: string, value: string) => {
    const query = [
      [`searchText[${field}]`, value],
      ['range', '0-200'],
      ['get_hateoas', 'false'],
    ] as const;
    const { body } = await call({ method: 'GET', path: itemtype, query });
    for (const { id } of Array.isArray(body) ? (body as { id: number }[]) : []) {
      await call({ method: 'DELETE', path: `${itemtype}/${id}`, query: [['force_purge', '1']] });
    }
  };
  await purge('User', 'firstname', unique);
  await purge('Ticket', 'content', `zoe.${unique}@example.org`);
  if (formId) await purgeForm(call, formId);
  const claims = hadClaims ? null : await findForm(call, claimsFormUuid);
  if (claims !== null) await purgeForm(call, claims);
  if (apiBefore === 'apiOff') {
    const { configId, csrf } = await readApiSettings(pages);
    await postForm(pages, settingsPage, { id: configId, enable_api: '0', update: '1' }, csrf);
  }
}
