import type { Share } from '../messages/views.ts';
import { CopyButton } from './copy-button.tsx';
import { MailIcon } from './icons.tsx';
import { mailto } from './mailto.ts';
import { t } from './text.ts';

export interface ShareViewProps {
  readonly share: Share;
  /** To whom, where the invite is for one address. */
  readonly address: string | null;
}

/** The link and the ready-made message, each with its Copy. */
export function ShareView({ share, address }: ShareViewProps) {
  return (
    <div class="share">
      <div class="share-link">
        <input
          class="input mono"
          type="text"
          readOnly
          name="link"
          data-test="link"
          dir="ltr"
          aria-label={t('result_link')}
          value={share.link}
          onFocus={(event) => event.currentTarget.select()}
        />
        <CopyButton kind="primary" text={share.link}>
          {t('copyLink')}
        </CopyButton>
      </div>
      <section class="message" aria-label={t('result_message')}>
        <h3>{t('result_message')}</h3>
        <p class="message-subject" dir="auto" data-test="message-subject">
          {share.subject}
        </p>
        <p class="message-body" dir="auto" data-test="message-body">
          {share.body}
        </p>
        <div class="actions">
          <CopyButton text={share.body}>{t('copyMessage')}</CopyButton>
          <MailLink address={address} subject={share.subject} body={share.body} />
        </div>
      </section>
    </div>
  );
}

/** Hands the message to the admin's own mail program. */
export function MailLink(message: { address: string | null; subject: string; body: string }) {
  return (
    // A popup that navigates to mailto: itself may stay blank; a target of its own is left alone by browsers.
    <a class="button quiet" href={mailto(message)} target="_blank" rel="noreferrer">
      <MailIcon />
      {t('result_mail')}
    </a>
  );
}
