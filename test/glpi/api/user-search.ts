import type { Core } from '../core.ts';
import { authorizations, may, READ, seesUser } from '../rights.ts';
import type { User } from '../state.ts';
import { type Search, search } from './search.ts';

export function userSearch(core: Core): Search {
  const { state } = core;
  const one = (all: string[]): string | string[] | null =>
    all.length === 0 ? null : all.length === 1 ? (all[0] ?? null) : all;
  const distinct = (all: (string | undefined)[]) => [...new Set(all.filter((name) => name !== undefined))];
  const groupsOf = (row: User) => state.groupUsers.filter((link) => link.users_id === row.id);
  return search<User>(core, {
    itemtype: 'User',
    canView: (session) => may(core, session, 'user', READ),
    rows: (session, trash) =>
      state.users.filter((row) => (row.is_deleted === 1) === trash && seesUser(core, session, row.id)),
    always: () => [1],
    usual: [34, 5, 6, 3, 8],
    options: {
      1: { value: (row) => row.name, key: (row) => [row.id] },
      2: { value: (row) => row.id, numeric: true },
      3: { value: () => null },
      5: {
        value: (row) =>
          one(state.userEmails.filter((email) => email.users_id === row.id).map((email) => email.email)),
      },
      6: { value: (row) => row.phone },
      8: { value: (row) => row.is_active },
      9: { value: (row) => row.firstname },
      10: { value: (row) => row.phone2 },
      11: { value: (row) => row.mobile },
      13: {
        value: (row) =>
          one(distinct(groupsOf(row).map((link) => state.groups.get(link.groups_id)?.completename))),
        key: (row) => groupsOf(row).map((link) => link.groups_id),
      },
      14: { value: (row) => row.last_login },
      15: { value: (row) => row.authtype, numeric: true },
      16: { value: (row) => row.comment },
      17: { value: (row) => row.language },
      19: { value: (row) => row.date_mod },
      20: {
        value: (row) =>
          one(
            distinct(authorizations(core, row.id).map((auth) => state.profiles.get(auth.profiles_id)?.name)),
          ),
        key: (row) => authorizations(core, row.id).map((auth) => auth.profiles_id),
      },
      22: { value: (row) => row.registration_number },
      34: { value: (row) => row.realname },
      62: { value: (row) => row.begin_date },
      63: { value: (row) => row.end_date },
      80: {
        value: (row) =>
          one(
            distinct(
              authorizations(core, row.id).map((auth) => state.entities.get(auth.entities_id)?.completename),
            ),
          ),
        key: (row) => authorizations(core, row.id).map((auth) => auth.entities_id),
      },
      121: { value: (row) => row.date_creation },
    },
  });
}
