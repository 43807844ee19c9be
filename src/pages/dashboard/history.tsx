import { useState } from 'preact/hooks';
import type { JournalLine } from '../../messages/dashboard-views.ts';
import { Button } from '../../ui/button.tsx';
import { moment } from '../../ui/moments.ts';
import { ProblemNotice } from '../../ui/notice.tsx';
import { plural, t } from '../../ui/text.ts';
import { useReply } from '../use-reply.ts';
import { actorText, detailText, eventText } from './journal/journal-text.ts';
import { When } from './when.tsx';

const first = 10;
const most = 500;

/** What happened to an invite, or to one registration: newest first. */
export function History({ invite, registration }: { invite: string | null; registration: string | null }) {
  const [limit, setLimit] = useState(first);
  const { outcome } = useReply('journal.page', {
    text: '',
    events: null,
    site: null,
    actor: null,
    invite,
    registration,
    after: null,
    before: null,
    from: 0,
    limit,
  });
  if (outcome === null) return null;
  return (
    <section class="part" aria-label={t('history_title')}>
      <h3>{t('history_title')}</h3>
      {!outcome.ok && <ProblemNotice problem={outcome.problem} />}
      {outcome.ok && (
        <>
          <ol class="history">
            {outcome.value.lines.map((line, index) => (
              <HistoryLine key={index} line={line} hasPerson={registration === null} />
            ))}
          </ol>
          {outcome.value.total > limit && (
            <Button kind="quiet" onClick={() => setLimit(most)}>
              {plural('history_more', Math.min(most, outcome.value.total) - limit)}
            </Button>
          )}
        </>
      )}
    </section>
  );
}

function HistoryLine({ line, hasPerson }: { line: JournalLine; hasPerson: boolean }) {
  const details = detailText(line);
  return (
    <li title={moment(line.at)}>
      <p>
        <span class="history-what">{eventText(line.event)}</span>
        {hasPerson && line.person !== '' && (
          <>
            {' · '}
            <bdi>{line.person}</bdi>
          </>
        )}
      </p>
      {details !== '' && (
        <p class="soft">
          <bdi>{details}</bdi>
        </p>
      )}
      <p class="soft">
        <When at={line.at} /> · <bdi>{actorText(line.actor)}</bdi>
      </p>
    </li>
  );
}
