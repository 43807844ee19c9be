import { useEffect, useRef, useState } from 'preact/hooks';
import type { RegistrationView } from '../../messages/views.ts';
import { Button } from '../../ui/button.tsx';
import { CheckIcon } from '../../ui/icons.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { RefuseInline } from '../../ui/refuse-inline.tsx';
import { RegistrationAnswers, RegistrationBadge, typedName } from '../../ui/registration-parts.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { t } from '../../ui/text.ts';
import { typedInSentence } from '../../ui/typed.ts';
import { TypedText } from '../../ui/typed-text.tsx';
import { openDashboard } from './open-dashboard.ts';

export interface TicketBarProps {
  readonly registration: RegistrationView;
  readonly onApprove: () => Promise<void>;
  readonly onRefuse: (reason: string) => Promise<void>;
}

/** The registration that this ticket is: who, what they typed, what to look at, and the admin's yes or no. */
export function TicketBar({ registration, onApprove, onRefuse }: TicketBarProps) {
  const [isApproving, setApproving] = useState(false);
  const [hasActed, setActed] = useState(false);
  const [reason, setReason] = useState('');
  const outcome = useRef<HTMLDivElement>(null);
  const { state, warnings, answers } = registration;
  const typed = typedName(registration);
  const name = typedInSentence(typed);
  const isOpen = state === 'waiting' || state === 'failed';

  // The button that was pressed is gone: the focus goes to what came of it.
  useEffect(() => {
    if (hasActed && !isOpen) outcome.current?.focus();
  }, [hasActed, isOpen]);

  async function approve() {
    setApproving(true);
    await onApprove();
    setApproving(false);
    setActed(true);
  }

  return (
    <section class="bar-card" aria-label={t('bar_title')} data-test="ticket-bar" data-state={state}>
      <div class="bar-head">
        <h2>
          <TypedText text={typed} />
        </h2>
        <RegistrationBadge state={state} />
        <p class="bar-about">
          {t('bar_byInvite', { label: typedInSentence(registration.inviteLabel) })}
          {' · '}
          <RelativeTime at={registration.submittedAt} text="waiting_received" />
        </p>
        <button type="button" class="button quiet bar-more" onClick={openDashboard}>
          {t('bar_dashboard')}
        </button>
      </div>
      {(answers !== null || registration.login !== null) && (
        <RegistrationAnswers registration={registration} />
      )}
      {isOpen &&
        warnings.map((warning) => <ProblemNotice key={warning.code} problem={warning} tone="warning" />)}
      {registration.reason !== null && (state === 'failed' || state === 'refused') && (
        <ProblemNotice problem={registration.reason} tone={state === 'failed' ? 'warning' : 'info'} />
      )}
      {isOpen && (
        <div class="actions small">
          {state === 'waiting' && (
            <Button
              kind="primary"
              label={t('waiting_approveNamed', { name })}
              busy={isApproving ? t('waiting_approving') : null}
              onClick={() => void approve()}
            >
              {t('waiting_approve')}
            </Button>
          )}
          {!isApproving && (
            <RefuseInline
              name={name}
              triggerKind={state === 'waiting' ? 'quiet' : 'secondary'}
              reason={reason}
              onReason={setReason}
              onRefuse={async (why) => {
                await onRefuse(why);
                setActed(true);
              }}
            />
          )}
        </div>
      )}
      <div class="bar-outcome" role="status" tabIndex={-1} ref={outcome}>
        <Outcome registration={registration} hasActed={hasActed} />
      </div>
    </section>
  );
}

/** What came of it, and the one step that is left. */
function Outcome({
  registration,
  hasActed,
}: {
  readonly registration: RegistrationView;
  readonly hasActed: boolean;
}) {
  const { state, handOver, userUrl, answers } = registration;
  if (state === 'received' || state === 'admitting') return <p>{t('bar_underWay')}</p>;
  if (state !== 'admitted' && !(state === 'refused' && hasActed)) return null;
  const passwordDue = handOver?.way === 'firstPassword' && handOver.givenAt === null;
  return (
    <>
      <p class="bar-done">
        {state === 'admitted' && <CheckIcon />}
        <span>
          {state === 'admitted' ? t('bar_admitted') : t('bar_refused')}{' '}
          {handOver?.way === 'mailByGlpi' &&
            t('registrations_mailed', { address: typedInSentence(answers?.email ?? '') })}
          {passwordDue && t('bar_passwordDue')}
        </span>
      </p>
      <div class="actions small">
        {passwordDue && <Button onClick={openDashboard}>{t('bar_toPassword')}</Button>}
        {userUrl !== null && (
          <a class="button" href={userUrl}>
            {t('bar_toAccount')}
          </a>
        )}
        {hasActed && (
          <Button kind="quiet" onClick={() => location.reload()}>
            {t('bar_reload')}
          </Button>
        )}
      </div>
    </>
  );
}
