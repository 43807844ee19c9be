import browser from 'webextension-polyfill';
import type { Environment } from '../desk/environment.ts';
import { type Due, takeNotices } from '../desk/notices.ts';
import { itemShown } from '../glpi/site-address.ts';
import { registrationId } from '../invite/registration.ts';
import { t } from '../ui/text.ts';
import { dashboardPage, openDashboard } from './dashboard-tab.ts';
import { grouped, type NoticeText, noticePlace, noticeText } from './notice-text.ts';

/** Chromium takes no longer ids. */
const longestId = 500;

/** Absent until the browser's permission is given: the API comes and goes with it. */
const api = () => browser.notifications as typeof browser.notifications | undefined;

/**
 * Tells the admin what came up since the last time. What nobody wants to be told, and what is being looked at anyway,
 * is written down as told all the same: switching notices on later is about what comes later.
 */
export async function tellNotices(env: Environment): Promise<void> {
  const fresh = await takeNotices(env);
  if (fresh.length === 0 || !api()) return;
  const settings = await env.ledger.noticeSettings();
  const seen = await whatIsLookedAt();
  const news = fresh.filter((due) => settings.kinds[due.kind] && !seen(due));
  for (const group of grouped(news)) await show(noticePlace(group), noticeText(group, settings.showNames));
}

/** The place that a press leads to is the notification's id, so that any life of the background knows it. */
async function show(place: string, { title, body }: NoticeText): Promise<boolean> {
  const notifications = api();
  if (!notifications) return false;
  const id = place.length <= longestId ? place : '#/registrations?state=needsYou';
  const iconUrl = browser.runtime.getURL('icons/128.png');
  // A computer that takes none is no reason to fail: the badge counts on.
  return await notifications.create(id, { type: 'basic', iconUrl, title, message: body }).then(
    () => true,
    () => false,
  );
}

/** One to see whether the computer lets them through. */
export async function showSample(): Promise<boolean> {
  return await show('#/notices', { title: t('notice_sample'), body: t('notice_sampleBody') });
}

function onClicked(id: string): void {
  void api()?.clear(id);
  if (id.startsWith('#/')) void openDashboard(id);
}

/** To be called at the start of the background, and whenever a permission was given: only then the API is there. */
export function listenToPresses(): void {
  const clicked = api()?.onClicked;
  if (clicked && !clicked.hasListener(onClicked)) clicked.addListener(onClicked);
}

/** Tells of each thing whether the admin has it in front of them: in the popup, in the dashboard, or as GLPI's own ticket. */
async function whatIsLookedAt(): Promise<(due: Due) => boolean> {
  if (await isPopupOpen()) return () => true;
  const [tab] = await browser.tabs.query({ active: true, lastFocusedWindow: true });
  const address = tab?.url ?? '';
  const isFront =
    tab?.windowId !== undefined &&
    (await browser.windows.get(tab.windowId).then(
      ({ focused }) => focused,
      () => false,
    ));
  if (!isFront || address === '') return () => false;
  if (address.startsWith(browser.runtime.getURL(dashboardPage))) return () => true;
  return ({ site, registration }) => {
    const shown = itemShown(site, address);
    return shown?.kind === 'ticket' && registration === registrationId(site, shown.id);
  };
}

/** Chromium tells of its contexts, Firefox gives the windows themselves to its background page. */
async function isPopupOpen(): Promise<boolean> {
  const { runtime } = browser as unknown as { runtime: Partial<typeof chrome.runtime> };
  if (runtime.getContexts) return (await runtime.getContexts({ contextTypes: ['POPUP'] })).length > 0;
  return browser.extension.getViews({ type: 'popup' }).length > 0;
}
