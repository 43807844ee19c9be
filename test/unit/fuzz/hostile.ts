/** What a hostile stranger may type, as fast-check arbitraries. */
import * as fc from 'fast-check';
import { delimiters } from '../../../src/invite/answers.ts';
import { fields } from '../../../src/invite/invite.ts';
import type { Question } from '../../../src/invite/question.ts';
import type { Answers } from '../../../src/invite/registration.ts';

const codePoints = (...points: number[]) => points.map((point) => String.fromCodePoint(point));

/** Controls, joiners, marks that turn the direction, fillers, tags, lone halves of a character. */
const unseen = fc.constantFrom(
  ...codePoints(0, 1, 7, 8, 9, 10, 13, 27, 0x7f, 0x85, 0xad, 0x34f, 0x61c, 0x115f, 0x180e, 0x200b, 0x200c),
  ...codePoints(0x200d, 0x200e, 0x200f, 0x2028, 0x2029, 0x202a, 0x202e, 0x2060, 0x2066, 0x2069, 0x3164),
  ...codePoints(0xfeff, 0xffa0, 0xfffe, 0xe000, 0xe0001, 0xe007f),
  '\ud800',
  '\udc00',
);

const markup = fc.constantFrom(
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '"><svg onload=alert(1)>',
  "' onmouseover='alert(1)",
  '</p></div></body>',
  '<span data-form-tag="true" data-form-tag-value="1" data-form-tag-provider="Glpi\\Form\\Tag\\AnswerTagProvider">#x</span>',
  '<iframe srcdoc="<script>alert(1)</script>">',
  'javascript:alert(1)',
  '{{constructor.constructor("alert(1)")()}}',
  '#{7*7}',
  '&lt;b&gt;',
  '&#60;script&#62;',
  '&amp;amp;',
  '<!--',
  ']]>',
  "'; DROP TABLE glpi_users; --",
  '%00%0d%0aSet-Cookie: x=1',
  '\\u003cscript\\u003e',
  '=cmd|"/c calc"!A1',
  '../../../etc/passwd',
);

const languages = fc.constantFrom(
  'محمد',
  'الأحمد',
  '王小明',
  'Łukasz',
  'Œuvre',
  'ß',
  'İstanbul',
  'ﬁ',
  '👩‍👩‍👧‍👦',
  'e\u0301',
  'Å',
);

/** Delimiters of a nonce that is not this invite's, and of the very one: nobody outside knows it, but who can tell. */
const delimiter = (nonce: string) =>
  fc.constantFrom(
    ...([...fields, 'own1', 'own3', 'code'] as const).flatMap((field) => {
      const { before, after } = delimiters(nonce, field);
      return [before, after, delimiters('0'.repeat(32), field).before];
    }),
  );

export function hostileText(nonce: string): fc.Arbitrary<string> {
  const pieces = fc.oneof(
    { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
    { weight: 2, arbitrary: fc.string({ maxLength: 12 }) },
    { weight: 2, arbitrary: unseen },
    { weight: 2, arbitrary: markup },
    { weight: 2, arbitrary: languages },
    { weight: 1, arbitrary: delimiter(nonce) },
    { weight: 1, arbitrary: fc.string({ minLength: 300, maxLength: 3_000 }) },
  );
  return fc.array(pieces, { maxLength: 5 }).map((all) => all.join(''));
}

const plainAddress = fc.emailAddress();

/** Questions of each kind, as an admin may ask them. */
export const ownQuestions: readonly Question[] = [
  { kind: 'shortText', text: 'Your team?', required: true, options: [] },
  { kind: 'longText', text: 'Why?', required: false, options: [] },
  { kind: 'choice', text: 'Shift', required: true, options: ['Day', 'Night & <late>', '&lt;b&gt;'] },
];

/** What may be sent as answers to them: anything, since a form need not be sent by its page. */
export function hostileOwn(nonce: string): fc.Arbitrary<readonly string[]> {
  const text = hostileText(nonce);
  const lines = fc.array(text, { maxLength: 3 }).map((all) => all.map((line) => `<p>${line}</p>`).join('\n'));
  const choice = fc.oneof(fc.constantFrom('', ...(ownQuestions[2]?.options ?? [])), text);
  return fc.tuple(text, fc.oneof(text, lines), choice);
}

export function hostileAnswers(nonce: string): fc.Arbitrary<Answers> {
  const text = hostileText(nonce);
  return fc.record({
    firstName: text,
    lastName: text,
    email: fc.oneof(
      { weight: 3, arbitrary: plainAddress },
      { weight: 1, arbitrary: text },
      { weight: 1, arbitrary: fc.tuple(text, plainAddress).map(([junk, address]) => junk + address) },
      { weight: 1, arbitrary: fc.tuple(plainAddress, text).map(([address, junk]) => address + junk) },
    ),
    phone: fc.oneof(fc.constant(''), text),
  });
}
