/**
 * The script that the background injects into a GLPI tab when it needs what only the admin's web session can do. It
 * offers one function within the extension's own world of that tab, out of the page's reach, and does nothing by itself.
 */
import { type Errand, errandRunner } from '../glpi/errand.ts';
import { identify } from '../glpi/pages/identify.ts';
import type { Browsing } from '../glpi/pages/page.ts';
import { performErrand } from '../glpi/pages/perform-errand.ts';
import { fail, problemOf } from '../invite/problem.ts';

/** Runs one errand for the site at `base`; the reply crosses to the background as plain data. */
async function run(errand: Errand, base: string | null): Promise<unknown> {
  try {
    const here = identify(document, location.origin);
    if (!here) fail('notGlpi', { address: location.host + location.pathname });
    if (errand.kind === 'identify') return { ok: true, value: here };
    // Another GLPI may live below the same host: only its own pages answer for a site.
    if (here.base !== base) fail('glpiTabNeeded');
    // Told from the page alone: a request without a session could cost somebody who is just signing in their own.
    if (!here.signedIn) fail('notLoggedIn');
    const browsing: Browsing = { base: here.base, fetch: (url, init) => fetch(url, init) };
    return { ok: true, value: await performErrand(errand, browsing) };
  } catch (thrown) {
    return { ok: false, problem: problemOf(thrown) };
  }
}

Object.defineProperty(globalThis, errandRunner, { value: run, configurable: true });
