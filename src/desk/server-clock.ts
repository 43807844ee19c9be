import type { Call, Session } from '../glpi/session.ts';
import type { Instant } from '../invite/instant.ts';
import type { Environment } from './environment.ts';

/** The server's clock, by which claims are dated: browsers' own may be hours apart. */
export interface ServerClock {
  /** The same calls; each reply sets the clock. */
  readonly call: Call;
  now(): Instant;
}

/**
 * As it was when the session was opened, and from the first reply on as that tells it: the browser's own clock may have
 * been set since, and a lease that is taken for run out would let two admit and refuse the same registration.
 */
export function serverClock(env: Environment, session: Session, call: Call): ServerClock {
  let ahead = session.serverAhead;
  return {
    async call(request) {
      const reply = await call(request);
      if (reply.serverTime !== null) ahead = reply.serverTime - env.now();
      return reply;
    },
    now: () => env.now() + ahead,
  };
}
