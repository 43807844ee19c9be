import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { Button, type ButtonProps } from './button.tsx';
import { t } from './text.ts';

export interface ConfirmInlineProps {
  /** The first button, and its accessible name where several stand on a page. */
  readonly trigger: string;
  readonly triggerLabel?: string;
  readonly triggerKind?: NonNullable<ButtonProps['kind']>;
  /** What will happen, in plain words, before it does. */
  readonly says: string;
  readonly yes: string;
  readonly yesKind?: NonNullable<ButtonProps['kind']>;
  readonly busy: string;
  readonly onYes: () => Promise<unknown>;
  /** More to fill in before saying yes. */
  readonly children?: ComponentChildren;
}

/** A press that asks a second time in its own place, instead of a dialog over everything. */
export function ConfirmInline(props: ConfirmInlineProps) {
  const [stage, setStage] = useState<'closed' | 'asking' | 'busy'>('closed');
  const trigger = useRef<HTMLButtonElement>(null);
  const yes = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(false);
  const id = useId();

  useEffect(() => {
    if (stage === 'asking') {
      wasOpen.current = true;
      yes.current?.focus();
    } else if (stage === 'closed' && wasOpen.current) {
      wasOpen.current = false;
      trigger.current?.focus();
    }
  }, [stage]);

  if (stage === 'closed') {
    return (
      <Button
        kind={props.triggerKind ?? 'secondary'}
        buttonRef={trigger}
        onClick={() => setStage('asking')}
        {...(props.triggerLabel === undefined ? {} : { label: props.triggerLabel })}
      >
        {props.trigger}
      </Button>
    );
  }

  async function confirm() {
    setStage('busy');
    await props.onYes();
    setStage('closed');
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Escape' || stage === 'busy') return;
    event.preventDefault();
    event.stopPropagation();
    setStage('closed');
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape takes the question back, wherever the focus is in it
    <div class="confirm" onKeyDown={onKeyDown}>
      <p id={id}>{props.says}</p>
      {props.children}
      <div class="actions">
        <Button
          kind={props.yesKind ?? 'primary'}
          buttonRef={yes}
          describedBy={id}
          busy={stage === 'busy' ? props.busy : null}
          onClick={() => void confirm()}
        >
          {props.yes}
        </Button>
        {stage === 'asking' && (
          <Button kind="quiet" onClick={() => setStage('closed')}>
            {t('cancel')}
          </Button>
        )}
      </div>
    </div>
  );
}
