import { useEffect, useRef } from 'preact/hooks';
import type { PersonalDraft } from '../messages/requests.ts';
import type { TakenAccount } from '../messages/views.ts';
import { Button } from './button.tsx';
import { ConfirmInline } from './confirm-inline.tsx';
import { OutIcon } from './icons.tsx';
import { Notice, ProblemNotice } from './notice.tsx';
import { StateBadge } from './state-badge.tsx';
import { t } from './text.ts';

export interface TakenChoiceProps {
  readonly accounts: readonly TakenAccount[];
  readonly address: string;
  readonly isBusy: boolean;
  readonly accepts: (event: Event) => boolean;
  readonly onChoose: (existing: NonNullable<PersonalDraft['existing']>, confirmed: boolean) => void;
  readonly onBack: () => void;
}

/** The person has an account already: which one, and what can be done with it. Nothing was changed so far. */
export function TakenChoice({ accounts, address, isBusy, accepts, onChoose, onBack }: TakenChoiceProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section class="taken" aria-label={t('taken_title')} data-test="taken">
      <h2 tabIndex={-1} ref={heading}>
        {t('taken_title')}
      </h2>
      <Notice tone="info">
        <p class="notice-sentence">
          <bdi>{t('taken_what', { address })}</bdi>
        </p>
        <p class="notice-next">{t('taken_next')}</p>
      </Notice>
      <ul class="cards">
        {accounts.map((account) => (
          <li class="card" key={account.userId}>
            <div class="card-head">
              <h3>
                <bdi>{account.name || account.login}</bdi>
              </h3>
              {account.deleted && <StateBadge tone="off">{t('taken_inTrash')}</StateBadge>}
            </div>
            <p class="hint">
              <bdi>{t('taken_facts', { login: account.login, profile: account.profile })}</bdi>{' '}
              <span class="links">
                <a href={account.userUrl} target="_blank" rel="noreferrer">
                  {t('waiting_user')} <OutIcon />
                </a>
              </span>
            </p>
            <Choice account={account} isBusy={isBusy} accepts={accepts} onChoose={onChoose} />
          </li>
        ))}
      </ul>
      <Button onClick={onBack}>{t('taken_back')}</Button>
    </section>
  );
}

function Choice({
  account,
  isBusy,
  accepts,
  onChoose,
}: Pick<TakenChoiceProps, 'isBusy' | 'accepts' | 'onChoose'> & { account: TakenAccount }) {
  if (account.obstacle !== null) return <ProblemNotice problem={account.obstacle} tone="warning" />;
  const { userId, login, deleted, profile } = account;
  const existing = { userId, choice: deleted ? ('restore' as const) : ('newLink' as const) };
  const text = t(deleted ? 'taken_restore' : 'taken_newLink', { login });
  if (account.isPrivileged) {
    return (
      <ConfirmInline
        trigger={text}
        says={t('taken_privileged', { login, profile })}
        yes={t('taken_privilegedYes')}
        busy={t('personal_building')}
        onYes={async () => onChoose(existing, true)}
      />
    );
  }
  return (
    <div class="actions small">
      <Button
        kind="primary"
        busy={isBusy ? t('personal_building') : null}
        onClick={(event) => {
          if (accepts(event)) onChoose(existing, false);
        }}
      >
        {text}
      </Button>
    </div>
  );
}
