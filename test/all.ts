/**
 * Everything: types, lint, layers and all builds side by side, then the built extension in real browsers, and meanwhile,
 * at low priority, the unit tests. Ends with one line that says how many tests passed.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { constants, setPriority, tmpdir } from 'node:os';
import path from 'node:path';
import { findBrowser } from './browser/driver/find-browser.ts';

const reports = mkdtempSync(path.join(tmpdir(), 'invite-for-glpi-tests-'));
const totals = { passed: 0, failed: 0 };
const problems: string[] = [];

interface Work {
  /** What browsers leave of the machine, and no more: they wait for each other often enough. */
  readonly humble?: boolean;
  /** Shown as it comes; else what it said is shown when it has ended, so that two do not mix. */
  readonly live?: boolean;
}

/** Runs one command; true when it went well. */
async function step(name: string, args: readonly string[], { humble, live }: Work = {}): Promise<boolean> {
  const begun = Date.now();
  const [command = '', ...rest] = args;
  const child = spawn('npx', ['--no-install', command, ...rest], {
    stdio: live ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  });
  if (humble && child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
  const code = await new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null));
    child.once('close', resolve);
  });
  console.log(`\n— ${name}: ${((Date.now() - begun) / 1000).toFixed(1)} s`);
  if (said.trim() !== '') console.log(said.trimEnd());
  if (code !== 0) problems.push(`${name} failed`);
  return code === 0;
}

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly startTime: number;
    readonly endTime: number;
    readonly message?: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

/** Runs vitest projects, adds their tests to the totals, and names the files that took longest, and what failed. */
async function tests(name: string, projects: readonly string[], work: Work): Promise<void> {
  const file = path.join(reports, `${projects.join('-')}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  await step(
    name,
    ['vitest', 'run', ...projects.flatMap((project) => ['--project', project]), ...reporters],
    work,
  );
  try {
    const report = JSON.parse(readFileSync(file, 'utf8')) as Report;
    totals.passed += report.numPassedTests;
    totals.failed += report.numFailedTests;
    const longest = report.testResults
      .map(({ name: test, startTime, endTime }) => ({ test, took: (endTime - startTime) / 1000 }))
      .toSorted((one, other) => other.took - one.took)
      .slice(0, 12)
      .map(({ test, took }) => `${path.basename(test)} ${took.toFixed(0)} s`);
    console.log(`  longest: ${longest.join(', ')}`);
    for (const { name: test, message, assertionResults } of report.testResults) {
      const bad = assertionResults.filter(({ status }) => status === 'failed');
      for (const { fullName, failureMessages } of bad)
        problems.push(`${path.basename(test)}: ${fullName}: ${failureMessages[0]?.slice(0, 500) ?? ''}`);
      // A file that could not even be loaded.
      if (message && bad.length === 0) problems.push(`${path.basename(test)}: ${message.slice(0, 500)}`);
    }
  } catch {
    problems.push(`${name} gave no report`);
  }
}

function finish(): never {
  rmSync(reports, { recursive: true, force: true });
  for (const problem of problems) console.error(`\n${problem}`);
  const failed = Math.max(totals.failed, problems.length > 0 ? 1 : 0);
  console.log(`\n${(performance.now() / 1000).toFixed(0)} s\n${totals.passed} passed, ${failed} failed`);
  process.exit(failed > 0 ? 1 : 0);
}

/** Installs what is missing, where it may, before any test waits for it; one after the other, as apt has it. */
async function browsers(): Promise<void> {
  await findBrowser('chromium');
  await findBrowser('firefox');
}

const found = browsers().catch((error: unknown) => {
  problems.push(error instanceof Error ? error.message : String(error));
});
await Promise.all([
  step('Build for Chromium', ['vite', 'build', '--mode', 'chrome', '--logLevel', 'warn']),
  step('Build for Firefox', ['vite', 'build', '--mode', 'firefox', '--logLevel', 'warn']),
  step('Build of the worker', ['vite', 'build', '--config', 'vite.worker.config.ts', '--logLevel', 'warn']),
  step('Types', ['tsc', '--noEmit']),
  step('Lint', ['biome', 'check', '--error-on-warnings', '.']),
  step('Layers', ['tsx', 'test/repository/layers.ts']),
]);
if (problems.length > 0) finish();
const units = tests('Unit tests, and the recordings against the stand-in GLPI', ['unit', 'views'], {
  humble: true,
});
const copied = ['tsx', 'release/same-twice.ts'];
const twice = step('All builds once more, from a copy: the same to the byte', copied, { humble: true });
await found;
if (problems.length === 0) await tests('The built extension in real browsers', ['browser'], { live: true });
await Promise.all([units, twice]);
finish();
