import { useState } from 'preact/hooks';
import type { Problem } from '../../invite/problem.ts';
import type { Outcome } from '../../messages/ask.ts';
import type { FirstPassword, RegistrationView } from '../../messages/views.ts';
import { ask } from '../../ui/ask.ts';
import { Button } from '../../ui/button.tsx';
import { OutIcon } from '../../ui/icons.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { RefuseInline } from '../../ui/refuse-inline.tsx';
import { RegistrationAnswers, RegistrationBadge, typedName } from '../../ui/registration-parts.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { t } from '../../ui/text.ts';
import { typedInSentence } from '../../ui/typed.ts';
import { TypedText } from '../../ui/typed-text.tsx';

export interface RegistrationCardProps {
  readonly registration: RegistrationView;
  readonly onChange: () => void;
  readonly onPassword: (password: FirstPassword) => void;
}

type Doing = 'approving' | 'retrying' | 'password' | null;

/** One person's registration: what they typed, what to look at, and the admin's yes or no. */
export function RegistrationCard({ registration, onChange, onPassword }: RegistrationCardProps) {
  const [doing, setDoing] = useState<Doing>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [reason, setReason] = useState('');
  const { id, state } = registration;
  const typed = typedName(registration);
  const name = typedInSentence(typed);

  async function carryOut<Reply>(what: Doing, outcome: Promise<Outcome<Reply>>): Promise<Reply | null> {
    setDoing(what);
    setProblem(null);
    const done = await outcome;
    setDoing(null);
    if (!done.ok) setProblem(done.problem);
    onChange();
    return done.ok ? done.value : null;
  }

  async function showPassword() {
    const password = await carryOut('password', ask('registration.firstPassword', { registration: id }));
    if (password !== null) onPassword(password);
  }

  const needsPassword = state === 'admitted' && registration.handOver?.way === 'firstPassword';
  return (
    <li class="card" data-test="registration">
      <div class="card-head">
        <h2>
          <TypedText text={typed} />
        </h2>
        <RegistrationBadge state={state} />
      </div>
      <RegistrationAnswers registration={registration} />
      <p class="hint">
        <bdi>{t('waiting_invite', { label: registration.inviteLabel })}</bdi>
        <br />
        <RelativeTime at={registration.submittedAt} text="waiting_received" />{' '}
        <span class="links">
          <ToGlpi href={registration.ticketUrl} text={t('waiting_ticket')} />
          {registration.userUrl !== null && <ToGlpi href={registration.userUrl} text={t('waiting_user')} />}
        </span>
      </p>
      {registration.warnings.map((warning) => (
        <ProblemNotice key={warning.code} problem={warning} tone="warning" />
      ))}
      {registration.reason !== null && state === 'failed' && <ProblemNotice problem={registration.reason} />}
      {needsPassword && <p>{t('waiting_passwordWhy')}</p>}
      {problem !== null && <ProblemNotice problem={problem} />}
      <div class="actions small">
        {state === 'waiting' && (
          <Button
            kind="primary"
            label={t('waiting_approveNamed', { name })}
            busy={doing === 'approving' ? t('waiting_approving') : null}
            onClick={() => void carryOut('approving', ask('registration.approve', { registration: id }))}
          >
            {t('waiting_approve')}
          </Button>
        )}
        {state === 'failed' && (
          <Button
            kind="primary"
            busy={doing === 'retrying' ? t('waiting_retrying') : null}
            onClick={() => void carryOut('retrying', ask('registration.retry', { registration: id }))}
          >
            {t('tryAgain')}
          </Button>
        )}
        {(state === 'waiting' || state === 'failed') && doing === null && (
          <RefuseInline
            name={name}
            reason={reason}
            onReason={setReason}
            onRefuse={(why) => carryOut(null, ask('registration.refuse', { registration: id, reason: why }))}
          />
        )}
        {needsPassword && (
          <Button
            kind="primary"
            label={t('waiting_passwordNamed', { name })}
            busy={doing === 'password' ? t('waiting_passwordMaking') : null}
            onClick={() => void showPassword()}
          >
            {t('waiting_password')}
          </Button>
        )}
      </div>
    </li>
  );
}

function ToGlpi({ href, text }: { href: string; text: string }) {
  return (
    <a href={href} target="_blank" rel="noreferrer">
      {text} <OutIcon />
    </a>
  );
}
