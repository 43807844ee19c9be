import * as v from 'valibot';
import type { Named, ProfileInterface } from '../invite/grant.ts';
import { ProblemError } from '../invite/problem.ts';
import { coversAll, grantsEveryProfile, type Rights, readRights, readsProfiles } from './rights.ts';
import { type Call, parseReply, type Session } from './session.ts';
import { flag, id, text } from './shapes.ts';

export interface GrantableProfile extends Named {
  readonly interface: ProfileInterface;
  readonly isDefault: boolean;
}

const profileRow = v.looseObject({ id, name: text, interface: text, is_default: flag });
const entityList = v.object({ myentities: v.array(v.object({ id, name: text })) });
const groupRow = v.object({ id, name: text, completename: text });
const pageSize = 500;

/** Every item of a type, page by page; an empty list where GLPI says that the range is beyond the end (recording 17). */
async function listAll<Schema extends v.GenericSchema>(
  call: Call,
  itemtype: string,
  row: Schema,
): Promise<v.InferOutput<Schema>[]> {
  const all: v.InferOutput<Schema>[] = [];
  for (let from = 0; ; from += pageSize) {
    let page: v.InferOutput<Schema>[];
    try {
      const reply = await call({
        method: 'GET',
        path: itemtype,
        query: [
          ['range', `${from}-${from + pageSize - 1}`],
          ['get_hateoas', 'false'],
        ],
      });
      page = parseReply(v.array(row), reply);
    } catch (thrown) {
      const beyondTheEnd = thrown instanceof ProblemError && thrown.problem.detail?.what === 'range';
      if (beyondTheEnd) return all;
      throw thrown;
    }
    all.push(...page);
    if (page.length < pageSize) return all;
  }
}

const interfaceOf = (name: string): ProfileInterface => (name === 'helpdesk' ? 'helpdesk' : 'central');

/**
 * The profiles that GLPI lets this admin grant, by GLPI's own rule (see rights.ts), default profile first.
 * Asking for another one is answered with 201 and the default profile (recordings 41, 42), so the list is the fence
 * and the check after the admission is the net.
 */
export async function grantableProfiles(call: Call, session: Session): Promise<GrantableProfile[]> {
  // Without the right to read profiles there is nothing to choose from: the reader is told so.
  if (!readsProfiles(session.rights)) return [];
  const rows = await listAll(call, 'Profile', profileRow);
  const choices = rows.map((row) => ({
    id: row.id,
    name: row.name,
    interface: interfaceOf(row.interface),
    isDefault: row.is_default,
  }));
  const central = grantsEveryProfile(session.rights)
    ? []
    : choices.filter((choice) => choice.interface === 'central');
  // Only the single item comes with its rights; the list has the columns of the table alone.
  const theirs = new Map<number, Rights>();
  for (const { id: profileId } of central) theirs.set(profileId, await profileRights(call, profileId));
  const names = new Set([session.rights, ...theirs.values()].flatMap((rights) => Object.keys(rights)));
  return choices
    .filter(({ id: profileId }) => {
      const rights = theirs.get(profileId);
      return rights === undefined || coversAll(session.rights, rights, [...names]);
    })
    .sort((one, other) => Number(other.isDefault) - Number(one.isDefault) || one.id - other.id);
}

async function profileRights(call: Call, profileId: number): Promise<Rights> {
  const reply = await call({
    method: 'GET',
    path: `Profile/${profileId}`,
    query: [['get_hateoas', 'false']],
  });
  return readRights(parseReply(profileRow, reply));
}

/** The entities that this admin may put people into, by full name ("Root entity > Lyon"). */
export async function entities(call: Call): Promise<Named[]> {
  const reply = await call({ method: 'GET', path: 'getMyEntities', query: [['is_recursive', 'true']] });
  const { myentities } = parseReply(entityList, reply);
  return myentities.toSorted((one, other) => one.name.localeCompare(other.name));
}

/** All groups that this admin sees, by full name. Empty where the right to read groups is missing: groups are an extra. */
export async function groups(call: Call): Promise<Named[]> {
  try {
    const rows = await listAll(call, 'Group', groupRow);
    return rows
      .map((row) => ({ id: row.id, name: row.completename || row.name }))
      .toSorted((one, other) => one.name.localeCompare(other.name));
  } catch (thrown) {
    if (thrown instanceof ProblemError && thrown.problem.code === 'rightRefused') return [];
    throw thrown;
  }
}
