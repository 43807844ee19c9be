/** At most what GLPI's column holds (glpi_useremails.email, 255). */
const longest = 255;

/**
 * Whether `text` looks like one e-mail address: one `@` outside quotes, no space, no control character, a dotted
 * domain. Stricter than the standard on purpose: GLPI drops an address that it dislikes without a word (live.md, b).
 */
export function isAddress(text: string): boolean {
  if (text.length > longest) return false;
  const match = /^[^\s@"(),:;<>[\]\\\p{C}]{1,64}@([^\s@]+)$/u.exec(text);
  return match?.[1] !== undefined && foldDomain(match[1]) !== null;
}

/** The domain in lower case and punycode, without a leading `@`; null where it is none. */
export function foldDomain(text: string): string | null {
  const bare = text.trim().replace(/^@/, '').toLowerCase();
  if (bare === '' || /[\s/@?#:%\\<>"'`]/.test(bare)) return null;
  let host: string;
  try {
    // The URL parser is every platform's own IDNA: it maps bücher.example to xn--bcher-kva.example.
    host = new URL(`http://${bare}/`).hostname;
  } catch {
    return null;
  }
  const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
  const labels = host.split('.');
  const last = labels.at(-1) ?? '';
  if (labels.length < 2 || host.length > 253 || /^\d+$/.test(last)) return null;
  return labels.every((part) => label.test(part)) ? host : null;
}

/** Equal but for case and the spelling of the domain; mail servers that tell `Jane` from `jane` are folklore. */
export function sameAddress(one: string, other: string): boolean {
  return foldAddress(one) === foldAddress(other);
}

/** One spelling for all addresses that reach the same mailbox in practice. */
export function foldAddress(address: string): string {
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1);
  return `${address.slice(0, at).trim().normalize('NFC').toLowerCase()}@${foldDomain(domain) ?? domain.toLowerCase()}`;
}
