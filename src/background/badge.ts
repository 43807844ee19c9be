import browser from 'webextension-polyfill';
import { viewSites } from '../desk/connect.ts';
import type { Environment } from '../desk/environment.ts';

/**
 * The badge tells what needs the admin: a count of registrations, or that a GLPI tab is needed while invites are open.
 * Nothing, where the admin wants none.
 */
export async function showBadge(env: Environment): Promise<void> {
  const { badge } = await env.ledger.noticeSettings();
  if (!badge) return await browser.action.setBadgeText({ text: '' });
  const sites = await viewSites(env);
  const count = sites.reduce((sum, site) => sum + site.needsYou, 0);
  const cutOff = sites.some(
    (site) => site.openInvites > 0 && (site.state === 'tabNeeded' || site.state === 'blocked'),
  );
  const text = count > 0 ? (count > 999 ? '999+' : String(count)) : cutOff ? '!' : '';
  await browser.action.setBadgeText({ text });
  if (text === '') return;
  await browser.action.setBadgeBackgroundColor({ color: count > 0 ? '#b42318' : '#8a5a00' });
  await browser.action.setBadgeTextColor?.({ color: '#ffffff' });
}
