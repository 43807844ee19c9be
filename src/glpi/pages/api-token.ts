import { fail } from '../../invite/problem.ts';
import { type Browsing, csrfOf, postForm, readPage } from './page.ts';

/** The main tab of "My settings" (recordings/pages, preferences-tab). */
function preferencesTab(browsing: Browsing): string {
  const target = encodeURIComponent(
    `${new URL(browsing.base).pathname.replace(/\/$/, '')}/front/preference.php`,
  );
  return `/ajax/common.tabs.php?_glpi_tab=User%241&main_class=tab_cadre_fixe&_target=${target}&_itemtype=Preference&id=0`;
}

// `api_token` in GLPI 11, `_api_token` in GLPI 10.
const tokenField = 'input[name="api_token"], input[name="_api_token"]';
const regenerateField =
  'input[name="_regenerate_api_token"], input[name="_reset_api_token"][type="checkbox"]';

/**
 * The admin's own API token, from "My settings". Fails with `noApiToken` where none was ever made, and with
 * `pageUnreadable` where the page has no such field.
 */
export async function readApiToken(browsing: Browsing): Promise<{ token: string }> {
  const tab = await readPage(browsing, preferencesTab(browsing));
  const token = tokenIn(tab);
  if (token !== '') return { token };
  // GLPI 10 shows no field at all before the first token; the box that makes one is there in both versions.
  if (tab.querySelector(regenerateField)) fail('noApiToken', {}, 'makeApiToken');
  fail('pageUnreadable');
}

function tokenIn(tab: ParentNode): string {
  return tab.querySelector<HTMLInputElement>(tokenField)?.value.trim() ?? '';
}

/** Makes an API token where there is none, as ticking "Regenerate" and saving would. One that exists is left as it is. */
export async function makeApiToken(browsing: Browsing): Promise<{ token: string }> {
  const tab = await readPage(browsing, preferencesTab(browsing));
  const existing = tokenIn(tab);
  if (existing !== '') return { token: existing };
  const regenerate = tab.querySelector<HTMLInputElement>(regenerateField);
  const form = regenerate?.closest('form');
  const userId = form?.querySelector<HTMLInputElement>('input[name="id"]')?.value;
  const csrf = form && csrfOf(tab);
  if (!regenerate || !userId || !csrf) fail('pageUnreadable');
  await postForm(
    browsing,
    '/front/preference.php',
    { id: userId, [regenerate.name]: '1', update: '1' },
    csrf,
  );
  return await readApiToken(browsing);
}
