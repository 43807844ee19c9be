import { useEffect, useRef } from 'preact/hooks';
import type { Issued } from '../messages/requests.ts';
import type { InviteView } from '../messages/views.ts';
import { Button } from './button.tsx';
import { CheckIcon, PlusIcon } from './icons.tsx';
import { InviteFacts } from './invite-facts.tsx';
import { ShareView } from './share-view.tsx';
import { t } from './text.ts';

/** The address that an invite is bound to; null where it is for more than one. */
export function addressOf({ limits }: Pick<InviteView, 'limits'>): string | null {
  return limits.address.kind === 'address' ? limits.address.address : null;
}

/** What stands after the one press: the link, what it gives, and the message to send. */
export function IssuedView({ issued, onNew }: { issued: Issued; onNew: () => void }) {
  const heading = useRef<HTMLHeadingElement>(null);
  // The button that was pressed is gone: the focus goes on to what came of it.
  useEffect(() => heading.current?.focus(), []);
  return (
    <div class="issued">
      <h2 class="issued-title" tabIndex={-1} ref={heading}>
        <CheckIcon />
        {t('result_ready')}
      </h2>
      <p class="issued-label">
        <bdi>{issued.invite.label}</bdi>
      </p>
      <InviteFacts invite={issued.invite} />
      <ShareView share={issued.share} address={addressOf(issued.invite)} />
      <p class="hint">{t('result_onlyHere')}</p>
      <Button onClick={onNew}>
        <PlusIcon />
        {t('result_new')}
      </Button>
    </div>
  );
}
