import { useMemo, useState } from 'preact/hooks';
import type { JournalEvent } from '../../../invite/journal.ts';
import type { Problem } from '../../../invite/problem.ts';
import type { JournalQueryRequest } from '../../../messages/dashboard-requests.ts';
import type { JournalLine, JournalPageView } from '../../../messages/dashboard-views.ts';
import type { SiteView } from '../../../messages/views.ts';
import { ask } from '../../../ui/ask.ts';
import { Button } from '../../../ui/button.tsx';
import { download } from '../../../ui/download.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { TextField } from '../../../ui/field.tsx';
import { DownloadIcon } from '../../../ui/icons.tsx';
import { moment, momentInColumn, zone } from '../../../ui/moments.ts';
import { ProblemNotice } from '../../../ui/notice.tsx';
import { t } from '../../../ui/text.ts';
import { typedInSentence } from '../../../ui/typed.ts';
import { useReply } from '../../use-reply.ts';
import { hashOf, type Navigation } from '../address.ts';
import { FacetField } from '../facet-field.tsx';
import { Loading, NothingFound, onRowKeys, Pager, pageSize, SearchField } from '../list-parts.tsx';
import { journalCsv, journalJson } from './journal-export.ts';
import { actorText, detailText, eventText } from './journal-text.ts';

const filters = ['q', 'event', 'actor', 'site', 'after', 'before', 'from'];
/** So many lines are fetched in one message while all of them are exported. */
const exportBatch = 1_000;

/** The start of a day that a date field names, in the admin's own zone; null where it is none. */
function dayOf(value: string | undefined, daysOn: number): number | null {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(value ?? '');
  if (!match) return null;
  const [year, month, date] = match.slice(1).map(Number);
  return new Date(year ?? 0, (month ?? 1) - 1, (date ?? 1) + daysOn).getTime();
}

function queryOf(at: Readonly<Record<string, string>>): JournalQueryRequest {
  return {
    text: at.q ?? '',
    events: at.event ? [at.event as JournalEvent] : null,
    site: at.site || null,
    actor: at.actor || null,
    invite: null,
    registration: null,
    after: dayOf(at.after, 0),
    before: dayOf(at.before, 1),
    from: Math.max(0, Number.parseInt(at.from ?? '0', 10) || 0),
    limit: pageSize,
  };
}

/** Everything that happened, filterable, and as a file for whoever asks. */
export function JournalView({ navigation, sites }: { navigation: Navigation; sites: readonly SiteView[] }) {
  const { at } = navigation.place;
  const { set } = navigation;
  const query = queryOf(at);
  const { outcome } = useReply('journal.page', query);
  const [shown, setShown] = useState<JournalPageView | null>(null);
  if (outcome?.ok && outcome.value !== shown) setShown(outcome.value);
  const page = outcome?.ok ? outcome.value : shown;
  const isFiltered = filters.some((name) => name !== 'from' && at[name]);
  const onSet = (changes: Readonly<Record<string, string>>, how?: 'push' | 'replace') =>
    set({ from: '', ...changes }, how);
  const clear = () => onSet(Object.fromEntries(filters.map((name) => [name, ''])));
  const events = useMemo(
    () => (page?.events ?? []).map(({ event, count }) => ({ value: event, name: eventText(event), count })),
    [page],
  );
  const actors = useMemo(
    () => (page?.actors ?? []).map((actor) => ({ ...actor, name: actorText(actor.value) })),
    [page],
  );

  return (
    <div class="view">
      <section class="list-part" aria-labelledby="view-title">
        <div class="view-head">
          <h2 id="view-title">{t('dash_journal')}</h2>
          <Export query={query} total={page?.total ?? 0} />
        </div>
        {outcome !== null && !outcome.ok && <ProblemNotice problem={outcome.problem} />}
        {page === null && <Loading />}
        {page !== null && page.total === 0 && !isFiltered && (
          <EmptyState title={t('journal_none')} next={t('journal_noneNext')} />
        )}
        {page !== null && (page.total > 0 || isFiltered) && (
          <>
            <div class="filters">
              <SearchField
                label={t('journal_search')}
                value={at.q ?? ''}
                onValue={(q) => onSet({ q }, 'replace')}
              />
              <div class="filter-fields">
                <FacetField
                  label={t('journal_event')}
                  name="filterEvent"
                  values={events}
                  value={at.event ?? ''}
                  onValue={(event) => onSet({ event })}
                />
                <FacetField
                  label={t('journal_actor')}
                  name="filterActor"
                  values={actors}
                  value={at.actor ?? ''}
                  onValue={(actor) => onSet({ actor })}
                />
                {sites.length > 1 && (
                  <FacetField
                    label={t('popup_site')}
                    name="filterSite"
                    values={sites.map(({ id, name }) => ({ value: id, name, count: 0 }))}
                    value={at.site ?? ''}
                    onValue={(site) => onSet({ site })}
                  />
                )}
                <TextField
                  label={t('journal_after')}
                  name="after"
                  type="date"
                  value={at.after ?? ''}
                  onValue={(after) => onSet({ after })}
                />
                <TextField
                  label={t('journal_before')}
                  name="before"
                  type="date"
                  value={at.before ?? ''}
                  onValue={(before) => onSet({ before })}
                />
                {isFiltered && (
                  <Button kind="quiet" onClick={clear}>
                    {t('list_clear')}
                  </Button>
                )}
              </div>
            </div>
            {page.total === 0 ? (
              <NothingFound onClear={clear} />
            ) : (
              <>
                <JournalTable lines={page.lines} hasSites={sites.length > 1} />
                <Pager from={query.from} total={page.total} onFrom={(from) => set({ from: String(from) })} />
              </>
            )}
          </>
        )}
      </section>
    </div>
  );
}

function JournalTable({ lines, hasSites }: { lines: readonly JournalLine[]; hasSites: boolean }) {
  return (
    <div class="table-frame">
      <table class="table journal-table" onKeyDown={onRowKeys}>
        <caption class="hidden">{t('dash_journal')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('journal_when', { zone: zone() })}</th>
            <th scope="col">{t('journal_what')}</th>
            <th scope="col" class="medium-only">
              {t('journal_about')}
            </th>
            <th scope="col" class="medium-only">
              {t('journal_actor')}
            </th>
            {hasSites && (
              <th scope="col" class="wide-only">
                {t('popup_site')}
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {lines.map((line, index) => (
            <JournalRow key={index} line={line} hasSites={hasSites} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function JournalRow({ line, hasSites }: { line: JournalLine; hasSites: boolean }) {
  const details = detailText(line);
  const about = <About line={line} />;
  return (
    <tr data-test="journal-line">
      <td class="nowrap when">
        <time datetime={new Date(line.at).toISOString()} title={moment(line.at)}>
          {momentInColumn(line.at)}
        </time>
      </td>
      <td>
        {eventText(line.event)}
        {details !== '' && (
          <p class="line-sub">
            <bdi>{details}</bdi>
          </p>
        )}
        <p class="line-sub narrow-only">
          {about} · <bdi>{actorText(line.actor)}</bdi>
        </p>
      </td>
      <td class="medium-only">{about}</td>
      <td class="medium-only">
        <bdi>{actorText(line.actor)}</bdi>
      </td>
      {hasSites && (
        <td class="wide-only">
          <bdi>{line.siteName}</bdi>
        </td>
      )}
    </tr>
  );
}

/** The person or the invite that a line is about, one press away. */
function About({ line }: { line: JournalLine }) {
  if (line.registrationId !== null && line.person !== '') {
    return (
      <a class="row-link" href={hashOf({ view: 'registrations', at: { open: line.registrationId } })}>
        <bdi>{typedInSentence(line.person)}</bdi>
      </a>
    );
  }
  if (line.inviteId !== null && line.inviteLabel !== '') {
    return (
      <a class="row-link" href={hashOf({ view: 'invites', at: { open: line.inviteId } })}>
        <bdi>{line.inviteLabel}</bdi>
      </a>
    );
  }
  return <bdi class="soft">{line.siteName}</bdi>;
}

function Export({ query, total }: { query: JournalQueryRequest; total: number }) {
  const [busy, setBusy] = useState<'csv' | 'json' | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);

  async function save(kind: 'csv' | 'json') {
    setBusy(kind);
    setProblem(null);
    const lines: JournalLine[] = [];
    while (lines.length < total) {
      const outcome = await ask('journal.page', { ...query, from: lines.length, limit: exportBatch });
      if (!outcome.ok) {
        setProblem(outcome.problem);
        return setBusy(null);
      }
      if (outcome.value.lines.length === 0) break;
      lines.push(...outcome.value.lines);
    }
    const name = `invite-for-glpi-journal-${new Date().toISOString().slice(0, 10)}.${kind}`;
    const content = kind === 'csv' ? journalCsv(lines) : journalJson(lines);
    download(
      name,
      new Blob([content], { type: kind === 'csv' ? 'text/csv;charset=utf-8' : 'application/json' }),
    );
    setBusy(null);
  }

  if (total === 0) return null;
  return (
    <div class="actions">
      {(['csv', 'json'] as const).map((kind) => (
        <Button
          key={kind}
          label={t('journal_saveAs', { kind: kind.toUpperCase() })}
          busy={busy === kind ? t('journal_saving') : null}
          onClick={() => void save(kind)}
        >
          <DownloadIcon />
          {kind.toUpperCase()}
        </Button>
      ))}
      {problem !== null && <ProblemNotice problem={problem} />}
    </div>
  );
}
