import { isAlive } from './ask.ts';
import { addButton, isAboutButton } from './button.ts';
import { addDoctorLink, isSettingsPage } from './doctor-link.ts';
import { addInviteInstead } from './invite-instead.ts';
import { beginLife, hearChanges } from './life.ts';
import { isNewUserPage, isUsersPage } from './places.ts';
import { askForBar, isSubjectPage } from './subject-page.ts';
import { tellVisible } from './visible.ts';

/** What runs in every page of a connected GLPI. */
function main(): void {
  const life = beginLife(document, isAboutButton);
  const { signal } = life;
  // At once, without waiting for the background: the script is registered for this site alone.
  const button = isUsersPage(location.pathname) ? addButton(document, signal) : null;
  if (isSettingsPage(location.pathname)) addDoctorLink(document, signal);
  if (isNewUserPage(location)) addInviteInstead(document, signal);
  const askAgain = isSubjectPage(location) ? askForBar(signal) : null;
  const tell = tellVisible(
    document,
    (outcome) => {
      if (outcome.ok) button?.showCount(outcome.value.needsYou);
      // Another GLPI on the same host, or one that was disconnected while this page stood open.
      else if (outcome.problem.code === 'siteUnknown' || !isAlive()) life.abort();
    },
    signal,
  );
  hearChanges(() => {
    tell();
    askAgain?.();
  }, signal);
}

main();
