import { useMemo } from 'preact/hooks';
import type { Counted } from '../../messages/dashboard-views.ts';
import { Combobox } from '../../ui/combobox.tsx';
import { Field } from '../../ui/field.tsx';
import { t } from '../../ui/text.ts';

/** One value of a column to filter by, or all of them; searchable, since organisations have hundreds of entities. */
export function FacetField(props: {
  readonly label: string;
  readonly name: string;
  readonly values: readonly Counted[];
  readonly value: string;
  readonly onValue: (value: string) => void;
}) {
  const { values, value } = props;
  const options = useMemo(
    () => [
      { id: -1, name: t('list_all') },
      ...values.map(({ name }, index) => ({ id: index, name: name || t('list_empty') })),
    ],
    [values],
  );
  const chosen = value === '' ? -1 : values.findIndex((one) => one.value === value);
  return (
    <Field label={props.label}>
      {(control, labelId) => (
        <Combobox
          control={control}
          labelId={labelId}
          name={props.name}
          options={options}
          value={chosen}
          onValue={(id) => props.onValue(id === -1 ? '' : (values[id]?.value ?? ''))}
        />
      )}
    </Field>
  );
}
