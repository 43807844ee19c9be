/** A worker's life, in this process: one round, of which nothing is left but what it did in GLPI. */
import type { Transport } from '../../../src/glpi/client.ts';
import { readConfig } from '../../../src/worker/config.ts';
import { logTo } from '../../../src/worker/log.ts';
import { work } from '../../../src/worker/worker.ts';
import type { Office } from '../desk/office.ts';

export interface Line {
  readonly event: string;
  readonly level: string;
  readonly [fact: string]: unknown;
}

/** Lives once, and knows nothing of any life before. Gives back its exit code and all that it logged. */
export async function workerLife(
  office: Office,
  token: string,
  args: readonly string[],
  transport: Transport = { fetch: office.glpi.fetch },
) {
  const given = ['worker', '--glpi', office.site, '--once', ...args];
  const config = readConfig(given, { GLPI_API_TOKEN: token });
  if (typeof config === 'string') throw new Error(config);
  const lines: string[] = [];
  const log = logTo(
    (line) => lines.push(line),
    () => 0,
    () => [token],
  );
  const code = await work(config, log, new AbortController().signal, transport);
  const told = lines.map((line): Line => JSON.parse(line));
  return { code, said: lines.join(''), told, events: told.map(({ event }) => event) };
}

/** Lets `last` requests through, the last with or without its answer, and nothing after that. */
export function dyingTransport(
  office: Office,
  last: number,
  answered: boolean,
): { readonly transport: Transport; readonly asked: () => number } {
  let asked = 0;
  return {
    asked: () => asked,
    transport: {
      async fetch(url, init) {
        asked += 1;
        if (asked > last) throw new TypeError('killed');
        const reply = await office.glpi.fetch(url, init);
        if (asked === last && !answered) throw new TypeError('killed');
        return reply;
      },
    },
  };
}
