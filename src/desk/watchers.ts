import type { Call, Session } from '../glpi/session.ts';
import { keyBeginning, readWatchers, sayWatching, type Watcher } from '../glpi/watchers.ts';
import { type Instant, minute } from '../invite/instant.ts';
import type { SiteId } from '../invite/invite.ts';
import { hex } from '../invite/key.ts';
import { problemOf } from '../invite/problem.ts';
import { claimsPlace } from './claims-place.ts';
import type { Environment } from './environment.ts';
import { actorName, ownKey } from './sealer.ts';
import { trustedKeys } from './trust.ts';

/** So often an actor that watches for others says so. */
const every = 10 * minute;
/** Whoever said so within this time watches. */
const fresh = 2 * every + 5 * minute;
/** What was read is good for so long. */
const readAnew = minute;

const saidKey = (site: SiteId) => `said watching ${site}`;
const readKey = (site: SiteId) => `watchers ${site}`;

interface Said {
  readonly at: Instant;
  readonly rowId: number;
}

/** Says in GLPI that this actor watches for others, if it is time to. One request; that it cannot be said harms nothing. */
export async function sayThatWeWatch(
  env: Environment,
  call: Call,
  session: Session,
  site: SiteId,
): Promise<void> {
  const said = (await env.memory.get(saidKey(site))) as Said | undefined;
  if (said && env.now() - said.at < every && said.at <= env.now()) return;
  try {
    const { formId } = await claimsPlace(env, call, site);
    const watcher: Watcher = {
      id: await ownId(env, site),
      kind: env.seals ? 'browser' : 'worker',
      name: await actorName(env, site),
      keys: [...(await trustedKeys(env, site))],
      seenAt: env.now() + session.serverAhead,
    };
    const rowId = await sayWatching(call, formId, watcher, said?.rowId ?? null);
    await env.memory.set(saidKey(site), { at: env.now(), rowId } satisfies Said);
  } catch (thrown) {
    if (!['refusedByGlpi', 'rightRefused', 'itemMissing'].includes(problemOf(thrown).code)) throw thrown;
  }
}

/** The same for this actor whenever it is started; of one without a key, for whoever runs it under that name. */
async function ownId(env: Environment, site: SiteId): Promise<string> {
  const words = (await ownKey(env)) ?? (await actorName(env, site));
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`watcher ${words}`));
  return hex(new Uint8Array(digest).slice(0, 6));
}

/** Somebody else who watches the invites of this browser. */
export interface OtherWatcher {
  readonly name: string;
  readonly kind: 'browser' | 'worker';
  /** By this computer's clock. */
  readonly seenAt: Instant;
}

/** Who else watches what is issued here, the latest first. At most one request a minute; to be called in a session. */
export async function othersWhoWatch(
  env: Environment,
  call: Call,
  session: Session,
  site: SiteId,
): Promise<OtherWatcher[]> {
  const own = await ownKey(env);
  if (own === null) return [];
  const read = (await env.memory.get(readKey(site))) as { at: Instant; watchers: Watcher[] } | undefined;
  const isFresh = read !== undefined && env.now() - read.at < readAnew && read.at <= env.now();
  const watchers = isFresh ? read.watchers : await readWatchers(call);
  if (!isFresh) await env.memory.set(readKey(site), { at: env.now(), watchers });
  const me = await ownId(env, site);
  return watchers
    .map((watcher) => ({ ...watcher, seenAt: watcher.seenAt - session.serverAhead }))
    .filter(
      ({ id, keys, seenAt }) =>
        id !== me && keys.includes(own.slice(0, keyBeginning)) && Math.abs(env.now() - seenAt) < fresh,
    )
    .toSorted((one, other) => other.seenAt - one.seenAt)
    .map(({ name, kind, seenAt }) => ({ name, kind, seenAt: Math.min(seenAt, env.now()) }));
}
