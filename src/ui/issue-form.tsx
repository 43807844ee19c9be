import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { AddressRule } from '../invite/limits.ts';
import type { Problem } from '../invite/problem.ts';
import type { Outcome } from '../messages/ask.ts';
import type { IssueDraft, Issued } from '../messages/requests.ts';
import type { Choices } from '../messages/views.ts';
import { Button } from './button.tsx';
import { Combobox } from './combobox.tsx';
import { Field, TextField } from './field.tsx';
import {
  defaultLabel,
  draftOf,
  errorsOf,
  type FieldErrors,
  fieldOf,
  type IssueValues,
  isPrivilegedChoice,
  lifetimes,
  lifetimeText,
  longest,
  profileOf,
  startingValues,
  untilOf,
} from './issue-draft.ts';
import { MoreOptions } from './issue-more.tsx';
import { moment, toLocal, zone } from './moments.ts';
import { Notice, ProblemNotice } from './notice.tsx';
import { problemText } from './problem-text.ts';
import { useNow } from './relative-time.tsx';
import { SelectField } from './select.tsx';
import { Switch } from './switch.tsx';
import { t } from './text.ts';

export interface IssueFormProps {
  readonly choices: Choices;
  readonly issue: (draft: IssueDraft) => Promise<Outcome<Issued>>;
  readonly onIssued: (issued: Issued) => void;
  /** Whether a press counts; inside GLPI's page only what the user did. */
  readonly accepts?: (event: Event) => boolean;
  /** Remarks that do not stand in the way; above the button. */
  readonly children?: ComponentChildren;
}

/** The values of the fields and how to change them; the parts of the form share it. */
export interface Editing {
  readonly choices: Choices;
  readonly values: IssueValues;
  readonly errors: FieldErrors;
  readonly set: (changes: Partial<IssueValues>) => void;
}

/** "Generate invite": grant and limits, good as they are, and one press. The same in popup and panel. */
export function IssueForm({ choices, issue, onIssued, accepts = () => true, children }: IssueFormProps) {
  const [values, setValues] = useState(() => startingValues(choices, Date.now()));
  const [errors, setErrors] = useState<FieldErrors>({});
  const [trouble, setTrouble] = useState<Problem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [isMoreOpen, setMoreOpen] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const submit = useRef<HTMLButtonElement>(null);

  // The defaults are good: the first key press may be Enter.
  useEffect(() => submit.current?.focus({ preventScroll: true }), []);
  useEffect(() => {
    if (Object.keys(errors).length > 0) form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus();
  }, [errors]);

  function set(changes: Partial<IssueValues>) {
    setValues((before) => ({ ...before, ...changes }));
    // A field that is being corrected is not wrong any more; the next press judges again.
    setErrors((before) => {
      const kept = Object.entries(before).filter(([field]) => !(field in changes));
      return kept.length === Object.keys(before).length ? before : Object.fromEntries(kept);
    });
  }

  function complain(found: FieldErrors) {
    if (found.groupIds !== undefined) setMoreOpen(true);
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

function GrantFields({ choices, values, errors, set }: Editing) {
  const helpdesk = choices.profiles.filter((profile) => profile.interface === 'helpdesk');
  const central = choices.profiles.filter((profile) => profile.interface === 'central');
  const name = profileOf(values, choices)?.name;
  return (
    <>
      <SelectField
        label={t('form_profile')}
        name="profile"
        value={String(values.profileId)}
        error={errors.profileId}
        // A yes was for the profile that was shown with it.
        onValue={(id) => set({ profileId: Number(id), privilegedConfirmed: false })}
      >
        {[[t('form_profilesHelpdesk'), helpdesk] as const, [t('form_profilesCentral'), central] as const].map(
          ([label, profiles]) =>
            profiles.length > 0 && (
              <optgroup key={label} label={label}>
                {profiles.map((profile) => (
                  <option key={profile.id} value={String(profile.id)}>
                    {profile.name}
                  </option>
                ))}
              </optgroup>
            ),
        )}
      </SelectField>
      {isPrivilegedChoice(values, choices) && (
        <Notice tone="warning">
          <p class="notice-sentence">{t('form_privileged', { profile: name })}</p>
          <Switch
            kind="checkbox"
            name="privilegedConfirmed"
            label={t('form_privilegedConfirm', { profile: name })}
            checked={values.privilegedConfirmed}
            error={errors.privilegedConfirmed}
            onValue={(privilegedConfirmed) => set({ privilegedConfirmed })}
          />
        </Notice>
      )}
      <div class="with-aside">
        <Field label={t('form_entity')} error={errors.entityId}>
          {(control, labelId) => (
            <Combobox
              control={control}
              labelId={labelId}
              name="entity"
              options={choices.entities}
              value={values.entityId}
              onValue={(entityId) => set({ entityId })}
            />
          )}
        </Field>
        <Switch
          name="recursive"
          label={t('form_recursive')}
          checked={values.recursive}
          onValue={(recursive) => set({ recursive })}
        />
      </div>
    </>
  );
}

function LimitFields({ choices, values, errors, set }: Editing) {
  const now = useNow();
  const until = untilOf(values, now);
  const privileged = isPrivilegedChoice(values, choices);
  return (
    <>
      <div class="two">
        <SelectField
          label={t('form_until')}
          name="until"
          value={String(values.until)}
          error={errors.until}
          onValue={(value) =>
            set(
              value === 'custom'
                ? { until: 'custom', untilMoment: toLocal(until ?? now) }
                : { until: Number(value) },
            )
          }
        >
          {lifetimes(choices.start.lifetime).map((lifetime) => (
            <option key={lifetime} value={String(lifetime)}>
              {lifetimeText(lifetime)}
            </option>
          ))}
          <option value="custom">{t('form_until_custom')}</option>
        </SelectField>
        <SelectField
          label={t('form_uses')}
          name="uses"
          value={privileged ? 'once' : values.uses}
          onValue={(uses) => set({ uses: uses as IssueValues['uses'] })}
        >
          <option value="once">{t('form_uses_once')}</option>
          {!privileged && <option value="number">{t('form_uses_number')}</option>}
          {!privileged && <option value="unlimited">{t('form_uses_unlimited')}</option>}
        </SelectField>
      </div>
      {values.until === 'custom' && (
        <TextField
          label={t('form_untilMoment')}
          name="untilMoment"
          type="datetime-local"
          min={toLocal(now)}
          hint={t('zoneNamed', { zone: zone() })}
          error={errors.untilMoment}
          value={values.untilMoment}
          onValue={(untilMoment) => set({ untilMoment })}
        />
      )}
      {values.until !== 'custom' && until !== null && (
        <p class="hint tight">{t('form_untilShown', { moment: moment(until) })}</p>
      )}
      {!privileged && values.uses === 'number' && (
        <TextField
          label={t('form_maxUses')}
          name="maxUses"
          type="number"
          min={1}
          inputMode="numeric"
          error={errors.maxUses}
          value={values.maxUses}
          onValue={(maxUses) => set({ maxUses })}
        />
      )}
    </>
  );
}

function WhoFields({ values, errors, set }: Editing) {
  return (
    <>
      <SelectField
        label={t('form_who')}
        name="who"
        value={values.who}
        onValue={(who) => set({ who: who as AddressRule['kind'] })}
      >
        <option value="anyone">{t('form_who_anyone')}</option>
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
      {values.who === 'domains' && (
        <TextField
          label={t('form_domains')}
          name="domains"
          hint={t('form_domainsHint')}
          error={errors.domains}
          value={values.domains}
          onValue={(domains) => set({ domains })}
        />
      )}
    </>
  );
}
