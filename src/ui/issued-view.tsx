import { useEffect, useRef } from 'preact/hooks';
import type { FirstPassword, InviteView, Share } from '../messages/views.ts';
import { Button } from './button.tsx';
import { FirstPasswordCard } from './first-password-card.tsx';
import { CheckIcon, PlusIcon } from './icons.tsx';
import { InviteFacts } from './invite-facts.tsx';
import { ShareView } from './share-view.tsx';
import { t } from './text.ts';

/** The address that an invite is bound to; null where it is for more than one. */
export function addressOf({ limits }: Pick<InviteView, 'limits'>): string | null {
  return limits.address.kind === 'address' ? limits.address.address : null;
}

/** What the one press gave: a link, or for one person where GLPI's page cannot be had a first password. */
export interface Result {
  readonly invite: InviteView;
  readonly share: Share | null;
  readonly firstPassword?: FirstPassword | null;
}

/** What comes next: another invite, or back to where it was asked for. */
type IssuedViewProps = { readonly issued: Result } & (
  | { readonly onNew: () => void }
  | { readonly onDone: () => void }
);

/** What stands after the one press: the link, what it gives, and the message to send. */
export function IssuedView({ issued, ...then }: IssuedViewProps) {
  const { invite, share, firstPassword = null } = issued;
  const heading = useRef<HTMLHeadingElement>(null);
  // The button that was pressed is gone: the focus goes on to what came of it.
  useEffect(() => heading.current?.focus(), []);
  return (
    <div class="issued">
      <h2 class="issued-title" tabIndex={-1} ref={heading}>
        <CheckIcon />
        {t(
          invite.kind === 'form'
            ? 'result_ready'
            : share === null
              ? 'result_accountReady'
              : 'result_linkReady',
        )}
      </h2>
      <p class="issued-label">
        <bdi>{invite.label}</bdi>
      </p>
      <InviteFacts invite={invite} />
      {share !== null && (
        <>
          <ShareView share={share} address={addressOf(invite)} />
          <p class="hint">{t(invite.kind === 'form' ? 'result_onlyHere' : 'result_onlyThem')}</p>
        </>
      )}
      {firstPassword !== null && (
        <FirstPasswordCard
          password={firstPassword}
          address={addressOf(invite)}
          onDone={'onNew' in then ? then.onNew : then.onDone}
        />
      )}
      {'onNew' in then ? (
        <Button onClick={then.onNew}>
          <PlusIcon />
          {t('result_new')}
        </Button>
      ) : (
        firstPassword === null && <Button onClick={then.onDone}>{t('password_done')}</Button>
      )}
    </div>
  );
}
