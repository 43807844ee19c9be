/** A GLPI user with no right but what the worker needs, as docs/worker.md has it made. */
import { neededRights } from '../../../src/glpi/worker-rights.ts';
import { blankUser } from '../../glpi/blank-rows.ts';
import type { Glpi } from '../../glpi/server.ts';

/** Gives back the user's API token. `more`: rights beside the needed ones, or instead of them. */
export function addWorkerUser(glpi: Glpi, more: Readonly<Record<string, number>> = {}): string {
  const { state } = glpi;
  const names = new Set(state.profiles.rows.flatMap(({ rights }) => Object.keys(rights)));
  const none = Object.fromEntries([...names].map((name) => [name, 0]));
  const profile = state.profiles.add({
    name: 'Invite worker',
    interface: 'central',
    is_default: 0,
    comment: null,
    rights: { ...none, ...neededRights, ...more },
  });
  const user = state.users.add({ ...blankUser('invite-worker', null), profiles_id: profile.id });
  state.profileUsers.add({
    users_id: user.id,
    profiles_id: profile.id,
    entities_id: 0,
    is_recursive: 1,
    is_dynamic: 0,
    is_default_profile: 0,
  });
  return glpi.apiToken('invite-worker');
}
