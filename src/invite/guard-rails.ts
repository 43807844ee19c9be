import { foldDomain } from './address.ts';
import { foldText } from './fold.ts';
import type { Named } from './grant.ts';
import { day, type Instant, minute } from './instant.ts';
import type { AddressRule, Limits } from './limits.ts';
import { fail, type Problem, problem } from './problem.ts';

/** What the organisation lets its admins issue at most, set in the browser's policy. */
export interface GuardRails {
  /** How long a link may live from when it is issued, in milliseconds; null is any time. */
  readonly longestLife: number | null;
  /** How many people one link may let in; null is any number. */
  readonly mostUses: number | null;
  /** Profiles by name or id; null allows all that GLPI lets the admin grant. */
  readonly profiles: readonly string[] | null;
  /** The domains of the e-mail addresses that may register, folded; null allows all. */
  readonly domains: readonly string[] | null;
  /** Nobody comes in without an admin's yes. */
  readonly approvalAlways: boolean;
  /** Names of settings that cannot be read. The strictest value that each can have holds in their place. */
  readonly unreadable: readonly string[];
}

/** Nothing is set. */
export const noGuardRails: GuardRails = {
  longestLife: null,
  mostUses: null,
  profiles: null,
  domains: null,
  approvalAlways: false,
  unreadable: [],
};

/** The settings of the policy by name, as in public/policy.json and docs/policy.md. */
export const railSettings = [
  'longestLifeDays',
  'mostUses',
  'allowedProfiles',
  'allowedDomains',
  'approvalAlways',
] as const;
type RailSetting = (typeof railSettings)[number];

/** Stands beside them in the policy and limits nothing: the organisation's own GLPIs. */
const offer = 'sites';

/** What holds where nothing of the policy can be read: the strictest of everything. */
export const strictestRails: GuardRails = guardRailsFrom(
  Object.fromEntries(railSettings.map((name) => [name, undefined])),
);

/**
 * The guard rails in what the browser's policy holds. Whoever set something meant to restrict: what cannot be read is named,
 * and its strictest reading holds. Numbers and yes or no may come as text, as some editors of policies write them.
 */
export function guardRailsFrom(stored: unknown): GuardRails {
  if (stored === null || stored === undefined) return noGuardRails;
  if (typeof stored !== 'object' || Array.isArray(stored)) return strictestRails;
  const settings: Readonly<Record<string, unknown>> = { ...stored };
  const isKnown = (name: string): name is RailSetting => railSettings.some((known) => known === name);
  const unreadable: string[] = Object.keys(settings).filter((name) => !isKnown(name) && name !== offer);
  const read = <Value>(name: RailSetting, reading: (value: unknown) => Value | null, strictest: Value) => {
    if (!(name in settings)) return null;
    const value = reading(settings[name]);
    if (value === null) unreadable.push(name);
    return value ?? strictest;
  };
  const list = <Entry>(name: RailSetting, reading: (entry: unknown) => Entry | null) => {
    const entries = read(name, (value) => (Array.isArray(value) ? (value as unknown[]) : null), []);
    if (entries === null) return null;
    const readable = entries.map(reading).filter((entry) => entry !== null);
    if (readable.length < entries.length) unreadable.push(name);
    return readable;
  };
  const days = read('longestLifeDays', wholeNumber, 1);
  return {
    longestLife: days === null ? null : days * day,
    mostUses: read('mostUses', wholeNumber, 1),
    profiles: list('allowedProfiles', nameOrId),
    domains: list('allowedDomains', (entry) => (typeof entry === 'string' ? foldDomain(entry) : null)),
    approvalAlways: read('approvalAlways', yesOrNo, true) ?? false,
    unreadable,
  };
}

/** A whole number of at least one; null for anything else. */
function wholeNumber(value: unknown): number | null {
  const number = typeof value === 'string' && /^\s*\d{1,9}\s*$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 1 ? number : null;
}

function yesOrNo(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value;
  return value === 'true' ? true : value === 'false' ? false : null;
}

function nameOrId(entry: unknown): string | null {
  if (typeof entry === 'number' && Number.isSafeInteger(entry) && entry >= 0) return String(entry);
  return typeof entry === 'string' && entry.trim() !== '' ? entry.trim() : null;
}

/** Whether the organisation lets this profile be granted. */
export function allowsProfile({ profiles }: GuardRails, { id, name }: Named): boolean {
  return (
    profiles === null ||
    profiles.some((entry) => entry === String(id) || foldText(entry) === foldText(name.trim()))
  );
}

/** Fails with `profileOutsideRails` where the organisation does not let it be granted. */
export function mustAllowProfile(rails: GuardRails, profile: Named): void {
  if (allowsProfile(rails, profile)) return;
  fail('profileOutsideRails', { profile: profile.name, allowed: (rails.profiles ?? []).join(', ') });
}

/**
 * The limits of a link issued at `issuedAt` as the organisation lets them be. What says nothing is tightened: who may
 * register when that is anyone, and approval. What says too much fails, since the admin would be told something else than
 * holds: `lifeAboveRail`, `usesAboveRail`, `domainOutsideRails`.
 */
export function limitsWithin(rails: GuardRails, limits: Limits, issuedAt: Instant): Limits {
  const wrong =
    lifeAbove(rails, limits.until, issuedAt) ??
    usesAbove(rails, limits.maxUses) ??
    outside(rails, limits.address);
  if (wrong !== null) fail(wrong.code, wrong.detail);
  return {
    ...limits,
    address: ruleWithin(rails, limits.address),
    approval: rails.approvalAlways ? 'byHand' : limits.approval,
  };
}

/** What is wrong with an end at `until` of a link issued at `issuedAt`, or null. A press and its arrival may be a moment apart. */
export function lifeAbove({ longestLife }: GuardRails, until: Instant, issuedAt: Instant): Problem | null {
  if (longestLife === null || until <= issuedAt + longestLife + minute) return null;
  return problem('lifeAboveRail', { days: String(longestLife / day) });
}

/** What is wrong with so many uses, or null. */
export function usesAbove({ mostUses }: GuardRails, uses: number | null): Problem | null {
  if (mostUses === null || (uses !== null && uses <= mostUses)) return null;
  return problem('usesAboveRail', { most: String(mostUses) });
}

function outside(rails: GuardRails, rule: AddressRule): Problem | null {
  if (rails.domains === null) return null;
  // Nobody may register at all: the list could not be read, or is empty.
  if (rails.domains.length === 0) return domainOutside(rails, '');
  if (rule.kind === 'address') return addressOutside(rails, rule.address);
  if (rule.kind === 'anyone') return null;
  const foreign = rule.domains.find((domain) => !allowsDomain(rails, domain));
  return foreign === undefined ? null : domainOutside(rails, foreign);
}

/** What is wrong with this e-mail address, or null. */
export function addressOutside(rails: GuardRails, address: string): Problem | null {
  const domain = address.slice(address.lastIndexOf('@') + 1);
  return allowsDomain(rails, domain) ? null : domainOutside(rails, domain);
}

function allowsDomain({ domains }: GuardRails, domain: string): boolean {
  if (domains === null) return true;
  const folded = foldDomain(domain);
  return folded !== null && domains.includes(folded);
}

function domainOutside({ domains }: GuardRails, domain: string): Problem {
  return problem('domainOutsideRails', { domain, allowed: (domains ?? []).join(', ') });
}

function ruleWithin({ domains }: GuardRails, rule: AddressRule): AddressRule {
  return rule.kind === 'anyone' && domains !== null ? { kind: 'domains', domains } : rule;
}

/** The values of a template as far as the organisation lets them be. Its profile is looked at when it is used. */
export function templateWithin<
  Values extends Pick<Limits, 'maxUses' | 'approval'> & {
    readonly lifetime: number;
    readonly domains: readonly string[];
  },
>(rails: GuardRails, values: Values): Values {
  const { longestLife, mostUses, domains } = rails;
  return {
    ...values,
    lifetime: longestLife === null ? values.lifetime : Math.min(values.lifetime, longestLife),
    maxUses: mostUses === null ? values.maxUses : Math.min(values.maxUses ?? mostUses, mostUses),
    domains: domains === null ? values.domains : values.domains.filter((one) => allowsDomain(rails, one)),
    approval: rails.approvalAlways ? 'byHand' : values.approval,
  };
}
