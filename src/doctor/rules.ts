/**
 * The decision table (network-key.md 7) as data: 34 rows, each with what must be seen, how sure that makes us, what to
 * do, and whether other causes look exactly the same from outside. Texts go by the row's id.
 */

import type { AdviceKey } from './advice.ts';
import { type CurlCause, curlCause, wrappedByProxy } from './curl-error.ts';
import { type Facts, type Looked, seen } from './facts.ts';
import { isStall, keyState } from './key-state.ts';

/** Where a quote was read. */
export type Source =
  | 'network'
  | 'marketplace'
  | 'version'
  | 'system'
  | 'log'
  | 'history'
  | 'plugins'
  | 'browser'
  | 'admin';

/** Exactly what was seen, as text; an empty text is "nothing stood there". */
export interface Quote {
  readonly source: Source;
  readonly text: string;
}

/** certain: nothing else looks like this; likely: little else does; open: several causes look the same from outside. */
export type Certainty = 'certain' | 'likely' | 'open';

export interface Evidence {
  readonly quotes: readonly Quote[];
  /** Fills the placeholders of the texts. From GLPI's pages: shown as text. */
  readonly detail?: Readonly<Record<string, string>>;
  /** Where what was seen says more or less than the row does in general. */
  readonly certainty?: Certainty;
}

export const rowIds = [
  '01',
  '02',
  '03',
  '04',
  '05',
  '06',
  '07',
  '08',
  '09',
  '10',
  '11',
  '12',
  '13',
  '14',
  '15',
  '16',
  '17',
  '18',
  '19',
  '20',
  '21',
  '22',
  '23',
  '24',
  '25',
  '26',
  '27',
  '28',
  '29',
  '30',
  '31',
  '32',
  '33',
  '34',
] as const;
/** Beyond the table: a page that nobody knows, and an error that nobody knows. Never a guess instead. */
export type RowId = (typeof rowIds)[number] | 'unreadable' | 'otherError';

export interface Rule {
  readonly id: RowId;
  /** main: a cause in itself; beside: says more about another one, or about the plugins. */
  readonly kind: 'main' | 'beside';
  readonly certainty: Certainty;
  /** Rows or causes that cannot be told apart from this one; the text `apart` says so. */
  readonly apart: boolean;
  readonly seen: (facts: Facts) => Evidence | null;
  readonly advice: readonly AdviceKey[];
}

const at = (source: Source, text: string | null | undefined): Quote => ({ source, text: text ?? '' });
const tab = (facts: Facts) => seen(facts.network);

/** The words of the error, without what GLPI wraps around them when a proxy is set. */
function errorText(facts: Facts): string | null {
  const error = tab(facts)?.unreachable?.error ?? null;
  return error === null ? null : (wrappedByProxy(error) ?? error);
}

function curl(cause: CurlCause): Rule['seen'] {
  return (facts) => {
    const text = errorText(facts);
    if (text === null || curlCause(text) !== cause) return null;
    return { quotes: [at('network', tab(facts)?.unreachable?.error)] };
  };
}

const answer = (facts: Facts): Quote => at('network', tab(facts)?.answer?.says);
const logged = (facts: Facts, sign: 'decrypt' | 'keyFile') =>
  (seen(facts.log)?.lines ?? []).filter((line) => line.sign === sign).map((line) => at('log', line.says));

/** Lines of the System tab that GLPI marks, and that speak of `what`. */
const faults = (facts: Facts, what: RegExp) =>
  (seen(facts.system)?.faults ?? []).filter((line) => what.test(line)).map((line) => at('system', line));

const constant = (facts: Facts, name: string) => seen(facts.system)?.constants[name];

const cards = (facts: Facts) => {
  const all = [...(seen(facts.plugins)?.plugins ?? []), ...(seen(facts.marketplace)?.plugins ?? [])];
  return all.filter((card, index) => all.findIndex(({ key }) => key === card.key) === index);
};

const isUnreachable = (facts: Facts) => tab(facts)?.unreachable != null;

const defaultServices = 'https://services.glpi-network.com';

export const rules: readonly Rule[] = [
  {
    id: '34',
    kind: 'main',
    certainty: 'likely',
    apart: true,
    seen: (facts) => {
      const looks: readonly [Source, Looked<unknown>][] = [
        ['network', facts.network],
        ['marketplace', facts.marketplace],
        ['version', facts.version],
        ['system', facts.system],
        ['plugins', facts.plugins],
      ];
      const stalled = looks.flatMap(([source, look]) =>
        look.state === 'failed' && isStall(look.problem) ? [at(source, look.problem.detail?.status)] : [],
      );
      return stalled.length === 0 ? null : { quotes: stalled };
    },
    advice: ['waitForGlpi', 'testMtu', 'openPort'],
  },
  {
    id: 'unreadable',
    kind: 'main',
    certainty: 'open',
    apart: false,
    seen: (facts) => (keyState(facts) === 'unreadable' ? { quotes: [] } : null),
    advice: ['lookYourself'],
  },
  {
    id: '01',
    kind: 'main',
    certainty: 'certain',
    apart: false,
    seen: (facts) => (tab(facts)?.layout === 'nothing' ? { quotes: [at('network', '')] } : null),
    advice: ['askSuperAdmin', 'signInAgain'],
  },
  {
    id: '05',
    kind: 'main',
    certainty: 'certain',
    apart: true,
    seen: (facts) => {
      const found = tab(facts);
      if (found?.layout === 'keyFile') return { quotes: found.keyFile.map((line) => at('network', line)) };
      // Older GLPI shows no message; what stands in the field is not the key but what GLPI keeps.
      return found?.key === 'cipher' ? { quotes: [at('network', '')], certainty: 'likely' } : null;
    },
    advice: ['lookAtKeyFile', 'makeKeyFileReadable', 'restoreKeyFile', 'newKeyFile', 'enterAllSecrets'],
  },
  {
    id: '12',
    kind: 'main',
    certainty: 'certain',
    apart: false,
    seen: curl('proxyName'),
    advice: ['proxyNameOnly', 'clearProxy'],
  },
  {
    id: '20',
    kind: 'main',
    certainty: 'certain',
    apart: false,
    seen: curl('proxyLogin'),
    advice: ['enterProxyLogin', 'proxySpecialCharacters'],
  },
  {
    id: '21',
    kind: 'main',
    certainty: 'certain',
    apart: false,
    seen: curl('proxyRefused'),
    advice: ['allowConnect'],
  },
  {
    id: '15',
    kind: 'main',
    certainty: 'likely',
    apart: true,
    seen: curl('inspection'),
    advice: [
      'exemptInspection',
      'openServer',
      'whoSigned',
      'getCompanyCa',
      'copyCaToServer',
      'recogniseCa',
      'testCompanyCa',
      'addCompanyCa',
      'phpOwnList',
      'restartPhp',
      'tryConnect',
      'keepCaInImage',
      'undoCompanyCa',
      'keepVerification',
    ],
  },
  {
    id: '16',
    kind: 'main',
    certainty: 'likely',
    apart: true,
    seen: curl('caMissing'),
    advice: ['whoSigned', 'updateCa', 'pointPhpToCa', 'restartPhp', 'tryConnect', 'keepVerification'],
  },
  {
    id: '17',
    kind: 'main',
    certainty: 'certain',
    apart: true,
    seen: (facts) => {
      const evidence = curl('caFile')(facts);
      if (evidence === null) return null;
      const path = /CAfile:\s*(\S+)/i.exec(errorText(facts) ?? '')?.[1];
      return path === undefined ? evidence : { ...evidence, detail: { path } };
    },
    advice: ['checkCaPath', 'pointPhpToCa', 'restartPhp'],
  },
  {
    id: '18',
    kind: 'main',
    certainty: 'open',
    apart: true,
    seen: curl('date'),
    advice: ['checkClock', 'updateCa', 'restartPhp'],
  },
  {
    id: '19',
    kind: 'main',
    certainty: 'open',
    apart: true,
    seen: curl('otherName'),
    advice: ['checkHosts', 'whoSigned'],
  },
  {
    id: '11',
    kind: 'main',
    certainty: 'certain',
    apart: false,
    seen: curl('dns'),
    advice: ['lookUpName', 'repairDns', 'restartPhp'],
  },
  {
    id: '14',
    kind: 'main',
    certainty: 'certain',
    apart: false,
    seen: (facts) => {
      const text = errorText(facts);
      const cause = text === null ? null : curlCause(text);
      const lines = faults(facts, /httpd_can_network_connect/);
      if (cause !== 'denied' && !(cause === 'connect' && lines.length > 0)) return null;
      return {
        quotes: [at('network', tab(facts)?.unreachable?.error), ...lines],
        certainty: lines.length > 0 ? 'certain' : 'likely',
      };
    },
    advice: ['allowInSelinux'],
  },
  {
    id: '13',
    kind: 'main',
    certainty: 'open',
    apart: true,
    seen: (facts) => (faults(facts, /httpd_can_network_connect/).length > 0 ? null : curl('connect')(facts)),
    advice: ['openPort', 'tryBothProtocols', 'proxyIfThereIsOne'],
  },
  {
    id: '23',
    kind: 'main',
    certainty: 'open',
    apart: true,
    seen: (facts) =>
      isUnreachable(facts) && tab(facts)?.unreachable?.error === null
        ? { quotes: [at('network', tab(facts)?.unreachable?.says)] }
        : null,
    advice: ['allowConnect', 'tryConnect'],
  },
  {
    id: 'otherError',
    kind: 'main',
    certainty: 'open',
    apart: false,
    seen: (facts) => {
      const text = errorText(facts);
      return text === null || curlCause(text) !== null
        ? null
        : { quotes: [at('network', tab(facts)?.unreachable?.error)] };
    },
    advice: ['tryConnect', 'searchLog'],
  },
  {
    id: '10',
    kind: 'main',
    certainty: 'open',
    apart: true,
    seen: (facts) => {
      const state = keyState(facts);
      return state === 'noAnswer' || state === 'undecided'
        ? { quotes: [answer(facts), ...otherLines(facts)] }
        : null;
    },
    advice: ['searchLogForResponse', 'allowHostInProxy', 'enterKeyAgain', 'waitMinutes'],
  },
  {
    id: '09',
    kind: 'main',
    certainty: 'open',
    apart: true,
    seen: (facts) => {
      const state = keyState(facts);
      if (state !== 'refused' && state !== 'undecided') return null;
      const shape = tab(facts)?.key;
      const quotes = [answer(facts)];
      // Of a key that does not even look like one we are sure.
      return shape === 'malformed' || shape === 'notSigned' ? { quotes, certainty: 'likely' } : { quotes };
    },
    advice: ['checkKeyShape', 'copyKeyAgain', 'ruleOutKeyFile'],
  },
  {
    id: '07',
    kind: 'main',
    certainty: 'certain',
    apart: false,
    seen: (facts) => {
      const found = tab(facts);
      if (keyState(facts) !== 'ended' || !found) return null;
      const verdict = seen(facts.marketplace)?.verdict;
      return {
        quotes: [
          answer(facts),
          ...(verdict === 'ended' ? [at('marketplace', seen(facts.marketplace)?.says)] : []),
        ],
        detail: { title: found.subscription ?? '', period: found.period ?? '' },
        // GLPI 10 draws a refused key with data about it just the same (network-key.md 2.3).
        certainty: found.layout === 'form11' || verdict === 'ended' ? 'certain' : 'likely',
      };
    },
    advice: ['renew', 'pluginsStay', 'clearCache'],
  },
  {
    id: '04',
    kind: 'main',
    certainty: 'likely',
    apart: false,
    seen: (facts) => {
      if (!hasNoKey(facts)) return null;
      const lines = logged(facts, 'decrypt');
      const history = seen(facts.history);
      if (lines.length > 0) return { quotes: lines, certainty: 'certain' };
      return history?.state === 'set' ? { quotes: [at('network', ''), at('history', history.says)] } : null;
    },
    advice: ['restoreKeyFile', 'notChangeKeyFirst', 'enterAllSecrets'],
  },
  {
    id: '06',
    kind: 'main',
    certainty: 'likely',
    apart: true,
    seen: (facts) => {
      if (!hasNoKey(facts) || logged(facts, 'decrypt').length > 0) return null;
      const lines = logged(facts, 'keyFile');
      if (lines.length > 0) return { quotes: lines, certainty: 'certain' };
      return facts.adminEntered && seen(facts.history)?.state !== 'set'
        ? { quotes: [at('admin', '')] }
        : null;
    },
    advice: [
      'searchLogForKeyFile',
      'lookAtKeyFile',
      'makeKeyFileReadable',
      'restoreKeyFile',
      'newKeyFile',
      'enterAllSecrets',
    ],
  },
  {
    id: '03',
    kind: 'main',
    certainty: 'likely',
    apart: true,
    seen: (facts) => {
      if (!hasNoKey(facts) || facts.adminEntered) return null;
      const history = seen(facts.history);
      if (history?.state === 'set' || logged(facts, 'decrypt').length + logged(facts, 'keyFile').length > 0)
        return null;
      return { quotes: [at('network', '')], certainty: history?.state === 'never' ? 'likely' : 'open' };
    },
    advice: ['getFreeKey', 'pasteKey'],
  },
  {
    id: '08',
    kind: 'main',
    certainty: 'certain',
    apart: false,
    seen: (facts) => {
      const list = seen(facts.marketplace);
      const differs = list?.verdict === 'ended' || list?.verdict === 'notValid';
      return keyState(facts) === 'valid' && differs
        ? { quotes: [answer(facts), at('marketplace', list.says)] }
        : null;
    },
    advice: ['reloadMarketplace', 'clearCache'],
  },
  {
    id: '28',
    kind: 'main',
    certainty: 'open',
    apart: true,
    seen: (facts) => {
      if (keyState(facts) !== 'valid') return null;
      const list = seen(facts.marketplace);
      if (list?.verdict !== 'open') return null;
      const isEmpty = list.plugins.length === 0 && (list.total ?? 0) === 0;
      return list.warning !== null || isEmpty ? { quotes: [at('marketplace', list.warning)] } : null;
    },
    advice: ['waitMinutes', 'testMtu', 'searchLog'],
  },
  {
    id: '02',
    kind: 'main',
    certainty: 'certain',
    apart: false,
    seen: (facts) => {
      const found = tab(facts);
      if (keyState(facts) !== 'valid' || !found) return null;
      return {
        quotes: [answer(facts)],
        detail: { title: found.subscription ?? '', period: found.period ?? '', owner: found.owner ?? '' },
      };
    },
    advice: [],
  },
  {
    id: '22',
    kind: 'beside',
    certainty: 'certain',
    apart: false,
    seen: (facts) => {
      const proxy = seen(facts.system)?.proxy;
      const error = tab(facts)?.unreachable?.error ?? null;
      const check = seen(facts.version);
      // Only the messages of the search blame the proxy; without a proxy they name one too, as advice.
      const isBlamed = proxy != null && check?.result === 'failed' && check.error !== null;
      const quotes = [
        ...(error !== null && wrappedByProxy(error) !== null ? [at('network', error)] : []),
        ...(isBlamed ? quotesOfVersion(check.says) : []),
      ];
      if (quotes.length === 0) return null;
      return { quotes: [...quotes, ...(proxy ? [at('system', `${proxy.host}:${proxy.port}`)] : [])] };
    },
    advice: ['readTheBrackets', 'clearProxy'],
  },
  {
    id: '24',
    kind: 'beside',
    certainty: 'certain',
    apart: false,
    seen: (facts) => {
      const check = seen(facts.version);
      return isUnreachable(facts) && check?.result === 'reached'
        ? { quotes: quotesOfVersion(check.says) }
        : null;
    },
    advice: ['allowVendorHost'],
  },
  {
    id: '25',
    kind: 'beside',
    certainty: 'certain',
    apart: false,
    seen: (facts) => {
      const check = seen(facts.version);
      return isUnreachable(facts) && check?.result === 'failed'
        ? { quotes: quotesOfVersion(check.says) }
        : null;
    },
    advice: ['proxyIfThereIsOne', 'openPort', 'isolatedByDesign'],
  },
  {
    id: '26',
    kind: 'beside',
    certainty: 'certain',
    apart: true,
    seen: (facts) => {
      const reach = seen(facts.browser);
      if (!isUnreachable(facts) || reach === null) return null;
      return {
        quotes: [at('browser', '')],
        certainty: reach.reached ? 'certain' : 'open',
        detail: { reached: String(reach.reached) },
      };
    },
    advice: ['compareWithBrowser'],
  },
  {
    id: '32',
    kind: 'beside',
    certainty: 'certain',
    apart: false,
    seen: (facts) => {
      const url = constant(facts, 'GLPI_NETWORK_SERVICES');
      if (url === undefined || url.replace(/\/$/, '') === defaultServices) return null;
      return { quotes: [at('system', `GLPI_NETWORK_SERVICES: ${url}`)], detail: { url } };
    },
    advice: ['findOverride', 'removeOverride'],
  },
  {
    id: '33',
    kind: 'beside',
    certainty: 'certain',
    apart: false,
    seen: (facts) => {
      const mode = seen(facts.system)?.installMode;
      return mode && /^cloud$/i.test(mode) ? { quotes: [at('system', `GLPI_INSTALL_MODE: ${mode}`)] } : null;
    },
    advice: ['contactVendor'],
  },
  {
    id: '31',
    kind: 'beside',
    certainty: 'certain',
    apart: false,
    seen: (facts) => {
      const value = constant(facts, 'GLPI_MARKETPLACE_ENABLE');
      return value === '0' || value === '1'
        ? { quotes: [at('system', `GLPI_MARKETPLACE_ENABLE: ${value}`)] }
        : null;
    },
    advice: ['findOverride', 'removeOverride'],
  },
  {
    id: '30',
    kind: 'beside',
    certainty: 'certain',
    apart: false,
    seen: (facts) => {
      const lines = faults(facts, /not present.*(bz2|Phar|zip)|(bz2|Phar|zip) extension is (missing|not)/i);
      const unsupported = cards(facts).filter(
        ({ action, says }) => action === 'unsupported' && /bz2|phar|zip/i.test(says),
      );
      if (lines.length + unsupported.length === 0) return null;
      return {
        quotes: [
          ...lines,
          ...unsupported.slice(0, 3).map((card) => at('plugins', `${card.name}: ${card.says}`)),
        ],
      };
    },
    advice: ['installArchives', 'restartPhp'],
  },
  {
    id: '29',
    kind: 'beside',
    certainty: 'certain',
    apart: false,
    seen: (facts) => {
      const folder = constant(facts, 'GLPI_MARKETPLACE_DIR');
      const lines = (seen(facts.system)?.faults ?? []).filter(
        (line) =>
          /could not be created in|can't be deleted|write access/i.test(line) &&
          (/marketplace/i.test(line) || (folder !== undefined && line.includes(folder))),
      );
      const byHand = cards(facts).filter(({ action }) => action === 'byHand');
      if (lines.length + byHand.length === 0) return null;
      return {
        quotes: [
          ...lines.map((line) => at('system', line)),
          ...byHand.slice(0, 3).map((card) => at('marketplace', `${card.name}: ${card.says}`)),
        ],
        ...(folder === undefined ? {} : { detail: { dir: folder } }),
      };
    },
    advice: ['makeFolderWritable', 'unzipByHand'],
  },
  {
    id: '27',
    kind: 'beside',
    certainty: 'certain',
    apart: false,
    seen: (facts) => {
      const held = cards(facts).filter(({ action }) => action === 'needsOffer');
      const [first] = held;
      if (first === undefined) return null;
      return {
        quotes: held
          .slice(0, 5)
          .map((card) => at('marketplace', `${card.name}: ${card.says || (card.offer ?? '')}`)),
        detail: { names: held.map(({ name }) => name).join(', '), title: tab(facts)?.subscription ?? '' },
      };
    },
    advice: ['chooseOffer'],
  },
];

function hasNoKey(facts: Facts): boolean {
  const found = tab(facts);
  return found?.key === 'empty' && (found.layout === 'form10' || found.layout === 'form11');
}

function quotesOfVersion(says: readonly string[]): Quote[] {
  return says.slice(0, 3).map((text) => at('version', text));
}

function otherLines(facts: Facts): Quote[] {
  return (seen(facts.log)?.lines ?? [])
    .filter(({ says }) => /fetch registration|Too Many|API error/i.test(says))
    .slice(0, 2)
    .map(({ says }) => at('log', says));
}
