/** What every unit test stands on: a fake browser, both as `browser` and behind the polyfill. No DOM is needed. */
import { beforeEach, vi } from 'vitest';
import { extension, renewExtension } from './ui/fake-extension.ts';

// The polyfill refuses to load outside of an extension; this stands for whichever fake the test has.
vi.mock('webextension-polyfill', () => ({
  default: new Proxy({}, { get: (_, name) => Reflect.get(extension().api, name) }),
}));
Object.defineProperty(globalThis, 'browser', { configurable: true, get: () => extension().api });

beforeEach(() => {
  renewExtension();
});
