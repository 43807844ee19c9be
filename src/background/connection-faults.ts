import browser from 'webextension-polyfill';
import type { ConnectionFault } from '../glpi/client.ts';

/** Why the last request of ours to an origin did not connect. Lost with this life of the background, which is soon enough. */
const faults = new Map<string, ConnectionFault>();

const onError = ({ url, error }: { url: string; error: string }) =>
  void faults.set(new URL(url).origin, kindOf(error));
const heard = new Set<string>();

/**
 * `fetch`, with an ear for how it fails. It says "Failed to fetch" for a certificate that is not trusted and for a
 * server that is not there alike; the browser tells webRequest which it was (measured in Chromium 156 and Firefox 153).
 * Requests of tabs are left out: they are none of our business.
 */
export function listeningFetch(url: string, init: RequestInit): Promise<Response> {
  const { origin } = new URL(url);
  if (!heard.has(origin)) {
    heard.add(origin);
    // Chromium 156 lets a listener hear of the hosts that were granted when it was added, and of no later ones.
    browser.webRequest.onErrorOccurred.removeListener(onError);
    browser.webRequest.onErrorOccurred.addListener(onError, {
      urls: ['http://*/*', 'https://*/*'],
      types: ['xmlhttprequest'],
      tabId: -1,
    });
  }
  return fetch(url, init);
}

/**
 * Chromium names certificate errors `net::ERR_CERT_…`. Firefox gives TLS errors as prose and everything else as
 * `NS_ERROR_…`; of the prose only a protocol mismatch has nothing to do with the certificate.
 */
function kindOf(error: string): ConnectionFault {
  if (error.startsWith('net::')) return error.startsWith('net::ERR_CERT_') ? 'certificate' : 'connection';
  if (error.startsWith('NS_')) return 'connection';
  return /\bSSL\b.*\brecord\b/.test(error) ? 'connection' : 'certificate';
}

/** What the browser said of the last failed request to the origin of `url`; null where it said nothing in time. */
export async function connectionFault(url: string): Promise<ConnectionFault> {
  const { origin } = new URL(url);
  // The rejection of fetch may come before the browser's own event.
  for (let times = 0; times < 10 && !faults.has(origin); times += 1) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const fault = faults.get(origin) ?? null;
  faults.delete(origin);
  return fault;
}
