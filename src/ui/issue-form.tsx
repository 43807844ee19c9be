import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { AddressRule } from '../invite/limits.ts';
import type { Problem } from '../invite/problem.ts';
import type { Outcome } from '../messages/ask.ts';
import type { IssueDraft, Issued } from '../messages/requests.ts';
import type { Choices } from '../messages/views.ts';
import { Button } from './button.tsx';
import { DomainsField } from './domains-field.tsx';
import { type Editing, useEditing } from './editing.ts';
import { TextField } from './field.tsx';
import { GrantFields } from './grant-fields.tsx';
import {
  defaultLabel,
  draftOf,
  errorsOf,
  type FieldErrors,
  fieldOf,
  type IssueValues,
  isWithinMore,
  longest,
} from './issue-draft.ts';
import { MoreOptions } from './issue-more.tsx';
import { Notice, ProblemNotice } from './notice.tsx';
import { problemText } from './problem-text.ts';
import { SelectField } from './select.tsx';
import { t } from './text.ts';
import { UntilMoment, UntilSelect } from './until-fields.tsx';
import { UsesNumber, UsesSelect } from './uses-fields.tsx';

export interface IssueFormProps {
  readonly choices: Choices;
  readonly issue: (draft: IssueDraft) => Promise<Outcome<Issued>>;
  readonly onIssued: (issued: Issued) => void;
  /** Whether a press counts; inside GLPI's page only what the user did. */
  readonly accepts?: (event: Event) => boolean;
  /** What the fields hold to begin with, instead of the usual start. */
  readonly begin?: Partial<IssueValues>;
  /** Told what somebody has set by hand. */
  readonly onSet?: (changes: Partial<IssueValues>) => void;
  /** The focus stays where it is, instead of going to the button. */
  readonly keepsFocus?: boolean;
  /** Remarks that do not stand in the way; above the button. */
  readonly children?: ComponentChildren;
}

/** "Generate invite": grant and limits, good as they are, and one press. The same in popup and panel. */
export function IssueForm(props: IssueFormProps) {
  const { choices, issue, onIssued, accepts = () => true, children } = props;
  const form = useRef<HTMLFormElement>(null);
  const { values, errors, set, setErrors } = useEditing(choices, form, props.begin, props.onSet);
  const [trouble, setTrouble] = useState<Problem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [isMoreOpen, setMoreOpen] = useState(false);
  const submit = useRef<HTMLButtonElement>(null);

  // The defaults are good: the first key press may be Enter.
  useEffect(() => {
    if (!props.keepsFocus) submit.current?.focus({ preventScroll: true });
  }, []);

  function complain(found: FieldErrors) {
    if (isWithinMore(found)) setMoreOpen(true);
    setErrors(found);
  }

  async function onSubmit(event: Event) {
    event.preventDefault();
    if (isBusy || !accepts(event)) return;
    const now = Date.now();
    const found = errorsOf(values, choices, now);
    setTrouble(null);
    complain(found);
    if (Object.keys(found).length > 0) return;
    setBusy(true);
    const outcome = await issue(draftOf(values, choices, now));
    setBusy(false);
    if (outcome.ok) return onIssued(outcome.value);
    const field = fieldOf(outcome.problem.code, values);
    if (field === null) return setTrouble(outcome.problem);
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

  const editing: Editing = { choices, values, errors, set };
  return (
    <form class="form" ref={form} noValidate onSubmit={(event) => void onSubmit(event)}>
      <TextField
        label={t('form_label')}
        name="label"
        maxLength={longest.label}
        placeholder={defaultLabel(values, choices)}
        value={values.label}
        onValue={(label) => set({ label })}
      />
      <GrantFields {...editing} />
      <LimitFields {...editing} />
      <WhoFields {...editing} />
      <MoreOptions {...editing} isOpen={isMoreOpen} onOpen={setMoreOpen} />
      {children}
      {trouble !== null && <ProblemNotice problem={trouble} />}
      <div class="form-foot">
        <Button
          type="submit"
          kind="primary"
          wide
          buttonRef={submit}
          busy={isBusy ? t('form_building') : null}
        >
          {t('generateInvite')}
        </Button>
        <span class="hidden" role="status">
          {isBusy ? t('form_building') : ''}
        </span>
      </div>
    </form>
  );
}

function LimitFields(editing: Editing) {
  return (
    <>
      <div class="two">
        <UntilSelect {...editing} />
        <UsesSelect {...editing} />
      </div>
      <UntilMoment {...editing} />
      <UsesNumber {...editing} />
    </>
  );
}

function WhoFields({ choices, values, errors, set }: Editing) {
  const { domains } = choices.rails;
  return (
    <>
      <SelectField
        label={t('form_who')}
        name="who"
        value={values.who}
        hint={domains === null ? undefined : t('rails_domains', { domains: domains.join(', ') })}
        onValue={(who) => set({ who: who as AddressRule['kind'] })}
      >
        {domains === null && <option value="anyone">{t('form_who_anyone')}</option>}
        <option value="address">{t('form_who_address')}</option>
        <option value="domains">{t('form_who_domains')}</option>
      </SelectField>
      {values.who === 'address' && (
        <>
          <TextField
            label={t('form_address')}
            name="address"
            type="email"
            inputMode="email"
            maxLength={longest.address}
            error={errors.address}
            value={values.address}
            onValue={(address) => set({ address })}
          />
          <div class="two">
            <TextField
              label={t('form_firstName')}
              isOptional
              name="firstName"
              maxLength={longest.name}
              value={values.firstName}
              onValue={(firstName) => set({ firstName })}
            />
            <TextField
              label={t('form_lastName')}
              isOptional
              name="lastName"
              maxLength={longest.name}
              value={values.lastName}
              onValue={(lastName) => set({ lastName })}
            />
          </div>
        </>
      )}
      {values.who === 'domains' && <DomainsField errors={errors} values={values} set={set} />}
    </>
  );
}
