import { isAddress } from './address.ts';
import { type Field, fields } from './invite.ts';
import { type Problem, problem } from './problem.ts';
import { longestTyped, type OwnAnswer, type Question } from './question.ts';
import type { Answers } from './registration.ts';
import { unseen } from './suspicion.ts';
import { typedLines } from './typed-lines.ts';

/** What stands in a form: a field of every form, a question of the admin's own by its place, or the key of a link. */
export type AskedName = Field | `own${number}` | 'code';

/** The marks around one answer in the ticket. Plain text, so that GLPI's cleaning of rich text leaves them alone. */
export function delimiters(
  nonce: string,
  field: AskedName,
): { readonly before: string; readonly after: string } {
  return { before: `[${nonce}:${field}]`, after: `[/${nonce}:${field}]` };
}

/**
 * The answers in the content of a registration's ticket, exactly as typed, or null when they cannot be told for sure:
 * every delimiter must stand there exactly once and in order. Nothing is parsed as HTML, so nothing can run.
 *
 * GLPI 11.0.6 puts in what was typed as it is, newer ones escape it (recording 25; forms-and-users.md B8). Escaping
 * leaves none of `< > " '` behind; text that has none of them and whose every `&` begins an escape is unescaped.
 */
export function readAnswers(
  content: string,
  nonce: string,
  unescapeHtml: (text: string) => string,
): Answers | null {
  const answers: Partial<Record<Field, string>> = {};
  let from = 0;
  for (const field of fields) {
    const found = between(content, nonce, field);
    if (found === null || found.start < from) return null;
    answers[field] = asTyped(found.raw, unescapeHtml);
    from = found.end;
  }
  return answers as Answers;
}

/**
 * The answers to the admin's own questions, or null when they cannot be told for sure, like `readAnswers`. GLPI puts in
 * what was typed into a line like any other answer, a long answer as the HTML of its editor, and of a choice its words.
 */
export function readOwnAnswers(
  content: string,
  nonce: string,
  questions: readonly Question[],
  unescapeHtml: (text: string) => string,
): readonly OwnAnswer[] | null {
  const answers: OwnAnswer[] = [];
  let from = 0;
  for (const [at, question] of questions.entries()) {
    const found = between(content, nonce, `own${at + 1}`);
    if (found === null || found.start < from) return null;
    answers.push({ question: question.text, answer: ownAnswer(question, found.raw, unescapeHtml) });
    from = found.end;
  }
  return answers;
}

function ownAnswer({ kind, options }: Question, raw: string, unescapeHtml: (text: string) => string): string {
  if (kind === 'longText') return raw.length > longestMarkup ? raw : typedLines(raw, unescapeHtml);
  // Words that the admin wrote may look as if they had been escaped.
  return options.includes(raw) ? raw : asTyped(raw, unescapeHtml);
}

/** The key of one of a batch's links, as it was sent; null where it does not stand there for sure. */
export function readCode(content: string, nonce: string): string | null {
  return between(content, nonce, 'code')?.raw.trim() ?? null;
}

/** What stands between the delimiters of one answer, which must be there exactly once. */
function between(
  content: string,
  nonce: string,
  field: AskedName,
): { readonly raw: string; readonly start: number; readonly end: number } | null {
  const { before, after } = delimiters(nonce, field);
  const start = content.indexOf(before);
  const end = content.indexOf(after);
  const once =
    start !== -1 && end !== -1 && content.lastIndexOf(before) === start && content.lastIndexOf(after) === end;
  if (!once || end < start + before.length) return null;
  return { raw: content.slice(start + before.length, end), start, end: end + after.length };
}

const asTyped = (raw: string, unescapeHtml: (text: string) => string) =>
  wasEscaped(raw) ? unescapeHtml(raw) : raw;

const wasEscaped = (raw: string) =>
  !/[<>"']/.test(raw) && !/&(?!(?:#\d{1,7}|#x[0-9a-f]{1,6}|amp|lt|gt|quot|apos);)/i.test(raw);

/** Longest answer that is kept, in UTF-16 units; what is longer is no name, and would fill the ledger. */
export const longestAnswer = 2_000;

/** The same of the HTML of a long answer; and of the lines in it, twice what GLPI lets be typed since it counts characters. */
const longestMarkup = 200_000;
const longestLines = 2 * longestTyped.longText;

/** Whether any answer is longer than what is kept. */
export function isTooLong(
  answers: Answers,
  questions: readonly Question[],
  own: readonly OwnAnswer[],
): boolean {
  const longest = (at: number) => (questions[at]?.kind === 'longText' ? longestLines : longestAnswer);
  return (
    Object.values(answers).some((answer) => answer.length > longestAnswer) ||
    own.some(({ answer }, at) => answer.length > longest(at))
  );
}

/** Longest that GLPI's columns hold. */
const longestName = 255;

/** What an account is made of: the answers, cleaned. */
export interface Person {
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly phone: string;
}

/**
 * The person that the answers describe, or why no account can be made of them. Control characters, and characters
 * without a width of their own that make two different names look the same, are taken out; the rest stays as typed.
 */
export function personFrom(answers: Answers): Person | Problem {
  const firstName = cleanName(answers.firstName);
  const lastName = cleanName(answers.lastName);
  if (firstName === '' && lastName === '') return problem('answersWithoutName');
  const email = answers.email.trim();
  if (!isAddress(email)) return problem('answersWithoutAddress');
  return { firstName, lastName, email, phone: cleanName(answers.phone) };
}

function cleanName(text: string): string {
  const clean = text
    .normalize('NFC')
    .replace(/[\t\r\n]+/g, ' ')
    .replace(unseen, '')
    .replace(/\s+/g, ' ')
    .trim();
  return Array.from(clean).slice(0, longestName).join('').trim();
}
