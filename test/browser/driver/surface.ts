import {
  box,
  choose,
  digest,
  findAll,
  first,
  focused,
  guardPress,
  look,
  pressMissed,
  type Root,
  readAttribute,
  readTexts,
  readValue,
  readyToType,
  setValue,
  type WireTarget,
} from './in-page.ts';
import { type Patience, until } from './until.ts';

export type Name = string | RegExp;

/** A CSS selector; or a selector and the name (label or text) that the element goes by. */
export type Target = string | { readonly css: string; readonly name: Name };

/** A button, link, tab or menu item by what it says. */
export const button = (name: Name): Target => ({
  css: 'button, summary, a[href], input:is([type=submit], [type=button], [type=reset]), [role=button], [role=tab], [role^=menuitem], [role=switch]',
  name,
});

/** A form control by its label. */
export const field = (name: Name): Target => ({
  css: 'input:not([type=hidden]), select, textarea, [contenteditable]',
  name,
});

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * A document or a shadow root, open or closed, seen and handled as a user would: presses and keys are the
 * browser's own, so `event.isTrusted` holds and user activation counts. Nothing is kept between two calls, so the
 * page may render anew at any time. What cannot be done yet is waited for.
 */
export interface Surface {
  click(target: Target, patience?: Patience): Promise<void>;
  clickButton(name: Name, patience?: Patience): Promise<void>;
  /** Puts `text` in the place of what the field holds, and sees that it stays there. */
  fill(target: Target, text: string, patience?: Patience): Promise<void>;
  /** Types `text` key by key into the field, after what it holds. */
  type(target: Target, text: string, patience?: Patience): Promise<void>;
  /** Presses a key, `Enter` or `Shift+Tab`, wherever the focus is. */
  press(key: string): Promise<void>;
  /** Chooses the option (or options) of that label or value. */
  select(target: Target, option: string | readonly string[], patience?: Patience): Promise<void>;
  check(target: Target, on?: boolean, patience?: Patience): Promise<void>;
  setFiles(target: Target, files: readonly string[], patience?: Patience): Promise<void>;

  /** The text of the first such element, which must be there (it is waited for). */
  text(target: Target, patience?: Patience): Promise<string>;
  /** The texts of all such elements there now. */
  texts(target: Target): Promise<string[]>;
  value(target: Target, patience?: Patience): Promise<string>;
  attribute(target: Target, name: string, patience?: Patience): Promise<string | null>;
  box(target: Target, patience?: Patience): Promise<Rectangle>;
  exists(target: Target): Promise<boolean>;
  isVisible(target: Target): Promise<boolean>;
  isEnabled(target: Target): Promise<boolean>;
  isChecked(target: Target): Promise<boolean>;
  count(target: Target): Promise<number>;
  /** What has the focus: `button "Create link"`; null where nothing has. */
  focused(): Promise<string | null>;
  /** Everything there is to read. */
  digest(): Promise<string>;

  /** Waits until the element is seen; with `text`, until one such element reads so. */
  waitFor(target: Target, wanted?: Patience & { readonly text?: Name }): Promise<void>;
  waitGone(target: Target, patience?: Patience): Promise<void>;
  /** Calls `work` in the page, with the document or shadow root. It can use nothing else of the test's. */
  evaluate<Result, Arguments extends readonly unknown[]>(
    work: (root: Root, ...args: Arguments) => Result | Promise<Result>,
    ...args: Arguments
  ): Promise<Result>;
}

/** What a browser must be able to do for a Surface. */
export interface Hands {
  /** Names the surface in errors. */
  readonly name: string;
  /** Calls `source`, a function of (root, string) that promises a string. Rejects while the root is not there. */
  call(source: string, json: string): Promise<string>;
  click(x: number, y: number): Promise<void>;
  press(key: string): Promise<void>;
  type(text: string): Promise<void>;
  /** Inserts `text` at once, in the place of the selection. */
  insert(text: string): Promise<void>;
  /** `source` gives the element, a file input. */
  setFiles(source: string, json: string, files: readonly string[]): Promise<void>;
}

type PageWork = (root: Root, elements: Element[], argument: never) => unknown;

function wire(target: Target): WireTarget {
  if (typeof target === 'string') return { css: target };
  const { css, name } = target;
  if (typeof name === 'string') return { css, name: { text: name.replace(/\s+/g, ' ').trim() } };
  return { css, name: { source: name.source, flags: name.flags } };
}

function describe(target: Target): string {
  return typeof target === 'string' ? target : `“${target.name}” (${target.css.split(',')[0]}…)`;
}

// esbuild (tsx) wraps named functions in a helper of its own, which the page does not have.
const helpers = 'const __name = (work) => work;';

function source(work: PageWork, asText = true): string {
  const found = `(${findAll})(root, target)`;
  const result = `(${work})(root, target === null ? [] : ${found}, argument)`;
  return asText
    ? `async function (root, json) { ${helpers} const [target, argument] = JSON.parse(json); return JSON.stringify([await ${result}]); }`
    : `function (root, json) { ${helpers} const [target, argument] = JSON.parse(json); return ${result}; }`;
}

/** How often a press may fall beside what was meant, because the page moved between looking and pressing. */
const mostMisses = 20;

export function surfaceOf(hands: Hands): Surface {
  async function ask<Result>(
    work: (root: Root, elements: Element[], argument: never) => Result,
    target: Target | null,
    argument: unknown = null,
  ): Promise<Result> {
    const json = JSON.stringify([target === null ? null : wire(target), argument]);
    const [result] = JSON.parse(await hands.call(source(work), json)) as [Result];
    return result;
  }

  async function told(what: string): Promise<string> {
    const text = await ask(digest, null).catch((error: Error) => `(nothing: ${error.message})`);
    return `${what} in ${hands.name}, which reads: ${text}`;
  }

  /** Waits until the element can be pressed and has stopped moving. */
  async function reach(target: Target, patience?: Patience, mustBeEnabled = true) {
    let last: { x: number; y: number } | undefined;
    let trouble = 'is not there';
    return until(
      async () => {
        const sight = await ask(look, target, true);
        const before = last;
        last = sight.point;
        if (sight.count === 0) trouble = 'is not there';
        else if (typeof target !== 'string' && sight.seen > 1)
          trouble = `means ${sight.seen} elements; narrow it down`;
        else if (mustBeEnabled && !sight.enabled) trouble = 'is disabled';
        else if (sight.point === undefined)
          trouble = sight.cover === undefined ? 'is not visible' : `is covered by ${sight.cover}`;
        else if (before === undefined || before.x !== sight.point.x || before.y !== sight.point.y)
          trouble = 'does not stand still';
        else return sight.point;
        return undefined;
      },
      () => told(`${describe(target)} to be ready (it ${trouble})`),
      patience,
    );
  }

  async function present(target: Target, patience?: Patience) {
    await until(
      async () => (await ask(look, target)).count > 0,
      () => told(describe(target)),
      patience,
    );
  }

  const surface: Surface = {
    async click(target, patience) {
      for (let misses = 0; misses < mostMisses; misses++) {
        const { x, y } = await reach(target, patience);
        await ask(guardPress, target);
        await hands.click(x, y);
        // A press that closes the page, or leads to another one, has met something.
        if (!(await ask(pressMissed, null).catch(() => false))) return;
      }
      throw new Error(await told(`${describe(target)} moves away from each press`));
    },
    clickButton: (name, patience) => surface.click(button(name), patience),

    async fill(target, text, patience) {
      await surface.click(target, patience);
      const wanted = text.replaceAll('\r\n', '\n');
      if (!(await ask(readyToType, target))) await ask(setValue, target, wanted);
      else if (text === '') await hands.press('Delete');
      else await hands.insert(wanted);
      await until(
        async () => {
          const value = await ask(readValue, target);
          return value === null || value === wanted;
        },
        async () => `${describe(target)} to hold “${text}” (it holds “${await ask(readValue, target)}”)`,
        patience,
      );
    },

    async type(target, text, patience) {
      await surface.click(target, patience);
      await hands.press('End');
      await hands.type(text);
    },

    press: (key) => hands.press(key),

    async select(target, option, patience) {
      const wanted = typeof option === 'string' ? [option] : option;
      let there: readonly string[] | null = [];
      await until(
        async () => {
          if (!(await ask(look, target)).enabled) return false;
          there = await ask(choose, target, wanted);
          return there === null;
        },
        () => told(`option ${wanted.join(', ')} of ${describe(target)} (there are: ${there?.join(', ')})`),
        patience,
      );
    },

    async check(target, on = true, patience) {
      await present(target, patience);
      if ((await ask(look, target)).checked === on) return;
      await surface.click(target, patience);
      await until(
        async () => (await ask(look, target)).checked === on,
        () => told(`${describe(target)} to be ${on ? 'checked' : 'unchecked'}`),
        patience,
      );
    },

    async setFiles(target, files, patience) {
      await present(target, patience);
      await hands.setFiles(source(first, false), JSON.stringify([wire(target), null]), files);
    },

    async text(target, patience) {
      await present(target, patience);
      return (await ask(readTexts, target))[0] ?? '';
    },
    texts: (target) => ask(readTexts, target),
    async value(target, patience) {
      await present(target, patience);
      return (await ask(readValue, target)) ?? '';
    },
    async attribute(target, name, patience) {
      await present(target, patience);
      return ask(readAttribute, target, name);
    },
    async box(target, patience) {
      await present(target, patience);
      return (await ask(box, target)) ?? { x: 0, y: 0, width: 0, height: 0 };
    },
    exists: async (target) => (await ask(look, target)).count > 0,
    isVisible: async (target) => (await ask(look, target)).seen > 0,
    isEnabled: async (target) => (await ask(look, target)).enabled,
    isChecked: async (target) => (await ask(look, target)).checked,
    count: async (target) => (await ask(look, target)).count,
    focused: () => ask(focused, null),
    digest: () => ask(digest, null),

    async waitFor(target, { text, ...patience } = {}) {
      let there: string[] = [];
      await until(
        async () => {
          if (text === undefined) return (await ask(look, target)).seen > 0;
          there = await ask(readTexts, target);
          return there.some((found) =>
            typeof text === 'string' ? found.includes(text) : found.search(text) >= 0,
          );
        },
        () =>
          told(
            text === undefined
              ? `${describe(target)} to be seen`
              : `${describe(target)} to read “${text}” (it reads: ${there.join(' | ') || 'nothing'})`,
          ),
        patience,
      );
    },
    async waitGone(target, patience) {
      await until(
        async () => (await ask(look, target)).seen === 0,
        () => told(`${describe(target)} to be gone`),
        patience,
      );
    },

    async evaluate(work, ...args) {
      const text = `async function (root, json) { ${helpers} return JSON.stringify([await (${work})(root, ...JSON.parse(json))]); }`;
      const [result] = JSON.parse(await hands.call(text, JSON.stringify(args))) as [never];
      return result;
    },
  };
  return surface;
}
