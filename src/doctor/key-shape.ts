import { type KeyShape, keyShape } from '../glpi/network-key.ts';

export type PastedShape = KeyShape | 'quoted' | 'cut';

/** Whether a pasted text can be a GLPI Network key at all. Asks nobody and keeps nothing. */
export function pastedShape(text: string): PastedShape {
  const bare = text.replace(/\s+/g, '');
  const shape = keyShape(bare);
  if (shape !== 'malformed' && shape !== 'cipher') return shape;
  const inner = bare.replace(/^.*?[:=]?["'“«<]+/, '').replace(/["'”»>]+.*$/, '');
  if (inner !== bare && keyShape(inner) === 'plausible') return 'quoted';
  // Base64 of something that begins like a JSON document: its end is missing.
  return /^ey|^ewo|^eyA/.test(bare) && /^[A-Za-z0-9+/=]+$/.test(bare) ? 'cut' : shape;
}
