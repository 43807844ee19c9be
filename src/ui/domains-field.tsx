import type { Editing } from './editing.ts';
import { TextField } from './field.tsx';
import { SelectField } from './select.tsx';
import { t } from './text.ts';

/** The domains whose addresses may register. */
export function DomainsField({ values, errors, set }: Pick<Editing, 'values' | 'errors' | 'set'>) {
  return (
    <TextField
      label={t('form_domains')}
      name="domains"
      hint={t('form_domainsHint')}
      error={errors.domains}
      value={values.domains}
      onValue={(domains) => set({ domains })}
    />
  );
}

/** Anyone, or people of certain domains: for links that are for nobody in particular. */
export function DomainFields({ choices, values, errors, set }: Editing) {
  const { domains } = choices.rails;
  return (
    <>
      <SelectField
        label={t('form_who')}
        name="who"
        value={values.who === 'domains' ? 'domains' : 'anyone'}
        hint={domains === null ? undefined : t('rails_domains', { domains: domains.join(', ') })}
        onValue={(who) => set({ who: who === 'domains' ? 'domains' : 'anyone' })}
      >
        {domains === null && <option value="anyone">{t('form_who_anyone')}</option>}
        <option value="domains">{t('form_who_domains')}</option>
      </SelectField>
      {values.who === 'domains' && <DomainsField errors={errors} values={values} set={set} />}
    </>
  );
}
