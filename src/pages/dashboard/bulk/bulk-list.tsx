import type { BulkLine } from '../../../messages/bulk-views.ts';
import { StateBadge } from '../../../ui/state-badge.tsx';
import { t } from '../../../ui/text.ts';
import { hashOf } from '../address.ts';
import { inFull, onRowKeys } from '../list-parts.tsx';
import { When } from '../when.tsx';

/** How a bulk stands, in a word or two. */
export function BulkBadge({ bulk }: { bulk: BulkLine }) {
  const { state, trouble, failed, left } = bulk;
  if (state !== 'ended' && trouble !== null) {
    return <StateBadge tone="attention">{t('bulk_state_stuck')}</StateBadge>;
  }
  if (state === 'ended') {
    return failed + left > 0 ? (
      <StateBadge tone="attention">{t('bulk_state_partly')}</StateBadge>
    ) : (
      <StateBadge tone="good">{t('bulk_state_ended')}</StateBadge>
    );
  }
  return (
    <StateBadge tone={state === 'paused' ? 'off' : 'busy'}>
      {t(state === 'paused' ? 'bulk_state_paused' : 'bulk_state_running')}
    </StateBadge>
  );
}

const countsOf = ({ done, total }: BulkLine) =>
  t('bulk_counts', { done: inFull(done), total: inFull(total) });

/** What was issued together before, newest first. */
export function BulkList({ bulks, hasSites }: { bulks: readonly BulkLine[]; hasSites: boolean }) {
  return (
    <div class="table-frame">
      <table class="table invite-table" onKeyDown={onRowKeys}>
        <caption class="hidden">{t('bulk_before')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('bulk_bulk')}</th>
            <th scope="col">{t('invites_status')}</th>
            <th scope="col" class="medium-only number">
              {t('bulk_madeOf')}
            </th>
            <th scope="col" class="medium-only">
              {t('invites_issued')}
            </th>
            <th scope="col" class="wide-only">
              {t('invites_by')}
            </th>
          </tr>
        </thead>
        <tbody>
          {bulks.map((bulk) => (
            <tr key={bulk.id} data-test="bulk-line">
              <th scope="row">
                <a class="row-link" href={hashOf({ view: 'bulk', at: { open: bulk.id } })}>
                  <bdi>{bulk.label}</bdi>
                </a>
                <p class="line-sub">
                  {t(`bulk_kind_${bulk.kind}`)}
                  {hasSites && (
                    <>
                      {' · '}
                      <bdi>{bulk.siteName}</bdi>
                    </>
                  )}
                  <span class="narrow-only">
                    {' · '}
                    {countsOf(bulk)} · <When at={bulk.createdAt} />
                  </span>
                </p>
              </th>
              <td>
                <BulkBadge bulk={bulk} />
              </td>
              <td class="medium-only number">{countsOf(bulk)}</td>
              <td class="medium-only nowrap">
                <When at={bulk.createdAt} />
              </td>
              <td class="wide-only">
                <bdi>{bulk.createdBy}</bdi>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
