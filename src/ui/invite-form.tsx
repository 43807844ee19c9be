import { useId, useRef, useState } from 'preact/hooks';
import type { Mend, Problem } from '../invite/problem.ts';
import type { Outcome } from '../messages/ask.ts';
import type { IssueDraft, Issued, PersonalDraft, PersonallyIssued } from '../messages/requests.ts';
import type { Choices, InviteKind } from '../messages/views.ts';
import { beginFrom } from './begin-from.ts';
import type { IssueValues } from './issue-draft.ts';
import { IssueForm } from './issue-form.tsx';
import type { Result } from './issued-view.tsx';
import { KindChoice } from './kind-choice.tsx';
import { ProblemNotice } from './notice.tsx';
import { PersonalForm } from './personal-form.tsx';
import { TemplatePicker, templateByKey } from './template-picker.tsx';
import { t } from './text.ts';

export interface InviteFormProps {
  readonly choices: Choices;
  readonly issue: (draft: IssueDraft) => Promise<Outcome<Issued>>;
  readonly issuePersonal: (draft: PersonalDraft) => Promise<Outcome<PersonallyIssued>>;
  readonly onIssued: (result: Result) => void;
  readonly accepts?: (event: Event) => boolean;
  /** What the fields hold to begin with, and of which kind it is then; instead of a template. */
  readonly begin?: { readonly kind: InviteKind; readonly values: Partial<IssueValues> };
  /** The id of the template to begin with, empty for none; the default one where it is not given. */
  readonly template?: string;
  readonly onTemplate?: (id: string) => void;
  /** What is to be told about this GLPI without standing in the way. */
  readonly notices: readonly Problem[];
  /** Makes the change in GLPI that a remark offers; left out where that is not for this surface. */
  readonly onMend?: (mend: Mend) => Promise<Outcome<unknown>>;
}

/** Remarks about registration forms alone: GLPI's mail about them, and its robot check. */
const ofForms: readonly string[] = ['mailOff', 'plainHttp'];

/** Who it is for stays what it is when another template is chosen. */
const ofPerson = [
  'label',
  'who',
  'address',
  'firstName',
  'lastName',
] as const satisfies (keyof IssueValues)[];

/** A template, then the two kinds of invites, where both can be had: a form for many, a link for one known person. */
export function InviteForm(props: InviteFormProps) {
  const { choices, issue, issuePersonal, onIssued, accepts = () => true, notices, onMend, begin } = props;
  const { kinds, templates, start } = choices;
  const isFree = begin === undefined && templates.length > 0;
  const [chosen, setChosen] = useState(
    () => props.template ?? templates.find((one) => one.isDefault)?.id ?? '',
  );
  const template = isFree ? templates.find(({ id }) => id === chosen) : undefined;
  const possible = (wanted: InviteKind) => kinds.find((one) => one === wanted) ?? kinds[0] ?? 'form';
  const [kind, setKind] = useState<InviteKind>(() =>
    possible(begin?.kind ?? template?.values.gate ?? start.kind),
  );
  // By a key the next press may be Enter; by the list of templates itself the focus stays in it.
  const [byKey, setByKey] = useState(true);
  const typed = useRef<Partial<IssueValues>>({});
  const name = useId();
  const told = notices.filter(({ code }) => kind === 'form' || !ofForms.includes(code));
  const remarks = told.map((notice) => <ProblemNotice key={notice.code} problem={notice} tone="info" />);
  const values = { ...(begin?.values ?? (template && beginFrom(template, choices))), ...typed.current };
  const common = {
    accepts,
    begin: values,
    onSet: (changes: Partial<IssueValues>) => {
      for (const field of ofPerson)
        if (field in changes) typed.current = { ...typed.current, [field]: changes[field] };
    },
  };

  function choose(id: string, isByKey: boolean) {
    setChosen(id);
    setByKey(isByKey);
    setKind(possible(templates.find((one) => one.id === id)?.values.gate ?? start.kind));
    props.onTemplate?.(id);
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys that count wherever the focus is within the form
    <div
      class="invite-form"
      onKeyDown={(event) => {
        if (!isFree || event.defaultPrevented || !accepts(event)) return;
        const id = templateByKey(event, templates);
        if (id === null) return;
        event.preventDefault();
        choose(id, true);
      }}
    >
      {isFree && (
        <TemplatePicker
          templates={templates}
          chosen={template?.id ?? ''}
          onChoose={(id) => choose(id, false)}
        />
      )}
      <KindChoice name={`kind-${name}`} kinds={kinds} value={kind} onValue={setKind} />
      <p class="hint kind-hint">{t(`kind_${kind}_hint`)}</p>
      {kind === 'form' ? (
        <IssueForm
          key={chosen}
          choices={choices}
          issue={issue}
          onIssued={(issued) => onIssued({ ...issued, firstPassword: null })}
          keepsFocus={!byKey}
          {...common}
        >
          {remarks}
        </IssueForm>
      ) : (
        <PersonalForm
          key={chosen}
          choices={choices}
          issue={issuePersonal}
          onIssued={onIssued}
          isFirst={
            byKey &&
            (kinds.length === 1 || begin?.kind === 'personal' || template?.values.gate === 'personal')
          }
          {...common}
          {...(onMend === undefined ? {} : { onMend })}
        >
          {remarks}
        </PersonalForm>
      )}
    </div>
  );
}
