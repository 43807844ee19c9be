/**
 * Which serials of seals count at least, kept where whoever may edit forms cannot write: in the comment of an account
 * that is there for nothing else. Whoever may change accounts could make one of any rights anyway.
 *
 * Without it, somebody who sees a site for the first time could not tell an old seal that was put back from the present
 * one: everything else that we keep in GLPI stands in forms.
 */
import * as v from 'valibot';
import { problemOf } from '../invite/problem.ts';
import { type Call, parseReply } from './session.ts';
import { added, id, text } from './shapes.ts';
import { accountById } from './users.ts';

/** Unique in GLPI, so that two browsers cannot make two of them. */
export const floorsLogin = 'invite-for-glpi';

/** For whoever meets it in GLPI: English, like the category and the claims' form. */
const explanation =
  'Kept by Invite for GLPI: nobody logs in with this account. It says which seals of invitations are out of date (please leave).';

/** The account, and the lowest serial that counts by the id of the invite. */
export interface Floors {
  readonly accountId: number;
  readonly serials: ReadonlyMap<string, number>;
}

const accounts = v.array(v.object({ id, name: text, comment: text }));

/**
 * What is kept at this site; null where nothing is yet. `knownId`: the account as it was found the last time, so that it
 * is known again under another login. One request, or two where there is none.
 */
export async function readFloors(call: Call, knownId: number | null = null): Promise<Floors | null> {
  const known = knownId === null ? null : await accountById(call, knownId);
  if (known?.comment.startsWith(explanation))
    return { accountId: known.userId, serials: serialsIn(known.comment) };
  for (const inTrash of [false, true]) {
    const reply = await call({
      method: 'GET',
      path: 'User',
      query: [
        ['searchText[name]', `^${floorsLogin}$`],
        ['get_hateoas', 'false'],
        ...(inTrash ? [['is_deleted', '1'] as const] : []),
      ],
    });
    const found = parseReply(accounts, reply).find(({ name }) => name === floorsLogin);
    if (found) return { accountId: found.id, serials: serialsIn(found.comment) };
  }
  return null;
}

function serialsIn(comment: string): Map<string, number> {
  const serials = new Map<string, number>();
  for (const line of comment.split('\n')) {
    const match = /^([0-9A-Z]{10}) (\d{1,10})$/.exec(line.trim());
    if (match?.[1]) serials.set(match[1], Math.max(serials.get(match[1]) ?? 0, Number(match[2])));
  }
  return serials;
}

/** GLPI's column holds 65,535 bytes. */
const mostLines = 3_500;

/**
 * Raises floors, making the account where there is none; none is ever lowered. Two who write at once may lose one of
 * each other's: whoever knows better writes again at the next look. Fails like any call.
 */
export async function raiseFloors(
  call: Call,
  known: Floors | null,
  raised: ReadonlyMap<string, number>,
): Promise<Floors> {
  const serials = new Map(known?.serials);
  for (const [invite, serial] of raised) serials.set(invite, Math.max(serial, serials.get(invite) ?? 0));
  // The oldest first; those go that are no longer of any use sooner or later.
  const lines = [...serials].slice(-mostLines).map(([invite, serial]) => `${invite} ${serial}`);
  const comment = [explanation, ...lines].join('\n');
  if (known) {
    const { accountId } = known;
    await call({ method: 'PUT', path: `User/${accountId}`, body: { input: { id: accountId, comment } } });
    return { accountId, serials };
  }
  try {
    const input = {
      name: floorsLogin,
      is_active: 0,
      comment,
      entities_id: 0,
      _entities_id: 0,
      _is_recursive: 1,
    };
    const reply = await call({ method: 'POST', path: 'User', body: { input } });
    return { accountId: parseReply(added, reply).id, serials };
  } catch (thrown) {
    // Somebody else made it a moment ago, or the reply to our own request got lost.
    if (problemOf(thrown).code !== 'refusedByGlpi') throw thrown;
    const now = await readFloors(call);
    if (now === null) throw thrown;
    return await raiseFloors(call, now, raised);
  }
}
