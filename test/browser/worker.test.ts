/** An admin who issues and goes home, and a worker that stays: they share nothing but GLPI. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { startGlpi } from '../glpi/server.ts';
import { openForm } from '../stranger.ts';
import { addWorkerUser } from '../unit/worker/worker-user.ts';
import { launch } from './browsers.ts';
import { until } from './driver/until.ts';
import { connect, issueFromPanel, signIn } from './journey.ts';

const patient = { timeout: 90_000 };
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

test('issued in a browser that is closed since; nobody but the worker makes the account', async () => {
  const glpi = await startGlpi({ proofOfWork: 500 });
  closing.push(() => glpi.close());
  glpi.apiToken('glpi');
  const token = addWorkerUser(glpi);
  const browser = await launch('chromium');
  closing.push(() => browser.close().catch(() => {}));
  const page = await browser.open(`${glpi.url}/`);
  await signIn(page, glpi.url, 'glpi', 'glpi');
  await (await connect(browser, glpi.url)).close();
  const link = await issueFromPanel(page, glpi.url);
  const team = await browser.openExtensionPage('src/pages/dashboard/index.html#/team');
  await team.surface.waitFor('[data-test=fingerprint]', patient);
  // Six blocks, below their heading.
  const [shown = ''] = await team.surface.texts('[data-test=fingerprint]');
  const fingerprint = (shown.match(/\b[0-9A-Z]{4}\b/g) ?? []).join(' ');
  await browser.close();

  const file = path.resolve(import.meta.dirname, '../../dist/worker.mjs');
  const worker = spawn(
    process.execPath,
    [file, 'worker', '--glpi', glpi.url, '--issuer', fingerprint, '--interval', '10'],
    { env: { PATH: process.env.PATH, GLPI_API_TOKEN: token }, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  closing.push(() => worker.kill('SIGKILL'));
  let said = '';
  worker.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  await until(
    () => said.includes('"event":"inviteAdopted"'),
    () => `the invite; it said ${said}`,
    patient,
  );

  await (await openForm(link)).submit(['Jane', 'Doe', 'jane.doe@example.org', '']);
  await until(
    () => said.includes('"event":"admitted"'),
    () => `the admission; it said ${said}`,
    {
      timeout: 60_000,
    },
  );
  const { state } = glpi;
  const address = state.userEmails.find(({ email }) => email === 'jane.doe@example.org');
  expect(state.users.get(address?.users_id ?? 0)?.comment).toContain('Invite ');
  expect(state.profileUsers.filter((row) => row.users_id === address?.users_id)).toMatchObject([
    { profiles_id: 1, entities_id: 0 },
  ]);
  expect(said).not.toContain('jane');
  expect(said).not.toContain(token);
}, 180_000);
