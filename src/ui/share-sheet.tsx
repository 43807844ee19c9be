import type { ComponentChildren } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { Share } from '../messages/views.ts';
import { Button } from './button.tsx';
import { CopyButton } from './copy-button.tsx';
import { download, fileName } from './download.ts';
import { CheckIcon, CopyIcon, DownloadIcon } from './icons.tsx';
import { qrPath, qrPng, qrSvg } from './qr.ts';
import { copyRich } from './rich-text.ts';
import { MailLink } from './share-view.tsx';
import { t } from './text.ts';

export interface ShareSheetProps {
  readonly share: Share;
  readonly address: string | null;
  /** What the invite is called: the files are named after it. */
  readonly label: string;
  /** Which message it is; above it. */
  readonly children?: ComponentChildren;
}

/** Every way to pass a link on: copy it, show it, send it. */
export function ShareSheet({ share, address, label, children }: ShareSheetProps) {
  return (
    <div class="share-sheet">
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
      <div class="share-ways">
        <QrCode link={share.link} label={label} />
        <div class="message-choice">{children}</div>
      </div>
      <MessageToSend key={share.body} share={share} address={address} />
    </div>
  );
}

function QrCode({ link, label }: { link: string; label: string }) {
  const { size, path } = useMemo(() => qrPath(link), [link]);
  const name = `${fileName(label)}-qr`;
  return (
    <figure class="qr">
      <svg
        viewBox={`0 0 ${size} ${size}`}
        role="img"
        aria-label={t('share_qr', { label })}
        shape-rendering="crispEdges"
      >
        <rect width={size} height={size} fill="#fff" />
        <path d={path} fill="#000" />
      </svg>
      <figcaption class="actions small">
        <Button
          kind="quiet"
          label={t('share_qrSvg')}
          onClick={() => download(`${name}.svg`, new Blob([qrSvg(link)], { type: 'image/svg+xml' }))}
        >
          <DownloadIcon />
          SVG
        </Button>
        <Button
          kind="quiet"
          label={t('share_qrPng')}
          onClick={() => void qrPng(link).then((picture) => download(`${name}.png`, picture))}
        >
          <DownloadIcon />
          PNG
        </Button>
      </figcaption>
    </figure>
  );
}

function MessageToSend({ share, address }: { share: Share; address: string | null }) {
  const [rich, setRich] = useState<'copied' | 'failed' | null>(null);
  const [body, setBody] = useState(share.body);
  const copyFormatted = async () => {
    setRich((await copyRich({ body, link: share.link })) ? 'copied' : 'failed');
  };
  return (
    <div class="message-to-send">
      <p class="message-subject" dir="auto" data-test="message-subject">
        {share.subject}
      </p>
      <textarea
        class="input"
        name="message"
        dir="auto"
        rows={9}
        data-test="message-body"
        aria-label={t('result_message')}
        value={body}
        onInput={(event) => {
          setBody(event.currentTarget.value);
          setRich(null);
        }}
      />
      <div class="actions small">
        <CopyButton text={body}>{t('copyMessage')}</CopyButton>
        <Button onClick={() => void copyFormatted()}>
          {rich === 'copied' ? <CheckIcon /> : <CopyIcon />}
          {rich === 'copied' ? t('copied') : t('share_rich')}
        </Button>
        <MailLink address={address} subject={share.subject} body={body} />
        <span role="status" class={rich === 'failed' ? 'wrong' : 'hidden'}>
          {rich === 'failed' ? t('copyFailed') : rich === 'copied' ? t('copied') : ''}
        </span>
      </div>
    </div>
  );
}
