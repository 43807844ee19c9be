import type { RegistrationView } from '../messages/views.ts';
import { registrationStateText } from './problem-text.ts';
import { StateBadge } from './state-badge.tsx';
import { t } from './text.ts';
import { TypedText } from './typed-text.tsx';

const tones = {
  received: 'busy',
  waiting: 'attention',
  admitting: 'busy',
  admitted: 'good',
  refused: 'off',
  failed: 'attention',
} as const;

/** How a registration stands, in a word or two. */
export function RegistrationBadge({ state }: Pick<RegistrationView, 'state'>) {
  return <StateBadge tone={tones[state]}>{registrationStateText(state)}</StateBadge>;
}

/** Who it is, as they typed it: hostile, to be shown by TypedText or in a sentence by typedInSentence. */
export function typedName({ answers, login }: Pick<RegistrationView, 'answers' | 'login'>): string {
  const typed = `${answers?.firstName ?? ''} ${answers?.lastName ?? ''}`.trim();
  return typed || login || t('waiting_nameless');
}

/** What a stranger typed, and the login that came of it. */
export function RegistrationAnswers({ registration }: { registration: RegistrationView }) {
  const { answers, ownAnswers, state, warnings, login } = registration;
  // Somebody has to judge what was typed: then all of it counts, and what was left empty too.
  const isInQuestion = warnings.length > 0 || state === 'failed';
  return (
    <dl class="answers">
      {answers !== null && isInQuestion && (
        <>
          <Answer name={t('form_firstName')} value={answers.firstName} />
          <Answer name={t('form_lastName')} value={answers.lastName} />
        </>
      )}
      {answers !== null && <Answer name={t('waiting_email')} value={answers.email} />}
      {answers !== null && (isInQuestion || answers.phone !== '') && (
        <Answer name={t('waiting_phone')} value={answers.phone} />
      )}
      {ownAnswers.map(
        ({ question, answer }, at) =>
          (isInQuestion || answer !== '') && <Answer key={at} name={question} value={answer} isOwn />,
      )}
      {login !== null && <Answer name={t('waiting_login')} value={login} />}
    </dl>
  );
}

function Answer({ name, value, isOwn = false }: { name: string; value: string; isOwn?: boolean }) {
  return (
    <div {...(isOwn ? { class: 'own', 'data-test': 'own-answer' } : {})}>
      <dt>
        <bdi>{name}</bdi>
      </dt>
      <dd>
        {value === '' ? (
          <span class="hint">{t('waiting_leftEmpty')}</span>
        ) : (
          <TypedText text={value} hasLines={isOwn} />
        )}
      </dd>
    </div>
  );
}
