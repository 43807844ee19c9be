// @vitest-environment node
import { describe, expect, test } from 'vitest';
import { unescapeHtml } from '../../../src/glpi/html.ts';
import { delimiters, readOwnAnswers } from '../../../src/invite/answers.ts';
import type { Question } from '../../../src/invite/question.ts';
import { typedLines } from '../../../src/invite/typed-lines.ts';

const nonce = '0123456789abcdef0123456789abcdef';
const lines = (html: string) => typedLines(html, unescapeHtml);

describe('a long answer', () => {
  test.each([
    ['lines', '<p>One</p>\n<p>Two &amp; <em>three</em></p>', 'One\nTwo & three'],
    ['what looked like markup when it was typed', '<p>&lt;script&gt; 1 &gt; 0</p>', '<script> 1 > 0'],
    ['a list', '<ul>\n<li>One</li>\n<li>Two</li>\n</ul>', 'One\nTwo'],
    ['a table', '<table><tbody><tr><td>A</td><td>B</td></tr></tbody></table>', 'A\tB'],
    ['where a link leads', '<p><a href="https://evil.test">my page</a></p>', 'my page (https://evil.test)'],
    ['a link that says where it leads', '<a href="https://a.test">https://a.test</a>', 'https://a.test'],
    ['spaces', '<p>a&nbsp;b<br>c</p>', 'a b\nc'],
    ['lines of code', '<pre>a\n  b</pre>', 'a\n  b'],
    ['no markup at all', 'a\nb', 'a\nb'],
    ['nothing', '', ''],
  ])('gives back %s', (_, html, text) => expect(lines(html)).toBe(text));

  test.each([
    '<p>x</p><script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<!-- hidden --><p>x</p>',
    '<p>x<p',
    '<style>p{display:none}</style>',
    'a < b <p>c</p>',
  ])('that no editor of GLPI makes is shown whole: %s', (html) => expect(lines(html)).toBe(html));

  test('of a megabyte is read at once', () => {
    for (const piece of ['<p>', '<a href="', ' href="', '<', '&nbsp;', ' ', '\t', '\n', '<pre>'])
      expect(lines(piece.repeat(1_000_000 / piece.length)).length).toBeLessThanOrEqual(1_100_000);
  });
});

describe('a choice', () => {
  const question: Question = { kind: 'choice', text: 'Q', required: true, options: ['A &lt; B', 'C & D'] };
  const read = (raw: string) => {
    const { before, after } = delimiters(nonce, 'own1');
    return readOwnAnswers(`<p>${before}${raw}${after}</p>`, nonce, [question], unescapeHtml)?.[0]?.answer;
  };
  test('is told by its words, whether GLPI escapes them or not', () => {
    expect(read('C & D')).toBe('C & D');
    expect(read('C &amp; D')).toBe('C & D');
    expect(read('A &lt; B')).toBe('A &lt; B');
    expect(read('A &amp;lt; B')).toBe('A &lt; B');
  });
});
