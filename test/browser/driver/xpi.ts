import { writeFile } from 'node:fs/promises';
import { filesBelow, zipOf } from '../../../release/zip.ts';

/** Packs `directory` as an .xpi. Gives the bytes written: of the same folder always the same. */
export async function packXpi(directory: string, file: string): Promise<Buffer> {
  const bytes = zipOf(await filesBelow(directory));
  await writeFile(file, bytes);
  return bytes;
}
