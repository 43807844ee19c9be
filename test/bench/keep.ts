/** The last run's table in BENCHMARKS.md, between its two marks. */
import { readFileSync, writeFileSync } from 'node:fs';
import { type Figure, overBudget, ratioOf, shortened } from './figure.ts';

const file = 'BENCHMARKS.md';
const begins = '<!-- table -->';
const ends = '<!-- end of table -->';

export function keepTable(figures: readonly Figure[], when: Date): void {
  const text = readFileSync(file, 'utf8');
  const before = text.slice(0, text.indexOf(begins) + begins.length);
  const after = text.slice(text.indexOf(ends));
  const day = when.toISOString().slice(0, 10);
  writeFileSync(file, `${before}\n${day}\n\n${tableOf(figures)}\n${after}`);
}

function tableOf(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => {
    const { name, value, unit, against, budget, n } = figure;
    const ratio = ratioOf(figure);
    const most = [
      ...(budget?.value === undefined ? [] : [`${budget.value} ${unit}`]),
      ...(budget?.ratio === undefined ? [] : [`ratio ${budget.ratio}`]),
    ].join(', ');
    const compared = ratio === null ? '' : `${shortened(ratio)} × ${against ?? ''}`;
    const holds = budget === undefined ? '' : overBudget(figure) === null ? 'yes' : '**no**';
    return `| ${name} | ${shortened(value)} ${unit} | ${compared} | ${n} | ${most} | ${holds} |`;
  });
  return ['| figure | value | compared | n | at most | holds |', '|---|---|---|---|---|---|', ...rows].join(
    '\n',
  );
}
