// @vitest-environment node
/** The stand-in keeps the contract that real GLPIs are asked to keep by `npm run test:live`. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Glpi, startGlpi } from '../../glpi/server.ts';
import { accountChecks, type Contract, formChecks, openContract } from '../../live/contract.ts';
import { sealChecks } from '../../live/seal-checks.ts';

describe.each([
  ['11.0.6', { ...accountChecks, ...formChecks, ...sealChecks }],
  ['10.0.14', accountChecks],
] as const)('the stand-in GLPI %s', (version, checks) => {
  let glpi: Glpi;
  let contract: Contract;
  beforeAll(async () => {
    glpi = await startGlpi({ version, root: '/glpi', proofOfWork: 50 });
    contract = await openContract(glpi.url, glpi.apiToken('glpi'));
  });
  afterAll(() => glpi.close());

  test.each(Object.entries(checks))('%s', async (_, check) => {
    const counts = () => [glpi.state.users.length, glpi.state.forms.length, glpi.state.tickets.length];
    const before = counts();
    await check(contract);
    // It cleans up after itself.
    expect(counts()).toEqual(before);
  });
});
