/**
 * The desk's environment in Node: memory that ends with the process, and GLPI. Nothing of it reaches the disk, so that the
 * worker can be killed, moved or run twice.
 */
import 'fake-indexeddb/auto';
import type { Environment, Memory } from '../desk/environment.ts';
import type { ConnectionFault, Transport } from '../glpi/client.ts';
import type { Errand } from '../glpi/errand.ts';
import { hex, platformRandom } from '../invite/key.ts';
import { fail } from '../invite/problem.ts';
import { type Ledger, openLedger } from '../ledger/ledger.ts';
import type { Config } from './config.ts';
import { journalTo } from './journal-lines.ts';
import type { Log } from './log.ts';
import { processLocks } from './process-locks.ts';

/** Codes of Node's for a certificate that is not trusted; all others are a connection that failed. */
const certificateCodes = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|ERR_TLS|HOSTNAME_MISMATCH/;

/** Node's fetch, which says in its error's cause what a browser tells an extension by other ways. */
export function nodeTransport(): Transport {
  const faults = new Map<string, ConnectionFault>();
  return {
    async fetch(url, init) {
      const { origin } = new URL(url);
      try {
        return await fetch(url, init);
      } catch (thrown) {
        const cause = thrown instanceof Error ? thrown.cause : undefined;
        const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
        faults.set(origin, certificateCodes.test(code) ? 'certificate' : 'connection');
        throw thrown;
      }
    },
    connectionFault: async (url) => faults.get(new URL(url).origin) ?? null,
  };
}

function processMemory(): Memory {
  const kept = new Map<string, unknown>();
  return {
    get: async (key) => structuredClone(kept.get(key)),
    set: async (key, value) => void kept.set(key, structuredClone(value)),
    remove: async (key) => void kept.delete(key),
  };
}

/** The worker's environment. Each line of the journal goes to the log too. */
export async function workerEnvironment(
  config: Config,
  log: Log,
  transport: Transport = nodeTransport(),
): Promise<Environment> {
  const ledger: Ledger = await openLedger(`worker ${hex(platformRandom(6))}`);
  return {
    transport,
    ledger: journalTo(ledger, log, config.logNames),
    memory: processMemory(),
    random: platformRandom,
    seals: false,
    browserName: () => 'worker',
    timeZone: () => 'UTC',
    now: () => Date.now(),
    // What keeps processes apart are claims in GLPI.
    exclusive: processLocks(),
    errand: (async (_: string, { kind }: Errand) => {
      // There is no web tab; the token is the one thing that one would be asked for here.
      if (kind !== 'readApiToken') fail('glpiTabNeeded');
      return { token: config.token() };
    }) as Environment['errand'],
    hostGranted: async () => true,
    guardRails: async () => config.guardRails,
    changed: () => {},
  };
}
