import type { InviteView } from '../../../messages/views.ts';
import { Notice } from '../../../ui/notice.tsx';
import { t } from '../../../ui/text.ts';
import { useReply } from '../../use-reply.ts';
import { hashOf } from '../address.ts';

/** That an invite is the form of a batch, or one of its links; and the way to the rest of it. */
export function BatchNote({ batch }: { batch: NonNullable<InviteView['batch']> }) {
  const list = useReply('bulk.list', {});
  const bulks = list.outcome?.ok ? list.outcome.value : [];
  // Issued in another browser, there is a batch without the list that it came from.
  const bulk = bulks.find(({ batchId }) => batchId === batch.id);
  return (
    <Notice tone="info">
      <p data-test="batch">{t(batch.whole ? 'batch_whole' : 'batch_link')}</p>
      <p class="links">
        {!batch.whole && (
          <a href={hashOf({ view: 'invites', at: { open: batch.id } })}>{t('batch_toWhole')}</a>
        )}
        <a href={hashOf({ view: 'invites', at: { batch: batch.id, open: batch.whole ? batch.id : '' } })}>
          {t('batch_toLinks')}
        </a>
        {bulk !== undefined && (
          <a href={hashOf({ view: 'bulk', at: { open: bulk.id } })}>{t('batch_toBulk')}</a>
        )}
      </p>
    </Notice>
  );
}
