import browser from 'webextension-polyfill';
import type { Environment, Memory } from '../desk/environment.ts';
import { hostPattern } from '../glpi/site-address.ts';
import { type GuardRails, guardRailsFrom, noGuardRails, strictestRails } from '../invite/guard-rails.ts';
import { platformRandom } from '../invite/key.ts';
import { openLedger } from '../ledger/ledger.ts';
import { connectionFault, listeningFetch } from './connection-faults.ts';
import { errandAtSite } from './site-tabs.ts';

/** Memory that lives as long as the browser, out of reach of content scripts in both browsers (engineering.md 2.3). */
const memory: Memory = {
  async get(key) {
    return (await browser.storage.session.get(key))[key];
  },
  set: (key, value) => browser.storage.session.set({ [key]: value }),
  remove: (key) => browser.storage.session.remove(key),
};

/** Firefox says so where there is no policy; Chromium gives an empty one. */
const noPolicy = /manifest not found/i;

/** What the organisation has set. A policy that the browser has and cannot give is one that nobody can read. */
async function guardRails(): Promise<GuardRails> {
  try {
    return guardRailsFrom(await browser.storage.managed.get());
  } catch (thrown) {
    return noPolicy.test(String(thrown)) ? noGuardRails : strictestRails;
  }
}

/** The desk's environment in a browser. Opens the ledger; fails with `ledgerNewer` like it. */
export async function browserEnvironment(changed: () => void): Promise<Environment> {
  return {
    transport: { fetch: listeningFetch, connectionFault },
    ledger: await openLedger(),
    memory,
    random: platformRandom,
    seals: true,
    browserName,
    timeZone: () => new Intl.DateTimeFormat().resolvedOptions().timeZone,
    now: () => Date.now(),
    exclusive: (name, work) => navigator.locks.request(name, work) as ReturnType<typeof work>,
    errand: errandAtSite,
    hostGranted: (site) => browser.permissions.contains({ origins: [hostPattern(site)] }),
    guardRails,
    changed,
  };
}

/** As people call it; the browser tells no more to an extension without asking for it. */
function browserName(): string {
  const { userAgent } = navigator;
  if (/Firefox\//.test(userAgent)) return 'Firefox';
  if (/Edg\//.test(userAgent)) return 'Edge';
  return 'Chrome';
}
