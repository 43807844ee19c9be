import { source } from 'axe-core';
import type { BrowserPage } from './browsers.ts';

interface Violation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/** Runs in the page, by the debugger's own power: the page's policy lets in no script of others. */
const run = new Function(
  'root',
  `${source}; return axe.run(root, { resultTypes: ['violations'] }).then(({ violations }) =>
    violations.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.map(({ html, failureSummary }) => ({ html, failureSummary })) })));`,
) as (root: unknown) => Promise<Violation[]>;

/** What axe-core finds wrong with a page as it now stands, a line each. */
export async function barriersIn(page: BrowserPage): Promise<string[]> {
  const found = await page.surface.evaluate(run);
  return found.flatMap(({ id, help, nodes }) =>
    nodes.map(
      ({ html, failureSummary }) => `${id}: ${help}\n  ${html.slice(0, 200)}\n  ${failureSummary ?? ''}`,
    ),
  );
}
