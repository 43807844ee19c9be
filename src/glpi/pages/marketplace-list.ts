import type { InstalledList, MarketplaceList, PluginCard } from '../checks.ts';
import { quote, wordsOf } from '../quote.ts';
import { type Browsing, documentOf, send } from './page.ts';

type Listed = Omit<MarketplaceList, 'step'>;

/** The first page of the marketplace. Uses GLPI's day-old memory of the key, so it is read after the key's own tab. */
export async function readMarketplace(browsing: Browsing): Promise<MarketplaceList> {
  return { step: 'marketplace', ...(await readList(browsing, 'discover')) };
}

/** The installed plugins; makes GLPI ask the vendor for its list anew. */
export async function readInstalled(browsing: Browsing): Promise<InstalledList> {
  return { step: 'plugins', ...(await readList(browsing, 'installed')) };
}

async function readList(browsing: Browsing, tab: 'discover' | 'installed'): Promise<Listed> {
  const query = new URLSearchParams({
    action: 'refresh_plugin_list',
    tab,
    page: '1',
    force: '0',
    tag: '',
    filter: '',
    sort: 'sort-alpha-asc',
  });
  const response = await send(browsing, `/ajax/marketplace.php?${query}`, {
    headers: { Accept: 'text/html' },
  });
  const total = Number.parseInt(response.headers.get('X-GLPI-Marketplace-Total') ?? '', 10);
  const page = await documentOf(response);
  const nothing = { says: null, total: null, warning: null, plugins: [] };
  if (response.status === 403 || (response.ok && page.body.children.length === 0 && Number.isNaN(total)))
    return { verdict: 'noRight', ...nothing };
  if (!response.ok) return { verdict: 'unknown', ...nothing };
  return listIn(page, Number.isNaN(total) ? null : total);
}

/** What a list of the marketplace says. */
export function listIn(page: Document, total: number | null): Listed {
  const plugins = [...page.querySelectorAll('[data-key]')].map(cardOf).slice(0, 300);
  const alert = page.querySelector('.alert.alert-important.alert-warning');
  if (alert !== null && plugins.length === 0) {
    const links = [...alert.querySelectorAll('a[href]')].map((link) => link.getAttribute('href') ?? '');
    return { verdict: verdictOf(links), says: wordsOf(alert), total, warning: null, plugins };
  }
  const warning = page.querySelector('li.warning');
  const isList = plugins.length > 0 || warning !== null || total !== null;
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

function cardOf(card: Element): PluginCard {
  const key = quote(card.getAttribute('data-key'));
  const titleOf = (element: Element | null) => quote(element?.getAttribute('title') || element?.textContent);
  const [action, control] = controlOf(card);
  const badge = card.querySelector('.offers .badge:not(.glpi-network), .offers .badge');
  return {
    key,
    name: quote(card.querySelector('.title, h3')?.textContent) || key,
    description: quote(card.querySelector('.description')?.textContent),
    action,
    says: titleOf(control),
    offer: badge === null ? null : quote(badge.textContent) || titleOf(badge),
  };
}

function controlOf(card: Element): [PluginCard['action'], Element | null] {
  const controls: readonly [PluginCard['action'], string][] = [
    ['needsOffer', '.need_offers'],
    ['byHand', '.download_manually'],
    ['unsupported', '.buttons .error, .buttons .ti-ban, .buttons .fa-ban'],
    ['update', '[data-action="update_plugin"]'],
    ['download', '[data-action="download_plugin"]'],
  ];
  for (const [action, selector] of controls) {
    const control = card.querySelector(selector);
    if (control !== null) return [action, control];
  }
  return ['none', null];
}
