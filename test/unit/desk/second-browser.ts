import type { Environment } from '../../../src/desk/environment.ts';
import { openLedger } from '../../../src/ledger/ledger.ts';
import { processLocks } from '../../../src/worker/process-locks.ts';
import type { Office } from './office.ts';

/** Another browser with a copy of the ledger: its own memory, its own locks, the same GLPI. */
export async function secondBrowser(office: Office, name: string): Promise<Environment> {
  const ledger = await openLedger(name);
  const memory = new Map<string, unknown>();
  const { env } = office;
  const [sites, invites] = [await env.ledger.sites(), await env.ledger.newestInvites(100, () => true)];
  await ledger.write(async (writing) => {
    for (const site of sites) await writing.putSite(site);
    for (const invite of invites) await writing.putInvite(invite);
  });
  return {
    ...env,
    ledger,
    exclusive: processLocks(),
    memory: {
      get: async (key) => structuredClone(memory.get(key)),
      set: async (key, value) => void memory.set(key, structuredClone(value)),
      remove: async (key) => void memory.delete(key),
    },
  };
}
