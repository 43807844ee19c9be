import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Problem } from '../../invite/problem.ts';
import type { Outcome } from '../../messages/ask.ts';
import type { SiteView } from '../../messages/views.ts';
import { ask } from '../../ui/ask.ts';
import { Button } from '../../ui/button.tsx';
import { CheckIcon } from '../../ui/icons.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { t } from '../../ui/text.ts';
import { connect } from '../connecting.ts';
import { SiteProblem } from '../site-problem.tsx';

export interface ConnectionProps {
  readonly site: SiteView;
  readonly onSite: (site: SiteView) => void;
  readonly onOther: () => void;
}

type StepState = 'done' | 'current' | 'later';

/** Which of the three steps a site is at: 0 access, 1 connect, 2 ready. */
function stepOf(site: SiteView, problem: Problem | null): number {
  if (site.state === 'connected') return 2;
  return problem?.code === 'hostNotGranted' || (site.state === 'new' && problem === null) ? 0 : 1;
}

/** One site on its way from an address to "ready", in three visible steps. */
export function Connection({ site, onSite, onOther }: ConnectionProps) {
  const [isBusy, setBusy] = useState(false);
  const [isDenied, setDenied] = useState(false);
  // What was just tried and failed; it counts more than what the site said before.
  const [latest, setLatest] = useState<Problem | null>(null);
  const problem = site.state === 'connected' ? null : (latest ?? site.problem);

  function onOutcome(outcome: Outcome<SiteView> | null) {
    setDenied(outcome === null);
    setLatest(outcome !== null && !outcome.ok ? outcome.problem : null);
    if (outcome?.ok) onSite(outcome.value);
  }

  function onAllow() {
    // First of all, before anything is awaited: the browser wants the click itself.
    const connecting = connect(site.id);
    setBusy(true);
    setDenied(false);
    void connecting.then((outcome) => {
      setBusy(false);
      onOutcome(outcome);
    });
  }

  const at = stepOf(site, problem);
  // Connected, but this GLPI or this profile can't issue: not "ready", and the notices above say why.
  const isReady = site.state === 'connected' && site.canIssue;
  const stateOf = (step: number): StepState =>
    step < at || isReady ? 'done' : step === at ? 'current' : 'later';
  return (
    <>
      <p class="will-connect" data-test="site-address">
        <bdi>{t('connect_willConnect', { address: site.id })}</bdi>
      </p>
      {site.notices.map((notice) => (
        <ProblemNotice
          key={notice.code}
          problem={notice}
          tone={notice.code === 'mailOff' ? 'info' : 'warning'}
        />
      ))}
      <ol class="steps" aria-label={t('welcome_steps')}>
        <Step state={stateOf(0)} number={1} title={t('welcome_step_access')}>
          <p class="hint">{t('welcome_step_accessWhat', { host: new URL(site.id).hostname })}</p>
          {isDenied && (
            <Notice tone="warning">
              <p>{t('connect_denied', { name: site.name })}</p>
            </Notice>
          )}
          {at === 0 && (
            <div class="actions">
              <Button kind="primary" onClick={onAllow} busy={isBusy ? t('connect_connecting') : null}>
                {t('connect_allow')}
              </Button>
            </div>
          )}
        </Step>
        <Step state={stateOf(1)} number={2} title={t('welcome_step_connect')}>
          <p class="hint">{t('welcome_step_connectWhat')}</p>
          {at === 1 && (
            <SiteProblem
              site={site}
              problem={problem ?? { code: 'glpiTabNeeded' }}
              onSite={onOutcome}
              onAllow={onAllow}
            />
          )}
        </Step>
        <Step state={stateOf(2)} number={3} title={t('welcome_step_ready')}>
          {at === 2 && site.adminName !== null && (
            <p>{t('welcome_signedInAs', { name: site.adminName, version: site.version ?? undefined })}</p>
          )}
          <p class="hint">{t('welcome_step_readyWhat')}</p>
          {at === 2 && (
            <div class="actions">
              <Button kind="primary" onClick={() => void ask('site.openTab', { site: site.id })}>
                {t('openGlpi')}
              </Button>
            </div>
          )}
        </Step>
      </ol>
      <Button kind="quiet" onClick={onOther}>
        {t('popup_another')}
      </Button>
    </>
  );
}

interface StepProps {
  readonly state: StepState;
  readonly number: number;
  readonly title: string;
  readonly children: ComponentChildren;
}

function Step({ state, number, title, children }: StepProps) {
  return (
    <li class={`step ${state}`} aria-current={state === 'current' ? 'step' : undefined}>
      <span class="step-mark" aria-hidden="true">
        {state === 'done' ? <CheckIcon /> : number}
      </span>
      <div class="step-body">
        <h3>
          {title}
          <span class="hidden"> {t(`welcome_step_${state}`)}</span>
        </h3>
        {children}
      </div>
    </li>
  );
}
