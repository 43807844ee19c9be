import type { JournalLine } from '../../../messages/dashboard-views.ts';
import { csvFile } from '../csv.ts';
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

/** The lines as CSV in UTF-8, with the mark by which Excel knows the encoding. Times are UTC. */
export function journalCsv(lines: readonly JournalLine[]): string {
  return csvFile([columns, ...lines.map(row).map((cells) => columns.map((name) => cells[name]))]);
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
