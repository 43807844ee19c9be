import { describe, expect, it } from 'vitest';
import { day, hour, minute } from '../../../src/invite/instant.ts';
import { fromLocal, moment, relative, toLocal } from '../../../src/ui/moments.ts';
import { problemText } from '../../../src/ui/problem-text.ts';
import { language, plural, t } from '../../../src/ui/text.ts';
import { extension } from './fake-extension.ts';

describe('a text', () => {
  it('takes what a stranger typed as it is, even when it looks like a placeholder', () => {
    expect(t('problem_addressTaken', { address: '{login} $1 $& <b>', login: 'jane' })).toBe(
      '{login} $1 $& <b> already belongs to the account “jane”.',
    );
  });

  it('never prints "undefined" where a detail is missing', () => {
    expect(problemText({ code: 'grantNotGiven', detail: { login: 'jane' } }).sentence).not.toMatch(
      /undefined|[{}]/,
    );
    expect(problemText({ code: 'refusedByAdmin', detail: { text: '' } }).sentence).toBe(
      'Refused by an administrator.',
    );
  });

  it('counts in the language of the texts', () => {
    expect(plural('needsYou', 1)).toBe('1 registration needs you');
    expect(plural('needsYou', 1234)).toBe('1,234 registrations need you');
    extension().language = 'fr';
    // French says "0 inscription", in the singular.
    expect(plural('needsYou', 0)).toBe('0 inscription vous attend');
    expect(plural('needsYou', 2_000_000)).toContain('inscriptions vous attendent');
  });

  it('keeps dates in the language that the texts fell back to', () => {
    extension().language = 'de-AT';
    extension().api.i18n.getMessage = (key) => (key === 'language' ? 'en' : key);
    expect(language()).toBe('en');
    extension().language = 'en-GB';
    expect(language()).toBe('en-GB');
  });

  it('says that the extension is gone in words of its own', () => {
    const { sentence, next } = problemText({ code: 'unexpected', detail: { what: 'gone' } });
    expect(sentence).toBe('The extension was updated or switched off.');
    expect(next).toBe('Reload this page.');
  });

  it('names the state of a registration that somebody else decided', () => {
    expect(problemText({ code: 'notWaiting', detail: { state: 'admitted' } }).sentence).toContain(
      '(now: admitted)',
    );
  });
});

describe('a moment', () => {
  it('is told with its zone', () => {
    expect(moment(Date.UTC(2026, 11, 1, 12))).toMatch(/2026.*(GMT|UTC|[A-Z]{3,4})/);
  });

  it('is near in words', () => {
    expect(relative(3 * day, 0)).toBe('in 3 days');
    expect(relative(0, 2 * hour)).toBe('2 hours ago');
    expect(relative(5 * minute, 0)).toBe('in 5 minutes');
  });

  it('survives the way through a field', () => {
    const at = new Date(2026, 6, 4, 9, 5).getTime();
    expect(fromLocal(toLocal(at))).toBe(at);
    expect(fromLocal('')).toBeNull();
    expect(fromLocal('tomorrow')).toBeNull();
  });
});
