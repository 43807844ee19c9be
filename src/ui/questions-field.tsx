import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { longestQuestion, mostQuestions, questionKinds } from '../invite/question.ts';
import { Button } from './button.tsx';
import type { Editing } from './editing.ts';
import { Field, TextField } from './field.tsx';
import { CrossIcon, DownIcon, PlusIcon, UpIcon } from './icons.tsx';
import { addedTo, moved, type QuestionDraft } from './question-draft.ts';
import { SelectField } from './select.tsx';
import { Switch } from './switch.tsx';
import { t } from './text.ts';

/** What was taken away last, with where it stood. */
interface Removed {
  readonly draft: QuestionDraft;
  readonly at: number;
}

/** Where the focus goes once what was pressed has had its effect: the name of a control within this part. */
type Next = string | null;

/** Questions of the admin's own in the registration form: add, change, put into order, take away and back. */
export function QuestionsField({ values, errors, set }: Pick<Editing, 'values' | 'errors' | 'set'>) {
  const { questions } = values;
  const [removed, setRemoved] = useState<Removed | null>(null);
  const [said, setSaid] = useState('');
  const [next, setNext] = useState<Next>(null);
  const part = useRef<HTMLFieldSetElement>(null);
  const legend = useId();

  // A button that moved with its question, or went with it, has lost the focus.
  useEffect(() => {
    if (next === null) return;
    const wanted = part.current?.querySelector<HTMLElement>(`[data-focus="${next}"], [name="${next}"]`);
    const instead = wanted instanceof HTMLButtonElement && wanted.disabled ? sibling(wanted) : wanted;
    instead?.focus();
    setNext(null);
  }, [next]);

  const change = (at: number, changes: Partial<QuestionDraft>) =>
    set({ questions: questions.map((draft, index) => (index === at ? { ...draft, ...changes } : draft)) });

  function add() {
    const more = addedTo(questions);
    set({ questions: more });
    setRemoved(null);
    setNext(`question${more.at(-1)?.number}`);
  }

  function move(at: number, by: -1 | 1) {
    const draft = questions[at];
    if (draft === undefined || questions[at + by] === undefined) return;
    set({ questions: moved(questions, at, by) });
    setSaid(
      t('questions_movedTo', { question: nameOf(draft, at), place: at + by + 1, count: questions.length }),
    );
    setNext(`${by === -1 ? 'up' : 'down'}${draft.number}`);
  }

  function remove(at: number) {
    const draft = questions[at];
    if (draft === undefined) return;
    set({ questions: questions.filter((_, index) => index !== at) });
    setRemoved({ draft, at });
    setSaid(t('questions_removed', { question: nameOf(draft, at) }));
    setNext('undo');
  }

  function undo() {
    if (removed === null) return;
    const { draft, at } = removed;
    set({ questions: [...questions.slice(0, at), draft, ...questions.slice(at)] });
    setRemoved(null);
    setSaid('');
    setNext(`question${draft.number}`);
  }

  return (
    <fieldset class="questions" ref={part} aria-describedby={`${legend}-hint`} data-test="questions">
      <legend>{t('questions_title')}</legend>
      <p class="hint" id={`${legend}-hint`}>
        {t('questions_hint', { most: mostQuestions })}
      </p>
      {questions.length > 0 && (
        <ol class="question-list">
          {questions.map((draft, at) => (
            <OneQuestion
              key={draft.number}
              draft={draft}
              at={at}
              count={questions.length}
              textError={errors[`question${draft.number}`]}
              optionsError={errors[`options${draft.number}`]}
              onChange={(changes) => change(at, changes)}
              onMove={(by) => move(at, by)}
              onRemove={() => remove(at)}
            />
          ))}
        </ol>
      )}
      {removed !== null && questions.length < mostQuestions && (
        <p class="question-removed">
          <span>{t('questions_removed', { question: nameOf(removed.draft, removed.at) })}</span>
          <button type="button" class="button quiet" data-focus="undo" onClick={undo}>
            {t('undo')}
          </button>
        </p>
      )}
      {questions.length < mostQuestions ? (
        <div class="actions small">
          <Button onClick={add}>
            <PlusIcon />
            {t('questions_add')}
          </Button>
        </div>
      ) : (
        <p class="hint" role="status">
          {t('questions_full', { most: mostQuestions })}
        </p>
      )}
      <span class="hidden" role="status">
        {said}
      </span>
    </fieldset>
  );
}

/** What a question is called: by its words, or by its place while it has none. */
const nameOf = ({ text }: QuestionDraft, at: number) => text.trim() || t('questions_text', { place: at + 1 });

/** The other of the two buttons that move: at either end one of them has nowhere to go. */
function sibling(pressed: HTMLButtonElement): HTMLButtonElement | null {
  const all = pressed.parentElement?.querySelectorAll<HTMLButtonElement>('button[data-focus]:not(:disabled)');
  return all?.[0] ?? null;
}

interface OneQuestionProps {
  readonly draft: QuestionDraft;
  readonly at: number;
  readonly count: number;
  readonly textError: string | undefined;
  readonly optionsError: string | undefined;
  readonly onChange: (changes: Partial<QuestionDraft>) => void;
  readonly onMove: (by: -1 | 1) => void;
  readonly onRemove: () => void;
}

function OneQuestion(props: OneQuestionProps) {
  const { draft, at, count, onChange, onMove } = props;
  const { number, kind, text, required, options } = draft;
  const name = nameOf(draft, at);
  return (
    <li class="question" data-test="question">
      <div class="question-head">
        <TextField
          label={t('questions_text', { place: at + 1 })}
          name={`question${number}`}
          maxLength={longestQuestion}
          error={props.textError}
          value={text}
          onValue={(typed) => onChange({ text: typed })}
        />
        <div class="question-tools">
          <Tool
            focus={`up${number}`}
            label={t('questions_up', { question: name })}
            isOff={at === 0}
            onPress={() => onMove(-1)}
          >
            <UpIcon />
          </Tool>
          <Tool
            focus={`down${number}`}
            label={t('questions_down', { question: name })}
            isOff={at === count - 1}
            onPress={() => onMove(1)}
          >
            <DownIcon />
          </Tool>
          <Tool
            focus={`remove${number}`}
            label={t('questions_remove', { question: name })}
            onPress={props.onRemove}
          >
            <CrossIcon />
          </Tool>
        </div>
      </div>
      <div class="two">
        <SelectField
          label={t('questions_kind')}
          name={`kind${number}`}
          value={kind}
          onValue={(chosen) => onChange({ kind: questionKinds.find((one) => one === chosen) ?? 'shortText' })}
        >
          {questionKinds.map((one) => (
            <option key={one} value={one}>
              {t(`questions_kind_${one}`)}
            </option>
          ))}
        </SelectField>
        <div class="question-required">
          <Switch
            name={`required${number}`}
            label={t('questions_required')}
            checked={required}
            onValue={(checked) => onChange({ required: checked })}
          />
        </div>
      </div>
      {kind === 'choice' && (
        <Field label={t('questions_options')} error={props.optionsError}>
          {(control) => (
            <textarea
              {...control}
              class="input"
              name={`options${number}`}
              rows={3}
              dir="auto"
              value={options}
              onInput={(event) => onChange({ options: event.currentTarget.value })}
            />
          )}
        </Field>
      )}
    </li>
  );
}

function Tool(props: {
  readonly focus: string;
  readonly label: string;
  readonly isOff?: boolean;
  readonly onPress: () => void;
  readonly children: ComponentChildren;
}) {
  return (
    <button
      type="button"
      class="button quiet icon-only"
      data-focus={props.focus}
      aria-label={props.label}
      title={props.label}
      disabled={props.isOff}
      onClick={props.onPress}
    >
      {props.children}
    </button>
  );
}
