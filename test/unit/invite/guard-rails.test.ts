import { describe, expect, test } from 'vitest';
import schema from '../../../public/policy.json' with { type: 'json' };
import {
  allowsProfile,
  type GuardRails,
  guardRailsFrom,
  limitsWithin,
  noGuardRails,
  strictestRails,
  templateWithin,
} from '../../../src/invite/guard-rails.ts';
import { day } from '../../../src/invite/instant.ts';
import type { Limits } from '../../../src/invite/limits.ts';
import { ProblemError } from '../../../src/invite/problem.ts';

const limits = (changes: Partial<Limits> = {}): Limits => ({
  until: 7 * day,
  maxUses: 1,
  address: { kind: 'anyone' },
  approval: 'automatic',
  ...changes,
});
const rails = (changes: Partial<GuardRails>): GuardRails => ({ ...noGuardRails, ...changes });
const refusal = (work: () => unknown) => {
  try {
    work();
  } catch (thrown) {
    if (thrown instanceof ProblemError) return thrown.problem.code;
    throw thrown;
  }
  return null;
};

describe('reading a policy', () => {
  test('nothing set is no guard rail', () => {
    expect(guardRailsFrom({})).toEqual(noGuardRails);
    expect(guardRailsFrom(undefined)).toEqual(noGuardRails);
  });

  test('what is set, by the names of the schema', () => {
    const policy = {
      longestLifeDays: 30,
      mostUses: 25,
      allowedProfiles: ['Self-Service', '4'],
      allowedDomains: ['@Example.org', 'bücher.example'],
      // Limits nothing: what the setup page offers.
      sites: ['https://glpi.example.org'],
      approvalAlways: true,
    };
    expect(Object.keys(schema.properties)).toEqual(Object.keys(policy));
    expect(guardRailsFrom(policy)).toEqual({
      longestLife: 30 * day,
      mostUses: 25,
      profiles: ['Self-Service', '4'],
      domains: ['example.org', 'xn--bcher-kva.example'],
      approvalAlways: true,
      unreadable: [],
    });
  });

  test('numbers, yes and no may come as text, and ids as numbers', () => {
    const read = guardRailsFrom({ longestLifeDays: '30', approvalAlways: 'false', allowedProfiles: [4] });
    expect(read).toEqual(rails({ longestLife: 30 * day, profiles: ['4'] }));
  });

  test.each([
    ['longestLifeDays', 0, { longestLife: day }],
    ['longestLifeDays', 'a month', { longestLife: day }],
    ['longestLifeDays', null, { longestLife: day }],
    ['mostUses', -5, { mostUses: 1 }],
    ['mostUses', 2.5, { mostUses: 1 }],
    ['allowedProfiles', 'Self-Service', { profiles: [] }],
    ['allowedProfiles', ['Self-Service', {}], { profiles: ['Self-Service'] }],
    ['allowedDomains', 'example.org', { domains: [] }],
    ['allowedDomains', ['example.org', 'not a domain'], { domains: ['example.org'] }],
    ['approvalAlways', 'yes', { approvalAlways: true }],
  ] as const)('%s: %j is said, and the strictest reading holds', (name, value, read) => {
    expect(guardRailsFrom({ [name]: value })).toEqual(rails({ ...read, unreadable: [name] }));
  });

  test('a misspelt setting is said', () => {
    expect(guardRailsFrom({ longestLiveDays: 30 }).unreadable).toEqual(['longestLiveDays']);
  });

  test('a policy of another shape lets nothing pass', () => {
    expect(guardRailsFrom(['x'])).toEqual(strictestRails);
    expect(guardRailsFrom('x')).toMatchObject({ profiles: [], domains: [], mostUses: 1 });
  });
});

describe('limits', () => {
  test('that say nothing are tightened: anyone, and approval', () => {
    const within = limitsWithin(rails({ domains: ['example.org'], approvalAlways: true }), limits(), 0);
    expect(within.address).toEqual({ kind: 'domains', domains: ['example.org'] });
    expect(within.approval).toBe('byHand');
  });

  test('that say too much fail', () => {
    const check = (set: Partial<GuardRails>, asked: Partial<Limits>) =>
      refusal(() => limitsWithin(rails(set), limits(asked), 0));
    expect(check({ longestLife: 7 * day }, {})).toBeNull();
    expect(check({ longestLife: 6 * day }, {})).toBe('lifeAboveRail');
    expect(check({ mostUses: 5 }, { maxUses: 5 })).toBeNull();
    expect(check({ mostUses: 5 }, { maxUses: 6 })).toBe('usesAboveRail');
    expect(check({ mostUses: 5 }, { maxUses: null })).toBe('usesAboveRail');
    const domains = ['example.org'];
    expect(check({ domains }, { address: { kind: 'address', address: 'a@EXAMPLE.org' } })).toBeNull();
    expect(check({ domains }, { address: { kind: 'address', address: 'a@sub.example.org' } })).toBe(
      'domainOutsideRails',
    );
    expect(check({ domains }, { address: { kind: 'domains', domains: ['example.org', 'x.org'] } })).toBe(
      'domainOutsideRails',
    );
    expect(check({ domains: [] }, {})).toBe('domainOutsideRails');
  });
});

test('profiles are allowed by name in any case, or by id', () => {
  const some = rails({ profiles: ['self-service', '4'] });
  expect(allowsProfile(some, { id: 1, name: 'Self-Service' })).toBe(true);
  expect(allowsProfile(some, { id: 4, name: 'Super-Admin' })).toBe(true);
  expect(allowsProfile(some, { id: 6, name: 'Technician' })).toBe(false);
  expect(allowsProfile(rails({ profiles: [] }), { id: 1, name: 'Self-Service' })).toBe(false);
});

test('a template keeps to the rails', () => {
  const values = {
    lifetime: 90 * day,
    maxUses: null,
    domains: ['x.org', 'example.org'],
    approval: 'automatic',
  } as const;
  expect(
    templateWithin(
      rails({ longestLife: 30 * day, mostUses: 5, domains: ['example.org'], approvalAlways: true }),
      values,
    ),
  ).toEqual({ lifetime: 30 * day, maxUses: 5, domains: ['example.org'], approval: 'byHand' });
});
