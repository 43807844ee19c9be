/**
 * A personal link in a real browser, one line a step: what the browser tests and `npm run test:live` run, at GLPI 10 and
 * 11. Throws at the first step that does not hold.
 */
import type { BrowserPage, ExtensionBrowser, Stranger } from './browser/browsers.ts';
import { until } from './browser/driver/until.ts';
import { openPopup, personalFromPanel, popupTab, setPassword, signIn } from './browser/journey.ts';
import { openPasswordPage } from './password-stranger.ts';

export interface PersonalJob {
  readonly browser: ExtensionBrowser;
  readonly site: string;
  /** A page of GLPI where the admin is signed in; the extension is connected. */
  readonly glpi: BrowserPage;
  /** First name, last name, e-mail; unique at a real GLPI. */
  readonly person: readonly [firstName: string, lastName: string, email: string];
  /** Names of the profile and the entity as the panel offers them; its defaults where left out. */
  readonly grant?: {
    readonly profile: string;
    readonly entity: string;
    /** Which of GLPI's two interfaces the profile has. */
    readonly interface: 'helpdesk' | 'central';
  };
  readonly step: (line: string) => void;
  /** Takes a picture, where pictures are wanted. */
  readonly picture?: (name: string, page: BrowserPage) => Promise<void>;
}

const password = 'Their own Passw0rd!';

export interface PersonalJobDone {
  readonly link: string;
  readonly login: string;
}

export async function personalJob(job: PersonalJob): Promise<PersonalJobDone> {
  const { browser, site, glpi, person, step } = job;
  const picture = job.picture ?? (async () => {});
  await glpi.bringToFront();
  const { link, login } = await personalFromPanel(glpi, site, person, {
    ...(job.grant ? { grant: job.grant } : {}),
    filledIn: () => picture('personal-panel', glpi),
  });
  await picture('personal-link', glpi);
  if (!/\/front\/(lost|init)password\.php\?password_forget_token=[0-9a-f]{40}$/.test(link))
    throw new Error(`not a link with a token of 160 bits: ${link.replace(/=.*/, '=…')}`);
  step(`the admin invites ${person[0]} ${person[1]}: the account ${login} exists, and there is a link`);

  const early = await openPasswordPage(link);
  if (!early.hasForm) throw new Error('the link shows no form');
  if ((await openPasswordPage(link.replace(/[0-9a-f]{40}$/, '0'.repeat(40)))).hasForm)
    throw new Error('a wrong token opens the page');
  step('opening the link consumes nothing; a wrong token opens nothing');

  const stranger = await browser.stranger();
  await setPassword(stranger, link, password, (page) => picture('personal-password', page));
  step('a stranger opens it and sets a password of their own on GLPI’s page');

  const seen = await signInAndLook(stranger, job, login, picture);
  if (job.grant) {
    const { profile, entity, interface: face } = job.grant;
    if (seen.interface !== face) throw new Error(`the ${seen.interface} interface instead of ${face}`);
    for (const name of [profile, entity])
      if (!seen.menu.includes(name)) throw new Error(`the signed-in page does not say ${name}`);
  }
  step(`${login} signs in with it, and sees the interface of the granted profile in the granted entity`);

  const late = await openPasswordPage(link);
  if (late.hasForm) throw new Error('the used link still shows a form');
  await early.set('Somebody else’s Passw0rd!');
  await signInAndLook(stranger, job, login, async () => {});
  step('the second time the link does nothing: the password stays');
  await stranger.close();

  await glpi.bringToFront();
  const popup = await openPopup(browser);
  await popupTab(popup, 'open');
  await until(
    async () => {
      await popup.bringToFront();
      return !(await popup.surface.digest()).includes(person[2]);
    },
    async () => `the popup to see that they came in; it says: ${await popup.surface.digest()}`,
    { timeout: 60_000 },
  );
  await popup.close();
  step('the extension sees that they came in');
  return { link, login };
}

/** Signs in as the new person; gives which interface they land in, and what GLPI's menu says of profile and entity. */
async function signInAndLook(
  stranger: Stranger,
  job: PersonalJob,
  login: string,
  picture: (name: string, page: BrowserPage) => Promise<void>,
): Promise<{ interface: 'helpdesk' | 'central'; menu: string }> {
  const page = await stranger.open(`${job.site}/front/logout.php?noAUTO=1`);
  await signIn(page, job.site, login, password);
  await picture('personal-signed-in', page);
  const isHelpdesk = /\/Helpdesk|\/front\/helpdesk\.public\.php/.test(await page.url());
  // The entity's full name stands in a title of the menu.
  const menu = await page.surface.evaluate(
    (root) => root.querySelector('.user-menu-dropdown-toggle')?.parentElement?.outerHTML ?? '',
  );
  await page.close();
  return { interface: isHelpdesk ? 'helpdesk' : 'central', menu };
}
