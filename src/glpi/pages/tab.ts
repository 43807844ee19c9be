import { type Browsing, readPage, send } from './page.ts';

/** Longer than any of our own limits: GLPI answers only when the request before this one is done with the session. */
const patienceMs = 120_000;

/**
 * The content of a tab of `page`, by the tab's name; null where the page has no such tab. GLPI 10 and 11 take whatever
 * tab is asked for as the one to open next time (ajax/common.tabs.php): where that was another one, it is told again.
 */
export async function readTab(browsing: Browsing, page: Document, name: string): Promise<Document | null> {
  const address = tabAddress(page, browsing, name);
  if (address === null) return null;
  const openBefore = openTab(page, browsing);
  let tab: Document;
  try {
    tab = await readPage(browsing, address);
  } catch (thrown) {
    // GLPI may still be at work, and remembers the tab when it is done: not waited for.
    void openNextTime(browsing, address, openBefore);
    throw thrown;
  }
  await openNextTime(browsing, address, openBefore);
  return tab;
}

/**
 * The address of a tab's content, found by the tab's name in a page of GLPI's: in `href` up to 10, in
 * `data-glpi-ajax-content` in 11. It holds the id of the item, which must not be guessed. Relative to the base.
 */
export function tabAddress(page: ParentNode, browsing: Browsing, tab: string): string | null {
  for (const link of page.querySelectorAll('a[href], a[data-glpi-ajax-content]')) {
    const address = addressIn(link, browsing);
    if (address !== null && parameter(address, '_glpi_tab') === tab) return address;
  }
  return null;
}

function addressIn(link: Element, browsing: Browsing): string | null {
  for (const address of [link.getAttribute('data-glpi-ajax-content'), link.getAttribute('href')]) {
    if (!address?.includes('/ajax/common.tabs.php')) continue;
    const whole = new URL(address, `${browsing.base}/`).href;
    if (whole.startsWith(`${browsing.base}/`)) return whole.slice(browsing.base.length);
  }
  return null;
}

const parameter = (address: string, name: string) =>
  new URL(address, 'https://tab.invalid').searchParams.get(name);

/** The tab that GLPI opens this page on: the narrow screen's list of tabs has it chosen (src/Ajax.php, createTabs). */
function openTab(page: Document, browsing: Browsing): string | null {
  const chosen = page.querySelector('#tabspanel-select option[selected]')?.getAttribute('value') ?? '';
  const link = page.querySelectorAll('#tabspanel a')[/^\d+$/.test(chosen) ? Number(chosen) : -1];
  const address = link === undefined ? null : addressIn(link, browsing);
  return address === null ? null : parameter(address, '_glpi_tab');
}

/** As GLPI's own script does when a tab is pressed. What comes of it is no matter: this is for good manners. */
async function openNextTime(browsing: Browsing, address: string, tab: string | null): Promise<void> {
  if (tab === null || tab === parameter(address, '_glpi_tab')) return;
  const query = new URLSearchParams({ itemtype: parameter(address, '_itemtype') ?? '', tab_key: tab });
  try {
    const signal = AbortSignal.timeout(patienceMs);
    const answer = await send(browsing, `/ajax/updatecurrenttab.php?${query}`, { signal });
    await answer.body?.cancel();
  } catch {
    // GLPI then opens on the tab that was read.
  }
}
