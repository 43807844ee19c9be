import { entities, type GrantableProfile, grantableProfiles, groups } from '../glpi/directory.ts';
import { type Grant, isPrivileged, loginTemplates, type Named } from '../invite/grant.ts';
import { allowsProfile, mustAllowProfile, templateWithin } from '../invite/guard-rails.ts';
import { day, hour, type Instant, minute } from '../invite/instant.ts';
import type { SiteId } from '../invite/invite.ts';
import { fail } from '../invite/problem.ts';
import type { InviteTemplate } from '../invite/template.ts';
import { languageName } from '../invite/texts/index.ts';
import { nearestLanguage, wordingLanguages } from '../invite/wording.ts';
import type { LastChoices } from '../ledger/ledger.ts';
import type { IssueDraft } from '../messages/requests.ts';
import type { Choices } from '../messages/views.ts';
import { kindsOf } from './connect.ts';
import type { Environment } from './environment.ts';
import { personalChoices } from './password-door.ts';
import { inSession } from './sessions.ts';

export interface Directory {
  readonly readAt: Instant;
  readonly adminName: string;
  readonly language: string;
  readonly activeEntityId: number;
  readonly profiles: readonly GrantableProfile[];
  readonly entities: readonly Named[];
  readonly groups: readonly Named[];
}

const directoryKey = (site: SiteId) => `directory ${site}`;
/** Long enough that one press needs no look-up, short enough that a new group appears soon. */
const fresh = hour / 6;

/** Profiles, entities and groups of the site as this admin may use them; remembered in memory for ten minutes. */
export async function directory(env: Environment, site: SiteId, again = false): Promise<Directory> {
  const held = (await env.memory.get(directoryKey(site))) as Directory | undefined;
  if (held && !again && env.now() - held.readAt < fresh) return held;
  const read = await inSession(
    env,
    site,
    async (call, session): Promise<Directory> => ({
      readAt: env.now(),
      adminName: session.userName,
      language: session.language,
      activeEntityId: session.activeEntityId,
      profiles: await grantableProfiles(call, session),
      entities: await entities(call),
      groups: await groups(call),
    }),
  );
  await env.memory.set(directoryKey(site), read);
  return read;
}

/** The same, read anew. */
export async function freshDirectory(env: Environment, site: SiteId): Promise<Directory> {
  return await directory(env, site, true);
}

/** Forgets what was read of the site's profiles, entities and groups. */
export async function forgetDirectory(env: Environment, site: SiteId): Promise<void> {
  await env.memory.remove(directoryKey(site));
}

/** What the admin may choose from, and the values to start with: the last ones used where they still exist. */
export async function choicesFor(env: Environment, site: SiteId): Promise<Choices> {
  const known = await directory(env, site);
  const last = (await env.ledger.site(site))?.lastChoices ?? null;
  const kinds = await inSession(env, site, async (_, session) => kindsOf(session));
  const rails = await env.guardRails();
  const profiles = known.profiles.filter((profile) => allowsProfile(rails, profile));
  const firstProfile = profiles[0];
  const firstEntity =
    known.entities.find((entity) => entity.id === known.activeEntityId) ?? known.entities[0];
  if (!firstProfile && known.profiles.length > 0)
    fail('profileOutsideRails', { profile: '', allowed: (rails.profiles ?? []).join(', ') });
  if (!firstProfile) fail('profileNotGrantable', { profile: '' });
  if (!firstEntity) fail('entityMissing', { entity: '' });
  const profile = profiles.find(({ id }) => id === last?.profileId) ?? firstProfile;
  const login = loginTemplates.find((template) => template === last?.login) ?? 'first.last';
  const { lifetime, maxUses, approval } = templateWithin(rails, {
    lifetime: last?.lifetime ?? 7 * day,
    maxUses: last === null ? 1 : last.maxUses,
    approval: last?.approval === 'byHand' ? 'byHand' : 'automatic',
    domains: [],
  });
  return {
    profiles,
    entities: known.entities,
    groups: known.groups,
    start: {
      profileId: profile.id,
      entityId: (known.entities.find(({ id }) => id === last?.entityId) ?? firstEntity).id,
      recursive: last?.recursive ?? false,
      groupIds: last?.groupIds.filter((id) => known.groups.some((group) => group.id === id)) ?? [],
      login,
      lifetime,
      maxUses,
      approval: approval === 'byHand' || isPrivileged({ profile }) ? 'byHand' : 'automatic',
      kind: kinds[0] ?? 'form',
      ifUnused: 'disable',
      language: nearestLanguage(last?.language ?? known.language),
      from: last?.from || known.adminName,
      contact: last?.contact ?? '',
    },
    languages: wordingLanguages.map((code) => ({ code, name: languageName(code) })),
    kinds,
    templates: await templatesOf(env, site),
    personal: await personalChoices(env, site),
    rails,
  };
}

async function templatesOf(env: Environment, site: SiteId): Promise<InviteTemplate[]> {
  return (await env.ledger.templates())
    .filter((one): one is InviteTemplate => one.kind === 'invite' && one.site === site)
    .toSorted(
      (one, other) => Number(other.isDefault) - Number(one.isDefault) || one.name.localeCompare(other.name),
    );
}

/** The part of a draft that says what the account gets. */
export type GrantDraft = Pick<IssueDraft, 'profileId' | 'entityId' | 'recursive' | 'login'> & {
  readonly groupIds: readonly number[];
};

/** The grant that a draft asks for, with GLPI's names. Fails where the admin or the organisation's rails do not allow it, or it is gone. */
export async function grantFrom(env: Environment, site: SiteId, draft: GrantDraft): Promise<Grant> {
  const found = lookUp(await directory(env, site), draft);
  // Something new in GLPI since we looked: look again before saying no.
  const complete = found.profile && found.entity && found.missingGroup === undefined;
  const { profile, entity, groupsFound, missingGroup } = complete
    ? found
    : lookUp(await directory(env, site, true), draft);
  if (!profile) fail('profileNotGrantable', { profile: String(draft.profileId) });
  if (!entity) fail('entityMissing', { entity: String(draft.entityId) });
  if (missingGroup !== undefined) fail('groupMissing', { group: String(missingGroup) });
  mustAllowProfile(await env.guardRails(), profile);
  return {
    profile: { id: profile.id, name: profile.name, interface: profile.interface },
    entity,
    recursive: draft.recursive,
    groups: groupsFound,
    login: draft.login,
    validFrom: null,
    validUntil: null,
    language: null,
  };
}

function lookUp(known: Directory, draft: GrantDraft) {
  const groupsFound = known.groups.filter((group) => draft.groupIds.includes(group.id));
  return {
    profile: known.profiles.find(({ id }) => id === draft.profileId),
    entity: known.entities.find(({ id }) => id === draft.entityId),
    groupsFound,
    missingGroup: draft.groupIds.find((id) => !groupsFound.some((group) => group.id === id)),
  };
}

/** The part of a draft that the next invite starts with. */
type Remembered = GrantDraft & Pick<IssueDraft, 'until' | 'language' | 'from' | 'contact'>;

/** What the next invite starts with. Uses and approval are a form's: a personal link leaves them as they were. */
export function asLastChoices(
  draft: Remembered,
  forms: Pick<LastChoices, 'maxUses' | 'approval'>,
  now: Instant,
): LastChoices {
  const { profileId, entityId, recursive, groupIds, login, language, from, contact } = draft;
  const { maxUses, approval } = forms;
  return {
    profileId,
    entityId,
    recursive,
    groupIds,
    login,
    // The moment was told by a surface some seconds ago: a week stays a week.
    lifetime: Math.round((draft.until - now) / minute) * minute,
    maxUses,
    approval,
    language,
    from,
    contact,
  };
}
