/** Gives the user a file. It is made here and goes nowhere else. */
export function download(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken hold of it with the click; Firefox only a moment later.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** A text made fit for a file's name in every system. */
export function fileName(text: string): string {
  const plain = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  return plain || 'invite';
}
