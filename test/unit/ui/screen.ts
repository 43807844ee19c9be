import { type ComponentChild, render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach } from 'vitest';

afterEach(() => {
  render(null, document.body);
  document.body.replaceChildren();
});

/** Puts something on the screen and lets its first questions be answered. */
export async function show(what: ComponentChild): Promise<void> {
  await act(() => render(what, document.body));
  await settled();
}

/** Lets everything that has begun come to rest. */
export async function settled(): Promise<void> {
  for (let round = 0; round < 5; round++) await act(async () => void (await Promise.resolve()));
}

/** All that can be read. */
export function read(): string {
  return document.body.textContent?.replace(/\s+/g, ' ') ?? '';
}

/** The button, link, tab or heading with this name, as a screen reader would say it. */
export function button(name: string | RegExp): HTMLElement {
  const fits = (element: Element) => {
    const said = element.getAttribute('aria-label') ?? element.textContent?.replace(/\s+/g, ' ').trim() ?? '';
    return typeof name === 'string' ? said === name : name.test(said);
  };
  const found = [...document.querySelectorAll<HTMLElement>('button, a, summary')].filter(fits);
  if (found[0] === undefined) throw new Error(`No button ${name} in: ${read()}`);
  return found[0];
}

export function hasButton(name: string | RegExp): boolean {
  try {
    return button(name) !== null;
  } catch {
    return false;
  }
}

export function field<Kind extends HTMLElement = HTMLInputElement>(name: string): Kind {
  const found = document.querySelector<Kind>(`[name="${name}"]`);
  if (found === null) throw new Error(`No field ${name} in: ${read()}`);
  return found;
}

export async function press(element: HTMLElement): Promise<void> {
  await act(() => element.click());
  await settled();
}

/** Types, ticks or chooses. */
export async function enter(name: string, value: string | boolean): Promise<void> {
  const target = field<HTMLInputElement | HTMLSelectElement>(name);
  await act(() => {
    if (typeof value === 'boolean') (target as HTMLInputElement).checked = value;
    else target.value = value;
    const isTyped = target.tagName !== 'SELECT' && typeof value === 'string';
    target.dispatchEvent(new Event(isTyped ? 'input' : 'change', { bubbles: true }));
  });
  await settled();
}

export async function key(target: HTMLElement, name: string): Promise<KeyboardEvent> {
  const event = new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true });
  await act(() => void target.dispatchEvent(event));
  return event;
}

/** What a field is said to be wrong about; null when it is right. */
export function errorAt(name: string): string | null {
  const target = field(name);
  if (!target.hasAttribute('aria-invalid')) return null;
  return document.getElementById(target.getAttribute('aria-describedby') ?? '')?.textContent ?? null;
}

/** An event as the user's own hand makes it. */
export function byHand<Kind extends Event>(event: Kind): Kind {
  Object.defineProperty(event, 'isTrusted', { value: true });
  return event;
}
