import * as v from 'valibot';
import { criteria } from './criteria.ts';
import { type Call, parseReply } from './session.ts';
import { id, text } from './shapes.ts';

/** An account as people tell it apart. */
export interface Namesake {
  readonly userId: number;
  readonly login: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly deleted: boolean;
}

const one = v.union([v.string(), v.number(), v.null(), v.array(v.union([v.string(), v.number()]))]);
// Search options of User: 1 login, 2 id, 9 first name, 34 last name.
const found = v.object({
  data: v.optional(
    v.array(v.object({ '1': one, '2': id, '9': v.optional(text, ''), '34': v.optional(text, '') })),
    [],
  ),
});

const asText = (value: v.InferOutput<typeof one>): string =>
  Array.isArray(value) ? String(value[0] ?? '') : String(value ?? '');

/** GLPI's search reads ^ and $ as anchors; a name that holds one is looked for without them. */
const whole = (name: string) => (/[\^$]/.test(name) ? name : `^${name}$`);

/** Accounts of the same first and last name, the trash included; at most twenty of each. */
export async function accountsByName(call: Call, firstName: string, lastName: string): Promise<Namesake[]> {
  const names = [
    ['9', firstName],
    ['34', lastName],
  ].filter(([, name]) => name !== '') as [string, string][];
  if (names.length === 0) return [];
  const search = async (deleted: boolean): Promise<Namesake[]> => {
    const reply = await call({
      method: 'GET',
      path: 'search/User',
      query: [
        ...criteria(
          'AND',
          names.map(([field, name]) => [field, 'contains', whole(name)]),
        ),
        ['forcedisplay[0]', '2'],
        ['forcedisplay[1]', '1'],
        ['forcedisplay[2]', '9'],
        ['forcedisplay[3]', '34'],
        ...(deleted ? [['is_deleted', '1'] as [string, string]] : []),
        ['range', '0-19'],
      ],
    });
    return parseReply(found, reply).data.map((row) => ({
      userId: row['2'],
      login: asText(row['1']),
      firstName: row['9'],
      lastName: row['34'],
      deleted,
    }));
  };
  return [...(await search(false)), ...(await search(true))];
}
