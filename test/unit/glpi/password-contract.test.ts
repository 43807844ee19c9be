// @vitest-environment node
/** The stand-in's set-password pages behave as those of real GLPIs are asked to by `npm run test:live`. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Glpi, startGlpi } from '../../glpi/server.ts';
import { openContract } from '../../live/contract.ts';
import { type PasswordContract, passwordChecks } from '../../live/password-checks.ts';
import { signInToPages } from '../../live/web-session.ts';

describe.each(['11.0.6', '10.0.14'] as const)('the stand-in GLPI %s', (version) => {
  let glpi: Glpi;
  let contract: PasswordContract;
  beforeAll(async () => {
    glpi = await startGlpi({ version, root: '/glpi' });
    const pages = await signInToPages(glpi.url, 'glpi', 'glpi');
    contract = { ...(await openContract(glpi.url, glpi.apiToken('glpi'))), pages };
  });
  afterAll(() => glpi.close());

  test.each(Object.entries(passwordChecks))('%s', async (_, check) => {
    const before = [glpi.state.users.length, glpi.state.config.notifications_mailing];
    await check(contract);
    // It cleans up after itself.
    expect([glpi.state.users.length, glpi.state.config.notifications_mailing]).toEqual(before);
  });
});
