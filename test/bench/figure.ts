/** One measured figure: printed as a line of JSON, and checked against its budget where it has one. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: 'requests' | 'ms' | 's' | 'bytes' | 'frames' | 'clicks' | 'keys' | 'MB' | 'entries';
  /** What it is compared with in the same run, and how much that is. */
  readonly against?: string;
  readonly reference?: number;
  /** How often it was measured; the value is the median of those. */
  readonly n: number;
  readonly budget?: Budget;
}

/** `value` and `ratio` are upper bounds. Absolute times wander on shared machines, so `--check` looks at times by ratio alone. */
export interface Budget {
  readonly value?: number;
  readonly ratio?: number;
  /** What has been reached, below the bound or, for a reason (BENCHMARKS.md), above it: more than this is a regression. */
  readonly reached?: number;
}

export function ratioOf({ value, reference }: Figure): number | null {
  return reference === undefined || reference === 0 ? null : value / reference;
}

/** Four digits are more than a run is good for. */
export const shortened = (number: number) => Number(number.toPrecision(4));

export function asLine(figure: Figure): string {
  const { name, value, unit, against, n, budget } = figure;
  const ratio = ratioOf(figure);
  return JSON.stringify({
    name,
    value: shortened(value),
    unit,
    against: against ?? null,
    ratio: ratio === null ? null : shortened(ratio),
    n,
    budget: budget ?? null,
    holds: overBudget(figure) === null,
  });
}

const isTime = ({ unit }: Figure) => unit === 'ms' || unit === 's' || unit === 'frames';

/**
 * What is over its budget, as a sentence; null where all holds. `strict`: absolute times count too. Else what has
 * been reached is held.
 */
export function overBudget(figure: Figure, strict = true): string | null {
  const { name, value, unit, budget } = figure;
  const ratio = ratioOf(figure);
  if (budget?.ratio !== undefined && ratio !== null && ratio > budget.ratio)
    return `${name}: ${shortened(ratio)} times ${figure.against}, at most ${budget.ratio}`;
  const most = strict ? budget?.value : (budget?.reached ?? budget?.value);
  if (most !== undefined && value > most && (strict || !isTime(figure)))
    return `${name}: ${shortened(value)} ${unit}, at most ${most}`;
  return null;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? Number.NaN)
    : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** Milliseconds that some work takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}
