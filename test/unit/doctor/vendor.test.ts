/** What is asked of the vendor from this browser: on a press alone, nothing but what the press says, not too often. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { requests } from '../../../src/messages/requests.ts';
import { extension } from '../ui/fake-extension.ts';
import { aCipher, aKey } from './key-samples.ts';

const vendor = 'https://services.glpi-network.com';
let granted: boolean;

beforeEach(() => {
  granted = true;
  vi.resetModules();
  Object.assign(extension().api.permissions, { contains: async () => granted });
});
afterEach(() => void vi.unstubAllGlobals());

/** Each test in a life of its own of the background. */
const background = async () => await import('../../../src/background/vendor.ts');

/** The vendor as it answers in this test. */
function vendorAnswers(answer: () => Promise<Response>) {
  const fetched = vi.fn((_url: string, _init: RequestInit) => answer());
  vi.stubGlobal('fetch', fetched);
  return fetched;
}
const offline = () => Promise.reject(new TypeError('Failed to fetch'));

describe('whether it answers', () => {
  test('any answer counts; nothing but the address is sent', async () => {
    const fetched = vendorAnswers(async () => new Response('', { status: 503 }));
    expect(await (await background()).vendorReachable()).toEqual({ reached: true });
    const [url, init] = fetched.mock.calls[0] ?? [];
    expect(url).toBe(`${vendor}/api/ping`);
    expect(init).toMatchObject({ credentials: 'omit' });
    expect(init).not.toHaveProperty('headers');
    expect(init).not.toHaveProperty('body');
  });

  test('no answer is no answer, and is asked for once in ten seconds', async () => {
    const fetched = vendorAnswers(offline);
    const { vendorReachable } = await background();
    expect(await vendorReachable()).toEqual({ reached: false });
    expect(await vendorReachable()).toEqual({ reached: false });
    expect(fetched).toHaveBeenCalledTimes(1);
  });
});

describe('about a key', () => {
  const ask = async (key: string) => await (await background()).askVendorAboutKey(key);
  const says = (body: unknown, status = 200) =>
    vendorAnswers(
      async () => new Response(typeof body === 'string' ? body : JSON.stringify(body), { status }),
    );

  test('the question that GLPI asks, with the key, and nothing else', async () => {
    const fetched = says({ is_valid: true });
    await ask(`  ${aKey.slice(0, 20)}\n${aKey.slice(20)}`);
    expect(fetched).toHaveBeenCalledTimes(1);
    const [url, init] = fetched.mock.calls[0] ?? [];
    expect(url).toBe(`${vendor}/api/registration/info`);
    expect(init?.headers).toEqual({ Accept: 'application/json', 'X-Registration-Key': aKey });
    // The header would follow a redirect to anywhere.
    expect(init).toMatchObject({ credentials: 'omit', redirect: 'error', referrerPolicy: 'no-referrer' });
    expect(init).not.toHaveProperty('body');
  });

  const running = { title: 'Standard', is_running: true, begin_date: '2026-01-01', end_date: '2027-01-01' };
  test.each([
    [
      { is_valid: true, validation_message: 'Fine.', subscription: running, owner: { name: 'Example' } },
      200,
      'accepted',
    ],
    [{ is_valid: true, subscription: { ...running, is_running: false } }, 200, 'ended'],
    [{ is_valid: false, validation_message: 'Unknown.', subscription: null, owner: null }, 401, 'refused'],
    [{ is_valid: false }, 200, 'refused'],
    [{ is_valid: true, subscription: { title: 7, is_running: 'yes' }, owner: 'x' }, 200, 'accepted'],
    [{ is_valid: 'yes' }, 200, 'unreadable'],
    [{ message: 'Too Many Attempts.' }, 429, 'unreadable'],
    [[], 200, 'unreadable'],
    ['<html>Blocked</html>', 200, 'unreadable'],
    ['', 200, 'unreadable'],
  ] as const)('%j with %i is %s', async (body, status, verdict) => {
    says(body, status);
    expect((await ask(aKey)).verdict).toBe(verdict);
  });

  test('what it tells comes along', async () => {
    says({ is_valid: true, validation_message: 'Fine.', subscription: running, owner: { name: 'Example' } });
    expect(await ask(aKey)).toEqual({
      verdict: 'accepted',
      says: 'Fine.',
      subscription: 'Standard',
      period: '2026-01-01 – 2027-01-01',
      owner: 'Example',
    });
  });

  test('no answer, and a redirect, are no verdict', async () => {
    vendorAnswers(offline);
    expect((await ask(aKey)).verdict).toBe('notReached');
  });

  test('the key is in no reply and no log, though the vendor repeat it', async () => {
    const spies = (['log', 'info', 'warn', 'error', 'debug'] as const).map((name) =>
      vi.spyOn(console, name).mockImplementation(() => {}),
    );
    says({ is_valid: false, validation_message: `No such key: ${aKey}`, owner: { name: aKey } });
    const reply = JSON.stringify(await ask(aKey));
    expect(reply).toContain('No such key');
    expect(reply).not.toContain(aKey.slice(8, 40));
    for (const spy of spies) {
      expect(spy).not.toHaveBeenCalled();
      spy.mockRestore();
    }
  });

  test('once in ten seconds: the second press asks nobody', async () => {
    const fetched = says({ is_valid: true });
    const { askVendorAboutKey } = await background();
    await askVendorAboutKey(aKey);
    expect((await askVendorAboutKey(aKey)).verdict).toBe('tooSoon');
    expect(fetched).toHaveBeenCalledTimes(1);
  });

  test.each(['', 'abc', aCipher, 'x\r\nCookie: y'])('what is no key is sent nowhere: %j', async (text) => {
    const fetched = says({ is_valid: true });
    await expect(ask(text)).rejects.toMatchObject({ problem: { code: 'requestNotValid' } });
    expect(fetched).not.toHaveBeenCalled();
  });
});

test('without the permission nothing is asked', async () => {
  granted = false;
  const fetched = vendorAnswers(offline);
  const { askVendorAboutKey, vendorReachable } = await background();
  const refused = { problem: { code: 'hostNotGranted' } };
  await expect(vendorReachable()).rejects.toMatchObject(refused);
  await expect(askVendorAboutKey(aKey)).rejects.toMatchObject(refused);
  expect(fetched).not.toHaveBeenCalled();
});

test('a page of GLPI’s can order none of it', () => {
  const doctors = Object.entries(requests).filter(([name]) => name.startsWith('doctor.'));
  expect(doctors).toHaveLength(4);
  for (const [, { fromPage }] of doctors) expect(fromPage).toBe(false);
});
