/**
 * `npm run bench`: a line of JSON a figure. `--check` exits with 1 where a count, a size or a ratio is over its budget.
 * `--only requests,times,…` runs some of it; `--keep` writes the table in BENCHMARKS.md.
 *
 * A real GLPI: `--glpi URL --token T` measures a round there, with `--empty URL --empty-token T` beside the same at another
 * one that has no tickets. `--user U --password P` measures the onboarding there, and the content script on its pages.
 */
import { parseArgs } from 'node:util';
import type { Admin } from './chromium.ts';
import { deskTimes } from './desk-times.ts';
import { asLine, type Figure, overBudget } from './figure.ts';
import { keepTable } from './keep.ts';
import { ledgerFigures } from './ledger.ts';
import { onboardingFigures } from './onboarding.ts';
import { type Door, realFigures } from './real.ts';
import { requestFigures } from './requests.ts';
import { sizeFigures } from './sizes.ts';
import { surfaceFigures } from './surfaces.ts';

const { values } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
    only: { type: 'string' },
    glpi: { type: 'string' },
    token: { type: 'string' },
    user: { type: 'string' },
    password: { type: 'string' },
    empty: { type: 'string' },
    'empty-token': { type: 'string' },
  },
});

const { glpi: site, user, password } = values;
const admin: Admin | null = site && user && password ? { site, user, password } : null;
const door = (at: string | undefined, token: string | undefined): Door | null =>
  at && token ? { site: at, token } : null;
const large = door(site, values.token);

const groups: Readonly<Record<string, () => Promise<readonly Figure[]>>> = {
  requests: () => requestFigures(),
  times: () => deskTimes(),
  sizes: sizeFigures,
  ledger: ledgerFigures,
  surfaces: () => surfaceFigures(admin),
  onboarding: () => onboardingFigures(admin),
  ...(large ? { real: () => realFigures(large, door(values.empty, values['empty-token'])) } : {}),
};

const wanted = values.only?.split(',') ?? Object.keys(groups);
const over: string[] = [];
const all: Figure[] = [];
for (const name of wanted) {
  const group = groups[name];
  if (group === undefined) {
    console.error(`No figures called ${name}; there are: ${Object.keys(groups).join(', ')}`);
    process.exit(2);
  }
  for (const figure of await group()) {
    console.log(asLine(figure));
    all.push(figure);
    const sentence = overBudget(figure, false);
    if (sentence !== null) over.push(sentence);
  }
}
if (values.keep) keepTable(all, new Date());
for (const sentence of over) console.error(`Over budget: ${sentence}`);
process.exit(values.check && over.length > 0 ? 1 : 0);
