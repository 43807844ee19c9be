import { foldDomain, isAddress, sameAddress } from './address.ts';
import type { Instant } from './instant.ts';
import { type Problem, problem } from './problem.ts';

/** Whose e-mail address may register. */
export type AddressRule =
  | { readonly kind: 'anyone' }
  | { readonly kind: 'address'; readonly address: string }
  | { readonly kind: 'domains'; readonly domains: readonly string[] };

export type Approval = 'automatic' | 'byHand';

/**
 * Most registrations that one invite admits by itself within an hour. A link that got into the wrong hands is flooded
 * within minutes; what comes above waits for an admin.
 */
export const mostAutomaticAnHour = 100;

export interface Limits {
  /** Last moment at which a registration counts. */
  readonly until: Instant;
  /** Most accounts; null is unlimited. 0 is not valid: peers had it mean both "none" and "unlimited". */
  readonly maxUses: number | null;
  readonly address: AddressRule;
  readonly approval: Approval;
}

/** What is wrong with limits that an admin typed, or null. `now` in the admin's own clock. */
export function problemWithLimits(limits: Limits, now: Instant): Problem | null {
  if (!(limits.until > now)) return problem('untilInThePast');
  if (limits.maxUses !== null && (!Number.isInteger(limits.maxUses) || limits.maxUses < 1)) {
    return problem('usesNotPositive');
  }
  if (limits.address.kind === 'address' && !isAddress(limits.address.address)) {
    return problem('addressNotValid', { address: limits.address.address });
  }
  if (limits.address.kind === 'domains') {
    if (limits.address.domains.length === 0) return problem('domainNotValid', { domain: '' });
    for (const domain of limits.address.domains) {
      if (foldDomain(domain) === null) return problem('domainNotValid', { domain });
    }
  }
  return null;
}

/** Whether `address` is one that the rule lets in. Sub-domains are other domains. */
export function addressFits(rule: AddressRule, address: string): boolean {
  if (rule.kind === 'anyone') return true;
  if (rule.kind === 'address') return sameAddress(rule.address, address);
  const domain = foldDomain(address.slice(address.lastIndexOf('@') + 1));
  return domain !== null && rule.domains.some((allowed) => foldDomain(allowed) === domain);
}
