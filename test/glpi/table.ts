export interface Identified {
  id: number;
}

/** One table of the stand-in's database: rows in order of id, ids given out once and never again. */
export class Table<Row extends Identified> implements Iterable<Row> {
  readonly #rows: Row[] = [];
  #next = 1;

  [Symbol.iterator](): Iterator<Row> {
    return this.#rows.values();
  }

  get length(): number {
    return this.#rows.length;
  }

  get rows(): readonly Row[] {
    return this.#rows;
  }

  get last(): Row | undefined {
    return this.#rows.at(-1);
  }

  get(id: number): Row | undefined {
    return this.#rows.find((row) => row.id === id);
  }

  find(wanted: (row: Row) => boolean): Row | undefined {
    return this.#rows.find(wanted);
  }

  filter(wanted: (row: Row) => boolean): Row[] {
    return this.#rows.filter(wanted);
  }

  map<To>(to: (row: Row) => To): To[] {
    return this.#rows.map(to);
  }

  some(wanted: (row: Row) => boolean): boolean {
    return this.#rows.some(wanted);
  }

  /** Adds a row; without an id it gets the next one. */
  add(row: Omit<Row, 'id'> & { id?: number }): Row {
    const id = row.id ?? this.takeId();
    const added = { ...row, id } as Row;
    this.#rows.push(added);
    this.#rows.sort((a, b) => a.id - b.id);
    this.#next = Math.max(this.#next, id + 1);
    return added;
  }

  /** A refused insert uses its number up, as the database does. */
  takeId(): number {
    const id = this.#next;
    this.#next += 1;
    return id;
  }

  remove(id: number): boolean {
    const at = this.#rows.findIndex((row) => row.id === id);
    if (at === -1) return false;
    this.#rows.splice(at, 1);
    return true;
  }

  removeWhere(unwanted: (row: Row) => boolean): Row[] {
    const gone = this.#rows.filter(unwanted);
    for (const row of gone) this.remove(row.id);
    return gone;
  }
}
