import * as v from 'valibot';
import browser from 'webextension-polyfill';
import errandScript from '../errands/errand-runner.ts?script&iife';
import { type Errand, type ErrandReplies, errandOutcome, errandRunner } from '../glpi/errand.ts';
import { isWithin, scriptPattern } from '../glpi/site-address.ts';
import type { SiteId } from '../invite/invite.ts';
import { fail, type Problem, ProblemError } from '../invite/problem.ts';

/** Open tabs whose address lies in the site, the one in front first. Patterns take no port, so addresses are compared too. */
export async function tabsOf(site: SiteId): Promise<number[]> {
  const tabs = await browser.tabs.query({ url: scriptPattern(site) }).catch(() => []);
  return tabs
    .filter((tab) => tab.url !== undefined && isWithin(site, tab.url) && !tab.discarded)
    .toSorted((one, other) => Number(other.active) - Number(one.active))
    .flatMap((tab) => (tab.id === undefined ? [] : [tab.id]));
}

/** Reading one page is quick; changing a setting loads several, of a GLPI that may be slow. */
const longest = (errand: Errand) =>
  errand.kind === 'identify' || errand.kind === 'readApiToken' ? 15_000 : 60_000;

/**
 * Waits for work within a tab, as long as the tab stays on its page: one that is left midway never answers in Firefox,
 * and not always in Chromium, and whoever waits for it holds up the site.
 */
async function whileTabStays<Result>(tabId: number, limit: number, work: Promise<Result>): Promise<Result> {
  const left = Promise.withResolvers<never>();
  const timer = setTimeout(() => left.reject(new Error('late')), limit);
  const onUpdated = (changed: number, { status }: { status?: string }) => {
    if (changed === tabId && status === 'loading') left.reject(new Error('left'));
  };
  const onRemoved = (closed: number) => {
    if (closed === tabId) left.reject(new Error('closed'));
  };
  browser.tabs.onUpdated.addListener(onUpdated);
  browser.tabs.onRemoved.addListener(onRemoved);
  try {
    return await Promise.race([work, left.promise]);
  } finally {
    clearTimeout(timer);
    browser.tabs.onUpdated.removeListener(onUpdated);
    browser.tabs.onRemoved.removeListener(onRemoved);
  }
}

/** The script first, then the one function that it offers there. */
async function runInTab(tabId: number, errand: Errand, site: SiteId | null): Promise<unknown> {
  await browser.scripting.executeScript({ target: { tabId }, files: [errandScript] });
  const [first] = await browser.scripting.executeScript({
    target: { tabId },
    args: [errandRunner, errand, site],
    func: (runner: string, order: unknown, base: unknown) =>
      (globalThis as unknown as Record<string, (order: unknown, base: unknown) => unknown>)[runner]?.(
        order,
        base,
      ),
  });
  return first?.result;
}

/** Runs one errand in one tab. Null where the browser does not let us into that tab, as into an error page. */
export async function errandInTab<Kind extends Errand['kind']>(
  tabId: number,
  errand: Extract<Errand, { kind: Kind }>,
  site: SiteId | null,
): Promise<{ ok: true; value: ErrandReplies[Kind] } | { ok: false; problem: Problem } | null> {
  let result: unknown;
  try {
    result = await whileTabStays(tabId, longest(errand), runInTab(tabId, errand, site));
  } catch {
    return null;
  }
  const parsed = v.safeParse(errandOutcome(errand.kind), result);
  if (!parsed.success) return null;
  return parsed.output as { ok: true; value: ErrandReplies[Kind] } | { ok: false; problem: Problem };
}

/** Runs an errand in the first tab of the site that can do it. Fails with `glpiTabNeeded` when none is open. */
export async function errandAtSite<Kind extends Errand['kind']>(
  site: SiteId,
  errand: Extract<Errand, { kind: Kind }>,
): Promise<ErrandReplies[Kind]> {
  let refused: Problem | null = null;
  for (const tabId of await tabsOf(site)) {
    const outcome = await errandInTab(tabId, errand, site);
    if (outcome?.ok) return outcome.value;
    // Signed out in this tab (a container, say) may be signed in in the next.
    if (outcome && outcome.problem.code !== 'glpiTabNeeded') {
      refused = outcome.problem;
      if (refused.code !== 'notLoggedIn' && refused.code !== 'notGlpi') break;
    }
  }
  if (refused) throw new ProblemError(refused);
  fail('glpiTabNeeded');
}
