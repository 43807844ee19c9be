/** Sizes of what is delivered, of the builds that stand in `dist`. */
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { filesBelow, zipOf } from '../../release/zip.ts';
import type { Figure } from './figure.ts';

const root = path.resolve(import.meta.dirname, '../..');

export async function sizeFigures(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const target of ['chrome', 'firefox']) {
    const files = await filesBelow(path.join(root, 'dist', target));
    figures.push({
      name: `package for ${target}, zipped`,
      value: zipOf(files).length,
      unit: 'bytes',
      n: 1,
      budget: { value: 300 * 1024 },
    });
    // Registered at run time, so that no entry of the manifest names it.
    const script = files.find(({ name }) => name === 'src/content/main.js');
    if (script)
      figures.push({
        name: `content script on every GLPI page, ${target}, gzip`,
        value: gzipSync(script.data).length,
        unit: 'bytes',
        n: 1,
        budget: { value: 4 * 1024 },
      });
  }
  return figures;
}
