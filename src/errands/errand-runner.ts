/**
 * The script that the background injects into a GLPI tab when it needs what only the admin's web session can do. It
 * offers one function within the extension's own world of that tab, out of the page's reach, and does nothing by itself.
 */
import { type Errand, errandRunner } from '../glpi/errand.ts';
import { letAddressIn, readAppTokens, turnApiOn } from '../glpi/pages/api-settings.ts';
import { makeApiToken, readApiToken } from '../glpi/pages/api-token.ts';
import { identify } from '../glpi/pages/identify.ts';
import type { Browsing } from '../glpi/pages/page.ts';
import { runCheck } from '../glpi/pages/run-check.ts';
import { fail, problemOf } from '../invite/problem.ts';

/** Runs one errand for the site at `base`; the reply crosses to the background as plain data. */
async function run(errand: Errand, base: string | null): Promise<unknown> {
  try {
    const here = identify(document, location.origin);
    if (!here) fail('notGlpi', { address: location.host + location.pathname });
    if (errand.kind === 'identify') return { ok: true, value: here };
    // Another GLPI may live below the same host: only its own pages answer for a site.
    if (here.base !== base) fail('glpiTabNeeded');
    const browsing: Browsing = { base: here.base, fetch: (url, init) => fetch(url, init) };
    return { ok: true, value: await perform(errand, browsing) };
  } catch (thrown) {
    return { ok: false, problem: problemOf(thrown) };
  }
}

async function perform(errand: Exclude<Errand, { kind: 'identify' }>, browsing: Browsing): Promise<unknown> {
  switch (errand.kind) {
    case 'readApiToken':
      return await readApiToken(browsing);
    case 'makeApiToken':
      return await makeApiToken(browsing);
    case 'turnApiOn':
      return await turnApiOn(browsing);
    case 'letAddressIn':
      return await letAddressIn(browsing, errand.address, errand.name);
    case 'readAppTokens':
      return await readAppTokens(browsing);
    case 'check':
      return await runCheck(errand.step, browsing);
  }
}

Object.defineProperty(globalThis, errandRunner, { value: run, configurable: true });
