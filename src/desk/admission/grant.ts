/** What the new accounts may: what GLPI granted is read back, and the groups are added. */
import {
  addMembers,
  type GrantedProfile,
  grantedProfilesOf,
  type Membership,
} from '../../glpi/authorizations.ts';
import { entities } from '../../glpi/directory.ts';
import { disableAccount } from '../../glpi/users.ts';
import type { Invite } from '../../invite/invite.ts';
import { problem } from '../../invite/problem.ts';
import type { Admission } from './admission.ts';
import { each, together } from './together.ts';

/** Verifies what the accounts were granted, adds them to their groups, and ends the admissions. */
export async function completeAccounts(many: readonly Admission[]): Promise<void> {
  await together(many.filter(hasAccount).filter(isUnverified), readProfiles, verify);
  const verified = () => many.filter(hasAccount).filter((one) => !isUnverified(one));
  await together(
    verified().filter(({ registration }) => !registration.progress.groupsAdded),
    addToTheirGroups,
    noteGroups,
  );
  const complete = verified().filter(({ registration }) => registration.progress.groupsAdded);
  await each(complete, async (one) =>
    one.save(
      { state: 'admitted', reason: null, attempts: 0, retryAt: null, endedAt: one.env.now() },
      one.entry('admitted', { login: one.registration.login ?? '' }),
    ),
  );
}

const hasAccount = ({ registration }: Admission) =>
  registration.state === 'admitting' && registration.progress.userId !== null;
const isUnverified = ({ registration }: Admission) => !registration.progress.profileVerified;

async function readProfiles(
  many: readonly Admission[],
): Promise<ReadonlyMap<Admission, readonly GrantedProfile[]>> {
  const [first] = many;
  if (!first) return new Map();
  const granted = await grantedProfilesOf(
    first.call,
    many.map(({ userId }) => userId),
  );
  return new Map(many.map((one) => [one, granted.get(one.userId) ?? []]));
}

/** A profile above the admin's own is silently replaced (recordings 41, 42): an account with another grant is shut. */
async function verify(one: Admission, granted: readonly GrantedProfile[] = []): Promise<void> {
  const isAsAsked = granted.length === 1 && granted[0] !== undefined && fits(granted[0], one.invite);
  const isPlaceless = isAsAsked && (await entityIsGone(one));
  if (isAsAsked && !isPlaceless) return await one.progress({ profileVerified: true });
  await disableAccount(one.call, one.userId);
  const login = one.registration.login ?? '';
  const { entity, profile } = one.invite.grant;
  await one.needPerson(
    isPlaceless
      ? problem('entityMissing', { entity: entity.name })
      : problem('grantNotGiven', {
          asked: profile.name,
          granted: granted.map(({ profileId }) => `#${profileId}`).join(', ') || '-',
          login,
        }),
    one.entry('accountDisabled', { login }),
  );
}

/** GLPI grants the entity alone where it has no sub-entities; more than what was asked is never fine. */
export function fits(granted: GrantedProfile, invite: Pick<Invite, 'grant'>): boolean {
  const { grant } = invite;
  return (
    granted.profileId === grant.profile.id &&
    granted.entityId === grant.entity.id &&
    (grant.recursive || !granted.recursive)
  );
}

/**
 * Whether GLPI made the account although its entity is gone: it says so by failing after the work is done, and to a
 * session that is older than that it shows the right all the same (measured on 11.0.6). Asked only where a reply was lost.
 */
async function entityIsGone({ call, invite, registration }: Admission): Promise<boolean> {
  if (registration.attempts < 2) return false;
  const { id } = invite.grant.entity;
  return !(await entities(call)).some((entity) => entity.id === id);
}

/** The ids of the groups that GLPI refused to each. */
async function addToTheirGroups(
  many: readonly Admission[],
): Promise<ReadonlyMap<Admission, readonly number[]>> {
  const [first] = many;
  if (!first) return new Map();
  const members = many.flatMap((one): Membership[] =>
    one.invite.grant.groups.map(({ id: groupId }) => ({ userId: one.userId, groupId })),
  );
  const refused = await addMembers(first.call, members);
  const refusedTo = (one: Admission) => refused.filter(({ userId }) => userId === one.userId);
  return new Map(many.map((one) => [one, refusedTo(one).map(({ groupId }) => groupId)]));
}

async function noteGroups(one: Admission, refused: readonly number[] = []): Promise<void> {
  const { groups } = one.invite.grant;
  const names = groups.filter((group) => refused.includes(group.id)).map((group) => group.name);
  // A group that is gone does not undo the account: it is said, and an admin may add another one.
  const warnings = names.map((group) => problem('groupMissing', { group }));
  await one.save(
    {
      warnings: [...one.registration.warnings, ...warnings],
      progress: { ...one.registration.progress, groupsAdded: true },
    },
    groups.length > 0
      ? one.entry('groupsAdded', { groups: groups.map((group) => group.name).join(', ') })
      : undefined,
  );
}
