/** Sizes of what is delivered, of the builds that stand in `dist`. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { deflateRawSync, gzipSync } from 'node:zlib';
import type { Figure } from './figure.ts';

const root = path.resolve(import.meta.dirname, '../..');

export async function sizeFigures(): Promise<Figure[]> {
  return ['chrome', 'firefox'].flatMap((target): Figure[] => {
    const folder = path.join(root, 'dist', target);
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name));
    // What a zip of it takes: each file deflated, and a hundred bytes or so of names and sums.
    const zipped = files.reduce(
      (sum, file) => sum + deflateRawSync(readFileSync(file), { level: 9 }).length + 120,
      0,
    );
    // Registered at run time, so that no entry of the manifest names it.
    const script = files.find((file) => /[\\/]src[\\/]content[\\/]main\.js$/.test(file));
    return [
      {
        name: `package for ${target}, zipped`,
        value: zipped,
        unit: 'bytes',
        n: 1,
        // The texts of two languages are a fifth of it (BENCHMARKS.md).
        budget: { value: 300 * 1024, accepted: 320 * 1024 },
      },
      ...(script === undefined
        ? []
        : [
            {
              name: `content script on every GLPI page, ${target}, gzip`,
              value: gzipSync(readFileSync(script)).length,
              unit: 'bytes' as const,
              n: 1,
              budget: { value: 4 * 1024 },
            },
          ]),
    ];
  });
}
