/** What somebody has put in to be invited, and what is made of it. Pure; nothing of it is asked of anybody. */
import {
  type ColumnPlan,
  type PeopleColumn,
  peopleColumns,
  peopleOf,
  type TablePerson,
} from '../../../invite/people.ts';
import {
  decode,
  type Encoding,
  guessColumns,
  guessEncoding,
  largestFile,
  type NotText,
  namesColumns,
  notText,
  parseTable,
  type Separator,
} from './read-table.ts';

/** Why a file cannot be read as a table. */
export type FeedFault = NotText | 'empty' | 'tooLarge' | 'unreadable';

/** What was pasted or chosen, and what was set by hand; null is as it is found. */
export interface Feed {
  readonly text: string;
  readonly file: {
    readonly name: string;
    readonly bytes: Uint8Array | null;
    readonly fault: FeedFault | null;
  } | null;
  readonly encoding: Encoding | null;
  readonly separator: Separator | null;
  readonly isHeaded: boolean | null;
  readonly plan: ColumnPlan | null;
}

export const nothingFed: Feed = {
  text: '',
  file: null,
  encoding: null,
  separator: null,
  isHeaded: null,
  plan: null,
};

/** A feed as it is understood. */
export interface FedTable {
  readonly encoding: Encoding;
  readonly separator: Separator;
  readonly isHeaded: boolean;
  /** The names of the columns; empty where the table has none. */
  readonly header: readonly string[];
  /** Without the header. */
  readonly rows: readonly (readonly string[])[];
  readonly width: number;
  readonly plan: ColumnPlan;
  /** The number of the first of `rows` in the table. */
  readonly firstLine: number;
  readonly people: readonly TablePerson[];
}

/** The file's content, or why it is none that can be used. */
export async function readFile(file: File): Promise<NonNullable<Feed['file']>> {
  const { name } = file;
  if (file.size > largestFile) return { name, bytes: null, fault: 'tooLarge' };
  // Moved, changed or taken away since it was chosen: the browser then refuses to read it.
  const content = await file.arrayBuffer().catch(() => null);
  if (content === null) return { name, bytes: null, fault: 'unreadable' };
  const bytes = new Uint8Array(content);
  return { name, bytes, fault: notText(bytes) ?? (bytes.length === 0 ? 'empty' : null) };
}

/** The table that was fed; null while there is nothing in it. */
export function tableOf(feed: Feed): FedTable | null {
  const bytes = feed.file?.bytes ?? null;
  if (feed.file !== null && (bytes === null || feed.file.fault !== null)) return null;
  const encoding = feed.encoding ?? (bytes === null ? 'utf8' : guessEncoding(bytes));
  const { rows: all, separator } = parseTable(
    bytes === null ? feed.text : decode(bytes, encoding),
    feed.separator,
  );
  if (all.length === 0) return null;
  const isHeaded = feed.isHeaded ?? namesColumns(all);
  const plan = feed.plan ?? guessColumns(all, isHeaded);
  const rows = isHeaded ? all.slice(1) : all;
  const firstLine = isHeaded ? 2 : 1;
  return {
    encoding,
    separator,
    isHeaded,
    header: isHeaded ? (all[0] ?? []) : [],
    rows,
    width: Math.max(0, ...all.map((row) => row.length)),
    plan,
    firstLine,
    people: peopleOf(rows, plan, firstLine),
  };
}

/** The plan after a column was said to hold something else; what it was before is then in no column. */
export function withColumn(plan: ColumnPlan, at: number, holds: PeopleColumn | null): ColumnPlan {
  const others = peopleColumns.filter((column) => plan[column] !== at && column !== holds);
  return {
    ...Object.fromEntries(
      others.flatMap((column) => (plan[column] === undefined ? [] : [[column, plan[column]]])),
    ),
    ...(holds === null ? {} : { [holds]: at }),
  };
}

/** What a column is said to hold. */
export function columnAt(plan: ColumnPlan, at: number): PeopleColumn | null {
  return peopleColumns.find((column) => plan[column] === at) ?? null;
}

/**
 * The rows of these lines as they were fed, each with more cells behind it. Columns that are known by what they hold get
 * the names by which they are known when the file is read again.
 */
export function asFed(
  { header, rows, width, plan, firstLine }: FedTable,
  more: ReadonlyMap<number, readonly string[]>,
  names: Readonly<Record<PeopleColumn, string>>,
  moreNames: readonly string[],
): string[][] {
  const columns = [...Array(width).keys()];
  const nameOf = (at: number) => {
    const holds = columnAt(plan, at);
    return holds === null ? (header[at] ?? '').trim() : names[holds];
  };
  const lines = rows.flatMap((row, index) => {
    const cells = more.get(firstLine + index);
    return cells === undefined ? [] : [[...columns.map((at) => row[at] ?? ''), ...cells]];
  });
  return [[...columns.map(nameOf), ...moreNames], ...lines];
}

/** The tables behind what was issued since this page was opened: its links are saved with all the columns that were fed. */
export const fedSince = new Map<string, FedTable>();
