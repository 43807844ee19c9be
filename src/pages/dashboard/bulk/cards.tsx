import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { BulkLink, BulkView } from '../../../messages/bulk-views.ts';
import { Button } from '../../../ui/button.tsx';
import { PrintIcon } from '../../../ui/icons.tsx';
import { moment } from '../../../ui/moments.ts';
import { qrPath } from '../../../ui/qr.ts';
import { plural, t } from '../../../ui/text.ts';

/** So many codes are drawn at once: thousands would stop the page. */
const atOnce = 200;

/** A card for each link, to be printed and cut: several a page. */
export function Cards({ bulk, links }: { bulk: BulkView; links: readonly BulkLink[] }) {
  const withLink = useMemo(() => links.filter(({ link }) => link !== ''), [links]);
  const [from, setFrom] = useState(0);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const shown = withLink.slice(from, from + atOnce);
  const turn = (to: number) => {
    setFrom(to);
    heading.current?.focus();
  };
  return (
    <section class="cards-part" aria-labelledby="bulk-cards" data-test="cards">
      <div class="actions no-print">
        <h4 id="bulk-cards" tabIndex={-1} ref={heading}>
          {withLink.length > atOnce
            ? t('bulk_cardsRange', {
                from: from + 1,
                to: Math.min(from + atOnce, withLink.length),
                total: withLink.length,
              })
            : plural('bulk_cardCount', withLink.length)}
        </h4>
        <Button kind="primary" onClick={() => window.print()}>
          <PrintIcon />
          {t('bulk_print')}
        </Button>
        {from > 0 && <Button onClick={() => turn(from - atOnce)}>{t('bulk_cardsBefore')}</Button>}
        {from + atOnce < withLink.length && (
          <Button onClick={() => turn(from + atOnce)}>{t('bulk_cardsNext')}</Button>
        )}
      </div>
      <ul class="print-cards">
        {shown.map((link) => (
          <Card key={link.inviteId} bulk={bulk} link={link} />
        ))}
      </ul>
    </section>
  );
}

function Card({ bulk, link }: { bulk: BulkView; link: BulkLink }) {
  const { size, path } = qrPath(link.link);
  const name = `${link.firstName} ${link.lastName}`.trim();
  return (
    <li class="print-card">
      <svg
        class="print-qr"
        viewBox={`0 0 ${size} ${size}`}
        role="img"
        aria-label={t('share_qr', { label: link.label || name || link.email })}
        shape-rendering="crispEdges"
      >
        <rect width={size} height={size} fill="#fff" />
        <path d={path} fill="#000" />
      </svg>
      <div class="print-words">
        <p class="print-name">
          <bdi>{name || link.label || link.email}</bdi>
        </p>
        {name !== '' && link.label !== '' && link.label !== name && (
          <p>
            <bdi>{link.label}</bdi>
          </p>
        )}
        {link.email !== '' && (
          <p>
            <bdi>{link.email}</bdi>
          </p>
        )}
        {link.login !== '' && (
          <p>
            {t('person_login')} <bdi>{link.login}</bdi>
          </p>
        )}
        <p class="print-site">
          <bdi>{bulk.siteName}</bdi>
        </p>
        <p>{t('bulk_cardUntil', { moment: moment(bulk.until) })}</p>
      </div>
      <p class="print-link" dir="ltr">
        {link.link}
      </p>
    </li>
  );
}
