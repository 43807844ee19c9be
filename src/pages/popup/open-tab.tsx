import { useState } from 'preact/hooks';
import type { SiteView } from '../../messages/views.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { IssuedView, type Result } from '../../ui/issued-view.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { plural, t } from '../../ui/text.ts';
import { useReply } from '../use-reply.ts';
import { InviteCard } from './invite-card.tsx';
import { PersonalCard } from './personal-card.tsx';
import { WatchLine } from './watch-line.tsx';

/** More than anybody scrolls through in a popup. */
const most = 100;

/** The open invites of a site, and the people whose links ended before they came in. */
export function OpenTab({ site }: { site: SiteView }) {
  const { outcome, refresh } = useReply('invite.list', { site: site.id, onlyLive: true, limit: most });
  const waitedFor = useReply('personal.notComeIn', { site: site.id, limit: most });
  // Kept here: whoever gets another link moves from one list to the other, and their card goes.
  const [again, setAgain] = useState<Result | null>(null);

  function onChange() {
    refresh();
    waitedFor.refresh();
  }

  if (outcome === null) return null;
  if (!outcome.ok) return <ProblemNotice problem={outcome.problem} />;
  if (again !== null) return <IssuedView issued={again} onDone={() => setAgain(null)} />;
  const people = waitedFor.outcome?.ok ? waitedFor.outcome.value : [];
  const ended = people.filter(({ state }) => state === 'closed');
  if (outcome.value.length === 0 && ended.length === 0)
    return <EmptyState title={t('open_empty')} next={t('open_emptyNext')} />;
  return (
    <>
      {people.length > 0 && (
        <p class="hint" data-test="not-come-in">
          {plural('person_notInCount', people.length)}
        </p>
      )}
      {outcome.value.some(({ kind }) => kind === 'form') && <WatchLine site={site.id} />}
      <ul class="cards">
        {outcome.value.map((invite) =>
          invite.person === null ? (
            <InviteCard key={invite.id} invite={invite} onChange={onChange} />
          ) : (
            <PersonalCard
              key={invite.id}
              invite={invite}
              person={invite.person}
              onChange={onChange}
              onAgain={setAgain}
            />
          ),
        )}
      </ul>
      {ended.length > 0 && (
        <>
          <h2 class="cards-title">{t('person_endedTitle')}</h2>
          <ul class="cards">
            {ended.map(
              (invite) =>
                invite.person !== null && (
                  <PersonalCard
                    key={invite.id}
                    invite={invite}
                    person={invite.person}
                    onChange={onChange}
                    onAgain={setAgain}
                  />
                ),
            )}
          </ul>
        </>
      )}
    </>
  );
}
