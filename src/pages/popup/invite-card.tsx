import { useState } from 'preact/hooks';
import type { Problem } from '../../invite/problem.ts';
import type { InviteView, Share } from '../../messages/views.ts';
import { ask } from '../../ui/ask.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmInline } from '../../ui/confirm-inline.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { InviteFacts } from '../../ui/invite-facts.tsx';
import { addressOf } from '../../ui/issued-view.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { ShareView } from '../../ui/share-view.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { plural, t } from '../../ui/text.ts';
import { leaveForLinks } from '../connecting.ts';

const tones = { opening: 'busy', open: 'good', paused: 'off', closing: 'busy', closed: 'off' } as const;

/** One invite: what it gives, how far it is used, and what can be done with it. */
export function InviteCard({ invite, onChange }: { invite: InviteView; onChange: () => void }) {
  const [problem, setProblem] = useState<Problem | null>(null);
  const [share, setShare] = useState<Share | null>(null);
  const { label } = invite;

  async function fetchShare(): Promise<Share | null> {
    const outcome = await ask('invite.share', { invite: invite.id });
    setProblem(outcome.ok ? null : outcome.problem);
    return outcome.ok ? outcome.value : null;
  }

  async function revoke() {
    const outcome = await ask('invite.revoke', { invite: invite.id });
    setProblem(outcome.ok ? null : outcome.problem);
    onChange();
  }

  return (
    <li class="card" data-test="invite">
      <div class="card-head">
        <h2>
          <bdi>{label}</bdi>
        </h2>
        {invite.waiting > 0 && (
          <StateBadge tone="attention">{plural('open_waiting', invite.waiting)}</StateBadge>
        )}
        {invite.state !== 'open' && (
          <StateBadge tone={tones[invite.state]}>{t(`inviteState_${invite.state}`)}</StateBadge>
        )}
      </div>
      <InviteFacts invite={invite} />
      {invite.trouble !== null && <ProblemNotice problem={invite.trouble} tone="warning" />}
      {problem !== null && <ProblemNotice problem={problem} />}
      <div class="actions small">
        {invite.batch?.whole && (
          <Button label={t('batch_linksNamed', { label })} onClick={() => void leaveForLinks(invite.id)}>
            {t('batch_toLinks')}
          </Button>
        )}
        {invite.canShare && (
          <>
            <CopyButton
              label={t('open_copyNamed', { label })}
              text={async () => (await fetchShare())?.link ?? null}
            >
              {t('copyLink')}
            </CopyButton>
            {share === null && (
              <Button
                kind="quiet"
                label={t('open_showNamed', { label })}
                onClick={() => void fetchShare().then(setShare)}
              >
                {t('open_show')}
              </Button>
            )}
          </>
        )}
        {(invite.state === 'open' || invite.state === 'opening') && (
          <ConfirmInline
            trigger={t('open_revoke')}
            triggerLabel={t('open_revokeNamed', { label })}
            triggerKind="quiet"
            says={t('open_revokeAsk')}
            yes={t('open_revokeYes')}
            yesKind="danger"
            busy={t('open_revoking')}
            onYes={revoke}
          />
        )}
      </div>
      {share !== null && <ShareView share={share} address={addressOf(invite)} />}
    </li>
  );
}
