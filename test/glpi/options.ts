/** What a test may choose when it starts a stand-in GLPI. */
export type Version = '11.0.6' | '10.0.14';
export type Language = 'en' | 'fr';

export interface ApiClientOption {
  name: string;
  active?: boolean;
  /** First and last IPv4 address let in; both left out = any address. */
  from?: string;
  to?: string;
  ipv6?: string | null;
  appToken?: string;
}

export interface SubEntityOption {
  name: string;
  /** Id of the entity above it: 0 is the root, the first option becomes 1, the second 2, ... */
  parent?: number;
}

export interface PluginOption {
  key: string;
  name: string;
  /** `localUpdate`: its files are newer than what GLPI runs. `versioned`: its folder belongs to a version control. */
  action:
    | 'none'
    | 'download'
    | 'update'
    | 'localUpdate'
    | 'needsOffer'
    | 'byHand'
    | 'versioned'
    | 'unsupported';
  /** Among the installed ones; left out: unless it could be downloaded. */
  installed?: boolean;
  says?: string;
  offer?: string;
  description?: string;
  /** The keys of the vendor's categories that it is in. */
  tags?: string[];
  downloads?: number;
}

/** What this GLPI shows about its GLPI Network key. Left out: no key, and a vendor that cannot be reached. */
export interface NetworkOptions {
  /** How 11 draws the tab: from 11.0.7 on the key is not in the page. */
  shape?: '11.0.4' | '11.0.7';
  /** The key in the field; '' is none. */
  key?: string;
  answer?: 'valid' | 'ended' | 'refused' | 'unfetchable';
  /** The vendor's own words, in place of GLPI's. */
  message?: string;
  title?: string;
  period?: string;
  owner?: string;
  /** Why the server cannot reach the vendor, in curl's words; null: without words. `undefined` said aloud: it can. */
  unreachable?: string | null | undefined;
  keyFile?: string[];
  layout?: 'strange' | 'confirm';
  /** What debug mode prints before the form (10). */
  debug?: string;
  marketplace?: 'open' | 'unreachable' | 'notValid' | 'ended' | 'truncated';
  plugins?: PluginOption[];
  /** The vendor's most used tags, in GLPI's language. */
  categories?: { key: string; name: string }[];
  /** The message after the search for a newer version; 'empty' where nothing was answered. */
  versionCheck?: string;
  system?: {
    os?: string;
    mode?: string;
    constants?: Record<string, string>;
    faults?: string[];
    proxy?: string;
  };
  log?: string[];
  /** When a key was saved, as the history tells it. */
  saved?: string;
  inventory?: boolean;
}

export interface GlpiOptions {
  version?: Version;
  /** Path under which GLPI lives: '' or '/glpi'. */
  root?: string;
  language?: Language;
  dark?: boolean;
  layout?: 'vertical' | 'horizontal';
  port?: number;
  host?: string;
  https?: { key: string | Buffer; cert: string | Buffer };
  /** How long GLPI works on a call, and on saving a ticket destination, in milliseconds. */
  delay?: { callMs?: number; destinationMs?: number };
  now?: () => Date;
  /** Minutes that GLPI's clock is ahead of UTC; GLPI's own times carry no zone. */
  timeZone?: number;
  /** Notifications and mailing switched on. */
  mail?: boolean;
  apiEnabled?: boolean;
  externalTokenLogin?: boolean;
  credentialsLogin?: boolean;
  apiClients?: ApiClientOption[];
  /** The address that GLPI sees when somebody calls; the real one when left out. */
  clientAddress?: string;
  /** Newer 11.0.x escape what was typed before it goes into the ticket. */
  escapeAnswers?: boolean;
  /** A reverse proxy with this many bytes for reply headers answers 502 above it, though GLPI did the work. */
  nginxHeaderLimit?: number;
  passwordPolicy?: boolean;
  entities?: SubEntityOption[];
  groups?: string[];
  /** Thirty people, two entities and two groups, for demonstrations and screenshots. */
  samplePeople?: boolean;
  /** Largest number of the registration form's proof of work. */
  proofOfWork?: number;
  /** Seconds a password-initialisation link lives (GLPI: password_init_token_delay). */
  passwordInitDelay?: number;
  network?: NetworkOptions;
}

export interface Options {
  version: Version;
  major: 10 | 11;
  root: string;
  language: Language;
  dark: boolean;
  layout: 'vertical' | 'horizontal';
  port: number;
  host: string;
  https: { key: string | Buffer; cert: string | Buffer } | null;
  callMs: number;
  destinationMs: number;
  now: () => Date;
  timeZone: number;
  mail: boolean;
  apiEnabled: boolean;
  externalTokenLogin: boolean;
  credentialsLogin: boolean;
  apiClients: ApiClientOption[];
  clientAddress: string | null;
  escapeAnswers: boolean;
  nginxHeaderLimit: number;
  passwordPolicy: boolean;
  entities: SubEntityOption[];
  groups: string[];
  samplePeople: boolean;
  proofOfWork: number;
  passwordInitDelay: number;
  network: NetworkOptions;
}

export function completeOptions(given: GlpiOptions): Options {
  const version = given.version ?? '11.0.6';
  return {
    version,
    major: version.startsWith('10') ? 10 : 11,
    root: (given.root ?? '').replace(/\/+$/, ''),
    language: given.language ?? 'en',
    dark: given.dark ?? false,
    layout: given.layout ?? 'vertical',
    port: given.port ?? 0,
    host: given.host ?? '127.0.0.1',
    https: given.https ?? null,
    callMs: given.delay?.callMs ?? 0,
    destinationMs: given.delay?.destinationMs ?? 0,
    now: given.now ?? (() => new Date()),
    timeZone: given.timeZone ?? 60,
    mail: given.mail ?? false,
    apiEnabled: given.apiEnabled ?? true,
    externalTokenLogin: given.externalTokenLogin ?? true,
    credentialsLogin: given.credentialsLogin ?? false,
    apiClients: given.apiClients ?? [
      { name: 'full access from localhost', from: '127.0.0.1', to: '127.0.0.1', ipv6: '::1' },
    ],
    clientAddress: given.clientAddress ?? null,
    escapeAnswers: given.escapeAnswers ?? false,
    nginxHeaderLimit: given.nginxHeaderLimit ?? 0,
    passwordPolicy: given.passwordPolicy ?? false,
    entities: given.entities ?? [],
    groups: given.groups ?? [],
    samplePeople: given.samplePeople ?? false,
    proofOfWork: given.proofOfWork ?? 50_000,
    passwordInitDelay: given.passwordInitDelay ?? 86_400,
    network: given.network ?? {},
  };
}
