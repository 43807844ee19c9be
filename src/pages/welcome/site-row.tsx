import { useState } from 'preact/hooks';
import type { Problem } from '../../invite/problem.ts';
import type { SiteView } from '../../messages/views.ts';
import { ask } from '../../ui/ask.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmInline } from '../../ui/confirm-inline.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { plural, t } from '../../ui/text.ts';
import { doctorUrl } from '../connecting.ts';
import { SiteState } from '../site-state.tsx';

export interface SiteRowProps {
  readonly site: SiteView;
  readonly isCurrent: boolean;
  readonly onShow: () => void;
  readonly onForgotten: () => void;
}

/** One known site: how it stands, and the way to let go of it. */
export function SiteRow({ site, isCurrent, onShow, onForgotten }: SiteRowProps) {
  const [problem, setProblem] = useState<Problem | null>(null);
  const { name } = site;

  async function forget() {
    const outcome = await ask('site.forget', { site: site.id });
    if (outcome.ok) onForgotten();
    else setProblem(outcome.problem);
  }

  return (
    <li class="site-row">
      <div class="site-row-name">
        {isCurrent ? (
          <strong title={site.id}>
            <bdi>{name}</bdi>
          </strong>
        ) : (
          <Button kind="quiet" label={t('welcome_showSite', { name })} onClick={onShow}>
            <bdi>{name}</bdi>
          </Button>
        )}
        {site.openInvites > 0 && <span class="hint">{plural('welcome_openInvites', site.openInvites)}</span>}
      </div>
      <SiteState site={site} />
      <a class="button quiet" href={doctorUrl(site.id)} aria-label={t('doctor_openNamed', { name })}>
        {t('doctor_open')}
      </a>
      <ConfirmInline
        trigger={t('welcome_disconnect')}
        triggerLabel={t('welcome_disconnectNamed', { name })}
        triggerKind="quiet"
        says={t('welcome_disconnectAsk', { name })}
        yes={t('welcome_disconnect')}
        yesKind="danger"
        busy={t('welcome_disconnecting')}
        onYes={forget}
      />
      {problem !== null && <ProblemNotice problem={problem} />}
    </li>
  );
}
