/** Whether the worker works, for whoever asks on this machine. */
import { createServer, type Server } from 'node:http';
import { type Instant, minute } from '../invite/instant.ts';

/** What a round came to. */
export class Health {
  readonly #interval: number;
  readonly #now: () => Instant;
  #lastGood: Instant | null = null;

  /** `interval`: milliseconds from one round to the next. */
  constructor(interval: number, now: () => Instant) {
    this.#interval = interval;
    this.#now = now;
  }

  good(): void {
    this.#lastGood = this.#now();
  }

  /** Well while the last good round is not longer ago than three intervals and what a slow GLPI needs. */
  state(): { readonly ok: boolean; readonly lastGoodRound: string | null } {
    const last = this.#lastGood;
    return {
      ok: last !== null && this.#now() - last <= 3 * this.#interval + 2 * minute,
      lastGoodRound: last === null ? null : new Date(last).toISOString(),
    };
  }
}

/** Answers 200 or 503 at 127.0.0.1 with when the last good round was. Fails where the port is taken. */
export async function serveHealth(health: Health, port: number): Promise<Server> {
  const server = createServer((_, response) => {
    const state = health.state();
    response.writeHead(state.ok ? 200 : 503, { 'content-type': 'application/json' });
    response.end(`${JSON.stringify(state)}\n`);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  // It alone must not keep the process alive.
  server.unref();
  return server;
}
