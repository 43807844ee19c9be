/**
 * Who has been watching lately, left as a word beside the claims: a section with a uuid of the actor's own in the form
 * that nobody is shown. Whoever may edit forms could write such a word too: it informs, and decides nothing.
 */
import * as v from 'valibot';
import type { Instant } from '../invite/instant.ts';
import { ProblemError, problemOf } from '../invite/problem.ts';
import { uuidOfWords } from './claims.ts';
import { sectionPath } from './forms.ts';
import { type Call, parseReply } from './session.ts';
import { added, id, text } from './shapes.ts';

/** An actor that watches registrations of this GLPI. */
export interface Watcher {
  /** Hex digits that stay the same for this actor. */
  readonly id: string;
  readonly kind: 'browser' | 'worker';
  /** As it calls itself. */
  readonly name: string;
  /** Beginnings of the keys whose invites it watches. */
  readonly keys: readonly string[];
  /** By the server's clock. */
  readonly seenAt: Instant;
}

/** So much of a key is told: enough to know one's own again. */
export const keyBeginning = 8;
const mostKeys = 12;

function nameOf({ id: actor, kind, name, keys, seenAt }: Watcher): string {
  const told = keys.slice(0, mostKeys).map((key) => key.slice(0, keyBeginning));
  const words = [`Watching / ${kind} ${actor}`, new Date(seenAt).toISOString(), told.join(' ') || '-'];
  return `${words.join(' / ')} / ${name}`.slice(0, 250);
}

function readName(words: string): Watcher | null {
  const match = /^Watching \/ (browser|worker) ([0-9a-f]{12}) \/ (\S+) \/ ([\w -]*) \/ (.*)$/s.exec(words);
  const seenAt = Date.parse(match?.[3] ?? '');
  if (!match || Number.isNaN(seenAt)) return null;
  const [, kind, actor = '', , keys = '', name = ''] = match;
  return {
    id: actor,
    kind: kind === 'worker' ? 'worker' : 'browser',
    name: name.slice(0, 150),
    keys: keys === '-' ? [] : keys.split(' '),
    seenAt,
  };
}

const rows = v.array(v.object({ id, name: text }));
const most = 200;

/** Everybody who left word, whenever that was. One request. */
export async function readWatchers(call: Call): Promise<Watcher[]> {
  return (await watcherRows(call, '^Watching / ')).flatMap((row) => readName(row.name) ?? []);
}

async function watcherRows(call: Call, pattern: string) {
  const reply = await call({
    method: 'GET',
    path: sectionPath,
    query: [
      ['searchText[name]', pattern],
      ['range', `0-${most - 1}`],
      ['get_hateoas', 'false'],
    ],
  });
  return parseReply(rows, reply);
}

/**
 * Leaves word that this actor watches. `rowId`: where its word stands already, if that is known; gives back where it
 * stands now. One request, or three at the first time.
 */
export async function sayWatching(
  call: Call,
  formId: number,
  watcher: Watcher,
  rowId: number | null,
): Promise<number> {
  const name = nameOf(watcher);
  if (rowId !== null) {
    try {
      await call({ method: 'PUT', path: `${sectionPath}/${rowId}`, body: { input: { id: rowId, name } } });
      return rowId;
    } catch (thrown) {
      if (!['itemMissing', 'refusedByGlpi'].includes(problemOf(thrown).code)) throw thrown;
    }
  }
  const uuid = await uuidOfWords(`watcher ${watcher.kind} ${watcher.id}`);
  try {
    const input = { forms_forms_id: formId, uuid, name, rank: 0 };
    return parseReply(added, await call({ method: 'POST', path: sectionPath, body: { input } })).id;
  } catch (thrown) {
    if (!(thrown instanceof ProblemError) || thrown.problem.code !== 'refusedByGlpi') throw thrown;
    // It stands already: this browser was started anew.
    const [row] = await watcherRows(call, `^Watching / ${watcher.kind} ${watcher.id} /`);
    if (!row) throw thrown;
    await call({ method: 'PUT', path: `${sectionPath}/${row.id}`, body: { input: { id: row.id, name } } });
    return row.id;
  }
}
