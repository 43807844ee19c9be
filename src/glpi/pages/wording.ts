import { type Browsing, send } from './page.ts';

/** The language of this session, as a page of GLPI's tells it to its own scripts; null where it does not. */
export function languageOf(page: ParentNode): string | null {
  for (const script of page.querySelectorAll('script:not([src])')) {
    const language = /i18n\.setLocale\(\s*['"]([A-Za-z]{2,3}(?:_[A-Za-z0-9]{2,4})?)['"]/.exec(
      script.textContent ?? '',
    )?.[1];
    if (language !== undefined) return language;
  }
  return null;
}

/**
 * How GLPI says a text of its own, the first of `english` that it has, in the language of this session. It gives all
 * its translations to its own scripts; no right is needed. 10 knows the language by the session, 11 wants it named, or
 * takes the browser's. Null where that is not known, or GLPI does not say: then nothing is concluded from the text.
 */
export async function wordingOf(
  browsing: Browsing,
  language: string | null,
  ...english: readonly string[]
): Promise<string | null> {
  if (language === null) return null;
  try {
    const response = await send(browsing, `/front/locale.php?domain=glpi&lang=${language}`, {
      headers: { Accept: 'application/json' },
    });
    if (!response.ok) return null;
    const texts: unknown = await response.json();
    if (typeof texts !== 'object' || texts === null) return null;
    for (const one of english) {
      const found: unknown = (texts as Record<string, unknown>)[one];
      const form: unknown = Array.isArray(found) ? found[0] : found;
      if (typeof form === 'string' && form !== '') return form;
    }
    return null;
  } catch {
    return null;
  }
}
