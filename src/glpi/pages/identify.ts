/** What a document says of itself: which GLPI it belongs to, and whether somebody is signed in; null where it is no GLPI. */
export function identify(page: Document, origin: string): { base: string; signedIn: boolean } | null {
  const rootPath = rootDocument(page) ?? rootOfIcon(page, origin);
  if (rootPath === null) return null;
  const looksLikeGlpi =
    page.querySelector(
      'meta[property="glpi:csrf_token"], .user-menu-dropdown-toggle, #login_name, .glpi-logo',
    ) !== null || rootDocument(page) !== null;
  if (!looksLikeGlpi) return null;
  return {
    base: `${origin}${rootPath.replace(/\/+$/, '')}`,
    signedIn: page.querySelector('.user-menu-dropdown-toggle') !== null,
  };
}

/** GLPI 10 and 11 tell the path they are installed under in a script of each page: `"root_doc":"/glpi"`. */
function rootDocument(page: Document): string | null {
  for (const script of page.querySelectorAll('script:not([src])')) {
    const match = /["']?root_doc["']?\s*:\s*("(?:[^"\\]|\\.)*")/.exec(script.textContent ?? '');
    if (!match?.[1]) continue;
    try {
      const path: unknown = JSON.parse(match[1]);
      if (typeof path === 'string' && /^(\/[^?#"<>\s]*)?$/.test(path)) return path;
    } catch {
      // Not JSON after all: another script may tell.
    }
  }
  return null;
}

/** The icon's path is the same in all versions: what stands before it is the root. */
function rootOfIcon(page: Document, origin: string): string | null {
  const href = page.querySelector('link[rel~="icon"]')?.getAttribute('href');
  if (!href) return null;
  const url = new URL(href, `${origin}/`);
  const end = url.pathname.indexOf('/pics/favicon.ico');
  return url.origin === origin && end !== -1 ? url.pathname.slice(0, end) : null;
}
