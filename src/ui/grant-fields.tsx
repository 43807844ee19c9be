import { Combobox } from './combobox.tsx';
import type { Editing } from './editing.ts';
import { Field } from './field.tsx';
import { isPrivilegedChoice, profileOf } from './issue-draft.ts';
import { Notice } from './notice.tsx';
import { SelectField } from './select.tsx';
import { Switch } from './switch.tsx';
import { t } from './text.ts';

/** What the account gets, and the second look that a profile over other people's data asks for. */
export function GrantFields({
  choices,
  values,
  errors,
  set,
  privilegedText = 'form_privileged',
  confirmText = 'form_privilegedConfirm',
  isConfirmed = true,
}: Editing & {
  privilegedText?:
    | 'form_privileged'
    | 'personal_privileged'
    | 'templates_privileged'
    | 'bulk_privileged'
    | 'bulk_privilegedPersonal';
  confirmText?: 'form_privilegedConfirm' | 'bulk_privilegedConfirm';
  /** Whether it is to be confirmed here: nobody gets anything by a template alone. */
  isConfirmed?: boolean;
}) {
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
        hint={choices.rails.profiles === null ? undefined : t('rails_profiles')}
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
          <p class="notice-sentence">{t(privilegedText, { profile: name })}</p>
          {isConfirmed && (
            <Switch
              kind="checkbox"
              name="privilegedConfirmed"
              label={t(confirmText, { profile: name })}
              checked={values.privilegedConfirmed}
              error={errors.privilegedConfirmed}
              onValue={(privilegedConfirmed) => set({ privilegedConfirmed })}
            />
          )}
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
