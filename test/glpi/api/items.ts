import type { Core } from '../core.ts';
import { type Answer, field, isMap, list, type PhpMap } from '../exchange.ts';
import type { Session } from '../sessions.ts';
import { type Input, type ItemType, type Shown, text } from './itemtype.ts';
import { apiJson, Crash, documented, notFound, Refusal, rightMissing } from './refusal.ts';

/** Reading, adding, changing and removing rows of any class. */

export interface Asked {
  type: ItemType;
  id: number | null;
  parent: { type: ItemType; id: number } | null;
  query: PhpMap;
  payload: Record<string, unknown>;
}

const AS_ARRAY = 'input parameter must be an array of objects';

export function yes(query: PhpMap, name: string): boolean {
  return ['true', '1'].includes(field(query, name));
}

export function readRange(core: Core, query: PhpMap): { first: number; last: number; given: boolean } {
  const range = query.range;
  if (range === undefined)
    return { first: 0, last: Number(core.state.config.list_limit ?? '20') - 1, given: false };
  const found = typeof range === 'string' ? /^(\d+)-(\d+)$/.exec(range) : null;
  if (found === null) {
    throw documented(core, 400, 'ERROR', 'range must be in format : [start-end] with integers');
  }
  return { first: Number(found[1]), last: Number(found[2]), given: true };
}

export function rangeExceeded(core: Core, total: number): Refusal {
  return documented(
    core,
    400,
    'ERROR_RANGE_EXCEED_TOTAL',
    `Provided range exceed total count of data: ${total}`,
  );
}

export function getItem(core: Core, session: Session, { type, id, query }: Asked): Answer {
  if (id === null || !type.exists(id)) throw notFound(core, session);
  if (!type.canRead(session, id)) throw rightMissing(core, session);
  const shown = type.show(session, id);
  if (yes(query, 'with_tickets')) shown._tickets = ticketsOf(core, session, type.name, id);
  const modified = shown.date_mod;
  return apiJson(
    shown,
    200,
    typeof modified === 'string' ? { 'Last-Modified': core.clock.instant(modified).toUTCString() } : {},
  );
}

function ticketsOf(core: Core, session: Session, itemtype: string, id: number): Shown[] {
  return core.state.itemTickets
    .filter((link) => link.itemtype === itemtype && link.items_id === id)
    .flatMap((link) => core.state.tickets.filter((ticket) => ticket.id === link.tickets_id))
    .filter((ticket) => session.activeEntities.includes(ticket.entities_id))
    .map((ticket) => ({ ...ticket }));
}

export function getItems(core: Core, session: Session, { type, parent, query }: Asked): Answer {
  if (!type.canView(session)) throw rightMissing(core, session);
  const range = readRange(core, query);
  if (parent !== null) {
    if (!parent.type.exists(parent.id)) throw notFound(core, session);
    if (!parent.type.canRead(session, parent.id)) throw rightMissing(core, session);
  }
  const sort = field(query, 'sort') || 'id';
  const order = field(query, 'order').toUpperCase() || 'ASC';
  if (order !== 'ASC' && order !== 'DESC') throw documented(core, 400, 'ERROR', 'order must be DESC or ASC');
  if (!type.columns.includes(sort)) {
    throw documented(core, 400, 'ERROR', `sort param is not a field of ${tableName(type.name)}`);
  }
  const found = type
    .list(session, yes(query, 'is_deleted'), parent && { type: parent.type.name, id: parent.id })
    .filter(searched(core, type, query.searchText));
  sortRows(found, sort, order === 'DESC');
  const total = found.length;
  if (range.first > total) throw rangeExceeded(core, total);
  const rows = found.slice(range.first, range.last + 1);
  const last = Math.min(range.last, total - 1);
  return apiJson(
    yes(query, 'only_id') ? rows.map((row) => ({ id: row.id })) : rows,
    last - range.first + 1 < total ? 206 : 200,
    {
      'Accept-Range': `${type.name} 1000`,
      ...(total > 0 ? { 'Content-Range': `${range.first}-${last}/${total}` } : {}),
    },
  );
}

function tableName(itemtype: string): string {
  const parts = itemtype.replace(/^Glpi\\/, '').split(/\\|_/);
  return `glpi_${parts.map((part) => `${part.toLowerCase()}s`).join('_')}`.replace('entitys', 'entities');
}

function searched(core: Core, type: ItemType, asked: PhpMap[string] | undefined): (row: Shown) => boolean {
  if (typeof asked !== 'object') return () => true;
  const wanted = Object.entries(asked).map(([column, value]) => {
    if (!type.columns.includes(column)) {
      // 10 stumbles over its own message and answers nothing at all.
      if (core.major === 10) throw new Crash();
      throw documented(
        core,
        400,
        'ERROR_FIELD_NOT_FOUND',
        `Field ${column} is not valid for ${type.name} item.`,
      );
    }
    return { column, fits: textMatch(text(value)) };
  });
  return (row) => wanted.every(({ column, fits }) => fits(text(row[column])));
}

/** GLPI's search texts: `^` and `$` bind to beginning and end, without them the text may stand anywhere. */
export function textMatch(wanted: string): (value: string) => boolean {
  let inner = wanted.trim().toLowerCase();
  const fromStart = inner.startsWith('^');
  if (fromStart) inner = inner.slice(1);
  const toEnd = inner.endsWith('$');
  if (toEnd) inner = inner.slice(0, -1);
  return (value) => {
    const held = value.toLowerCase();
    if (fromStart && toEnd) return held === inner;
    if (fromStart) return held.startsWith(inner);
    return toEnd ? held.endsWith(inner) : held.includes(inner);
  };
}

function sortRows(rows: Shown[], column: string, down: boolean): void {
  rows.sort((a, b) => {
    const [left, right] = [a[column], b[column]];
    const order =
      typeof left === 'number' && typeof right === 'number'
        ? left - right
        : text(left).localeCompare(text(right));
    return down ? -order : order;
  });
}

function readInput(core: Core, payload: Record<string, unknown>): { inputs: Input[]; many: boolean } {
  const { input } = payload;
  if (Array.isArray(input)) return { inputs: input.filter(isMap), many: true };
  if (isMap(input)) return { inputs: [input], many: false };
  throw documented(core, 400, 'ERROR_BAD_ARRAY', AS_ARRAY);
}

const forbidden = (core: Core, session: Session) =>
  core.say(session, "You don't have permission to perform this action.");

export function createItems(core: Core, session: Session, { type, payload }: Asked): Answer {
  const { inputs, many } = readInput(core, payload);
  const made = inputs.map((input) =>
    type.canCreate(session, input)
      ? type.add(session, { ...input, entities_id: input.entities_id ?? session.activeEntity })
      : { id: false as const, message: forbidden(core, session) },
  );
  settle(made, made.filter((one) => one.id === false).length, inputs.length, many, 'ADD', made[0]?.message);
  if (!many) {
    return apiJson(made[0], 201, { location: `${core.apiUrl}/${type.name}/${made[0]?.id}` });
  }
  const link = made.map((one) => `${core.apiUrl}/${type.name}/${one.id}`).join(',');
  const limit = core.options.nginxHeaderLimit;
  if (limit > 0 && link.length > limit) {
    return { status: 502, headers: { 'content-type': 'text/html' }, body: '<h1>502 Bad Gateway</h1>' };
  }
  return apiJson(made, 201, { link });
}

function settle(
  results: unknown[],
  failed: number,
  asked: number,
  many: boolean,
  what: 'ADD' | 'UPDATE' | 'DELETE',
  only: string | null | undefined,
): void {
  if (failed === 0 && !(many && asked === 0)) return;
  if (!many) throw new Refusal(400, `ERROR_GLPI_${what}`, only ?? null);
  if (failed === asked) throw new Refusal(400, `ERROR_GLPI_${what}`, results);
  throw new Refusal(207, `ERROR_GLPI_PARTIAL_${what}`, results);
}

export function updateItems(core: Core, session: Session, { type, id, payload }: Asked): Answer {
  const { inputs, many } = readInput(core, payload);
  const results: Shown[] = [];
  let failed = 0;
  for (const input of inputs) {
    const rowId = Number(input.id ?? (many ? Number.NaN : id));
    if (!type.exists(rowId)) {
      // A missing item is counted as failed and left out of the list.
      failed += 1;
      continue;
    }
    if (!type.canUpdate(session, rowId)) {
      failed += 1;
      results.push({ [rowId]: false, message: forbidden(core, session) });
      continue;
    }
    const changed = type.update(session, rowId, input);
    if (!changed.done) failed += 1;
    results.push({ [rowId]: changed.done, message: changed.message });
  }
  const only = results[0]?.message;
  settle(results, failed, inputs.length, many, 'UPDATE', typeof only === 'string' ? only : null);
  return apiJson(results);
}

export function deleteItems(core: Core, session: Session, { type, id, query, payload }: Asked): Answer {
  const { inputs, many } = id === null ? readInput(core, payload) : { inputs: [{ id }], many: false };
  const purgeAsked = yes(query, 'force_purge') || payload.force_purge === true || payload.force_purge === 1;
  const results: Shown[] = [];
  let failed = 0;
  for (const input of inputs) {
    const rowId = Number(input.id);
    if (!type.exists(rowId)) {
      failed += 1;
      results.push({ [rowId]: false, message: core.say(session, 'Item not found') });
      continue;
    }
    const purge = purgeAsked || !type.hasTrash;
    if (!type.canDelete(session, rowId, purge)) {
      failed += 1;
      results.push({ [rowId]: false, message: forbidden(core, session) });
      continue;
    }
    const removed = type.remove(session, rowId, purge);
    if (!removed.done) failed += 1;
    results.push({ [rowId]: removed.done, message: removed.message });
  }
  const only = results[0]?.message;
  settle(results, failed, inputs.length, many, 'DELETE', typeof only === 'string' ? only : null);
  return apiJson(results);
}

export function forceDisplay(query: PhpMap): number[] {
  return list(query.forcedisplay).map((value) => Number(value));
}
