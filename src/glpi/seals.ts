/**
 * The records that we keep with forms: in the configuration of the ticket destination, where GLPI keeps a key of our own
 * unchanged, and where a technician, an observer and a self-service user get 403 (live.md 17).
 */
import * as v from 'valibot';
import { problemOf } from '../invite/problem.ts';
import { configOf, destinationPath, formPath, type KeptRecord, recordKey } from './forms.ts';
import { type Call, parseReply } from './session.ts';
import { id, text } from './shapes.ts';

/** The ticket destination of a form, with what we keep in it. */
export interface Kept {
  readonly destinationId: number;
  readonly formId: number;
  /** The whole configuration, as it stands; hostile. */
  readonly config: Readonly<Record<string, unknown>>;
  /** What stands where our record should be; undefined where nothing does. */
  readonly record: unknown;
}

const rows = v.array(v.object({ id, forms_forms_id: id, config: text }));

const keptIn = (row: v.InferOutput<typeof rows>[number]): Kept => {
  const config = configOf(row.config);
  return { destinationId: row.id, formId: row.forms_forms_id, config, record: config[recordKey] };
};

/** Pages of that many; fewer where a page is longer than we read, since a batch has thousands of links in its record. */
const pageSizes = [500, 50, 5, 1];

/** What is kept with all forms of the site: one request for five hundred. */
export async function allKept(call: Call): Promise<Kept[]> {
  const found: Kept[] = [];
  let size = 0;
  for (let from = 0; ; ) {
    const count = pageSizes[size] ?? 1;
    const page = await pageOfKept(call, from, count).catch((thrown) => {
      if (problemOf(thrown).code === 'replyTooLarge' && count > 1) return null;
      throw thrown;
    });
    if (page === null) {
      size += 1;
      continue;
    }
    found.push(...page);
    from += count;
    if (page.length < count) return found;
  }
}

async function pageOfKept(call: Call, from: number, count: number): Promise<Kept[]> {
  const reply = await call({
    method: 'GET',
    path: destinationPath,
    query: [
      ['searchText[config]', recordKey],
      ['range', `${from}-${from + count - 1}`],
      ['get_hateoas', 'false'],
    ],
  }).catch((thrown) => {
    if (problemOf(thrown).detail?.what === 'range') return null;
    throw thrown;
  });
  return reply === null ? [] : parseReply(rows, reply).map(keptIn);
}

/** What is kept with one form; null where the form, or its destination, is gone. */
export async function keptWith(call: Call, formId: number): Promise<Kept | null> {
  try {
    const path = `${formPath}/${formId}/${destinationPath}`;
    const reply = await call({ method: 'GET', path, query: [['get_hateoas', 'false']] });
    const [row] = parseReply(rows, reply);
    return row ? keptIn(row) : null;
  } catch (thrown) {
    if (problemOf(thrown).code === 'itemMissing') return null;
    throw thrown;
  }
}

/** Puts our record in the place of the one that stands there; everything else of the configuration stays. */
export async function writeRecord(call: Call, place: Kept, record: KeptRecord): Promise<void> {
  const config = { ...place.config, [recordKey]: record };
  await call({
    method: 'PUT',
    path: `${destinationPath}/${place.destinationId}`,
    body: { input: { id: place.destinationId, config } },
  });
}

/**
 * Whether the destination no longer puts the answers between our delimiters: GLPI's own editor drops what it does not
 * know, and writes its own list of answers, when somebody saves the destination there (live.md 18).
 */
export function isEdited(kept: Kept | undefined, nonce: string): boolean {
  return kept === undefined || !JSON.stringify(kept.config).includes(`[${nonce}:`);
}
