import { afterEach, beforeEach, expect, it } from 'vitest';
import { addInviteInstead, insteadMark } from '../../../src/content/invite-instead.ts';
import { isNewUserPage } from '../../../src/content/places.ts';
import { askForBar, isSubjectPage } from '../../../src/content/subject-page.ts';
import { extension, ok } from '../ui/fake-extension.ts';
import { byHand } from '../ui/screen.ts';
import { closePage, openSample } from './pages.ts';

const soon = () => new Promise((resolve) => setTimeout(resolve, 5));
const ours = () => [...document.querySelectorAll<HTMLButtonElement>(`[${insteadMark}] button`)];
let life: AbortController;

beforeEach(() => {
  openSample(11);
  life = new AbortController();
});
afterEach(() => {
  life.abort();
  closePage();
});

function drawForm(button: 'add' | 'update'): void {
  document.querySelector('form')?.remove();
  const form = document.createElement('form');
  form.setAttribute('action', '/glpi/front/user.form.php');
  form.innerHTML = `<input name="name"><button name="${button}"></button>`;
  document.querySelector('main')?.append(form);
}

it.each([
  ['/front/ticket.form.php', '?id=3', true, false],
  ['/glpi/front/user.form.php', '?id=3', true, false],
  ['/glpi/front/user.form.php', '', false, true],
  ['/front/user.form.php', '?id=-1', false, true],
  ['/front/ticket.form.php', '', false, false],
  ['/front/ticket.php', '?id=3', false, false],
  ['/front/central.php', '?id=3', false, false],
])('knows the page %s%s', (pathname, search, isSubject, isNew) => {
  expect(isSubjectPage({ pathname, search })).toBe(isSubject);
  expect(isNewUserPage({ pathname, search })).toBe(isNew);
});

it('asks for the bar until there is something to say, and then no more', async () => {
  let placed = false;
  extension().answers['bar.place'] = () => ok({ placed });
  const again = askForBar(life.signal);
  await soon();
  again();
  await soon();
  placed = true;
  again();
  await soon();
  again();
  await soon();
  expect(extension().names).toEqual(['bar.place', 'bar.place', 'bar.place']);
});

it('“Invite instead” stands above GLPI’s form for a new user as long as that is there, and on no other', async () => {
  addInviteInstead(document, life.signal);
  expect(ours()).toHaveLength(0);
  drawForm('add');
  await soon();
  expect(ours()).toHaveLength(1);
  expect(document.querySelector('main')?.firstElementChild?.hasAttribute(insteadMark)).toBe(true);
  // No part of what GLPI submits.
  expect(document.querySelector('form')?.contains(ours()[0] ?? null)).toBe(false);
  drawForm('update');
  await soon();
  expect(ours()).toHaveLength(0);
});

it('“Invite instead” opens the panel on a real press alone', async () => {
  extension().answers['page.openPanel'] = () => ok(null);
  drawForm('add');
  addInviteInstead(document, life.signal);
  const click = () => new MouseEvent('click', { bubbles: true, cancelable: true });
  ours()[0]?.dispatchEvent(click());
  await soon();
  expect(extension().names).toEqual([]);
  ours()[0]?.dispatchEvent(byHand(click()));
  await soon();
  expect(extension().names).toEqual(['page.openPanel']);
});
