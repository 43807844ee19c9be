import { keptAtMost, type PasswordDoor, passwordDoor } from '../glpi/password-link.ts';
import { type Instant, minute } from '../invite/instant.ts';
import type { SiteId } from '../invite/invite.ts';
import type { PersonalChoices } from '../messages/views.ts';
import type { Environment } from './environment.ts';
import { inSession } from './sessions.ts';

interface SeenDoor {
  readonly at: Instant;
  readonly version: string;
  readonly door: PasswordDoor;
}

const doorKey = (site: SiteId) => `password door ${site}`;

/** Forgets what was seen: something was changed. */
export async function forgetDoor(env: Environment, site: SiteId): Promise<void> {
  await env.memory.remove(doorKey(site));
}

/**
 * Has a page that was closed looked at anew: whoever reads how to open it opens it in GLPI, and comes back to the form at
 * once. For when a form is opened, and not whenever something in it changes.
 */
export async function lookAnewIfClosed(env: Environment, site: SiteId): Promise<void> {
  const held = (await env.memory.get(doorKey(site))) as SeenDoor | undefined;
  if (held && held.door.closed !== null) await forgetDoor(env, site);
}

/** Whether GLPI's set-password page is open. Looked up at most once a minute, whoever invites how many. */
async function look(env: Environment, site: SiteId): Promise<SeenDoor> {
  const key = doorKey(site);
  const held = (await env.memory.get(key)) as SeenDoor | undefined;
  if (held && env.now() - held.at < minute) return held;
  const seen = await inSession(
    env,
    site,
    async (call, { version }): Promise<SeenDoor> => ({
      at: env.now(),
      version,
      door: await passwordDoor(call, version),
    }),
  );
  await env.memory.set(key, seen);
  return seen;
}

/** The page that links of this site open, or why there is none. */
export async function doorOf(env: Environment, site: SiteId): Promise<PasswordDoor> {
  return (await look(env, site)).door;
}

/** What a personal link can be at this site: for the form. */
export async function personalChoices(env: Environment, site: SiteId): Promise<PersonalChoices> {
  const { door, version } = await look(env, site);
  return {
    way: door.page === null ? 'firstPassword' : 'link',
    noLinkBecause: door.closed,
    keptByGlpi: keptAtMost(version),
  };
}
