import { useEffect, useRef, useState } from 'preact/hooks';
import type { BulkLink } from '../../../messages/bulk-views.ts';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { CheckIcon, MailIcon } from '../../../ui/icons.tsx';
import { mailto } from '../../../ui/mailto.ts';
import { plural, t } from '../../../ui/text.ts';
import { hashOf } from '../address.ts';
import { Pager, pageSize } from '../list-parts.tsx';

/** A ready-made message for each link, to be handed to the admin's own mail program one by one. */
export function Messages({ links }: { links: readonly BulkLink[] }) {
  const [from, setFrom] = useState(0);
  // Which were handed over; whether they were sent, only the mail program knows.
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section aria-labelledby="bulk-messages" class="messages no-print" data-test="messages">
      <h4 id="bulk-messages" tabIndex={-1} ref={heading}>
        {plural('bulk_messageCount', links.length)}
      </h4>
      <p class="hint">{t('bulk_mailMerge')}</p>
      <ul class="people">
        {links.slice(from, from + pageSize).map((link) => (
          <li key={link.inviteId} class="person" data-test="message">
            <Message
              link={link}
              isOpened={opened.has(link.inviteId)}
              onOpened={() => setOpened((before) => new Set(before).add(link.inviteId))}
            />
          </li>
        ))}
      </ul>
      {links.length > pageSize && <Pager from={from} total={links.length} onFrom={setFrom} />}
    </section>
  );
}

function Message(props: { link: BulkLink; isOpened: boolean; onOpened: () => void }) {
  const { link, isOpened, onOpened } = props;
  const name = `${link.firstName} ${link.lastName}`.trim() || link.label || link.email;
  const open = hashOf({ view: 'invites', at: { open: link.inviteId } });
  return (
    <>
      <div class="person-what">
        <a href={open}>
          <bdi>{name}</bdi>
        </a>
        {link.email !== '' && (
          <p class="line-sub">
            <bdi>{link.email}</bdi>
          </p>
        )}
      </div>
      {link.link === '' ? (
        <p class="hint">{t('bulk_withoutLink')}</p>
      ) : (
        <div class="actions small">
          {isOpened && (
            <span class="opened">
              <CheckIcon />
              {t('bulk_mailOpened')}
            </span>
          )}
          <a
            class="button quiet"
            href={mailto({ address: link.email || null, subject: link.subject, body: link.body })}
            target="_blank"
            rel="noreferrer"
            aria-label={t('bulk_mailTo', { name })}
            onClick={onOpened}
          >
            <MailIcon />
            {t('result_mail')}
          </a>
          <CopyButton text={link.body} label={t('bulk_copyMessageOf', { name })}>
            {t('copyMessage')}
          </CopyButton>
          <CopyButton text={link.link} label={t('open_copyNamed', { label: name })}>
            {t('copyLink')}
          </CopyButton>
        </div>
      )}
    </>
  );
}
