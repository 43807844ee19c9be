/**
 * The seal of an invite: what a second actor needs to watch and admit it, signed by whoever issued or changed it
 * (design, "The seal"). Pure: what is sealed is text, where it is kept is for others to say.
 */
import * as v from 'valibot';
import type { Instant } from './instant.ts';
import { hex } from './key.ts';

/** The public key of an issuer: 32 bytes of Ed25519 in base64url. One a browser. */
export type IssuerKey = string;

/** How an invite in the ledger stands with its seal. */
export interface SealMark {
  /** Grows with each renewal; of two seals of an invite the one with the higher serial counts. */
  readonly serial: number;
  /** Who sealed it last. */
  readonly by: IssuerKey;
  readonly at: Instant;
  /** It is ours to write into GLPI, and does not stand there yet. */
  readonly due: boolean;
  /** By what the seal that was looked at last is known again without verifying it anew; null before the first look. */
  readonly digest: string | null;
}

/** Of an invite that this browser knows from GLPI alone. */
export interface Colleague {
  /** Its issuer is not trusted (any more): it is shown, and nothing of it is acted on. */
  readonly resting: boolean;
}

/** Whoever seals: a key, and what signs with it. */
export interface Sealer {
  readonly key: IssuerKey;
  sign(text: string): Promise<Uint8Array>;
}

/** As it is kept in GLPI. The text is canonical, so that one content has one text and one signature. */
export interface SealEnvelope {
  readonly version: 1;
  readonly seal: string;
  readonly key: IssuerKey;
  readonly signature: string;
}

const envelope = v.strictObject({
  version: v.literal(1),
  seal: v.pipe(v.string(), v.maxLength(2_000_000)),
  key: v.pipe(v.string(), v.regex(/^[\w-]{43}$/)),
  signature: v.pipe(v.string(), v.regex(/^[\w-]{86}$/)),
});

/** The signature is about this alone: nothing else that the key might ever sign can be taken for a seal. */
const signed = (text: string) => new TextEncoder().encode(`invite-for-glpi seal 1\n${text}`);
const algorithm = 'Ed25519';

/**
 * One text for one content: names in order, no spaces, whole numbers, and nothing beyond plain ASCII, so that no
 * database, PHP or cleaning of rich text on its way changes a byte. Fails on what JSON cannot say.
 */
export function canonical(content: unknown): string {
  if (content === null || typeof content === 'boolean') return String(content);
  if (typeof content === 'number') {
    if (!Number.isSafeInteger(content)) throw new TypeError('not a whole number');
    return String(content);
  }
  if (typeof content === 'string') return quoted(content);
  if (Array.isArray(content)) return `[${content.map(canonical).join(',')}]`;
  if (typeof content !== 'object') throw new TypeError(`no text for ${typeof content}`);
  const known = Object.entries(content).filter(([, value]) => value !== undefined);
  const inOrder = known.toSorted(([one], [other]) => (one < other ? -1 : 1));
  return `{${inOrder.map(([name, value]) => `${quoted(name)}:${canonical(value)}`).join(',')}}`;
}

function quoted(text: string): string {
  const escaped = text.replace(
    /[^ !#-%(-;=?-[\]-~]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `"${escaped}"`;
}

/** Seals a content. */
export async function sealUp(content: unknown, sealer: Sealer): Promise<SealEnvelope> {
  const text = canonical(content);
  return { version: 1, seal: text, key: sealer.key, signature: base64url(await sealer.sign(text)) };
}

/** What a look at something that claims to be a seal came to. */
export type Opened =
  /** The content is what the holder of `key` sealed. Whether that one is to be believed is for others to say. */
  | { readonly kind: 'sound'; readonly content: unknown; readonly key: IssuerKey; readonly digest: string }
  /** No seal at all: of before there were seals, or by a browser that cannot make one. */
  | { readonly kind: 'unsealed' }
  /** Changed by somebody, or never one. */
  | { readonly kind: 'broken' };

/** Looks at what stands where a seal should be. `known`: the digest of one that was verified before. */
export async function openSeal(found: unknown, known: ReadonlySet<string> = new Set()): Promise<Opened> {
  if (typeof found === 'object' && found !== null && 'version' in found && found.version === 0)
    return { kind: 'unsealed' };
  const read = v.safeParse(envelope, found);
  if (!read.success) return { kind: 'broken' };
  const { seal: text, key, signature } = read.output;
  const digest = await digestOf(read.output);
  if (!known.has(digest) && !(await verifies(text, key, signature))) return { kind: 'broken' };
  try {
    const content: unknown = JSON.parse(text);
    return canonical(content) === text ? { kind: 'sound', content, key, digest } : { kind: 'broken' };
  } catch {
    return { kind: 'broken' };
  }
}

/** By what this very seal is known again. */
export async function digestOf({ seal: text, key, signature }: SealEnvelope): Promise<string> {
  const whole = new TextEncoder().encode(`${key} ${signature} ${text}`);
  return hex(new Uint8Array(await crypto.subtle.digest('SHA-256', whole)).slice(0, 16));
}

async function verifies(text: string, key: IssuerKey, signature: string): Promise<boolean> {
  try {
    const publicKey = await crypto.subtle.importKey('raw', fromBase64url(key), algorithm, false, ['verify']);
    return await crypto.subtle.verify(algorithm, publicKey, fromBase64url(signature), signed(text));
  } catch {
    // No point of the curve, or a browser without Ed25519: nothing that could be believed.
    return false;
  }
}

/** A pair of keys of which the private one cannot leave the browser. */
export interface SealKeys {
  readonly publicKey: CryptoKey;
  readonly privateKey: CryptoKey;
}

/** Makes keys; null where the browser knows no Ed25519 (Chromium before 137, Firefox before 129). */
export async function newSealKeys(): Promise<SealKeys | null> {
  try {
    const made = await crypto.subtle.generateKey(algorithm, false, ['sign', 'verify']);
    return 'privateKey' in made ? { publicKey: made.publicKey, privateKey: made.privateKey } : null;
  } catch {
    return null;
  }
}

/** Who seals with these keys. */
export async function sealerWith({ publicKey, privateKey }: SealKeys): Promise<Sealer> {
  const raw = await crypto.subtle.exportKey('raw', publicKey);
  return {
    key: base64url(new Uint8Array(raw)),
    sign: async (text) => new Uint8Array(await crypto.subtle.sign(algorithm, privateKey, signed(text))),
  };
}

// Crockford's base 32, as in the ids of invites: survives being read out on the phone.
const speakable = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * What two people compare on the phone before one trusts the other's key: 120 bits of its SHA-256 in six blocks of four.
 */
export async function fingerprintOf(key: IssuerKey): Promise<string> {
  const digest = await crypto.subtle.digest(
    'SHA-256',
    new TextEncoder().encode(`invite-for-glpi issuer ${key}`),
  );
  let bits = 0n;
  for (const byte of new Uint8Array(digest).slice(0, 15)) bits = (bits << 8n) | BigInt(byte);
  const letters = Array.from(
    { length: 24 },
    (_, at) => speakable[Number((bits >> BigInt(115 - 5 * at)) & 31n)],
  );
  return letters.join('').replace(/.{4}(?=.)/g, '$& ');
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}

function fromBase64url(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (unit) => unit.charCodeAt(0));
}
