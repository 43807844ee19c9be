import type { Outcome } from '../../../messages/ask.ts';
import type { IssuerView, TeamView } from '../../../messages/team-views.ts';
import { ask } from '../../../ui/ask.ts';
import { ConfirmInline } from '../../../ui/confirm-inline.tsx';
import { StateBadge } from '../../../ui/state-badge.tsx';
import { plural, t } from '../../../ui/text.ts';
import { typedInSentence } from '../../../ui/typed.ts';
import { TypedText } from '../../../ui/typed-text.tsx';
import { useReply } from '../../use-reply.ts';
import { When } from '../when.tsx';
import { Fingerprint } from './fingerprint.tsx';

export interface IssuerCardProps {
  readonly site: string;
  readonly issuer: IssuerView;
  readonly onDo: (work: Promise<Outcome<TeamView>>) => Promise<void>;
}

const tones = { trusted: 'good', seen: 'attention', withdrawn: 'off' } as const;
const states = { trusted: 'team_trusted', seen: 'team_seenOnly', withdrawn: 'team_withdrawn' } as const;

/** Somebody whose seals stand in GLPI: by what they are known, and whether they are trusted here. */
export function IssuerCard({ site, issuer, onDo }: IssuerCardProps) {
  const { key, name, state, since, invites, fingerprint } = issuer;
  return (
    <li class="template-card" data-test="issuer" data-state={state}>
      <div class="card-head">
        <h5>
          <TypedText text={name} />
        </h5>
        <StateBadge tone={tones[state]}>{t(states[state])}</StateBadge>
      </div>
      <Fingerprint value={fingerprint} />
      <p class="soft">
        {plural('team_invites', invites)}
        {since !== null && (
          <>
            {' · '}
            {t(state === 'trusted' ? 'team_trustedSince' : 'team_withdrawnSince')} <When at={since} />
          </>
        )}
      </p>
      <div class="actions small">
        {state === 'trusted' ? (
          <Withdraw site={site} issuer={issuer} onDo={onDo} />
        ) : (
          <ConfirmInline
            trigger={t('team_trust')}
            triggerLabel={t('team_trustNamed', { name: typedInSentence(name) })}
            says={t('team_trustSays', { name: typedInSentence(name), fingerprint })}
            yes={t('team_trustYes')}
            busy={t('team_trusting')}
            onYes={() => onDo(ask('team.trust', { site, key }))}
          />
        )}
      </div>
    </li>
  );
}

function Withdraw({ site, issuer, onDo }: IssuerCardProps) {
  const { key, name } = issuer;
  const preview = useReply('team.previewWithdrawal', { site, key });
  const { invites, waiting } = preview.outcome?.ok ? preview.outcome.value : { invites: 0, waiting: 0 };
  return (
    <ConfirmInline
      trigger={t('team_withdraw')}
      triggerKind="quiet"
      triggerLabel={t('team_withdrawNamed', { name: typedInSentence(name) })}
      says={`${plural('team_withdrawInvites', invites)} ${plural('team_withdrawWaiting', waiting)} ${t('team_withdrawSays')}`}
      yes={t('team_withdrawYes')}
      yesKind="danger"
      busy={t('team_withdrawing')}
      onYes={() => onDo(ask('team.withdraw', { site, key }))}
    />
  );
}
