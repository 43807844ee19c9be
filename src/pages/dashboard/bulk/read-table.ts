/** A table of people as a file or the clipboard holds it: which encoding, which separator, and what the columns are. */
import Papa from 'papaparse';
import { isAddress } from '../../../invite/address.ts';
import { type ColumnPlan, columnsByContent, columnsByHeader, hasHeader } from '../../../invite/people.ts';
import { asItWas } from '../csv.ts';

/** Encodings that tables still come in, with the names that the platform's decoder knows. */
export const encodings = {
  utf8: 'utf-8',
  utf16le: 'utf-16le',
  utf16be: 'utf-16be',
  western: 'windows-1252',
  central: 'windows-1250',
  cyrillic: 'windows-1251',
  greek: 'windows-1253',
  turkish: 'windows-1254',
  mac: 'macintosh',
  japanese: 'shift_jis',
  simplified: 'gb18030',
  traditional: 'big5',
  korean: 'euc-kr',
} as const;
export type Encoding = keyof typeof encodings;
export const encodingNames = Object.keys(encodings) as readonly Encoding[];

export const separators = [',', ';', '\t', '|'] as const;
export type Separator = (typeof separators)[number];

/** Larger than any list of people; a film that was chosen by mistake must not stop the page. */
export const largestFile = 20 * 1024 * 1024;

/** What kind of file it is, where it is none of text. */
export type NotText = 'workbook' | 'binary';

/** Whether these bytes are no text at all: an Excel workbook, a picture, a document. */
export function notText(bytes: Uint8Array): NotText | null {
  const begins = (...signature: number[]) => signature.every((byte, at) => bytes[at] === byte);
  // Both kinds of Excel file, and LibreOffice's: a zip archive, or Microsoft's older container.
  if (begins(0x50, 0x4b, 0x03, 0x04) || begins(0xd0, 0xcf, 0x11, 0xe0)) return 'workbook';
  if (guessEncoding(bytes).startsWith('utf16')) return null;
  const control = bytes
    .subarray(0, 4_096)
    .filter((byte) => byte < 0x20 && ![0x09, 0x0a, 0x0c, 0x0d, 0x1a, 0x1b].includes(byte)).length;
  return control > 0 && control * 200 > Math.min(bytes.length, 4_096) ? 'binary' : null;
}

/** The encoding by its mark; else by whether it can be UTF-16 or UTF-8; else the one that Excel writes in the west. */
export function guessEncoding(bytes: Uint8Array): Encoding {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf8';
  if (first === 0xff && second === 0xfe) return 'utf16le';
  if (first === 0xfe && second === 0xff) return 'utf16be';
  // Addresses are ASCII: in UTF-16 every second byte of them is zero.
  const sample = bytes.subarray(0, 4_096);
  const zeros = { even: 0, odd: 0 };
  sample.forEach((byte, at) => {
    if (byte === 0) zeros[at % 2 === 0 ? 'even' : 'odd'] += 1;
  });
  const many = sample.length / 5;
  if (zeros.odd > many && zeros.even === 0) return 'utf16le';
  if (zeros.even > many && zeros.odd === 0) return 'utf16be';
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return 'utf8';
  } catch {
    return 'western';
  }
}

/** The text of the file; its mark is no part of it. */
export function decode(bytes: Uint8Array, encoding: Encoding): string {
  return new TextDecoder(encodings[encoding]).decode(bytes);
}

export interface Table {
  readonly rows: readonly (readonly string[])[];
  readonly separator: Separator;
}

/** The cells of a text; the separator is found unless it is given. */
export function parseTable(text: string, given: Separator | null): Table {
  const recipients = given === null ? recipientsOf(text) : null;
  if (recipients !== null) return { rows: recipients, separator: ',' };
  // Excel's own way of naming the separator, in a first line that is no row.
  const named = /^sep=([,;\t|])\r?\n/i.exec(text);
  const separator = given ?? (named?.[1] as Separator | undefined) ?? '';
  const parsed = Papa.parse<string[]>(named ? text.slice(named[0].length) : text, {
    delimiter: separator,
    delimitersToGuess: [...separators],
  });
  const used = separators.find((one) => one === parsed.meta.delimiter) ?? ',';
  const rows = parsed.data.map((row) => row.map(asItWas));
  while (rows.at(-1)?.every((cell) => cell.trim() === '')) rows.pop();
  return { rows, separator: used };
}

/** A bare address, or `"Doe, Zoe" <zoe@example.org>` as mail programs write it, up to the next one. */
const recipient =
  /\s*(?:(?<bare>[^\s<>;,"]+@[^\s<>;,"]+)|(?:"(?<quoted>[^"\n]*)"|(?<name>[^<>";\n]*?))\s*<(?<address>[^<>\s]+@[^<>\s]+)>)[^\S\n]*(?:[;,\n]|$)/y;

/** The recipients of a message, copied out of a mail program: no table, but names and addresses one after the other. */
function recipientsOf(text: string): string[][] | null {
  const whole = text.trim();
  // An address a line is a table of one column, and numbered as such.
  if (!whole.includes('<') && whole.includes('\n')) return null;
  const people: string[][] = [];
  recipient.lastIndex = 0;
  while (recipient.lastIndex < whole.length) {
    const found = recipient.exec(whole)?.groups;
    const address = found?.bare ?? found?.address ?? '';
    if (found === undefined || !isAddress(address)) return null;
    people.push([(found.quoted ?? found.name ?? '').trim(), address]);
  }
  return people.length > 1 || whole.includes('<') ? people : null;
}

/** Whether the first row names the columns: by words that are known, or since it alone has no address where others have one. */
export function namesColumns(rows: Table['rows']): boolean {
  if (hasHeader(rows)) return true;
  const [first, ...rest] = rows;
  const { email } = columnsByContent(rest);
  if (first === undefined || email === undefined) return false;
  return (first[email] ?? '').trim() !== '' && !first.some((cell) => cell.includes('@'));
}

/** Which column is which: by its header, and what that leaves open by what the cells look like. */
export function guessColumns(rows: Table['rows'], isHeaded: boolean): ColumnPlan {
  const byHeader = isHeaded ? columnsByHeader(rows[0] ?? []) : {};
  if (byHeader.email !== undefined) return byHeader;
  const byContent = columnsByContent(isHeaded ? rows.slice(1) : rows);
  if (byContent.email === undefined) return byHeader;
  if (Object.keys(byHeader).length === 0) return byContent;
  // A column that its header calls something else holds addresses all the same: those are surer.
  const others = Object.entries(byHeader).filter(([, at]) => at !== byContent.email);
  return { ...Object.fromEntries(others), email: byContent.email };
}
