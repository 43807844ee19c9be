/** What the GLPI user of an actor without a person needs to be allowed, and what it should not be. */
import * as v from 'valibot';
import type { Rights } from './rights.ts';
import { type Call, parseReply, type Session } from './session.ts';
import { id, text } from './shapes.ts';

const bitNames: readonly (readonly [bit: number, name: string])[] = [
  [1, 'read'],
  [2, 'update'],
  [4, 'create'],
  [8, 'delete'],
  [16, 'purge'],
  [1024, 'readAll'],
];

/**
 * The rights that watching, admitting and closing need, by GLPI's names and bits, each tried on 11.0.6 (docs/worker.md).
 */
export const neededRights: Rights = {
  // Claims, seals and what closes a form are all forms' matters.
  form: 1 | 2 | 4 | 16,
  user: 1 | 2 | 4,
  group: 1,
  profile: 1,
  // Every registration is read, and solved.
  ticket: 1024 | 2,
};

/** Of no use to us and no harm: what each new profile of GLPI's has, or what only lets things be looked at. */
const harmless: Rights = {
  password_update: 1,
  personalization: 3,
  bookmark_public: 1,
  reminder_public: 1,
  rssfeed_public: 1,
  entity: 1,
  notification: 1,
  ticket: 1,
  form: 8,
};

/** What is missing, and what is too much: each right with the names of those of its bits that are meant. */
export interface Compared {
  readonly missing: readonly string[];
  readonly tooMany: readonly string[];
}

export function compareRights(rights: Rights): Compared {
  const missing = Object.entries(neededRights).map(([right, bits]) =>
    inWords(right, bits & ~(rights[right] ?? 0)),
  );
  const tooMany = Object.entries(rights).map(([right, bits]) =>
    inWords(right, bits & ~((neededRights[right] ?? 0) | (harmless[right] ?? 0))),
  );
  return { missing: missing.filter((one) => one !== ''), tooMany: tooMany.filter((one) => one !== '') };
}

/** Such as `config: read, update`; a bit without a name is its number. Empty where there is no bit. */
function inWords(right: string, bits: number): string {
  const may: string[] = [];
  for (let bit = 1; bit <= bits; bit *= 2)
    if (bits & bit) may.push(bitNames.find(([known]) => known === bit)?.[1] ?? String(bit));
  return may.length === 0 ? '' : `${right}: ${may.join(', ')}`;
}

const profiles = v.object({ myprofiles: v.array(v.object({ id, name: text })) });

/** Names of the profiles that whoever holds the token could take on beside the one of the session. */
export async function otherProfiles(call: Call, { profileId }: Session): Promise<string[]> {
  const { myprofiles } = parseReply(profiles, await call({ method: 'GET', path: 'getMyProfiles' }));
  return myprofiles.filter((one) => one.id !== profileId).map(({ name }) => name);
}
