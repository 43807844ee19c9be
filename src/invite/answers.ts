import { isAddress } from './address.ts';
import { type Field, fields } from './invite.ts';
import { type Problem, problem } from './problem.ts';
import type { Answers } from './registration.ts';
import { unseen } from './suspicion.ts';

/** The marks around one answer in the ticket. Plain text, so that GLPI's cleaning of rich text leaves them alone. */
export function delimiters(
  nonce: string,
  field: Field | 'code',
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
    answers[field] = wasEscaped(found.raw) ? unescapeHtml(found.raw) : found.raw;
    from = found.end;
  }
  return answers as Answers;
}

/** The key of one of a batch's links, as it was sent; null where it does not stand there for sure. */
export function readCode(content: string, nonce: string): string | null {
  return between(content, nonce, 'code')?.raw.trim() ?? null;
}

/** What stands between the delimiters of one answer, which must be there exactly once. */
function between(
  content: string,
  nonce: string,
  field: Field | 'code',
): { readonly raw: string; readonly start: number; readonly end: number } | null {
  const { before, after } = delimiters(nonce, field);
  const start = content.indexOf(before);
  const end = content.indexOf(after);
  const once =
    start !== -1 && end !== -1 && content.lastIndexOf(before) === start && content.lastIndexOf(after) === end;
  if (!once || end < start + before.length) return null;
  return { raw: content.slice(start + before.length, end), start, end: end + after.length };
}

const wasEscaped = (raw: string) =>
  !/[<>"']/.test(raw) && !/&(?!(?:#\d{1,7}|#x[0-9a-f]{1,6}|amp|lt|gt|quot|apos);)/i.test(raw);

/** Longest answer that is kept, in UTF-16 units; what is longer is no name, and would fill the ledger. */
export const longestAnswer = 2_000;

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
