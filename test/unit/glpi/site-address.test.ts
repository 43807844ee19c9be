// @vitest-environment node
import { describe, expect, test } from 'vitest';
import { advance } from '../../../src/desk/watch.ts';
import { clockFrom, toInstant, toWallClock } from '../../../src/glpi/clock.ts';
import { addressPattern } from '../../../src/glpi/forms.ts';
import {
  hostPattern,
  isSecure,
  isWithin,
  itemShown,
  scriptPattern,
  siteOf,
} from '../../../src/glpi/site-address.ts';

describe('the site of an address', () => {
  test.each([
    ['https://glpi.example.org', 'https://glpi.example.org'],
    ['https://glpi.example.org/', 'https://glpi.example.org'],
    ['glpi.example.org', 'https://glpi.example.org'],
    ['  https://GLPI.example.org/glpi/  ', 'https://glpi.example.org/glpi'],
    ['https://glpi.example.org/glpi/front/user.php?x=1#y', 'https://glpi.example.org/glpi'],
    ['https://example.org/it/desk/index.php?redirect=ticket', 'https://example.org/it/desk'],
    ['http://127.0.0.1:8012/glpi/Form/Render/3?token=x', 'http://127.0.0.1:8012/glpi'],
    ['http://glpi:8080/front/central.php', 'http://glpi:8080'],
    ['localhost:8080', 'https://localhost:8080'],
    ['https://[::1]:8443/glpi/', 'https://[::1]:8443/glpi'],
    ['https://glpi.example.org:443/', 'https://glpi.example.org'],
    ['https://example.org/glpi/public/front/user.php', 'https://example.org/glpi'],
    ['https://example.org/glpi/plugins/formcreator/front/x.php', 'https://example.org/glpi'],
  ])('%s is %s', (address, site) => expect(siteOf(address)).toBe(site));
  test.each([
    '',
    'glpi',
    'what is glpi',
    'ftp://glpi.example.org',
    'javascript:alert(1)',
    'https://user:secret@glpi.example.org',
    'chrome://extensions',
    'file:///etc/passwd',
  ])('%j is none', (address) => expect(siteOf(address)).toBeNull());
  test('lies within its own path alone', () => {
    expect(isWithin('https://a.example/glpi', 'https://a.example/glpi/front/user.php')).toBe(true);
    expect(isWithin('https://a.example/glpi', 'https://a.example/glpi2/front/user.php')).toBe(false);
    expect(isWithin('https://a.example', 'https://a.example.evil.test/')).toBe(false);
  });
  test('asks for its host without port and path, and runs scripts below its path', () => {
    expect(hostPattern('http://a.example:8080/glpi')).toBe('http://a.example/*');
    expect(scriptPattern('http://a.example:8080/glpi')).toBe('http://a.example/glpi/*');
    expect(scriptPattern('https://a.example')).toBe('https://a.example/*');
  });
  test.each([
    ['https://a.example', true],
    ['http://localhost:8080/glpi', true],
    ['http://127.0.0.1', true],
    ['http://[::1]', true],
    ['http://a.example', false],
    ['http://127.0.0.1.evil.test', false],
  ])('%s: a secure context is %s', (site, secure) => expect(isSecure(site)).toBe(secure));
});

describe('GLPI’s clock', () => {
  test.each([-11 * 60, -210, 0, 60, 330, 345, 14 * 60])(
    'reads times of a server %s minutes from UTC',
    (minutes) => {
      const now = Date.UTC(2026, 2, 29, 0, 59, 30);
      const wall = new Date(now + minutes * 60_000).toISOString().slice(0, 19).replace('T', ' ');
      const clock = clockFrom(wall, now);
      if (!clock) throw new Error('unreadable');
      expect(toInstant(clock, wall)).toBe(now);
      expect(toWallClock(clock, now)).toBe(wall);
    },
  );
  test('takes our own clock being wrong by hours as it is', () => {
    const wrong = Date.UTC(2020, 0, 1);
    const clock = clockFrom('2026-11-24 10:00:00', wrong);
    if (!clock) throw new Error('unreadable');
    expect(toInstant(clock, '2026-11-24 10:00:05')).toBe(wrong + 5_000);
  });
  test.each(['', '0000-00-00', 'now', '2026-11-24T10:00', 'null'])('does not read %j', (text) =>
    expect(clockFrom(text, 0)).toBeNull(),
  );
});

describe('the rule in GLPI’s own form', () => {
  const matches = (pattern: string | null, address: string) => {
    const [, body = '', flags = ''] = /^\/(.*)\/([a-zA-Z]*)$/.exec(pattern ?? '') ?? [];
    return new RegExp(body, flags.replace('D', '')).test(address);
  };
  test('lets in the domains and no others', () => {
    const pattern = addressPattern({ kind: 'domains', domains: ['example.org', '@bücher.example'] });
    for (const address of ['a@example.org', 'a@EXAMPLE.org', 'a@bücher.example', 'a@xn--bcher-kva.example']) {
      expect(matches(pattern, address)).toBe(true);
    }
    for (const address of [
      'a@example.org.evil.test',
      'a@notexample.org',
      'a@exampleXorg',
      'a@sub.example.org',
    ]) {
      expect(matches(pattern, address)).toBe(false);
    }
  });
  test('lets in one address, its odd characters quoted', () => {
    const pattern = addressPattern({ kind: 'address', address: "o'neill+x/y@example.org" });
    expect(matches(pattern, "O'Neill+x/y@example.org")).toBe(true);
    expect(matches(pattern, "o'neillx/y@example.org")).toBe(false);
  });
});

describe('what a page of GLPI shows', () => {
  const site = 'https://glpi.example.org/glpi';
  test.each([
    ['/front/ticket.form.php?id=7', 'ticket', 7],
    ['/front/ticket.form.php?id=7&forcetab=Ticket$1#timeline', 'ticket', 7],
    ['/front/ticket.form.php?_openfollowup=1&id=12', 'ticket', 12],
    ['/front/user.form.php?id=4', 'user', 4],
  ] as const)('%s', (path, kind, id) => {
    expect(itemShown(site, site + path)).toEqual({ kind, id });
  });
  test.each([
    '/front/ticket.form.php',
    '/front/ticket.form.php?id=0',
    '/front/ticket.form.php?id=-1',
    '/front/ticket.form.php?id=7x',
    '/front/ticket.form.php?id=07',
    '/front/ticket.php?id=7',
    '/front/ticket.form.php/x?id=7',
    '/other/front/ticket.form.php?id=7',
    '/front/user.form.php?id=',
    // What PHP reads otherwise: the last of two, a name in escapes, with a space or a bracket.
    '/front/ticket.form.php?id=7&id=8',
    '/front/ticket.form.php?id=7&%69d=8',
    '/front/ticket.form.php?id=7&%20id=8',
    '/front/ticket.form.php?id=7&+id=8',
    '/front/ticket.form.php?id=7&id[]=8',
    '/front/ticket.form.php?id=7&id%5B%5D=8',
    '/front/ticket.form.php?id=7&id%00=8',
    '/front/ticket.form.php?id=7;id=8',
    '/front/ticket.form.php?a=1;id=8&id=7',
    '/front/ticket.form.php?id=7&id',
  ])('nothing at %s', (path) => {
    expect(itemShown(site, site + path)).toBeNull();
  });
  test('nothing of another site, or of none', () => {
    expect(itemShown(site, 'https://glpi.example.org/front/ticket.form.php?id=7')).toBeNull();
    expect(itemShown(site, 'https://glpi.example.org/glpi2/front/ticket.form.php?id=7')).toBeNull();
    expect(itemShown(site, '')).toBeNull();
  });
});

describe('where the search for tickets starts', () => {
  test('stays ten minutes behind what was seen, since tickets become visible out of order', () => {
    let mark = advance(null, 100, 0);
    expect(mark.floor).toBe(0);
    mark = advance(mark, 120, 60_000);
    expect(mark.floor).toBe(0);
    mark = advance(mark, 130, 600_000);
    expect(mark).toMatchObject({ floor: 100, ceiling: 130 });
    mark = advance(mark, 0, 1_200_000);
    expect(mark).toMatchObject({ floor: 130, ceiling: 130 });
    expect(advance(mark, 0, 9_999_999)).toBe(mark);
  });
});
