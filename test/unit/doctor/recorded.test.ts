/** The readers, held to what real GLPIs showed where their vendor was out of reach. */
import { describe, expect, test } from 'vitest';
import { listIn } from '../../../src/glpi/pages/marketplace-list.ts';
import { networkTabIn } from '../../../src/glpi/pages/network-tab.ts';
import { systemTabIn } from '../../../src/glpi/pages/system-tab.ts';
import { recordedText, recordingsAreHere } from '../stand-in/recorded.ts';

const page = (name: string) =>
  new DOMParser().parseFromString(recordedText(`pages/${name}.html`), 'text/html');

describe.runIf(recordingsAreHere).each([
  ['10.0.14', 'form10'],
  ['11.0.6', 'form11'],
] as const)('GLPI %s', (version, layout) => {
  test('the key’s own tab', () => {
    expect(networkTabIn(page(`glpi-${version}-network-tab-no-key-vendor-unreachable`))).toMatchObject({
      layout,
      key: 'empty',
      answer: null,
      unreachable: {
        error: "Failed to connect to 192.0.2.7 port 9 after 0 ms: Couldn't connect to server",
      },
    });
  });

  test('the marketplace', () => {
    const list = listIn(page(`glpi-${version}-marketplace-list-vendor-unreachable`), null);
    expect(list).toMatchObject({ verdict: 'unreachable', plugins: [] });
  });

  test('system information', () => {
    expect(systemTabIn(page(`glpi-${version}-system-tab`))).toMatchObject({
      layout: 'known',
      system: 'debian',
      installMode: 'TARBALL',
      proxy: null,
      faults: [],
      constants: { GLPI_NETWORK_SERVICES: 'http://192.0.2.7:9', GLPI_VERSION: version },
    });
  });
});
