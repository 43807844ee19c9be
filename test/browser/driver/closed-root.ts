import type { CDPSession, Page } from 'playwright-core';
import { type Hands, type Surface, surfaceOf } from './surface.ts';
import { type Patience, until } from './until.ts';

/** Objects that a call leaves in the page are let go of together, by this name. */
const objectGroup = 'driver';

const sessions = new WeakMap<Page, Promise<CDPSession>>();

function sessionOf(page: Page): Promise<CDPSession> {
  const known = sessions.get(page);
  if (known !== undefined) return known;
  const session = page.context().newCDPSession(page);
  sessions.set(page, session);
  return session;
}

async function objectOf(session: CDPSession, expression: string): Promise<string | undefined> {
  const { result } = await session.send('Runtime.evaluate', { expression, objectGroup });
  return result.objectId;
}

/** The shadow root at `host`, open or closed: the page's own scripts may be kept out of it, the debugger is not. */
async function shadowRootOf(session: CDPSession, host: string): Promise<string> {
  const hostId = await objectOf(session, `document.querySelector(${JSON.stringify(host)})`);
  if (hostId === undefined) throw new Error(`no element ${host} in the page`);
  const { node } = await session.send('DOM.describeNode', { objectId: hostId, pierce: true });
  const backendNodeId = node.shadowRoots?.[0]?.backendNodeId;
  if (backendNodeId === undefined) throw new Error(`${host} has no shadow root`);
  const { object } = await session.send('DOM.resolveNode', { backendNodeId, objectGroup });
  if (object.objectId === undefined) throw new Error(`the shadow root of ${host} is gone`);
  return object.objectId;
}

async function rootOf(session: CDPSession, host: string | undefined): Promise<string> {
  if (host !== undefined) return shadowRootOf(session, host);
  const document = await objectOf(session, 'document');
  if (document === undefined) throw new Error('the page has no document');
  return document;
}

function handsOf(page: Page, host: string | undefined): Hands {
  async function withRoot<Result>(work: (session: CDPSession, root: string) => Promise<Result>) {
    const session = await sessionOf(page);
    try {
      return await work(session, await rootOf(session, host));
    } finally {
      await session.send('Runtime.releaseObjectGroup', { objectGroup }).catch(() => {});
    }
  }

  const run = (session: CDPSession, root: string, source: string, json: string, returnByValue: boolean) =>
    session.send('Runtime.callFunctionOn', {
      functionDeclaration: source,
      objectId: root,
      arguments: [{ objectId: root }, { value: json }],
      awaitPromise: true,
      returnByValue,
      objectGroup,
    });

  return {
    name: host ?? 'the page',
    call: (source, json) =>
      withRoot(async (session, root) => {
        const { result, exceptionDetails } = await run(session, root, source, json, true);
        if (exceptionDetails !== undefined)
          throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
        return String(result.value);
      }),
    click: (x, y) => page.mouse.click(x, y),
    press: (key) => page.keyboard.press(key),
    type: (text) => page.keyboard.type(text),
    insert: (text) => page.keyboard.insertText(text),
    setFiles: (source, json, files) =>
      withRoot(async (session, root) => {
        const { result } = await run(session, root, source, json, false);
        if (result.objectId === undefined) throw new Error('the file input is gone');
        await session.send('DOM.setFileInputFiles', { files: [...files], objectId: result.objectId });
      }),
  };
}

/**
 * The closed (or open) shadow root of the element `host` in a Playwright page, once it is there. Playwright's own
 * locators see open roots only.
 */
export async function closedRoot(page: Page, host: string, patience?: Patience): Promise<Surface> {
  const surface = surfaceOf(handsOf(page, host));
  await until(
    async () => (await surface.digest()) !== undefined,
    () => `a shadow root at ${host} in ${page.url()}`,
    patience,
  );
  return surface;
}

/** The document of a Playwright page as a Surface, so that one test can drive both browsers. */
export function pageSurface(page: Page): Surface {
  return surfaceOf(handsOf(page, undefined));
}
