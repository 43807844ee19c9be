import { encode } from 'uqr';

/** A QR code as one path in a square of `size` modules, quiet zone included. */
export interface QrPath {
  readonly size: number;
  readonly path: string;
}

/** The standard asks for four empty modules around the code; readers fail on less. */
const quietZone = 4;

export function qrPath(text: string): QrPath {
  const { size, data } = encode(text, { ecc: 'M', border: quietZone });
  const runs = data.flatMap((row, y) => {
    const parts: string[] = [];
    for (let x = 0; x < size; x += 1) {
      if (!row[x]) continue;
      let end = x;
      while (row[end]) end += 1;
      // A run of modules as one rectangle: no hairlines between them at any size.
      parts.push(`M${x} ${y}h${end - x}v1h-${end - x}z`);
      x = end;
    }
    return parts;
  });
  return { size, path: runs.join('') };
}

/** The code as an SVG file, black on white whatever the theme: a reader needs the contrast. */
export function qrSvg(text: string): string {
  const { size, path } = qrPath(text);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" width="512" height="512" ` +
    `shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${size}v${size}H0z"/><path d="${path}"/></svg>`
  );
}

/** The code as a PNG file of at least 512 pixels, in whole pixels a module. */
export async function qrPng(text: string): Promise<Blob> {
  const { size, path } = qrPath(text);
  const scale = Math.ceil(512 / size);
  const canvas = document.createElement('canvas');
  canvas.width = size * scale;
  canvas.height = size * scale;
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('no canvas');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.scale(scale, scale);
  context.fillStyle = '#000';
  context.fill(new Path2D(path));
  return await new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob === null ? reject(new Error('no picture')) : resolve(blob)), 'image/png'),
  );
}
