/**
 * What can be looked up in GLPI's own pages about the GLPI Network key, one step at a time, and what comes of it. The
 * key itself is in none of these; neither is anything else that a page could use to make itself shown as markup.
 */
import * as v from 'valibot';

/** Beyond this a step is given up; GLPI has no limit of its own on its call to the vendor (network-key.md 1.2). */
export const checkLimitMs = 20_000;
/** For a look at the shelves of the marketplace: up to six requests, and in the first GLPI gathers the vendor's whole list. */
export const shelfLimitMs = 45_000;

const said = v.pipe(v.string(), v.maxLength(600));
const sayings = v.pipe(v.array(said), v.maxLength(200));
const perhaps = v.nullable(said);

/** Setup > General > GLPI Network. */
export const networkTab = v.object({
  step: v.literal('network'),
  /** `nothing` is an empty answer; `confirm` a page that wants the password again; `unknown` none that we know. */
  layout: v.picklist(['form10', 'form11', 'keyFile', 'nothing', 'confirm', 'unknown']),
  /** `hidden`: GLPI has one and keeps it to itself (11.0.7 on). `absent`: there is no place for one. */
  key: v.picklist(['absent', 'empty', 'plausible', 'notSigned', 'cipher', 'malformed', 'hidden']),
  /** GLPI could not reach the vendor; with curl's own words, where GLPI passes them on. */
  unreachable: v.nullable(v.object({ says: said, error: perhaps })),
  /** What became of the key; `unfetchable` is whether GLPI says that it got no answer it could read. */
  answer: v.nullable(
    v.object({ good: v.boolean(), says: said, unfetchable: v.picklist(['yes', 'no', 'unknown']) }),
  ),
  subscription: perhaps,
  period: perhaps,
  owner: perhaps,
  /** What GLPI says about the file that it encrypts with. */
  keyFile: sayings,
  /** Whether GLPI takes reports of inventory agents: stands in the same page. */
  inventory: v.picklist(['on', 'off', 'unknown']),
});
export type NetworkTab = v.InferOutput<typeof networkTab>;

const plugin = v.object({
  key: said,
  name: said,
  description: said,
  /**
   * Pressing what GLPI offers would: get it, renew it, nothing (`none`), or is kept from doing so: by the offer, by a
   * folder that may not be written to (`byHand`), or by something else that GLPI names (`unsupported`).
   */
  action: v.picklist(['none', 'download', 'update', 'needsOffer', 'byHand', 'unsupported']),
  /** GLPI's own words on that. */
  says: said,
  offer: perhaps,
});
export type PluginCard = v.InferOutput<typeof plugin>;

const pluginList = {
  /** Told by where GLPI's links lead, so in any language. */
  verdict: v.picklist(['open', 'unreachable', 'notValid', 'ended', 'noRight', 'unknown']),
  says: perhaps,
  total: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0))),
  /** A warning inside the list: it may be cut short. */
  warning: perhaps,
  plugins: v.pipe(v.array(plugin), v.maxLength(300)),
};

/** The first page of the marketplace, as GLPI remembers it. */
export const marketplaceList = v.object({ step: v.literal('marketplace'), ...pluginList });
export type MarketplaceList = v.InferOutput<typeof marketplaceList>;

/** The plugins that are installed, looked up afresh. */
export const installedList = v.object({ step: v.literal('plugins'), ...pluginList });
export type InstalledList = v.InferOutput<typeof installedList>;

/**
 * A shelf of the marketplace: all plugins, or those of one category, the most downloaded first. GLPI tells which
 * categories there are and what is in each, but of no plugin where it belongs.
 */
export const pluginShelf = v.object({
  ...pluginList,
  /** GLPI's own, in the language of the session; null where they were not looked for. */
  categories: v.nullable(v.pipe(v.array(v.object({ key: said, name: said })), v.maxLength(60))),
});
export type PluginShelf = v.InferOutput<typeof pluginShelf>;

/** GLPI's own search for a newer version: the same road out, to another house. */
export const versionCheck = v.object({
  step: v.literal('version'),
  result: v.picklist(['reached', 'failed', 'unknown']),
  error: perhaps,
  /** Every message that GLPI had waiting for the admin: reading takes them away, so they are shown. */
  says: sayings,
});
export type VersionCheck = v.InferOutput<typeof versionCheck>;

/** Setup > General > System. */
export const systemTab = v.object({
  step: v.literal('system'),
  layout: v.picklist(['known', 'noRight', 'confirm', 'unknown']),
  system: v.picklist(['debian', 'rhel', 'docker', 'windows', 'unknown']),
  operatingSystem: perhaps,
  installMode: perhaps,
  /** GLPI_… constants that bear on the key, as far as shown. */
  constants: v.record(said, said),
  proxy: v.nullable(v.object({ host: said, port: said, login: v.boolean() })),
  /** Lines that GLPI itself marks as a warning or a fault, in its English. */
  faults: sayings,
});
export type SystemTab = v.InferOutput<typeof systemTab>;

/** The newest lines of GLPI's error log that bear on the key. GLPI 11 shows them, GLPI 10 does not. */
export const errorLog = v.object({
  step: v.literal('log'),
  state: v.picklist(['read', 'absent', 'noRight', 'unknown']),
  lines: v.pipe(
    v.array(v.object({ sign: v.picklist(['decrypt', 'keyFile', 'other']), says: said })),
    v.maxLength(20),
  ),
});
export type ErrorLog = v.InferOutput<typeof errorLog>;

/** Whether the configuration's history knows of a key. */
export const keyHistory = v.object({
  step: v.literal('history'),
  state: v.picklist(['set', 'never', 'noRight', 'unknown']),
  /** When and by whom it was last changed, as GLPI writes it. */
  says: perhaps,
});
export type KeyHistory = v.InferOutput<typeof keyHistory>;

export const checkSteps = [
  'network',
  'marketplace',
  'version',
  'system',
  'log',
  'history',
  'plugins',
] as const;
export type CheckStep = (typeof checkSteps)[number];

export const checked = v.variant('step', [
  networkTab,
  marketplaceList,
  installedList,
  versionCheck,
  systemTab,
  errorLog,
  keyHistory,
]);
export type Checked = v.InferOutput<typeof checked>;
