import { ProblemError } from '../../invite/problem.ts';
import { type Checked, type CheckStep, checkLimitMs } from '../checks.ts';
import { readErrorLog } from './error-log.ts';
import { readKeyHistory } from './key-history.ts';
import { readInstalled, readMarketplace } from './marketplace-list.ts';
import { readNetworkTab } from './network-tab.ts';
import type { Browsing } from './page.ts';
import { readSystemTab } from './system-tab.ts';
import { checkVersion } from './version-check.ts';

const readers: {
  readonly [Step in CheckStep]: (browsing: Browsing) => Promise<Extract<Checked, { step: Step }>>;
} = {
  network: readNetworkTab,
  marketplace: readMarketplace,
  version: checkVersion,
  system: readSystemTab,
  log: readErrorLog,
  history: readKeyHistory,
  plugins: readInstalled,
};

/** One step, with a limit on all of its requests together. */
export async function runCheck(step: CheckStep, browsing: Browsing, limit = checkLimitMs): Promise<Checked> {
  return await withinLimit<Checked>(browsing, limit, readers[step]);
}

/** Fails with `timedOut` when `work` takes longer than `limit` ms; GLPI itself may go on with it. */
export async function withinLimit<Found>(
  browsing: Browsing,
  limit: number,
  work: (browsing: Browsing) => Promise<Found>,
): Promise<Found> {
  const stop = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      stop.abort();
      reject(new ProblemError({ code: 'timedOut', detail: { host: new URL(browsing.base).host } }));
    }, limit);
  });
  const limited: Browsing = {
    base: browsing.base,
    // A request with a limit of its own is none of this step's: it outlives it.
    fetch: (url, init) => browsing.fetch(url, { ...init, signal: init?.signal ?? stop.signal }),
  };
  try {
    return await Promise.race([work(limited), late]);
  } finally {
    clearTimeout(timer);
  }
}
