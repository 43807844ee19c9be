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

/** A tab that is reloaded midway never answers in Firefox. */
const longestErrand = 60_000;

async function inTime<Result>(work: Promise<Result>): Promise<Result> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('late')), longestErrand);
  });
  return await Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** Runs one errand in one tab. Null where the browser does not let us into that tab, as into an error page. */
export async function errandInTab<Kind extends Errand['kind']>(
  tabId: number,
  errand: Extract<Errand, { kind: Kind }>,
  site: SiteId | null,
): Promise<{ ok: true; value: ErrandReplies[Kind] } | { ok: false; problem: Problem } | null> {
  let result: unknown;
  try {
    await browser.scripting.executeScript({ target: { tabId }, files: [errandScript] });
    const running = browser.scripting.executeScript({
      target: { tabId },
      args: [errandRunner, errand, site],
      func: (runner: string, order: unknown, base: unknown) =>
        (globalThis as unknown as Record<string, (order: unknown, base: unknown) => unknown>)[runner]?.(
          order,
          base,
        ),
    });
    const [first] = await inTime(running);
    result = first?.result;
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
