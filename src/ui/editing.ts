import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Choices } from '../messages/views.ts';
import { type FieldErrors, type IssueValues, startingValues } from './issue-draft.ts';

/** The values of the fields and how to change them; the parts of a form share it. */
export interface Editing {
  readonly choices: Choices;
  readonly values: IssueValues;
  readonly errors: FieldErrors;
  readonly set: (changes: Partial<IssueValues>) => void;
}

/** The state behind a form of an invite; `begin` takes the place of the usual start. Whenever something is found wrong, the focus goes to the first such field. */
export function useEditing(
  choices: Choices,
  form: RefObject<HTMLFormElement | null>,
  begin: Partial<IssueValues> = {},
  /** Told what somebody has set by hand. */
  onSet: (changes: Partial<IssueValues>) => void = () => {},
) {
  const [values, setValues] = useState(() => ({ ...startingValues(choices, Date.now()), ...begin }));
  const [errors, setErrors] = useState<FieldErrors>({});

  useEffect(() => {
    if (Object.keys(errors).length > 0) form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus();
  }, [errors]);

  function set(changes: Partial<IssueValues>) {
    onSet(changes);
    setValues((before) => ({ ...before, ...changes }));
    // A field that is being corrected is not wrong any more; the next press judges again.
    setErrors((before) => {
      const kept = Object.entries(before).filter(([field]) => !isTouched(field, changes, values.questions));
      return kept.length === Object.keys(before).length ? before : Object.fromEntries(kept);
    });
  }

  return { values, errors, set, setErrors };
}

/** Whether the changes are about the field; of the questions only those that changed. */
function isTouched(field: string, changes: Partial<IssueValues>, before: IssueValues['questions']): boolean {
  if (field in changes) return true;
  const number = /^(?:question|options)(\d+)$/.exec(field)?.[1];
  if (number === undefined || changes.questions === undefined) return false;
  const of = (drafts: IssueValues['questions']) => drafts.find((draft) => draft.number === Number(number));
  return of(changes.questions) !== of(before);
}
