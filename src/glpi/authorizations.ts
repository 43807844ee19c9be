/** What an account may: the profiles that it has in which entities, and the groups that it is in. */
import * as v from 'valibot';
import { addArray, mostInArray } from './arrays.ts';
import { type Call, parseReply } from './session.ts';
import { flag, id } from './shapes.ts';

export interface GrantedProfile {
  readonly profileId: number;
  readonly entityId: number;
  readonly recursive: boolean;
}

const profileRow = v.object({ users_id: id, profiles_id: id, entities_id: id, is_recursive: flag });
const profileRows = v.array(profileRow);

const grantedBy = (row: v.InferOutput<typeof profileRow>): GrantedProfile => ({
  profileId: row.profiles_id,
  entityId: row.entities_id,
  recursive: row.is_recursive,
});

/** The authorizations that the account really has. */
export async function grantedProfiles(call: Call, userId: number): Promise<GrantedProfile[]> {
  const reply = await call({
    method: 'GET',
    path: `User/${userId}/Profile_User`,
    query: [['get_hateoas', 'false']],
  });
  return parseReply(profileRows, reply).map(grantedBy);
}

/** So many rows are read to find those of several accounts. */
const mostProfileRows = 1_000;

/**
 * The authorizations that several accounts really have. Accounts that were made together have ids side by side, and GLPI
 * lists all rows of the ids that begin with the same digits: one request a hundred ids, one an account where those are
 * too many rows to be all read.
 */
export async function grantedProfilesOf(
  call: Call,
  userIds: readonly number[],
): Promise<ReadonlyMap<number, readonly GrantedProfile[]>> {
  const granted = new Map<number, readonly GrantedProfile[]>();
  const byDigits = new Map<string, number[]>();
  for (const userId of userIds) {
    const digits = String(userId).slice(0, -2);
    byDigits.set(digits, [...(byDigits.get(digits) ?? []), userId]);
  }
  for (const [digits, ids] of byDigits) {
    const rows = ids.length > 1 ? await profileRowsOf(call, digits) : null;
    for (const userId of ids)
      granted.set(
        userId,
        rows?.filter((row) => row.users_id === userId).map(grantedBy) ??
          (await grantedProfiles(call, userId)),
      );
  }
  return granted;
}

/** All rows of accounts whose ids begin with these digits; null where there are more than are read at once. */
async function profileRowsOf(
  call: Call,
  digits: string,
): Promise<readonly v.InferOutput<typeof profileRow>[] | null> {
  const reply = await call({
    method: 'GET',
    path: 'Profile_User',
    query: [
      ...(digits === '' ? [] : [['searchText[users_id]', `^${digits}`] as const]),
      ['range', `0-${mostProfileRows - 1}`],
      ['get_hateoas', 'false'],
    ],
  });
  const rows = parseReply(profileRows, reply);
  return rows.length < mostProfileRows ? rows : null;
}

/** An account in a group. */
export interface Membership {
  readonly userId: number;
  readonly groupId: number;
}

/** Adds the account to the groups; a group it is in already is fine. Gives back the ids that GLPI refused. */
export async function addToGroups(
  call: Call,
  userId: number,
  groupIds: readonly number[],
): Promise<number[]> {
  const refused = await addMembers(
    call,
    groupIds.map((groupId) => ({ userId, groupId })),
  );
  return refused.map(({ groupId }) => groupId);
}

/** Adds accounts to groups, in arrays of thirty; who is in one already is fine. Gives back what GLPI refused. */
export async function addMembers(call: Call, members: readonly Membership[]): Promise<readonly Membership[]> {
  const doubtful: Membership[] = [];
  for (let from = 0; from < members.length; from += mostInArray) {
    const part = members.slice(from, from + mostInArray);
    const input = part.map(({ userId, groupId }) => ({ users_id: userId, groups_id: groupId }));
    const added = await addArray(call, 'Group_User', input);
    doubtful.push(...part.filter((_, index) => added[index]?.id == null));
  }
  // "Duplicate entry" and a real refusal differ in translated text only: look at what is there.
  const refused: Membership[] = [];
  for (const userId of new Set(doubtful.map((one) => one.userId))) {
    const present = new Set(await groupsOf(call, userId));
    refused.push(...doubtful.filter((one) => one.userId === userId && !present.has(one.groupId)));
  }
  return refused;
}

const groupRows = v.array(v.object({ groups_id: id }));

async function groupsOf(call: Call, userId: number): Promise<number[]> {
  const reply = await call({
    method: 'GET',
    path: `User/${userId}/Group_User`,
    query: [['get_hateoas', 'false']],
  });
  return parseReply(groupRows, reply).map((row) => row.groups_id);
}
