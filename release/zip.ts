import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { deflateRawSync, crc32 as zlibCrc32 } from 'node:zlib';

/** Node has had its own since 20.15; older types do not say so. */
const crc32: (data: Uint8Array) => number = zlibCrc32;

/** 1980-01-01, the first day that zip knows: the same files always make the same zip. */
const date = 0x0021;

export interface ZipEntry {
  /** With slashes, on every system. */
  readonly name: string;
  readonly data: Buffer;
}

/** Every file below `directory`, by its name. */
export async function filesBelow(directory: string): Promise<ZipEntry[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(directory, path.join(entry.parentPath, entry.name)));
  return await entriesOf(directory, names);
}

/** The files of these names below `directory`. */
export async function entriesOf(directory: string, names: readonly string[]): Promise<ZipEntry[]> {
  return await Promise.all(
    names.map(async (name) => ({
      name: name.split(path.sep).join('/'),
      data: await readFile(path.join(directory, name)),
    })),
  );
}

/** A zip, which is what stores take and an .xpi is: no clock and no order of a file system has a say in its bytes. */
export function zipOf(files: readonly ZipEntry[]): Buffer {
  const bodies: Buffer[] = [];
  const index: Buffer[] = [];
  let offset = 0;
  for (const { name, data } of files.toSorted((one, other) => (one.name < other.name ? -1 : 1))) {
    const title = Buffer.from(name, 'utf8');
    const packed = deflateRawSync(data, { level: 9 });
    // Version 2.0, UTF-8 names, deflated; then time, date, checksum, both sizes, the name's length.
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE(0x0800, 2);
    facts.writeUInt16LE(8, 4);
    facts.writeUInt16LE(date, 8);
    facts.writeUInt32LE(crc32(data), 10);
    facts.writeUInt32LE(packed.length, 14);
    facts.writeUInt32LE(data.length, 18);
    facts.writeUInt16LE(title.length, 22);
    const body = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), facts, title, packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    index.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), facts, rest, title]));
    bodies.push(body);
    offset += body.length;
  }
  const directoryPart = Buffer.concat(index);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(directoryPart.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...bodies, directoryPart, end]);
}
