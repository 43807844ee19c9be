/**
 * The whole main job in a real browser, one line a step: what `npm start -- --check` and `npm run test:live` run, and
 * the browser tests too. Throws at the first step that does not hold.
 */
import type { BrowserPage, ExtensionBrowser, Stranger } from './browser/browsers.ts';
import { until } from './browser/driver/until.ts';
import {
  connect,
  firstPassword,
  issueFromPanel,
  openPanel,
  openPopup,
  type Person,
  panelHost,
  popupTab,
  register,
  signIn,
} from './browser/journey.ts';
import { openForm } from './stranger.ts';

export interface MainJob {
  readonly browser: ExtensionBrowser;
  readonly site: string;
  readonly admin: { readonly user: string; readonly password: string };
  /** Who registers; unique at a real GLPI. */
  readonly person: Person;
  /** The extension is connected to the site already. */
  readonly connected?: boolean;
  /** Told the link as soon as there is one, for cleaning up. */
  readonly issued?: (link: string) => void;
  /** Told after each step that held. */
  readonly step: (line: string) => void;
  /** Takes a picture, where pictures are wanted. */
  readonly picture?: (name: string, page: BrowserPage) => Promise<void>;
}

export interface MainJobDone {
  readonly link: string;
  readonly login: string;
}

export async function mainJob(job: MainJob): Promise<MainJobDone> {
  const { browser, site, step } = job;
  const picture = job.picture ?? (async () => {});
  const glpi = await browser.open(`${site}/`);
  await signIn(glpi, site, job.admin.user, job.admin.password);
  step(`${job.admin.user} signs in to GLPI`);

  if (!job.connected) {
    const welcome = await connect(browser, site);
    await picture('welcome', welcome);
    await welcome.close();
    step('the extension is connected with the admin’s own API token');
  }

  await glpi.bringToFront();
  await glpi.goto(`${site}/front/user.php`);
  await glpi.surface.waitFor('[data-invite-for-glpi] button');
  if ((await glpi.surface.count('[data-invite-for-glpi]')) !== 1)
    throw new Error('the button is there more than once');
  await picture('button', glpi);
  step('“Generate invite” stands beside GLPI’s own Add');

  await openPanel(glpi, site);
  await glpi.closedRoot(panelHost).then((panel) => panel.waitFor('form [name=profile]'));
  await picture('panel', glpi);
  const link = await issueFromPanel(glpi, site);
  job.issued?.(link);
  await picture('link', glpi);
  if (!/\/Form\/Render\/\d+\?token=[0-9a-f]{32}$/.test(link))
    throw new Error(`not a link with a 128-bit key: ${link}`);
  step('one press gives a link with a 128-bit key');

  const stranger = await browser.stranger();
  const early = await openForm(link);
  if (early.status !== 200) throw new Error(`a visitor gets ${early.status}`);
  const wrong = await openForm(link.replace(/token=[0-9a-f]{32}/, `token=${'0'.repeat(32)}`));
  if (wrong.status === 200) throw new Error('a wrong key opens the form');
  step(`opening the link shows GLPI’s form and consumes nothing; a wrong key gets ${wrong.status}`);

  await register(stranger, link, job.person, (form) => picture('form', form));
  step('a stranger without an account fills in the form, proves to be no robot, and sends it');

  await glpi.bringToFront();
  const popup = await openPopup(browser);
  await popupTab(popup, 'waiting');
  const { login, password } = await firstPasswordShown(popup, job, picture);
  step(`the account ${login} exists; its first password is shown once`);

  await signInAsNewPerson(stranger, job, login, password);
  step(`${login} signs in to GLPI with it`);

  const late = await openForm(link);
  if (late.prefilled.length > 0) throw new Error('the used link still shows a form to fill in');
  if ((await early.submit(job.person)).status === 200 && (await secondAccount(popup))) {
    throw new Error('the link made a second account');
  }
  step('the link says that it was used, and makes no second account');
  await stranger.close();
  return { link, login };
}

async function firstPasswordShown(
  popup: BrowserPage,
  job: MainJob,
  picture: NonNullable<MainJob['picture']>,
) {
  await popup.surface.waitFor('[data-test=registration]', { timeout: 45_000 });
  await picture('popup-waiting', popup);
  const given = await firstPassword(popup, job.person[2]);
  return given;
}

async function signInAsNewPerson(
  stranger: Stranger,
  job: MainJob,
  login: string,
  password: string,
): Promise<void> {
  const page = await stranger.open(`${job.site}/`);
  await signIn(page, job.site, login, password);
  await page.close();
}

/** Whether anything new waits or was admitted after the one registration; GLPI was asked in between. */
async function secondAccount(popup: BrowserPage): Promise<boolean> {
  await popupTab(popup, 'waiting');
  await until(async () => (await popup.surface.count('[aria-busy="true"]')) === 0, 'the popup to be at rest');
  return (await popup.surface.count('[data-test=registration]')) > 1;
}
