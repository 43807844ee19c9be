// @vitest-environment node
/** Counts are the same on every machine: one that grows over its budget is seen at once. */
import { describe, expect, test } from 'vitest';
import { type Figure, overBudget } from '../../bench/figure.ts';
import { requestFigures } from '../../bench/requests.ts';

test('requests to GLPI stay within their budgets', async () => {
  const over = (await requestFigures([0, 1, 100])).flatMap((figure) => overBudget(figure, false) ?? []);
  expect(over).toEqual([]);
}, 120_000);

describe('a check', () => {
  const figure: Figure = { name: 'it', value: 10, unit: 'requests', n: 1, budget: { value: 9 } };

  test('sees a count, a size and a ratio over its budget', () => {
    expect(overBudget(figure)).toBe('it: 10 requests, at most 9');
    expect(overBudget({ ...figure, unit: 'bytes' }, false)).not.toBeNull();
    const compared: Figure = {
      ...figure,
      unit: 'ms',
      against: 'that',
      reference: 5,
      budget: { ratio: 1.9 },
    };
    expect(overBudget(compared, false)).toBe('it: 2 times that, at most 1.9');
    expect(overBudget({ ...compared, budget: { ratio: 2 } }, false)).toBeNull();
  });

  test('does not go by absolute times, and holds what has been reached, above the budget or below', () => {
    expect(overBudget({ ...figure, unit: 'ms' }, false)).toBeNull();
    expect(overBudget({ ...figure, budget: { value: 9, reached: 10 } }, false)).toBeNull();
    expect(overBudget({ ...figure, value: 11, budget: { value: 9, reached: 10 } }, false)).not.toBeNull();
    expect(overBudget({ ...figure, budget: { value: 9, reached: 10 } })).not.toBeNull();
    expect(overBudget({ ...figure, budget: { value: 20, reached: 8 } }, false)).not.toBeNull();
    expect(overBudget({ ...figure, budget: { value: 20, reached: 8 } })).toBeNull();
  });
});
