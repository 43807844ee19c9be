import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '..');

/** What is made, fetched or kept elsewhere. Only asked where there is no git, as in an unpacked source zip. */
const notSource = new Set(['.git', 'node_modules', 'dist', 'packages', '.cache', 'test-results']);

/** The names of all source files: what is committed or would be. */
export function sourceNames(): string[] {
  const listed = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (listed.status === 0) return listed.stdout.split('\0').filter((name) => name !== '');
  return readdirSync(root)
    .filter((name) => !notSource.has(name))
    .flatMap((name) => below(name));
}

function below(name: string): string[] {
  try {
    return readdirSync(path.join(root, name)).flatMap((inner) => below(path.join(name, inner)));
  } catch {
    // No folder: a file.
    return [name];
  }
}
