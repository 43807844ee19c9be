import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Outcome } from '../../messages/ask.ts';
import type { ReplyOf } from '../../messages/requests.ts';
import { Button } from '../../ui/button.tsx';
import { CrossIcon } from '../../ui/icons.tsx';
import { InviteForm } from '../../ui/invite-form.tsx';
import { IssuedView, type Result } from '../../ui/issued-view.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { isGone } from '../../ui/problem-text.ts';
import { plural, t } from '../../ui/text.ts';
import { ask } from '../ask.ts';

type Start = Outcome<ReplyOf<'panel.start'>>;

/** Only what the user did counts: a page can make up events. */
const isByUser = (event: Event) => event.isTrusted;

/** "Generate invite" as a sheet at the side of GLPI's page. */
export function Panel({ onClose }: { onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useId();
  const [start, setStart] = useState<Start | null>(null);
  const [issued, setIssued] = useState<Result | null>(null);

  async function load() {
    setStart(null);
    setStart(await ask('panel.start', {}));
  }

  // Before the first paint, so that the sheet never shows as a bare box in the page. The browser's own modal: it
  // makes the page behind inert, keeps the focus inside and stands above everything of GLPI's.
  useLayoutEffect(() => dialog.current?.showModal(), []);
  useEffect(() => void load(), []);

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard has Escape and the close button
    <dialog
      class="panel surface"
      ref={dialog}
      aria-labelledby={title}
      tabIndex={-1}
      onClose={onClose}
      onClick={(event) => {
        // The backdrop belongs to the dialog itself; what is inside belongs to its children.
        if (event.target === event.currentTarget && isByUser(event)) dialog.current?.close();
      }}
    >
      <div class="panel-inside">
        <div class="panel-head">
          <h1 id={title}>{t('panel_title')}</h1>
          <button
            type="button"
            class="button quiet icon-only"
            aria-label={t('close')}
            title={t('close')}
            onClick={() => dialog.current?.close()}
          >
            <CrossIcon />
          </button>
        </div>
        <div class="panel-body">
          {issued !== null ? (
            <IssuedView issued={issued} onNew={() => setIssued(null)} />
          ) : start === null ? (
            <p class="panel-loading">
              <span class="spinner" aria-hidden="true" />
              {t('loading')}
            </p>
          ) : (
            <Started start={start} onIssued={setIssued} onAgain={() => void load()} />
          )}
        </div>
      </div>
    </dialog>
  );
}

interface StartedProps {
  readonly start: Start;
  readonly onIssued: (issued: Result) => void;
  readonly onAgain: () => void;
}

function Started({ start, onIssued, onAgain }: StartedProps) {
  const openSetup = (
    <Button kind="primary" onClick={(event) => void (isByUser(event) && ask('panel.openWelcome', {}))}>
      {t('openSetup')}
    </Button>
  );
  const again = <Button onClick={onAgain}>{t('checkAgain')}</Button>;
  if (!start.ok) {
    return (
      <ProblemNotice problem={start.problem}>
        {!isGone(start.problem) && (
          <>
            {openSetup}
            {again}
          </>
        )}
      </ProblemNotice>
    );
  }
  const { site, choices } = start.value;
  if (choices === null) {
    const problems = site.problem === null ? site.notices : [site.problem];
    if (problems.length === 0) {
      return (
        <Notice tone="warning">
          <p class="notice-sentence">{t('panel_notReady')}</p>
          <p class="notice-next">{t('panel_notReadyNext')}</p>
          <div class="actions">
            {openSetup}
            {again}
          </div>
        </Notice>
      );
    }
    return (
      <>
        {problems.map((problem, at) => (
          <ProblemNotice key={problem.code} problem={problem} tone="warning">
            {at === problems.length - 1 && (
              <>
                {openSetup}
                {again}
              </>
            )}
          </ProblemNotice>
        ))}
      </>
    );
  }
  return (
    <>
      {site.needsYou > 0 && (
        <Notice tone="info">
          <p class="notice-sentence">{plural('needsYou', site.needsYou)}</p>
          <p class="notice-next">{t('panel_needsYouNext')}</p>
          <div class="actions">
            <Button onClick={(event) => void (isByUser(event) && ask('page.openDashboard', {}))}>
              {t('panel_decide')}
            </Button>
          </div>
        </Notice>
      )}
      <InviteForm
        choices={choices}
        issue={(draft) => ask('panel.issue', { draft })}
        issuePersonal={(draft) => ask('panel.issuePersonal', { draft })}
        onIssued={onIssued}
        accepts={isByUser}
        notices={site.notices}
      />
    </>
  );
}
