// @vitest-environment node
/** What the key opens: the cards of GLPI's marketplace, read as GLPI 10 and 11 draw them. */
import { afterEach, describe, expect, test } from 'vitest';
import type { PluginOption } from '../../glpi/options.ts';
import { type Clinic, openClinic } from './clinic.ts';
import { aKey } from './key-samples.ts';

let clinic: Clinic;
afterEach(() => clinic?.close());

const open = async (version: '10.0.14' | '11.0.6', plugins: PluginOption[], more = {}) => {
  clinic = await openClinic({
    version,
    network: {
      unreachable: undefined,
      key: aKey,
      answer: 'valid',
      marketplace: 'open',
      plugins,
      ...more,
    },
  });
};
const installed = async () => {
  await clinic.look(['plugins']);
  if (clinic.facts.plugins.state !== 'seen') throw new Error('the plugins were not seen');
  return clinic.facts.plugins.value;
};

describe.each(['10.0.14', '11.0.6'] as const)('GLPI %s', (version) => {
  test.each([
    ['update', 'A new version (1.21) is available, update?', 'update'],
    ['localUpdate', 'Update', 'update'],
    [
      'needsOffer',
      'You need a superior GLPI-Network offer to access to this plugin (Advanced)',
      'needsOffer',
    ],
    [
      'byHand',
      'The plugin has an available update but its directory is not writable.<br>Download by hand',
      'byHand',
    ],
    [
      'versioned',
      'The plugin has an available update but its local directory contains source versioning.',
      'unsupported',
    ],
    ['unsupported', 'This plugin requires PHP extension ldap', 'unsupported'],
    ['none', '', 'none'],
  ] as const)('a plugin with %s', async (action, says, read) => {
    await open(version, [
      { key: 'fields', name: 'Additional fields', action, says },
      { key: 'other', name: 'Other', action: 'none' },
    ]);
    const [card, other] = (await installed()).plugins;
    expect(card).toMatchObject({ key: 'fields', action: read, says: says.replace('<br>', ' ') });
    expect(other).toMatchObject({ action: 'none', says: '' });
  });

  test('nothing installed is an open list of nothing', async () => {
    await open(version, []);
    expect(await installed()).toMatchObject({ verdict: 'open', plugins: [] });
  });

  test('a key that does not work closes the list, with plugins installed too', async () => {
    await open(version, [{ key: 'fields', name: 'Additional fields', action: 'none' }], {
      marketplace: 'notValid',
    });
    expect(await installed()).toMatchObject({ verdict: 'notValid', plugins: [{ key: 'fields' }] });
  });

  describe('the shelves', () => {
    const many = Array.from(
      { length: 60 },
      (_, at): PluginOption => ({
        key: `plugin${at}`,
        name: `Plugin ${String(at).padStart(2, '0')}`,
        action: 'download',
        downloads: at,
        tags: at % 2 === 0 ? ['itil'] : ['inventory & more'],
      }),
    );
    const categories = [
      { key: 'itil', name: 'ITIL' },
      { key: 'inventory & more', name: 'Inventory' },
    ];

    test('all: GLPI’s own categories, and more than the first page, the most downloaded first', async () => {
      await open(version, many, { categories });
      const shelf = await clinic.shelf('');
      expect(shelf.categories).toEqual(categories);
      expect(shelf.total).toBe(60);
      // Three pages of GLPI's twelve, and no more.
      expect(shelf.plugins.map(({ key }) => key)).toEqual(
        many
          .toReversed()
          .slice(0, 36)
          .map(({ key }) => key),
      );
      expect(clinic.requests).toHaveLength(6);
    });

    test('one category holds what GLPI puts there, whatever its key looks like', async () => {
      await open(version, many, { categories });
      const shelf = await clinic.shelf('inventory & more');
      expect(shelf).toMatchObject({ categories: null, total: 30 });
      expect(shelf.plugins).toHaveLength(30);
      expect(shelf.plugins[0]?.key).toBe('plugin59');
      expect(clinic.requests).toHaveLength(3);
      expect(clinic.requests.every((request) => request.startsWith('GET /ajax/marketplace.php?'))).toBe(true);
    });

    test('a closed marketplace is told by its own words, in one request', async () => {
      await open(version, many, { marketplace: 'ended' });
      expect(await clinic.shelf('itil')).toMatchObject({ verdict: 'ended', plugins: [] });
      expect(clinic.requests).toHaveLength(1);
    });
  });
});
