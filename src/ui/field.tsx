import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { t } from './text.ts';

/** What a control inside a Field must carry, so that label, hint and error belong to it. */
export interface FieldControl {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': true | undefined;
}

export interface FieldProps {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  readonly isOptional?: boolean;
  readonly children: (control: FieldControl, labelId: string) => ComponentChildren;
}

/** A labelled control with its hint, or with what is wrong with it. */
export function Field({ label, hint, error, isOptional, children }: FieldProps) {
  const id = useId();
  const below = error ?? hint;
  const control: FieldControl = {
    id,
    'aria-describedby': below === undefined ? undefined : `${id}-below`,
    'aria-invalid': error === undefined ? undefined : true,
  };
  return (
    <div class="field">
      <label id={`${id}-label`} for={id}>
        {label}
        {isOptional && <span class="optional"> {t('optional')}</span>}
      </label>
      {children(control, `${id}-label`)}
      {below !== undefined && (
        <p id={`${id}-below`} class={error === undefined ? 'hint' : 'wrong'}>
          {below}
        </p>
      )}
    </div>
  );
}

export interface TextFieldProps {
  readonly label: string;
  readonly name: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  readonly isOptional?: boolean;
  readonly type?: 'text' | 'email' | 'number' | 'url' | 'date' | 'datetime-local' | 'password';
  readonly inputMode?: 'text' | 'email' | 'numeric' | 'url';
  /** What a password manager may make of it; nothing by itself. */
  readonly autocomplete?: 'off' | 'new-password' | 'current-password';
  readonly maxLength?: number;
  readonly min?: number | string;
  readonly max?: number | string;
  readonly placeholder?: string;
}

/** A Field around one line of text, a number, a date. */
export function TextField(props: TextFieldProps) {
  const { label, hint, error, isOptional, value, onValue, type = 'text', inputMode = 'text' } = props;
  return (
    <Field label={label} hint={hint} error={error} isOptional={isOptional ?? false}>
      {(control) => (
        <input
          {...control}
          class="input"
          // Preact's types allow other roles for each type; none is set here, so any type will do for the check.
          type={type as 'text'}
          name={props.name}
          inputMode={inputMode}
          autocomplete={props.autocomplete ?? 'off'}
          dir="auto"
          {...(props.maxLength === undefined ? {} : { maxLength: props.maxLength })}
          {...(props.min === undefined ? {} : { min: props.min })}
          {...(props.max === undefined ? {} : { max: props.max })}
          placeholder={props.placeholder ?? ''}
          value={value}
          onInput={(event) => onValue(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}
