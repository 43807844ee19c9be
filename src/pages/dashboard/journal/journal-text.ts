import type { JournalEvent } from '../../../invite/journal.ts';
import type { JournalLine } from '../../../messages/dashboard-views.ts';
import { moment } from '../../../ui/moments.ts';
import { problemText } from '../../../ui/problem-text.ts';
import { t } from '../../../ui/text.ts';

/** What happened, in the user's words. */
export function eventText(event: JournalEvent): string {
  // A newer version's journal, restored here, may hold events that this one has no words for.
  return t(`event_${event}`) || event;
}

/** Who did it; the extension itself has a name for it. */
export function actorText(actor: string): string {
  return actor === 'extension' ? t('journal_byItself') : actor;
}

const changeable = ['label', 'note', 'until', 'maxUses'] as const;

/** What else there is to say about a line: the reason, what was changed, which login. */
export function detailText({ detail, reason, event }: JournalLine): string {
  const parts: string[] = [];
  for (const name of changeable) {
    const [is, was] = [detail[name], detail[`${name}Before`]];
    if (is === undefined || was === undefined) continue;
    const shown = (value: string) => (name === 'until' ? momentOf(value) : value) || t('list_empty');
    parts.push(
      t('journal_change', { what: t(`journal_change_${name}`), before: shown(was), after: shown(is) }),
    );
  }
  if (detail.login) parts.push(t('journal_login', { login: detail.login }));
  if (detail.groups) parts.push(detail.groups);
  if (event === 'inviteClosing' || event === 'inviteClosed') {
    const { because } = detail;
    if (because === 'used' || because === 'expired' || because === 'revoked' || because === 'failed')
      parts.push(t(`inviteStatus_${because}`));
  }
  if (reason !== null) parts.push(problemText(reason).sentence);
  return parts.join(' · ');
}

function momentOf(iso: string): string {
  const at = Date.parse(iso);
  return Number.isNaN(at) ? iso : moment(at);
}
