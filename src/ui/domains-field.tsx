import type { Editing } from './editing.ts';
import { TextField } from './field.tsx';
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
