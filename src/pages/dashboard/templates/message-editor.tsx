import { useEffect, useRef, useState } from 'preact/hooks';
import type { Problem } from '../../../invite/problem.ts';
import type { MessageTemplate } from '../../../invite/template.ts';
import { nearestLanguage, type WordingLanguage, wordingLanguages } from '../../../invite/wording.ts';
import { ask } from '../../../ui/ask.ts';
import { Button } from '../../../ui/button.tsx';
import { Field, TextField } from '../../../ui/field.tsx';
import { nameOfLanguage } from '../../../ui/language-name.ts';
import { ProblemNotice } from '../../../ui/notice.tsx';
import { SelectField } from '../../../ui/select.tsx';
import { t, language as uiLanguage } from '../../../ui/text.ts';
import { useToasts } from '../../../ui/toasts.tsx';
import { SaveActions } from '../save-actions.tsx';

const placeholders = ['greeting', 'link', 'from', 'site', 'until', 'contact', 'note'] as const;

/** Something to begin with, in which everything that matters is filled in. */
function startingBody(): string {
  // The placeholders stay what they are: they are filled in for each invite.
  const kept = Object.fromEntries(placeholders.map((name) => [name, `{${name}}`]));
  return [
    '{greeting}',
    t('templates_startIntro', kept),
    '{link}',
    t('templates_startUntil', kept),
    '{from}',
  ].join('\n\n');
}

/** A message of the admin's own, with what is filled in at a press. */
export function MessageEditor({ message, onDone }: { message: MessageTemplate | null; onDone: () => void }) {
  const [name, setName] = useState(message?.name ?? '');
  const [language, setLanguage] = useState<WordingLanguage>(
    message?.language ?? nearestLanguage(uiLanguage()),
  );
  const [subject, setSubject] = useState(message?.subject ?? t('templates_startSubject'));
  const [body, setBody] = useState(message?.body ?? startingBody());
  const [errors, setErrors] = useState<{ name?: string; subject?: string; body?: string }>({});
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const say = useToasts();
  useEffect(() => form.current?.querySelector<HTMLElement>('input')?.focus(), []);
  useEffect(() => form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus(), [errors]);

  function insert(placeholder: string) {
    const area = field.current;
    if (area === null) return;
    const [start, end] = [area.selectionStart, area.selectionEnd];
    setBody(`${body.slice(0, start)}{${placeholder}}${body.slice(end)}`);
    const after = start + placeholder.length + 2;
    requestAnimationFrame(() => {
      area.focus();
      area.setSelectionRange(after, after);
    });
  }

  async function onSubmit(event: Event) {
    event.preventDefault();
    if (isBusy) return;
    const found: typeof errors = {};
    if (name.trim() === '') found.name = t('templates_nameMissing');
    if (subject.trim() === '') found.subject = t('templates_subjectMissing');
    if (body.trim() === '') found.body = t('templates_bodyMissing');
    setErrors(found);
    setProblem(null);
    if (Object.keys(found).length > 0) return;
    setBusy(true);
    const parts = { name: name.trim(), language, subject: subject.trim(), body: body.trim() };
    const outcome = await ask('template.saveMessage', { id: message?.id ?? null, ...parts });
    setBusy(false);
    if (!outcome.ok) return setProblem(outcome.problem);
    say({ text: t('templates_saved', { name: parts.name }) });
    onDone();
  }

  return (
    <form class="form edit" ref={form} noValidate onSubmit={(event) => void onSubmit(event)}>
      <div class="two">
        <TextField
          label={t('templates_name')}
          name="templateName"
          maxLength={120}
          error={errors.name}
          value={name}
          onValue={setName}
        />
        <SelectField
          label={t('form_language')}
          name="templateLanguage"
          value={language}
          onValue={(value) => setLanguage(wordingLanguages.find((code) => code === value) ?? 'en')}
        >
          {wordingLanguages.map((code) => (
            <option key={code} value={code}>
              {nameOfLanguage(code)}
            </option>
          ))}
        </SelectField>
      </div>
      <TextField
        label={t('templates_subject')}
        name="templateSubject"
        maxLength={300}
        error={errors.subject}
        value={subject}
        onValue={setSubject}
      />
      <Field label={t('result_message')} error={errors.body}>
        {(control) => (
          <textarea
            {...control}
            class="input"
            name="templateBody"
            rows={9}
            dir="auto"
            maxLength={5_000}
            ref={field}
            value={body}
            onInput={(event) => setBody(event.currentTarget.value)}
          />
        )}
      </Field>
      <fieldset class="placeholders">
        <legend class="hint">{t('templates_placeholders')}</legend>
        <div class="actions small">
          {placeholders.map((placeholder) => (
            <Button
              key={placeholder}
              label={t('templates_insert', { what: t(`templates_placeholder_${placeholder}`) })}
              onClick={() => insert(placeholder)}
            >
              {t(`templates_placeholder_${placeholder}`)}
            </Button>
          ))}
        </div>
      </fieldset>
      {problem !== null && <ProblemNotice problem={problem} />}
      <SaveActions isBusy={isBusy} onCancel={onDone} />
    </form>
  );
}
