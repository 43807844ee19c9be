import { type Problem, problem } from './problem.ts';

/** How a question of an admin's own is answered: a line, some lines, or one of several choices. */
export const questionKinds = ['shortText', 'longText', 'choice'] as const;
export type QuestionKind = (typeof questionKinds)[number];

/** A question that an admin adds to the registration form, beside those that every form has. */
export interface Question {
  readonly kind: QuestionKind;
  readonly text: string;
  readonly required: boolean;
  /** What can be chosen; empty unless it is a choice. */
  readonly options: readonly string[];
}

export const mostQuestions = 5;
export const mostOptions = 50;
export const longestQuestion = 200;
export const longestOption = 120;

/** Longest answers, in characters. GLPI itself tells whoever types more. */
export const longestTyped: Readonly<Record<Exclude<QuestionKind, 'choice'>, number>> = {
  shortText: 500,
  longText: 5_000,
};

/** What somebody answered. The question stands with it, so that it can be read without the invite. */
export interface OwnAnswer {
  readonly question: string;
  /** Exactly what the stranger typed or chose, '' for nothing; hostile. */
  readonly answer: string;
}

/** What is wrong with the questions of a form, or null. Lengths and numbers are bounded by the messages' schemas. */
export function problemWithQuestions(questions: readonly Question[]): Problem | null {
  for (const question of questions) {
    const { text, kind, options } = question;
    if (text === '') return problem('questionEmpty');
    if (kind !== 'choice') continue;
    if (options.length < 2) return problem('choicesTooFew', { question: text });
    const twice = repeated(options);
    if (twice !== null) return problem('choiceTwice', { question: text, choice: twice });
  }
  return null;
}

/** The first choice that stands there a second time: nobody could tell which of the two was meant. */
export function repeated(options: readonly string[]): string | null {
  return options.find((option, at) => options.indexOf(option) !== at) ?? null;
}

/**
 * What an admin should look at before saying yes. GLPI takes no form without its required answers, and puts in for a
 * choice what was offered (measured on 11.0.6): anything else was not sent by its page, or the form was changed there.
 */
export function oddAnswers(questions: readonly Question[], answers: readonly OwnAnswer[]): Problem[] {
  return questions.flatMap(({ kind, text, required, options }, at) => {
    const answer = answers[at]?.answer ?? '';
    if (answer === '') return required ? [problem('answerMissing', { question: text })] : [];
    const isOffered = kind !== 'choice' || options.includes(answer);
    return isOffered ? [] : [problem('answerNotOffered', { question: text, answer })];
  });
}
