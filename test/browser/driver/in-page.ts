/**
 * What runs inside the page. Each exported function is sent there as text, so it may use its own arguments and
 * nothing else of this module.
 */

export type Root = Document | ShadowRoot;

/** A target as it travels: JSON has no RegExp. */
export interface WireTarget {
  readonly css: string;
  readonly name?: { readonly text: string } | { readonly source: string; readonly flags: string };
}

/**
 * The elements meant by `target`, in document order. With a name: those called exactly so, or else those whose name
 * contains it. Names are what the user sees or hears: labels, text, values of buttons.
 */
export function findAll(root: Root, target: WireTarget): Element[] {
  const elements = [...root.querySelectorAll(target.css)];
  const { name } = target;
  if (name === undefined) return elements;

  const tidy = (text: string | null | undefined) => (text ?? '').replace(/\s+/g, ' ').trim();
  const spoken = (element: Element) => {
    const copy = element.cloneNode(true) as Element;
    for (const silent of copy.querySelectorAll('[aria-hidden="true"], script, style, select, textarea'))
      silent.remove();
    return tidy(copy.textContent);
  };
  const namesOf = (element: Element): string[] => {
    const control = element as HTMLInputElement;
    const labelledBy = tidy(element.getAttribute('aria-labelledby')).split(' ');
    const names = [
      tidy(element.getAttribute('aria-label')),
      tidy(labelledBy.map((id) => (id === '' ? '' : tidy(root.getElementById(id)?.textContent))).join(' ')),
      ...[...(control.labels ?? [])].map(spoken),
      tidy(element.getAttribute('title')),
      tidy(element.getAttribute('placeholder')),
    ];
    if (['submit', 'button', 'reset'].includes(control.type) && element.localName === 'input')
      names.push(tidy(control.value));
    if (!['input', 'select', 'textarea'].includes(element.localName))
      // biome-ignore lint/performance/useDomNodeTextContent: both ways of reading it are names
      names.push(tidy((element as HTMLElement).innerText), spoken(element));
    return names.filter((text) => text !== '');
  };

  const named = elements.map((element) => ({ element, names: namesOf(element) }));
  const pick = (fits: (text: string) => boolean) =>
    named.filter(({ names }) => names.some(fits)).map(({ element }) => element);
  if ('source' in name) {
    const pattern = new RegExp(name.source, name.flags);
    return pick((text) => text.search(pattern) >= 0);
  }
  const exact = pick((text) => text === name.text);
  return exact.length > 0 ? exact : pick((text) => text.includes(name.text));
}

export interface Sight {
  /** How many elements are meant, and how many of them can be seen. */
  readonly count: number;
  readonly seen: number;
  readonly enabled: boolean;
  readonly checked: boolean;
  /** Where to press; undefined while the element, or its label, is not what a press there would reach. */
  readonly point: { readonly x: number; readonly y: number } | undefined;
  /** What a press would reach instead. */
  readonly cover: string | undefined;
}

/** Looks at the first visible one of `elements`; with `mayScroll`, brings it into view where it must be. */
export function look(root: Root, elements: Element[], mayScroll: boolean | null): Sight {
  const isSeen = (element: Element) => {
    const box = element.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && getComputedStyle(element).visibility === 'visible';
  };
  const seen = elements.filter(isSeen);
  const element = seen[0] ?? elements[0];
  const control = element as HTMLInputElement | undefined;
  const state = {
    count: elements.length,
    seen: seen.length,
    enabled: element !== undefined && !element.matches(':disabled, [aria-disabled="true"]'),
    checked: control?.checked === true || element?.getAttribute('aria-checked') === 'true',
  };
  if (element === undefined) return { ...state, point: undefined, cover: undefined };

  let cover: string | undefined;
  const reach = (part: Element) => {
    // A link broken over two lines has no middle: take its first line.
    const box = [...part.getClientRects()].find(({ width, height }) => width > 0 && height > 0);
    if (box === undefined) return undefined;
    const point = { x: box.left + box.width / 2, y: box.top + box.height / 2 };
    if (point.x < 0 || point.y < 0 || point.x > innerWidth || point.y > innerHeight) return undefined;
    // Firefox asks a shadow root about its own elements only: what lies over the host is the document's to say.
    let host: Element | undefined;
    for (let around: Node = root; around instanceof ShadowRoot; around = host.getRootNode())
      host = around.host;
    const outer = document.elementFromPoint(point.x, point.y);
    const isOver = host !== undefined && outer !== null && !host.contains(outer);
    const hit = isOver ? outer : root.elementFromPoint(point.x, point.y);
    if (hit !== null && (part.contains(hit) || hit.closest('label')?.control === element)) return point;
    cover =
      hit === null ? 'something outside' : `<${hit.localName} class="${hit.getAttribute('class') ?? ''}">`;
    return undefined;
  };
  // Dressed-up checkboxes are drawn by their label.
  for (const part of [element, ...(control?.labels ?? [])]) {
    if (!isSeen(part)) continue;
    const point = reach(part);
    if (point !== undefined) return { ...state, point, cover: undefined };
    if (mayScroll !== true) continue;
    part.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
    const second = reach(part);
    if (second !== undefined) return { ...state, point: second, cover: undefined };
  }
  return { ...state, point: undefined, cover };
}

/** Where `guardPress` leaves what it saw, for `pressMissed`. */
interface Guarded {
  pressMissed?: boolean;
  endPress?: () => void;
}

/**
 * From now to `pressMissed`, a press on anything but the first visible one of `elements`, or its label, does nothing:
 * a page that moves between looking and pressing would take the press for another button.
 */
export function guardPress(root: Root & Guarded, elements: Element[]): null {
  root.endPress?.();
  const isSeen = (element: Element) => element.getClientRects().length > 0;
  const element = elements.find(isSeen) ?? elements[0];
  const meant = [element, ...((element as HTMLInputElement | undefined)?.labels ?? [])];
  root.pressMissed = false;
  let hasMet = false;
  const judge = (event: Event, isMeant: boolean) => {
    // What follows a press that met what was meant is the page's: a control may go with the first of the events.
    if (hasMet) return;
    if (event.type === 'pointerdown' && !isMeant) root.pressMissed = true;
    if (!root.pressMissed) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  const host = root instanceof ShadowRoot ? root.host : undefined;
  // What falls beside a shadow root never reaches it.
  const onDocument = (event: Event) => {
    if (host !== undefined) judge(event, event.composedPath().includes(host));
  };
  const onRoot = (event: Event) => {
    const path = event.composedPath();
    judge(
      event,
      meant.some((part) => part !== undefined && path.includes(part)),
    );
    hasMet ||= event.type === 'pointerdown' && !root.pressMissed;
  };
  const events = ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click'];
  for (const type of events) {
    window.addEventListener(type, onDocument, true);
    root.addEventListener(type, onRoot, true);
  }
  root.endPress = () => {
    for (const type of events) {
      window.removeEventListener(type, onDocument, true);
      root.removeEventListener(type, onRoot, true);
    }
  };
  return null;
}

/** Whether the press since `guardPress` fell on something else; whatever is pressed afterwards works again. */
export function pressMissed(root: Root & Guarded): boolean {
  root.endPress?.();
  return root.pressMissed === true;
}

/** The text of each of `elements` as the user reads it. */
export function readTexts(_root: Root, elements: Element[]): string[] {
  // biome-ignore lint/performance/useDomNodeTextContent: hidden text is not read
  return elements.map((element) => (element as HTMLElement).innerText ?? element.textContent ?? '');
}

export function readValue(_root: Root, elements: Element[]): string | null {
  const value = (elements[0] as HTMLInputElement | undefined)?.value;
  return typeof value === 'string' ? value : null;
}

export function readAttribute(_root: Root, elements: Element[], name: string): string | null {
  return elements[0]?.getAttribute(name) ?? null;
}

/** Focuses the field and selects what is in it. False for fields that are not typed into: dates, ranges, colours. */
export function readyToType(_root: Root, elements: Element[]): boolean {
  const element = elements[0] as HTMLInputElement | undefined;
  if (element === undefined) return false;
  element.focus();
  if (element.isContentEditable) {
    getSelection()?.selectAllChildren(element);
    return true;
  }
  if (
    element.localName === 'input' &&
    /^(date|time|datetime-local|month|week|range|color)$/.test(element.type)
  )
    return false;
  element.select();
  return true;
}

/** Sets the field's value as a picker would: input, then change. */
export function setValue(_root: Root, elements: Element[], value: string): void {
  const element = elements[0] as HTMLInputElement | undefined;
  if (element === undefined) return;
  element.value = value;
  element.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
  element.dispatchEvent(new Event('change', { bubbles: true }));
}

/** Chooses options by label or else by value. Gives the labels there are when one is missing. */
export function choose(_root: Root, elements: Element[], wanted: readonly string[]): string[] | null {
  const element = elements[0] as HTMLSelectElement | undefined;
  const tidy = (text: string) => text.replace(/\s+/g, ' ').trim();
  const options = [...(element?.options ?? [])];
  const chosen = wanted.map(
    (want) =>
      options.find((option) => tidy(option.label) === tidy(want)) ??
      options.find((option) => option.value === want),
  );
  if (element === undefined || chosen.some((option) => option === undefined || option.disabled))
    return options.map((option) => `${tidy(option.label)}${option.disabled ? ' (disabled)' : ''}`);
  element.focus();
  for (const option of options) option.selected = chosen.includes(option);
  element.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
  element.dispatchEvent(new Event('change', { bubbles: true }));
  return null;
}

/** What has the focus, in a form that a test can compare: `button "Create link"`. */
export function focused(root: Root): string | null {
  const element = root.activeElement as HTMLInputElement | null;
  if (element === null) return null;
  const label = element.labels?.[0]?.textContent ?? element.getAttribute('aria-label') ?? element.textContent;
  return `${element.localName} "${(label ?? '').replace(/\s+/g, ' ').trim()}"`;
}

/** Everything there is to read, for the message of a failed wait. */
export function digest(root: Root): string {
  const shown = [...root.children].filter((child) => !child.matches('style, script'));
  // biome-ignore lint/performance/useDomNodeTextContent: hidden text is not read
  const text = shown.map((child) => (child as HTMLElement).innerText ?? '').join(' ');
  return text.replace(/\s+/g, ' ').trim().slice(0, 400);
}

export function first(_root: Root, elements: Element[]): Element | null {
  return elements[0] ?? null;
}

export function box(
  _root: Root,
  elements: Element[],
): { x: number; y: number; width: number; height: number } | null {
  const rectangle = elements[0]?.getBoundingClientRect();
  if (rectangle === undefined) return null;
  return { x: rectangle.x, y: rectangle.y, width: rectangle.width, height: rectangle.height };
}
