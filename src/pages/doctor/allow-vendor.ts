import browser from 'webextension-polyfill';

/**
 * Asks for the vendor's host; false where the admin says no. To be called straight from a click, before anything is
 * awaited: the browser wants the click itself.
 */
export function allowVendor(): Promise<boolean> {
  return browser.permissions.request({ origins: ['https://services.glpi-network.com/*'] }).catch(() => false);
}

/** The vendor throttles those who ask too often; this counts for GLPI's questions and for our own. */
export const pauseMs = 10_000;
