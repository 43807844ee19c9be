import { source } from 'axe-core';
import type { BrowserPage } from './browsers.ts';

interface Violation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

const look = (
  what: string,
  more = '',
) => `${source}; return axe.run(${what}, { resultTypes: ['violations'], ${more} }).then(({ violations }) =>
    violations.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.map(({ html, failureSummary }) => ({ html, failureSummary })) })));`;

/** Runs in the page, by the debugger's own power: the page's policy lets in no script of others. */
const run = new Function('root', look('root')) as (root: unknown) => Promise<Violation[]>;
const runForColours = new Function('root', look('root', "runOnly: ['color-contrast']")) as typeof run;
const runOn = new Function('root', 'css', look('root.querySelector(css)')) as (
  root: unknown,
  css: string,
) => Promise<Violation[]>;

/** What axe-core finds wrong with a page as it now stands, a line each. */
export async function barriersIn(page: BrowserPage): Promise<string[]> {
  return told(await page.surface.evaluate(run));
}

/** The same in light, and in dark what is wrong with the colours: all else is as it was. The page is left in light. */
export async function barriersInBothSchemes(page: BrowserPage): Promise<string[]> {
  await page.prefer('dark');
  const darkGround = await groundOf(page);
  const dark = told(await page.surface.evaluate(runForColours));
  await page.prefer('light');
  if ((await groundOf(page)) === darkGround) throw new Error('dark is drawn like light');
  return [...(await barriersIn(page)), ...dark.map((barrier) => `dark: ${barrier}`)];
}

/** The colour that a page is drawn on. */
export const groundOf = (page: BrowserPage): Promise<string> =>
  page.surface.evaluate(() => getComputedStyle(document.body).backgroundColor);

/**
 * The same for what stands in a closed shadow root, which axe cannot look into: its like is put in the place of it, in
 * an open one, for the time of the look.
 */
export async function barriersInClosed(page: BrowserPage, host: string): Promise<string[]> {
  const inside = await (await page.closedRoot(host)).evaluate((root) => (root as ShadowRoot).innerHTML);
  const name = 'open-copy';
  await page.surface.evaluate(
    (root, original, copy, html) => {
      const closed = root.querySelector(original) as HTMLElement;
      const open = (root as Document).createElement(copy);
      for (const { name, value } of closed.attributes) open.setAttribute(name, value);
      open.attachShadow({ mode: 'open' }).innerHTML = html;
      closed.before(open);
    },
    host,
    name,
    inside,
  );
  const found = await page.surface.evaluate(runOn, name);
  await page.surface.evaluate((root, copy) => root.querySelector(copy)?.remove(), name);
  return told(found);
}

function told(found: readonly Violation[]): string[] {
  return found.flatMap(({ id, help, nodes }) =>
    nodes.map(
      ({ html, failureSummary }) => `${id}: ${help}\n  ${html.slice(0, 200)}\n  ${failureSummary ?? ''}`,
    ),
  );
}
