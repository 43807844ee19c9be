import { useId } from 'preact/hooks';

export interface SwitchProps {
  readonly label: string;
  readonly name: string;
  readonly checked: boolean;
  readonly error?: string | undefined;
  readonly onValue: (checked: boolean) => void;
  /** A switch sets something; a checkbox confirms something. */
  readonly kind?: 'switch' | 'checkbox';
}

/** A yes or no. */
export function Switch({ label, name, checked, error, onValue, kind = 'switch' }: SwitchProps) {
  const id = useId();
  return (
    <div class="field">
      <label class="choice">
        <input
          type="checkbox"
          class={kind}
          role={kind === 'switch' ? 'switch' : undefined}
          name={name}
          checked={checked}
          aria-invalid={error === undefined ? undefined : true}
          aria-describedby={error === undefined ? undefined : `${id}-error`}
          onChange={(event) => onValue(event.currentTarget.checked)}
        />
        <span>{label}</span>
      </label>
      {error !== undefined && (
        <p id={`${id}-error`} class="wrong">
          {error}
        </p>
      )}
    </div>
  );
}
