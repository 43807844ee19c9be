import { useId, useState } from 'preact/hooks';
import type { Mend, Problem } from '../invite/problem.ts';
import type { Outcome } from '../messages/ask.ts';
import type { IssueDraft, Issued, PersonalDraft, PersonallyIssued } from '../messages/requests.ts';
import type { Choices, InviteKind } from '../messages/views.ts';
import type { IssueValues } from './issue-draft.ts';
import { IssueForm } from './issue-form.tsx';
import type { Result } from './issued-view.tsx';
import { ProblemNotice } from './notice.tsx';
import { PersonalForm } from './personal-form.tsx';
import { t } from './text.ts';

export interface InviteFormProps {
  readonly choices: Choices;
  readonly issue: (draft: IssueDraft) => Promise<Outcome<Issued>>;
  readonly issuePersonal: (draft: PersonalDraft) => Promise<Outcome<PersonallyIssued>>;
  readonly onIssued: (result: Result) => void;
  readonly accepts?: (event: Event) => boolean;
  /** What the fields hold to begin with, and of which kind it is then; instead of the usual start. */
  readonly begin?: { readonly kind: InviteKind; readonly values: Partial<IssueValues> };
  /** What is to be told about this GLPI without standing in the way. */
  readonly notices: readonly Problem[];
  /** Makes the change in GLPI that a remark offers; left out where that is not for this surface. */
  readonly onMend?: (mend: Mend) => Promise<Outcome<unknown>>;
}

/** Remarks about registration forms alone: GLPI's mail about them, and its robot check. */
const ofForms: readonly string[] = ['mailOff', 'plainHttp'];

/** The two kinds of invites, where both can be had: a form for many, a link for one known person. */
export function InviteForm(props: InviteFormProps) {
  const { choices, issue, issuePersonal, onIssued, accepts, notices, onMend, begin } = props;
  const { kinds } = choices;
  const wanted = begin?.kind ?? choices.start.kind;
  const [kind, setKind] = useState<InviteKind>(kinds.find((one) => one === wanted) ?? kinds[0] ?? 'form');
  const name = useId();
  const told = notices.filter(({ code }) => kind === 'form' || !ofForms.includes(code));
  const remarks = told.map((notice) => <ProblemNotice key={notice.code} problem={notice} tone="info" />);
  const accepting = {
    ...(accepts === undefined ? {} : { accepts }),
    ...(begin === undefined ? {} : { begin: begin.values }),
  };
  return (
    <>
      {kinds.length > 1 && (
        <fieldset class="kinds">
          <legend class="hidden">{t('kind_which')}</legend>
          {kinds.map((one) => (
            <label key={one} class="kind">
              <input
                type="radio"
                name={`kind-${name}`}
                data-test={`kind-${one}`}
                value={one}
                checked={kind === one}
                onChange={() => setKind(one)}
              />
              <span>{t(`kind_${one}`)}</span>
            </label>
          ))}
        </fieldset>
      )}
      <p class="hint kind-hint">{t(`kind_${kind}_hint`)}</p>
      {kind === 'form' ? (
        <IssueForm
          choices={choices}
          issue={issue}
          onIssued={(issued) => onIssued({ ...issued, firstPassword: null })}
          {...accepting}
        >
          {remarks}
        </IssueForm>
      ) : (
        <PersonalForm
          choices={choices}
          issue={issuePersonal}
          onIssued={onIssued}
          isFirst={kinds.length === 1 || begin?.kind === 'personal'}
          {...accepting}
          {...(onMend === undefined ? {} : { onMend })}
        >
          {remarks}
        </PersonalForm>
      )}
    </>
  );
}
