import type { VersionCheck } from '../checks.ts';
import { quote } from '../quote.ts';
import { settingsPage } from './api-settings.ts';
import { type Browsing, send } from './page.ts';
import { wordingOf } from './wording.ts';

/** What GLPI says where the answer was empty: the one failure without curl's words (10, then 11). */
const emptyAnswers = ['No data available on the web site', 'No data available on the website'];

/**
 * Makes GLPI look for a newer version of itself, as its own button does: its server calls another host than the
 * vendor's, by the same road. Two requests. The messages that waited for the admin come along, since reading them
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
  if (await saysNoData(browsing, says)) return { step: 'version', result: 'failed', error: null, says };
  return { step: 'version', result: 'reached', error: null, says };
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

/** Curl's own English, which GLPI puts into brackets at the end of its sentence. */
function curlPart(text: string): string | null {
  const inner = /\((.{6,})\)\s*$/.exec(text)?.[1] ?? null;
  return inner !== null &&
    /resolv|connect|certificate|SSL|timed out|proxy|reach|refused|tunnel|error|denied/i.test(inner)
    ? inner
    : null;
}

async function saysNoData(browsing: Browsing, says: readonly string[]): Promise<boolean> {
  if (says.some((one) => emptyAnswers.some((english) => one.includes(english)))) return true;
  // A version number is news from the outside.
  if (says.some((one) => /\d+\.\d+/.test(one))) return false;
  for (const english of emptyAnswers) {
    const wording = await wordingOf(browsing, english);
    if (wording !== null && says.some((one) => one.includes(quote(wording)))) return true;
    if (wording !== null) break;
  }
  return false;
}
