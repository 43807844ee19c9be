/**
 * What was just built here, built once more from a copy of the source in another folder: the packages have to be the
 * same to the byte, or nobody could check that a store's package comes from this source. Run by `npm test`.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root, sourceNames } from './source.ts';
import { filesBelow, type ZipEntry, zipOf } from './zip.ts';

const copy = mkdtempSync(path.join(tmpdir(), 'invite-for-glpi-copy-'));
try {
  for (const name of sourceNames().filter((one) => !one.startsWith('docs/') && !one.startsWith('test/'))) {
    mkdirSync(path.join(copy, path.dirname(name)), { recursive: true });
    cpSync(path.join(root, name), path.join(copy, name));
  }
  symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'), 'junction');
  for (const target of ['chrome', 'firefox']) {
    const { status } = spawnSync(
      'npx',
      ['--no-install', 'vite', 'build', '--mode', target, '--logLevel', 'error'],
      { cwd: copy, stdio: ['ignore', 'ignore', 'inherit'] },
    );
    if (status !== 0) throw new Error(`the copy could not be built for ${target}`);
    const here = await filesBelow(path.join(root, 'dist', target));
    const there = await filesBelow(path.join(copy, 'dist', target));
    if (!zipOf(here).equals(zipOf(there)))
      throw new Error(`two builds for ${target} differ in ${differing(here, there).join(', ')}`);
    console.log(`✓ two builds for ${target} are the same ${zipOf(here).length} bytes`);
  }
  const { status } = spawnSync(
    'npx',
    ['--no-install', 'vite', 'build', '--config', 'vite.worker.config.ts', '--logLevel', 'error'],
    { cwd: copy, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  if (status !== 0) throw new Error('the copy of the worker could not be built');
  const worker = (folder: string) => readFileSync(path.join(folder, 'dist', 'worker.mjs'));
  if (!worker(root).equals(worker(copy))) throw new Error('two builds of the worker differ');
  console.log(`✓ two builds of the worker are the same ${worker(root).length} bytes`);
} finally {
  rmSync(copy, { recursive: true, force: true });
}

/** Names of files that only one of the two has, or that differ. */
function differing(one: readonly ZipEntry[], other: readonly ZipEntry[]): string[] {
  const others = new Map(other.map(({ name, data }) => [name, data]));
  const changed = one.filter(({ name, data }) => others.get(name)?.equals(data) !== true);
  const missing = other.filter(({ name }) => !one.some((file) => file.name === name));
  return [...changed, ...missing].map(({ name }) => name);
}
