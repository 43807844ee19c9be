/** Several items in one request, and what became of each. */
import { problemOf } from '../invite/problem.ts';
import { type Call, parseReply } from './session.ts';
import { addedMany } from './shapes.ts';

/** Arrays to GLPI stay short: beyond some 70 items a web server before it answers 502 (live.md 15). */
export const mostInArray = 30;

/** What became of one item of an array. */
export interface AddedItem {
  /** Null where GLPI refused it. */
  readonly id: number | null;
  /** What GLPI said of it; translated. */
  readonly message: string;
}

/**
 * Adds items in one request, at most `mostInArray`; gives back what became of each, in their order. One that is refused
 * keeps none of the others from being made.
 *
 * Fails like any call, and then any of them may have been made: one that GLPI breaks at ends the array with 500, and those
 * before it stand (measured on 11.0.6).
 */
export async function addArray(
  call: Call,
  path: string,
  input: readonly unknown[],
  timeout?: number,
): Promise<readonly AddedItem[]> {
  try {
    const body = { input };
    const reply = await call({ method: 'POST', path, body, ...(timeout === undefined ? {} : { timeout }) });
    const results = parseReply(addedMany, reply);
    return input.map((_, index) => {
      const { id = false, message = '' } = results[index] ?? {};
      return { id: id === false ? null : id, message };
    });
  } catch (thrown) {
    const { code, detail } = problemOf(thrown);
    if (code !== 'refusedByGlpi') throw thrown;
    // Every one of them was refused.
    return input.map(() => ({ id: null, message: detail?.message ?? '' }));
  }
}
