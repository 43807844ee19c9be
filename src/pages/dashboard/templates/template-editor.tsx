import { useEffect, useRef, useState } from 'preact/hooks';
import { day } from '../../../invite/instant.ts';
import type { Problem } from '../../../invite/problem.ts';
import type { InviteTemplate } from '../../../invite/template.ts';
import type { RequestOf } from '../../../messages/requests.ts';
import type { Choices, InviteKind } from '../../../messages/views.ts';
import { ask } from '../../../ui/ask.ts';
import { beginFrom } from '../../../ui/begin-from.ts';
import { DomainFields } from '../../../ui/domains-field.tsx';
import { type Editing, useEditing } from '../../../ui/editing.ts';
import { TextField } from '../../../ui/field.tsx';
import { GrantFields } from '../../../ui/grant-fields.tsx';
import {
  draftOf,
  errorsOf,
  fieldOf,
  type IssueValues,
  isPrivilegedChoice,
  isWithinMore,
} from '../../../ui/issue-draft.ts';
import { MoreOptions } from '../../../ui/issue-more.tsx';
import { KindChoice } from '../../../ui/kind-choice.tsx';
import { Notice, ProblemNotice } from '../../../ui/notice.tsx';
import { problemText } from '../../../ui/problem-text.ts';
import { plural, t } from '../../../ui/text.ts';
import { useToasts } from '../../../ui/toasts.tsx';
import { UsesNumber, UsesSelect } from '../../../ui/uses-fields.tsx';
import { SaveActions } from '../save-actions.tsx';

export interface TemplateEditorProps {
  readonly site: string;
  readonly choices: Choices;
  /** Null makes a new one. */
  readonly template: InviteTemplate | null;
  readonly onDone: () => void;
}

type Values = RequestOf<'template.saveInvite'>['values'];

/** Nobody gets anything by a template: what is asked of a single invite is asked when it is issued. */
const asTemplate = (values: IssueValues, kind: InviteKind): IssueValues => ({
  ...values,
  who: kind === 'form' && values.who === 'domains' ? 'domains' : 'anyone',
  uses: kind === 'form' ? values.uses : 'once',
  questions: kind === 'form' ? values.questions : [],
  privilegedConfirmed: true,
});

/** What the template keeps, of values without errors. */
function valuesOf(
  values: IssueValues,
  kind: InviteKind,
  days: number,
  choices: Choices,
  now: number,
): Values {
  const draft = draftOf(asTemplate(values, kind), choices, now);
  const { profileId, entityId, recursive, groupIds, login, maxUses, approval, address, questions } = draft;
  return {
    gate: kind,
    ifUnused: values.ifUnused,
    profileId,
    entityId,
    recursive,
    groupIds,
    login,
    lifetime: days * day,
    maxUses,
    domains: address.kind === 'domains' ? address.domains : [],
    approval,
    wording: { language: draft.language, from: draft.from, contact: draft.contact, note: draft.note },
    questions: questions ?? [],
  };
}

const mostDays = 3_650;

/** A template for invites: its name, what it gives and for how long, and what its form asks. */
export function TemplateEditor({ site, choices, template, onDone }: TemplateEditorProps) {
  const form = useRef<HTMLFormElement>(null);
  const { values, errors, set, setErrors } = useEditing(
    choices,
    form,
    template === null ? {} : beginFrom(template, choices),
  );
  const wanted = template?.values.gate ?? choices.start.kind;
  const [kind, setKind] = useState<InviteKind>(choices.kinds.find((one) => one === wanted) ?? wanted);
  const [name, setName] = useState(template?.name ?? '');
  const [days, setDays] = useState(
    String(Math.max(1, Math.round((template?.values.lifetime ?? choices.start.lifetime) / day))),
  );
  const [own, setOwn] = useState<{ name?: string; days?: string }>({});
  const [isMoreOpen, setMoreOpen] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const say = useToasts();
  useEffect(() => form.current?.querySelector<HTMLElement>('[name=templateName]')?.focus(), []);
  useEffect(() => {
    if (Object.keys(own).length > 0) form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus();
  }, [own]);

  const kinds = choices.kinds.includes(kind) ? choices.kinds : [kind, ...choices.kinds];
  const editing: Editing = { choices, values, errors, set };

  async function onSubmit(event: Event) {
    event.preventDefault();
    if (isBusy) return;
    const found: typeof own = {};
    const count = Number(days);
    if (name.trim() === '') found.name = t('templates_nameMissing');
    if (!/^\s*\d+\s*$/.test(days) || count < 1 || count > mostDays)
      found.days = t('form_usesNotWhole', { most: mostDays });
    const fields = asTemplate({ ...values, until: count * day }, kind);
    const { until: tooLong, ...wrong } = errorsOf(fields, choices, Date.now());
    if (found.days === undefined && tooLong !== undefined) found.days = tooLong;
    setOwn(found);
    setProblem(null);
    if (isWithinMore(wrong)) setMoreOpen(true);
    setErrors(wrong);
    if (Object.keys(found).length + Object.keys(wrong).length > 0) return;
    setBusy(true);
    const outcome = await ask('template.saveInvite', {
      id: template?.id ?? null,
      site,
      name: name.trim(),
      values: valuesOf(values, kind, count, choices, Date.now()),
    });
    setBusy(false);
    if (outcome.ok) {
      say({ text: t('templates_saved', { name: outcome.value.name }) });
      return onDone();
    }
    const field = fieldOf(outcome.problem.code, values);
    if (field === null) return setProblem(outcome.problem);
    const { sentence, next } = problemText(outcome.problem);
    setErrors({ [field]: `${sentence} ${next}` });
  }

  return (
    <form
      class="form edit"
      ref={form}
      noValidate
      onSubmit={(event) => void onSubmit(event)}
      data-test="template-editor"
    >
      <TextField
        label={t('templates_name')}
        name="templateName"
        maxLength={120}
        error={own.name}
        value={name}
        onValue={setName}
      />
      <KindChoice name="templateKind" kinds={kinds} value={kind} onValue={setKind} />
      <GrantFields {...editing} privilegedText="templates_privileged" isConfirmed={false} />
      <div class="two">
        <TextField
          label={t('templates_days')}
          name="days"
          type="number"
          inputMode="numeric"
          min={1}
          max={mostDays}
          error={own.days}
          hint={
            choices.rails.longestLife === null
              ? undefined
              : plural('rails_life', choices.rails.longestLife / day)
          }
          value={days}
          onValue={setDays}
        />
        {kind === 'form' && <UsesSelect {...editing} />}
      </div>
      {kind === 'form' && !isPrivilegedChoice(values, choices) && <UsesNumber {...editing} />}
      {kind === 'form' && <DomainFields {...editing} />}
      <MoreOptions {...editing} isPersonal={kind === 'personal'} isOpen={isMoreOpen} onOpen={setMoreOpen} />
      {choices.profiles.length === 0 && (
        <Notice tone="warning">
          <p class="notice-sentence">{t('form_noProfiles')}</p>
        </Notice>
      )}
      {problem !== null && <ProblemNotice problem={problem} />}
      <SaveActions isBusy={isBusy} onCancel={onDone} />
    </form>
  );
}
