/** What a bulk is made of while it is being put together. Pure. */
import { type BulkKind, bulkKinds, formsAtMost, mostRows } from '../../../invite/bulk.ts';
import { labelFrom, type TablePerson } from '../../../invite/people.ts';
import type { RowVerdict } from '../../../messages/bulk-views.ts';
import type { RequestOf } from '../../../messages/requests.ts';
import type { Choices } from '../../../messages/views.ts';
import { defaultLabel, draftOf, type IssueValues, longest } from '../../../ui/issue-draft.ts';

export type BulkDraft = RequestOf<'bulk.start'>;

/** People of a table, or so many links for nobody in particular. */
export type Whom = 'people' | 'nobody';

/** The kinds that a site can do, for people or for nobody in particular. */
export function kindsFor(choices: Choices, whom: Whom): readonly BulkKind[] {
  return bulkKinds.filter((kind) =>
    kind === 'personal'
      ? whom === 'people' && choices.kinds.includes('personal')
      : choices.kinds.includes('form'),
  );
}

/** The kind where nobody chose one that fits so many: few links get a form each, many become a batch. */
export function usualKind(kinds: readonly BulkKind[], count: number, isPersonal: boolean): BulkKind {
  const wanted = isPersonal ? 'personal' : count > formsAtMost ? 'batch' : 'form';
  return kinds.includes(wanted) ? wanted : (kinds[0] ?? 'form');
}

/** How many links were asked for; null where it is no whole number from 1. */
export function countOf(typed: string): number | null {
  const count = Number(typed);
  return /^\s*\d+\s*$/.test(typed) && count >= 1 ? count : null;
}

/** Whether so many are too many for this kind. */
export function isTooMany(kind: BulkKind, count: number): boolean {
  return count > mostRows[kind];
}

/** A row is one use for one person or for whoever has the link: what the fields of a single invite would say of that. */
export const forMany = (values: IssueValues, whom: Whom, kind: BulkKind): IssueValues => ({
  ...values,
  // A personal link has no form to ask them in.
  questions: kind === 'personal' ? [] : values.questions,
  uses: 'once',
  who: whom === 'nobody' && values.who === 'domains' ? 'domains' : 'anyone',
});

/** What a person's invite is called: as the table says, or by their name. */
function labelOf({ label, firstName, lastName, email }: TablePerson): string {
  return (label || `${firstName} ${lastName}`.trim() || email).slice(0, longest.label);
}

/** The rows of those who can be invited. */
export function peopleRows(
  people: readonly TablePerson[],
  verdicts: readonly RowVerdict[],
): BulkDraft['rows'] {
  return people.flatMap((person, index) => {
    const verdict = verdicts[index];
    if (verdict === undefined || verdict.problem !== null) return [];
    const { line, firstName, lastName, email } = person;
    return [{ line, firstName, lastName, email, label: labelOf(person), groupIds: [...verdict.groupIds] }];
  });
}

/** Rows for nobody in particular, labelled by the pattern. */
export function nobodyRows(count: number, pattern: string): BulkDraft['rows'] {
  const nobody = { firstName: '', lastName: '', email: '' };
  return [...Array(count).keys()].map((index) => ({
    line: index + 1,
    ...nobody,
    label: labelFrom(pattern, nobody, index + 1, count),
    groupIds: [],
  }));
}

/** What the background is asked to issue, of values without errors. */
export function bulkDraftOf(
  site: string,
  kind: BulkKind,
  whom: Whom,
  values: IssueValues,
  choices: Choices,
  rows: BulkDraft['rows'],
  now: number,
): BulkDraft {
  const draft = draftOf(forMany(values, whom, kind), choices, now);
  const { profileId, entityId, recursive, groupIds, login, until, approval, privilegedConfirmed } = draft;
  return {
    site,
    kind,
    label: values.label.trim() || defaultLabel(values, choices),
    values: {
      profileId,
      entityId,
      recursive,
      groupIds,
      login,
      until,
      domains: draft.address.kind === 'domains' ? draft.address.domains : [],
      approval,
      wording: { language: draft.language, from: draft.from, contact: draft.contact, note: draft.note },
      questions: draft.questions ?? [],
      template: values.template,
      ifUnused: values.ifUnused,
      privilegedConfirmed,
    },
    rows,
  };
}
