import { setTimeout as pause } from 'node:timers/promises';

export interface Patience {
  /** How long to go on asking, in milliseconds. */
  readonly timeout?: number;
  /** How long to rest between two questions, in milliseconds. */
  readonly every?: number;
}

type Truthy<T> = Exclude<T, false | 0 | '' | null | undefined>;

/**
 * Asks `check` until it gives something truthy, and gives that. A check that throws has said "not yet"; its last
 * error is the cause of the one thrown in the end. `what` names the awaited thing in that error; as a function it
 * may tell what is there instead.
 */
export async function until<T>(
  check: () => T | Promise<T>,
  what: string | (() => string | Promise<string>),
  { timeout = 60_000, every = 25 }: Patience = {},
): Promise<Truthy<T>> {
  const end = performance.now() + timeout;
  let cause: unknown;
  for (;;) {
    try {
      const value = await check();
      if (value) return value as Truthy<T>;
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    if (performance.now() > end) break;
    await pause(every);
  }
  const awaited = typeof what === 'string' ? what : await what();
  const reason = cause instanceof Error ? `: ${cause.message}` : '';
  throw new Error(`Waited ${timeout} ms in vain for ${awaited}${reason}`, { cause });
}

/** `promise`, or an error that names what was awaited, for calls that may never answer. */
export async function within<T>(promise: Promise<T>, what: string, timeout = 60_000): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Waited ${timeout} ms in vain for ${what}`)), timeout);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
