import type { ComponentChildren } from 'preact';
import { Field } from './field.tsx';

export interface SelectFieldProps {
  readonly label: string;
  readonly name: string;
  readonly value: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  /** One choice is left: to be seen, not to be changed. */
  readonly isFixed?: boolean;
  readonly onValue: (value: string) => void;
  /** `option`s, or `optgroup`s of them. */
  readonly children: ComponentChildren;
}

/** A labelled choice of a few: the browser's own list, with our looks when closed. */
export function SelectField({
  label,
  name,
  value,
  hint,
  error,
  isFixed,
  onValue,
  children,
}: SelectFieldProps) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => (
        <select
          {...control}
          class="input select"
          name={name}
          disabled={isFixed}
          value={value}
          onChange={(event) => onValue(event.currentTarget.value)}
        >
          {children}
        </select>
      )}
    </Field>
  );
}
