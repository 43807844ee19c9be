import { useState } from 'preact/hooks';
import type { Problem } from '../../../invite/problem.ts';
import type { InviteDetailView, RegistrantView } from '../../../messages/dashboard-views.ts';
import { ask } from '../../../ui/ask.ts';
import { Button } from '../../../ui/button.tsx';
import { ProblemNotice } from '../../../ui/notice.tsx';
import { plural, t } from '../../../ui/text.ts';
import { useToasts } from '../../../ui/toasts.tsx';
import { hashOf, type Navigation } from '../address.ts';
import { nameOf, PersonBadge } from '../person-parts.tsx';
import { When } from '../when.tsx';

export interface PeopleOfInviteProps {
  readonly detail: InviteDetailView;
  readonly navigation: Navigation;
  readonly onChange: () => void;
}

const most = 100;

/** Whether this invite made the account, and it stands open. */
const canShut = (person: RegistrantView) =>
  person.userUrl !== null && !person.linked && person.accountOffAt === null;

/** Who came in by an invite, and when; with the way to shut all of it for a link that got into wrong hands. */
export function PeopleOfInvite({ detail, navigation, onChange }: PeopleOfInviteProps) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const say = useToasts();
  const { people, invite } = detail;
  const shuttable = people.filter(canShut);
  const ids = shuttable.map(({ id }) => id).filter((id) => chosen.has(id));

  async function setAccounts(registrations: readonly string[], active: boolean): Promise<boolean> {
    const outcome = await ask('registration.setAccounts', { registrations: [...registrations], active });
    onChange();
    if (!outcome.ok) {
      setProblem(outcome.problem);
      return false;
    }
    const failed = outcome.value.find((one) => one.problem !== null);
    setProblem(failed?.problem ?? null);
    return failed === undefined;
  }

  async function shut() {
    setBusy(true);
    const isDone = await setAccounts(ids, false);
    setBusy(false);
    setChosen(new Set());
    if (isDone) say({ text: plural('people_shutDone', ids.length), undo: () => void setAccounts(ids, true) });
  }

  return (
    <section class="part" aria-label={t('people_title')}>
      <h3>
        {t('people_title')} <span class="count">{people.length}</span>
      </h3>
      {people.length === 0 && <p class="hint">{t('people_none')}</p>}
      {problem !== null && <ProblemNotice problem={problem} />}
      <ul class="people">
        {people.slice(0, most).map((person) => (
          <li key={person.id} class="person">
            {canShut(person) ? (
              <input
                type="checkbox"
                class="checkbox"
                aria-label={t('people_choose', { name: nameOf(person) })}
                checked={chosen.has(person.id)}
                onChange={(event) => {
                  const next = new Set(chosen);
                  if (event.currentTarget.checked) next.add(person.id);
                  else next.delete(person.id);
                  setChosen(next);
                }}
              />
            ) : (
              <span class="no-checkbox" />
            )}
            <div class="person-what">
              <a href={hashOf({ view: 'registrations', at: { open: person.id } })}>
                <bdi>{nameOf(person)}</bdi>
              </a>
              <p class="line-sub">
                {person.login !== null && (
                  <>
                    <bdi>{person.login}</bdi> ·{' '}
                  </>
                )}
                <When at={person.submittedAt} />
              </p>
            </div>
            <PersonBadge person={person} />
          </li>
        ))}
      </ul>
      {people.length > most && (
        <Button kind="quiet" onClick={() => navigation.go('registrations', { q: invite.id })}>
          {plural('people_more', people.length - most)}
        </Button>
      )}
      {shuttable.length > 0 && (
        <div class="actions small">
          <Button
            kind="quiet"
            onClick={() =>
              setChosen(ids.length === shuttable.length ? new Set() : new Set(shuttable.map(({ id }) => id)))
            }
          >
            {ids.length === shuttable.length ? t('people_chooseNone') : t('people_chooseAll')}
          </Button>
          {ids.length > 0 && (
            <Button kind="danger" busy={isBusy ? t('people_shutting') : null} onClick={() => void shut()}>
              {plural('people_shut', ids.length)}
            </Button>
          )}
        </div>
      )}
    </section>
  );
}
