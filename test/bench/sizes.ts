/** Sizes of what is delivered, of the builds that stand in `dist`. */
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { filesBelow, type ZipEntry, zipOf } from '../../release/zip.ts';
import type { Figure } from './figure.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** The language that a file holds the texts of; null for everything else. */
const languageOf = ({ name }: ZipEntry) => /^_locales\/([^/]+)\//.exec(name)?.[1] ?? null;

export async function sizeFigures(): Promise<Figure[]> {
  const figures: Figure[] = [];
  const size = (name: string, value: number, most: number, n = 1) =>
    figures.push({ name, value, unit: 'bytes', n, budget: { value: most } });
  for (const target of ['chrome', 'firefox']) {
    const files = await filesBelow(path.join(root, 'dist', target));
    const languages = new Set(files.map(languageOf).filter((language) => language !== null));
    figures.push({
      name: `package for ${target}, zipped, with ${languages.size} languages`,
      value: zipOf(files).length,
      unit: 'bytes',
      n: 1,
    });
    size(
      `package for ${target}, zipped, without the languages’ texts`,
      zipOf(files.filter((file) => languageOf(file) === null)).length,
      300 * 1024,
    );
    const each = [...languages].map((language) => ({
      language,
      zipped: zipOf(files.filter((file) => languageOf(file) === language)).length,
    }));
    const [largest] = each.toSorted((one, other) => other.zipped - one.zipped);
    if (largest)
      size(
        `texts of the largest language, ${largest.language}, in the package for ${target}`,
        largest.zipped,
        44 * 1024,
        each.length,
      );
    // Registered at run time, so that no entry of the manifest names it.
    const script = files.find(({ name }) => name === 'src/content/main.js');
    if (script)
      size(
        `content script on every GLPI page, ${target}, gzip`,
        gzipSync(script.data, { level: 9 }).length,
        4 * 1024,
      );
  }
  return figures;
}
