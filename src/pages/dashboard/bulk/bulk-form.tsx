import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { type BulkKind, mostRows } from '../../../invite/bulk.ts';
import { hour } from '../../../invite/instant.ts';
import type { TablePerson } from '../../../invite/people.ts';
import { type Mend, type Problem, problem } from '../../../invite/problem.ts';
import type { Outcome } from '../../../messages/ask.ts';
import type { RowVerdict } from '../../../messages/bulk-views.ts';
import type { Choices, InviteKind, SiteView } from '../../../messages/views.ts';
import { ask } from '../../../ui/ask.ts';
import { Button } from '../../../ui/button.tsx';
import { DomainFields } from '../../../ui/domains-field.tsx';
import { type Editing, useEditing } from '../../../ui/editing.ts';
import { TextField } from '../../../ui/field.tsx';
import { GrantFields } from '../../../ui/grant-fields.tsx';
import {
  defaultLabel,
  errorsOf,
  fieldOf,
  type IssueValues,
  isWithinMore,
  longest,
  untilOf,
} from '../../../ui/issue-draft.ts';
import { MoreOptions } from '../../../ui/issue-more.tsx';
import { NoLink } from '../../../ui/no-link.tsx';
import { Notice, ProblemNotice } from '../../../ui/notice.tsx';
import { problemText } from '../../../ui/problem-text.ts';
import { plural, t } from '../../../ui/text.ts';
import { UntilMoment, UntilSelect } from '../../../ui/until-fields.tsx';
import { inFull } from '../list-parts.tsx';
import {
  bulkDraftOf,
  countOf,
  forMany,
  isTooMany,
  kindsFor,
  nobodyRows,
  peopleRows,
  usualKind,
  type Whom,
} from './bulk-draft.ts';
import { checkAll } from './check-all.ts';
import { CheckResult } from './check-result.tsx';
import { type FedTable, fedSince } from './feed.ts';
import { KindFields } from './kind-fields.tsx';
import type { Source } from './new-bulk.tsx';
import { NobodySource, PeopleSource } from './source-step.tsx';
import { Step } from './step.tsx';

export interface BulkFormProps {
  readonly site: SiteView;
  readonly choices: Choices;
  readonly begin: Partial<IssueValues>;
  /** Of which kind the last ones, or those of the template, were. */
  readonly kind: InviteKind;
  readonly source: Source;
  readonly table: FedTable | null;
  readonly onSource: (changes: Partial<Source>) => void;
  readonly onMend: (mend: Mend) => Promise<Outcome<unknown>>;
  readonly onStarted: (id: string) => void;
  /** Where it begins with: site and template. */
  readonly children: ComponentChildren;
}

/** What a dry run said, and of whom it said it. */
interface Checked {
  readonly kind: BulkKind;
  readonly people: readonly TablePerson[];
  readonly verdicts: readonly RowVerdict[];
}

/** Remarks about registration forms alone. */
const ofForms: readonly string[] = ['mailOff', 'plainHttp'];

const told = (found: Problem) => {
  const { sentence, next } = problemText(found);
  return `${sentence} ${next}`;
};

/** Whom, what, the dry run, and go, one below the other: each can be changed until the last press. */
export function BulkForm(props: BulkFormProps) {
  const { site, choices, source, table, onSource, onStarted } = props;
  const form = useRef<HTMLFormElement>(null);
  const { values, errors, set, setErrors } = useEditing(choices, form, props.begin);
  const [isPersonal, setPersonal] = useState(props.kind === 'personal');
  const [registrationKind, setRegistrationKind] = useState<'form' | 'batch' | null>(null);
  const [checked, setChecked] = useState<Checked | null>(null);
  const [trouble, setTrouble] = useState<Problem | null>(null);
  const [sourceError, setSourceError] = useState<string | undefined>(undefined);
  const [busy, setBusy] = useState<'checking' | 'starting' | null>(null);
  const [looked, setLooked] = useState(0);
  const [isMoreOpen, setMoreOpen] = useState(false);

  const whom: Whom = choices.kinds.includes('form') ? source.whom : 'people';
  const people = table?.people ?? [];
  const count = whom === 'people' ? people.length : (countOf(source.count) ?? 0);
  const kinds = kindsFor(choices, whom);
  const usual = usualKind(kinds, count, isPersonal);
  const kind =
    usual === 'personal' || registrationKind === null || isTooMany(registrationKind, count)
      ? usual
      : registrationKind;
  const isChecked = checked !== null && checked.kind === kind && checked.people === table?.people;

  // What was wrong with the table may be gone with the next one.
  useEffect(() => setSourceError(undefined), [source]);
  useEffect(() => {
    if (sourceError !== undefined)
      form.current?.querySelector<HTMLElement>('[name=table], [name=count], .chosen-file')?.focus();
  }, [sourceError]);

  function sourceFault(): string | undefined {
    if (whom === 'nobody') {
      if (countOf(source.count) === null || count > mostRows[kind])
        return t('bulk_countNotWhole', { most: inFull(mostRows[kind]) });
      return undefined;
    }
    if (people.length === 0) return t('bulk_nobodyFed');
    if (isTooMany(kind, count)) return told(problem('tooManyRows', { limit: inFull(mostRows[kind]) }));
    return table?.plan.email === undefined ? t('bulk_noAddressColumn_next') : undefined;
  }

  /** Whether the fields are right; says what is wrong where it is. */
  function isRight(): boolean {
    const fault = sourceFault();
    setSourceError(fault);
    setTrouble(null);
    const found = errorsOf(forMany(values, whom, kind), choices, Date.now());
    if (isWithinMore(found)) setMoreOpen(true);
    // The focus goes to the first thing that is wrong.
    setErrors(fault === undefined ? found : {});
    return fault === undefined && Object.keys(found).length === 0;
  }

  async function check() {
    if (busy !== null || !isRight()) return;
    setBusy('checking');
    setLooked(0);
    const outcome = await checkAll(site.id, kind, people, setLooked);
    setBusy(null);
    if (outcome.ok) setChecked({ kind, people, verdicts: outcome.value });
    else setTrouble(outcome.problem);
  }

  async function start() {
    if (busy !== null || !isRight()) return;
    const rows =
      whom === 'people' ? peopleRows(people, checked?.verdicts ?? []) : nobodyRows(count, source.pattern);
    setBusy('starting');
    const outcome = await ask(
      'bulk.start',
      bulkDraftOf(site.id, kind, whom, values, choices, rows, Date.now()),
    );
    setBusy(null);
    if (outcome.ok) {
      if (whom === 'people' && table !== null) fedSince.set(outcome.value.id, table);
      return onStarted(outcome.value.id);
    }
    const field = fieldOf(outcome.problem.code, values);
    if (field === null) return setTrouble(outcome.problem);
    setErrors({ [field]: told(outcome.problem) });
  }

  if (choices.profiles.length === 0) {
    return (
      <Notice tone="warning">
        <p class="notice-sentence">{t('form_noProfiles')}</p>
      </Notice>
    );
  }
  const checking =
    looked === 0
      ? t('bulk_checking')
      : t('bulk_checkingFar', { looked: inFull(looked), total: inFull(people.length) });
  const editing: Editing = { choices, values, errors, set };
  const good = isChecked ? checked.verdicts.filter((verdict) => verdict.problem === null).length : count;
  return (
    <form
      class="form bulk-form"
      ref={form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void (whom === 'nobody' || isChecked ? start() : check());
      }}
    >
      <Step number={1} title={t('bulk_whom')}>
        {choices.kinds.includes('form') && (
          <fieldset class="kinds">
            <legend class="hidden">{t('bulk_whom')}</legend>
            {(['people', 'nobody'] as const).map((one) => (
              <label key={one} class="kind">
                <input
                  type="radio"
                  name="whom"
                  data-test={`whom-${one}`}
                  value={one}
                  checked={whom === one}
                  onChange={() => onSource({ whom: one })}
                />
                <span>{t(`bulk_whom_${one}`)}</span>
              </label>
            ))}
          </fieldset>
        )}
        {whom === 'people' ? (
          <PeopleSource
            feed={source.feed}
            table={table}
            error={sourceError}
            onFeed={(feed) => onSource({ feed })}
          />
        ) : (
          <div class="two">
            <NobodySource
              count={source.count}
              error={sourceError}
              onCount={(typed) => onSource({ count: typed })}
            />
            <TextField
              label={t('bulk_pattern')}
              name="pattern"
              maxLength={longest.label}
              hint={t('bulk_patternHint', { n: '{n}' })}
              value={source.pattern}
              onValue={(pattern) => onSource({ pattern })}
            />
          </div>
        )}
      </Step>
      <Step number={2} title={t('bulk_what')}>
        {props.children}
        <KindFields
          kinds={kinds}
          kind={kind}
          count={count}
          onPersonal={setPersonal}
          onForms={setRegistrationKind}
        />
        <TextField
          label={t('form_label')}
          name="label"
          maxLength={longest.label}
          placeholder={defaultLabel(values, choices)}
          value={values.label}
          onValue={(label) => set({ label })}
        />
        <GrantFields
          {...editing}
          privilegedText={kind === 'personal' ? 'bulk_privilegedPersonal' : 'bulk_privileged'}
          confirmText="bulk_privilegedConfirm"
        />
        <UntilSelect {...editing} />
        <UntilMoment {...editing} />
        {whom === 'nobody' && <DomainFields {...editing} />}
        <MoreOptions {...editing} isPersonal={kind === 'personal'} isOpen={isMoreOpen} onOpen={setMoreOpen} />
        {kind === 'personal' && <PersonalRemarks editing={editing} onMend={props.onMend} />}
        {site.notices
          .filter(({ code }) => kind !== 'personal' || !ofForms.includes(code))
          .map((notice) => (
            <ProblemNotice key={notice.code} problem={notice} tone="info" />
          ))}
      </Step>
      <Step number={3} title={t(whom === 'people' ? 'bulk_check' : 'bulk_go')}>
        {isChecked && table !== null && <CheckResult table={table} verdicts={checked.verdicts} />}
        {!isChecked && <p class="hint">{t(whom === 'people' ? 'bulk_checkWhat' : 'bulk_goWhat')}</p>}
        {trouble !== null && <ProblemNotice problem={trouble} />}
        <div class="actions form-foot">
          {whom === 'people' && !isChecked ? (
            <Button type="submit" kind="primary" busy={busy === 'checking' ? checking : null}>
              {people.length === 0 ? t('bulk_check') : plural('bulk_checkRows', people.length)}
            </Button>
          ) : (
            <>
              {good > 0 && (
                <Button type="submit" kind="primary" busy={busy === 'starting' ? t('bulk_starting') : null}>
                  {plural(whom === 'people' ? 'bulk_invite' : 'bulk_make', good)}
                </Button>
              )}
              {whom === 'people' && (
                <Button
                  kind="quiet"
                  busy={busy === 'checking' ? checking : null}
                  onClick={() => void check()}
                >
                  {t('bulk_checkAgain')}
                </Button>
              )}
            </>
          )}
          <span class="hidden" role="status">
            {busy === null ? '' : t(busy === 'checking' ? 'bulk_checking' : 'bulk_starting')}
          </span>
        </div>
      </Step>
    </form>
  );
}

function PersonalRemarks(props: { editing: Editing; onMend: (mend: Mend) => Promise<Outcome<unknown>> }) {
  const { choices, values } = props.editing;
  const { way, noLinkBecause, keptByGlpi } = choices.personal;
  const now = Date.now();
  const until = untilOf(values, now);
  const needsBrowser = way === 'link' && keptByGlpi !== null && until !== null && until - now > keptByGlpi;
  return (
    <>
      {needsBrowser && (
        <p class="hint" data-test="needs-browser">
          {plural('personal_needsBrowser', Math.floor(keptByGlpi / hour))}
        </p>
      )}
      {noLinkBecause !== null && <NoLink problem={noLinkBecause} onMend={props.onMend} />}
    </>
  );
}
