/** `node worker.mjs`: reads how to run, runs, and ends with an exit code. */
import { version } from '../../package.json' with { type: 'json' };
import { type Config, ConfigError, readConfig, usage } from './config.ts';
import { logTo } from './log.ts';
import { ended, work } from './worker.ts';

const write = (line: string) => void process.stdout.write(line);

/** The secrets as they are now; one that cannot be read is none. */
function secretsOf({ token, appToken }: Config): string[] {
  return [token, appToken].flatMap((secret) => {
    try {
      return secret ? [secret()] : [];
    } catch {
      return [];
    }
  });
}

async function main(): Promise<number> {
  let config: Config | null = null;
  const log = logTo(
    write,
    () => Date.now(),
    () => (config ? secretsOf(config) : []),
  );
  try {
    const read = readConfig(process.argv.slice(2), process.env);
    if (read === 'help' || read === 'version') {
      write(read === 'help' ? usage : `${version}\n`);
      return ended.fine;
    }
    config = read;
    const stop = new AbortController();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
    return await work(config, log, stop.signal);
  } catch (thrown) {
    if (thrown instanceof ConfigError) {
      log('error', 'configuration', { message: thrown.message });
      return ended.configuration;
    }
    // An error's own message may hold anything.
    log('error', 'unexpected', { what: thrown instanceof Error ? thrown.name : typeof thrown });
    return ended.roundFailed;
  }
}

process.exitCode = await main();
