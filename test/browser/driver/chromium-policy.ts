import { createHash } from 'node:crypto';
import { accessSync, constants } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { installedBrowser } from './find-browser.ts';

/** An extension that an organisation has set something for. */
export interface ManagedExtension {
  /** A copy of its own: policies go by the extension's id, and that by its folder. No other browser is touched. */
  readonly directory: string;
  /** Takes the policy and the copy away. */
  release(): Promise<void>;
}

/** Where this Chromium reads the policies of the machine; null where that is no folder of files (Windows, macOS). */
function policyFolder(): string | null {
  if (process.platform !== 'linux') return null;
  const program = path.basename(installedBrowser('chromium') ?? 'chromium');
  if (program.startsWith('google-chrome')) return '/etc/opt/chrome/policies/managed';
  if (program.startsWith('microsoft-edge')) return '/etc/opt/edge/policies/managed';
  return '/etc/chromium/policies/managed';
}

/** Why policies cannot be set for Chromium here, in a sentence; null where they can. */
export function noPolicyBecause(): string | null {
  const folder = policyFolder();
  if (folder === null) return `Chromium's policies are not files on ${process.platform}`;
  for (let existing = folder; ; existing = path.dirname(existing)) {
    try {
      accessSync(existing, constants.W_OK);
      return null;
    } catch (thrown) {
      const isMissing = (thrown as NodeJS.ErrnoException).code === 'ENOENT';
      if (!isMissing) return `Chromium reads policies from ${folder}, which only root may write`;
    }
  }
}

/** Sets `policy` for a copy of the extension, before Chromium starts with it. */
export async function manageChromium(
  extensionDir: string,
  policy: Readonly<Record<string, unknown>>,
): Promise<ManagedExtension> {
  const because = noPolicyBecause();
  const folder = policyFolder();
  if (because !== null || folder === null) throw new Error(because ?? '');
  const home = await mkdtemp(path.join(tmpdir(), 'invite-managed-'));
  const directory = path.join(home, 'extension');
  await cp(extensionDir, directory, { recursive: true });
  await mkdir(folder, { recursive: true });
  const id = idOf(directory);
  const file = path.join(folder, `invite-for-glpi-test-${id}.json`);
  await writeFile(file, JSON.stringify({ '3rdparty': { extensions: { [id]: policy } } }));
  return {
    directory,
    async release() {
      await rm(file, { force: true });
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** The id that Chromium gives to an unpacked extension: the first half of its folder's hash, with letters for digits. */
function idOf(directory: string): string {
  const digits = createHash('sha256').update(directory).digest('hex').slice(0, 32);
  return [...digits].map((digit) => String.fromCharCode(97 + Number.parseInt(digit, 16))).join('');
}
