/** How a request is defined: the schema it is checked against, the type of its reply, and who may send it. */
import * as v from 'valibot';
import {
  longestOption,
  longestQuestion,
  mostOptions,
  mostQuestions,
  questionKinds,
} from '../invite/question.ts';

export interface Definition<Schema extends v.GenericSchema, Reply> {
  readonly request: Schema;
  readonly fromPage: boolean;
  /** Exists for its type alone. */
  readonly reply?: Reply;
}

/** A request of our own pages alone. */
export const ours = <Reply>() => ({
  with: <Schema extends v.GenericSchema>(request: Schema): Definition<Schema, Reply> => ({
    request,
    fromPage: false,
  }),
});

/** A request that a content script in a GLPI page may send too. */
export const page = <Reply>() => ({
  with: <Schema extends v.GenericSchema>(request: Schema): Definition<Schema, Reply> => ({
    request,
    fromPage: true,
  }),
});

export const nothing = v.strictObject({});
export const siteId = v.pipe(v.string(), v.url(), v.maxLength(2_000));
export const inviteId = v.pipe(v.string(), v.regex(/^[0-9A-Z]{10}$/));
export const registrationId = v.pipe(v.string(), v.maxLength(2_100));
/** Without halves of characters, which no address can hold. */
export const text = (longest: number) =>
  v.pipe(
    v.string(),
    v.transform((typed) => typed.replace(/\p{Cs}/gu, '')),
    v.trim(),
    v.maxLength(longest),
  );
/** The admin's own questions in a form. What is left empty is told by the desk, with words. */
export const questions = v.pipe(
  v.array(
    v.strictObject({
      kind: v.picklist(questionKinds),
      text: text(longestQuestion),
      required: v.boolean(),
      options: v.pipe(v.array(text(longestOption)), v.maxLength(mostOptions), v.readonly()),
    }),
  ),
  v.maxLength(mostQuestions),
  v.readonly(),
);
export const glpiId = v.pipe(v.number(), v.integer(), v.minValue(0));
export const instant = v.pipe(v.number(), v.integer(), v.minValue(0));
export const maxUses = v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000)));
