import type { Environment } from '../../../src/desk/environment.ts';
import { processLocks } from '../../../src/worker/process-locks.ts';

/** Thrown by whatever a dead background would still have done. */
export class Killed extends Error {}

/**
 * A life of the background that ends at its step number `last`: before or after a request, before or after a write.
 * Nothing that comes later happens: no catch and no finally of the killed code has an effect.
 */
export function mortal(env: Environment, last: number): { env: Environment; steps: () => number } {
  let steps = 0;
  const live = () => {
    steps += 1;
    if (steps > last) throw new Killed();
  };
  const dying = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    live();
    const result = await work();
    live();
    return result;
  };
  return {
    steps: () => steps,
    env: {
      ...env,
      // Locks die with the life that held them.
      exclusive: processLocks(),
      transport: { fetch: (url, init) => dying(() => env.transport.fetch(url, init)) },
      memory: { ...env.memory, set: (key, value) => dying(() => env.memory.set(key, value)) },
      ledger: { ...env.ledger, write: (work) => dying(() => env.ledger.write(work)) },
    },
  };
}
