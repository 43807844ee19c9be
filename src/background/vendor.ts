import browser from 'webextension-polyfill';
import { keyShape } from '../glpi/network-key.ts';
import { keyHeader, registrationInfoPath, vendorAnswer } from '../glpi/vendor-answer.ts';
import { fail } from '../invite/problem.ts';
import type { VendorVerdict } from '../messages/views.ts';

const vendor = 'https://services.glpi-network.com';
const limitMs = 10_000;
/** The vendor throttles, and has turned away whole GLPIs for it (network-key.md 1.3). */
const pauseMs = 10_000;
/** More than any answer about a key; a block page may be endless. */
const longestAnswer = 50_000;

let last: { readonly at: number; readonly reached: boolean } | null = null;
let keyAskedAt = Number.NEGATIVE_INFINITY;

/** Fails with `hostNotGranted` where the admin did not allow the vendor's host. */
async function mustBeAllowed(): Promise<void> {
  if (!(await browser.permissions.contains({ origins: [`${vendor}/*`] })))
    fail('hostNotGranted', { host: new URL(vendor).host });
}

/**
 * Whether the vendor of GLPI Network answers this browser at all: any answer counts, and no key is sent. Within ten
 * seconds the last answer stands. Fails with `hostNotGranted` where the admin did not allow it.
 */
export async function vendorReachable(): Promise<{ reached: boolean }> {
  await mustBeAllowed();
  if (last === null || Date.now() - last.at > pauseMs) last = { at: Date.now(), reached: await answers() };
  return { reached: last.reached };
}

async function answers(): Promise<boolean> {
  try {
    const response = await fetch(`${vendor}/api/ping`, {
      credentials: 'omit',
      cache: 'no-store',
      signal: AbortSignal.timeout(limitMs),
    });
    await response.body?.cancel();
    return true;
  } catch {
    return false;
  }
}

/**
 * Asks the vendor about a key that the admin pasted, once in ten seconds at most. The key goes to the vendor's host and
 * nowhere else, not even after it if it redirects; neither it nor the answer is kept. Fails with `hostNotGranted`
 * where the admin did not allow the host, and with `requestNotValid` for what has not the shape of a key.
 */
export async function askVendorAboutKey(pasted: string): Promise<VendorVerdict> {
  await mustBeAllowed();
  const key = pasted.replace(/\s+/g, '');
  if (keyShape(key) !== 'plausible') fail('requestNotValid');
  const nothing = { says: null, subscription: null, period: null, owner: null };
  if (Date.now() - keyAskedAt < pauseMs) return { verdict: 'tooSoon', ...nothing };
  keyAskedAt = Date.now();
  try {
    const response = await fetch(`${vendor}${registrationInfoPath}`, {
      headers: { Accept: 'application/json', [keyHeader]: key },
      credentials: 'omit',
      cache: 'no-store',
      referrerPolicy: 'no-referrer',
      // A header of ours would travel along with a redirect, to whomever it names.
      redirect: 'error',
      signal: AbortSignal.timeout(limitMs),
    });
    // GLPI does not look at the status either: a refused key has its answer, too.
    return vendorAnswer((await response.text()).slice(0, longestAnswer), key);
  } catch {
    return { verdict: 'notReached', ...nothing };
  }
}
