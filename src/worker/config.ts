/** How the worker is to run: from the command line, the environment and a file, in this order of weight. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { siteOf } from '../glpi/site-address.ts';
import { type GuardRails, guardRailsFrom, noGuardRails } from '../invite/guard-rails.ts';
import { second } from '../invite/instant.ts';
import type { SiteId } from '../invite/invite.ts';
import type { IssuerKey } from '../invite/seal.ts';

/** Where a secret is read from, anew each time that it is needed: it may have been renewed meanwhile. */
export type Secret = () => string;

/** Whose seals count: a public key, or its fingerprint as the dashboard shows it. */
export type TrustedIssuer =
  | { readonly kind: 'key'; readonly key: IssuerKey }
  | { readonly kind: 'fingerprint'; readonly fingerprint: string };

export interface Config {
  readonly site: SiteId;
  readonly token: Secret;
  readonly appToken: Secret | null;
  readonly issuers: readonly TrustedIssuer[];
  /** Milliseconds from one round to the next. */
  readonly interval: number;
  /** One round, and the end. */
  readonly once: boolean;
  /** Says what it would do, and changes nothing in GLPI. */
  readonly dryRun: boolean;
  /** Names, logins and addresses may stand in the log. */
  readonly logNames: boolean;
  /** Port of 127.0.0.1 at which it says how it is; null for none. */
  readonly healthPort: number | null;
  /** It may have rights that it does not need. */
  readonly allowMoreRights: boolean;
  readonly guardRails: GuardRails;
}

/** What is wrong with how the worker was called, as a sentence for whoever called it. Never holds a secret. */
export class ConfigError extends Error {}

export const usage = `Usage: node worker.mjs [worker] --glpi URL --issuer KEY [options]

Watches the invitations that trusted colleagues issued with Invite for GLPI, and makes the accounts.

  --glpi URL            base address of GLPI (GLPI_URL)
  --issuer KEY          whose invitations count: a public key, or its fingerprint; may be given several times
                        (INVITE_WORKER_ISSUERS, separated by commas)
  --config FILE         JSON file with any of these settings (INVITE_WORKER_CONFIG)
  --once                one round, then exit
  --dry-run             say what would be done, change nothing in GLPI; implies --once
  --interval SECONDS    from one round to the next, 10 to 3600, 30 if not given (INVITE_WORKER_INTERVAL)
  --health PORT         say at 127.0.0.1:PORT when the last good round was (INVITE_WORKER_HEALTH)
  --log-names           names, logins and addresses may stand in the log (INVITE_WORKER_LOG_NAMES=1)
  --allow-more-rights   start although the API token's user may do more than is needed (INVITE_WORKER_ALLOW_MORE_RIGHTS=1)
  --help, --version

The API token is read from GLPI_API_TOKEN, or from the file that GLPI_API_TOKEN_FILE names; an app token, where GLPI wants
one, from GLPI_APP_TOKEN or GLPI_APP_TOKEN_FILE. Neither is ever taken from the command line.

Exit codes: 0 fine; 1 a round failed; 2 configuration; 3 rights of the user; 4 GLPI does not let the worker in.
`;

const options = {
  glpi: { type: 'string' },
  issuer: { type: 'string', multiple: true },
  config: { type: 'string' },
  once: { type: 'boolean' },
  'dry-run': { type: 'boolean' },
  interval: { type: 'string' },
  health: { type: 'string' },
  'log-names': { type: 'boolean' },
  'allow-more-rights': { type: 'boolean' },
  help: { type: 'boolean' },
  version: { type: 'boolean' },
} as const;

const fileSchema = v.strictObject({
  glpi: v.optional(v.string()),
  tokenFile: v.optional(v.string()),
  appTokenFile: v.optional(v.string()),
  issuers: v.optional(v.array(v.string())),
  interval: v.optional(v.number()),
  health: v.optional(v.number()),
  logNames: v.optional(v.boolean()),
  allowMoreRights: v.optional(v.boolean()),
  policy: v.optional(v.looseObject({})),
});
type Settings = v.InferOutput<typeof fileSchema>;

const prefix = 'INVITE_WORKER_';
const variables = ['CONFIG', 'ISSUERS', 'INTERVAL', 'HEALTH', 'LOG_NAMES', 'ALLOW_MORE_RIGHTS'].map(
  (name) => prefix + name,
);

export type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Reads the configuration. `help` and `version` where that is what was asked for. Fails with `ConfigError`.
 * `read`: gives the text of a file.
 */
export function readConfig(
  given: readonly string[],
  variablesGiven: Variables,
  read: (path: string) => string = (path) => readFileSync(path, 'utf8'),
): Config | 'help' | 'version' {
  const args = readArguments(given);
  if (args.help) return 'help';
  if (args.version) return 'version';
  const unknown = Object.keys(variablesGiven).find(
    (name) => name.startsWith(prefix) && !variables.includes(name),
  );
  if (unknown) throw new ConfigError(`The environment has ${unknown}, which is no setting of the worker.`);
  const of = (name: string) => variablesGiven[name]?.trim() || undefined;
  const file = args.config ?? of(`${prefix}CONFIG`);
  const settings = file === undefined ? {} : readSettings(file, read);

  const address = args.glpi ?? of('GLPI_URL') ?? settings.glpi;
  if (address === undefined) throw new ConfigError('Which GLPI? Give its address with --glpi or GLPI_URL.');
  const site = siteOf(address);
  if (site === null) throw new ConfigError(`"${address}" is no address of a GLPI.`);

  const token = secretFrom(of, 'GLPI_API_TOKEN', settings.tokenFile, read);
  if (token === null)
    throw new ConfigError(
      'There is no API token. Put it into GLPI_API_TOKEN, or into a file that GLPI_API_TOKEN_FILE names.',
    );
  if (!isToken(token()))
    throw new ConfigError('What was given as API token cannot be one: GLPI’s have 40 letters and digits.');

  const listed = args.issuer ?? of(`${prefix}ISSUERS`)?.split(/[,;\n]/) ?? settings.issuers ?? [];
  const dryRun = args['dry-run'] ?? false;
  return {
    site,
    token,
    appToken: secretFrom(of, 'GLPI_APP_TOKEN', settings.appTokenFile, read),
    issuers: listed
      .map((one) => one.trim())
      .filter(Boolean)
      .map(issuerFrom),
    interval:
      number('The interval', args.interval ?? of(`${prefix}INTERVAL`) ?? settings.interval ?? 30, 10, 3_600) *
      second,
    once: (args.once ?? false) || dryRun,
    dryRun,
    logNames: args['log-names'] ?? flag(`${prefix}LOG_NAMES`, of) ?? settings.logNames ?? false,
    healthPort: port(args.health ?? of(`${prefix}HEALTH`) ?? settings.health),
    allowMoreRights:
      args['allow-more-rights'] ??
      flag(`${prefix}ALLOW_MORE_RIGHTS`, of) ??
      settings.allowMoreRights ??
      false,
    guardRails: railsFrom(settings.policy),
  };
}

function readArguments(given: readonly string[]) {
  const [first, ...rest] = given;
  const words = first === 'worker' ? rest : given;
  // A key may begin with a dash, which is no option then.
  const args = words.flatMap((word, at) => {
    if (words[at - 1] === '--issuer') return [];
    return word === '--issuer' && at + 1 < words.length ? [`--issuer=${words[at + 1]}`] : [word];
  });
  // The value is not repeated: it may be a token.
  if (args.some((one) => /^--(?:api-?|app-?)?token\b/.test(one)))
    throw new ConfigError(
      'A token has no place on the command line, where others can read it: put it into GLPI_API_TOKEN or a file.',
    );
  try {
    return parseArgs({ args, options, allowPositionals: false }).values;
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
    const name = /'(--?[\w-]+)/.exec(thrown instanceof Error ? thrown.message : '')?.[1];
    if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION' && name)
      throw new ConfigError(`There is no option ${name}.`);
    if (name) throw new ConfigError(`The option ${name} was not given as it should be; see --help.`);
    throw new ConfigError('There are words on the command line that belong to no option; see --help.');
  }
}

function readSettings(file: string, read: (path: string) => string): Settings {
  let found: unknown;
  try {
    found = JSON.parse(read(file));
  } catch (thrown) {
    throw new ConfigError(
      thrown instanceof SyntaxError ? `${file} is no JSON.` : `${file} cannot be read (${codeOf(thrown)}).`,
    );
  }
  const parsed = v.safeParse(fileSchema, found);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const name = v.getDotPath(issue);
  if (name === null) throw new ConfigError(`${file} holds no settings.`);
  if (issue.type === 'strict_object') throw new ConfigError(`${file} has "${name}", which is no setting.`);
  throw new ConfigError(`"${name}" in ${file} should be: ${issue.expected}.`);
}

const codeOf = (thrown: unknown) =>
  thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unknown';

function secretFrom(
  of: (name: string) => string | undefined,
  name: string,
  settingsFile: string | undefined,
  read: (path: string) => string,
): Secret | null {
  const value = of(name);
  if (value !== undefined) return () => value;
  const file = of(`${name}_FILE`) ?? settingsFile;
  if (file === undefined) return null;
  const secret = () => {
    try {
      return read(file).trim();
    } catch (thrown) {
      throw new ConfigError(`${file}, which should hold a token, cannot be read (${codeOf(thrown)}).`);
    }
  };
  secret();
  return secret;
}

/** Whether it could be an API token of GLPI's. */
export const isToken = (text: string) => /^[\x21-\x7e]{20,200}$/.test(text);

function issuerFrom(text: string): TrustedIssuer {
  if (/^[\w-]{43}$/.test(text)) return { kind: 'key', key: text };
  const letters = text.toUpperCase().replace(/[\s-]/g, '');
  if (/^[0-9A-HJKMNP-TV-Z]{24}$/.test(letters))
    return { kind: 'fingerprint', fingerprint: letters.replace(/.{4}(?=.)/g, '$& ') };
  throw new ConfigError(
    `"${text}" is no issuer: a public key has 43 letters and digits, a fingerprint six blocks of four.`,
  );
}

function number(what: string, given: string | number, least: number, most: number): number {
  const value = Number(given);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new ConfigError(`${what} should be a whole number from ${least} to ${most}.`);
}

function port(given: string | number | undefined): number | null {
  return given === undefined ? null : number('The health port', given, 1, 65_535);
}

function flag(name: string, of: (name: string) => string | undefined): boolean | undefined {
  const value = of(name)?.toLowerCase();
  if (value === undefined) return undefined;
  if (['1', 'true', 'yes'].includes(value)) return true;
  if (['0', 'false', 'no'].includes(value)) return false;
  throw new ConfigError(`${name} should be 1 or 0.`);
}

/** What the organisation lets anybody issue at most; the same names as in the browser's policy. */
function railsFrom(policy: unknown): GuardRails {
  if (policy === undefined) return noGuardRails;
  const rails = guardRailsFrom(policy);
  if (rails.unreadable.length > 0)
    throw new ConfigError(`In "policy" these cannot be read: ${rails.unreadable.join(', ')}.`);
  return rails;
}
