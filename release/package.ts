/**
 * `npm run package`: the extension for both stores, the worker, and the source that addons.mozilla.org asks for, as
 * packages/*.zip.
 * Prints the checksum of each: of the same source they are always the same, which `npm test` shows.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { version } from '../package.json' with { type: 'json' };
import { root, sourceNames } from './source.ts';
import { entriesOf, filesBelow, zipOf } from './zip.ts';

const built = spawnSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: 'inherit' });
if (built.status !== 0) process.exit(1);

const folder = path.join(root, 'packages');
mkdirSync(folder, { recursive: true });
const packages = {
  chrome: await filesBelow(path.join(root, 'dist/chrome')),
  firefox: await filesBelow(path.join(root, 'dist/firefox')),
  // One file that runs as it is, and what to put around it.
  worker: [
    ...(await entriesOf(path.join(root, 'dist'), ['worker.mjs'])),
    ...(await entriesOf(
      root,
      sourceNames().filter((name) => name === 'LICENSE' || /^docs\/worker(\.md$|\/)/.test(name)),
    )),
  ],
  source: await entriesOf(root, sourceNames()),
};
for (const [name, files] of Object.entries(packages)) {
  const file = `invite-for-glpi-${version}-${name}.zip`;
  const bytes = zipOf(files);
  writeFileSync(path.join(folder, file), bytes);
  const checksum = createHash('sha256').update(bytes).digest('hex');
  console.log(`${checksum}  packages/${file}  ${files.length} files, ${Math.ceil(bytes.length / 1024)} KB`);
}
