import { useMemo, useState } from 'preact/hooks';
import type { InviteQueryRequest } from '../../../messages/dashboard-requests.ts';
import {
  type InviteFacetsView,
  type InvitePageView,
  type InviteStatusChoice,
  inviteSorts,
} from '../../../messages/dashboard-views.ts';
import type { SiteView } from '../../../messages/views.ts';
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { CrossIcon, ListIcon, PlusIcon } from '../../../ui/icons.tsx';
import { ProblemNotice } from '../../../ui/notice.tsx';
import { t } from '../../../ui/text.ts';
import { useReply } from '../../use-reply.ts';
import { hashOf, type Navigation, openNew } from '../address.ts';
import { FacetField } from '../facet-field.tsx';
import {
  type Choice,
  Loading,
  NothingFound,
  Pager,
  pageSize,
  SearchField,
  Segments,
} from '../list-parts.tsx';
import { InvitePane } from './invite-pane.tsx';
import { InviteTable } from './invite-table.tsx';
import { NewInvitePane } from './new-invite-pane.tsx';

/** What the address asks of the list. */
function queryOf(at: Readonly<Record<string, string>>): InviteQueryRequest {
  const status = statuses.find((name) => name === at.status) ?? null;
  return {
    text: at.q ?? '',
    status: status === 'all' ? null : status,
    site: at.site || null,
    profile: at.profile || null,
    entity: at.entity || null,
    batch: at.batch || null,
    label: at.label || null,
    sort: inviteSorts.find((name) => name === at.sort) ?? 'createdAt',
    descending: at.sort === undefined || at.down === '1',
    from: Math.max(0, Number.parseInt(at.from ?? '0', 10) || 0),
    limit: pageSize,
  };
}

const statuses = [
  'all',
  'live',
  'needsYou',
  'open',
  'paused',
  'used',
  'expired',
  'revoked',
  'failed',
] as const satisfies readonly ('all' | InviteStatusChoice)[];
/** Those that are worth a place of their own even while nobody is there. */
const usual: readonly string[] = ['all', 'live', 'needsYou', 'used', 'expired', 'revoked'];
const filters = ['q', 'status', 'site', 'profile', 'entity', 'label', 'batch', 'from'];

/** All invites of all GLPIs: search, filter, sort; one of them open beside the list. */
export function InvitesView({ navigation, sites }: { navigation: Navigation; sites: readonly SiteView[] }) {
  const { at } = navigation.place;
  const { set } = navigation;
  const query = queryOf(at);
  const { outcome } = useReply('invite.page', query);
  // While the next page is on its way the last one stays: nothing jumps.
  const [shown, setShown] = useState<InvitePageView | null>(null);
  if (outcome?.ok && outcome.value !== shown) setShown(outcome.value);
  const page = outcome?.ok ? outcome.value : shown;
  const open = at.open ?? '';
  const clear = () => set(Object.fromEntries(filters.map((name) => [name, ''])));
  // Drawn anew with its rows, not at each key in the search that leads to them.
  const table = useMemo(
    () =>
      page && (
        <InviteTable
          lines={page.lines}
          hasSites={page.isOfSeveralSites}
          open={open}
          sort={{ column: query.sort, isDescending: query.descending }}
          at={at}
          onSort={(column, isDescending) => set({ sort: column, down: isDescending ? '1' : '0', from: '' })}
        />
      ),
    [page, open, query.sort, query.descending],
  );
  const close = () => {
    set({ open: '', like: '', person: '', template: '' });
    // Back to the line it was opened from, once it is seen again.
    requestAnimationFrame(() => document.getElementById(`invite-${open}`)?.focus());
  };

  return (
    <div class={`view${open === '' ? '' : ' with-pane'}`}>
      <section class="list-part" aria-labelledby="view-title">
        <div class="view-head">
          <h2 id="view-title">{t('dash_invites')}</h2>
          <div class="actions">
            <a class="button" href={hashOf({ view: 'bulk', at: {} })}>
              <ListIcon />
              {t('bulk_title')}
            </a>
            <Button kind="primary" onClick={() => set({ open: openNew, like: '', person: '' })}>
              <PlusIcon />
              {t('generateInvite')}
            </Button>
          </div>
        </div>
        {outcome !== null && !outcome.ok && <ProblemNotice problem={outcome.problem} />}
        {page === null && <Loading />}
        {page !== null && page.all === 0 && (
          <EmptyState title={t('invites_none')} next={t('invites_noneNext')}>
            <Button onClick={() => set({ open: openNew })}>{t('generateInvite')}</Button>
          </EmptyState>
        )}
        {page !== null && page.all > 0 && (
          <>
            <Filters at={at} page={page} onSet={(changes, how) => set({ from: '', ...changes }, how)} />
            {page.total === 0 ? (
              <NothingFound onClear={clear}>
                {/* An invite for anyone does not know whom it will bring. */}
                {query.text !== '' && (
                  <a class="button" href={hashOf({ view: 'registrations', at: { q: query.text } })}>
                    {t('invites_lookInRegistrations', { text: query.text })}
                  </a>
                )}
              </NothingFound>
            ) : (
              <>
                {table}
                <Pager from={query.from} total={page.total} onFrom={(from) => set({ from: String(from) })} />
              </>
            )}
          </>
        )}
      </section>
      {open === openNew && (
        <NewInvitePane
          key={`${at.like ?? ''} ${at.person ?? ''}`}
          sites={sites}
          like={at.like ?? ''}
          person={at.person ?? ''}
          template={at.template ?? ''}
          onTemplate={(id) => set({ template: id }, 'replace')}
          onClose={close}
          onIssued={(id) => set({ open: id, like: '', person: '', template: '' })}
        />
      )}
      {open !== '' && open !== openNew && (
        <InvitePane key={open} id={open} navigation={navigation} onClose={close} />
      )}
    </div>
  );
}

const noFacets: InviteFacetsView = { sites: [], profiles: [], entities: [], labels: [] };

function Filters(props: {
  readonly at: Readonly<Record<string, string>>;
  readonly page: InvitePageView;
  readonly onSet: (changes: Readonly<Record<string, string>>, how?: 'push' | 'replace') => void;
}) {
  const { at, page, onSet } = props;
  const asked = useReply('invite.facets', {}).outcome;
  const facets = asked?.ok ? asked.value : noFacets;
  const all = Object.entries(page.statuses).reduce(
    (sum, [status, count]) => (status === 'live' || status === 'needsYou' ? sum : sum + (count ?? 0)),
    0,
  );
  const status = statuses.find((name) => name === at.status) ?? 'all';
  const choices = statuses
    .map(
      (value): Choice<(typeof statuses)[number]> => ({
        value,
        name: t(`invites_status_${value}`),
        count: value === 'all' ? all : (page.statuses[value] ?? 0),
        isUrgent: value === 'needsYou',
      }),
    )
    .filter(({ value, count }) => usual.includes(value) || (count ?? 0) > 0 || value === status);
  return (
    <div class="filters">
      <SearchField
        label={t('invites_search')}
        value={at.q ?? ''}
        onValue={(q) => onSet({ q }, 'replace')}
        isQuick
      />
      {at.batch && (
        <ul class="chips">
          <li class="chip" data-test="batch-filter">
            {t('batch_filter')}
            <button
              type="button"
              aria-label={t('list_remove', { name: t('batch_filter') })}
              onClick={() => onSet({ batch: '' })}
            >
              <CrossIcon />
            </button>
          </li>
        </ul>
      )}
      <Segments
        label={t('invites_status')}
        choices={choices}
        value={status}
        onValue={(value) => onSet({ status: value === 'all' ? '' : value })}
      />
      <details class="more-filters" open={['site', 'profile', 'entity', 'label'].some((name) => at[name])}>
        <summary>{t('list_moreFilters')}</summary>
        <div class="filter-fields">
          {page.isOfSeveralSites && (
            <FacetField
              label={t('popup_site')}
              name="filterSite"
              values={facets.sites}
              value={at.site ?? ''}
              onValue={(site) => onSet({ site })}
            />
          )}
          <FacetField
            label={t('form_profile')}
            name="filterProfile"
            values={facets.profiles}
            value={at.profile ?? ''}
            onValue={(profile) => onSet({ profile })}
          />
          <FacetField
            label={t('form_entity')}
            name="filterEntity"
            values={facets.entities}
            value={at.entity ?? ''}
            onValue={(entity) => onSet({ entity })}
          />
          <FacetField
            label={t('invites_label')}
            name="filterLabel"
            values={facets.labels}
            value={at.label ?? ''}
            onValue={(label) => onSet({ label })}
          />
          <Button
            kind="quiet"
            onClick={() => onSet({ q: '', status: '', site: '', profile: '', entity: '', label: '' })}
          >
            {t('list_clear')}
          </Button>
        </div>
      </details>
    </div>
  );
}
