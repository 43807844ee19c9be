import { useState } from 'preact/hooks';
import type { Problem } from '../../invite/problem.ts';
import type { SiteView } from '../../messages/views.ts';
import { ask } from '../../ui/ask.ts';
import { Button } from '../../ui/button.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { t } from '../../ui/text.ts';
import { welcomeUrl } from '../connecting.ts';
import { SiteState } from '../site-state.tsx';
import { Connection } from '../welcome/connection.tsx';

export interface ConnectionPartProps {
  readonly site: SiteView;
  readonly onSite: (site: SiteView) => void;
}

/** The first half: how the extension stands with this GLPI, to be checked again at any time, with what mends it. */
export function ConnectionPart({ site, onSite }: ConnectionPartProps) {
  const [isChecking, setChecking] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  async function checkAgain() {
    setChecking(true);
    const outcome = await ask('site.connect', { site: site.id });
    setChecking(false);
    setProblem(outcome.ok ? null : outcome.problem);
    if (outcome.ok) onSite(outcome.value);
  }

  return (
    <section class="sheet" aria-labelledby="connection-title">
      <div class="sheet-title">
        <h2 id="connection-title">{t('doctor_connection')}</h2>
        <SiteState site={site} />
      </div>
      {site.state === 'connected' ? (
        <>
          <p>{t('doctor_connection_good', { name: site.name })}</p>
          {site.adminName !== null && (
            <p class="hint">
              {t('welcome_signedInAs', { name: site.adminName, version: site.version ?? undefined })}
            </p>
          )}
          {site.notices.map((notice) => (
            <ProblemNotice key={notice.code} problem={notice} tone="info" />
          ))}
          {problem !== null && <ProblemNotice problem={problem} />}
          <div class="actions">
            <Button onClick={() => void checkAgain()} busy={isChecking ? t('connect_connecting') : null}>
              {t('checkAgain')}
            </Button>
          </div>
        </>
      ) : (
        <Connection
          site={site}
          onSite={onSite}
          onOther={() => {
            location.href = welcomeUrl(null);
          }}
        />
      )}
    </section>
  );
}
