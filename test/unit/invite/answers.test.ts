// @vitest-environment node
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { escapeHtml, unescapeHtml } from '../../../src/glpi/html.ts';
import { delimiters, personFrom, readAnswers } from '../../../src/invite/answers.ts';
import { fields } from '../../../src/invite/invite.ts';

const nonce = '0123456789abcdef0123456789abcdef';

/** The ticket's content as GLPI makes it: what was typed as it is (11.0.6), or escaped (newer). */
function ticket(values: readonly string[], escaping: (text: string) => string): string {
  return fields
    .map((field, index) => {
      const { before, after } = delimiters(nonce, field);
      return `<p>${before}${escaping(values[index] ?? '')}${after}</p>`;
    })
    .join('');
}
const raw = (text: string) => text;
const four = fc.tuple(fc.string(), fc.string(), fc.string(), fc.string());
/** Text that only a person who types entities by hand would send: there the two kinds of GLPI cannot be told apart. */
const looksEscaped = (text: string) => /&(#|amp|lt|gt|quot|apos)/i.test(text);

describe('answers in a ticket', () => {
  test('come back as typed, whatever was typed', () => {
    fc.assert(
      fc.property(four, (values) => {
        fc.pre(!values.some(looksEscaped));
        const read = readAnswers(ticket(values, raw), nonce, unescapeHtml);
        expect(read && Object.values(read)).toEqual(values);
      }),
    );
  });

  test('come back as typed from a GLPI that escapes', () => {
    fc.assert(
      fc.property(four, (values) => {
        const read = readAnswers(ticket(values, escapeHtml), nonce, unescapeHtml);
        expect(read && Object.values(read)).toEqual(values);
      }),
    );
  });

  test('are refused when a delimiter is missing, doubled or out of order', () => {
    const whole = ticket(['a', 'b', 'c', 'd'], raw);
    for (const field of fields) {
      const { before, after } = delimiters(nonce, field);
      expect(readAnswers(whole.replace(before, ''), nonce, unescapeHtml)).toBeNull();
      expect(readAnswers(whole.replace(after, ''), nonce, unescapeHtml)).toBeNull();
      expect(readAnswers(whole + before, nonce, unescapeHtml)).toBeNull();
      expect(readAnswers(after + whole, nonce, unescapeHtml)).toBeNull();
      expect(
        readAnswers(
          whole.replace(before, '#').replace(after, before).replace('#', after),
          nonce,
          unescapeHtml,
        ),
      ).toBeNull();
    }
    expect(readAnswers('', nonce, unescapeHtml)).toBeNull();
    expect(readAnswers('GLPI’s own list: 1) First name: Jane', nonce, unescapeHtml)).toBeNull();
  });
});

describe('a person', () => {
  const answers = { firstName: ' Jane\t\n', lastName: "O'Doe", email: ' jane@example.org ', phone: '' };
  test('is made of trimmed answers', () => {
    expect(personFrom(answers)).toEqual({
      firstName: 'Jane',
      lastName: "O'Doe",
      email: 'jane@example.org',
      phone: '',
    });
  });
  test('has a name and an address', () => {
    expect(personFrom({ ...answers, firstName: ' \u200b', lastName: '\u202e' })).toMatchObject({
      code: 'answersWithoutName',
    });
    expect(personFrom({ ...answers, email: 'jane' })).toMatchObject({ code: 'answersWithoutAddress' });
  });
  test('has no invisible characters that make two names look alike', () => {
    expect(
      personFrom({ ...answers, firstName: 'Ad\u202emin\u0000', lastName: 'a\u200b\ufeffb' }),
    ).toMatchObject({
      firstName: 'Admin',
      lastName: 'ab',
    });
  });
  test('keeps the joiners that some scripts need', () => {
    expect(personFrom({ ...answers, firstName: 'می\u200cخواهم' })).toMatchObject({
      firstName: 'می\u200cخواهم',
    });
  });
  test('is never longer than GLPI’s columns', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 200, maxLength: 2_000, unit: 'grapheme' }), (long) => {
        const person = personFrom({ ...answers, firstName: long, phone: long });
        if ('code' in person) return;
        expect(Array.from(person.firstName).length).toBeLessThanOrEqual(255);
        expect(Array.from(person.phone).length).toBeLessThanOrEqual(255);
      }),
    );
  });
});
