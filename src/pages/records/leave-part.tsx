import { useEffect, useRef, useState } from 'preact/hooks';
import type { Problem } from '../../invite/problem.ts';
import type { Outcome } from '../../messages/ask.ts';
import type { LeavingView } from '../../messages/views.ts';
import { ask } from '../../ui/ask.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmInline } from '../../ui/confirm-inline.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { plural, t } from '../../ui/text.ts';
import { dashboardUrl } from '../connecting.ts';
import { useReply } from '../use-reply.ts';

/** What would stay behind in each GLPI without the extension, and the ways to leave it tidy. */
export function LeavePart() {
  const { outcome, refresh } = useReply('leave.view', {});
  const title = useRef<HTMLHeadingElement>(null);
  const pressed = useRef(false);

  useEffect(() => {
    // The button that was pressed is gone once there is nothing left for it to do.
    if (pressed.current && document.activeElement === document.body) title.current?.focus();
  }, [outcome]);

  return (
    <section class="sheet" aria-labelledby="leave-title" data-test="leave">
      <div>
        <h2 id="leave-title" ref={title} tabIndex={-1}>
          {t('leave_title')}
        </h2>
        <p class="hint">{t('leave_what')}</p>
      </div>
      {outcome === null && <p class="hint">{t('loading')}</p>}
      {outcome !== null && !outcome.ok && (
        <ProblemNotice problem={outcome.problem}>
          <Button onClick={refresh}>{t('tryAgain')}</Button>
        </ProblemNotice>
      )}
      {outcome?.ok && outcome.value.length === 0 && <p>{t('leave_noSites')}</p>}
      {outcome?.ok && outcome.value.length > 0 && (
        <ul class="leaving">
          {outcome.value.map((site) => (
            <Site
              key={site.site}
              left={site}
              onDone={() => {
                pressed.current = true;
                refresh();
              }}
            />
          ))}
        </ul>
      )}
    </section>
  );
}

const problemIn = (outcome: Outcome<LeavingView[]>): Problem | null => (outcome.ok ? null : outcome.problem);

function Site({ left, onDone }: { left: LeavingView; onDone: () => void }) {
  const [refused, setRefused] = useState<Problem | null>(null);
  const [stage, setStage] = useState<'idle' | 'removing' | 'removed'>('idle');
  const { name, open, labels, closing, forms, undecided, trouble } = left;
  const problem = refused ?? trouble;

  async function closeAll() {
    setRefused(problemIn(await ask('leave.closeAll', { site: left.site })));
    onDone();
  }

  async function removeForms() {
    setStage('removing');
    setRefused(problemIn(await ask('leave.removeForms', { site: left.site })));
    setStage('removed');
    onDone();
  }

  return (
    <li data-site={left.site}>
      <h3>
        <bdi>{name}</bdi>
      </h3>
      {open + closing + forms + undecided === 0 && <p>{t('leave_tidy', { name })}</p>}
      {undecided > 0 && (
        <p>
          {plural('leave_undecided', undecided)} <a href={dashboardUrl(true)}>{t('leave_decide')}</a>
        </p>
      )}
      {open > 0 && (
        <div>
          <p>{plural('leave_open', open)}</p>
          <ul class="leaving-labels">
            {labels.map((label, place) => (
              <li key={place}>
                <bdi>{label}</bdi>
              </li>
            ))}
            {open > labels.length && <li class="hint">{plural('leave_more', open - labels.length)}</li>}
          </ul>
        </div>
      )}
      {closing > 0 && <p>{plural('leave_closing', closing)}</p>}
      {forms > 0 && <p>{plural('leave_forms', forms)}</p>}
      <div role="status">
        {stage === 'removed' && forms > 0 && problem === null && <p class="hint">{t('leave_soon')}</p>}
      </div>
      {problem !== null && <ProblemNotice problem={problem} />}
      <div class="actions">
        {open > 0 && (
          <ConfirmInline
            trigger={t('leave_closeAll')}
            triggerLabel={t('leave_closeAllNamed', { name })}
            says={t('leave_closeAllAsk', { name })}
            yes={t('leave_closeAll')}
            yesKind="danger"
            busy={t('leave_closingAll')}
            onYes={closeAll}
          />
        )}
        {forms > 0 && (
          <Button
            label={t('leave_removeFormsNamed', { name })}
            busy={stage === 'removing' ? t('leave_removing') : null}
            onClick={removeForms}
          >
            {t('leave_removeForms')}
          </Button>
        )}
      </div>
    </li>
  );
}
