import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Named } from '../invite/grant.ts';
import type { FieldControl } from './field.tsx';
import { leafOf, matching, pathOf, searchable } from './matching.ts';
import { plural, t } from './text.ts';

/** So many are drawn; whoever has thousands of entities types a word instead of scrolling. */
const most = 100;

export interface ComboboxProps {
  readonly control: FieldControl;
  readonly labelId: string;
  readonly name: string;
  readonly options: readonly Named[];
  /** The chosen one; null is none, or "choose, and it goes elsewhere" (several groups). */
  readonly value: number | null;
  readonly placeholder?: string;
  readonly onValue: (id: number) => void;
}

/** A searchable list after the ARIA combobox pattern: focus stays in the text field, arrows move through the list. */
export function Combobox({ control, labelId, name, options, value, placeholder, onValue }: ComboboxProps) {
  // What is being typed; null while nothing is, and the field shows what is chosen.
  const [query, setQuery] = useState<string | null>(null);
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);

  const folded = useMemo(() => searchable(options), [options]);
  const found = useMemo(() => matching(folded, query ?? ''), [folded, query]);
  const shown = found.slice(0, most);
  const chosen = options.find((option) => option.id === value);
  const listId = `${control.id}-list`;

  function open() {
    if (isOpen) return;
    const at = found.findIndex((option) => option.id === value);
    setActive(at >= 0 && at < most ? at : 0);
    setOpen(true);
  }

  function close() {
    setOpen(false);
    setQuery(null);
  }

  function choose(option: Named | undefined) {
    if (option === undefined) return;
    onValue(option.id);
    close();
  }

  function move(to: number) {
    open();
    setActive(Math.max(0, Math.min(shown.length - 1, to)));
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.isComposing) return;
    const page = 8;
    if (event.key === 'ArrowDown') move(isOpen ? active + 1 : active);
    else if (event.key === 'ArrowUp') move(isOpen ? active - 1 : active);
    else if (event.key === 'PageDown' && isOpen) move(active + page);
    else if (event.key === 'PageUp' && isOpen) move(active - page);
    else if (event.key === 'Enter' && isOpen) choose(shown[active]);
    // Escape closes this list alone, not the panel or the popup around it.
    else if (event.key === 'Escape' && isOpen) close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  useEffect(() => {
    if (!isOpen) return;
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [isOpen, active]);

  useEffect(() => {
    // A list that opens below the edge would look like one that did not open.
    if (isOpen) list.current?.scrollIntoView({ block: 'nearest' });
  }, [isOpen]);

  return (
    <div class="combobox">
      <input
        {...control}
        ref={field}
        class="input select"
        type="text"
        role="combobox"
        name={name}
        autocomplete="off"
        spellcheck={false}
        dir="auto"
        aria-autocomplete="list"
        aria-expanded={isOpen}
        aria-controls={listId}
        aria-activedescendant={isOpen && shown[active] ? `${listId}-${shown[active].id}` : undefined}
        placeholder={chosen === undefined ? placeholder : leafOf(chosen.name)}
        title={chosen?.name}
        value={query ?? (chosen === undefined ? '' : leafOf(chosen.name))}
        onInput={(event) => {
          setQuery(event.currentTarget.value);
          setActive(0);
          setOpen(true);
        }}
        onKeyDown={onKeyDown}
        onFocus={() => field.current?.select()}
        onClick={open}
        onBlur={close}
      />
      <div id={listId} role="listbox" class="list" aria-labelledby={labelId} hidden={!isOpen} ref={list}>
        {isOpen &&
          shown.map((option, at) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the text field's, as the combobox pattern wants
            <div
              key={option.id}
              id={`${listId}-${option.id}`}
              role="option"
              // The focus never leaves the text field.
              tabIndex={-1}
              class="option"
              aria-selected={at === active}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => choose(option)}
            >
              <bdi>{leafOf(option.name)}</bdi>
              {pathOf(option.name) !== '' && <bdi class="path">{pathOf(option.name)}</bdi>}
            </div>
          ))}
        {isOpen && found.length > most && (
          <p class="hint" role="presentation">
            {plural('list_more', found.length - most)}
          </p>
        )}
        {isOpen && found.length === 0 && (
          <p class="hint" role="presentation">
            {t('list_none')}
          </p>
        )}
      </div>
      <span class="hidden" role="status">
        {isOpen && query !== null ? plural('list_found', found.length) : ''}
      </span>
    </div>
  );
}
