import { act } from 'preact/test-utils';
import { beforeEach, describe, expect, it } from 'vitest';
import type { PluginCard, PluginShelf } from '../../../src/glpi/checks.ts';
import type { VendorVerdict } from '../../../src/messages/views.ts';
import { FreePlugins } from '../../../src/pages/doctor/free-plugins.tsx';
import { PastePart } from '../../../src/pages/doctor/paste-part.tsx';
import { aKey } from '../doctor/key-samples.ts';
import { extension, no, ok } from '../ui/fake-extension.ts';
import { button, hasButton, press, read, settled, show } from '../ui/screen.ts';

describe('a pasted key', () => {
  const send = 'Send this key to the vendor';
  const verdict = (changes: Partial<VendorVerdict> = {}): VendorVerdict => ({
    verdict: 'accepted',
    says: 'The key is valid.',
    subscription: 'Standard',
    period: null,
    owner: null,
    ...changes,
  });
  const field = () => {
    const found = document.querySelector<HTMLTextAreaElement>('#pasted-key');
    if (found === null) throw new Error('no field');
    return found;
  };
  async function paste(text: string): Promise<void> {
    await act(() => {
      field().value = text;
      field().dispatchEvent(new Event('input', { bubbles: true }));
    });
    await settled();
  }
  const sent = () => extension().asked.map(({ request }) => request);

  beforeEach(async () => {
    extension().answers = { 'doctor.askVendorAboutKey': () => ok(verdict()) };
    await show(<PastePart />);
  });

  it('asks nobody about its shape, and offers the vendor only for a whole one', async () => {
    await paste(aKey.slice(0, -9));
    expect(read()).toContain('its end is missing');
    expect(hasButton(send)).toBe(false);
    await paste(aKey);
    expect(read()).toContain('sends the key from this browser');
    expect(read()).toContain('services.glpi-network.com');
    expect(hasButton(send)).toBe(true);
    expect(sent()).toEqual([]);
    expect(extension().request).not.toHaveBeenCalled();
  });

  it('goes to the vendor on the press, out of the field, and stands nowhere after', async () => {
    await paste(aKey);
    await press(button(send));
    expect(extension().request).toHaveBeenCalledWith({ origins: ['https://services.glpi-network.com/*'] });
    expect(sent()).toEqual([{ key: aKey }]);
    expect(field().value).toBe('');
    expect(read()).toContain('The vendor accepts this key.');
    expect(read()).toContain('Standard');
    expect(hasButton(send)).toBe(false);
    expect(document.documentElement.outerHTML).not.toContain(aKey);
  });

  it('stays in the field, unsent, where the browser’s question is answered with no', async () => {
    extension().request.mockResolvedValueOnce(false);
    await paste(aKey);
    await press(button(send));
    expect(read()).toContain('the permission was not given');
    expect(sent()).toEqual([]);
    expect(field().value).toBe(aKey);
  });

  it('is not sent twice within ten seconds, and waits in the field', async () => {
    await paste(aKey);
    await press(button(send));
    await paste(aKey);
    await press(button(send));
    expect(read()).toContain('ten seconds between two checks');
    expect(sent()).toHaveLength(1);
    expect(field().value).toBe(aKey);
  });

  it.each([
    ['ended', 'its subscription has ended'],
    ['refused', 'does not accept this key'],
    ['unreadable', 'not in a way that says anything about the key'],
    ['notReached', 'This says nothing about the key'],
    ['tooSoon', 'paste the key again'],
  ] as const)('%s is said in words', async (state, words) => {
    extension().answers = { 'doctor.askVendorAboutKey': () => ok(verdict({ verdict: state, says: null })) };
    await paste(aKey);
    await press(button(send));
    expect(read()).toContain(words);
  });
});

describe('free plugins', () => {
  const card = (key: string, changes: Partial<PluginCard> = {}): PluginCard => ({
    key,
    name: `Plugin ${key}`,
    description: `About ${key}`,
    action: 'download',
    says: '',
    offer: null,
    ...changes,
  });
  const shelf = (plugins: PluginCard[], changes: Partial<PluginShelf> = {}): PluginShelf => ({
    verdict: 'open',
    says: null,
    total: 40,
    warning: null,
    plugins,
    categories: null,
    ...changes,
  });
  const everything = shelf(
    [
      card('fields'),
      card('branding', { offer: 'GLPI Network Advanced' }),
      card('here', { action: 'none' }),
      card('locked', { action: 'needsOffer' }),
      card('zip', { action: 'byHand' }),
    ],
    { categories: [{ key: 'itil', name: 'ITIL' }] },
  );
  const categoriesAsked = () =>
    extension().asked.map(({ request }) => (request as { category: string }).category);

  beforeEach(async () => {
    extension().answers = {
      'doctor.shelf': ({ category }) => ok(category === '' ? everything : shelf([card('escalade')])),
    };
    await show(<FreePlugins site="https://glpi.example.org" />);
  });

  it('are asked for on a press, and are those that are free and not here yet', async () => {
    expect(categoriesAsked()).toEqual([]);
    await press(button('Show free plugins by category'));
    expect(categoriesAsked()).toEqual(['']);
    const names = [...document.querySelectorAll('.plugin-list strong')].map(({ textContent }) => textContent);
    expect(names).toEqual(['Plugin fields', 'Plugin zip']);
    expect(read()).toContain('Looked at the 5 most downloaded of 40.');
  });

  it('come by GLPI’s own categories, each asked for once', async () => {
    await press(button('Show free plugins by category'));
    await press(button('ITIL'));
    expect(read()).toContain('About escalade');
    expect(button('ITIL').getAttribute('aria-pressed')).toBe('true');
    await press(button('All'));
    expect(read()).toContain('About fields');
    expect(categoriesAsked()).toEqual(['', 'itil']);
  });

  it('say why there are none, and may be asked for again', async () => {
    extension().answers = { 'doctor.shelf': () => no('timedOut', { host: 'glpi.example.org' }) };
    await press(button('Show free plugins by category'));
    expect(read()).toContain('glpi.example.org');
    extension().answers = { 'doctor.shelf': () => ok(shelf([], { verdict: 'ended', says: 'It is over.' })) };
    await press(button('All'));
    expect(read()).toContain('It is over.');
  });
});
