import type { Session } from '../glpi/session.ts';
import { minute } from '../invite/instant.ts';
import type { SiteId } from '../invite/invite.ts';
import type { Environment } from './environment.ts';
import { inSession, renewSession } from './sessions.ts';

/** GLPI is told dates in its own zone, whose offset changes now and then: before telling one, the clock is not older. */
const clockLife = 10 * minute;

/** The session of a site, with a clock that is fresh enough to tell GLPI dates by. */
export async function sessionWithClock(env: Environment, site: SiteId): Promise<Session> {
  const session = await inSession(env, site, async (_, open) => open);
  return env.now() - session.openedAt > clockLife ? await renewSession(env, site) : session;
}
