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

/** One step, with a limit on all of its requests together. Fails with `timedOut` beyond it; GLPI itself may go on. */
export async function runCheck(step: CheckStep, browsing: Browsing, limit = checkLimitMs): Promise<Checked> {
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
    fetch: (url, init) => browsing.fetch(url, { ...init, signal: stop.signal }),
  };
  try {
    return await Promise.race([readers[step](limited), late]);
  } finally {
    clearTimeout(timer);
  }
}
