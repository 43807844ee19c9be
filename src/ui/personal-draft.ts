import { problem } from '../invite/problem.ts';
import type { PersonalDraft } from '../messages/requests.ts';
import type { Choices } from '../messages/views.ts';
import { draftOf, errorsOf, type FieldErrors, type IssueField, type IssueValues } from './issue-draft.ts';
import { problemText } from './problem-text.ts';

/** A personal link is for one person with an address: what the other fields of the common values would say of that. */
const forOne = (values: IssueValues): IssueValues => ({
  ...values,
  who: 'address',
  uses: 'once',
  // It has no form to ask them in.
  questions: [],
});

/** What is wrong with the fields, by field, in the user's words; empty when nothing is. */
export function personalErrorsOf(values: IssueValues, choices: Choices, now: number): FieldErrors {
  const errors: FieldErrors = errorsOf(forOne(values), choices, now);
  if (values.firstName.trim() !== '' || values.lastName.trim() !== '') return errors;
  const { sentence, next } = problemText(problem('nameMissing'));
  return { ...errors, firstName: `${sentence} ${next}` };
}

/** The draft for the background, of values without errors. */
export function personalDraftOf(
  values: IssueValues,
  choices: Choices,
  now: number,
  existing: PersonalDraft['existing'],
  existingConfirmed: boolean,
): PersonalDraft {
  const { maxUses, address, approval, invitee, questions, ...shared } = draftOf(forOne(values), choices, now);
  return {
    ...shared,
    // The person's name, unless the admin calls it something else.
    label: values.label.trim(),
    person: {
      firstName: values.firstName.trim(),
      lastName: values.lastName.trim(),
      email: values.address.trim(),
    },
    ifUnused: values.ifUnused,
    existing,
    privilegedConfirmed: shared.privilegedConfirmed || existingConfirmed,
  };
}

/** The field of the form that a problem of the background's is about; null for all others. */
export function personalFieldOf(code: string): IssueField | null {
  if (code === 'nameMissing') return 'firstName';
  return code === 'addressNotValid' ? 'address' : null;
}
