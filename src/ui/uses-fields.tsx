import type { Editing } from './editing.ts';
import { TextField } from './field.tsx';
import { type IssueValues, isPrivilegedChoice } from './issue-draft.ts';
import { SelectField } from './select.tsx';
import { plural, t } from './text.ts';

/** How many people may come in by one link. */
export function UsesSelect({ choices, values, set }: Editing) {
  const privileged = isPrivilegedChoice(values, choices);
  const { mostUses } = choices.rails;
  return (
    <SelectField
      label={t('form_uses')}
      name="uses"
      value={privileged || mostUses === 1 ? 'once' : values.uses}
      hint={mostUses === null || privileged ? undefined : plural('rails_uses', mostUses)}
      isFixed={mostUses === 1}
      onValue={(uses) => set({ uses: uses as IssueValues['uses'] })}
    >
      <option value="once">{t('form_uses_once')}</option>
      {!privileged && mostUses !== 1 && <option value="number">{t('form_uses_number')}</option>}
      {!privileged && mostUses === null && <option value="unlimited">{t('form_uses_unlimited')}</option>}
    </SelectField>
  );
}

/** The number, where it is neither one nor any. */
export function UsesNumber({ choices, values, errors, set }: Editing) {
  const { mostUses } = choices.rails;
  if (isPrivilegedChoice(values, choices) || mostUses === 1 || values.uses !== 'number') return null;
  return (
    <TextField
      label={t('form_maxUses')}
      name="maxUses"
      type="number"
      min={1}
      {...(mostUses === null ? {} : { max: mostUses })}
      inputMode="numeric"
      error={errors.maxUses}
      value={values.maxUses}
      onValue={(maxUses) => set({ maxUses })}
    />
  );
}
