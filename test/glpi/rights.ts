import type { Core } from './core.ts';
import type { Session } from './sessions.ts';
import type { Entity, Profile, ProfileUser } from './state.ts';

export const READ = 1;
export const UPDATE = 2;
export const CREATE = 4;
export const DELETE = 8;
export const PURGE = 16;

export function activeProfile(core: Core, session: Session): Profile | undefined {
  return core.state.profiles.get(session.profilesId);
}

export function may(core: Core, session: Session, right: string, bits: number): boolean {
  return ((activeProfile(core, session)?.rights[right] ?? 0) & bits) === bits;
}

function rightNames(core: Core): Set<string> {
  return new Set(core.state.profiles.rows.flatMap((profile) => Object.keys(profile.rights)));
}

/**
 * Profiles that this session may give to somebody. Whoever may create profiles gives any; else helpdesk ones
 * (from the central interface) and those of the own interface whose every right is present and within one's own.
 */
export function grantableProfiles(core: Core, session: Session): Profile[] {
  const mine = activeProfile(core, session);
  if (mine === undefined) return [];
  if (may(core, session, 'profile', CREATE)) return [...core.state.profiles];
  const names = [...rightNames(core)];
  return core.state.profiles.filter((profile) => {
    if (mine.interface === 'central' && profile.interface === 'helpdesk') return true;
    if (profile.interface !== mine.interface) return false;
    return names.every((name) => {
      const theirs = profile.rights[name];
      const own = mine.rights[name] ?? 0;
      return theirs !== undefined && (theirs | own) === own;
    });
  });
}

export function mayGrant(core: Core, session: Session, profilesIds: readonly number[]): boolean {
  const grantable = new Set(grantableProfiles(core, session).map((profile) => profile.id));
  if (profilesIds.length === 0) return grantable.size === core.state.profiles.length;
  return profilesIds.every((id) => grantable.has(id));
}

/** Whether the session stands above a person: may grant each profile that the person has. */
export function outranks(core: Core, session: Session, usersId: number): boolean {
  const theirs = core.state.profileUsers.filter((row) => row.users_id === usersId);
  return mayGrant(core, session, [...new Set(theirs.map((row) => row.profiles_id))]);
}

export function defaultProfile(core: Core): Profile | undefined {
  return core.state.profiles.find((profile) => profile.is_default === 1);
}

/** An entity and everything below it. */
export function entityTree(core: Core, top: number): number[] {
  const below = core.state.entities
    .filter((entity) => entity.entities_id === top)
    .flatMap((entity) => entityTree(core, entity.id));
  return [top, ...below];
}

export function entitiesAbove(core: Core, id: number): Entity[] {
  const entity = core.state.entities.get(id);
  if (entity === undefined || entity.entities_id === null) return [];
  const parent = core.state.entities.get(entity.entities_id);
  return parent === undefined ? [] : [...entitiesAbove(core, parent.id), parent];
}

export function inActiveEntities(session: Session, entity: number): boolean {
  return session.activeEntities.includes(entity);
}

/** Rows of an entity are seen when it is active; those of an entity above, when they are passed down. */
export function seesRow(
  core: Core,
  session: Session,
  row: { entities_id: number; is_recursive?: number },
): boolean {
  if (inActiveEntities(session, row.entities_id)) return true;
  if (row.is_recursive !== 1) return false;
  return session.activeEntities.some((active) =>
    entitiesAbove(core, active).some((above) => above.id === row.entities_id),
  );
}

export function seesAllEntities(core: Core, session: Session): boolean {
  return session.activeEntities.length === core.state.entities.length;
}

export function authorizations(core: Core, usersId: number): ProfileUser[] {
  return core.state.profileUsers.filter((row) => row.users_id === usersId);
}

/** People are seen through their authorizations. */
export function seesUser(core: Core, session: Session, usersId: number): boolean {
  if (seesAllEntities(core, session)) return true;
  return authorizations(core, usersId).some(
    (row) =>
      inActiveEntities(session, row.entities_id) ||
      (row.is_recursive === 1 &&
        entityTree(core, row.entities_id).some((id) => inActiveEntities(session, id))),
  );
}

/** Profiles that a person may take on, each with the entities it holds in. */
export function profilesOf(core: Core, usersId: number): { profile: Profile; rows: ProfileUser[] }[] {
  const rows = authorizations(core, usersId);
  return core.state.profiles
    .filter((profile) => rows.some((row) => row.profiles_id === profile.id))
    .map((profile) => ({ profile, rows: rows.filter((row) => row.profiles_id === profile.id) }));
}

export function chooseEntity(core: Core, session: Session, id: number | 'all', recursive: boolean): boolean {
  if (session.usersId === null) return false;
  const rows = authorizations(core, session.usersId).filter((row) => row.profiles_id === session.profilesId);
  const allowed = new Set(
    rows.flatMap((row) => (row.is_recursive === 1 ? entityTree(core, row.entities_id) : [row.entities_id])),
  );
  if (id === 'all') {
    const first = rows[0];
    if (first === undefined) return false;
    session.activeEntity = first.entities_id;
    session.activeEntityRecursive = rows.some((row) => row.is_recursive === 1);
    session.activeEntities = core.state.entities
      .filter((entity) => allowed.has(entity.id))
      .map((entity) => entity.id);
    return true;
  }
  if (!allowed.has(id)) return false;
  session.activeEntity = id;
  session.activeEntityRecursive = recursive;
  session.activeEntities = (recursive ? entityTree(core, id) : [id])
    .filter((entity) => allowed.has(entity))
    .sort((a, b) => a - b);
  return true;
}

export function chooseProfile(core: Core, session: Session, profilesId: number): boolean {
  if (session.usersId === null) return false;
  const rows = authorizations(core, session.usersId).filter((row) => row.profiles_id === profilesId);
  if (rows.length === 0) return false;
  session.profilesId = profilesId;
  const preferred = core.state.users.get(session.usersId)?.entities_id ?? null;
  const row = rows.find((candidate) => candidate.entities_id === preferred) ?? rows[0];
  if (row === undefined) return false;
  return chooseEntity(core, session, row.entities_id, row.is_recursive === 1);
}
