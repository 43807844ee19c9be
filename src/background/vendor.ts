import browser from 'webextension-polyfill';
import { fail } from '../invite/problem.ts';

const vendor = 'https://services.glpi-network.com';
const limitMs = 10_000;
/** The vendor throttles, and has turned away whole GLPIs for it (network-key.md 1.3). */
const pauseMs = 10_000;

let last: { readonly at: number; readonly reached: boolean } | null = null;

/**
 * Whether the vendor of GLPI Network answers this browser at all: any answer counts, and no key is sent. Within ten
 * seconds the last answer stands. Fails with `hostNotGranted` where the admin did not allow it.
 */
export async function vendorReachable(): Promise<{ reached: boolean }> {
  if (!(await browser.permissions.contains({ origins: [`${vendor}/*`] })))
    fail('hostNotGranted', { host: new URL(vendor).host });
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
