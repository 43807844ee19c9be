import { useState } from 'preact/hooks';
import type { Problem, ProblemCode } from '../invite/problem.ts';
import type { Outcome } from '../messages/ask.ts';
import type { SiteView } from '../messages/views.ts';
import { ask } from '../ui/ask.ts';
import { Button } from '../ui/button.tsx';
import { ConfirmInline } from '../ui/confirm-inline.tsx';
import { ProblemNotice } from '../ui/notice.tsx';
import { mendText } from '../ui/problem-text.ts';
import { t } from '../ui/text.ts';

/** Problems that an open, signed-in GLPI tab solves. */
const solvedByTab: readonly ProblemCode[] = [
  'glpiTabNeeded',
  'notLoggedIn',
  'sessionEnded',
  'pageUnreadable',
];

export interface SiteProblemProps {
  readonly site: SiteView;
  readonly problem: Problem;
  readonly onSite: (outcome: Outcome<SiteView>) => void;
  /** Asks the browser for the host; where the problem is that it was not granted. */
  readonly onAllow: () => void;
}

/** What keeps a site from being used, and every button that can change it. */
export function SiteProblem({ site, problem, onSite, onAllow }: SiteProblemProps) {
  const [isChecking, setChecking] = useState(false);
  // What the mending itself ran into, such as "open a GLPI tab first".
  const [obstacle, setObstacle] = useState<Problem | null>(null);

  async function checkAgain() {
    setChecking(true);
    setObstacle(null);
    onSite(await ask('site.connect', { site: site.id }));
    setChecking(false);
  }

  async function mend(which: NonNullable<Problem['mend']>) {
    setObstacle(null);
    const outcome = await ask('site.mend', { site: site.id, mend: which });
    if (outcome.ok) onSite(outcome);
    else setObstacle(outcome.problem);
  }

  const needsTab = solvedByTab.includes((obstacle ?? problem).code);
  const change = problem.mend === undefined ? null : mendText(problem.mend, problem);
  return (
    <>
      <ProblemNotice problem={problem} tone="warning">
        {problem.code === 'hostNotGranted' && (
          <Button kind="primary" onClick={onAllow}>
            {t('connect_allow')}
          </Button>
        )}
        {change !== null && problem.mend !== undefined && (
          <ConfirmInline
            trigger={change.button}
            triggerKind="primary"
            says={change.changes}
            yes={t('mend_confirm')}
            busy={t('mend_working')}
            onYes={() => (problem.mend === undefined ? Promise.resolve() : mend(problem.mend))}
          />
        )}
        {needsTab && obstacle === null && <OpenTab site={site} />}
        {problem.code !== 'hostNotGranted' && (
          <Button onClick={() => void checkAgain()} busy={isChecking ? t('connect_connecting') : null}>
            {t('checkAgain')}
          </Button>
        )}
      </ProblemNotice>
      {obstacle !== null && (
        <ProblemNotice problem={obstacle}>{needsTab && <OpenTab site={site} />}</ProblemNotice>
      )}
    </>
  );
}

function OpenTab({ site }: { site: SiteView }) {
  return (
    <Button kind="primary" onClick={() => void ask('site.openTab', { site: site.id })}>
      {t('openGlpi')}
    </Button>
  );
}
