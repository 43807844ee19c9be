import { useState } from 'preact/hooks';
import { day, hour } from '../../../invite/instant.ts';
import type {
  AmountsView,
  NamedAmountsView,
  NumbersView as Numbers,
} from '../../../messages/dashboard-views.ts';
import type { SiteView } from '../../../messages/views.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { zone } from '../../../ui/moments.ts';
import { ProblemNotice } from '../../../ui/notice.tsx';
import { useNow } from '../../../ui/relative-time.tsx';
import { plural, t } from '../../../ui/text.ts';
import { useReply } from '../../use-reply.ts';
import type { Navigation } from '../address.ts';
import { FacetField } from '../facet-field.tsx';
import { Loading, Segments } from '../list-parts.tsx';
import { boundsOf, namesOf, type Period, periods } from './periods.ts';
import { inFull, kinds, partText, TimeChart } from './time-chart.tsx';

/** How many links were issued, how many people came in, how long it took: to look at, and to read. */
export function NumbersView({ navigation, sites }: { navigation: Navigation; sites: readonly SiteView[] }) {
  const { at } = navigation.place;
  const period = periods.find((one) => one === at.period) ?? 'month';
  const bounds = boundsOf(period, useNow());
  const { outcome } = useReply('numbers.view', { site: at.site || null, bounds });
  const [shown, setShown] = useState<Numbers | null>(null);
  if (outcome?.ok && outcome.value !== shown) setShown(outcome.value);
  // While the numbers of another period are on their way, the last ones would stand below its name.
  const numbers = outcome?.ok ? outcome.value : shown?.parts.length === bounds.length - 1 ? shown : null;
  return (
    <div class="view">
      <section class="list-part numbers" aria-labelledby="view-title">
        <div class="view-head">
          <h2 id="view-title">{t('dash_numbers')}</h2>
        </div>
        <div class="filters">
          <Segments
            label={t('numbers_period')}
            value={period}
            choices={periods.map((value) => ({ value, name: t(`numbers_period_${value}`) }))}
            onValue={(value) => navigation.set({ period: value === 'month' ? '' : value })}
          />
          {sites.length > 1 && (
            <div class="filter-fields">
              <FacetField
                label={t('popup_site')}
                name="filterSite"
                values={sites.map(({ id, name }) => ({ value: id, name, count: 0 }))}
                value={at.site ?? ''}
                onValue={(site) => navigation.set({ site })}
              />
            </div>
          )}
        </div>
        {outcome !== null && !outcome.ok && <ProblemNotice problem={outcome.problem} />}
        {numbers === null && (outcome === null || outcome.ok) && <Loading />}
        {numbers !== null && <Shown numbers={numbers} period={period} bounds={bounds} />}
      </section>
    </div>
  );
}

const sumOf = (parts: readonly AmountsView[], kind: (typeof kinds)[number]) =>
  parts.reduce((sum, part) => sum + part[kind], 0);

function Shown(props: { numbers: Numbers; period: Period; bounds: readonly number[] }) {
  const { numbers, period, bounds } = props;
  const { parts, took, median, entities, templates } = numbers;
  const names = namesOf(period, bounds);
  const sums = {
    issued: sumOf(parts, 'issued'),
    used: sumOf(parts, 'used'),
    expired: sumOf(parts, 'expired'),
  };
  const total = took.reduce((sum, { count }) => sum + count, 0);
  if (kinds.every((kind) => sums[kind] === 0))
    return <EmptyState title={t('numbers_none')} next={t('numbers_noneNext')} />;
  return (
    <>
      <section class="number-card" aria-labelledby="numbers-time">
        <h3 id="numbers-time">{t('numbers_overTime')}</h3>
        <ul class="legend">
          {kinds.map((kind) => (
            <li key={kind} data-test={`total-${kind}`}>
              <span class={`swatch swatch-${kind}`} aria-hidden="true" />
              {t(`numbers_${kind}`)} <strong>{inFull(sums[kind])}</strong>
            </li>
          ))}
        </ul>
        <TimeChart label={partText(t(`numbers_period_${period}`), sums)} names={names} parts={parts} />
        <details class="as-table">
          <summary>{t('numbers_asTable')}</summary>
          <AmountsTable
            caption={t('numbers_overTime')}
            first={t('numbers_when', { zone: zone() })}
            rows={parts.map((part, index) => ({ ...part, name: names[index]?.full ?? '' }))}
          />
        </details>
        <p class="hint">{t('zoneNamed', { zone: zone() })}</p>
      </section>
      <section class="number-card" aria-labelledby="numbers-took">
        <h3 id="numbers-took">{t('numbers_took')}</h3>
        {median === null ? (
          <p class="hint">{t('numbers_tookNone')}</p>
        ) : (
          <>
            <p>{t('numbers_median', { span: spanText(median) })}</p>
            <div class="table-frame">
              <table class="table number-table" data-test="took">
                <caption class="hidden">{t('numbers_took')}</caption>
                <thead>
                  <tr>
                    <th scope="col">{t('numbers_span')}</th>
                    <th scope="col" class="number">
                      {t('numbers_used')}
                    </th>
                    <td class="bar-cell" aria-hidden="true" />
                  </tr>
                </thead>
                <tbody>
                  {took.map(({ upTo, count }, index) => (
                    <tr key={upTo}>
                      <th scope="row">{upTo === null ? longer(took[index - 1]?.upTo) : within(upTo)}</th>
                      <td class="number">{inFull(count)}</td>
                      <td class="bar-cell" aria-hidden="true">
                        <Bar kind="used" share={count / total} />
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </>
        )}
      </section>
      <section class="number-card" aria-labelledby="numbers-entities">
        <h3 id="numbers-entities">{t('numbers_byEntity')}</h3>
        <AmountsTable caption={t('numbers_byEntity')} first={t('form_entity')} rows={entities} hasBars />
      </section>
      <section class="number-card" aria-labelledby="numbers-templates">
        <h3 id="numbers-templates">{t('numbers_byTemplate')}</h3>
        <AmountsTable
          caption={t('numbers_byTemplate')}
          first={t('numbers_template')}
          rows={templates}
          none={t('numbers_noTemplate')}
          hasBars
        />
      </section>
    </>
  );
}

/** The amounts by name, with a bar each to look at where that says more. */
function AmountsTable(props: {
  readonly caption: string;
  readonly first: string;
  readonly rows: readonly NamedAmountsView[];
  /** What an empty name is called. */
  readonly none?: string;
  readonly hasBars?: boolean;
}) {
  const { rows, none = t('list_empty'), hasBars = false } = props;
  const most = Math.max(1, ...rows.flatMap((row) => kinds.map((kind) => row[kind])));
  return (
    <div class="table-frame">
      <table class="table number-table">
        <caption class="hidden">{props.caption}</caption>
        <thead>
          <tr>
            <th scope="col">{props.first}</th>
            {kinds.map((kind) => (
              <th key={kind} scope="col" class="number">
                {t(`numbers_${kind}`)}
              </th>
            ))}
            {hasBars && <td class="bar-cell" aria-hidden="true" />}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.name}>
              <th scope="row">
                <bdi>{row.name === null ? t('numbers_others') : row.name || none}</bdi>
              </th>
              {kinds.map((kind) => (
                <td key={kind} class="number">
                  {inFull(row[kind])}
                </td>
              ))}
              {hasBars && (
                <td class="bar-cell" aria-hidden="true">
                  {kinds.map((kind) => (
                    <Bar key={kind} kind={kind} share={row[kind] / most} />
                  ))}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Bar({ kind, share }: { kind: (typeof kinds)[number]; share: number }) {
  return <span class={`amount amount-${kind}`} style={{ inlineSize: `${(share * 100).toFixed(1)}%` }} />;
}

function within(span: number): string {
  return span < day ? plural('numbers_withinHours', span / hour) : plural('numbers_withinDays', span / day);
}

function longer(span: number | null | undefined): string {
  return plural('numbers_longer', (span ?? 0) / day);
}

/** A length of time in words, in the unit that says something. */
function spanText(span: number): string {
  if (span >= 2 * day) return plural('form_until_days', Math.round(span / day));
  if (span >= hour) return plural('form_until_hours', Math.round(span / hour));
  return plural('numbers_minutes', Math.max(1, Math.round(span / (hour / 60))));
}
