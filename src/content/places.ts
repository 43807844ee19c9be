/**
 * Where things stand in GLPI's own pages. By structure alone, never by text: GLPI speaks seventy languages. With the
 * menu at the side they are in the header, with the menu on top in a bar of their own below it (GLPI 10 and 11 alike).
 */

/** The pages that get the button: the list of users, a user, the new-user form; below any path GLPI lives at. */
export function isUsersPage(path: string): boolean {
  return /\/front\/user(\.form)?\.php$/.test(path);
}

/** GLPI 11 says on its root element how it is themed; GLPI 10 knows no such attribute. */
export function isGlpi11(document: Document): boolean {
  return document.documentElement.hasAttribute('data-glpi-theme');
}

/** GLPI's own list of "Add", "Search" and so on, right of the breadcrumb. */
const contextLinks = ':is(header.navbar, .secondary-bar) ul.nav.navbar-nav.border-start';
const addLink = 'a[href$="/front/user.form.php"]';
const breadcrumb = ':is(header.navbar, .secondary-bar) ol.breadcrumb';

/** Puts `item` beside GLPI's own "Add"; false where this page has no such place (yet). */
export function placeBesideAdd(document: Document, item: HTMLLIElement): boolean {
  const links = document.querySelector(contextLinks);
  if (links !== null) {
    const add = links.querySelector(addLink)?.closest('li');
    if (add) add.after(item);
    else links.prepend(item);
    return true;
  }
  // Without any right of its own to show there, GLPI leaves the whole list out.
  const trail = document.querySelector(breadcrumb);
  if (trail === null) return false;
  const list = document.createElement('ul');
  list.className = 'nav navbar-nav border-start border-left ps-1 ps-sm-2 flex-row';
  list.append(item);
  trail.after(list);
  return true;
}

/** The form for a new user, below any path GLPI lives at: the page of no user. */
export function isNewUserPage({ pathname, search }: Pick<Location, 'pathname' | 'search'>): boolean {
  return /\/front\/user\.form\.php$/.test(pathname) && !/[?&]id=[1-9]/.test(search);
}

/** Puts `element` above everything else of the page's own content. */
export function placeAtTop(document: Document, element: Element): void {
  (document.querySelector('main#page, main') ?? document.body).prepend(element);
}

/** Takes `item` away, and the list around it where that was ours and holds nothing else. */
export function takeAway(item: Element): void {
  const list = item.parentElement;
  item.remove();
  if (list?.tagName === 'UL' && list.children.length === 0) list.remove();
}

/** The classes of a button that is not the main one there, in GLPI's own look. */
export function secondaryButtonClass(document: Document): string {
  return isGlpi11(document)
    ? 'btn btn-sm btn-ghost-secondary me-1 pe-2'
    : 'btn btn-icon btn-sm btn-outline-secondary me-1 pe-2';
}

/**
 * From which width on the label is shown beside the icon. GLPI shows its own only on the widest screens, where ours
 * would be overlooked; in GLPI 10 there is no room for it earlier.
 */
export function labelClass(document: Document): string {
  return isGlpi11(document) ? 'd-none d-lg-block' : 'd-none d-xxl-block';
}

/** Whether GLPI shows itself dark. GLPI 10 has only its colours to tell by. */
export function isDark(document: Document): boolean {
  const told = document.documentElement.getAttribute('data-glpi-theme-dark');
  if (told !== null) return told === '1';
  const surface = document.querySelector('main#page, main') ?? document.body;
  for (let at: Element | null = surface; at !== null; at = at.parentElement) {
    const light = luminance(getComputedStyle(at).backgroundColor);
    if (light !== null) return light < 0.4;
  }
  return false;
}

/** How light a computed colour is, from 0 to 1; null where it lets through what is behind it. */
function luminance(color: string): number | null {
  const [red, green, blue, alpha] = (color.match(/[\d.]+/g) ?? []).map(Number);
  if (red === undefined || green === undefined || blue === undefined || (alpha ?? 1) < 0.5) return null;
  return (0.299 * red + 0.587 * green + 0.114 * blue) / 255;
}
