import { plural, t } from '../ui/text.ts';
import { ask, isAlive } from './ask.ts';
import { labelClass, placeBesideAdd, secondaryButtonClass, takeAway } from './places.ts';

/** Marks what is ours in the page, for the next copy of this script and for the panel. */
export const mark = 'data-invite-for-glpi';

/** GLPI may redraw its header; it and we must not fight for ever. */
const mostRestores = 10;
const withinMs = 10_000;

export interface InviteButton {
  /** How many registrations wait for the admin. */
  readonly showCount: (count: number) => void;
}

/** Whether an event is about our button. */
export function isAboutButton(event: Event): boolean {
  return event.target instanceof Element && event.target.closest(`[${mark}]`) !== null;
}

/** Puts "Generate invite" beside GLPI's own "Add", once, and keeps it there until the signal. */
export function addButton(document: Document, signal: AbortSignal): InviteButton {
  const item = document.createElement('li');
  item.className = 'nav-item';
  item.setAttribute(mark, '');
  const button = document.createElement('button');
  button.type = 'button';
  button.className = secondaryButtonClass(document);
  const icon = document.createElement('i');
  icon.className = 'ti ti-user-plus';
  icon.setAttribute('aria-hidden', 'true');
  const label = document.createElement('span');
  label.className = labelClass(document);
  const badge = document.createElement('span');
  badge.className = 'badge bg-red text-white ms-1';
  badge.setAttribute('aria-hidden', 'true');
  badge.hidden = true;
  button.append(icon, label, badge);
  item.append(button);

  const name = t('generateInvite');
  // An orphan can't ask for texts any more.
  const reload = t('reloadThisPage');
  const say = (text: string, more = '') => {
    label.textContent = text;
    button.title = more === '' ? text : `${text} (${more})`;
    // The label is hidden on narrower screens, the name never.
    button.setAttribute('aria-label', button.title);
  };
  say(name);

  const orphaned = () => {
    badge.hidden = true;
    // Said at every width: this is what the click came to.
    label.className = '';
    say(reload);
  };

  button.addEventListener('click', async (event) => {
    // The page can forge a click, and what opens acts with the admin's rights.
    if (!event.isTrusted) return;
    if (!isAlive()) return orphaned();
    const outcome = await ask('page.openPanel', {});
    if (!outcome.ok && !isAlive()) orphaned();
  });

  let restores: number[] = [];
  const place = () => {
    if (item.isConnected) return;
    // What an older copy left behind that could not clean up (Firefox), or what a redraw copied without its listeners.
    for (const dead of document.querySelectorAll(`[${mark}]`)) takeAway(dead);
    const now = Date.now();
    restores = restores.filter((at) => now - at < withinMs);
    if (restores.length < mostRestores && placeBesideAdd(document, item)) restores.push(now);
  };
  place();
  const observer = new MutationObserver(place);
  observer.observe(document.body, { childList: true, subtree: true });
  signal.addEventListener('abort', () => {
    observer.disconnect();
    takeAway(item);
  });

  return {
    showCount(count) {
      badge.hidden = count === 0;
      badge.textContent = String(count);
      say(name, count === 0 ? '' : plural('needsYou', count));
    },
  };
}
