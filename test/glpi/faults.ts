import type { Answer, Call } from './exchange.ts';

/**
 * What may go wrong on the way. `status`, `html` and `empty` replace the answer: `acted: true` lets GLPI do the work first.
 * `cut` closes the connection, before or after the work. `delay` only waits. `hold` keeps the request, before or after
 * the work, until the test lets it go or cuts it.
 */
export type Mishap =
  | { kind: 'status'; status: number; body?: unknown; acted?: boolean }
  | { kind: 'html'; status?: number; body?: string; acted?: boolean }
  | { kind: 'empty'; acted?: boolean }
  | { kind: 'cut'; acted?: boolean }
  | { kind: 'delay'; ms: number }
  | { kind: 'hold'; hold: Hold; acted?: boolean };

/** A request that is held: the test is told when it is there, and says how it goes on. */
export class Hold {
  #isThere = false;
  #decide: (how: 'letGo' | 'cut') => void = () => {};
  readonly #end = new Promise<'letGo' | 'cut'>((resolve) => {
    this.#decide = resolve;
  });

  get isThere(): boolean {
    return this.#isThere;
  }

  /** GLPI does its work, where it has not yet, and answers. */
  letGo(): void {
    this.#decide('letGo');
  }

  /** The connection is closed, whoever still waits for an answer. */
  cut(): void {
    this.#decide('cut');
  }

  /** For the server: the request is there. Resolves with how it goes on. */
  keep(): Promise<'letGo' | 'cut'> {
    this.#isThere = true;
    return this.#end;
  }
}

export interface FaultMatch {
  method?: string;
  /** A text that the path with its query holds, or a pattern for it. */
  path?: string | RegExp;
  /** The body must hold this text. */
  body?: string;
  /** Whatever else must be so. */
  when?: (call: Call) => boolean;
}

export interface Fault {
  match: FaultMatch;
  mishap: Mishap;
  /** How many requests it still befalls. */
  left: number;
  /** How many matching requests pass untouched before. */
  after: number;
}

export class Faults {
  readonly #waiting: Fault[] = [];

  add(match: FaultMatch, mishap: Mishap, times = 1, after = 0): Fault {
    const fault = { match, mishap, left: times, after };
    this.#waiting.push(fault);
    return fault;
  }

  clear(): void {
    this.#waiting.length = 0;
  }

  /** The mishap that befalls this request, used up by asking. */
  take(call: Call, target: string): Mishap | null {
    for (const fault of this.#waiting) {
      if (fault.left === 0 || !matches(fault.match, call, target)) continue;
      if (fault.after > 0) {
        fault.after -= 1;
        continue;
      }
      fault.left -= 1;
      return fault.mishap;
    }
    return null;
  }
}

function matches(match: FaultMatch, call: Call, target: string): boolean {
  if (match.method !== undefined && match.method !== call.method) return false;
  if (typeof match.path === 'string' && !target.includes(match.path)) return false;
  if (match.path instanceof RegExp && !match.path.test(target)) return false;
  if (match.body !== undefined && !call.body.includes(match.body)) return false;
  return match.when === undefined || match.when(call);
}

/** The answer that a mishap puts in place of GLPI's own; null when the connection is to be cut. */
export function mishapAnswer(mishap: Mishap): Answer | null {
  switch (mishap.kind) {
    case 'status':
      return {
        status: mishap.status,
        headers: { 'content-type': 'application/json; charset=UTF-8' },
        body: JSON.stringify(mishap.body ?? ['ERROR', 'made up for a test']),
      };
    case 'html':
      return {
        status: mishap.status ?? 500,
        headers: { 'content-type': 'text/html; charset=UTF-8' },
        body:
          mishap.body ??
          '<!DOCTYPE html><html lang="en"><head><title>Error</title></head><body>Error</body></html>',
      };
    case 'empty':
      return { status: 200, headers: { 'content-type': 'text/html; charset=UTF-8' }, body: '' };
    default:
      return null;
  }
}
