import type { ComponentChildren, Ref } from 'preact';

export interface ButtonProps {
  readonly children: ComponentChildren;
  readonly kind?: 'primary' | 'secondary' | 'quiet' | 'danger';
  readonly type?: 'button' | 'submit';
  /** What is going on, in words, while the press is being carried out; the button then takes no second press. */
  readonly busy?: string | null;
  /** The accessible name where the visible text alone would not tell one of many from another. */
  readonly label?: string;
  readonly onClick?: (event: MouseEvent) => void;
  readonly buttonRef?: Ref<HTMLButtonElement>;
  readonly describedBy?: string;
  readonly wide?: boolean;
}

/** A button that says in words what it is busy with. */
export function Button(props: ButtonProps) {
  const { kind = 'secondary', busy = null } = props;
  return (
    <button
      type={props.type ?? 'button'}
      class={`button ${kind}${props.wide ? ' wide' : ''}`}
      // Not `disabled`: that would throw the focus away in the middle of what the user does.
      aria-disabled={busy !== null}
      aria-label={busy === null ? props.label : undefined}
      aria-describedby={props.describedBy}
      ref={props.buttonRef ?? null}
      onClick={(event) => {
        if (busy !== null) event.preventDefault();
        else props.onClick?.(event);
      }}
    >
      {busy === null ? (
        props.children
      ) : (
        <>
          <span class="spinner" aria-hidden="true" />
          {busy}
        </>
      )}
    </button>
  );
}
