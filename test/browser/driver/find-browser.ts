import { execFile } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export type BrowserKind = 'chromium' | 'firefox';

interface Family {
  readonly title: string;
  /** The environment variable that overrules the search. */
  readonly variable: string;
  /** Names on the PATH, the best first. */
  readonly commands: readonly string[];
  /** Where macOS and Windows put it, below each of `roots`. */
  readonly places: readonly string[];
  /** Debian's name for it. */
  readonly package: string;
  /** The first version that the tests are known to run in. */
  readonly oldest?: number;
}

// Chromium before Chrome: branded Chrome has not obeyed --load-extension since 137.
const families: Record<BrowserKind, Family> = {
  chromium: {
    title: 'Chromium',
    variable: 'CHROMIUM',
    commands: [
      'chromium',
      'chromium-browser',
      'google-chrome-stable',
      'google-chrome',
      'microsoft-edge-stable',
      'microsoft-edge',
    ],
    places: [
      'Chromium.app/Contents/MacOS/Chromium',
      'Google Chrome.app/Contents/MacOS/Google Chrome',
      'Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
      'Chromium\\Application\\chrome.exe',
      'Google\\Chrome\\Application\\chrome.exe',
      'Microsoft\\Edge\\Application\\msedge.exe',
    ],
    package: 'chromium',
  },
  firefox: {
    title: 'Firefox',
    variable: 'FIREFOX',
    commands: ['firefox-esr', 'firefox'],
    places: ['Firefox.app/Contents/MacOS/firefox', 'Mozilla Firefox\\firefox.exe'],
    package: 'firefox-esr',
    // Before moz:scope (140 has none) WebDriver BiDi cannot answer Firefox's own prompts.
    oldest: 153,
  },
};

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

function onPath(command: string): string | undefined {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== '');
  const endings = process.platform === 'win32' ? ['.exe'] : [''];
  return folders
    .flatMap((folder) => endings.map((ending) => path.join(folder, command + ending)))
    .find(isProgram);
}

function roots(): string[] {
  if (process.platform === 'darwin') return ['/Applications', path.join(homedir(), 'Applications')];
  if (process.platform !== 'win32') return [];
  const { PROGRAMFILES, LOCALAPPDATA } = process.env;
  return [PROGRAMFILES, process.env['PROGRAMFILES(X86)'], LOCALAPPDATA].filter((root) => root !== undefined);
}

/** The browser that is installed here, if one is. */
export function installedBrowser(kind: BrowserKind): string | undefined {
  const family = families[kind];
  const wanted = process.env[family.variable];
  if (wanted !== undefined && wanted !== '') {
    const found = isProgram(wanted) ? path.resolve(wanted) : onPath(wanted);
    if (found !== undefined) return found;
    throw new Error(`${family.variable}=${wanted} is not a program that can be run`);
  }
  for (const command of family.commands) {
    const found = onPath(command);
    if (found !== undefined) return found;
  }
  return roots()
    .flatMap((root) => family.places.map((place) => path.join(root, place)))
    .find(isProgram);
}

function isDebian(): boolean {
  if (!existsSync('/etc/os-release') || onPath('apt-get') === undefined) return false;
  return /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(readFileSync('/etc/os-release', 'utf8'));
}

/** One package from the distribution's own archive. Silent, unless it fails. */
export async function installFromDebian(name: string): Promise<void> {
  const options = {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    maxBuffer: 64 * 1024 * 1024,
    timeout: 15 * 60_000,
  };
  const patient = ['-o', 'DPkg::Lock::Timeout=300', '-q'];
  try {
    await run('apt-get', [...patient, 'update'], options);
    await run('apt-get', [...patient, 'install', '-y', '--no-install-recommends', name], options);
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`apt-get could not install ${name}:\n${stdout}${stderr}`.trimEnd(), { cause: error });
  }
}

const underway = new Map<BrowserKind, Promise<string>>();

/** The browser's program, installed from Debian's archive first where it is missing and we may. */
export function findBrowser(kind: BrowserKind): Promise<string> {
  const known = underway.get(kind);
  if (known !== undefined) return known;
  const search = find(kind);
  underway.set(kind, search);
  return search;
}

async function isTooOld(program: string, { oldest }: Family): Promise<boolean> {
  if (oldest === undefined) return false;
  const { stdout } = await run(program, ['--version']).catch(() => ({ stdout: '' }));
  const [, major] = /(\d+)\./.exec(stdout) ?? [];
  return major !== undefined && Number(major) < oldest;
}

async function find(kind: BrowserKind): Promise<string> {
  const family = families[kind];
  const installed = installedBrowser(kind);
  const mayInstall = process.getuid?.() === 0 && isDebian();
  if (installed !== undefined) {
    // What cannot be renewed here is tried as it is.
    if (mayInstall && (await isTooOld(installed, family))) await installFromDebian(family.package);
    return installed;
  }
  if (mayInstall) {
    await installFromDebian(family.package);
    const fresh = installedBrowser(kind);
    if (fresh !== undefined) return fresh;
  }
  throw new Error(
    `${family.title} is needed and was not found. Looked for ${family.commands.join(', ')} on the PATH` +
      `${roots().length > 0 ? ` and in ${roots().join(', ')}` : ''}. ` +
      `${isDebian() ? `Install it with: apt-get install ${family.package}` : `Install ${family.title}`}` +
      `, or set ${family.variable} to the full path of the program.`,
  );
}
