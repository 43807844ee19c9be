import type { InviteSummary } from './summaries.ts';

/** Fewer are handed over before anybody has typed the next letter. */
const worthKeeping = 1_000;

/**
 * The narrow copies of all invites, as they were last read: a search asks for them at each key, and the browser takes
 * longer to hand ten thousand over than it takes to search them. An invite or a registration that is written drops them;
 * so does the end of the background, half a minute after the last question.
 */
export class KeptSummaries {
  #rows: readonly InviteSummary[] | null = null;
  /** What is being read just now: after a change, a page and its filters are asked for together. */
  #loading: { readonly writes: number; readonly rows: Promise<readonly InviteSummary[]> } | null = null;
  /** How often anything that they hold was written: what was read while somebody wrote is not kept. */
  #writes = 0;

  /** To be told before a write begins and after it has ended. */
  written(): void {
    this.#writes += 1;
    this.#rows = null;
  }

  /** The copies as they are, read by `load` where they are not here. */
  async read(load: () => Promise<readonly InviteSummary[]>): Promise<readonly InviteSummary[]> {
    if (this.#rows !== null) return this.#rows;
    const writes = this.#writes;
    // Begun before the last write, it may not know what was written.
    const loading = this.#loading?.writes === writes ? this.#loading : { writes, rows: load() };
    this.#loading = loading;
    try {
      const rows = await loading.rows;
      if (writes === this.#writes && rows.length >= worthKeeping) this.#rows = rows;
      return rows;
    } finally {
      if (this.#loading === loading) this.#loading = null;
    }
  }
}
