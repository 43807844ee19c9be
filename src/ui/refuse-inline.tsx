import type { ButtonProps } from './button.tsx';
import { ConfirmInline } from './confirm-inline.tsx';
import { TextField } from './field.tsx';
import { t } from './text.ts';

/** As long as the message to the background takes it (messages/requests.ts). */
const longestReason = 500;

export interface RefuseInlineProps {
  /** Whose registration, where several stand on a page. */
  readonly name?: string;
  readonly triggerKind?: NonNullable<ButtonProps['kind']>;
  /** Kept by whoever shows it, so that it outlives another press. */
  readonly reason: string;
  readonly onReason: (reason: string) => void;
  readonly onRefuse: (reason: string) => Promise<unknown>;
}

/** "Refuse", with a second look and a reason that may be left out. */
export function RefuseInline({ name, triggerKind = 'quiet', reason, onReason, onRefuse }: RefuseInlineProps) {
  return (
    <ConfirmInline
      trigger={t('waiting_refuse')}
      {...(name === undefined ? {} : { triggerLabel: t('waiting_refuseNamed', { name }) })}
      triggerKind={triggerKind}
      says={t('waiting_refuseSays')}
      yes={t('waiting_refuseYes')}
      yesKind="danger"
      busy={t('waiting_refusing')}
      onYes={() => onRefuse(reason.trim())}
    >
      <TextField
        label={t('waiting_refuseReason')}
        isOptional
        name="reason"
        maxLength={longestReason}
        hint={t('waiting_refuseReasonHint')}
        value={reason}
        onValue={onReason}
      />
    </ConfirmInline>
  );
}
