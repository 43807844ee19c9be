/**
 * Who may know whom (ARCHITECTURE.md, "Layers"). Run by the build: an import that crosses a layer the wrong way stops it.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const source = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../src');

/** Layer -> the layers it may import from, beside itself. `types:` marks those of which it may import types alone. */
export const allowed: Readonly<Record<string, readonly string[]>> = {
  invite: [],
  glpi: ['invite'],
  ledger: ['invite'],
  doctor: ['invite', 'glpi'],
  messages: ['invite', 'types:glpi'],
  desk: ['invite', 'glpi', 'ledger', 'types:messages'],
  errands: ['invite', 'glpi'],
  background: ['invite', 'glpi', 'ledger', 'desk', 'doctor', 'messages', 'scripts'],
  worker: ['invite', 'glpi', 'ledger', 'desk'],
  ui: ['invite', 'messages'],
  content: ['types:invite', 'messages', 'ui'],
  pages: ['types:invite', 'types:glpi', 'messages', 'ui', 'doctor'],
};

/** Pure functions of `invite` that surfaces may call: they ask nobody and know no secret. */
const pureForSurfaces = [
  'invite/guard-rails.ts',
  'invite/limits.ts',
  'invite/backup-rules.ts',
  'invite/address.ts',
  'invite/instant.ts',
  'invite/problem.ts',
  'invite/wording.ts',
  'invite/grant.ts',
  'invite/bulk.ts',
  'invite/people.ts',
  'invite/notice.ts',
];

/** Words, which the background needs where it speaks by itself: in notifications. */
const wordsForBackground = ['ui/text.ts', 'ui/problem-text.ts', 'ui/typed.ts'];

interface Import {
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
  readonly script: boolean;
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const file = path.join(folder, name);
    if (statSync(file).isDirectory()) return filesBelow(file);
    return /\.tsx?$/.test(name) ? [file] : [];
  });
}

function importsOf(file: string): Import[] {
  const text = readFileSync(file, 'utf8');
  const found: Import[] = [];
  for (const match of text.matchAll(
    /(?:^|\n)\s*(?:import|export)\s+(type\s+)?([^'";]*?from\s+)?['"](\.[^'"]+)['"]/g,
  )) {
    const [, type, names = '', specifier = ''] = match;
    const bare = specifier.replace(/\?.*$/, '');
    const everyNameIsType =
      /\{/.test(names) &&
      (names.match(/\{([^}]*)\}/)?.[1] ?? '')
        .split(',')
        .every((name) => name.trim() === '' || /^\s*type\s/.test(name));
    found.push({
      from: path.relative(source, file),
      to: path.relative(source, path.resolve(path.dirname(file), bare)),
      typeOnly: type !== undefined || everyNameIsType,
      script: specifier.includes('?script'),
    });
  }
  return found;
}

const layerOf = (file: string) => file.split(path.sep)[0] ?? '';

/** Every import that breaks a rule, as a sentence. */
export function violations(): string[] {
  return filesBelow(source)
    .flatMap(importsOf)
    .filter(({ from, to, typeOnly, script }) => {
      const [mine, theirs] = [layerOf(from), layerOf(to)];
      if (mine === theirs || theirs === '..') return false;
      const rules = allowed[mine] ?? [];
      if (script) return !rules.includes('scripts');
      if (rules.includes(theirs)) return false;
      if (mine === 'background' && wordsForBackground.includes(to)) return false;
      if (!rules.includes(`types:${theirs}`)) return true;
      return !typeOnly && !((mine === 'content' || mine === 'pages') && pureForSurfaces.includes(to));
    })
    .map(({ from, to }) => `src/${from} must not import src/${to}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const broken = violations();
  for (const line of broken) console.error(line);
  process.exitCode = broken.length > 0 ? 1 : 0;
}
