import { type Browsing, send } from './page.ts';

/**
 * How GLPI says an English text of its own in the language of this session. It gives all its translations to its own
 * scripts; no right is needed. Null where it does not: then the text is not known, and nothing is concluded from it.
 */
export async function wordingOf(browsing: Browsing, english: string): Promise<string | null> {
  try {
    const response = await send(browsing, '/front/locale.php?domain=glpi', {
      headers: { Accept: 'application/json' },
    });
    if (!response.ok) return null;
    const texts: unknown = await response.json();
    if (typeof texts !== 'object' || texts === null) return null;
    const found: unknown = (texts as Record<string, unknown>)[english];
    const form: unknown = Array.isArray(found) ? found[0] : found;
    return typeof form === 'string' && form !== '' ? form : null;
  } catch {
    return null;
  }
}
