/**
 * What a text in the place of a GLPI Network key looks like, without asking anybody: the key is base64 of a JSON
 * document that holds a signature (network-key.md 1.4). Only this word about it ever leaves the reader.
 */
export type KeyShape = 'empty' | 'plausible' | 'notSigned' | 'cipher' | 'malformed';

/** `cipher` is base64 of something else: what GLPI stores, shown where it cannot decrypt it. */
export function keyShape(text: string): KeyShape {
  const bare = text.replace(/\s+/g, '');
  if (bare === '') return 'empty';
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(bare) || bare.length % 4 !== 0) return 'malformed';
  let decoded: unknown;
  try {
    decoded = JSON.parse(atob(bare));
  } catch {
    // Shorter than a nonce and its seal: nothing that GLPI's encryption could have made.
    return bare.length < 56 ? 'malformed' : 'cipher';
  }
  if (typeof decoded !== 'object' || decoded === null) return 'malformed';
  return 'signature' in decoded ? 'plausible' : 'notSigned';
}
