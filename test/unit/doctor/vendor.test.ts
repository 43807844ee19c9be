/** Whether the vendor answers this browser: on a press alone, without any key, and not too often. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { requests } from '../../../src/messages/requests.ts';
import { extension } from '../ui/fake-extension.ts';

const ping = 'https://services.glpi-network.com/api/ping';
let granted: boolean;

beforeEach(() => {
  granted = true;
  vi.resetModules();
  Object.assign(extension().api.permissions, { contains: async () => granted });
});
afterEach(() => void vi.unstubAllGlobals());

/** Each test in a life of its own of the background. */
const ask = async () => (await import('../../../src/background/vendor.ts')).vendorReachable;

test('any answer counts; nothing but the address is sent', async () => {
  const fetched = vi.fn(async (_url: string, _init: RequestInit) => new Response('', { status: 503 }));
  vi.stubGlobal('fetch', fetched);
  expect(await (await ask())()).toEqual({ reached: true });
  const [url, init] = fetched.mock.calls[0] ?? [];
  expect(url).toBe(ping);
  expect(init).toMatchObject({ credentials: 'omit' });
  expect(init).not.toHaveProperty('headers');
  expect(init).not.toHaveProperty('body');
});

test('no answer is no answer, and is asked for once in ten seconds', async () => {
  const fetched = vi.fn(async () => Promise.reject(new TypeError('Failed to fetch')));
  vi.stubGlobal('fetch', fetched);
  const vendorReachable = await ask();
  expect(await vendorReachable()).toEqual({ reached: false });
  expect(await vendorReachable()).toEqual({ reached: false });
  expect(fetched).toHaveBeenCalledTimes(1);
});

test('without the permission nothing is asked', async () => {
  granted = false;
  const fetched = vi.fn();
  vi.stubGlobal('fetch', fetched);
  await expect((await ask())()).rejects.toMatchObject({ problem: { code: 'hostNotGranted' } });
  expect(fetched).not.toHaveBeenCalled();
});

test('a page of GLPI’s can order none of it', () => {
  expect(requests['doctor.step'].fromPage).toBe(false);
  expect(requests['doctor.vendorReachable'].fromPage).toBe(false);
});
