import * as v from 'valibot';
import { sameAddress } from '../invite/address.ts';
import { criteria } from './criteria.ts';
import { type Call, parseReply } from './session.ts';
import { id } from './shapes.ts';

const texts = v.union([
  v.string(),
  v.number(),
  v.null(),
  v.array(v.union([v.string(), v.number(), v.null()])),
]);
// Search options of User: 1 login, 2 id, 5 e-mail addresses.
const found = v.object({
  data: v.optional(v.array(v.object({ '1': texts, '2': id, '5': v.optional(texts, null) })), []),
});
const listed = (value: v.InferOutput<typeof texts>): string[] =>
  (Array.isArray(value) ? value : [value]).flatMap((one) => (one === null ? [] : [String(one)]));

/** So many addresses are asked for in one request: their criteria stand in the URL, of which web servers take 8 KB. */
const mostAtOnce = 25;

/** An account that has an address. */
export interface AddressOwner {
  readonly userId: number;
  readonly login: string;
  readonly deleted: boolean;
}

/**
 * Which of many addresses belong to an account already, the trash included: two requests for each 25 of them. Exactly as
 * `sameAddress` compares; who makes an account looks once more, and closer (`accountsByAddress`).
 */
export async function ownersOfAddresses(
  call: Call,
  addresses: readonly string[],
): Promise<ReadonlyMap<string, AddressOwner>> {
  const owners = new Map<string, AddressOwner>();
  for (let from = 0; from < addresses.length; from += mostAtOnce) {
    const part = addresses.slice(from, from + mostAtOnce);
    for (const deleted of [false, true]) {
      const reply = await call({
        method: 'GET',
        path: 'search/User',
        query: [
          ...criteria(
            'OR',
            part.map((address) => ['5', 'contains', `^${address}$`]),
          ),
          ['forcedisplay[0]', '2'],
          ['forcedisplay[1]', '1'],
          ['forcedisplay[2]', '5'],
          ...(deleted ? [['is_deleted', '1'] as [string, string]] : []),
          ['range', '0-199'],
        ],
      });
      for (const row of parseReply(found, reply).data) {
        const owner = { userId: row['2'], login: listed(row['1'])[0] ?? '', deleted };
        for (const has of listed(row['5']))
          for (const address of part) if (sameAddress(has, address)) owners.set(address, owner);
      }
    }
  }
  return owners;
}
