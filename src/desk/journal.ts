import type { SiteId } from '../invite/invite.ts';
import type { JournalEntry, JournalEvent } from '../invite/journal.ts';
import type { Problem } from '../invite/problem.ts';
import type { Environment } from './environment.ts';

/** Who did what the extension did by itself. */
export const extensionItself = 'extension';

/** A line of the journal, dated now. */
export function entry(
  env: Environment,
  site: SiteId,
  event: JournalEvent,
  about: {
    readonly actor?: string;
    readonly inviteId?: string;
    readonly registrationId?: string;
    readonly reason?: Problem | null;
    readonly detail?: Readonly<Record<string, string>>;
  } = {},
): JournalEntry {
  return {
    at: env.now(),
    site,
    actor: about.actor ?? extensionItself,
    event,
    inviteId: about.inviteId ?? null,
    registrationId: about.registrationId ?? null,
    reason: about.reason ?? null,
    detail: about.detail ?? {},
  };
}
