import { fail } from '../../invite/problem.ts';
import { type Browsing, csrfOf, postForm, readPage } from './page.ts';
import { readTab, tabAddress } from './tab.ts';

/** Setup > General, and its tab "API": the eighth of the Config class in 10.0.14 and 11.0.6 alike. */
export const settingsPage = '/front/config.form.php';
const apiTab = 'Config$8';

interface ApiSettings {
  readonly tab: Document;
  readonly configId: string;
  readonly csrf: string;
}

/** The API tab. Fails with `mendRefused` where the admin may not change GLPI's configuration. */
export async function readApiSettings(browsing: Browsing): Promise<ApiSettings> {
  const page = await readPage(browsing, settingsPage);
  const address = tabAddress(page, browsing, apiTab);
  if (address === null) fail('mendRefused');
  const configId = new URL(address, 'https://tab.invalid').searchParams.get('id') ?? '';
  const tab = await readTab(browsing, page, apiTab);
  const csrf = (tab && csrfOf(tab)) ?? csrfOf(page);
  if (!tab?.querySelector('[name="enable_api"]') || !/^\d+$/.test(configId) || !csrf) fail('pageUnreadable');
  return { tab, configId, csrf };
}

/** Whether a yes/no setting is on: a select in GLPI 10, a checkbox in GLPI 11. */
function isOn(tab: ParentNode, name: string): boolean {
  const select = tab.querySelector<HTMLSelectElement>(`select[name="${name}"]`);
  if (select) return select.querySelector('option[selected]')?.getAttribute('value') === '1';
  return tab.querySelector(`input[type="checkbox"][name="${name}"]`)?.hasAttribute('checked') ?? false;
}

/** Switches on the REST API and the login to it by API token, and nothing else; looks whether it worked (live.md 2). */
export async function turnApiOn(browsing: Browsing): Promise<{ done: true }> {
  const { configId, csrf } = await readApiSettings(browsing);
  const fields = { id: configId, enable_api: '1', enable_api_login_external_token: '1', update: '1' };
  await postForm(browsing, settingsPage, fields, csrf);
  const after = await readApiSettings(browsing);
  if (!isOn(after.tab, 'enable_api') || !isOn(after.tab, 'enable_api_login_external_token'))
    fail('mendRefused');
  return { done: true };
}

/**
 * Switches mailing on in GLPI's configuration, which is all that its set-password page asks for, and nothing else: while
 * "Enable followup" is off, GLPI sends no mail. Whether it worked shows in the configuration that the API tells.
 */
export async function openPasswordPage(browsing: Browsing): Promise<{ done: true }> {
  const { configId, csrf } = await readApiSettings(browsing);
  await postForm(browsing, settingsPage, { id: configId, notifications_mailing: '1', update: '1' }, csrf);
  return { done: true };
}

const clientPage = '/front/apiclient.form.php';

/**
 * Adds an API client that lets in exactly one address and wants no app token (live.md 3). Whether it worked shows in
 * the next API call.
 */
export async function letAddressIn(
  browsing: Browsing,
  address: string,
  name: string,
): Promise<{ done: true }> {
  const page = await readPage(browsing, clientPage);
  const csrf = csrfOf(page) ?? (await readApiSettings(browsing)).csrf;
  const range = address.includes(':')
    ? { ipv4_range_start: '', ipv4_range_end: '', ipv6: address }
    : { ipv4_range_start: address, ipv4_range_end: address, ipv6: '' };
  await postForm(browsing, clientPage, { name, is_active: '1', ...range, dolog_method: '0', add: '1' }, csrf);
  return { done: true };
}

/** The app tokens of GLPI's API clients, as an admin may read them there. Changes nothing. Memory only. */
export async function readAppTokens(browsing: Browsing): Promise<{ tokens: string[] }> {
  const { tab } = await readApiSettings(browsing);
  const ids = new Set<string>();
  for (const link of tab.querySelectorAll('a[href*="apiclient.form.php?"]')) {
    const id = new URL(link.getAttribute('href') ?? '', `${browsing.base}/front/`).searchParams.get('id');
    if (id && /^\d+$/.test(id)) ids.add(id);
  }
  const target = encodeURIComponent(`${new URL(browsing.base).pathname.replace(/\/$/, '')}${clientPage}`);
  const tokens: string[] = [];
  for (const id of [...ids].slice(0, 50)) {
    const client = await readPage(
      browsing,
      `/ajax/common.tabs.php?_glpi_tab=APIClient%24main&_target=${target}&_itemtype=APIClient&id=${id}`,
    );
    const token = client.querySelector<HTMLInputElement>('input[name="app_token"]')?.value.trim();
    if (token) tokens.push(token);
  }
  return { tokens };
}
