import type { InstalledList, MarketplaceList, PluginCard, PluginShelf } from '../checks.ts';
import { quote, wordsOf } from '../quote.ts';
import { type Browsing, documentOf, readPage, send } from './page.ts';
import { readTab } from './tab.ts';

type Listed = Omit<MarketplaceList, 'step'>;

/** The first page of the marketplace. Uses GLPI's day-old memory of the key, so it is read after the key's own tab. */
export async function readMarketplace(browsing: Browsing): Promise<MarketplaceList> {
  return { step: 'marketplace', ...(await readList(browsing, { tab: 'discover', sort: 'sort-alpha-asc' })) };
}

/** The installed plugins; makes GLPI ask the vendor for its list anew. */
export async function readInstalled(browsing: Browsing): Promise<InstalledList> {
  return { step: 'plugins', ...(await readList(browsing, { tab: 'installed', sort: 'sort-alpha-asc' })) };
}

/** GLPI shows twelve plugins a page. What comes after the three most downloaded pages is nothing to recommend. */
const mostPages = 3;

/**
 * The most downloaded plugins of one category of GLPI's, at most three requests; '' is of all of them, with the
 * categories there are, which takes three more. GLPI asks the vendor about each category once an hour.
 */
export async function readShelf(browsing: Browsing, category: string): Promise<PluginShelf> {
  const wanted = { tab: 'discover', sort: 'sort-dl', tag: category } as const;
  let list = await readList(browsing, wanted);
  for (let page = 2; page <= mostPages && hasMore(list); page += 1) {
    const next = await readList(browsing, { ...wanted, page });
    if (next.verdict !== 'open' || next.plugins.length === 0) break;
    const known = new Set(list.plugins.map(({ key }) => key));
    const fresh = next.plugins.filter(({ key }) => !known.has(key));
    list = { ...list, warning: list.warning ?? next.warning, plugins: [...list.plugins, ...fresh] };
  }
  const isAll = category === '' && list.verdict === 'open';
  return { ...list, categories: isAll ? await readCategories(browsing) : null };
}

const hasMore = ({ verdict, plugins, total }: Listed) => verdict === 'open' && plugins.length < (total ?? 0);

/** The tags beside GLPI's own list of plugins to discover; none where the page does not show them. */
async function readCategories(browsing: Browsing): Promise<NonNullable<PluginShelf['categories']>> {
  const page = await readPage(browsing, '/front/marketplace.php');
  const tab = await readTab(browsing, page, 'Glpi\\Marketplace\\View$1');
  return tab === null ? [] : categoriesIn(tab);
}

/** What the marketplace's tab "Discover" names as tags. The first, without a key, means all. */
export function categoriesIn(tab: Document): NonNullable<PluginShelf['categories']> {
  return [...tab.querySelectorAll('.plugins-tags [data-tag]')]
    .map((tag) => ({ key: tag.getAttribute('data-tag') ?? '', name: quote(tag.textContent) }))
    .filter(({ key, name }) => key !== '' && key.length <= 200 && name !== '')
    .slice(0, 60);
}

interface Wanted {
  readonly tab: 'discover' | 'installed';
  readonly sort: 'sort-alpha-asc' | 'sort-dl';
  readonly tag?: string;
  readonly page?: number;
}

async function readList(browsing: Browsing, { tab, sort, tag = '', page = 1 }: Wanted): Promise<Listed> {
  const query = new URLSearchParams({
    action: 'refresh_plugin_list',
    tab,
    page: String(page),
    force: '0',
    tag,
    filter: '',
    sort,
  });
  const response = await send(browsing, `/ajax/marketplace.php?${query}`, {
    headers: { Accept: 'text/html' },
  });
  const total = Number.parseInt(response.headers.get('X-GLPI-Marketplace-Total') ?? '', 10);
  const list = await documentOf(response);
  const nothing = { says: null, total: null, warning: null, plugins: [] };
  if (response.status === 403 || (response.ok && list.body.children.length === 0 && Number.isNaN(total)))
    return { verdict: 'noRight', ...nothing };
  if (!response.ok) return { verdict: 'unknown', ...nothing };
  return listIn(list, Number.isNaN(total) ? null : total);
}

/** What a list of the marketplace says. The installed plugins are listed below a warning, too. */
export function listIn(page: Document, total: number | null): Listed {
  const plugins = [...page.querySelectorAll('[data-key]')].map((card) => cardOf(card, page)).slice(0, 300);
  const alert = page.querySelector('.alert.alert-important.alert-warning');
  if (alert !== null) {
    const links = [...alert.querySelectorAll('a[href]')].map((link) => link.getAttribute('href') ?? '');
    return { verdict: verdictOf(links), says: wordsOf(alert), total, warning: null, plugins };
  }
  const warning = page.querySelector('li.warning');
  // A list of nothing is GLPI's closing script alone.
  const isEmpty =
    page.body.querySelector('script') !== null && page.body.querySelector(':not(script)') === null;
  const isList = plugins.length > 0 || warning !== null || total !== null || isEmpty;
  return {
    verdict: isList ? 'open' : 'unknown',
    says: null,
    total,
    warning: warning === null ? null : wordsOf(warning),
    plugins,
  };
}

/** GLPI's links tell the case in any language (network-key.md 3). */
function verdictOf(links: readonly string[]): Listed['verdict'] {
  const leadsTo = (tab: RegExp) => links.some((link) => tab.test(link));
  if (leadsTo(/forcetab=Config(\$|%24)5/i)) return 'unreachable';
  if (leadsTo(/forcetab=GLPINetwork(\$|%24)1/i)) return 'notValid';
  return links.length > 0 && links.every((link) => /^https?:/i.test(link)) ? 'ended' : 'unknown';
}

function cardOf(card: Element, page: Document): PluginCard {
  const key = quote(card.getAttribute('data-key'));
  const { action, says } = controlOf(card, page);
  const badge = card.querySelector('.offers .badge:not(.glpi-network), .offers .badge');
  return {
    key,
    name: quote(card.querySelector('.title, h3')?.textContent) || key,
    description: quote(card.querySelector('.description')?.textContent),
    action,
    says,
    offer: badge === null ? null : quote(badge.textContent) || titleOf(badge),
  };
}

type Control = Pick<PluginCard, 'action' | 'says'>;

/** What stands in the way counts before what is offered (src/Marketplace/View.php, getButtons). */
function controlOf(card: Element, page: Document): Control {
  const offer = card.querySelector('.need_offers');
  if (offer !== null) return { action: 'needsOffer', says: titleOf(offer) };
  const archive = card.querySelector('.download_manually');
  if (archive !== null) {
    // The same button with another sign: a folder under version control, which GLPI leaves alone.
    const isVersioned = archive.querySelector('.ti-ban, .fa-ban') !== null;
    return { action: isVersioned ? 'unsupported' : 'byHand', says: titleOf(archive) };
  }
  // A version or an extension of PHP that is missing: its words are in a tooltip outside the card.
  const error = card.querySelector('.plugin-error');
  if (error !== null) {
    const tooltip = [...page.querySelectorAll('[id]')].find(({ id }) => id === `content${error.id}`);
    return { action: 'unsupported', says: tooltip === undefined ? titleOf(error) : wordsOf(tooltip) };
  }
  const renewal = card.querySelector('[data-action="update_plugin"], .fa-caret-square-up, .ti-caret-up');
  if (renewal !== null) return { action: 'update', says: titleOf(renewalButton(renewal, card)) };
  const download = card.querySelector('[data-action="download_plugin"]');
  if (download !== null) return { action: 'download', says: titleOf(download) };
  return { action: 'none', says: '' };
}

/** 11 asks again in a dialogue: what it says stands on the button that opens it. */
function renewalButton(renewal: Element, card: Element): Element {
  const dialogue = renewal.closest('.modal')?.id ?? '';
  const opener = [...card.querySelectorAll('[data-bs-target]')].find(
    (one) => dialogue !== '' && one.getAttribute('data-bs-target') === `#${dialogue}`,
  );
  return opener ?? renewal.closest('button') ?? renewal;
}

/** A button's words. GLPI puts line breaks into titles. */
function titleOf(element: Element): string {
  return quote(element.getAttribute('title')?.replace(/<br\s*\/?>/gi, ' ') || element.textContent);
}
