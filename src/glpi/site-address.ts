import type { SiteId } from '../invite/invite.ts';

/** First path segments of GLPI's own URLs: what stands before one of them is the base path of the site. */
const glpiPaths = [
  'front',
  'ajax',
  'Form',
  'Helpdesk',
  'ServiceCatalog',
  'Session',
  'Inventory',
  'Dropdown',
  'UI',
  'plugins',
  'marketplace',
  'apirest.php',
  'api.php',
  'index.php',
  'status.php',
  'pics',
  'public',
  'lib',
  'js',
  'css',
];

/**
 * The site that an address typed, pasted or taken from a tab belongs to; null where it is no http(s) address.
 * `glpi.example.org/glpi/front/user.php?x` gives `https://glpi.example.org/glpi`.
 */
export function siteOf(address: string): SiteId | null {
  const trimmed = address.trim();
  if (trimmed === '' || /\s/.test(trimmed)) return null;
  const complete = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`;
  let url: URL;
  try {
    url = new URL(complete);
  } catch {
    return null;
  }
  if ((url.protocol !== 'https:' && url.protocol !== 'http:') || url.username || url.password) return null;
  // A bare word is a search, not a server; `localhost` and dotted or bracketed hosts are.
  if (!/^(localhost|\[.*\]|.*\..*)$/.test(url.hostname) && complete !== trimmed) return null;
  const segments = url.pathname.split('/').filter(Boolean);
  const first = segments.findIndex((segment) => glpiPaths.includes(segment));
  const base = first === -1 ? segments : segments.slice(0, first);
  return [url.origin, ...base].join('/');
}

/** Whether `url` lies in the site: same origin, and its path below the site's. */
export function isWithin(site: SiteId, url: string): boolean {
  return (
    url === site || url.startsWith(`${site}/`) || url.startsWith(`${site}?`) || url.startsWith(`${site}#`)
  );
}

/** Host and path, as people call a site. */
export function siteName(site: SiteId): string {
  return site.replace(/^https?:\/\//, '');
}

/**
 * The host permission for a site. Without port and path: Firefox grants a pattern with a port and then matches
 * nothing, and paths are ignored in grants (engineering.md 3.2).
 */
export function hostPattern(site: SiteId): string {
  const url = new URL(site);
  return `${url.protocol}//${url.hostname}/*`;
}

/** Where the content script of a site runs: its path is honoured by both browsers, its port cannot be asked for. */
export function scriptPattern(site: SiteId): string {
  const url = new URL(site);
  return `${url.protocol}//${url.hostname}${url.pathname.replace(/\/$/, '')}/*`;
}

/** GLPI's robot check needs a secure context: https, or this machine (forms-and-users.md B6). */
export function isSecure(site: SiteId): boolean {
  const { protocol, hostname } = new URL(site);
  return (
    protocol === 'https:' ||
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127(\.\d{1,3}){3}$/.test(hostname)
  );
}

/** The page of one user in GLPI. */
export function userUrl(site: SiteId, userId: number): string {
  return `${site}/front/user.form.php?id=${userId}`;
}

/** The page of one ticket in GLPI. */
export function ticketUrl(site: SiteId, ticketId: number): string {
  return `${site}/front/ticket.form.php?id=${ticketId}`;
}

/** What one page of GLPI is about. */
export interface ItemShown {
  readonly kind: 'ticket' | 'user';
  readonly id: number;
}

/**
 * Which ticket or user the page at `address` shows, within `site`; null for every other page. PHP takes the last of two
 * parameters of one name, and knows more ways than one to write a name: an address that GLPI could read otherwise than
 * we do shows nothing, or somebody would be shown one ticket and asked about another.
 */
export function itemShown(site: SiteId, address: string): ItemShown | null {
  if (!isWithin(site, address)) return null;
  const [, page, query = ''] =
    /^\/front\/(ticket|user)\.form\.php(?:\?([^#]*))?(?:#.*)?$/.exec(address.slice(site.length)) ?? [];
  if (page !== 'ticket' && page !== 'user') return null;
  const parts = query.split('&').filter((part) => part !== '');
  if (!parts.every((part) => /^[A-Za-z_]\w*(=[^;]*)?$/.test(part))) return null;
  const ids = parts.filter((part) => /^id(=|$)/.test(part));
  const [, digits] = /^id=([1-9]\d{0,9})$/.exec(ids[0] ?? '') ?? [];
  return ids.length === 1 && digits !== undefined ? { kind: page, id: Number(digits) } : null;
}
