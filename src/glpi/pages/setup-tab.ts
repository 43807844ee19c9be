import { settingsPage } from './api-settings.ts';
import { type Browsing, readPage } from './page.ts';
import { readTab } from './tab.ts';

export type SetupTab =
  | { readonly state: 'shown'; readonly page: Document; readonly tab: Document }
  /** The profile may not see it; or, from GLPI 12 on, GLPI wants the password again; or a page nobody knows. */
  | { readonly state: 'noRight' | 'confirm' | 'unknown' };

/**
 * A tab of Setup > General by its name. Two requests, since its address holds an id that must not be guessed; a third
 * one where GLPI would now open Setup > General on another tab than before.
 */
export async function readSetupTab(browsing: Browsing, name: string): Promise<SetupTab> {
  const page = await readPage(browsing, settingsPage);
  const tab = await readTab(browsing, page, name);
  if (tab === null) return { state: withoutTab(page) };
  if (asksForPassword(tab)) return { state: 'confirm' };
  return { state: 'shown', page, tab };
}

function withoutTab(page: Document): 'noRight' | 'confirm' | 'unknown' {
  if (asksForPassword(page)) return 'confirm';
  const hasTabs = page.querySelector('#tabspanel, [data-glpi-ajax-content*="_itemtype=Config"]') !== null;
  // Other tabs but not this one, or GLPI's "access denied": a matter of rights. Anything else is no page we know.
  return hasTabs || page.querySelector('.alert-danger, .alert-important, #page') !== null
    ? 'noRight'
    : 'unknown';
}

/** Re-authentication: a password to be typed, and none of the settings that have a password among them. */
function asksForPassword(page: ParentNode): boolean {
  const fields = [...page.querySelectorAll('input[type="password"]')];
  return (
    fields.length > 0 &&
    fields.every((field) => !/glpinetwork|proxy|smtp/.test(field.getAttribute('name') ?? '')) &&
    page.querySelector('[name="update"]') === null
  );
}
