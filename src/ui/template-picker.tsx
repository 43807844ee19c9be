import { useId } from 'preact/hooks';
import type { InviteTemplate } from '../invite/template.ts';
import { t } from './text.ts';

export interface TemplatePickerProps {
  readonly templates: readonly InviteTemplate[];
  /** The id of the one that is chosen; empty for none. */
  readonly chosen: string;
  readonly onChoose: (id: string) => void;
}

/** So many have a number of their own: those that a key has. */
const mostKeys = 9;

/** The template whose number was pressed: 1 to 9, and 0 for none; null of any other key. */
export function templateByKey(event: KeyboardEvent, templates: readonly InviteTemplate[]): string | null {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || isTypingIn(event.target)) return null;
  // By its place too: on a French keyboard the digits are typed with Shift.
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1] ?? /^\d$/.exec(event.key)?.[0];
  if (digit === undefined) return null;
  return digit === '0' ? '' : (templates[Number(digit) - 1]?.id ?? null);
}

/** Whether a key that is pressed there is meant for it: a field, or a list that goes to what begins with it. */
function isTypingIn(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.closest('textarea, select, [role=combobox]')) return true;
  return (
    target instanceof HTMLInputElement &&
    !['radio', 'checkbox', 'button', 'submit', 'reset', 'file'].includes(target.type)
  );
}

/** What a new invite begins with, each with the key that chooses it. */
export function TemplatePicker({ templates, chosen, onChoose }: TemplatePickerProps) {
  const name = useId();
  const choices = [
    ...templates.map(({ id, name: called }) => ({ id, text: <bdi>{called}</bdi>, title: called })),
    { id: '', text: t('templates_beginWithNone'), title: t('templates_beginWithNone') },
  ];
  const keyOf = (id: string, at: number) => (id === '' ? '0' : at < mostKeys ? String(at + 1) : null);
  return (
    <fieldset class="templates" data-test="templates">
      <legend>{t('templates_beginWith')}</legend>
      <div class="template-list">
        {choices.map(({ id, text, title }, at) => {
          const key = keyOf(id, at);
          return (
            <label key={id} class="template" title={title}>
              <input
                type="radio"
                name={`template-${name}`}
                value={id}
                checked={id === chosen}
                aria-keyshortcuts={key ?? undefined}
                onChange={() => onChoose(id)}
              />
              <span class="template-name">{text}</span>
              {key !== null && (
                <span class="key" aria-hidden="true">
                  {key}
                </span>
              )}
            </label>
          );
        })}
      </div>
      <p class="hint">{t('templates_keys')}</p>
    </fieldset>
  );
}
