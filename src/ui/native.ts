/**
 * The browser's own extension API, without the polyfill: content scripts must stay small, and the few calls made
 * through this (i18n, runtime) behave alike under both names.
 */
export function native(): typeof chrome {
  return (globalThis as { browser?: typeof chrome }).browser ?? chrome;
}
