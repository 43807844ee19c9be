import type { ErrorLog } from '../checks.ts';
import { quote } from '../quote.ts';
import { type Browsing, documentOf, send } from './page.ts';

const signs: readonly [ErrorLog['lines'][number]['sign'], RegExp][] = [
  ['decrypt', /Unable to decrypt string/i],
  ['keyFile', /must create a security key|security key file/i],
  [
    'other',
    /fetch registration information|Resolving timed out|Could not resolve (host|proxy)|SSL certificate problem|Plugins API error|Too Many Attempts|Failed to connect|Connection timed out/i,
  ],
];

/** The newest lines of php-errors.log that bear on the key, where GLPI has a page for it (11 on). One request. */
export async function readErrorLog(browsing: Browsing): Promise<ErrorLog> {
  const response = await send(browsing, '/front/logviewer.php?filepath=php-errors.log', {
    headers: { Accept: 'text/html' },
  });
  if (response.status === 404) return { step: 'log', state: 'absent', lines: [] };
  const page = await documentOf(response);
  if (response.status === 403) return { step: 'log', state: 'noRight', lines: [] };
  return { step: 'log', ...linesIn(page) };
}

/** Newest first; the log's own order is oldest first. A line that comes again and again counts once. */
export function linesIn(page: Document): Pick<ErrorLog, 'state' | 'lines'> {
  const entries = [...page.querySelectorAll('.log_entry')];
  if (entries.length === 0)
    return { state: page.querySelector('.log_entries, .logs, #page') ? 'read' : 'unknown', lines: [] };
  const lines: ErrorLog['lines'] = [];
  const seen = new Set<string>();
  for (const entry of entries.reverse()) {
    const words = (entry.querySelector('.log_long_text span, span')?.textContent ?? '').split(
      'Backtrace :',
    )[0];
    const sign = signs.find(([, pattern]) => pattern.test(words ?? ''))?.[0];
    const says = quote(words);
    if (sign === undefined || seen.has(says)) continue;
    seen.add(says);
    lines.push({ sign, says: quote(`${entry.querySelector('.log_datetime')?.textContent ?? ''} ${says}`) });
    if (lines.length === 8) break;
  }
  return { state: 'read', lines };
}
