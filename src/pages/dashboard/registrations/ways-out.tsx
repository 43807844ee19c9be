import { useState } from 'preact/hooks';
import type { Problem } from '../../../invite/problem.ts';
import type { LikeAccount, RegistrantView } from '../../../messages/dashboard-views.ts';
import { ask } from '../../../ui/ask.ts';
import { Button } from '../../../ui/button.tsx';
import { ConfirmInline } from '../../../ui/confirm-inline.tsx';
import { TextField } from '../../../ui/field.tsx';
import { OutIcon } from '../../../ui/icons.tsx';
import { ProblemNotice } from '../../../ui/notice.tsx';
import { StateBadge } from '../../../ui/state-badge.tsx';
import { t } from '../../../ui/text.ts';
import { useReply } from '../../use-reply.ts';

/** Accounts in GLPI that may be the same person's, and what to do about them: settle with one, or another login. */
export function WaysOut({ person, onChange }: { person: RegistrantView; onChange: () => void }) {
  const { outcome } = useReply('registration.like', { registration: person.id });
  const [problem, setProblem] = useState<Problem | null>(null);

  async function link(account: LikeAccount) {
    const done = await ask('registration.link', { registration: person.id, userId: account.userId });
    setProblem(done.ok ? null : done.problem);
    onChange();
  }

  if (outcome === null) {
    return (
      <p class="hint" role="status">
        <span class="spinner" aria-hidden="true" /> {t('like_looking')}
      </p>
    );
  }
  if (!outcome.ok) return <ProblemNotice problem={outcome.problem} tone="warning" />;
  const accounts = outcome.value;
  return (
    <div class="ways-out" data-test="ways-out">
      {accounts.length === 0 ? (
        <p class="hint">{t('like_none')}</p>
      ) : (
        <>
          <h3>{t('like_title')}</h3>
          <ul class="people">
            {accounts.map((account) => (
              <li key={account.userId} class="like">
                <div class="person-what">
                  <a href={account.url} target="_blank" rel="noreferrer">
                    <bdi>{account.login}</bdi> <OutIcon />
                  </a>
                  <p class="line-sub">{account.because.map((why) => t(`like_because_${why}`)).join(' · ')}</p>
                </div>
                {account.deleted && <StateBadge tone="off">{t('like_trash')}</StateBadge>}
                {!account.deleted && person.canGoElsewhere && (
                  <ConfirmInline
                    trigger={t('like_link')}
                    triggerLabel={t('like_linkNamed', { login: account.login })}
                    triggerKind="quiet"
                    says={t('like_linkSays', { login: account.login })}
                    yes={t('like_linkYes')}
                    busy={t('like_linking')}
                    onYes={() => link(account)}
                  />
                )}
              </li>
            ))}
          </ul>
        </>
      )}
      {problem !== null && <ProblemNotice problem={problem} />}
      {person.canGoElsewhere && <OtherLogin person={person} onChange={onChange} />}
    </div>
  );
}

function OtherLogin({ person, onChange }: { person: RegistrantView; onChange: () => void }) {
  const [login, setLogin] = useState(person.login ?? '');
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isBusy, setBusy] = useState(false);

  async function onSubmit(event: Event) {
    event.preventDefault();
    if (isBusy || login.trim() === '') return;
    setBusy(true);
    const done = await ask('registration.admitAs', { registration: person.id, login: login.trim() });
    setBusy(false);
    setProblem(done.ok ? null : done.problem);
    onChange();
  }

  return (
    <details
      class="more"
      open={person.reason?.code === 'addressTaken' || person.reason?.code === 'noFreeLogin'}
    >
      <summary>{t('like_other')}</summary>
      <form class="more-body" onSubmit={(event) => void onSubmit(event)}>
        <TextField
          label={t('waiting_login')}
          name="otherLogin"
          maxLength={240}
          hint={t('like_otherHint')}
          value={login}
          onValue={(value) => {
            setLogin(value);
            setProblem(null);
          }}
        />
        {problem !== null && <ProblemNotice problem={problem} />}
        <div class="actions small">
          <Button type="submit" busy={isBusy ? t('waiting_approving') : null}>
            {t('like_otherYes')}
          </Button>
        </div>
      </form>
    </details>
  );
}
