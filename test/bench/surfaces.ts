/** What people see and wait for, in Chromium with the built extension, at a GLPI that is as slow as a real one. */
import type { Admin } from './chromium.ts';
import { contentScriptFigures } from './content-script.ts';
import type { Figure } from './figure.ts';
import { idleFigures } from './idle.ts';
import { longListFigures } from './long-lists.ts';
import { submitFigures } from './submit-to-account.ts';

/** `admin`: of a real GLPI, on whose pages the content script is measured too. */
export async function surfaceFigures(admin: Admin | null): Promise<Figure[]> {
  return [
    ...(await contentScriptFigures(null)),
    ...(admin ? await contentScriptFigures(admin) : []),
    ...(await submitFigures()),
    ...(await longListFigures()),
    ...(await idleFigures()),
  ];
}
