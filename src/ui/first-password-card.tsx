import { useEffect, useRef } from 'preact/hooks';
import type { FirstPassword } from '../messages/views.ts';
import { Button } from './button.tsx';
import { CopyButton } from './copy-button.tsx';
import { Notice } from './notice.tsx';
import { MailLink } from './share-view.tsx';
import { t } from './text.ts';

export interface FirstPasswordCardProps {
  readonly password: FirstPassword;
  readonly address: string | null;
  readonly onDone: () => void;
}

/** The first password, this once. */
export function FirstPasswordCard({ password, address, onDone }: FirstPasswordCardProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section class="card first-password" aria-label={t('password_title')}>
      <h2 tabIndex={-1} ref={heading}>
        {t('password_title')}
      </h2>
      <Notice tone="warning">
        <p>{t('password_once')}</p>
      </Notice>
      <dl class="answers">
        <div>
          <dt>{t('password_login')}</dt>
          <dd class="mono" data-test="first-login">
            <bdi>{password.login}</bdi>
          </dd>
        </div>
        <div>
          <dt>{t('password_password')}</dt>
          <dd class="mono" data-test="first-password" dir="ltr">
            {password.password}
          </dd>
        </div>
      </dl>
      <div class="actions small">
        <CopyButton kind="primary" text={password.password}>
          {t('copyPassword')}
        </CopyButton>
        <CopyButton text={password.body}>{t('copyMessage')}</CopyButton>
        <MailLink address={address} subject={password.subject} body={password.body} />
        <Button onClick={onDone}>{t('password_done')}</Button>
      </div>
    </section>
  );
}
