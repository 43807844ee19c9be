/** The dashboard with an organisation's worth of records. */
import { test } from 'vitest';
import { openDashboard } from './dashboard-journeys.ts';
import { fillLedger, multiplied, sampleRows } from './sample-ledger.ts';
import { setUp, takeDownAfterEach } from './stage.ts';

takeDownAfterEach();
// A busy machine is slow with so many records, not wrong.
const patient = { timeout: 120_000 };

test('10,000 invites and 50,000 journal lines: found, sorted and paged', async () => {
  const stage = await setUp('chromium');
  await stage.atUsersPage();
  const first = await openDashboard(stage);
  const rows = multiplied(await sampleRows(stage.glpi.url), {
    invites: 10_000,
    registrations: 20_000,
    journal: 50_000,
  });
  await fillLedger(first, rows);
  await first.close();
  const page = await openDashboard(stage);
  const { surface } = page;
  const range = async (text: string | RegExp) =>
    await surface.waitFor('[data-test=range]', { ...patient, text });
  await range('1–50 of 10,000');
  await surface.fill('[name=search]', 'auditors 500');
  await range('1–1 of 1');
  await surface.waitFor('[data-test=invite]', { ...patient, text: 'Auditors 2026 500' });
  await surface.fill('[name=search]', '');
  await range('1–50 of 10,000');
  await surface.click({ css: '.sort', name: 'Invite' });
  await surface.waitFor('[data-test=invite]:first-child', { ...patient, text: /^Auditors 2026\b/ });
  await surface.evaluate(() => {
    location.hash = '#/invites?from=9950';
  });
  await range('9,951–10,000 of 10,000');
  // The sample has more invites than lines about the oldest of them.
  await surface.evaluate(() => {
    location.hash = '#/invites';
  });
  await range('1–50 of 10,000');
  await surface.click('[data-test=invite] .row-link');
  await surface.waitFor('.history li', patient);
  await surface.click({ css: '.view-link', name: /^Journal/ });
  await range(/of 50,0\d\d/);
  await surface.fill('[name=search]', 'no-such-login');
  await surface.waitFor('.nothing', patient);
  await surface.click({ css: '.view-link', name: /^Registrations/ });
  await surface.click({ css: '.segment', name: /^Admitted/ }, patient);
  await range(/^1–50 of \d\d,\d\d\d/);
  await surface.click({ css: '.view-link', name: 'Numbers' });
  await surface.click({ css: '.segment', name: '5 years' }, patient);
  await surface.waitFor('[data-test=total-used]', { ...patient, text: /\d\d,\d\d\d/ });
});
