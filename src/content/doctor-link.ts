import { t } from '../ui/text.ts';
import { ask, isAlive } from './ask.ts';
import { keepInPlace } from './keep-in-place.ts';
import { secondaryButtonClass } from './places.ts';

/** Marks what is ours there, for the next copy of this script. */
export const doctorMark = 'data-invite-for-glpi-doctor';

/** Setup > General, below any path that GLPI lives at. */
export function isSettingsPage(path: string): boolean {
  return /\/front\/config\.form\.php$/.test(path);
}

/** Where GLPI shows its GLPI Network key, by its field or the button that takes a hidden one away; null elsewhere. */
function keyForm(document: Document): Element | null {
  const place = document.querySelector(
    '[name="glpinetwork_registration_key"], button[name="reset_registration_key"]',
  );
  return place?.closest('form') ?? null;
}

/**
 * Puts one button below the form of the GLPI Network tab, whenever GLPI draws it: it opens our doctor, which checks
 * nothing before it is told to. Reads nothing of the form.
 */
export function addDoctorLink(document: Document, signal: AbortSignal): void {
  for (const old of document.querySelectorAll(`[${doctorMark}]`)) old.remove();
  const line = document.createElement('p');
  line.className = 'mt-3 text-center';
  line.setAttribute(doctorMark, '');
  const button = document.createElement('button');
  button.type = 'button';
  button.className = secondaryButtonClass(document);
  button.textContent = t('doctor_explainKey');
  // An orphan can't ask for texts any more.
  const reload = t('reloadThisPage');
  line.append(button);

  button.addEventListener('click', async (event) => {
    // The page can forge a click; it must not open tabs of ours.
    if (!event.isTrusted) return;
    if (isAlive()) await ask('page.openDoctor', {});
    if (!isAlive()) button.textContent = reload;
  });

  const place = () => {
    const form = keyForm(document);
    // Another tab takes the form's place, and our line with it.
    if (form !== null && form.nextElementSibling !== line) form.after(line);
    else if (form === null && line.isConnected) line.remove();
  };
  keepInPlace(document, line, place, signal);
}
