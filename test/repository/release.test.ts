// @vitest-environment node
/** What a release relies on: one number everywhere, a changelog that is closed, packages that are always the same. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import manifest from '../../manifest.json' with { type: 'json' };
import own from '../../package.json' with { type: 'json' };
import lock from '../../package-lock.json' with { type: 'json' };
import { isNewer, released } from '../../release/changelog.ts';
import { sourceNames } from '../../release/source.ts';
import { zipOf } from '../../release/zip.ts';

test('manifest, package and lock file name one version', () => {
  expect([manifest.version, lock.version]).toEqual([own.version, own.version]);
});

test('the changelog is closed under the number of the version', () => {
  const before = '# Changelog\n\n## Unreleased\n\n- News.\n\n## 0.1.0\n\n- Old.\n';
  const after = released(before, '0.2.0', '2026-12-01');
  expect(after).toBe(
    '# Changelog\n\n## Unreleased\n\n## 0.2.0 (2026-12-01)\n\n- News.\n\n## 0.1.0\n\n- Old.\n',
  );
  expect(() => released(after, '0.3.0', '2026-12-02')).toThrow('nothing new');
});

test.each([
  ['0.2.0', '0.1.9', true],
  ['0.1.10', '0.1.9', true],
  ['0.1.9', '0.1.9', false],
  ['0.1.8', '0.1.9', false],
  ['1.0', '0.1.9', false],
  ['1.0.0-beta', '0.1.9', false],
])('%s after %s: %s', (next, current, newer) => {
  expect(isNewer(next, current)).toBe(newer);
});

test('a zip does not depend on the order in which files are found, and is one', () => {
  const files = [
    { name: 'b/ü.txt', data: Buffer.from('two') },
    { name: 'a.txt', data: Buffer.from('one') },
  ];
  const bytes = zipOf(files);
  expect(zipOf(files.toReversed()).equals(bytes)).toBe(true);
  const folder = mkdtempSync(path.join(tmpdir(), 'invite-for-glpi-zip-'));
  const file = path.join(folder, 'packed.zip');
  writeFileSync(file, bytes);
  const script = 'import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); print(z.testzip(), z.namelist())';
  const read = spawnSync('python3', ['-c', script, file], { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  // Where there is no Python, the browsers' own tests still unpack one.
  if (!read.error) expect(read.stdout.trim()).toBe("None ['a.txt', 'b/ü.txt']");
});

test('the source zip holds what a build needs, and nothing that is made', () => {
  const names = sourceNames();
  for (const needed of ['package.json', 'package-lock.json', 'vite.config.ts', 'manifest.json', 'README.md'])
    expect(names).toContain(needed);
  expect(names.some((name) => /^(node_modules|dist|packages)\//.test(name))).toBe(false);
});
