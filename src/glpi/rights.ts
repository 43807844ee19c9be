/** GLPI's right bits, as getFullSession tells them (live.md, a). */
const read = 1;
const update = 2;
const create = 4;
const purge = 16;
/** "See all tickets" of the ticket right. */
const readAllTickets = 1024;

/** Bits by right name; only those that we look at, so that a session stays small in memory. */
export type Rights = Readonly<Record<string, number>>;

/** Numbers in a profile that are settings of it, not rights. */
const settings = new Set([
  'id',
  'helpdesk_hardware',
  'use_mentions',
  'create_ticket_on_login',
  '2fa_enforced',
  'change_status',
]);

/** The rights in a profile as GLPI gives it: numbers among its other fields. */
export function readRights(profile: Readonly<Record<string, unknown>>): Rights {
  const rights: Record<string, number> = {};
  for (const [name, value] of Object.entries(profile)) {
    if (settings.has(name) || name.startsWith('is_') || name.endsWith('_id')) continue;
    const bits = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
    if (typeof bits === 'number') rights[name] = bits;
  }
  return rights;
}

const has = (rights: Rights, name: string, bits: number) => ((rights[name] ?? 0) & bits) === bits;

/** May create accounts and change them afterwards. */
export const createsUsers = (rights: Rights) => has(rights, 'user', read | create | update);
/** May build, change and take away registration forms. GLPI gives the right to whoever may change its configuration. */
export const canIssueForms = (rights: Rights) => has(rights, 'form', read | update | create | purge);
/** May see every registration and solve it. */
export const canWatchTickets = (rights: Rights) => has(rights, 'ticket', readAllTickets | update);
/** May create profiles, and so grant any of them (Profile::getUnderActiveProfileRestrictCriteria, read in 11.0.6). */
export const grantsEveryProfile = (rights: Rights) => has(rights, 'profile', create);
export const readsProfiles = (rights: Rights) => has(rights, 'profile', read);

/**
 * Whether an admin with `mine` may grant a profile of the central interface with `theirs`: every right that there is has
 * a row in it, and no bit more than their own. The rule of GLPI's own profile list (same source); a row that is missing
 * blocks granting, even of one's own profile (measured on fresh installs of 10.0.14 and 11.0.6). Profiles of the
 * simplified interface may always be granted.
 */
export function coversAll(mine: Rights, theirs: Rights, names: readonly string[]): boolean {
  return names.every((name) => {
    const own = mine[name] ?? 0;
    const wanted = theirs[name];
    return wanted !== undefined && (wanted | own) === own;
  });
}
