import type { SiteView } from '../../messages/views.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { t } from '../../ui/text.ts';
import { useReply } from '../use-reply.ts';
import { InviteCard } from './invite-card.tsx';

/** More than anybody scrolls through in a popup. */
const most = 100;

/** The open invites of a site. */
export function OpenTab({ site }: { site: SiteView }) {
  const { outcome, refresh } = useReply('invite.list', { site: site.id, onlyLive: true, limit: most });
  if (outcome === null) return null;
  if (!outcome.ok) return <ProblemNotice problem={outcome.problem} />;
  if (outcome.value.length === 0) return <EmptyState title={t('open_empty')} next={t('open_emptyNext')} />;
  return (
    <ul class="cards">
      {outcome.value.map((invite) => (
        <InviteCard key={invite.id} invite={invite} onChange={refresh} />
      ))}
    </ul>
  );
}
