import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { hour } from '../invite/instant.ts';
import type { Mend, Problem } from '../invite/problem.ts';
import type { Outcome } from '../messages/ask.ts';
import type { PersonalDraft, PersonallyIssued } from '../messages/requests.ts';
import type { Choices, TakenAccount } from '../messages/views.ts';
import { Button } from './button.tsx';
import { useEditing } from './editing.ts';
import { TextField } from './field.tsx';
import { GrantFields } from './grant-fields.tsx';
import {
  type FieldErrors,
  fieldOf,
  type IssueValues,
  isWithinMore,
  longest,
  untilOf,
} from './issue-draft.ts';
import { MoreOptions } from './issue-more.tsx';
import { NoLink } from './no-link.tsx';
import { Notice, ProblemNotice } from './notice.tsx';
import { personalDraftOf, personalErrorsOf, personalFieldOf } from './personal-draft.ts';
import { problemText } from './problem-text.ts';
import { TakenChoice } from './taken-choice.tsx';
import { plural, t } from './text.ts';
import { UntilMoment, UntilSelect } from './until-fields.tsx';

export type PersonalResult = Extract<PersonallyIssued, { kind: 'issued' }>;

export interface PersonalFormProps {
  readonly choices: Choices;
  readonly issue: (draft: PersonalDraft) => Promise<Outcome<PersonallyIssued>>;
  readonly onIssued: (issued: PersonalResult) => void;
  /** Whether a press counts; inside GLPI's page only what the user did. */
  readonly accepts?: (event: Event) => boolean;
  readonly onMend?: (mend: Mend) => Promise<Outcome<unknown>>;
  /** There is no other kind to choose: the focus goes to the first field. */
  readonly isFirst?: boolean;
  /** What the fields hold to begin with, instead of the usual start. */
  readonly begin?: Partial<IssueValues>;
  /** Told what somebody has set by hand. */
  readonly onSet?: (changes: Partial<IssueValues>) => void;
  /** Remarks that do not stand in the way; above the button. */
  readonly children?: ComponentChildren;
}

/** A link for one known person: who it is, what the account gets, and one press. */
export function PersonalForm({
  choices,
  issue,
  onIssued,
  accepts = () => true,
  onMend,
  isFirst = false,
  begin,
  onSet,
  children,
}: PersonalFormProps) {
  const form = useRef<HTMLFormElement>(null);
  const { values, errors, set, setErrors } = useEditing(choices, form, begin, onSet);
  const [trouble, setTrouble] = useState<Problem | null>(null);
  const [taken, setTaken] = useState<readonly TakenAccount[] | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [isMoreOpen, setMoreOpen] = useState(false);
  const { way, noLinkBecause, keptByGlpi } = choices.personal;
  const { domains } = choices.rails;

  useEffect(() => {
    if (isFirst) form.current?.querySelector<HTMLElement>('[name=firstName]')?.focus({ preventScroll: true });
  }, [isFirst]);

  function complain(found: FieldErrors) {
    if (isWithinMore(found)) setMoreOpen(true);
    setErrors(found);
  }

  async function send(existing: PersonalDraft['existing'], existingConfirmed: boolean) {
    if (isBusy) return;
    const now = Date.now();
    const found = personalErrorsOf(values, choices, now);
    setTrouble(null);
    complain(found);
    // An account of before keeps its profile: what was not confirmed of the form does not count for it.
    const counting = Object.keys(found).filter(
      (field) => existing === null || field !== 'privilegedConfirmed',
    );
    if (counting.length > 0) return setTaken(null);
    setBusy(true);
    const outcome = await issue(personalDraftOf(values, choices, now, existing, existingConfirmed));
    setBusy(false);
    if (outcome.ok && outcome.value.kind === 'issued') return onIssued(outcome.value);
    if (outcome.ok) return setTaken(outcome.value.kind === 'taken' ? outcome.value.accounts : null);
    const { code } = outcome.problem;
    const field = fieldOf(code, values) ?? personalFieldOf(code);
    if (field === null || existing !== null) return setTrouble(outcome.problem);
    const { sentence, next } = problemText(outcome.problem);
    complain({ [field]: `${sentence} ${next}` });
  }

  if (choices.profiles.length === 0) {
    return (
      <Notice tone="warning">
        <p class="notice-sentence">{t('form_noProfiles')}</p>
      </Notice>
    );
  }
  if (taken !== null) {
    return (
      <>
        <TakenChoice
          accounts={taken}
          address={values.address.trim()}
          isBusy={isBusy}
          accepts={accepts}
          onChoose={(existing, confirmed) => void send(existing, confirmed)}
          onBack={() => {
            setTrouble(null);
            setTaken(null);
          }}
        />
        {trouble !== null && <ProblemNotice problem={trouble} />}
      </>
    );
  }

  const editing = { choices, values, errors, set };
  const now = Date.now();
  const until = untilOf(values, now);
  const needsBrowser = way === 'link' && keptByGlpi !== null && until !== null && until - now > keptByGlpi;
  return (
    <form
      class="form"
      ref={form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (accepts(event)) void send(null, false);
      }}
    >
      <div class="two">
        <TextField
          label={t('form_firstName')}
          name="firstName"
          maxLength={longest.name}
          error={errors.firstName}
          value={values.firstName}
          onValue={(firstName) => set({ firstName })}
        />
        <TextField
          label={t('form_lastName')}
          name="lastName"
          maxLength={longest.name}
          value={values.lastName}
          onValue={(lastName) => set({ lastName })}
        />
      </div>
      <TextField
        label={t('form_address')}
        name="address"
        type="email"
        inputMode="email"
        maxLength={longest.address}
        error={errors.address}
        hint={domains === null ? undefined : t('rails_domains', { domains: domains.join(', ') })}
        value={values.address}
        onValue={(address) => set({ address })}
      />
      <GrantFields {...editing} privilegedText="personal_privileged" />
      <UntilSelect {...editing} />
      <UntilMoment {...editing} />
      {needsBrowser && (
        <p class="hint tight" data-test="needs-browser">
          {plural('personal_needsBrowser', Math.floor(keptByGlpi / hour))}
        </p>
      )}
      <MoreOptions {...editing} isPersonal isOpen={isMoreOpen} onOpen={setMoreOpen} />
      {children}
      {noLinkBecause !== null && <NoLink problem={noLinkBecause} {...(onMend ? { onMend } : {})} />}
      {trouble !== null && <ProblemNotice problem={trouble} />}
      <div class="form-foot">
        <Button type="submit" kind="primary" wide busy={isBusy ? t('personal_building') : null}>
          {t(way === 'link' ? 'personal_generate' : 'personal_generateAccount')}
        </Button>
        <span class="hidden" role="status">
          {isBusy ? t('personal_building') : ''}
        </span>
      </div>
    </form>
  );
}
