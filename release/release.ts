/**
 * `npm run release -- 0.2.0`: from a clean main, everything tested, the number in its three places, the changelog closed,
 * one commit, one tag, the packages. Pushes nothing and uploads nothing: that is for a person to do.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { version as current } from '../package.json' with { type: 'json' };
import { isNewer, released } from './changelog.ts';
import { root } from './source.ts';

const version = process.argv[2] ?? '';
if (!isNewer(version, current)) {
  console.error(`Usage: npm run release -- VERSION, of three numbers and after ${current}`);
  process.exit(2);
}

/** Runs one command; the first that fails ends the release. */
function run(command: string, ...args: readonly string[]): void {
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) {
    console.error(`${command} ${args.join(' ')} failed: nothing is released`);
    process.exit(1);
  }
}

const changes = spawnSync('git', ['status', '--porcelain'], { cwd: root, encoding: 'utf8' });
if (changes.status !== 0 || changes.stdout !== '') {
  console.error(`There are changes that are not committed:\n${changes.stdout}`);
  process.exit(1);
}
const changelog = path.join(root, 'CHANGELOG.md');
const day = new Date().toISOString().slice(0, 10);
const closed = released(readFileSync(changelog, 'utf8'), version, day);

const news = `news_${version.replaceAll('.', '_')}`;
const english = readFileSync(path.join(root, 'public/_locales/en/messages.json'), 'utf8');
if (!english.includes(`"${news}"`))
  console.log(`There is no text ${news}: whoever updates is told nothing of what changed.`);

run('npm', 'test');
run('npm', 'version', version, '--no-git-tag-version');
const manifest = path.join(root, 'manifest.json');
const numbered = readFileSync(manifest, 'utf8').replace(/"version": "[^"]*"/, `"version": "${version}"`);
writeFileSync(manifest, numbered);
writeFileSync(changelog, closed);
run('git', 'commit', '--all', '--message', `Version ${version}`);
run('git', 'tag', '--annotate', `v${version}`, '--message', `Version ${version}`);
run('npm', 'run', 'package');
console.log(
  `Version ${version} is tagged and packed. What is left: git push --follow-tags, and the two stores.`,
);
