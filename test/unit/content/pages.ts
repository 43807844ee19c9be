import { readFileSync } from 'node:fs';
import path from 'node:path';

const folder = path.join(import.meta.dirname, '../../../../shared/recordings/pages');

/** The recorded headers of the pages that get the button: [name, what the page's script would find]. */
export const headers = [
  'glpi-10.0.14-users-header',
  'glpi-10.0.14-users-header-french',
  'glpi-10.0.14-user-header',
  'glpi-10.0.14-user-new-header',
  'glpi-11.0.6-users-header',
  'glpi-11.0.6-users-header-french',
  'glpi-11.0.6-user-header',
  'glpi-11.0.6-user-new-header',
];

/** Puts a recorded page into the document: its header, and what the recording says of `html` and `body`. */
export function openRecorded(name: string): void {
  const recorded = readFileSync(path.join(folder, `${name}.html`), 'utf8');
  const [, root = '', body = ''] = /<!-- <html([^>]*)> <body([^>]*)> -->/.exec(recorded) ?? [];
  closePage();
  for (const [target, attributes] of [
    [document.documentElement, root] as const,
    [document.body, body] as const,
  ]) {
    for (const [, key = '', value = ''] of attributes.matchAll(/([\w-]+)="([^"]*)"/g)) {
      target.setAttribute(key, value);
    }
  }
  document.body.innerHTML = `${recorded.replace(/<script[\s\S]*?<\/script>/g, '')}<main id="page"></main>`;
}

/** An empty page without any of GLPI's marks. */
export function closePage(): void {
  for (const target of [document.documentElement, document.body]) {
    for (const { name } of [...target.attributes]) target.removeAttribute(name);
  }
  document.body.replaceChildren();
}
