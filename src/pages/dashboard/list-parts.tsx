import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Button } from '../../ui/button.tsx';
import { numberFormat } from '../../ui/formats.ts';
import { ChevronIcon, CrossIcon, SearchIcon } from '../../ui/icons.tsx';
import { language, t } from '../../ui/text.ts';

export const pageSize = 50;

/** Rows that long lists show: which page, how many there are. */
export interface PagerProps {
  readonly from: number;
  readonly total: number;
  readonly onFrom: (from: number) => void;
}

/** A number as people write it: "10,000". */
export const inFull = (count: number): string => numberFormat(language()).format(count);

/** "51–100 of 10,000", and the way to the neighbours. */
export function Pager({ from, total, onFrom }: PagerProps) {
  const to = Math.min(from + pageSize, total);
  if (total === 0) return null;
  return (
    <nav class="pager" aria-label={t('list_pages')}>
      <p role="status" data-test="range">
        {t('list_range', { from: inFull(from + 1), to: inFull(to), total: inFull(total) })}
      </p>
      {total > pageSize && (
        <div class="actions small">
          <Turn
            isOpen={from > 0}
            label={t('list_previous')}
            onTurn={() => onFrom(Math.max(0, from - pageSize))}
            isBack
          />
          <Turn isOpen={to < total} label={t('list_next')} onTurn={() => onFrom(from + pageSize)} />
        </div>
      )}
    </nav>
  );
}

function Turn(props: { isOpen: boolean; label: string; onTurn: () => void; isBack?: boolean }) {
  return (
    <button
      type="button"
      class={`button icon-only${props.isBack ? ' back' : ''}`}
      aria-label={props.label}
      title={props.label}
      // Not `disabled`: the focus would be lost on the last page.
      aria-disabled={!props.isOpen}
      onClick={() => props.isOpen && props.onTurn()}
    >
      <ChevronIcon />
    </button>
  );
}

/** A search that is asked a moment after the last key, and at once on Enter; or at each key, where that is quick. */
export function SearchField(props: {
  readonly label: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly isQuick?: boolean;
}) {
  const [typed, setTyped] = useState(props.value);
  const sent = useRef(props.value);
  useEffect(() => {
    // Back, or "Clear filters": what stands in the address is what counts.
    if (props.value !== sent.current) setTyped(props.value);
    sent.current = props.value;
  }, [props.value]);
  useEffect(() => {
    if (typed === sent.current) return;
    const timer = setTimeout(() => ask(typed), 200);
    return () => clearTimeout(timer);
  }, [typed]);

  function ask(text: string) {
    sent.current = text;
    props.onValue(text);
  }

  return (
    <search class="search">
      <SearchIcon />
      <input
        class="input"
        type="search"
        name="search"
        spellcheck={false}
        autocomplete="off"
        aria-label={props.label}
        placeholder={props.label}
        value={typed}
        onInput={({ currentTarget: { value } }) => {
          setTyped(value);
          if (props.isQuick) ask(value);
        }}
        onKeyDown={(event) => event.key === 'Enter' && ask(typed)}
      />
    </search>
  );
}

export interface Choice<Value extends string> {
  readonly value: Value;
  readonly name: string;
  readonly count?: number | undefined;
  readonly isUrgent?: boolean;
}

/** A few choices of which one holds, each with how much there is behind it. */
export function Segments<Value extends string>(props: {
  readonly label: string;
  readonly choices: readonly Choice<Value>[];
  readonly value: Value;
  readonly onValue: (value: Value) => void;
}) {
  return (
    <div class="segments-scroll">
      <fieldset class="segments-row">
        <legend class="hidden">{props.label}</legend>
        {props.choices.map(({ value, name, count, isUrgent }) => (
          <label key={value} class={`segment${value === props.value ? ' chosen' : ''}`}>
            <input
              type="radio"
              class="hidden"
              name={props.label}
              value={value}
              checked={value === props.value}
              onChange={() => props.onValue(value)}
            />
            {name}
            {count !== undefined && (
              <span class={`count${isUrgent && count > 0 ? ' attention' : ''}`}>{inFull(count)}</span>
            )}
          </label>
        ))}
      </fieldset>
    </div>
  );
}

export interface SortableProps<Column extends string> {
  readonly column: Column;
  readonly name: string;
  readonly sort: { readonly column: string; readonly isDescending: boolean };
  /** Numbers and times are wanted largest first. */
  readonly firstDescending?: boolean;
  readonly className?: string;
  readonly onSort: (column: Column, isDescending: boolean) => void;
}

/** The head of a column, which sorts by it; pressed again, the other way round. */
export function Sortable<Column extends string>(props: SortableProps<Column>) {
  const { column, name, sort, firstDescending = false } = props;
  const isSorted = sort.column === column;
  return (
    <th
      scope="col"
      class={props.className}
      aria-sort={isSorted ? (sort.isDescending ? 'descending' : 'ascending') : undefined}
    >
      <button
        type="button"
        class={`sort${isSorted ? (sort.isDescending ? ' down' : ' up') : ''}`}
        onClick={() => props.onSort(column, isSorted ? !sort.isDescending : firstDescending)}
      >
        {name}
      </button>
    </th>
  );
}

/** Up and down through the rows of a table, from link to link. */
export function onRowKeys(event: KeyboardEvent): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0 || !(event.target instanceof HTMLElement)) return;
  const table = event.target.closest('table');
  const links = [...(table?.querySelectorAll<HTMLElement>('a.row-link') ?? [])];
  const row = event.target.closest('tr');
  const at = links.findIndex((link) => link.closest('tr') === row);
  if (at === -1) return;
  event.preventDefault();
  links[Math.max(0, Math.min(links.length - 1, at + step))]?.focus();
}

/** What is open beside a list: on narrow screens in its place. Escape closes it. */
export function Pane(props: {
  readonly title: string;
  readonly onClose: () => void;
  readonly badge?: ComponentChildren;
  readonly children: ComponentChildren;
}) {
  const pane = useRef<HTMLElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const close = useRef(props.onClose);
  close.current = props.onClose;
  // What was pressed may be far away from here: the focus goes along.
  useEffect(() => heading.current?.focus({ preventScroll: true }), [props.title]);
  useEffect(() => keepFocus(pane.current, heading.current), []);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || !(event.target instanceof Element)) return;
      // In a field beside the pane, Escape means that field.
      if (!pane.current?.contains(event.target) && event.target.closest('input, select, textarea')) return;
      event.preventDefault();
      close.current();
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, []);
  return (
    <aside class="pane" aria-label={props.title} ref={pane}>
      <div class="pane-head">
        <h2 tabIndex={-1} ref={heading}>
          <bdi>{props.title}</bdi>
        </h2>
        {props.badge}
        <button
          type="button"
          class="button quiet icon-only"
          aria-label={t('close')}
          title={t('close')}
          onClick={props.onClose}
        >
          <CrossIcon />
        </button>
      </div>
      <div class="pane-body">{props.children}</div>
    </aside>
  );
}

/** A button that was pressed may be gone by what it did: then the focus goes to the heading, not to nowhere. */
function keepFocus(pane: HTMLElement | null, heading: HTMLElement | null): (() => void) | undefined {
  if (pane === null) return undefined;
  let last: Element | null = null;
  const onFocus = (event: FocusEvent) => {
    last = event.target instanceof Element ? event.target : null;
  };
  pane.addEventListener('focusin', onFocus);
  const observer = new MutationObserver(() => {
    if (last === null || last.isConnected || document.activeElement !== document.body) return;
    last = null;
    heading?.focus({ preventScroll: true });
  });
  observer.observe(pane, { childList: true, subtree: true });
  return () => {
    observer.disconnect();
    pane.removeEventListener('focusin', onFocus);
  };
}

/** While the first answer is on its way. */
export function Loading() {
  return (
    <p class="loading" aria-busy="true">
      <span class="spinner" aria-hidden="true" />
      {t('loading')}
    </p>
  );
}

/** Nothing is left by what is filtered. */
export function NothingFound({ onClear, children }: { onClear: () => void; children?: ComponentChildren }) {
  return (
    <div class="nothing">
      <p>{t('list_nothing')}</p>
      {children}
      <Button onClick={onClear}>{t('list_clear')}</Button>
    </div>
  );
}
