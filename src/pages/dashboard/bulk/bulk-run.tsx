import { useEffect, useRef, useState } from 'preact/hooks';
import type { Problem } from '../../../invite/problem.ts';
import type { Outcome } from '../../../messages/ask.ts';
import type { BulkView } from '../../../messages/bulk-views.ts';
import { ask } from '../../../ui/ask.ts';
import { Button } from '../../../ui/button.tsx';
import { ConfirmInline } from '../../../ui/confirm-inline.tsx';
import { ChevronIcon, DownloadIcon, PauseIcon, ResumeIcon } from '../../../ui/icons.tsx';
import { leafOf } from '../../../ui/matching.ts';
import { Notice, ProblemNotice } from '../../../ui/notice.tsx';
import { RelativeTime } from '../../../ui/relative-time.tsx';
import { plural, t } from '../../../ui/text.ts';
import { hashOf } from '../address.ts';
import { inFull, Loading } from '../list-parts.tsx';
import { failureSheet, saveCsv } from './bulk-files.ts';
import { BulkLinksPart } from './bulk-links.tsx';
import { BulkBadge } from './bulk-list.tsx';
import { PeopleTable } from './people-table.tsx';
import { useBulk } from './use-bulk.ts';

/** One bulk: how far it has come, then what came of it. */
export function BulkRun({ id }: { id: string }) {
  const { view, problem, pace, take } = useBulk(id);
  const heading = useRef<HTMLHeadingElement>(null);
  const isThere = view !== null;
  // What was pressed to come here is gone: the focus goes along.
  useEffect(() => {
    if (isThere) heading.current?.focus({ preventScroll: true });
  }, [isThere]);

  if (view === null) {
    return (
      <section class="list-part" aria-labelledby="view-title">
        <BackToAll />
        <h2 id="view-title">{t('bulk_title')}</h2>
        {problem === null ? <Loading /> : <ProblemNotice problem={problem} />}
      </section>
    );
  }
  return (
    <section class="list-part bulk-run" aria-labelledby="view-title" data-test="bulk" data-state={view.state}>
      <BackToAll />
      <div class="view-head">
        <h2 id="view-title" tabIndex={-1} ref={heading}>
          <bdi>{view.label}</bdi>
        </h2>
        <BulkBadge bulk={view} />
      </div>
      <Facts view={view} />
      {view.state !== 'ended' && <Progress view={view} pace={pace} problem={problem} take={take} />}
      {view.state === 'ended' && <Outcomes view={view} />}
      {view.state === 'ended' && problem !== null && <ProblemNotice problem={problem} />}
      {view.done > 0 && <BulkLinksPart bulk={view} />}
      <Failures view={view} />
    </section>
  );
}

function BackToAll() {
  return (
    <p class="back-to no-print">
      <a href={hashOf({ view: 'bulk', at: {} })}>
        <ChevronIcon />
        {t('bulk_title')}
      </a>
    </p>
  );
}

function Facts({ view }: { view: BulkView }) {
  return (
    <ul class="facts no-print">
      <li>{t(`bulk_kind_${view.kind}`)}</li>
      <li>
        <bdi>{view.profile}</bdi>
      </li>
      <li title={view.entity}>
        <bdi>{leafOf(view.entity)}</bdi>
      </li>
      <li>
        <RelativeTime at={view.until} text="open_until" />
      </li>
      <li>
        <bdi>{t('invites_issuedBy', { name: view.createdBy, site: view.siteName })}</bdi>
      </li>
      {view.batchId !== null && (
        <li>
          <a href={hashOf({ view: 'invites', at: { open: view.batchId } })}>{t('bulk_theForm')}</a>
        </li>
      )}
    </ul>
  );
}

interface ProgressProps {
  readonly view: BulkView;
  readonly pace: number | null;
  readonly problem: Problem | null;
  readonly take: (outcome: Outcome<BulkView>) => void;
}

function Progress({ view, pace, problem, take }: ProgressProps) {
  const [busy, setBusy] = useState(false);
  const { total, done, failed } = view;
  const finished = done + failed;
  const isPaused = view.state === 'paused';
  const said = plural('bulk_progress', total, { done: inFull(done) });
  const left = pace === null ? null : Math.ceil((total - finished) / pace);

  async function turn() {
    setBusy(true);
    take(await ask(isPaused ? 'bulk.resume' : 'bulk.pause', { bulk: view.id }));
    setBusy(false);
  }

  return (
    <section class="progress-part" aria-label={t('bulk_progressTitle')}>
      <div
        class={`progress${isPaused ? ' paused' : ''}`}
        role="progressbar"
        aria-label={view.label}
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={finished}
        aria-valuetext={said}
      >
        <span style={{ inlineSize: `${total === 0 ? 0 : (finished / total) * 100}%` }} />
      </div>
      <p class="progress-words" data-test="progress">
        <strong>{said}</strong>
        {failed > 0 && <span class="bad-words">{plural('bulk_failedCount', failed)}</span>}
        {!isPaused && left !== null && view.trouble === null && (
          <span class="soft">
            {left < 90 ? plural('bulk_secondsLeft', left) : plural('bulk_minutesLeft', Math.round(left / 60))}
          </span>
        )}
      </p>
      <p class="hint">{t(isPaused ? 'bulk_pausedWhat' : 'bulk_mayClose')}</p>
      {/* Heard when it changes, not at each step. */}
      <p class="hidden" role="status">
        {t(isPaused ? 'bulk_state_paused' : 'bulk_state_running')}
      </p>
      {problem !== null && <ProblemNotice problem={problem} tone="warning" />}
      {problem === null && view.trouble !== null && (
        <>
          <ProblemNotice problem={view.trouble} tone="warning" />
          {!isPaused && <p class="hint">{t('bulk_triedAgain')}</p>}
        </>
      )}
      <div class="actions">
        <Button
          kind={isPaused ? 'primary' : 'secondary'}
          busy={busy ? t(isPaused ? 'bulk_resuming' : 'bulk_pausing') : null}
          onClick={() => void turn()}
        >
          {isPaused ? <ResumeIcon /> : <PauseIcon />}
          {t(isPaused ? 'bulk_resume' : 'bulk_pause')}
        </Button>
        <ConfirmInline
          trigger={t('bulk_end')}
          triggerKind="quiet"
          says={plural('bulk_endAsk', total - finished)}
          yes={t('bulk_endYes')}
          yesKind="danger"
          busy={t('bulk_ending')}
          onYes={async () => take(await ask('bulk.end', { bulk: view.id }))}
        />
      </div>
    </section>
  );
}

function Outcomes({ view }: { view: BulkView }) {
  const { done, failed, left, kind } = view;
  return (
    <div class="outcomes no-print" role="status" data-test="outcome">
      <Notice tone={failed + left > 0 ? 'warning' : 'info'}>
        <p class="notice-sentence">{plural(kind === 'personal' ? 'bulk_donePersonal' : 'bulk_done', done)}</p>
        {failed > 0 && <p class="notice-next">{plural('bulk_failedCount', failed)}</p>}
        {left > 0 && <p class="notice-next">{plural('bulk_leftCount', left)}</p>}
      </Notice>
    </div>
  );
}

/** The rows without an invite, to be looked at here, or saved and mended. */
function Failures({ view }: { view: BulkView }) {
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const count = view.failed + (view.state === 'ended' ? view.left : 0);
  if (count === 0) return null;

  async function save() {
    setBusy(true);
    // Here are the first ones alone.
    const outcome = await ask('bulk.links', { bulk: view.id });
    setBusy(false);
    setProblem(outcome.ok ? null : outcome.problem);
    if (outcome.ok)
      saveCsv(t('bulk_failuresOf', { label: view.label }), failureSheet(outcome.value.failures));
  }

  return (
    <section class="part no-print" aria-labelledby="bulk-failures" data-test="failures">
      <h3 id="bulk-failures">{plural('bulk_failures', count)}</h3>
      <p class="hint">{t('bulk_failuresWhat')}</p>
      <div class="actions small">
        <Button busy={isBusy ? t('bulk_collecting') : null} onClick={() => void save()}>
          <DownloadIcon />
          {t('bulk_saveFailures')}
        </Button>
        <a class="button quiet" href={hashOf({ view: 'bulk', at: {} })}>
          {t('bulk_feedAgain')}
        </a>
      </div>
      {problem !== null && <ProblemNotice problem={problem} />}
      {view.failures.length > 0 && (
        <PeopleTable
          rows={view.failures}
          caption={t('bulk_failuresCaption')}
          fine={t('bulk_notBegun')}
          tone="off"
        />
      )}
    </section>
  );
}
