import type { VersionCheck } from '../checks.ts';
import { quote } from '../quote.ts';
import { settingsPage } from './api-settings.ts';
import { type Browsing, readPage, send } from './page.ts';
import { languageOf, wordingOf } from './wording.ts';

/** What GLPI says where the answer was empty: the one failure without curl's words (10, then 11). */
const emptyAnswers = ['No data available on the web site', 'No data available on the website'];

/**
 * Makes GLPI look for a newer version of itself, as its own button does: its server calls another host than the
 * vendor's, by the same road. Two requests; two more for GLPI's wording, where it names no version. The messages that waited for the admin come along, since reading them
 * takes them away (network-key.md 4.2).
 */
export async function checkVersion(browsing: Browsing): Promise<VersionCheck> {
  const asked = await send(browsing, `${settingsPage}?check_version`, { redirect: 'manual' });
  await asked.body?.cancel();
  const nothing = { step: 'version', result: 'unknown', error: null } as const;
  if (asked.status === 403) return { ...nothing, says: [] };
  const response = await send(browsing, '/ajax/displayMessageAfterRedirect.php?get_raw=1', {
    headers: { Accept: 'application/json' },
  });
  const says = sayingsIn(await response.json().catch(() => null));
  const error = says.map(curlPart).find((part) => part !== null);
  if (error !== undefined) return { step: 'version', result: 'failed', error, says };
  if (says.length === 0) return { ...nothing, says };
  const isEmpty = await saysNoData(browsing, says);
  if (isEmpty === null) return { ...nothing, says };
  return { step: 'version', result: isEmpty ? 'failed' : 'reached', error: null, says };
}

/** Level -> texts; PHP writes a map with the keys 0, 1, … as a list. */
function sayingsIn(raw: unknown): string[] {
  if (typeof raw !== 'object' || raw === null) return [];
  return (
    Object.values(raw)
      .flat()
      .filter((one): one is string => typeof one === 'string')
      // Toasts are HTML: what is to be shown is their text.
      .map((one) => quote(new DOMParser().parseFromString(one, 'text/html').body.textContent))
      .slice(0, 20)
  );
}

/** Curl's own English, which GLPI puts into brackets: at the end of its sentence, or in its midst (German, Japanese). */
function curlPart(text: string): string | null {
  const inner = /[(（](.{6,})[)）]/.exec(text)?.[1] ?? null;
  return inner !== null &&
    /resolv|connect|certificate|SSL|timed out|proxy|reach|refused|tunnel|error|denied/i.test(inner)
    ? inner
    : null;
}

/** Null where GLPI's wording is not known: it may then be either. */
async function saysNoData(browsing: Browsing, says: readonly string[]): Promise<boolean | null> {
  if (says.some((one) => emptyAnswers.some((english) => one.includes(english)))) return true;
  // A version number is news from the outside.
  if (says.some((one) => /\d+\.\d+/.test(one))) return false;
  const language = languageOf(await readPage(browsing, settingsPage));
  const wording = await wordingOf(browsing, language, ...emptyAnswers);
  return wording === null ? null : says.some((one) => one.includes(quote(wording)));
}
