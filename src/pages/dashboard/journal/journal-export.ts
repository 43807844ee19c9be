import type { JournalLine } from '../../../messages/dashboard-views.ts';
import { actorText, detailText, eventText } from './journal-text.ts';

const columns = [
  'at',
  'site',
  'actor',
  'event',
  'what',
  'inviteId',
  'invite',
  'registrationId',
  'person',
  'detail',
  'reason',
] as const;

function row(line: JournalLine): Record<(typeof columns)[number], string> {
  return {
    at: new Date(line.at).toISOString(),
    site: line.site,
    actor: actorText(line.actor),
    event: line.event,
    what: eventText(line.event),
    inviteId: line.inviteId ?? '',
    invite: line.inviteLabel,
    registrationId: line.registrationId ?? '',
    person: line.person,
    detail: detailText(line),
    reason: line.reason?.code ?? '',
  };
}

/**
 * A cell of CSV (RFC 4180). What strangers typed stands in here: a cell that a spreadsheet would take for a formula is
 * made a text by an apostrophe, as OWASP advises.
 */
export function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n;]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The lines as CSV in UTF-8, with the mark by which Excel knows the encoding. Times are UTC. */
export function journalCsv(lines: readonly JournalLine[]): string {
  const rows = lines.map(row).map((cells) => columns.map((name) => csvCell(cells[name])).join(','));
  return `\uFEFF${[columns.join(','), ...rows].join('\r\n')}\r\n`;
}

/** The lines as JSON, complete: what is not in words is in codes. Times are UTC. */
export function journalJson(lines: readonly JournalLine[]): string {
  const records = lines.map(({ siteName, inviteLabel, ...line }) => ({
    ...line,
    at: new Date(line.at).toISOString(),
    invite: inviteLabel,
  }));
  return `${JSON.stringify(records, null, 2)}\n`;
}
