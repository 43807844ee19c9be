import type { KeyHistory } from '../checks.ts';
import { quote } from '../quote.ts';
import type { Browsing } from './page.ts';
import { readSetupTab } from './setup-tab.ts';

/**
 * The history of GLPI's configuration: whether a key was ever saved. GLPI masks its value there. Only the newest rows
 * are looked at, so that "never" is not certain on a busy GLPI. Two requests.
 */
export async function readKeyHistory(browsing: Browsing): Promise<KeyHistory> {
  const found = await readSetupTab(browsing, 'Log$1');
  if (found.state !== 'shown')
    return { step: 'history', state: found.state === 'noRight' ? 'noRight' : 'unknown', says: null };
  return historyIn(found.tab);
}

/** What the history's newest rows say. */
export function historyIn(tab: Document): KeyHistory {
  const rows = [...tab.querySelectorAll('tbody tr')];
  const row = rows.find((one) => one.textContent?.includes('glpinetwork_registration_key'));
  if (row !== undefined) {
    const [, date = '', user = ''] = [...row.querySelectorAll('td')].map((cell) => quote(cell.textContent));
    return { step: 'history', state: 'set', says: [date, user].filter((part) => part !== '').join(' · ') };
  }
  const isHistory = tab.querySelector('table, .search-pager, .alert') !== null;
  return { step: 'history', state: isHistory ? 'never' : 'unknown', says: null };
}
