import { useState } from 'preact/hooks';
import type { Problem } from '../../../invite/problem.ts';
import type { Outcome } from '../../../messages/ask.ts';
import type { RegistrantView } from '../../../messages/dashboard-views.ts';
import type { FirstPassword } from '../../../messages/views.ts';
import { ask } from '../../../ui/ask.ts';
import { Button } from '../../../ui/button.tsx';
import { FirstPasswordCard } from '../../../ui/first-password-card.tsx';
import { AgainIcon, OutIcon } from '../../../ui/icons.tsx';
import { ProblemNotice } from '../../../ui/notice.tsx';
import { RefuseInline } from '../../../ui/refuse-inline.tsx';
import { t } from '../../../ui/text.ts';
import { useToasts } from '../../../ui/toasts.tsx';
import { TypedText } from '../../../ui/typed-text.tsx';
import { useReply } from '../../use-reply.ts';
import { hashOf, type Navigation, openNew } from '../address.ts';
import { History } from '../history.tsx';
import { Loading, Pane } from '../list-parts.tsx';
import { nameOf, needsPassword, PersonBadge } from '../person-parts.tsx';
import { When } from '../when.tsx';
import { WaysOut } from './ways-out.tsx';

export interface PersonPaneProps {
  readonly id: string;
  readonly navigation: Navigation;
  readonly onClose: () => void;
}

/** One person's registration: what they typed, what to look at, what to decide, and all that happened. */
export function PersonPane({ id, navigation, onClose }: PersonPaneProps) {
  const { outcome, refresh } = useReply('registration.detail', { registration: id });
  // Kept here: shown once, and gone with the pane.
  const [password, setPassword] = useState<FirstPassword | null>(null);
  if (outcome === null)
    return (
      <Pane title={t('loading')} onClose={onClose}>
        <Loading />
      </Pane>
    );
  if (!outcome.ok)
    return (
      <Pane title={t('registrations_person')} onClose={onClose}>
        <ProblemNotice problem={outcome.problem} />
      </Pane>
    );
  const person = outcome.value;
  return (
    <Pane title={nameOf(person)} badge={<PersonBadge person={person} />} onClose={onClose}>
      {password !== null && (
        <FirstPasswordCard
          password={password}
          address={person.answers?.email ?? null}
          onDone={() => setPassword(null)}
        />
      )}
      <Typed person={person} />
      <Deciding person={person} navigation={navigation} onChange={refresh} onPassword={setPassword} />
      <History invite={person.inviteId} registration={id} />
    </Pane>
  );
}

const labels = {
  firstName: 'form_firstName',
  lastName: 'form_lastName',
  email: 'waiting_email',
  phone: 'waiting_phone',
} as const;

function Typed({ person }: { person: RegistrantView }) {
  const { answers, ownAnswers } = person;
  return (
    <section class="part" aria-label={t('registrations_typed')}>
      <dl class="facts-list" data-test="person" data-state={person.state}>
        {answers !== null &&
          (['firstName', 'lastName', 'email', 'phone'] as const).map(
            (name) =>
              answers[name] !== '' && (
                <div key={name}>
                  <dt>{t(labels[name])}</dt>
                  <dd>
                    <TypedText text={answers[name]} />
                  </dd>
                </div>
              ),
          )}
        {ownAnswers.map(({ question, answer }, at) => (
          <div key={at} data-test="own-answer">
            <dt>
              <bdi>{question}</bdi>
            </dt>
            <dd>
              {answer === '' ? (
                <span class="hint">{t('waiting_leftEmpty')}</span>
              ) : (
                <TypedText text={answer} hasLines />
              )}
            </dd>
          </div>
        ))}
        <div>
          <dt>{t('registrations_received')}</dt>
          <dd>
            <When at={person.submittedAt} isExact />
          </dd>
        </div>
        <div>
          <dt>{t('invites_invite')}</dt>
          <dd>
            <a href={hashOf({ view: 'invites', at: { open: person.inviteId } })}>
              <bdi>{person.inviteLabel}</bdi>
            </a>
            <p class="soft">
              <bdi>{person.siteName}</bdi>
            </p>
          </dd>
        </div>
        {person.login !== null && (
          <div>
            <dt>{t('waiting_login')}</dt>
            <dd>
              <bdi>{person.login}</bdi>
            </dd>
          </div>
        )}
        {person.decidedBy !== null && (
          <div>
            <dt>{t('registrations_decidedBy')}</dt>
            <dd>
              <bdi>{person.decidedBy}</bdi>
            </dd>
          </div>
        )}
      </dl>
      <p class="links">
        <a href={person.ticketUrl} target="_blank" rel="noreferrer">
          {t('waiting_ticket')} <OutIcon />
        </a>
        {person.userUrl !== null && (
          <a href={person.userUrl} target="_blank" rel="noreferrer">
            {t('waiting_user')} <OutIcon />
          </a>
        )}
      </p>
    </section>
  );
}

interface DecidingProps {
  readonly person: RegistrantView;
  readonly navigation: Navigation;
  readonly onChange: () => void;
  readonly onPassword: (password: FirstPassword) => void;
}

type Doing = 'approving' | 'retrying' | 'password' | 'account' | null;

function Deciding({ person, navigation, onChange, onPassword }: DecidingProps) {
  const [doing, setDoing] = useState<Doing>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [reason, setReason] = useState('');
  const say = useToasts();
  const { id, state } = person;
  const isOpen = state === 'waiting' || state === 'failed';

  async function carryOut<Reply>(what: Doing, work: Promise<Outcome<Reply>>): Promise<Reply | null> {
    setDoing(what);
    setProblem(null);
    const outcome = await work;
    setDoing(null);
    if (!outcome.ok) setProblem(outcome.problem);
    onChange();
    return outcome.ok ? outcome.value : null;
  }

  async function setAccount(active: boolean) {
    const done = await carryOut('account', ask('registration.setAccounts', { registrations: [id], active }));
    const failed = done?.find((one) => one.problem !== null)?.problem ?? null;
    setProblem(failed);
    if (done === null || failed !== null) return;
    const text = t(active ? 'people_opened' : 'people_shutOne', { login: person.login ?? '' });
    say({ text, undo: () => void setAccount(!active) });
  }

  return (
    <section class="part" aria-label={t('registrations_decide')}>
      {person.warnings.map((warning) => (
        <ProblemNotice key={warning.code} problem={warning} tone="warning" />
      ))}
      {person.reason !== null && state === 'failed' && <ProblemNotice problem={person.reason} />}
      {person.reason !== null && state === 'refused' && <ProblemNotice problem={person.reason} tone="info" />}
      {person.linked && <p class="remark">{t('registrations_linked', { login: person.login ?? '' })}</p>}
      {needsPassword(person) && person.handOver?.way === 'firstPassword' && (
        <p class="remark">
          {person.handOver.givenAt === null ? (
            t('waiting_passwordWhy')
          ) : (
            <>
              {t('registrations_passwordGiven')} <When at={person.handOver.givenAt} />
            </>
          )}
        </p>
      )}
      {state === 'admitted' && person.handOver?.way === 'mailByGlpi' && (
        <p class="remark">{t('registrations_mailed', { address: person.answers?.email ?? '' })}</p>
      )}
      {problem !== null && <ProblemNotice problem={problem} />}
      <div class="actions small">
        {state === 'waiting' && (
          <Button
            kind="primary"
            busy={doing === 'approving' ? t('waiting_approving') : null}
            onClick={() => void carryOut('approving', ask('registration.approve', { registration: id }))}
          >
            {t('waiting_approve')}
          </Button>
        )}
        {state === 'failed' && (
          <Button
            busy={doing === 'retrying' ? t('waiting_retrying') : null}
            onClick={() => void carryOut('retrying', ask('registration.retry', { registration: id }))}
          >
            {t('tryAgain')}
          </Button>
        )}
        {isOpen && doing === null && (
          <RefuseInline
            reason={reason}
            onReason={setReason}
            onRefuse={(why) => carryOut(null, ask('registration.refuse', { registration: id, reason: why }))}
          />
        )}
        {needsPassword(person) && (
          <Button
            kind={
              person.handOver?.way === 'firstPassword' && person.handOver.givenAt === null
                ? 'primary'
                : 'secondary'
            }
            busy={doing === 'password' ? t('waiting_passwordMaking') : null}
            onClick={() =>
              void carryOut('password', ask('registration.firstPassword', { registration: id })).then(
                (made) => made !== null && onPassword(made),
              )
            }
          >
            {t(
              person.handOver?.way === 'firstPassword' && person.handOver.givenAt !== null
                ? 'registrations_passwordAgain'
                : 'waiting_password',
            )}
          </Button>
        )}
        {person.userUrl !== null && !person.linked && (
          <Button
            kind={person.accountOffAt === null ? 'quiet' : 'secondary'}
            busy={doing === 'account' ? t('people_shutting') : null}
            onClick={() => void setAccount(person.accountOffAt !== null)}
          >
            {t(person.accountOffAt === null ? 'people_shutThis' : 'people_openThis')}
          </Button>
        )}
        {!isOpen && person.answers !== null && (
          <Button
            kind="quiet"
            onClick={() => navigation.go('invites', { open: openNew, like: person.inviteId, person: id })}
          >
            <AgainIcon />
            {t('invites_again')}
          </Button>
        )}
      </div>
      {isOpen && person.answers !== null && <WaysOut person={person} onChange={onChange} />}
    </section>
  );
}
