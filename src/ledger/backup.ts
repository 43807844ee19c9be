/**
 * The ledger as one encrypted file. It holds the keys of open invites, so there is no plain form of it. No API token is
 * in the ledger, and so none is in a backup.
 */
import * as v from 'valibot';
import { shortestPassphrase } from '../invite/backup-rules.ts';
import type { Instant } from '../invite/instant.ts';
import type { RandomBytes } from '../invite/key.ts';
import { fail, ProblemError, problem } from '../invite/problem.ts';
import type { LedgerContents } from './ledger.ts';

/** What the file says of itself before it is opened. */
const envelope = v.object({
  format: v.literal('invite-for-glpi backup'),
  version: v.pipe(v.number(), v.integer(), v.minValue(1)),
  madeAt: v.string(),
  // Bounded: a made-up file must not keep the browser busy for hours.
  iterations: v.pipe(v.number(), v.integer(), v.minValue(1_000), v.maxValue(10_000_000)),
  salt: v.pipe(v.string(), v.base64()),
  iv: v.pipe(v.string(), v.base64()),
  data: v.pipe(v.string(), v.base64()),
});

const contents = v.object({
  schemaVersion: v.pipe(v.number(), v.integer(), v.minValue(1)),
  sites: v.array(v.unknown()),
  invites: v.array(v.unknown()),
  registrations: v.array(v.unknown()),
  journal: v.array(v.unknown()),
  // Backups of the first versions have none.
  templates: v.optional(v.array(v.unknown()), []),
});

/** What stands in a backup: rows of some schema version, not looked at yet. */
export type BackedUp = v.InferOutput<typeof contents> & { readonly madeAt: Instant };

const formatVersion = 1;
/** OWASP's figure for PBKDF2 with SHA-256 (2023); half a second in a browser. */
const usualIterations = 600_000;

const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));

function base64Of(bytes: Uint8Array): string {
  let binary = '';
  // In pieces: a call takes only so many arguments.
  for (let from = 0; from < bytes.length; from += 8_192)
    binary += String.fromCharCode(...bytes.subarray(from, from + 8_192));
  return btoa(binary);
}

async function keyFrom(
  passphrase: string,
  salt: Uint8Array<ArrayBuffer>,
  iterations: number,
): Promise<CryptoKey> {
  const secret = new TextEncoder().encode(passphrase.normalize('NFKC'));
  const material = await crypto.subtle.importKey('raw', secret, 'PBKDF2', false, ['deriveKey']);
  return await crypto.subtle.deriveKey(
    { name: 'PBKDF2', hash: 'SHA-256', salt, iterations },
    material,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  );
}

/** The backup as the text of a file. Fails with `passphraseTooShort`. */
export async function sealBackup(
  ledger: LedgerContents,
  schemaVersion: number,
  passphrase: string,
  random: RandomBytes,
  now: Instant,
  iterations = usualIterations,
): Promise<string> {
  if (passphrase.length < shortestPassphrase)
    fail('passphraseTooShort', { length: String(shortestPassphrase) });
  const salt = new Uint8Array(random(16));
  const iv = new Uint8Array(random(12));
  const { sites, invites, registrations, journal, templates } = ledger;
  const plain = JSON.stringify({ schemaVersion, sites, invites, registrations, journal, templates });
  const key = await keyFrom(passphrase, salt, iterations);
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, new TextEncoder().encode(plain));
  return JSON.stringify({
    format: 'invite-for-glpi backup',
    version: formatVersion,
    madeAt: new Date(now).toISOString(),
    iterations,
    salt: base64Of(salt),
    iv: base64Of(iv),
    data: base64Of(new Uint8Array(sealed)),
  });
}

/**
 * Opens a backup. Fails with `backupUnreadable` where the file is none, `backupNewer` where a newer version made it, and
 * `passphraseWrong` where the passphrase does not fit or the file was changed.
 */
export async function openBackup(file: string, passphrase: string): Promise<BackedUp> {
  const outer = v.safeParse(envelope, parseJson(file));
  if (!outer.success) fail('backupUnreadable');
  const { version, madeAt, iterations, salt, iv, data } = outer.output;
  if (version > formatVersion) fail('backupNewer');
  let plain: ArrayBuffer;
  try {
    const key = await keyFrom(passphrase, bytesOf(salt), iterations);
    plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: bytesOf(iv) }, key, bytesOf(data));
  } catch (thrown) {
    throw new ProblemError(problem('passphraseWrong'), { cause: thrown });
  }
  const inner = v.safeParse(contents, parseJson(new TextDecoder().decode(plain)));
  if (!inner.success) fail('backupUnreadable');
  return { ...inner.output, madeAt: Date.parse(madeAt) || 0 };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
