/** The journal as lines of the log, told when they are written for good. */
import type { JournalEntry } from '../invite/journal.ts';
import type { Problem } from '../invite/problem.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Facts, Log } from './log.ts';

/** What of a detail says nothing about a person. */
const impersonal = new Set(['serial', 'because', 'version', 'limit', 'key', 'status', 'mend']);

const warnings = new Set<string>(['registrationFailed', 'formChanged', 'ticketNotSolved', 'accountDisabled']);

/** The ledger, whose journal is told to `log` too. Names of people, of their choosing or ours, only with `names`. */
export function journalTo(ledger: Ledger, log: Log, names: boolean): Ledger {
  return {
    ...ledger,
    async write(work) {
      const lines: JournalEntry[] = [];
      const result = await ledger.write((writing) =>
        work({
          ...writing,
          async journal(line) {
            await writing.journal(line);
            lines.push(line);
          },
        }),
      );
      for (const line of lines)
        log(warnings.has(line.event) ? 'warning' : 'info', line.event, factsOf(line, names));
      return result;
    },
  };
}

function factsOf({ inviteId, registrationId, reason, detail, actor }: JournalEntry, names: boolean): Facts {
  const told = Object.entries(detail).filter(([name]) => names || impersonal.has(name));
  const ticket = ticketOf(registrationId);
  return {
    ...Object.fromEntries(told),
    ...(inviteId === null ? {} : { invite: inviteId }),
    ...(ticket === null ? {} : { ticket }),
    ...(reason === null ? {} : { reason: reasonOf(reason, names) }),
    ...(names ? { actor } : {}),
  };
}

/** A reason as the log tells it: its code, and what fills its sentence where names may be told. */
export function reasonOf({ code, detail }: Problem, names: boolean): unknown {
  return names && detail ? { code, ...detail } : code;
}

const ticketOf = (registrationId: string | null) => {
  const number = /(\d+)$/.exec(registrationId ?? '')?.[1];
  return number === undefined ? null : Number(number);
};
