import { afterEach, describe, expect, it } from 'vitest';
import { isDark, isUsersPage } from '../../../src/content/places.ts';
import { closePage } from './pages.ts';

afterEach(closePage);

describe('the pages that get the button', () => {
  it.each([
    ['/front/user.php', true],
    ['/glpi/front/user.form.php', true],
    ['/a/b/front/user.php', true],
    ['/front/user.php/x', false],
    ['/front/superuser.php', false],
    ['/front/profile_user.php', false],
    ['/front/central.php', false],
  ])('%s: %s', (path, expected) => expect(isUsersPage(path)).toBe(expected));
});

describe('GLPI’s theme', () => {
  it('is told by GLPI 11', () => {
    document.documentElement.setAttribute('data-glpi-theme-dark', '1');
    expect(isDark(document)).toBe(true);
    document.documentElement.setAttribute('data-glpi-theme-dark', '0');
    expect(isDark(document)).toBe(false);
  });

  it('is seen by its colours in GLPI 10', () => {
    document.body.style.backgroundColor = 'rgb(30, 41, 59)';
    expect(isDark(document)).toBe(true);
    document.body.style.backgroundColor = 'rgb(245, 247, 251)';
    expect(isDark(document)).toBe(false);
  });
});
