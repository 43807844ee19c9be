import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type BrowserContext, type CDPSession, chromium, type Page, type Worker } from 'playwright-core';
import { findBrowser } from './find-browser.ts';
import { until, within } from './until.ts';

export interface ChromiumOptions {
  readonly headless?: boolean;
  readonly colorScheme?: 'light' | 'dark';
  readonly locale?: string;
  /** As Windows draws everything in high contrast. */
  readonly forcedColors?: boolean;
  readonly viewport?: { readonly width: number; readonly height: number };
  /** Host names that lead to this machine, such as `glpi.test`. */
  readonly localHosts?: readonly string[];
  /** Rules of Chromium's own, such as `MAP glpi.test 127.0.0.1`. */
  readonly resolverRules?: string;
  readonly acceptInsecureCerts?: boolean;
  /** A profile that is kept, so that a second launch is the same browser started again. */
  readonly profileDir?: string;
  /** Optional permissions that the user has given before: asked for again, they are given without the prompt. */
  readonly givenBefore?: readonly string[];
  /** The extension is there from the start, as one that an organisation has installed: its policy is read by then. */
  readonly fromTheStart?: boolean;
}

export interface ExtensionInChromium {
  readonly context: BrowserContext;
  readonly extensionId: string;
  /** A page of the extension in a tab: `src/pages/popup/index.html`, or with a hash or query. */
  openExtensionPage(file: string): Promise<Page>;
  /**
   * Marks `pattern` as granted before, so that the extension's own `permissions.request` resolves true without the
   * prompt that headless cannot answer. It does not make the grant active.
   */
  grantHost(pattern: string): Promise<void>;
  /** Takes the host away, as the user may in the browser's settings. */
  revokeHost(pattern: string): Promise<void>;
  /** Kills the service worker at once, as 30 idle seconds would. Resolves when it is dead. */
  stopWorker(): Promise<void>;
  isWorkerRunning(): Promise<boolean>;
  /** Calls `work` in the service worker, which is woken where it sleeps. It can use nothing else of the test's. */
  inWorker<Result, Arguments extends readonly unknown[]>(
    work: (...args: Arguments) => Result | Promise<Result>,
    ...args: Arguments
  ): Promise<Result>;
  badgeText(tabId?: number): Promise<string>;
  /**
   * A real press of the extension's button in the toolbar, with `page` as its tab, which is brought to the front:
   * activeTab holds then, and the popup opens in its bubble, which Playwright does not list.
   */
  clickToolbarButton(page: Page): Promise<void>;
  /** What is in the clipboard, pasted into a tab that is closed again. */
  clipboardText(): Promise<string>;
  /** A new anonymous visitor, whose pages know nothing of the others. */
  strangerContext(): Promise<BrowserContext>;
  /** As it was when it started: the extension installed anew, no cookies, no tabs. Not with `givenBefore` or `fromTheStart`. */
  renew(): Promise<void>;
  close(): Promise<void>;
  /** Kills the browser's process there and then. Resolves when it is gone; a kept profile stays as it was on the disk. */
  crash(): Promise<void>;
}

const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--no-default-browser-check',
  '--no-proxy-server',
  // The network may be closed: no calls home.
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

function rulesOf({ localHosts = [], resolverRules }: ChromiumOptions): string[] {
  const rules = localHosts.map((host) => `MAP ${host} 127.0.0.1`);
  if (resolverRules !== undefined) rules.push(resolverRules);
  return rules.length > 0 ? [`--host-resolver-rules=${rules.join(', ')}`] : [];
}

const certificateFlags = ({ acceptInsecureCerts = false }: ChromiumOptions) =>
  // Playwright's own option covers pages, but not what the service worker fetches.
  acceptInsecureCerts ? ['--ignore-certificate-errors'] : [];

const listInstalled = `chrome.developerPrivate.getExtensionsInfo({ includeDisabled: true, includeTerminated: true })
  .then((all) => all.map(({ id, path }) => ({ id, path: path ?? '' })))`;

/** Chromium, with the unpacked extension at `extensionDir`, in a profile of its own. */
export async function launchChromium(
  extensionDir: string,
  options: ChromiumOptions = {},
): Promise<ExtensionInChromium> {
  const directory = path.resolve(extensionDir);
  await readFile(path.join(directory, 'manifest.json')).catch((cause: unknown) => {
    throw new Error(`There is no built extension in ${directory}`, { cause });
  });
  const executablePath = await findBrowser('chromium');
  if (options.profileDir !== undefined) await mkdir(options.profileDir, { recursive: true });
  const profile = options.profileDir ?? (await mkdtemp(path.join(tmpdir(), 'invite-chromium-')));
  const { headless = true, colorScheme = 'light', locale = 'en-US' } = options;
  const look = {
    colorScheme,
    locale,
    reducedMotion: 'reduce' as const,
    forcedColors: options.forcedColors ? ('active' as const) : ('none' as const),
    ignoreHTTPSErrors: options.acceptInsecureCerts ?? false,
    ...(options.viewport === undefined ? {} : { viewport: { ...options.viewport } }),
  };
  const flags = [...quiet, ...rulesOf(options), ...certificateFlags(options), `--lang=${locale}`];

  const settled = options.profileDir !== undefined && (await isSettled(profile, directory));
  if (options.givenBefore !== undefined && !settled)
    await giveBefore(profile, directory, options.givenBefore);
  const isPassing =
    options.profileDir === undefined && options.givenBefore === undefined && !options.fromTheStart;
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless,
    ...look,
    ignoreDefaultArgs: ['--disable-extensions'], // Playwright switches extensions off
    args: [
      ...flags,
      // What the command line brings cannot be taken out again by `renew`.
      ...(settled || isPassing ? [] : [`--load-extension=${directory}`]),
      '--enable-unsafe-extension-debugging',
    ],
    env: { ...process.env, LANGUAGE: locale.replace('-', '_') },
  });
  const revoked = new Set<string>();
  const strangers: { close(): Promise<void> }[] = [];
  /** What `renew` has installed. */
  let copy: string | undefined;
  const removeCopy = async () => {
    if (copy !== undefined) await rm(copy, { recursive: true, force: true });
  };
  const close = async () => {
    await Promise.all(strangers.map((stranger) => stranger.close()));
    await context.close();
    await removeCopy();
    if (options.profileDir === undefined) await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    else await settle(profile, directory, revoked);
  };

  try {
    let extensionId = isPassing ? await loadUnpacked(context, directory) : await idOf(context, directory);
    const workers = await workersOf(context, () => extensionId);
    // Drawn once, and before there is any other tab: opened later it would hide the one that is being looked at.
    const settings = await context.newPage();
    await settings.goto('chrome://extensions/');
    const onSettings = async (expression: string) => {
      await within(settings.evaluate(expression), 'an answer from chrome://extensions');
    };

    const browser: ExtensionInChromium = {
      context,
      get extensionId() {
        return extensionId;
      },

      async openExtensionPage(file) {
        const page = await context.newPage();
        await page.goto(`chrome-extension://${extensionId}/${file.replace(/^\//, '')}`);
        return page;
      },

      async grantHost(pattern) {
        const parameters = `${JSON.stringify(extensionId)}, ${JSON.stringify(pattern)}`;
        await onSettings(`chrome.developerPrivate.addHostPermission(${parameters})`);
        revoked.delete(pattern);
      },

      async revokeHost(pattern) {
        const parameters = `${JSON.stringify(extensionId)}, ${JSON.stringify(pattern)}`;
        await onSettings(`chrome.developerPrivate.removeHostPermission(${parameters})`);
        revoked.add(pattern);
      },

      stopWorker: workers.stop,
      isWorkerRunning: workers.isRunning,

      async inWorker(work, ...args) {
        const worker = await workers.awake();
        // Named functions are wrapped by esbuild (tsx) in a helper that the worker does not have.
        const call = `(() => { const __name = (work) => work; return (${work})(...${JSON.stringify(args)}); })()`;
        return (await within(worker.evaluate(call), 'an answer from the service worker', 30_000)) as never;
      },

      badgeText: (tabId) =>
        browser.inWorker(
          (tab) => chrome.action.getBadgeText(tab === null ? {} : { tabId: tab }),
          tabId ?? null,
        ),

      async clickToolbarButton(page) {
        await page.bringToFront();
        await triggerAction(context, page, extensionId);
      },

      async clipboardText() {
        const page = await context.newPage();
        try {
          await page.setContent('<textarea></textarea>');
          await page.focus('textarea');
          await page.keyboard.press('Control+V');
          return await page.inputValue('textarea');
        } finally {
          await page.close();
        }
      },

      async strangerContext() {
        // Without extensions, and with cookies of its own.
        const stranger = await context.browser()?.newContext(look);
        if (stranger === undefined) throw new Error('Playwright gives no browser connection');
        strangers.push(stranger);
        return stranger;
      },

      async renew() {
        await Promise.all(strangers.splice(0).map((stranger) => stranger.close()));
        const [drivers, ...others] = context.pages();
        await drivers?.bringToFront();
        for (const page of others) if (page !== settings) await page.close();
        const session = await browserSession(context);
        await sendExtensions(session, 'uninstall', { id: extensionId });
        await removeCopy();
        // Another folder, and so another id: what the old one has stored is deleted some time after it is gone.
        copy = await mkdtemp(path.join(tmpdir(), 'invite-chromium-extension-'));
        await cp(directory, copy, { recursive: true });
        await session.detach();
        extensionId = await loadUnpacked(context, copy);
        revoked.clear();
        workers.forget();
        await context.clearCookies();
      },

      close,

      async crash() {
        const gone = context.waitForEvent('close');
        process.kill(await processOf(context), 'SIGKILL');
        await within(gone, 'Chromium to be gone');
        await removeCopy();
      },
    };
    return browser;
  } catch (error) {
    await close();
    throw error;
  }
}

interface KnownExtension {
  path?: string;
  location?: number;
  active_permissions?: { explicit_host?: string[] };
  granted_permissions?: { explicit_host?: string[] };
}

interface Preferences {
  extensions?: { settings?: Record<string, KnownExtension>; ui?: { developer_mode?: boolean } };
}

/** Chromium's numbers for where an extension came from: a folder that the user chose in chrome://extensions. */
const unpacked = 4;

const preferencesOf = (profile: string) => path.join(profile, 'Default', 'Preferences');

async function readPreferences(profile: string): Promise<Preferences> {
  return JSON.parse(await readFile(preferencesOf(profile), 'utf8').catch(() => '{}')) as Preferences;
}

const extensionsAt = (preferences: Preferences, directory: string) =>
  Object.values(preferences.extensions?.settings ?? {}).filter((extension) => extension.path === directory);

async function isSettled(profile: string, directory: string): Promise<boolean> {
  const known = extensionsAt(await readPreferences(profile), directory);
  return known.some((extension) => extension.location === unpacked);
}

/**
 * Makes the extension of a kept profile one that the user chose in chrome://extensions. From the command line it
 * would be installed anew at each start: onInstalled instead of onStartup, registered content scripts gone, and
 * every host active that was ever granted. Where the preferences are not found (Windows and macOS keep and sign them
 * elsewhere) that is how it stays.
 */
async function settle(profile: string, directory: string, revoked: ReadonlySet<string>): Promise<void> {
  const preferences = await readPreferences(profile);
  const known = extensionsAt(preferences, directory);
  if (preferences.extensions === undefined || known.length === 0) return;
  for (const extension of known) {
    extension.location = unpacked;
    for (const permissions of [extension.active_permissions, extension.granted_permissions])
      if (permissions?.explicit_host !== undefined)
        permissions.explicit_host = permissions.explicit_host.filter((host) => !revoked.has(host));
  }
  // Without it the extension is switched off at the next start.
  preferences.extensions.ui = { ...preferences.extensions.ui, developer_mode: true };
  await writeFile(preferencesOf(profile), JSON.stringify(preferences));
}

/** Writes into a fresh profile what the user has said yes to before: Chromium asks for the same no second time. */
async function giveBefore(profile: string, directory: string, api: readonly string[]): Promise<void> {
  // An unpacked extension's id is the beginning of the hash of where it lies, in letters from a to p.
  const digest = createHash('sha256').update(directory).digest('hex').slice(0, 32);
  const id = [...digest].map((digit) => String.fromCharCode(97 + Number.parseInt(digit, 16))).join('');
  const granted_permissions = { api, explicit_host: [], manifest_permissions: [], scriptable_host: [] };
  await mkdir(path.join(profile, 'Default'), { recursive: true });
  await writeFile(
    preferencesOf(profile),
    JSON.stringify({
      extensions: {
        settings: { [id]: { granted_permissions, runtime_granted_permissions: granted_permissions } },
      },
    }),
  );
}

async function idOf(context: BrowserContext, directory: string): Promise<string> {
  const page = await context.newPage();
  try {
    await page.goto('chrome://extensions/');
    const find = async () => {
      const installed = await page.evaluate<{ id: string; path: string }[]>(listInstalled);
      return installed.find((extension) => extension.path === directory)?.id;
    };
    const loaded = await until(find, 'the extension', { timeout: 3_000 }).catch(() => undefined);
    if (loaded !== undefined) return loaded;
    // Google's own Chrome has ignored --load-extension since 137.
    await loadUnpacked(context, directory);
    return await until(find, `the extension of ${directory} in chrome://extensions`);
  } finally {
    await page.close();
  }
}

/** Installs what is in a folder; gives back its id. */
async function loadUnpacked(context: BrowserContext, directory: string): Promise<string> {
  const session = await browserSession(context);
  const loaded = await sendExtensions(session, 'loadUnpacked', { path: directory });
  await session.detach();
  return (loaded as { id: string }).id;
}

/** A command of the Extensions domain, which Playwright's protocol types may not know. */
function sendExtensions(session: CDPSession, command: string, parameters: object): Promise<unknown> {
  const send = session.send as (method: string, parameters: object) => Promise<unknown>;
  return send.call(session, `Extensions.${command}`, parameters);
}

async function browserSession(context: BrowserContext): Promise<CDPSession> {
  const browser = context.browser();
  if (browser === null) throw new Error('Playwright gives no browser connection');
  return browser.newBrowserCDPSession();
}

/** The id of the browser's own process. */
async function processOf(context: BrowserContext): Promise<number> {
  const session = await browserSession(context);
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const browser = processInfo.find(({ type }) => type === 'browser');
  if (browser === undefined) throw new Error('Chromium names no process of its own');
  return browser.id;
}

async function triggerAction(context: BrowserContext, page: Page, id: string): Promise<void> {
  const session = await browserSession(context);
  try {
    // An action belongs to a tab, which is another target than the page in it: the active one.
    const tab = await until(async () => {
      const filter = [{ type: 'tab', exclude: false }];
      const { targetInfos } = await session.send('Target.getTargets', { filter });
      const tabs = targetInfos.filter(({ url }) => url === page.url());
      return tabs.find(isActive);
    }, `a tab at ${page.url()}`);
    await sendExtensions(session, 'triggerAction', { id, targetId: tab.targetId });
  } finally {
    await session.detach();
  }
}

function isActive(info: object): boolean {
  const { embedderData } = info as { embedderData?: { tabActive?: boolean } };
  return embedderData?.tabActive === true;
}

interface Workers {
  isRunning(): Promise<boolean>;
  stop(): Promise<void>;
  awake(): Promise<Worker>;
  /** The extension is another one now. */
  forget(): void;
}

/** The extension's service worker over its deaths, through a tab of the driver's own: the first, about:blank. */
async function workersOf(context: BrowserContext, extensionId: () => string): Promise<Workers> {
  const scope = () => `chrome-extension://${extensionId()}/`;
  const page = context.pages()[0] ?? (await context.newPage());
  const session = await context.newCDPSession(page);
  const running = new Map<string, boolean>();
  let deaths = 0;
  session.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
    for (const { versionId, scriptURL, runningStatus } of versions) {
      if (!scriptURL.startsWith(scope())) continue;
      if (runningStatus === 'stopped' && running.get(versionId)) deaths += 1;
      running.set(versionId, runningStatus !== 'stopped');
    }
  });
  await session.send('ServiceWorker.enable');

  const isRunning = async () => [...running.values()].some((is) => is);
  const handle = () => context.serviceWorkers().find((worker) => worker.url().startsWith(scope()));
  return {
    isRunning,
    forget: () => running.clear(),
    async stop() {
      const before = deaths;
      await session.send('ServiceWorker.stopAllWorkers');
      // A page that is open may wake it anew in the same moment: what counts is that this life of it has ended.
      await until(async () => deaths > before || !(await isRunning()), 'the service worker to stop');
    },
    async awake() {
      if (!(await isRunning()) || handle() === undefined)
        await session.send('ServiceWorker.startWorker', { scopeURL: scope() });
      return until(async () => ((await isRunning()) ? handle() : undefined), 'the service worker to run');
    },
  };
}
