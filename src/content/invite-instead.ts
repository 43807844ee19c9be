import { t } from '../ui/text.ts';
import { ask, isAlive } from './ask.ts';
import { keepInPlace } from './keep-in-place.ts';
import { placeAtTop, secondaryButtonClass } from './places.ts';

/** Marks what is ours there, for the next copy of this script. */
export const insteadMark = 'data-invite-for-glpi-instead';

/** Whether GLPI shows its form for a new user: the one that can be added, not saved. It comes after the page. */
function hasNewUserForm(document: Document): boolean {
  const add = document.querySelector('form[action$="/front/user.form.php"] [name="add"]');
  return add?.closest('form')?.querySelector('input[name="name"]') != null;
}

/**
 * Says above GLPI's form for a new user that the person may fill in a form themselves, with the button for it. At the
 * top of the page: within the form's own card it would lie below the ribbon that GLPI 10 hangs into it.
 */
export function addInviteInstead(document: Document, signal: AbortSignal): void {
  for (const old of document.querySelectorAll(`[${insteadMark}]`)) old.remove();
  const line = document.createElement('div');
  line.className = 'card mb-3';
  line.setAttribute(insteadMark, '');
  const inside = document.createElement('div');
  inside.className = 'card-body d-flex flex-wrap align-items-center gap-2 py-2';
  const words = document.createElement('span');
  words.className = 'text-muted';
  words.textContent = t('instead_words');
  const button = document.createElement('button');
  button.type = 'button';
  button.className = secondaryButtonClass(document);
  const icon = document.createElement('i');
  icon.className = 'ti ti-user-plus';
  icon.setAttribute('aria-hidden', 'true');
  const label = document.createElement('span');
  label.textContent = t('instead_button');
  button.append(icon, label);
  inside.append(words, button);
  line.append(inside);
  // An orphan can't ask for texts any more.
  const reload = t('reloadThisPage');

  button.addEventListener('click', async (event) => {
    // The page can forge a click, and what opens acts with the admin's rights.
    if (!event.isTrusted) return;
    if (isAlive()) await ask('page.openPanel', {});
    if (!isAlive()) label.textContent = reload;
  });

  const place = () => {
    const isWanted = hasNewUserForm(document);
    if (isWanted && !line.isConnected) placeAtTop(document, line);
    else if (!isWanted && line.isConnected) line.remove();
  };
  keepInPlace(document, line, place, signal);
}
