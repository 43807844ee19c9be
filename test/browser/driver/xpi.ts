import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { crc32 as zlibCrc32 } from 'node:zlib';

/** Node has had its own since 20.15; older types do not say so. */
const crc32: (data: Uint8Array) => number = zlibCrc32;

/** 1980-01-01, the first day that zip knows: the same folder always makes the same file. */
const date = 0x0021;

/** Packs `directory` as an uncompressed zip, which is what an .xpi is. Gives the bytes written. */
export async function packXpi(directory: string, file: string): Promise<Buffer> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      path.relative(directory, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'),
    )
    .sort();
  const bodies: Buffer[] = [];
  const index: Buffer[] = [];
  let offset = 0;
  for (const name of names) {
    const data = await readFile(path.join(directory, name));
    const title = Buffer.from(name, 'utf8');
    // Version 2.0, UTF-8 names, stored; then time, date, checksum, both sizes, the name's length.
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE(0x0800, 2);
    facts.writeUInt16LE(date, 8);
    facts.writeUInt32LE(crc32(data), 10);
    facts.writeUInt32LE(data.length, 14);
    facts.writeUInt32LE(data.length, 18);
    facts.writeUInt16LE(title.length, 22);
    const body = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), facts, title, data]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    index.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), facts, rest, title]));
    bodies.push(body);
    offset += body.length;
  }
  const directoryPart = Buffer.concat(index);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(names.length, 8);
  end.writeUInt16LE(names.length, 10);
  end.writeUInt32LE(directoryPart.length, 12);
  end.writeUInt32LE(offset, 16);
  const bytes = Buffer.concat([...bodies, directoryPart, end]);
  await writeFile(file, bytes);
  return bytes;
}
