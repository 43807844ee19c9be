/** What is delivered stays small: the code, the texts of each language, and the script that runs on every page of GLPI. */
import { expect, test } from 'vitest';
import { overBudget } from '../bench/figure.ts';
import { sizeFigures } from '../bench/sizes.ts';

test('packages and the script of every GLPI page stay within their budgets', async () => {
  const figures = await sizeFigures();
  expect(figures).toHaveLength(8);
  expect(figures.flatMap((figure) => overBudget(figure, false) ?? [])).toEqual([]);
});
