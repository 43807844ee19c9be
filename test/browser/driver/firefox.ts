import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Bidi, connectBidi, type Json } from './bidi.ts';
import { findBrowser } from './find-browser.ts';
import { type FirefoxPage, firefoxPage } from './firefox-page.ts';
import { until, within } from './until.ts';
import { packXpi } from './xpi.ts';

export type { FirefoxPage } from './firefox-page.ts';

export type Preference = string | number | boolean;

export interface FirefoxOptions {
  readonly headless?: boolean;
  readonly colorScheme?: 'light' | 'dark';
  readonly locale?: string;
  readonly viewport?: { readonly width: number; readonly height: number };
  /** Host names that lead to this machine, such as `glpi.test`. */
  readonly localHosts?: readonly string[];
  readonly acceptInsecureCerts?: boolean;
  /** Sleep of the event page after so many idle milliseconds, in the place of 30 000. */
  readonly backgroundIdleTimeout?: number;
  readonly prefs?: Readonly<Record<string, Preference>>;
  /** A profile that is kept, so that a second launch is the same browser started again. */
  readonly profileDir?: string;
  /** What an organisation sets for the extension: what its `storage.managed` holds. */
  readonly managedStorage?: Readonly<Record<string, unknown>>;
}

export interface ExtensionInFirefox {
  /** The add-on's id, as in its manifest. */
  readonly extensionId: string;
  /** `moz-extension://` and the address that this profile gave it, until it is installed anew. */
  readonly origin: string;
  newPage(url?: string): Promise<FirefoxPage>;
  /** A page of the extension in a tab. */
  openExtensionPage(file: string): Promise<FirefoxPage>;
  /** A tab with cookies of its own: someone who is not logged in. The extension runs there too. */
  strangerPage(url?: string): Promise<FirefoxPage>;
  pages(): Promise<FirefoxPage[]>;
  /** A tab that the page or the extension opens, by its address. */
  waitForPage(url: string | RegExp): Promise<FirefoxPage>;

  /** Grants the host there and then, as the user may in about:addons. */
  grantHost(pattern: string): Promise<void>;
  revokeHost(pattern: string): Promise<void>;
  /** What `permissions.request` in a click comes to: yes at once (so it is at first), or no. */
  answerPrompts(answer: 'allow' | 'refuse'): Promise<void>;

  backgroundAsleep(): Promise<boolean>;
  /** Stops the event page at once, as 30 idle seconds would. Resolves when it is stopped. */
  putBackgroundToSleep(): Promise<void>;
  /** Calls `work` with the powers of the extension, in a page of it (a tab in the background), not in its event page. */
  inExtension<Result, Arguments extends readonly unknown[]>(
    work: (...args: Arguments) => Result | Promise<Result>,
    ...args: Arguments
  ): Promise<Result>;
  badgeText(): Promise<string>;
  /** The ids of all notifications since this was first asked: Firefox takes each down by itself after a moment. */
  notifications(): Promise<string[]>;
  /** As if the user pressed the extension's notification of that id. */
  pressNotification(id: string): Promise<void>;
  /** A real press of the extension's button in the toolbar, with the front tab as its tab. */
  clickToolbarButton(): Promise<void>;

  /** What is in the clipboard, pasted into a tab that is closed again. */
  clipboardText(): Promise<string>;

  /** Evaluates an expression in the browser's own window, where `Services` and `gBrowser` are. */
  inBrowser<Result>(expression: string): Promise<Result>;
  setPref(name: string, value: Preference): Promise<void>;
  /** A BiDi command of any kind. */
  send<Result = Json>(method: string, params?: Json): Promise<Result>;
  /** Errors and warnings that pages and the extension have logged so far. */
  readonly log: readonly string[];
  /** Where files go that a page downloads. */
  readonly downloads: string;
  /**
   * As if it had just been started: the extension is taken out with all that it kept and installed anew, under another
   * address; tabs, cookies and containers are gone. Not for a kept profile.
   */
  renew(): Promise<void>;
  close(): Promise<void>;
  /** Kills the browser's process there and then. Resolves when it is gone; a kept profile stays as it was on the disk. */
  crash(): Promise<void>;
}

const basicPrefs: Readonly<Record<string, Preference>> = {
  'app.normandy.enabled': false,
  'app.update.enabled': false,
  'browser.aboutwelcome.enabled': false,
  'browser.safebrowsing.downloads.enabled': false,
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
  'browser.sessionstore.resume_from_crash': false,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.page': 0,
  'browser.download.folderList': 2,
  'browser.download.alwaysOpenPanel': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'extensions.update.enabled': false,
  // permissions.request() in a click resolves true.
  'extensions.webextOptionalPermissionPrompts': false,
  // A kept profile installs for good, and what it installs is not signed.
  'xpinstall.signatures.required': false,
  'extensions.autoDisableScopes': 0,
  'messaging-system.rsexperimentloader.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'network.proxy.type': 0,
  'services.settings.server': 'data:,#remote-settings-dummy/v1',
  'toolkit.telemetry.reportingpolicy.firstRun': false,
  'ui.prefersReducedMotion': 1,
};

function prefsOf(options: FirefoxOptions, downloads: string): Record<string, Preference> {
  const { colorScheme = 'light', locale = 'en-US', localHosts = [], backgroundIdleTimeout } = options;
  return {
    ...basicPrefs,
    'browser.download.dir': downloads,
    'layout.css.prefers-color-scheme.content-override': colorScheme === 'dark' ? 0 : 1,
    'intl.locale.requested': locale,
    'intl.accept_languages': locale,
    ...(localHosts.length === 0 ? {} : { 'network.dns.localDomains': localHosts.join(',') }),
    ...(backgroundIdleTimeout === undefined
      ? {}
      : { 'extensions.background.idle.timeout': backgroundIdleTimeout }),
    ...options.prefs,
  };
}

/** Where an organisation's settings for an add-on stand, below the home folder, which is the profile here. */
async function manage(home: string, id: string, data: Readonly<Record<string, unknown>>): Promise<void> {
  const folder = path.join(home, '.mozilla/managed-storage');
  await mkdir(folder, { recursive: true });
  const manifest = { name: id, description: 'Set by a test', type: 'storage', data };
  await writeFile(path.join(folder, `${id}.json`), JSON.stringify(manifest));
}

interface Running {
  readonly process: ChildProcess;
  readonly address: string;
}

async function stop(firefox: ChildProcess): Promise<void> {
  if (firefox.exitCode !== null || firefox.signalCode !== null) return;
  const gone = once(firefox, 'exit');
  await within(gone, 'Firefox to end', 5_000).catch(() => firefox.kill('SIGKILL'));
  await gone;
}

/** Firefox itself speaks WebDriver BiDi, so there is no driver binary between it and the test. */
async function start(profile: string, headless: boolean): Promise<Running> {
  const program = await findBrowser('firefox');
  const firefox = spawn(
    program,
    [
      ...(headless ? ['--headless'] : []),
      '--no-remote',
      '--profile',
      profile,
      '--remote-debugging-port=0',
      // Lets BiDi go to moz-extension: pages and into the browser's own window.
      '--remote-allow-system-access',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, HOME: profile } },
  );
  let log = '';
  const listening = new Promise<string>((resolve, reject) => {
    firefox.stderr.on('data', (chunk: Buffer) => {
      log += chunk.toString();
      const [, address] = /WebDriver BiDi listening on (ws:\/\/\S+)/.exec(log) ?? [];
      if (address !== undefined) resolve(address);
    });
    firefox.once('error', reject);
    firefox.once('exit', (code, signal) => reject(new Error(`It ended with ${code ?? signal}`)));
  });
  try {
    return { process: firefox, address: await within(listening, 'Firefox to listen', 30_000) };
  } catch (cause) {
    firefox.kill('SIGKILL');
    throw new Error(`${program} did not start: ${String(cause)}\n${log}`, { cause });
  }
}

/** Installs the extension: for the session; or in a kept profile for good, unless the very same is there already. */
async function install(
  bidi: Bidi,
  directory: string,
  keptIn: string | undefined,
): Promise<string | undefined> {
  if (keptIn === undefined) {
    const { extension } = await bidi.send<{ extension: string }>('webExtension.install', {
      extensionData: { type: 'path', path: directory },
    });
    return extension;
  }
  const file = path.join(keptIn, 'extension-under-test.xpi');
  const before = await readFile(file).catch(() => undefined);
  const bytes = await packXpi(directory, file);
  if (before?.equals(bytes)) return undefined;
  const { extension } = await bidi.send<{ extension: string }>('webExtension.install', {
    extensionData: { type: 'archivePath', path: file },
    'moz:permanent': true,
  });
  return extension;
}

interface Tree {
  readonly contexts: readonly { readonly context: string; readonly url: string }[];
}

/** Firefox, with the extension at `extensionDir`, in a profile of its own. */
export async function launchFirefox(
  extensionDir: string,
  options: FirefoxOptions = {},
): Promise<ExtensionInFirefox> {
  const directory = path.resolve(extensionDir);
  const manifest = JSON.parse(
    await readFile(path.join(directory, 'manifest.json'), 'utf8').catch((cause: unknown) => {
      throw new Error(`There is no built extension in ${directory}`, { cause });
    }),
  ) as { browser_specific_settings?: { gecko?: { id?: string } } };
  const kept = options.profileDir === undefined ? undefined : path.resolve(options.profileDir);
  if (kept !== undefined) await mkdir(kept, { recursive: true });
  const profile = kept ?? (await mkdtemp(path.join(tmpdir(), 'invite-firefox-')));
  const downloads = path.join(profile, 'downloads');
  await mkdir(downloads, { recursive: true });
  await writeFile(
    path.join(profile, 'user.js'),
    Object.entries(prefsOf(options, downloads))
      .map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`)
      .join(''),
  );
  if (options.managedStorage !== undefined)
    await manage(profile, manifest.browser_specific_settings?.gecko?.id ?? '', options.managedStorage);
  const clear = async () => {
    if (kept === undefined) await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  };

  const running = await start(profile, options.headless ?? true).catch(async (error: unknown) => {
    await clear();
    throw error;
  });
  let bidi: Bidi | undefined;
  const close = async () => {
    await bidi?.send('browser.close').catch(() => {});
    if (bidi === undefined) running.process.kill('SIGKILL');
    await stop(running.process);
    await clear();
  };

  try {
    bidi = await within(connectBidi(`${running.address}/session`), 'Firefox to answer');
    return await drive(bidi, {
      directory,
      downloads,
      options,
      kept,
      close,
      async crash() {
        const gone = once(running.process, 'exit');
        running.process.kill('SIGKILL');
        await gone;
      },
      id: manifest.browser_specific_settings?.gecko?.id,
    });
  } catch (error) {
    await close();
    throw error;
  }
}

interface Setting {
  readonly directory: string;
  readonly downloads: string;
  readonly options: FirefoxOptions;
  readonly kept: string | undefined;
  readonly id: string | undefined;
  readonly close: () => Promise<void>;
  readonly crash: () => Promise<void>;
}

async function drive(bidi: Bidi, setting: Setting): Promise<ExtensionInFirefox> {
  const { options } = setting;
  const send = bidi.send;
  await send('session.new', {
    capabilities: { alwaysMatch: { acceptInsecureCerts: options.acceptInsecureCerts ?? false } },
  });
  const log: string[] = [];
  bidi.onEvent((method, params) => {
    const entry = params as { level?: string; text?: string | null };
    if (method === 'log.entryAdded' && (entry.level === 'error' || entry.level === 'warn'))
      log.push(`${entry.level}: ${entry.text ?? ''}`);
  });
  await send('session.subscribe', { events: ['log.entryAdded'] });

  const { contexts } = await send<Tree>('browsingContext.getTree', { 'moz:scope': 'chrome', maxDepth: 0 });
  const [window] = contexts;
  if (window === undefined) throw new Error('Firefox has no window');
  if (!window.url.startsWith('chrome:'))
    throw new Error(
      'This Firefox is too old to be tested in: it does not let WebDriver BiDi into its window',
    );
  const browserWindow = firefoxPage(bidi, window.context);
  const inBrowser = <Result>(expression: string) => browserWindow.evaluate<Result, []>(expression);

  // The browser's own language, without its language pack: extensions take their texts and getUILanguage from it.
  const { locale = 'en-US' } = options;
  const locales = JSON.stringify([...new Set([locale, 'en-US'])]);
  await inBrowser(
    `Services.locale.availableLocales = ${locales}, Services.locale.requestedLocales = ${locales}, true`,
  );

  const extensionId = (await install(bidi, setting.directory, setting.kept)) ?? setting.id;
  if (extensionId === undefined) throw new Error('The manifest names no browser_specific_settings.gecko.id');
  const policy = `WebExtensionPolicy.getByID(${JSON.stringify(extensionId)})`;
  const extension = `${policy}.extension`;
  /** Waits until what was installed runs; gives its address. */
  const started = async () => {
    const host = await until(
      () => inBrowser<string>(`${policy}?.mozExtensionHostname`),
      'the add-on’s address',
    );
    await until(
      () => inBrowser(`Promise.resolve(${policy}.readyPromise).then(() => ${policy}.active)`),
      'the add-on to start',
    );
    return `moz-extension://${host}`;
  };
  let origin = await started();

  const setPref = async (name: string, value: Preference) => {
    const setter = { string: 'setStringPref', number: 'setIntPref', boolean: 'setBoolPref' }[
      typeof value as 'string' | 'number' | 'boolean'
    ];
    await inBrowser(`Services.prefs.${setter}(${JSON.stringify(name)}, ${JSON.stringify(value)})`);
  };

  async function create(url: string | undefined, more: Json = {}): Promise<FirefoxPage> {
    const { context } = await send<{ context: string }>('browsingContext.create', { type: 'tab', ...more });
    const page = firefoxPage(bidi, context);
    if (options.viewport !== undefined) await page.resize(options.viewport.width, options.viewport.height);
    if (url !== undefined) await page.goto(url);
    return page;
  }

  const pages = async () => {
    const tree = await send<Tree>('browsingContext.getTree', { maxDepth: 0 });
    return tree.contexts.map(({ context, url }) => ({ page: firefoxPage(bidi, context), url }));
  };

  const changePermissions = (how: 'add' | 'remove', pattern: string) =>
    inBrowser(`ChromeUtils.importESModule('resource://gre/modules/ExtensionPermissions.sys.mjs')
      .ExtensionPermissions.${how}(${extension}.id, { permissions: [], origins: [${JSON.stringify(pattern)}] }, ${extension})
      .then(() => true)`);

  const notificationsMap = `${extension}.apiManager.getAPI('notifications', ${extension}, 'addon_parent').notificationsMap`;

  let backstage: Promise<FirefoxPage> | undefined;
  const asleep = () => inBrowser<boolean>(`${extension}.backgroundState === 'stopped'`);

  const browser: ExtensionInFirefox = {
    extensionId,
    get origin() {
      return origin;
    },
    newPage: (url) => create(url),
    openExtensionPage: (file) => create(`${origin}/${file.replace(/^\//, '')}`),
    async strangerPage(url) {
      const { userContext } = await send<{ userContext: string }>('browser.createUserContext');
      return create(url, { userContext });
    },
    pages: async () => (await pages()).map(({ page }) => page),
    waitForPage: (url) =>
      until(
        async () => {
          const fits = (there: string) =>
            typeof url === 'string' ? there.includes(url) : there.search(url) >= 0;
          return (await pages()).find((tab) => fits(tab.url))?.page;
        },
        async () => `a tab at ${url} (there are: ${(await pages()).map((tab) => tab.url).join(', ')})`,
        // A background that sleeps has to wake first.
        { timeout: 60_000 },
      ),

    grantHost: async (pattern) => {
      await changePermissions('add', pattern);
    },
    revokeHost: async (pattern) => {
      await changePermissions('remove', pattern);
    },
    async answerPrompts(answer) {
      await setPref('extensions.webextOptionalPermissionPrompts', answer === 'refuse');
      // The prompt is asked through this notification; whoever answers it first decides.
      await inBrowser(
        answer === 'allow'
          ? `globalThis.refusePrompts && (Services.obs.removeObserver(globalThis.refusePrompts, 'webextension-optional-permission-prompt'), delete globalThis.refusePrompts)`
          : `globalThis.refusePrompts ??= (() => {
              const observer = { observe: (subject) => subject.wrappedJSObject.resolve(false) };
              Services.obs.addObserver(observer, 'webextension-optional-permission-prompt');
              return observer;
            })(), true`,
      );
    },

    backgroundAsleep: asleep,
    async putBackgroundToSleep() {
      // Each try may be refused: a message may just have come in, and has to be dealt with first.
      await until(async () => {
        if (await asleep()) return true;
        await inBrowser(
          `${extension}.terminateBackground({ ignoreDevToolsAttached: true }).then(() => true)`,
        );
        return asleep();
      }, 'the event page to stop');
    },
    async inExtension(work, ...args) {
      backstage ??= create(`${origin}/manifest.json`, { background: true });
      const page = await backstage;
      return within(page.evaluate(work, ...args), 'an answer from the extension', 30_000);
    },
    badgeText: () => browser.inExtension(() => chrome.action.getBadgeText({})),
    notifications: () =>
      inBrowser(`(() => {
        const shown = ${notificationsMap};
        if (!shown.everShown) {
          shown.everShown = new Set(shown.keys());
          const set = shown.set.bind(shown);
          shown.set = (id, notification) => {
            shown.everShown.add(id);
            return set(id, notification);
          };
        }
        return [...shown.everShown];
      })()`),
    async pressNotification(id) {
      await inBrowser(`${notificationsMap}.emit('clicked', ${JSON.stringify(id)}), true`);
    },
    async clickToolbarButton() {
      await inBrowser(`(async () => {
        const { makeWidgetId } = ChromeUtils.importESModule('resource://gre/modules/ExtensionCommon.sys.mjs').ExtensionCommon;
        const id = makeWidgetId(${JSON.stringify(extensionId)}) + '-browser-action';
        CustomizableUI.addWidgetToArea(id, CustomizableUI.AREA_NAVBAR);
        const node = document.getElementById(id);
        (node.querySelector('.unified-extensions-item-action-button') ?? node.firstElementChild ?? node).click();
        return true;
      })()`);
    },

    async clipboardText() {
      const page = await create('data:text/html,<textarea></textarea>');
      try {
        await page.surface.click('textarea');
        await page.surface.press('Control+v');
        return await page.surface.value('textarea');
      } finally {
        await page.close();
      }
    },

    inBrowser,
    setPref,
    send,
    log,
    downloads: setting.downloads,
    async renew() {
      const before = await send<Tree>('browsingContext.getTree', { maxDepth: 0 });
      await send('browsingContext.create', { type: 'tab' });
      // One that its own page closed meanwhile is gone as well.
      for (const { context } of before.contexts)
        await send('browsingContext.close', { context }).catch(() => {});
      await send('webExtension.uninstall', { extension: extensionId });
      const { userContexts } = await send<{ userContexts: { userContext: string }[] }>(
        'browser.getUserContexts',
      );
      for (const { userContext } of userContexts)
        if (userContext !== 'default') await send('browser.removeUserContext', { userContext });
      await send('storage.deleteCookies');
      await browser.answerPrompts('allow');
      backstage = undefined;
      log.length = 0;
      await install(bidi, setting.directory, undefined);
      origin = await started();
    },
    close: setting.close,
    crash: setting.crash,
  };
  return browser;
}
