import { afterEach, beforeEach, expect, it } from 'vitest';
import { addDoctorLink, doctorMark, isSettingsPage } from '../../../src/content/doctor-link.ts';
import { extension, ok } from '../ui/fake-extension.ts';
import { byHand } from '../ui/screen.ts';
import { closePage, openSample } from './pages.ts';

const ours = () => [...document.querySelectorAll<HTMLButtonElement>(`[${doctorMark}] button`)];
const soon = () => new Promise((resolve) => setTimeout(resolve, 5));
let life: AbortController;

beforeEach(() => {
  openSample(11);
  life = new AbortController();
});
afterEach(() => {
  life.abort();
  closePage();
});

/** GLPI draws the tab's form: with the key's field, or with the button that takes a hidden key away. */
function drawTab(
  name: 'glpinetwork_registration_key' | 'reset_registration_key' | 'enable_api',
): HTMLFormElement {
  document.querySelector('form')?.remove();
  const form = document.createElement('form');
  const field = document.createElement(name === 'reset_registration_key' ? 'button' : 'input');
  field.setAttribute('name', name);
  form.append(field);
  document.body.append(form);
  return form;
}

it('stands below the key’s form whenever GLPI draws it, once, and nowhere else', async () => {
  addDoctorLink(document, life.signal);
  expect(ours()).toHaveLength(0);
  for (const name of ['glpinetwork_registration_key', 'reset_registration_key'] as const) {
    const form = drawTab(name);
    await soon();
    expect(ours()).toHaveLength(1);
    expect(form.nextElementSibling?.hasAttribute(doctorMark)).toBe(true);
    // Not part of what GLPI submits.
    expect(form.contains(ours()[0] ?? null)).toBe(false);
  }
  drawTab('enable_api');
  await soon();
  expect(ours()).toHaveLength(0);
});

it('opens the doctor on a real press alone', async () => {
  extension().answers['page.openDoctor'] = () => ok(null);
  drawTab('glpinetwork_registration_key');
  addDoctorLink(document, life.signal);
  const press = () => new MouseEvent('click', { bubbles: true, cancelable: true });
  ours()[0]?.dispatchEvent(press());
  await soon();
  expect(extension().asked).toHaveLength(0);
  ours()[0]?.dispatchEvent(byHand(press()));
  await soon();
  expect(extension().asked.map(({ name }) => name)).toEqual(['page.openDoctor']);
});

it.each([
  ['/front/config.form.php', true],
  ['/glpi/front/config.form.php', true],
  ['/front/user.php', false],
])('%s is the settings page: %s', (path, is) => expect(isSettingsPage(path)).toBe(is));
