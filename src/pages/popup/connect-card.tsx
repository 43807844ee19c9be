import { useEffect, useRef, useState } from 'preact/hooks';
import type { Problem } from '../../invite/problem.ts';
import type { SiteView } from '../../messages/views.ts';
import { Button } from '../../ui/button.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { t } from '../../ui/text.ts';
import { connect, leaveForWelcome, promptsUnderPopups } from '../connecting.ts';

/** A GLPI that the extension may not reach yet: what connecting means, and the button. */
export function ConnectCard({ site, onDone }: { site: SiteView; onDone: () => void }) {
  const [stage, setStage] = useState<'ready' | 'busy' | 'denied'>('ready');
  const [problem, setProblem] = useState<Problem | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);

  function onConnect() {
    if (promptsUnderPopups()) return void leaveForWelcome(site.id);
    // First of all, before anything is awaited: the browser wants the click itself.
    const connecting = connect(site.id);
    setStage('busy');
    setProblem(null);
    void connecting.then((outcome) => {
      setStage(outcome === null ? 'denied' : 'ready');
      if (outcome !== null && !outcome.ok) setProblem(outcome.problem);
      onDone();
    });
  }

  return (
    <div class="connect-card">
      <h2>{t('connect_title', { name: site.name })}</h2>
      <p>{t('connect_what')}</p>
      {site.notices.map((notice) => (
        <ProblemNotice key={notice.code} problem={notice} tone="warning" />
      ))}
      {problem !== null && <ProblemNotice problem={problem} />}
      {stage === 'denied' && (
        <Notice tone="warning">
          <p>{t('connect_denied', { name: site.name })}</p>
        </Notice>
      )}
      <Button
        kind="primary"
        wide
        buttonRef={button}
        busy={stage === 'busy' ? t('connect_connecting') : null}
        onClick={onConnect}
      >
        {stage === 'denied' ? t('connect_allow') : t('connect_connect')}
      </Button>
    </div>
  );
}
