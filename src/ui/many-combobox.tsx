import { useMemo } from 'preact/hooks';
import type { Named } from '../invite/grant.ts';
import { Combobox, type ComboboxProps } from './combobox.tsx';
import { CrossIcon } from './icons.tsx';
import { leafOf } from './matching.ts';
import { t } from './text.ts';

export interface ManyComboboxProps extends Omit<ComboboxProps, 'value' | 'onValue'> {
  readonly values: readonly number[];
  readonly onValues: (ids: readonly number[]) => void;
}

/** A Combobox that collects: what was chosen stands above it and can be taken away again. */
export function ManyCombobox({ values, onValues, options, ...rest }: ManyComboboxProps) {
  const chosen = values.flatMap((id) => options.find((option) => option.id === id) ?? []);
  const others = useMemo<readonly Named[]>(
    () => options.filter((option) => !values.includes(option.id)),
    [options, values],
  );
  return (
    <div class="many">
      {chosen.length > 0 && (
        <ul class="chips">
          {chosen.map((option) => (
            <li key={option.id} class="chip" title={option.name}>
              <bdi>{leafOf(option.name)}</bdi>
              <button
                type="button"
                aria-label={t('list_remove', { name: option.name })}
                onClick={() => onValues(values.filter((id) => id !== option.id))}
              >
                <CrossIcon />
              </button>
            </li>
          ))}
        </ul>
      )}
      <Combobox {...rest} options={others} value={null} onValue={(id) => onValues([...values, id])} />
    </div>
  );
}
