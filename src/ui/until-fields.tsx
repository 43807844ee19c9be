import { day } from '../invite/instant.ts';
import type { Editing } from './editing.ts';
import { TextField } from './field.tsx';
import { lifetimes, lifetimeText, untilOf } from './issue-draft.ts';
import { moment, toLocal, zone } from './moments.ts';
import { useNow } from './relative-time.tsx';
import { SelectField } from './select.tsx';
import { plural, t } from './text.ts';

/** How long the link lives. */
export function UntilSelect({ choices, values, errors, set }: Editing) {
  const now = useNow();
  const { longestLife } = choices.rails;
  return (
    <SelectField
      label={t('form_until')}
      name="until"
      value={String(values.until)}
      error={errors.until}
      hint={longestLife === null ? undefined : plural('rails_life', longestLife / day)}
      onValue={(value) =>
        set(
          value === 'custom'
            ? { until: 'custom', untilMoment: toLocal(untilOf(values, now) ?? now) }
            : { until: Number(value) },
        )
      }
    >
      {lifetimes([choices.start.lifetime, values.until], longestLife).map((lifetime) => (
        <option key={lifetime} value={String(lifetime)}>
          {lifetimeText(lifetime)}
        </option>
      ))}
      <option value="custom">{t('form_until_custom')}</option>
    </SelectField>
  );
}

/** The moment that was chosen, or the field for one. */
export function UntilMoment({ choices, values, errors, set }: Editing) {
  const now = useNow();
  const { longestLife } = choices.rails;
  const until = untilOf(values, now);
  return (
    <>
      {values.until === 'custom' && (
        <TextField
          label={t('form_untilMoment')}
          name="untilMoment"
          type="datetime-local"
          min={toLocal(now)}
          {...(longestLife === null ? {} : { max: toLocal(now + longestLife) })}
          hint={t('zoneNamed', { zone: zone() })}
          error={errors.untilMoment}
          value={values.untilMoment}
          onValue={(untilMoment) => set({ untilMoment })}
        />
      )}
      {values.until !== 'custom' && until !== null && (
        <p class="hint tight">{t('form_untilShown', { moment: moment(until) })}</p>
      )}
    </>
  );
}
