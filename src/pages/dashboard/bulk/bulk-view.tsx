import type { SiteView } from '../../../messages/views.ts';
import { Button } from '../../../ui/button.tsx';
import { ProblemNotice } from '../../../ui/notice.tsx';
import { t } from '../../../ui/text.ts';
import { useReply } from '../../use-reply.ts';
import { hashOf, type Navigation } from '../address.ts';
import { BulkList } from './bulk-list.tsx';
import { BulkRun } from './bulk-run.tsx';
import { NewBulk } from './new-bulk.tsx';

/** Many invites at once: new ones, and what was issued together before. */
export function BulkView({ navigation, sites }: { navigation: Navigation; sites: readonly SiteView[] }) {
  const open = navigation.place.at.open ?? '';
  return (
    <div class="view">
      {open === '' ? <All navigation={navigation} sites={sites} /> : <BulkRun key={open} id={open} />}
    </div>
  );
}

function All({ navigation, sites }: { navigation: Navigation; sites: readonly SiteView[] }) {
  const list = useReply('bulk.list', {});
  const bulks = list.outcome?.ok ? list.outcome.value : [];
  return (
    <section class="list-part bulk-all" aria-labelledby="view-title">
      <div class="view-head">
        <h2 id="view-title">{t('bulk_title')}</h2>
        {bulks.length > 0 && <Button onClick={toList}>{t('bulk_before')}</Button>}
      </div>
      <p class="lead">{t('bulk_lead')}</p>
      <NewBulk sites={sites} onStarted={(id) => navigation.set({ open: id })} />
      {list.outcome !== null && !list.outcome.ok && <ProblemNotice problem={list.outcome.problem} />}
      {bulks.length > 0 && (
        <section class="part before" aria-labelledby="bulk-before">
          <h3 id="bulk-before" tabIndex={-1}>
            {t('bulk_before')}
          </h3>
          <BulkList bulks={bulks} hasSites={sites.length > 1} />
        </section>
      )}
      <p class="hint">
        <a href={hashOf({ view: 'invites', at: {} })}>{t('bulk_toInvites')}</a>
      </p>
    </section>
  );
}

function toList(): void {
  const heading = document.getElementById('bulk-before');
  heading?.scrollIntoView({ block: 'start' });
  heading?.focus({ preventScroll: true });
}
