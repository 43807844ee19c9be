import type { Environment } from '../desk/environment.ts';

/** One lock a name within this process, first come first served, as `navigator.locks` gives in a browser. */
export function processLocks(): Environment['exclusive'] {
  const last = new Map<string, Promise<unknown>>();
  return (name, work) => {
    const mine = (last.get(name) ?? Promise.resolve()).then(work, work);
    last.set(
      name,
      mine.catch(() => {}),
    );
    return mine;
  };
}
