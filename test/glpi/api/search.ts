import type { Core } from '../core.ts';
import { type Answer, field, list, type PhpMap } from '../exchange.ts';
import type { Session } from '../sessions.ts';
import { forceDisplay, rangeExceeded, readRange, textMatch, yes } from './items.ts';
import { type Shown, text } from './itemtype.ts';
import { apiJson, documented, rightMissing } from './refusal.ts';

/** GLPI's search: numbered options, criteria joined one after the other. */

export interface SearchOption<Row> {
  /** What stands in the result: one value, or all values when there are several. */
  value(row: Row): unknown;
  /** What `equals` compares with, when that is not the value shown. */
  key?(row: Row): unknown[];
  numeric?: boolean;
  /** Shown, but never asked for. */
  noSearch?: boolean;
  /** Words beside the value that `equals` understands. */
  words?: Record<string, (row: Row) => boolean>;
}

export interface SearchSpec<Row> {
  itemtype: string;
  options: Record<number, SearchOption<Row>>;
  canView(session: Session): boolean;
  rows(session: Session, trash: boolean): Row[];
  /** Columns that are there whatever was asked for. */
  always(session: Session): number[];
  /** Columns when nothing was asked for. */
  usual: number[];
}

export interface Search {
  readonly itemtype: string;
  run(session: Session, query: PhpMap): Answer;
}

type Test<Row> = (row: Row) => boolean;

export function search<Row extends { id: number }>(core: Core, spec: SearchSpec<Row>): Search {
  const option = (id: number) => spec.options[id];

  const testOf = (criterion: PhpMap): Test<Row> => {
    if (typeof criterion.criteria === 'object') return join(criterion.criteria);
    const { field: wanted, searchtype, value } = criterion;
    if (typeof wanted !== 'string' || typeof searchtype !== 'string' || typeof value !== 'string') {
      throw documented(core, 400, 'ERROR', 'Malformed search criteria');
    }
    const found = /^\d+$/.test(wanted) ? option(Number(wanted)) : undefined;
    if (found === undefined) throw documented(core, 400, 'ERROR', 'Bad field ID in search criteria');
    if (found.noSearch === true)
      throw documented(core, 400, 'ERROR', 'Forbidden field ID in search criteria');
    return compare(found, searchtype, value);
  };

  const join = (criteria: PhpMap): Test<Row> => {
    const parts = list(criteria).filter((part) => typeof part === 'object');
    const tests = parts.map((part) => ({
      link: field(part, 'link').toUpperCase() || 'AND',
      test: testOf(part),
    }));
    // AND binds more tightly than OR, as in the database.
    const groups: Test<Row>[][] = [];
    for (const { link, test } of tests) {
      const one = link.endsWith('NOT') ? (row: Row) => !test(row) : test;
      const last = groups.at(-1);
      if (last === undefined || link.startsWith('OR')) groups.push([one]);
      else last.push(one);
    }
    return (row) => groups.length === 0 || groups.some((group) => group.every((test) => test(row)));
  };

  return {
    itemtype: spec.itemtype,
    run: (session, query) => {
      if (!spec.canView(session)) throw rightMissing(core, session);
      const { criteria } = query;
      const test = typeof criteria === 'object' ? join(criteria) : () => true;
      const range = readRange(core, query);
      const sort = list(query.sort).map(Number);
      const order = list(query.order).map((one) => String(one).toUpperCase());
      const rows = spec.rows(session, yes(query, 'is_deleted')).filter(test);
      arrange(rows, option(sort[0] ?? (core.major === 10 ? 1 : 0)), order[0] === 'DESC');
      const total = rows.length;
      if (range.first > total) throw rangeExceeded(core, total);
      const forced = forceDisplay(query);
      const columns = [
        ...spec.always(session),
        ...(forced.length === 0 ? spec.usual : forced),
        // What was asked for is shown as well.
        ...(typeof criteria === 'object' ? criterionFields(criteria) : []),
      ];
      const page = rows.slice(range.first, range.last + 1);
      const contentRange = `${range.first}-${Math.min(range.last, total - 1)}/${total}`;
      return apiJson(
        {
          totalcount: total,
          count: page.length,
          // The sort that nobody asked for is a text in 10.
          sort: sort.length === 0 ? [core.major === 10 ? '1' : 0] : sort,
          order: order.length === 0 ? ['ASC'] : order,
          ...(page.length === 0 ? {} : { data: page.map((row) => shown(row, columns)) }),
          'content-range': contentRange,
        },
        page.length < total ? 206 : 200,
        { 'Accept-Range': `${spec.itemtype} 1000`, ...(total > 0 ? { 'Content-Range': contentRange } : {}) },
      );
    },
  };

  function shown(row: Row, columns: number[]): Shown {
    return Object.fromEntries(columns.map((column) => [column, option(column)?.value(row) ?? null]));
  }
}

function criterionFields(criteria: PhpMap): number[] {
  return list(criteria)
    .filter((criterion) => typeof criterion === 'object')
    .map((criterion) => Number(field(criterion, 'field')))
    .filter((id) => id > 0);
}

function arrange<Row extends { id: number }>(
  rows: Row[],
  by: SearchOption<Row> | undefined,
  down: boolean,
): void {
  rows.sort((a, b) => {
    const [left, right] = by === undefined ? [a.id, b.id] : [by.value(a), by.value(b)];
    const order =
      typeof left === 'number' && typeof right === 'number'
        ? left - right
        : text(left).localeCompare(text(right));
    return (down ? -order : order) || a.id - b.id;
  });
}

function values<Row>(option: SearchOption<Row>, row: Row): unknown[] {
  const value = option.value(row);
  return Array.isArray(value) ? value : [value];
}

function compare<Row>(option: SearchOption<Row>, how: string, wanted: string): Test<Row> {
  const keys = option.key ?? ((row: Row) => values(option, row));
  switch (how) {
    case 'equals':
    case 'notequals': {
      const word = option.words?.[wanted];
      const same: Test<Row> = word ?? ((row) => keys(row).some((key) => text(key) === wanted));
      return how === 'equals' ? same : (row) => !same(row);
    }
    case 'notcontains':
      return (row) => !contains(option, wanted)(row);
    case 'lessthan':
      return (row) => values(option, row).some((value) => below(value, wanted));
    case 'morethan':
      // On an id GLPI finds nothing this way.
      return (row) => option.numeric !== true && values(option, row).some((value) => text(value) > wanted);
    case 'empty':
      return (row) => values(option, row).every((value) => value === null || value === '');
    default:
      return contains(option, wanted);
  }
}

function below(value: unknown, wanted: string): boolean {
  return typeof value === 'number' ? value < Number(wanted) : text(value) < wanted;
}

function contains<Row>(option: SearchOption<Row>, wanted: string): Test<Row> {
  const bound = option.numeric === true ? /^\s*([<>])(=?)\s*(-?\d+)\s*$/.exec(wanted) : null;
  if (bound !== null) {
    const limit = Number(bound[3]);
    const orEqual = bound[2] === '=';
    return (row) =>
      values(option, row).some((value) => {
        const held = Number(value);
        if (orEqual && held === limit) return true;
        return bound[1] === '>' ? held > limit : held < limit;
      });
  }
  const fits = textMatch(wanted);
  return (row) => values(option, row).some((value) => fits(text(value)));
}
