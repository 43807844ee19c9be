import { native } from '../../ui/native.ts';

/** What a spreadsheet would take for a formula, or what was kept from being one: each gets one apostrophe more. */
const formula = /^'*[=+\-@\t\r]/;

/**
 * A cell of CSV (RFC 4180). What strangers typed stands in here: a cell that a spreadsheet would take for a formula is
 * made a text by an apostrophe, as OWASP advises.
 */
export function csvCell(text: string): string {
  const safe = harmless(text);
  return /[",\r\n;\t|]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The same for what is pasted into a spreadsheet. */
export function harmless(text: string): string {
  return formula.test(text) ? `'${text}` : text;
}

/** What the cell held before it was made harmless: a file of ours that is read again means what it meant. */
export function asItWas(cell: string): string {
  return cell.startsWith("'") && formula.test(cell.slice(1)) ? cell.slice(1) : cell;
}

/** Rows as CSV in UTF-8, with the mark by which Excel knows the encoding. */
export function csvFile(rows: readonly (readonly string[])[], separator = ','): string {
  const lines = rows.map((cells) => cells.map(csvCell).join(separator));
  return `\uFEFF${lines.join('\r\n')}\r\n`;
}

/** The separator that this person's Excel opens without asking: where the comma is in numbers, it cannot part cells. */
export function usualSeparator(): ',' | ';' {
  const language = native().i18n.getUILanguage();
  return new Intl.NumberFormat(language).format(1.5).includes(',') ? ';' : ',';
}
