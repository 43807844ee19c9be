import { shelfLimitMs } from '../checks.ts';
import type { Errand } from '../errand.ts';
import { letAddressIn, openPasswordPage, readAppTokens, turnApiOn } from './api-settings.ts';
import { makeApiToken, readApiToken } from './api-token.ts';
import { readShelf } from './marketplace-list.ts';
import type { Browsing } from './page.ts';
import { runCheck, withinLimit } from './run-check.ts';

/** Does an errand with the pages of a GLPI, and gives its reply. Fails with what kept it from being done. */
export async function performErrand(
  errand: Exclude<Errand, { kind: 'identify' }>,
  browsing: Browsing,
): Promise<unknown> {
  switch (errand.kind) {
    case 'readApiToken':
      return await readApiToken(browsing);
    case 'makeApiToken':
      return await makeApiToken(browsing);
    case 'turnApiOn':
      return await turnApiOn(browsing);
    case 'openPasswordPage':
      return await openPasswordPage(browsing);
    case 'letAddressIn':
      return await letAddressIn(browsing, errand.address, errand.name);
    case 'readAppTokens':
      return await readAppTokens(browsing);
    case 'check':
      return await runCheck(errand.step, browsing);
    case 'readShelf':
      return await withinLimit(browsing, shelfLimitMs, (within) => readShelf(within, errand.category));
  }
}
