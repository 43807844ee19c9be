import type { SystemTab } from '../checks.ts';
import { quote } from '../quote.ts';
import type { Browsing } from './page.ts';
import { readSetupTab } from './setup-tab.ts';

/** The constants that bear on the key; the many others are nobody's business. */
const wanted = [
  'GLPI_NETWORK_SERVICES',
  'GLPI_NETWORK_API_URL',
  'GLPI_NETWORK_REGISTRATION_API_URL',
  'GLPI_MARKETPLACE_DIR',
  'GLPI_MARKETPLACE_ENABLE',
  'GLPI_INSTALL_MODE',
  'GLPI_CONFIG_DIR',
  'GLPI_LOG_DIR',
  'GLPI_VERSION',
];

/** Setup > General > System: GLPI writes it in English in every language. Two requests; GLPI tries its folders meanwhile. */
export async function readSystemTab(browsing: Browsing): Promise<SystemTab> {
  const found = await readSetupTab(browsing, 'Config$5');
  return found.state === 'shown' ? systemTabIn(found.tab) : { ...blank, layout: found.state };
}

const blank: SystemTab = {
  step: 'system',
  layout: 'unknown',
  system: 'unknown',
  operatingSystem: null,
  installMode: null,
  constants: {},
  proxy: null,
  faults: [],
};

/** What the tab's content says. Passwords in it are not looked at. */
export function systemTabIn(tab: Document): SystemTab {
  const sections = [...tab.querySelectorAll('pre.section-content')];
  if (sections.length === 0) {
    const isEmpty = tab.body.children.length === 0;
    return { ...blank, layout: isEmpty ? 'noRight' : 'unknown' };
  }
  const text = sections.map((section) => section.textContent ?? '').join('\n');
  const constants: Record<string, string> = {};
  for (const name of wanted) {
    const value = new RegExp(`^${name}: (.*)$`, 'm').exec(text)?.[1]?.trim();
    if (value !== undefined) constants[name] = quote(value.replace(/^"(.*)"$/, '$1').replaceAll('\\/', '/'));
  }
  const operatingSystem = quote(/^\s*Operating system: (.*)$/m.exec(text)?.[1]) || null;
  const installMode =
    constants.GLPI_INSTALL_MODE ?? (quote(/^\s*Installation mode: (.*)$/m.exec(text)?.[1]) || null);
  const host = fieldText(tab, 'proxy_name');
  return {
    ...blank,
    layout: 'known',
    system: systemOf(operatingSystem ?? '', installMode ?? '', text),
    operatingSystem,
    installMode,
    constants,
    proxy:
      host === ''
        ? null
        : { host, port: fieldText(tab, 'proxy_port'), login: fieldText(tab, 'proxy_user') !== '' },
    faults: faultsIn(sections),
  };
}

function fieldText(tab: Document, name: string): string {
  return quote(tab.querySelector(`input[name="${name}"]`)?.getAttribute('value'));
}

/** Lines that stand beside GLPI's sign for a warning or a fault. */
function faultsIn(sections: readonly Element[]): string[] {
  return sections
    .flatMap((section) => [
      ...section.querySelectorAll('img[src$="warning_min.png"], img[src$="ko_min.png"]'),
    ])
    .map((sign) => quote(sign.getAttribute('alt')))
    .filter((line) => line !== '')
    .slice(0, 100);
}

/** Which commands fit. A guess that the admin sees and may change. */
function systemOf(operatingSystem: string, installMode: string, text: string): SystemTab['system'] {
  if (/docker/i.test(installMode)) return 'docker';
  if (/windows/i.test(operatingSystem)) return 'windows';
  if (
    /rpm/i.test(installMode) ||
    /\.el\d|\.fc\d|red ?hat|rocky|alma|centos|oracle linux/i.test(operatingSystem)
  )
    return 'rhel';
  // The database tells its system too; it mostly stands on the same machine.
  if (/debian|ubuntu|\bdeb1\d/i.test(text)) return 'debian';
  return 'unknown';
}
