// @vitest-environment node
import { expect, test } from 'vitest';
import { accountMark, bearsMark } from '../../../src/glpi/users.ts';

test('an account is ours by its whole line alone: ticket 1 is not ticket 12', () => {
  const mark = accountMark('7F3K9QXA2M', 1);
  expect(bearsMark({ comment: mark }, mark)).toBe(true);
  expect(bearsMark({ comment: `Added by hand\r\n${mark}\r\n` }, mark)).toBe(true);
  expect(bearsMark({ comment: accountMark('7F3K9QXA2M', 12) }, mark)).toBe(false);
  expect(bearsMark({ comment: '' }, mark)).toBe(false);
});
