import type { BulkKind } from '../../../invite/bulk.ts';
import { faultsOf, type TablePerson } from '../../../invite/people.ts';
import type { Outcome } from '../../../messages/ask.ts';
import type { RowVerdict } from '../../../messages/bulk-views.ts';
import { ask } from '../../../ui/ask.ts';

/** GLPI is asked for some addresses at a time: between two such questions it can be said how far it is. */
const together = 250;

/**
 * What would become of each row, in their order. What is wrong with the table itself is found here; GLPI is asked about
 * the other rows, some at a time, and `onLooked` hears how many are done.
 */
export async function checkAll(
  site: string,
  kind: BulkKind,
  people: readonly TablePerson[],
  onLooked: (count: number) => void,
): Promise<Outcome<RowVerdict[]>> {
  const faults = faultsOf(people, kind === 'personal');
  const sound = people.filter((_, index) => faults[index] === null);
  const verdicts = new Map<number, RowVerdict>();
  people.forEach(({ line }, index) => {
    const problem = faults[index] ?? null;
    if (problem !== null) verdicts.set(line, { line, problem, groupIds: [] });
  });
  for (let from = 0; from < sound.length; from += together) {
    const rows = sound
      .slice(from, from + together)
      .map(({ groups, ...person }) => ({ ...person, groups: groups.slice(0, 30) }));
    const outcome = await ask('bulk.check', { site, kind, rows });
    if (!outcome.ok) return outcome;
    for (const verdict of outcome.value) verdicts.set(verdict.line, verdict);
    onLooked(verdicts.size);
  }
  // A row of which nothing was said is none that may be invited.
  const unsaid = { problem: { code: 'replyUnreadable' }, groupIds: [] } as const;
  return { ok: true, value: people.map(({ line }) => verdicts.get(line) ?? { line, ...unsaid }) };
}
