/** What the worker says: one JSON object a line, on standard output. Never a token; names of people only where asked for. */

export type LogLevel = 'info' | 'warning' | 'error';

/** Facts of a line beside its time, level and event. */
export type Facts = Readonly<Record<string, unknown>>;

export type Log = (level: LogLevel, event: string, facts?: Facts) => void;

/**
 * A log that writes lines to `write`. `secrets`: what must be in no line, whatever way it may have come there; read at
 * each line, since tokens are renewed.
 */
export function logTo(
  write: (line: string) => void,
  now: () => number,
  secrets: () => readonly string[],
): Log {
  return (level, event, facts = {}) => {
    let line = JSON.stringify({ at: new Date(now()).toISOString(), level, event, ...facts });
    for (const secret of secrets()) if (secret !== '') line = line.replaceAll(secret, '[secret]');
    write(`${line}\n`);
  };
}
