// @vitest-environment node
/** The worker as people run it: the one built file, in processes of its own, which are started, killed and started again. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { ownKey } from '../../../src/desk/sealer.ts';
import { minute } from '../../../src/invite/instant.ts';
import { until } from '../../browser/driver/until.ts';
import { Hold } from '../../glpi/faults.ts';
import { type Office, openOffice } from '../desk/office.ts';
import { addWorkerUser } from './worker-user.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'invite-worker-'));
const file = path.join(folder, 'worker.mjs');
const tokenFile = path.join(folder, 'token');
// Another one for each process of tests.
const port = 20_000 + (process.pid % 20_000);
const root = path.resolve(import.meta.dirname, '../../..');

let office: Office;
let token: string;
let key: string;
const running = new Set<ChildProcess>();

beforeAll(async () => {
  await build({
    configFile: path.join(root, 'vite.worker.config.ts'),
    root,
    logLevel: 'error',
    build: { outDir: folder },
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeEach(async () => {
  office = await openOffice({ proofOfWork: 5, groups: ['Staff'] });
  token = addWorkerUser(office.glpi);
  key = (await ownKey(office.env)) ?? '';
  writeFileSync(tokenFile, token, { mode: 0o600 });
});
afterEach(async () => {
  for (const child of running) child.kill('SIGKILL');
  await office.close();
});

const accounts = () =>
  office.glpi.state.users.filter(({ comment }) => /^Invite [0-9A-Z]{10} \//.test(comment ?? ''));
const marks = () => new Set(accounts().map(({ comment }) => comment));

/** Starts a worker; what it has said so far, and what it ends with. */
function start(args: readonly string[]) {
  const child = spawn(process.execPath, [file, 'worker', '--glpi', office.site, `--issuer=${key}`, ...args], {
    env: { PATH: process.env.PATH, GLPI_API_TOKEN_FILE: tokenFile },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', (code) => {
      running.delete(child);
      resolve(code);
    });
  });
  return { child, said: () => said, ended };
}

const once = async (...args: readonly string[]) => {
  const worker = start(['--once', ...args]);
  return { code: await worker.ended, said: worker.said() };
};

test('makes rounds until it is told to stop, says how it is, and every line is JSON without a token', async () => {
  const { link } = await office.issue();
  const worker = start(['--interval', '10', '--health', String(port), '--log-names']);
  await until(() => worker.said().includes('"event":"round"'), 'the first round', { timeout: 60_000 });
  const health = await fetch(`http://127.0.0.1:${port}`);
  expect(health.status).toBe(200);
  expect(await health.json()).toEqual({ ok: true, lastGoodRound: expect.stringMatching(/^\d{4}-/) });
  await office.register(link, ['Ann', 'One', 'ann@example.org', '']);
  await until(() => worker.said().includes('"event":"admitted"'), 'the admission', { timeout: 60_000 });
  worker.child.kill('SIGTERM');
  expect(await worker.ended).toBe(0);
  expect(accounts()).toHaveLength(1);
  for (const line of worker.said().trim().split('\n')) expect(JSON.parse(line)).toHaveProperty('event');
  expect(worker.said()).not.toContain(token);
});

test('exit codes: 0 fine, 1 a round failed, 2 configuration, 3 rights, 4 not let in', async () => {
  expect((await once()).code).toBe(0);
  office.glpi.fault('FormDestination', { kind: 'cut' });
  expect((await once()).code).toBe(1);
  const typo = await once('--api-token', token);
  expect(typo.code).toBe(2);
  expect(typo.said).not.toContain(token);
  const profile = office.glpi.state.profiles.find(({ name }) => name === 'Invite worker');
  if (profile) profile.rights.config = 3;
  expect((await once()).code).toBe(3);
  writeFileSync(tokenFile, 'x'.repeat(40));
  expect((await once()).code).toBe(4);
});

test('two workers and a desk at once, many registrations, few uses: no more accounts than uses, one a registration', async () => {
  const { invite, link } = await office.issue({ maxUses: 7 });
  for (let index = 0; index < 25; index += 1)
    await office.register(link, ['P', `N${index}`, `p${index}@example.org`, '']);
  const codes = await Promise.all([once(), once(), office.round().then(() => null)]);
  for (let times = 0; times < 2; times += 1) {
    office.pass(6 * minute);
    codes.push(...(await Promise.all([once(), once(), office.round().then(() => null)])));
  }
  expect(codes.filter((one) => one !== null).map((one) => one.code)).toEqual([0, 0, 0, 0, 0, 0]);
  expect(accounts()).toHaveLength(7);
  expect(marks().size).toBe(7);
  const registrations = await office.registrations();
  expect(registrations).toHaveLength(25);
  expect(registrations.filter(({ state }) => state === 'admitted')).toHaveLength(7);
  expect(registrations.filter(({ state }) => state === 'refused')).toHaveLength(18);
  expect(await office.invite(invite.id)).toMatchObject({ state: 'closed' });
});

// Every request in turn is in worker.test.ts; here the process is really killed, where it hurts most.
test.each([
  ['while it claims', 'Glpi%5CForm%5CSection'],
  ['while it makes the account', 'User'],
  ['while it solves the ticket', 'ITILSolution'],
])(
  'killed by SIGKILL %s, after GLPI did it, and started again: nothing twice, nothing lost',
  async (_, what) => {
    const { link } = await office.issue({ maxUses: 2, groupIds: [1] });
    await office.register(link, ['Ann', 'One', 'ann@example.org', '']);
    const hold = new Hold();
    office.glpi.fault({ method: 'POST', path: what }, { kind: 'hold', hold, acted: true });
    const worker = start(['--once']);
    await until(() => hold.isThere, 'the request at which it is killed', { timeout: 60_000 });
    worker.child.kill('SIGKILL');
    await worker.ended;
    hold.cut();
    office.pass(6 * minute);
    expect((await once()).code).toBe(0);
    expect(accounts()).toHaveLength(1);
    expect(office.glpi.state.tickets.rows.map(({ status }) => status)).toEqual([5]);
    expect(
      office.glpi.state.groupUsers.filter(({ users_id }) => users_id === accounts()[0]?.id),
    ).toHaveLength(1);
  },
);
