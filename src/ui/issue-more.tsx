import type { LoginTemplate } from '../invite/grant.ts';
import type { Approval } from '../invite/limits.ts';
import type { UnusedFate } from '../invite/password-gate.ts';
import type { WordingLanguage } from '../invite/wording.ts';
import type { Editing } from './editing.ts';
import { Field, TextField } from './field.tsx';
import { isPrivilegedChoice, longest } from './issue-draft.ts';
import { ManyCombobox } from './many-combobox.tsx';
import { QuestionsField } from './questions-field.tsx';
import { SelectField } from './select.tsx';
import { plural, t } from './text.ts';

export interface MoreOptionsProps extends Editing {
  readonly isOpen: boolean;
  readonly onOpen: (isOpen: boolean) => void;
  /** For one known person: nothing to approve, but an account that may stay unused. */
  readonly isPersonal?: boolean;
}

/** What is seldom changed, folded away; the summary line says what it stands at. */
export function MoreOptions({ isOpen, onOpen, isPersonal = false, ...editing }: MoreOptionsProps) {
  const { choices, values, errors, set } = editing;
  const { approvalAlways } = choices.rails;
  const isByHand = approvalAlways || isPrivilegedChoice(values, choices);
  return (
    <details class="more" open={isOpen} onToggle={(event) => onOpen(event.currentTarget.open)}>
      <summary>
        <span>{t('form_more')}</span>
        {!isOpen && <span class="summary-now">{summary(editing, isPersonal)}</span>}
      </summary>
      <div class="more-body">
        {choices.groups.length > 0 && (
          <Field label={t('form_groups')} error={errors.groupIds}>
            {(control, labelId) => (
              <ManyCombobox
                control={control}
                labelId={labelId}
                name="groups"
                placeholder={t('form_groupsHint')}
                options={choices.groups}
                values={values.groupIds}
                onValues={(groupIds) => set({ groupIds })}
              />
            )}
          </Field>
        )}
        {isPersonal ? (
          <SelectField
            label={t('personal_ifUnused')}
            name="ifUnused"
            value={values.ifUnused}
            onValue={(ifUnused) => set({ ifUnused: ifUnused as UnusedFate })}
          >
            <option value="disable">{t('personal_ifUnused_disable')}</option>
            <option value="keep">{t('personal_ifUnused_keep')}</option>
          </SelectField>
        ) : (
          <SelectField
            label={t('form_approval')}
            name="approval"
            value={isByHand ? 'byHand' : values.approval}
            hint={approvalAlways ? t('rails_approval') : undefined}
            isFixed={approvalAlways}
            onValue={(approval) => set({ approval: approval as Approval })}
          >
            {!isByHand && <option value="automatic">{t('form_approval_automatic')}</option>}
            <option value="byHand">{t('form_approval_byHand')}</option>
          </SelectField>
        )}
        <SelectField
          label={t('form_login')}
          name="login"
          value={values.login}
          onValue={(login) => set({ login: login as LoginTemplate })}
        >
          <option value="first.last">{t('form_login_first_last')}</option>
          <option value="flast">{t('form_login_flast')}</option>
          <option value="email">{t('form_login_email')}</option>
        </SelectField>
        <SelectField
          label={t('form_language')}
          name="language"
          value={values.language}
          onValue={(language) => set({ language: language as WordingLanguage })}
        >
          {choices.languages.map(({ code, name }) => (
            <option key={code} value={code} lang={code}>
              {name}
            </option>
          ))}
        </SelectField>
        <TextField
          label={t('form_from')}
          name="from"
          maxLength={longest.from}
          value={values.from}
          onValue={(from) => set({ from })}
        />
        <TextField
          label={t('form_contact')}
          isOptional
          name="contact"
          maxLength={longest.contact}
          hint={t('form_contactHint')}
          value={values.contact}
          onValue={(contact) => set({ contact })}
        />
        <Field label={t('form_note')} isOptional>
          {(control) => (
            <textarea
              {...control}
              class="input"
              name="note"
              rows={2}
              dir="auto"
              maxLength={longest.note}
              value={values.note}
              onInput={(event) => set({ note: event.currentTarget.value })}
            />
          )}
        </Field>
        {!isPersonal && <QuestionsField {...editing} />}
      </div>
    </details>
  );
}

function summary({ choices, values }: Editing, isPersonal: boolean): string {
  const byHand =
    choices.rails.approvalAlways || isPrivilegedChoice(values, choices) || values.approval === 'byHand';
  const many = [
    ...(values.groupIds.length > 0 ? [plural('form_groupCount', values.groupIds.length)] : []),
    ...(!isPersonal && values.questions.length > 0
      ? [plural('questions_count', values.questions.length)]
      : []),
  ];
  const parts = {
    first: isPersonal
      ? t(values.ifUnused === 'disable' ? 'personal_summary_disable' : 'personal_summary_keep')
      : byHand
        ? t('form_summary_byHand')
        : t('form_summary_automatic'),
    second: choices.languages.find(({ code }) => code === values.language)?.name,
  };
  const [first, second] = many;
  if (first === undefined) return t('listOfTwo', parts);
  return t('listOfThree', {
    ...parts,
    third: second === undefined ? first : t('listOfTwo', { first, second }),
  });
}
