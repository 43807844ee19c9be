/**
 * The main job as people do it, step by step, in a real browser: at the stand-in GLPI and at any real one. Finds
 * everything by structure, never by GLPI's texts, so that GLPI may speak any language.
 */
import type { BrowserPage, ExtensionBrowser, Stranger } from './browsers.ts';
import { until } from './driver/until.ts';

export const panelHost = 'invite-for-glpi-panel';
export const barHost = 'invite-for-glpi-bar';
export const popupFile = 'src/pages/popup/index.html';
export const welcomeFile = 'src/pages/welcome/index.html';
const patient = { timeout: 90_000 };

/** Signs in on GLPI's own login page, as anybody, unless somebody is signed in there. Ends on whatever page GLPI shows then. */
export async function signIn(page: BrowserPage, site: string, user: string, password: string): Promise<void> {
  await page.goto(`${site}/`);
  await page.surface.waitFor('.user-menu-dropdown-toggle, #login_name', patient);
  if (await page.surface.exists('.user-menu-dropdown-toggle')) return;
  await page.surface.fill('#login_name', user);
  await page.surface.fill('#login_password', password);
  await page.surface.click('form button[type=submit], form input[type=submit]');
  await page.surface.waitFor('.user-menu-dropdown-toggle', patient);
}

/** Grants the host and connects on our own page, mending what stands in the way, until the site is ready. */
export async function connect(browser: ExtensionBrowser, site: string): Promise<BrowserPage> {
  const { protocol, hostname } = new URL(site);
  await browser.willAllow(`${protocol}//${hostname}/*`);
  const page = await browser.openExtensionPage(`${welcomeFile}?site=${encodeURIComponent(site)}`);
  const { surface } = page;
  await surface.waitFor('.step.current, .step.done', patient);
  if (await surface.exists('.step:first-child.current'))
    await surface.click('.step:first-child.current .actions button');
  await mendUntilReady(page);
  return page;
}

/** Presses every mending button that is offered, with its second look, until the third step, "Ready", is reached. */
export async function mendUntilReady(page: BrowserPage): Promise<string[]> {
  const { surface } = page;
  const mended: string[] = [];
  for (let times = 0; times < 6; times += 1) {
    const next = await until(
      async () => {
        if (await surface.exists('.step:nth-child(3):is(.done, .current)')) return 'ready';
        return (await surface.exists('.notice button.primary')) ? 'mend' : undefined;
      },
      async () => `the site to be ready, or a mending button; the page says: ${await surface.digest()}`,
      patient,
    );
    if (next === 'ready') return mended;
    const [name = ''] = await surface.texts('.notice button.primary');
    mended.push(name);
    await surface.click('.notice button.primary');
    await surface.click('.confirm button.primary');
    await surface.waitGone('.confirm', patient);
  }
  throw new Error(`still not ready after mending: ${mended.join(', ')}`);
}

/** Opens the panel from the button on GLPI's Users page. */
export async function openPanel(page: BrowserPage, site: string) {
  await page.goto(`${site}/front/user.php`);
  await page.surface.click('[data-invite-for-glpi] button');
  return await page.closedRoot(panelHost);
}

/** Issues an invite with the panel's defaults, or what `change` makes of them; gives its link. */
export async function issueFromPanel(
  page: BrowserPage,
  site: string,
  change: (panel: BrowserPage['surface']) => Promise<void> = async () => {},
): Promise<string> {
  const panel = await openPanel(page, site);
  await panel.waitFor('form [name=profile]', patient);
  await change(panel);
  await panel.click('form button[type=submit]');
  await panel.waitFor('[data-test=link]', patient);
  return await panel.value('[data-test=link]');
}

/** What a stranger types: first name, last name, e-mail, phone, in the order of the questions. */
export type Person = readonly [firstName: string, lastName: string, email: string, phone: string];

/** Fills in GLPI's own form, ticks "I'm not a robot", waits for the proof of work, and submits. */
export async function register(
  stranger: Stranger,
  link: string,
  person: Person,
  filledIn: (page: BrowserPage) => Promise<void> = async () => {},
): Promise<BrowserPage> {
  const page = await stranger.open(link);
  await page.surface.waitFor('#forms_form_answers', patient);
  const questions = await page.surface.evaluate((root) =>
    [...root.querySelectorAll<HTMLInputElement>('input[name^="answers_"]')].map(({ name }) => name),
  );
  for (const [index, name] of questions.entries()) {
    await page.surface.fill(`input[name="${name}"]`, person[index] ?? '');
  }
  await page.surface.click('altcha-widget input[type=checkbox]');
  await page.surface.waitFor('altcha-widget [data-state="verified"]', patient);
  await filledIn(page);
  await page.surface.click('[data-glpi-form-renderer-action=submit]');
  await page.surface.waitFor('[data-glpi-form-renderer-success]:not(.d-none)', patient);
  return page;
}

/** The popup, as a tab of its size. */
export async function openPopup(browser: ExtensionBrowser): Promise<BrowserPage> {
  const page = await browser.openExtensionPage(popupFile);
  await page.resize(380, 600);
  return page;
}

/** Goes to the popup's part of that name: `invite`, `open` or `waiting`. */
export async function popupTab(popup: BrowserPage, tab: 'invite' | 'open' | 'waiting'): Promise<void> {
  await popup.surface.click(`[role=tab][id$="${tab}"]`, patient);
}

/** Waits in the popup for somebody's registration, and gives them their first password. */
export async function firstPassword(
  popup: BrowserPage,
  email: string,
): Promise<{ login: string; password: string }> {
  await popupTab(popup, 'waiting');
  await popup.surface.waitFor('[data-test=registration]', {
    ...patient,
    text: new RegExp(email.replace(/[.+]/g, '\\$&')),
  });
  await popup.surface.click('[data-test=registration] .actions button.primary');
  await popup.surface.waitFor('[data-test=first-password]', patient);
  return {
    login: (await popup.surface.text('[data-test=first-login]')).trim(),
    password: (await popup.surface.text('[data-test=first-password]')).trim(),
  };
}

/** Invites one known person from the panel; gives the link and the login. */
export async function personalFromPanel(
  page: BrowserPage,
  site: string,
  person: readonly [firstName: string, lastName: string, email: string],
  options: {
    readonly grant?: { readonly profile: string; readonly entity: string };
    readonly filledIn?: () => Promise<void>;
    /** Milliseconds, as the list of lifetimes offers them. */
    readonly lifetime?: number;
  } = {},
): Promise<{ link: string; login: string }> {
  const panel = await openPanel(page, site);
  await panel.waitFor('form [name=profile]', patient);
  // Where there are forms too, a press chooses; GLPI 10 has personal links alone.
  if (await panel.exists('[data-test=kind-personal]')) await panel.click('[data-test=kind-personal]');
  await panel.fill('[name=firstName]', person[0]);
  await panel.fill('[name=lastName]', person[1]);
  await panel.fill('[name=address]', person[2]);
  if (options.grant) {
    await panel.select('[name=profile]', options.grant.profile);
    await panel.fill('[name=entity]', options.grant.entity);
    await panel.press('Enter');
  }
  if (options.lifetime !== undefined) await panel.select('[name=until]', String(options.lifetime));
  await options.filledIn?.();
  await panel.click('form button[type=submit]');
  await panel.waitFor('[data-test=link]', patient);
  const link = await panel.value('[data-test=link]');
  const login = (await panel.text('[data-test=login]')).trim();
  return { link, login };
}

/** Sets a password on GLPI's own page, and waits for the page after it. */
export async function setPassword(
  stranger: Stranger,
  link: string,
  password: string,
  filledIn: (page: BrowserPage) => Promise<void> = async () => {},
): Promise<void> {
  const page = await stranger.open(link);
  await page.surface.waitFor('input[name=password2]', patient);
  await page.surface.fill('input[name=password]', password);
  await page.surface.fill('input[name=password2]', password);
  await filledIn(page);
  // GLPI's button names no type: it submits all the same.
  await page.surface.click('form:has([name=password2]) button[name=update]');
  await page.surface.waitGone('input[name=password2]', patient);
  await page.close();
}
