// @vitest-environment node
import { describe, expect, test } from 'vitest';
import { foldDomain, isAddress, sameAddress } from '../../../src/invite/address.ts';
import { addressFits, problemWithLimits } from '../../../src/invite/limits.ts';

describe('an e-mail address', () => {
  test.each([
    'a@b.example',
    'jane.doe+glpi@example.co.uk',
    "o'neill@example.org",
    'jürgen@bücher.example',
    'x@xn--bcher-kva.example',
  ])('is %s', (text) => expect(isAddress(text)).toBe(true));
  test.each([
    '',
    'a',
    'a@b',
    '@b.example',
    'a@@b.example',
    'a b@c.example',
    'a@b.example\n',
    'a@b..example',
    'a@-b.example',
    'a,b@c.example',
    '<a@b.example>',
    'a@1.2.3.4',
    'a\u200b@b.example',
    `${'a'.repeat(250)}@b.example`,
  ])('is not %j', (text) => expect(isAddress(text)).toBe(false));
  test('is the same in any case and spelling of its domain', () => {
    expect(sameAddress('Jane@EXAMPLE.org', 'jane@example.org')).toBe(true);
    expect(sameAddress('jane@bücher.example', 'jane@xn--bcher-kva.example')).toBe(true);
    expect(sameAddress('jane@example.org', 'jane@example.com')).toBe(false);
  });
});

describe('a domain rule', () => {
  const rule = { kind: 'domains', domains: ['@Example.org', 'bücher.example'] } as const;
  test.each(['a@example.org', 'a@EXAMPLE.ORG', 'a@xn--bcher-kva.example', '"x@evil.test"@example.org'])(
    'lets in %s',
    (address) => expect(addressFits(rule, address)).toBe(true),
  );
  test.each([
    'a@sub.example.org',
    'a@notexample.org',
    'a@example.org.evil.test',
    'a@example.com',
    'a@еxample.org',
  ])('keeps out %s', (address) => expect(addressFits(rule, address)).toBe(false));
  test.each(['example', 'exa mple.org', 'a@b.org', 'http://example.org', '-a.org', 'example.org/x'])(
    'is not made of %j',
    (domain) => expect(foldDomain(domain)).toBeNull(),
  );
});

describe('limits', () => {
  const limits = { until: 2_000, maxUses: 1, address: { kind: 'anyone' }, approval: 'automatic' } as const;
  test('end in the future', () => {
    expect(problemWithLimits(limits, 1_000)).toBeNull();
    expect(problemWithLimits(limits, 2_000)).toMatchObject({ code: 'untilInThePast' });
    expect(problemWithLimits({ ...limits, until: Number.NaN }, 1_000)).toMatchObject({
      code: 'untilInThePast',
    });
  });
  test.each([0, -1, 1.5, Number.POSITIVE_INFINITY])('do not allow %s uses', (maxUses) =>
    expect(problemWithLimits({ ...limits, maxUses }, 1_000)).toMatchObject({ code: 'usesNotPositive' }),
  );
  test('allow unlimited uses by null alone', () =>
    expect(problemWithLimits({ ...limits, maxUses: null }, 1_000)).toBeNull());
});
