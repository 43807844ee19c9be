import browser from 'webextension-polyfill';

/** Nothing personal: the number of the version that the browser updated to, until the admin has seen what it brings. */
const key = 'updatedTo';

/** To be called when the browser put a newer version in the place of an older. */
export async function noteUpdate(previous: string | undefined): Promise<void> {
  const { version } = browser.runtime.getManifest();
  if (previous !== undefined && previous !== version) await browser.storage.local.set({ [key]: version });
}

/** The version whose news nobody has seen; null when there is none. */
export async function unseenVersion(): Promise<string | null> {
  const { [key]: version } = await browser.storage.local.get(key);
  return typeof version === 'string' && /^[\d.]{1,20}$/.test(version) ? version : null;
}

/** Says that the news were shown. */
export async function forgetUpdate(): Promise<void> {
  await browser.storage.local.remove(key);
}
