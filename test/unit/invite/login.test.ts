// @vitest-environment node
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { newInviteId, newKey, newUuid, platformRandom } from '../../../src/invite/key.ts';
import { freeLogin, loginFor } from '../../../src/invite/login.ts';
import { newPassword } from '../../../src/invite/password.ts';

const person = (firstName: string, lastName: string, email = 'x@example.org') => ({
  firstName,
  lastName,
  email,
  phone: '',
});

describe('a login', () => {
  test.each([
    ['first.last', person('Jane', 'Doe'), 'jane.doe'],
    ['flast', person('Jane', 'Doe'), 'jdoe'],
    ['email', person('Jane', 'Doe', 'Jane.Doe@Example.org'), 'jane.doe@example.org'],
    ['first.last', person('Émilie', 'Nuñez-Łukasz'), 'emilie.nunezlukasz'],
    ['first.last', person('Ægir', 'Þórðarson'), 'aegir.thordarson'],
    ['first.last', person('', 'Cher'), 'cher'],
    ['flast', person('', 'Cher'), 'cher'],
    ['first.last', person('王', '小明'), 'x@example.org'],
    ['flast', person('Q', ''), 'x@example.org'],
  ] as const)('by %s', (template, who, login) => expect(loginFor(template, who)).toBe(login));

  test('by address is the address, also where its small letters would be none', () => {
    const who = { ...person('', ''), email: 'İlker@example.org' };
    expect(loginFor('email', who)).toBe('İlker@example.org');
    expect(loginFor('email', { ...who, email: 'ILKER@example.org' })).toBe('ilker@example.org');
  });

  test('is always one that GLPI takes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (first, last) => {
        for (const template of ['first.last', 'flast'] as const) {
          expect(loginFor(template, person(first, last))).toMatch(/^[a-z0-9'@.\-_ ]{2,255}$/);
        }
      }),
    );
  });

  test('takes the next number where it is taken, in any case', () => {
    expect(freeLogin('jane.doe', [])).toBe('jane.doe');
    expect(freeLogin('jane.doe', ['JANE.DOE', 'jane.doe2'])).toBe('jane.doe3');
    expect(freeLogin('jane@example.org', ['jane@example.org'])).toBe('jane.2@example.org');
  });
});

describe('what is random', () => {
  test('a key is 32 hex digits, never twice', () => {
    const keys = Array.from({ length: 1_000 }, () => newKey(platformRandom));
    for (const key of keys) expect(key).toMatch(/^[0-9a-f]{32}$/);
    expect(new Set(keys).size).toBe(keys.length);
  });
  test('an invite’s id can be read out on the phone', () =>
    expect(newInviteId(platformRandom)).toMatch(/^[0-9A-HJKMNP-TV-Z]{10}$/));
  test('a uuid is one of version 4', () =>
    expect(newUuid(platformRandom)).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    ));
  test.each([1, 8, 16, 40, 500])(
    'a first password for a policy of %s characters has every kind of them',
    (minimum) => {
      for (let times = 0; times < 200; times += 1) {
        const password = newPassword(platformRandom, minimum);
        expect(password.length).toBeGreaterThanOrEqual(Math.min(minimum, 60));
        // GLPI's own checks (Config, password_need_*): a symbol is what is no word character.
        for (const kind of [/[0-9]/, /[a-z]/, /[A-Z]/, /\W/]) expect(password).toMatch(kind);
        expect(password).not.toMatch(/[0O1lI\s]/);
      }
    },
  );
});
