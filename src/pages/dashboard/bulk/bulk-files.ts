/** What leaves the page as a file: the links, and the rows to be mended and fed again. */
import type { PeopleColumn } from '../../../invite/people.ts';
import type { BulkFailure, BulkLink } from '../../../messages/bulk-views.ts';
import { download, fileName } from '../../../ui/download.ts';
import { t } from '../../../ui/text.ts';
import { csvFile, harmless, usualSeparator } from '../csv.ts';
import { asFed, type FedTable } from './feed.ts';
import { reasonOf } from './people-table.tsx';

/** The heads of the columns, by which the same file is understood when it is read again (invite/people.ts). */
export function columnNames(): Readonly<Record<PeopleColumn | 'reason' | 'link' | 'login', string>> {
  return {
    email: t('bulk_head_email'),
    firstName: t('bulk_head_firstName'),
    lastName: t('bulk_head_lastName'),
    name: t('bulk_head_name'),
    label: t('bulk_head_label'),
    group: t('bulk_head_group'),
    reason: t('bulk_head_reason'),
    link: t('bulk_head_link'),
    login: t('bulk_head_login'),
  };
}

type Column<Row> = readonly [head: string, cell: (row: Row) => string];

/** The columns in which anything stands, with their heads. */
function sheet<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string[][] {
  const used = columns.filter(([, cell]) => rows.some((row) => cell(row) !== ''));
  return [used.map(([head]) => head), ...rows.map((row) => used.map(([, cell]) => cell(row)))];
}

/** Every link with whom it is for: in the columns that were fed where they are still at hand, else in those that are kept. */
export function linkSheet(links: readonly BulkLink[], fed: FedTable | null): string[][] {
  const names = columnNames();
  // A link is worth more than a column: none may be left out.
  if (fed !== null && links.every(({ line }) => fed.rows[line - fed.firstLine] !== undefined)) {
    const hasLogin = links.some(({ login }) => login !== '');
    const more = links.map(({ line, login, link }) => [line, hasLogin ? [login, link] : [link]] as const);
    return asFed(fed, new Map(more), names, hasLogin ? [names.login, names.link] : [names.link]);
  }
  return sheet(
    [
      [names.email, ({ email }) => email],
      [names.firstName, ({ firstName }) => firstName],
      [names.lastName, ({ lastName }) => lastName],
      [names.label, ({ label }) => label],
      [names.login, ({ login }) => login],
      [names.link, ({ link }) => link],
    ],
    links,
  );
}

/** Every row that was not invited, with the reason. */
export function failureSheet(failures: readonly BulkFailure[]): string[][] {
  const names = columnNames();
  return sheet(
    [
      [names.email, ({ email }) => email],
      [names.firstName, ({ firstName }) => firstName],
      [names.lastName, ({ lastName }) => lastName],
      [names.label, ({ label }) => label],
      [names.group, ({ groups }) => groups.join(' | ')],
      [names.reason, ({ problem }) => (problem === null ? t('bulk_notBegun') : reasonOf(problem))],
    ],
    failures,
  );
}

/** One link a line with what it is called, as a spreadsheet takes it from the clipboard. */
export function linkLines(links: readonly BulkLink[]): string {
  return links
    .filter(({ link }) => link !== '')
    .map(({ label, email, link }) => `${harmless((label || email).replace(/\s+/g, ' '))}\t${link}`)
    .join('\n');
}

export function saveCsv(name: string, rows: readonly (readonly string[])[]): void {
  const content = csvFile(rows, usualSeparator());
  download(`${fileName(name)}.csv`, new Blob([content], { type: 'text/csv;charset=utf-8' }));
}
