/** What is delivered stays small. */
import { expect, test } from 'vitest';
import { overBudget } from '../bench/figure.ts';
import { sizeFigures } from '../bench/sizes.ts';

test('packages and the script of every GLPI page stay within their budgets', async () => {
  const figures = await sizeFigures();
  expect(figures).toHaveLength(4);
  expect(figures.flatMap((figure) => overBudget(figure, false) ?? [])).toEqual([]);
});
