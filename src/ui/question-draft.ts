import {
  longestOption,
  mostOptions,
  type Question,
  type QuestionKind,
  repeated,
} from '../invite/question.ts';
import { t } from './text.ts';

/** A question while it is being written; `number` stays with it wherever it is moved. */
export interface QuestionDraft {
  readonly number: number;
  readonly kind: QuestionKind;
  readonly text: string;
  readonly required: boolean;
  /** One choice a line, as typed. */
  readonly options: string;
}

/** The places at which something may be wrong with a question. */
export type QuestionField = `question${number}` | `options${number}`;

export function draftsOf(questions: readonly Question[]): readonly QuestionDraft[] {
  return questions.map(({ kind, text, required, options }, at) => ({
    number: at + 1,
    kind,
    text,
    required,
    options: options.join('\n'),
  }));
}

/** An empty one behind the others. */
export function addedTo(drafts: readonly QuestionDraft[]): readonly QuestionDraft[] {
  const number = Math.max(0, ...drafts.map((draft) => draft.number)) + 1;
  return [...drafts, { number, kind: 'shortText', text: '', required: false, options: '' }];
}

/** The same with one of them moved up (-1) or down (1). */
export function moved(drafts: readonly QuestionDraft[], at: number, by: -1 | 1): readonly QuestionDraft[] {
  const next = [...drafts];
  const [one] = next.splice(at, 1);
  if (one !== undefined) next.splice(at + by, 0, one);
  return next;
}

export function questionsOf(drafts: readonly QuestionDraft[]): readonly Question[] {
  return drafts.map(({ kind, text, required, options }) => ({
    kind,
    text: text.trim(),
    required,
    options: kind === 'choice' ? linesOf(options) : [],
  }));
}

function linesOf(typed: string): readonly string[] {
  return typed
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** What is wrong with the questions, by place, in the user's words. */
export function questionErrors(drafts: readonly QuestionDraft[]): Partial<Record<QuestionField, string>> {
  const errors: Partial<Record<QuestionField, string>> = {};
  for (const { number, kind, text, options } of drafts) {
    if (text.trim() === '') errors[`question${number}`] = t('questions_textMissing');
    if (kind !== 'choice') continue;
    const choices = linesOf(options);
    const twice = repeated(choices);
    const tooLong = choices.find((choice) => choice.length > longestOption);
    if (choices.length < 2) errors[`options${number}`] = t('questions_optionsMissing');
    else if (choices.length > mostOptions)
      errors[`options${number}`] = t('questions_optionsTooMany', { most: mostOptions });
    else if (twice !== null) errors[`options${number}`] = t('questions_optionTwice', { option: twice });
    else if (tooLong !== undefined)
      errors[`options${number}`] = t('questions_optionTooLong', { most: longestOption });
  }
  return errors;
}
