/** Chromium and Firefox behind one interface, so that one journey is walked in both. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { type ChromiumOptions, launchChromium } from './driver/chromium.ts';
import { manageChromium } from './driver/chromium-policy.ts';
import { closedRoot, pageSurface } from './driver/closed-root.ts';
import { type FirefoxPage, launchFirefox } from './driver/firefox.ts';
import type { Surface } from './driver/surface.ts';
import { type Patience, until } from './driver/until.ts';

export type BrowserName = 'chromium' | 'firefox';
export const browserNames: readonly BrowserName[] = ['chromium', 'firefox'];

export interface BrowserPage {
  readonly surface: Surface;
  /** What stands in a closed shadow root, as the production build has it. */
  closedRoot(host: string, patience?: Patience): Promise<Surface>;
  goto(url: string): Promise<void>;
  url(): Promise<string>;
  bringToFront(): Promise<void>;
  resize(width: number, height: number): Promise<void>;
  /** As if the user preferred this scheme from now on. */
  prefer(scheme: 'light' | 'dark'): Promise<void>;
  screenshot(file: string): Promise<void>;
  /** The file that the page saves because of what `press` does. */
  saves(press: () => Promise<void>): Promise<SavedFile>;
  close(): Promise<void>;
}

export interface SavedFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/** A visitor who is not signed in anywhere. */
export interface Stranger {
  open(url: string): Promise<BrowserPage>;
  close(): Promise<void>;
}

export interface ExtensionBrowser {
  readonly name: BrowserName;
  open(url: string): Promise<BrowserPage>;
  openExtensionPage(file: string): Promise<BrowserPage>;
  /** A tab that a page or the extension opens, by its address. */
  waitForPage(url: RegExp): Promise<BrowserPage>;
  /** The next `permissions.request` for this host is answered with yes. */
  willAllow(hostPattern: string): Promise<void>;
  revoke(hostPattern: string): Promise<void>;
  stranger(): Promise<Stranger>;
  /** Stops the background at once, as 30 idle seconds would. */
  killBackground(): Promise<void>;
  badge(): Promise<string>;
  /** The ids of the notifications that the extension shows. */
  notifications(): Promise<string[]>;
  /** As if the user pressed one of them: what the computer shows is out of a test's reach. */
  pressNotification(id: string): Promise<void>;
  /** What was copied last. */
  clipboard(): Promise<string>;
  /** As if it had just been started, for the next test; missing where a start is as quick. */
  renew?(): Promise<void>;
  close(): Promise<void>;
  /** Kills the whole browser, as a crash or a power cut would. Resolves when it is dead; a kept profile stays. */
  crash(): Promise<void>;
}

export interface BrowserOptions {
  readonly headless?: boolean;
  readonly colorScheme?: 'light' | 'dark';
  readonly locale?: string;
  /** As Windows draws everything in high contrast. Chromium alone. */
  readonly forcedColors?: boolean;
  /** A profile that is kept, so that a second launch is the same browser started again. */
  readonly profileDir?: string;
  /** Host names that lead to this machine. */
  readonly localHosts?: readonly string[];
  /** Host names whose port 443 leads to a port of this machine, with any certificate. Chromium alone. */
  readonly localServers?: Readonly<Record<string, number>>;
  /** What an organisation sets for the extension in the browser's policy. */
  readonly policy?: Readonly<Record<string, unknown>>;
  /** The user says yes to notifications when the extension asks. */
  readonly willAllowNotifications?: boolean;
}

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const viewport = { width: 1280, height: 860 };

/** The built extension in a browser of its own profile. */
export async function launch(name: BrowserName, options: BrowserOptions = {}): Promise<ExtensionBrowser> {
  return name === 'chromium' ? await inChromium(options) : await inFirefox(options);
}

async function inChromium({
  localServers,
  policy,
  willAllowNotifications = false,
  ...options
}: BrowserOptions): Promise<ExtensionBrowser> {
  const servers = Object.entries(localServers ?? {});
  const chromium: ChromiumOptions = {
    ...options,
    ...(servers.length > 0 && {
      resolverRules: servers.map(([host, port]) => `MAP ${host}:443 127.0.0.1:${port}`).join(', '),
      acceptInsecureCerts: true,
    }),
    ...(willAllowNotifications && { givenBefore: ['notifications'] }),
  };
  const built = path.join(root, 'dist/chrome');
  const managed = policy === undefined ? null : await manageChromium(built, policy);
  const browser = await launchChromium(managed?.directory ?? built, {
    viewport,
    ...chromium,
    fromTheStart: managed !== null,
  }).catch(async (thrown: unknown) => {
    await managed?.release();
    throw thrown;
  });
  return {
    name: 'chromium',
    async open(url) {
      const page = await browser.context.newPage();
      await page.goto(url);
      return playwrightPage(page);
    },
    openExtensionPage: async (file) => playwrightPage(await browser.openExtensionPage(file)),
    waitForPage: async (url) =>
      playwrightPage(
        await until(
          async () => browser.context.pages().find((page) => url.test(page.url())),
          () => `a tab at ${url} (there are: ${browser.context.pages().map((page) => page.url())})`,
          // A background that sleeps has to wake first.
          { timeout: 60_000 },
        ),
      ),
    willAllow: (pattern) => browser.grantHost(pattern),
    revoke: (pattern) => browser.revokeHost(pattern),
    async stranger() {
      const context = await browser.strangerContext();
      return {
        async open(url) {
          const page = await context.newPage();
          await page.goto(url);
          return playwrightPage(page);
        },
        close: () => context.close(),
      };
    },
    killBackground: () => browser.stopWorker(),
    badge: () => browser.badgeText(),
    notifications: () => browser.inWorker(async () => Object.keys(await chrome.notifications.getAll())),
    pressNotification: (id) =>
      browser.inWorker((pressed) => {
        const { onClicked } = chrome.notifications as unknown as {
          onClicked: { dispatch: (id: string) => void };
        };
        onClicked.dispatch(pressed);
      }, id),
    clipboard: () => browser.clipboardText(),
    ...(managed === null && !willAllowNotifications ? { renew: () => browser.renew() } : {}),
    async close() {
      await browser.close();
      await managed?.release();
    },
    crash: () => browser.crash(),
  };
}

/** A page of Playwright’s as the journeys know pages. */
export function playwrightPage(page: Page): BrowserPage {
  return {
    surface: pageSurface(page),
    closedRoot: (host, patience) => closedRoot(page, host, patience),
    goto: async (url) => void (await page.goto(url)),
    url: async () => page.url(),
    bringToFront: () => page.bringToFront(),
    resize: (width, height) => page.setViewportSize({ width, height }),
    // The page's own `color-scheme` would change nothing: for older Chromium, light-dark() is built into media queries.
    prefer: (scheme) => page.emulateMedia({ colorScheme: scheme }),
    screenshot: async (file) => void (await page.screenshot({ path: file })),
    async saves(press) {
      const [download] = await Promise.all([page.waitForEvent('download'), press()]);
      return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
    },
    close: () => page.close(),
  };
}

// Whoever asks in Firefox for an optional permission is given it: see the driver's preferences.
async function inFirefox({
  policy,
  willAllowNotifications: _,
  ...options
}: BrowserOptions): Promise<ExtensionBrowser> {
  const browser = await launchFirefox(path.join(root, 'dist/firefox'), {
    viewport,
    ...options,
    ...(policy === undefined ? {} : { managedStorage: policy }),
  });
  const asPage = (page: FirefoxPage) => firefoxBrowserPage(page, browser.downloads);
  return {
    name: 'firefox',
    open: async (url) => asPage(await browser.newPage(url)),
    openExtensionPage: async (file) => asPage(await browser.openExtensionPage(file)),
    waitForPage: async (url) => asPage(await browser.waitForPage(url)),
    willAllow: () => browser.answerPrompts('allow'),
    revoke: (pattern) => browser.revokeHost(pattern),
    stranger: async () => ({
      open: async (url) => asPage(await browser.strangerPage(url)),
      close: async () => {},
    }),
    killBackground: () => browser.putBackgroundToSleep(),
    badge: () => browser.badgeText(),
    notifications: () => browser.notifications(),
    pressNotification: (id) => browser.pressNotification(id),
    clipboard: () => browser.clipboardText(),
    renew: () => browser.renew(),
    close: () => browser.close(),
    crash: () => browser.crash(),
  };
}

function firefoxBrowserPage(page: FirefoxPage, downloads: string): BrowserPage {
  return {
    surface: page.surface,
    closedRoot: (host, patience) => page.closedRoot(host, patience),
    goto: (url) => page.goto(url),
    url: () => page.url(),
    bringToFront: () => page.bringToFront(),
    resize: (width, height) => page.resize(width, height),
    prefer: (scheme) =>
      page.surface.evaluate((_, wanted) => {
        document.documentElement.style.colorScheme = wanted;
      }, scheme),
    screenshot: async (file) => void (await page.screenshot(file)),
    async saves(press) {
      const before = new Set(await readdir(downloads));
      await press();
      return await until(async () => {
        const files = await readdir(downloads);
        // Until it is whole, Firefox has it under another name, or an empty file of that name and the content beside it.
        if (files.some((file) => file.endsWith('.part'))) return undefined;
        const name = files.find((file) => !before.has(file));
        if (name === undefined) return undefined;
        const bytes = await readFile(path.join(downloads, name)).catch(() => null);
        const isStill = (await readdir(downloads)).includes(name);
        return bytes !== null && bytes.length > 0 && isStill ? { name, bytes } : undefined;
      }, 'a downloaded file');
    },
    close: () => page.close(),
  };
}
