import { useEffect, useState } from 'preact/hooks';
import type { RegistrationState } from '../../../invite/registration.ts';
import type { RegistrationQueryRequest } from '../../../messages/dashboard-requests.ts';
import type { PersonPageView, RegistrantView } from '../../../messages/dashboard-views.ts';
import type { SiteView } from '../../../messages/views.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ProblemNotice } from '../../../ui/notice.tsx';
import { registrationStateText } from '../../../ui/problem-text.ts';
import { t } from '../../../ui/text.ts';
import { beginningOf, typedInSentence } from '../../../ui/typed.ts';
import { useReply } from '../../use-reply.ts';
import { hashOf, type Navigation } from '../address.ts';
import { FacetField } from '../facet-field.tsx';
import { Loading, NothingFound, onRowKeys, Pager, pageSize, SearchField, Segments } from '../list-parts.tsx';
import { nameOf, PersonBadge } from '../person-parts.tsx';
import { When } from '../when.tsx';
import { DecideMany } from './decide-many.tsx';
import { PersonPane } from './person-pane.tsx';
import { SaveRegistrations } from './save-registrations.tsx';

const registrationStates: readonly RegistrationState[] = [
  'received',
  'waiting',
  'admitting',
  'admitted',
  'refused',
  'failed',
];
const states = ['all', 'needsYou', 'waiting', 'failed', 'admitted', 'refused'] as const;
type StateChoice = (typeof states)[number];
const filters = ['q', 'state', 'site', 'from'];

function queryOf(at: Readonly<Record<string, string>>): RegistrationQueryRequest {
  const state = [...registrationStates, 'needsYou' as const].find((name) => name === at.state) ?? null;
  return {
    text: at.q ?? '',
    state,
    site: at.site || null,
    from: Math.max(0, Number.parseInt(at.from ?? '0', 10) || 0),
    limit: pageSize,
  };
}

/** Who came, who waits, what went wrong: one open beside the list, many decided at once. */
export function RegistrationsView({
  navigation,
  sites,
}: {
  navigation: Navigation;
  sites: readonly SiteView[];
}) {
  const { at } = navigation.place;
  const { set } = navigation;
  const query = queryOf(at);
  const { outcome, refresh } = useReply('registration.page', query);
  const [shown, setShown] = useState<PersonPageView | null>(null);
  if (outcome?.ok && outcome.value !== shown) setShown(outcome.value);
  const page = outcome?.ok ? outcome.value : shown;
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  // What was chosen in one list means nothing in another.
  const list = JSON.stringify(query);
  useEffect(() => setChosen(new Set()), [list]);
  const open = at.open ?? '';
  const state: StateChoice = states.find((name) => name === at.state) ?? 'all';
  const onSet = (changes: Readonly<Record<string, string>>, how?: 'push' | 'replace') =>
    set({ from: '', ...changes }, how);
  const clear = () => onSet(Object.fromEntries(filters.map((name) => [name, ''])));
  const close = () => {
    set({ open: '' });
    requestAnimationFrame(() => document.getElementById(`person-${open}`)?.focus());
  };
  const waiting = page?.people.filter((person) => person.state === 'waiting') ?? [];
  const selected = waiting.filter(({ id }) => chosen.has(id));
  const everything = registrationStates.reduce((sum, name) => sum + (page?.states[name] ?? 0), 0);

  return (
    <div class={`view${open === '' ? '' : ' with-pane'}`}>
      <section class="list-part" aria-labelledby="view-title">
        <div class="view-head">
          <h2 id="view-title">{t('dash_registrations')}</h2>
          <SaveRegistrations query={query} total={page?.total ?? 0} />
        </div>
        {outcome !== null && !outcome.ok && <ProblemNotice problem={outcome.problem} />}
        {page === null && <Loading />}
        {page !== null && everything === 0 && query.site === null && (
          <EmptyState title={t('registrations_none')} next={t('registrations_noneNext')} />
        )}
        {page !== null && (everything > 0 || query.site !== null) && (
          <>
            <div class="filters">
              <SearchField
                label={t('registrations_search')}
                value={at.q ?? ''}
                onValue={(q) => onSet({ q }, 'replace')}
              />
              <Segments
                label={t('registrations_state')}
                value={state}
                choices={states.map((value) => ({
                  value,
                  name:
                    value === 'all'
                      ? t('list_all')
                      : value === 'needsYou'
                        ? t('invites_status_needsYou')
                        : registrationStateText(value),
                  count: value === 'all' ? everything : (page.states[value] ?? 0),
                  isUrgent: value === 'needsYou',
                }))}
                onValue={(value) => onSet({ state: value === 'all' ? '' : value })}
              />
              {sites.length > 1 && (
                <div class="filter-fields">
                  <FacetField
                    label={t('popup_site')}
                    name="filterSite"
                    values={sites.map(({ id, name }) => ({ value: id, name, count: 0 }))}
                    value={at.site ?? ''}
                    onValue={(site) => onSet({ site })}
                  />
                </div>
              )}
            </div>
            {waiting.length > 0 && (
              <DecideMany
                waiting={waiting}
                selected={selected}
                onSelect={(people) => setChosen(new Set(people.map(({ id }) => id)))}
                onDone={() => {
                  setChosen(new Set());
                  refresh();
                }}
              />
            )}
            {page.total === 0 && state === 'needsYou' && query.text === '' && (
              <EmptyState title={t('waiting_empty')} next={t('waiting_emptyNext')} />
            )}
            {page.total === 0 && !(state === 'needsYou' && query.text === '') && (
              <NothingFound onClear={clear}>
                {/* Whoever was invited in person never registered. */}
                {query.text !== '' && (
                  <a class="button" href={hashOf({ view: 'invites', at: { q: query.text } })}>
                    {t('registrations_lookInInvites', { text: query.text })}
                  </a>
                )}
              </NothingFound>
            )}
            {page.total > 0 && (
              <>
                <PeopleTable
                  people={page.people}
                  hasChoice={waiting.length > 0}
                  hasSites={sites.length > 1}
                  at={at}
                  chosen={chosen}
                  onChoose={(id, isChosen) => {
                    const next = new Set(chosen);
                    if (isChosen) next.add(id);
                    else next.delete(id);
                    setChosen(next);
                  }}
                />
                <Pager from={query.from} total={page.total} onFrom={(from) => set({ from: String(from) })} />
              </>
            )}
          </>
        )}
      </section>
      {open !== '' && <PersonPane key={open} id={open} navigation={navigation} onClose={close} />}
    </div>
  );
}

/** As much of an answer as a line of a list has room for. */
const longestInLine = 80;

/** What somebody answered to the admin's own questions, in a line; all of it stands in the person's pane. */
function OwnAnswers({ person }: { person: RegistrantView }) {
  const given = person.ownAnswers.filter(({ answer }) => answer !== '');
  if (given.length === 0) return null;
  return (
    <ul class="line-sub own-answers" data-test="own-answers">
      {given.map(({ question, answer }, at) => (
        <li key={at}>
          <bdi>{asHeading(question)}</bdi> <bdi>{typedInSentence(inLine(answer))}</bdi>
        </li>
      ))}
    </ul>
  );
}

/** A question ends with a mark of its own, or with a colon. */
const asHeading = (question: string) => (/\p{Po}$/u.test(question) ? question : `${question}:`);

function inLine(answer: string): string {
  const beginning = beginningOf(answer, longestInLine);
  return beginning.length < answer.length ? `${beginning}…` : answer;
}

function PeopleTable(props: {
  readonly people: readonly RegistrantView[];
  readonly hasChoice: boolean;
  readonly hasSites: boolean;
  readonly at: Readonly<Record<string, string>>;
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (id: string, isChosen: boolean) => void;
}) {
  const { people, hasChoice, hasSites, at, chosen, onChoose } = props;
  return (
    <div class="table-frame">
      <table class="table people-table" onKeyDown={onRowKeys}>
        <caption class="hidden">{t('dash_registrations')}</caption>
        <thead>
          <tr>
            {hasChoice && (
              <th scope="col" class="choose">
                <span class="hidden">{t('registrations_chosen')}</span>
              </th>
            )}
            <th scope="col">{t('registrations_person')}</th>
            <th scope="col">{t('registrations_state')}</th>
            <th scope="col" class="medium-only">
              {t('invites_invite')}
            </th>
            <th scope="col" class="wide-only">
              {t('waiting_login')}
            </th>
            {hasSites && (
              <th scope="col" class="wide-only">
                {t('popup_site')}
              </th>
            )}
            <th scope="col" class="medium-only">
              {t('registrations_received')}
            </th>
          </tr>
        </thead>
        <tbody>
          {people.map((person) => (
            <tr key={person.id} class={person.id === at.open ? 'open' : ''} data-test="registration">
              {hasChoice && (
                <td class="choose">
                  {person.state === 'waiting' && (
                    <input
                      type="checkbox"
                      class="checkbox"
                      aria-label={t('people_choose', { name: nameOf(person) })}
                      checked={chosen.has(person.id)}
                      onChange={(event) => onChoose(person.id, event.currentTarget.checked)}
                    />
                  )}
                </td>
              )}
              <th scope="row">
                <a
                  class="row-link"
                  id={`person-${person.id}`}
                  aria-current={person.id === at.open ? 'true' : undefined}
                  href={hashOf({ view: 'registrations', at: { ...at, open: person.id } })}
                >
                  <bdi>{nameOf(person)}</bdi>
                </a>
                <p class="line-sub">
                  <bdi>{typedInSentence(person.answers?.email ?? '')}</bdi>
                </p>
                <OwnAnswers person={person} />
                <p class="line-sub narrow-only">
                  <bdi>{person.inviteLabel}</bdi> · <When at={person.submittedAt} />
                </p>
              </th>
              <td>
                <span class="badges">
                  <PersonBadge person={person} />
                  {person.warnings.length > 0 && person.state === 'waiting' && (
                    <span class="badge attention">{t('registrations_warned')}</span>
                  )}
                </span>
              </td>
              <td class="medium-only">
                <bdi>{person.inviteLabel}</bdi>
              </td>
              <td class="wide-only">
                <bdi>{person.login ?? ''}</bdi>
              </td>
              {hasSites && (
                <td class="wide-only">
                  <bdi>{person.siteName}</bdi>
                </td>
              )}
              <td class="medium-only nowrap">
                <When at={person.submittedAt} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
