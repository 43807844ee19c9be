import type { Core } from '../core.ts';
import { CREATE, DELETE, may, PURGE, READ, UPDATE } from '../rights.ts';
import type { Session } from '../sessions.ts';
import type { Identified, Table } from '../table.ts';

export type Input = Record<string, unknown>;
export type Shown = Record<string, unknown>;

export interface Added {
  id: number | false;
  message: string;
}

export interface Changed {
  done: boolean;
  message: string;
}

export const CHANGED: Changed = { done: true, message: '' };

/** How the API treats one class of GLPI, whatever its rows are. */
export interface ItemType {
  readonly name: string;
  readonly columns: readonly string[];
  readonly hasTrash: boolean;
  exists(id: number): boolean;
  canView(session: Session): boolean;
  canRead(session: Session, id: number): boolean;
  canCreate(session: Session, input: Input): boolean;
  canUpdate(session: Session, id: number): boolean;
  canDelete(session: Session, id: number, purge: boolean): boolean;
  list(session: Session, trash: boolean, parent: { type: string; id: number } | null): Shown[];
  show(session: Session, id: number): Shown;
  add(session: Session, input: Input): Added;
  update(session: Session, id: number, input: Input): Changed;
  remove(session: Session, id: number, purge: boolean): Changed;
}

export interface ItemSpec<Row extends Identified> {
  name: string;
  table: Table<Row>;
  /** Name of the right asked for; null when everybody may see the class. */
  right: string | null;
  columns: readonly string[];
  hasTrash?: boolean;
  inTrash?(row: Row): boolean;
  /** Filters of lists under a parent. A class without one for the parent lists all its rows, as GLPI does. */
  parents?: Record<string, (row: Row, parentId: number) => boolean>;
  /** Whether a list holds the row for this session. */
  listed?(session: Session, row: Row): boolean;
  present?(session: Session, row: Row, alone: boolean): Shown;
  canView?(session: Session): boolean;
  canRead?(session: Session, row: Row): boolean;
  canCreate?(session: Session, input: Input): boolean;
  canUpdate?(session: Session, row: Row): boolean;
  canDelete?(session: Session, row: Row, purge: boolean): boolean;
  add?(session: Session, input: Input): Added;
  update?(session: Session, row: Row, input: Input): Changed;
  remove?(session: Session, row: Row, purge: boolean): Changed;
}

export function itemType<Row extends Identified>(core: Core, spec: ItemSpec<Row>): ItemType {
  const { table } = spec;
  const has = (session: Session, bit: number) =>
    spec.right === null ? bit === READ : may(core, session, spec.right, bit);
  const canView = spec.canView ?? ((session: Session) => has(session, READ));
  const seen = (session: Session, row: Row) => spec.listed?.(session, row) ?? true;
  const present = (session: Session, row: Row, alone: boolean): Shown =>
    spec.present?.(session, row, alone) ?? pick(row as unknown as Shown, spec.columns);
  const withRow = <To>(id: number, otherwise: To, work: (row: Row) => To): To => {
    const row = table.get(id);
    return row === undefined ? otherwise : work(row);
  };
  return {
    name: spec.name,
    columns: spec.columns,
    hasTrash: spec.hasTrash ?? false,
    exists: (id) => table.get(id) !== undefined,
    canView,
    canRead: (session, id) =>
      withRow(id, false, (row) => spec.canRead?.(session, row) ?? (canView(session) && seen(session, row))),
    canCreate: (session, input) => spec.canCreate?.(session, input) ?? has(session, CREATE),
    canUpdate: (session, id) =>
      withRow(
        id,
        false,
        (row) => spec.canUpdate?.(session, row) ?? (has(session, UPDATE) && seen(session, row)),
      ),
    canDelete: (session, id, purge) =>
      withRow(
        id,
        false,
        (row) =>
          spec.canDelete?.(session, row, purge) ??
          (has(session, purge ? PURGE : DELETE) && seen(session, row)),
      ),
    list: (session, trash, parent) => {
      const under = parent === null ? undefined : spec.parents?.[parent.type];
      return table
        .filter((row) => !spec.hasTrash || (spec.inTrash?.(row) ?? false) === trash)
        .filter((row) => under === undefined || parent === null || under(row, parent.id))
        .filter((row) => seen(session, row))
        .map((row) => present(session, row, false));
    },
    show: (session, id) => withRow(id, {}, (row) => present(session, row, true)),
    add: (session, input) => spec.add?.(session, input) ?? { id: false, message: '' },
    update: (session, id, input) =>
      withRow(id, { done: false, message: '' }, (row) => spec.update?.(session, row, input) ?? CHANGED),
    remove: (session, id, purge) =>
      withRow(id, { done: false, message: '' }, (row) => {
        if (spec.remove !== undefined) return spec.remove(session, row, purge);
        table.remove(row.id);
        return CHANGED;
      }),
  };
}

export function pick(row: Shown, columns: readonly string[]): Shown {
  return Object.fromEntries(columns.map((column) => [column, row[column] ?? null]));
}

/** What came in JSON as the text that a database column would hold. */
export function text(value: unknown): string {
  if (value === true) return '1';
  if (value === false || value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

export function textOrNull(value: unknown): string | null {
  return value === null || value === undefined || value === 'NULL' ? null : text(value);
}

export function number(value: unknown): number {
  const found = Number.parseInt(text(value), 10);
  return Number.isNaN(found) ? 0 : found;
}

export function flag(value: unknown): number {
  return value === true || number(value) !== 0 ? 1 : 0;
}

/** PHP's idea of emptiness. */
export function empty(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    value === false ||
    value === '' ||
    value === 0 ||
    value === '0' ||
    (typeof value === 'object' && Object.keys(value).length === 0)
  );
}
