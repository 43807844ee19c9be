/** What makes the link work: 128 random bits as 32 lower-case hex digits (design, "Words"). */
export type Key = string;

/** Gives that many random bytes: `crypto.getRandomValues` in the extension, a seeded source in tests. */
export type RandomBytes = (count: number) => Uint8Array;

/** The random bytes of the platform; the only source of keys outside tests. */
export const platformRandom: RandomBytes = (count) => crypto.getRandomValues(new Uint8Array(count));

/** Lower-case hex digits, two a byte. */
export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** A new key of 128 random bits. */
export function newKey(random: RandomBytes): Key {
  return hex(random(16));
}

/** A new version-4 UUID, as GLPI's form items carry. */
export function newUuid(random: RandomBytes): string {
  const bytes = random(16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return hex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** What is kept of a key so that it is known again when somebody sends it: the first half of its SHA-256, in hex. */
export async function codeMark(key: Key): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(key));
  return hex(new Uint8Array(digest).slice(0, 16));
}

// Crockford's base 32: no I, L, O, U, so that an id survives being read out on the phone.
const speakable = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A new id for an invite: 50 random bits as ten characters that can be spoken. It is no secret: account and ticket name it. */
export function newInviteId(random: RandomBytes): string {
  return Array.from(random(10), (byte) => speakable[byte % 32]).join('');
}
