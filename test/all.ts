/**
 * Everything, in the order in which it is cheapest to fail: types, lint, layers, unit tests, both builds, and the built
 * extension in real browsers. Ends with one line that says how many tests passed.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findBrowser } from './browser/driver/find-browser.ts';

const reports = mkdtempSync(path.join(tmpdir(), 'invite-for-glpi-tests-'));
const totals = { passed: 0, failed: 0 };

/** Runs one command; the first that fails ends the run. */
function step(name: string, command: string, args: readonly string[]): void {
  console.log(`\n— ${name}`);
  const begun = Date.now();
  const { status } = spawnSync('npx', ['--no-install', command, ...args], { stdio: 'inherit' });
  console.log(`  ${((Date.now() - begun) / 1000).toFixed(1)} s`);
  if (status !== 0) finish(`${name} failed`);
}

/** Runs one vitest project and adds its tests to the totals. */
function tests(name: string, project: string): void {
  console.log(`\n— ${name}`);
  const report = path.join(reports, `${project}.json`);
  const { status } = spawnSync(
    'npx',
    [
      '--no-install',
      'vitest',
      'run',
      '--project',
      project,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    { stdio: 'inherit' },
  );
  try {
    const counted: unknown = JSON.parse(readFileSync(report, 'utf8'));
    const { numPassedTests, numFailedTests } = counted as { numPassedTests: number; numFailedTests: number };
    totals.passed += numPassedTests;
    totals.failed += numFailedTests;
  } catch {
    totals.failed += 1;
  }
  if (status !== 0) finish(`${name} failed`);
}

function finish(problem: string | null): never {
  rmSync(reports, { recursive: true, force: true });
  if (problem) console.error(`\n${problem}`);
  const failed = problem ? Math.max(totals.failed, 1) : totals.failed;
  console.log(`\n${totals.passed} passed, ${failed} failed`);
  process.exit(failed > 0 ? 1 : 0);
}

step('Types', 'tsc', ['--noEmit']);
step('Lint', 'biome', ['check', '--error-on-warnings', '.']);
step('Layers', 'tsx', ['test/repository/layers.ts']);
tests('Unit tests, and the recordings against the stand-in GLPI', 'unit');
step('Build for Chromium', 'vite', ['build', '--mode', 'chrome', '--logLevel', 'warn']);
step('Build for Firefox', 'vite', ['build', '--mode', 'firefox', '--logLevel', 'warn']);
// Installs what is missing, where it may, before any test waits for it.
await findBrowser('chromium');
await findBrowser('firefox');
tests('The built extension in real browsers', 'browser');
finish(null);
