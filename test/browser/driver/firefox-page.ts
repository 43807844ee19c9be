import { writeFile } from 'node:fs/promises';
import type { Bidi, Json } from './bidi.ts';
import { type Hands, type Rectangle, type Surface, surfaceOf } from './surface.ts';
import { type Patience, until } from './until.ts';

type Work<Result, Arguments extends readonly unknown[]> =
  | string
  | ((...args: Arguments) => Result | Promise<Result>);

export interface FirefoxPage {
  /** BiDi's name for the tab. */
  readonly context: string;
  /** The document as a Surface. */
  readonly surface: Surface;
  /** The closed (or open) shadow root of the element `host`, once it is there. */
  closedRoot(host: string, patience?: Patience): Promise<Surface>;
  goto(url: string): Promise<void>;
  reload(): Promise<void>;
  url(): Promise<string>;
  /** What a function, or an expression, comes to in the page. Results travel as JSON. */
  evaluate<Result, Arguments extends readonly unknown[]>(
    work: Work<Result, Arguments>,
    ...args: Arguments
  ): Promise<Result>;
  /** The same in a sandbox that the page's own scripts cannot touch: document yes, the page's globals no. */
  evaluateIsolated<Result, Arguments extends readonly unknown[]>(
    work: Work<Result, Arguments>,
    ...args: Arguments
  ): Promise<Result>;
  /** A real click on the middle of the element that `expression` gives. */
  clickExpression(expression: string): Promise<void>;
  resize(width: number, height: number): Promise<void>;
  /** A PNG; written to `file` where one is named. */
  screenshot(file?: string, options?: { fullPage?: boolean; clip?: Rectangle }): Promise<Buffer>;
  bringToFront(): Promise<void>;
  close(): Promise<void>;
}

interface RemoteNode {
  readonly sharedId?: string;
  readonly value?: { readonly shadowRoot?: RemoteNode | null };
}

type Evaluated =
  | {
      readonly type: 'success';
      readonly result: RemoteNode & { readonly type: string; readonly value?: never };
    }
  | { readonly type: 'exception'; readonly exceptionDetails: { readonly text: string } };

/** Playwright's names of keys, in WebDriver's code points. */
const keys: Readonly<Record<string, string>> = {
  Backspace: '\uE003',
  Tab: '\uE004',
  Enter: '\uE007',
  Shift: '\uE008',
  Control: '\uE009',
  Alt: '\uE00A',
  Escape: '\uE00C',
  Space: ' ',
  PageUp: '\uE00E',
  PageDown: '\uE00F',
  End: '\uE010',
  Home: '\uE011',
  ArrowLeft: '\uE012',
  ArrowUp: '\uE013',
  ArrowRight: '\uE014',
  ArrowDown: '\uE015',
  Insert: '\uE016',
  Delete: '\uE017',
  Meta: '\uE03D',
};

const down = (value: string) => ({ type: 'keyDown', value });
const up = (value: string) => ({ type: 'keyUp', value });

function chord(key: string): Json[] {
  const parts = key.split('+').map((part) => {
    const value = keys[part] ?? part;
    if ([...value].length !== 1) throw new Error(`There is no key “${part}”`);
    return value;
  });
  return [...parts.map(down), ...parts.reverse().map(up)];
}

const typing = (text: string): Json[] =>
  [...text]
    .map((letter) => (letter === '\n' ? '\uE007' : letter))
    .flatMap((letter) => [down(letter), up(letter)]);

function unwrap(answer: Evaluated) {
  if (answer.type === 'exception') throw new Error(answer.exceptionDetails.text);
  return answer.result;
}

export function firefoxPage(bidi: Bidi, context: string): FirefoxPage {
  const evaluateNode = async (expression: string): Promise<RemoteNode> =>
    unwrap(
      await bidi.send<Evaluated>('script.evaluate', {
        expression,
        target: { context },
        awaitPromise: true,
        serializationOptions: { maxDomDepth: 0, includeShadowTree: 'all' },
      }),
    );

  async function evaluate(
    work: string | ((...args: never) => unknown),
    args: readonly unknown[],
    sandbox?: string,
  ) {
    // Named functions are wrapped by esbuild (tsx) in a helper that the page does not have.
    const body =
      typeof work === 'string' ? `(${work})` : `((__name) => (${work}))((work) => work)(...JSON.parse(json))`;
    const answer = await bidi.send<Evaluated>('script.callFunction', {
      functionDeclaration: `async (json) => JSON.stringify([await ${body}])`,
      arguments: [{ type: 'string', value: JSON.stringify(args) }],
      target: { context, ...(sandbox === undefined ? {} : { sandbox }) },
      awaitPromise: true,
    });
    const [result] = JSON.parse(String(unwrap(answer).value)) as [never];
    return result;
  }

  /** Keys and presses reach a tab behind another too, but focus and clipboard want the front one. */
  async function toFront() {
    const hidden = await evaluate('document.hidden', []);
    if (hidden) await bidi.send('browsingContext.activate', { context });
  }

  const perform = (source: Json) => bidi.send('input.performActions', { context, actions: [source] });
  const press = (origin: unknown, x: number, y: number) =>
    perform({
      type: 'pointer',
      id: 'mouse',
      actions: [
        { type: 'pointerMove', x: Math.round(x), y: Math.round(y), origin },
        { type: 'pointerDown', button: 0 },
        { type: 'pointerUp', button: 0 },
      ],
    });
  const keyboard = (actions: Json[]) => perform({ type: 'key', id: 'keyboard', actions });

  function handsOf(host: string | undefined): Hands {
    async function root(): Promise<string> {
      const node = await evaluateNode(
        host === undefined ? 'document' : `document.querySelector(${JSON.stringify(host)})`,
      );
      if (host === undefined && node.sharedId !== undefined) return node.sharedId;
      if (node.sharedId === undefined) throw new Error(`no element ${host} in the page`);
      const sharedId = node.value?.shadowRoot?.sharedId;
      if (sharedId === undefined) throw new Error(`${host} has no shadow root`);
      return sharedId;
    }
    const run = async (source: string, json: string) =>
      unwrap(
        await bidi.send<Evaluated>('script.callFunction', {
          functionDeclaration: source,
          arguments: [{ sharedId: await root() }, { type: 'string', value: json }],
          target: { context },
          awaitPromise: true,
        }),
      );

    return {
      name: host ?? 'the page',
      call: async (source, json) => String((await run(source, json)).value),
      async click(x, y) {
        await toFront();
        await press('viewport', x, y);
      },
      async press(key) {
        await toFront();
        await keyboard(chord(key));
      },
      async type(text) {
        await keyboard(typing(text));
      },
      async insert(text) {
        // A key costs some milliseconds: a long text goes in at once. Its input event is the browser's own too.
        if (text.length < 200) await keyboard(typing(text));
        else await evaluate((long: string) => document.execCommand('insertText', false, long), [text]);
      },
      async setFiles(source, json, files) {
        const { sharedId } = await run(source, json);
        await bidi.send('input.setFiles', { context, element: { sharedId }, files });
      },
    };
  }

  return {
    context,
    surface: surfaceOf(handsOf(undefined)),

    async closedRoot(host, patience) {
      const surface = surfaceOf(handsOf(host));
      await until(
        async () => (await surface.digest()) !== undefined,
        async () => `a shadow root at ${host} in ${await evaluate('location.href', [])}`,
        patience,
      );
      return surface;
    },

    async goto(url) {
      if (url.startsWith('http')) {
        await bidi.send('browsingContext.navigate', { context, url, wait: 'complete' });
        return;
      }
      // BiDi never sees the load of an extension's page, which changes the process: wait for the document instead.
      const marked = await evaluate("typeof document === 'object' && (document.leaving = true)", []).catch(
        () => false,
      );
      await bidi.send('browsingContext.navigate', { context, url, wait: 'none' });
      const there =
        '!document.leaving && document.readyState === "complete" && location.href !== "about:blank"';
      await until(
        () => evaluate(marked ? there : 'document.readyState === "complete"', []),
        async () => `${url} to load (at ${await evaluate('location.href', []).catch(() => 'nowhere')})`,
      );
    },
    async reload() {
      await bidi.send('browsingContext.reload', { context, wait: 'complete' });
    },
    url: () => evaluate('location.href', []),

    evaluate: (work, ...args) => evaluate(work, args),
    evaluateIsolated: (work, ...args) => evaluate(work, args, 'driver'),

    async clickExpression(expression) {
      const { sharedId } = await evaluateNode(expression);
      if (sharedId === undefined) throw new Error(`${expression} is no element`);
      await toFront();
      await press({ type: 'element', element: { sharedId } }, 0, 0);
    },

    async resize(width, height) {
      await bidi.send('browsingContext.setViewport', { context, viewport: { width, height } });
    },
    async screenshot(file, { fullPage = false, clip } = {}) {
      const { data } = await bidi.send<{ data: string }>('browsingContext.captureScreenshot', {
        context,
        origin: fullPage ? 'document' : 'viewport',
        ...(clip === undefined ? {} : { clip: { type: 'box', ...clip } }),
      });
      const bytes = Buffer.from(data, 'base64');
      if (file !== undefined) await writeFile(file, bytes);
      return bytes;
    },
    async bringToFront() {
      await bidi.send('browsingContext.activate', { context });
    },
    async close() {
      await bidi.send('browsingContext.close', { context });
    },
  };
}
