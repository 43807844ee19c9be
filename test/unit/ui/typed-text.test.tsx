import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { problemText } from '../../../src/ui/problem-text.ts';
import { piecesOf, typedInSentence } from '../../../src/ui/typed.ts';
import { TypedText } from '../../../src/ui/typed-text.tsx';
import { button, hasButton, press, read, show } from './screen.ts';

/** Characters that hide, turn what follows around, or are half of one. */
const tricks = [
  '\u202E',
  '\u2066',
  '\u200B',
  '\u00AD',
  '\u0000',
  '\n',
  '\uFEFF',
  '\uD800',
  '\u{E0041}',
  '\u3164',
];

const boxes = () => [...document.querySelectorAll('.unseen')].map((box) => box.textContent);

describe('what a stranger typed', () => {
  it('shows each character that nobody would see in a box, by its number', async () => {
    await show(<TypedText text={'zoe\u202E@moc\u200B.elpmaxe\u{E0041}'} />);
    expect(boxes()).toEqual(['U+202E', 'U+200B', 'U+E0041']);
    expect(document.querySelector('.unseen')?.getAttribute('aria-label')).toBe(
      'Character that cannot be seen: U+202E',
    );
    expect(read()).toBe('zoeU+202E@mocU+200B.elpmaxeU+E0041');
  });

  it('stands apart from what is around it', async () => {
    await show(<TypedText text="עדה" />);
    expect(document.querySelector('bdi.typed')?.textContent).toBe('עדה');
  });

  it('leaves joiners alone, which names need', async () => {
    await show(<TypedText text={'می\u200Cخواهم'} />);
    expect(boxes()).toEqual([]);
  });

  it('makes nothing of markup and addresses', async () => {
    const typed = '<img src=x onerror=alert(1)> <b>x</b> https://evil.example javascript:alert(1)';
    await show(<TypedText text={typed} />);
    expect(read()).toBe(typed);
    expect(document.querySelectorAll('img, b, a, script')).toHaveLength(0);
  });

  it('shows the first 300 characters, and all of them on a press', async () => {
    // Two units each: half of one would be a character of its own.
    const typed = `${'😀'.repeat(299)}ab\u202Ecd`;
    await show(<TypedText text={typed} />);
    expect(read()).toContain(`${'😀'.repeat(299)}a…`);
    expect(read()).not.toContain('ab');
    await press(button('Show all (304 characters)'));
    expect(read()).toContain('abU+202Ecd');
    await press(button('Show less'));
    expect(read()).not.toContain('ab');
  });

  it('offers no more where there is no more', async () => {
    await show(<TypedText text={'x'.repeat(300)} />);
    expect(hasButton(/Show/)).toBe(false);
  });

  it('is neither changed nor shortened by being taken apart', () => {
    const anything = fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...tricks)));
    fc.assert(
      fc.property(anything, (parts) => {
        const typed = parts.join('');
        const again = piecesOf(typed).map((piece) =>
          'seen' in piece ? piece.seen : String.fromCodePoint(Number.parseInt(piece.unseen.slice(2), 16)),
        );
        expect(again.join('')).toBe(typed);
      }),
    );
  });

  it('lets no character through that hides or turns the direction', () => {
    const anything = fc.array(fc.oneof(fc.string(), fc.constantFrom(...tricks)));
    fc.assert(
      fc.property(anything, (parts) => {
        const seen = piecesOf(parts.join(''))
          .map((piece) => ('seen' in piece ? piece.seen : ''))
          .join('');
        expect(seen).not.toMatch(/[\p{Cc}\p{Bidi_Control}\u200B\u00AD\uFEFF]/u);
      }),
    );
  });
});

describe('what a stranger typed, within a sentence', () => {
  it('shows what cannot be seen by its number', () => {
    expect(typedInSentence('zoe\u202E@moc')).toBe('zoe[U+202E]@moc');
    expect(typedInSentence('two\nlines')).toBe('two lines');
  });

  it('isolates what runs from right to left, and ends', () => {
    expect(typedInSentence('עדה')).toBe('\u2068עדה\u2069');
    expect(typedInSentence('x'.repeat(100_000))).toBe(`${'x'.repeat(500)}…`);
  });

  it('is so in the sentence of every problem', () => {
    const detail = { address: 'zoe\u202E@moc', login: 'zoe' };
    const { sentence } = problemText({ code: 'addressTaken', detail });
    expect(sentence).toBe('zoe[U+202E]@moc already belongs to the account “zoe”.');
  });
});
