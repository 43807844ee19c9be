import { createHash } from 'node:crypto';
import { addEmail, addUser, isEmail, removeUser, updateUser } from '../accounts.ts';
import type { Core } from '../core.ts';
import {
  authorizations,
  DELETE,
  inActiveEntities,
  may,
  mayGrant,
  outranks,
  PURGE,
  READ,
  seesAllEntities,
  seesRow,
  seesUser,
  UPDATE,
} from '../rights.ts';
import type { Session } from '../sessions.ts';
import type { GroupUser, ProfileUser, User, UserEmail } from '../state.ts';
import { CHANGED, flag, type ItemType, itemType, number, pick, type Shown, text } from './itemtype.ts';

const USER_COLUMNS = (
  'id name password_last_update phone phone2 mobile realname firstname locations_id language use_mode list_limit ' +
  'is_active comment auths_id authtype last_login date_mod date_sync is_deleted profiles_id entities_id usertitles_id ' +
  'usercategories_id date_format number_format names_format password_forget_token password_forget_token_date user_dn ' +
  'registration_number personal_token_date api_token_date cookie_token_date is_deleted_ldap picture begin_date end_date ' +
  'palette page_layout date_creation sync_field groups_id users_id_supervisor timezone nickname'
).split(' ');

/** What 11 gives back for a token: the ciphertext, of no use to anybody. */
function encrypted(token: string): string {
  const cipher = createHash('sha512').update(`stand-in key ${token}`).digest();
  return cipher.subarray(0, 44).toString('base64');
}

export function userTypes(core: Core): ItemType[] {
  const { state } = core;

  const presentUser = (session: Session, user: User): Shown => {
    const shown = pick({ ...user, use_mode: 0, is_deleted_ldap: 0 }, USER_COLUMNS);
    const clear =
      session.usersId === user.id ||
      (may(core, session, 'user', UPDATE) &&
        seesUser(core, session, user.id) &&
        outranks(core, session, user.id));
    if (!clear) {
      delete shown.password_forget_token;
      delete shown.password_forget_token_date;
    } else if (core.major === 11 && user.password_forget_token) {
      shown.password_forget_token = encrypted(user.password_forget_token);
    }
    return shown;
  };

  const lastSuperAdmin = (user: User): boolean => {
    const admins = state.profileUsers.filter(
      (row) => ((state.profiles.get(row.profiles_id)?.rights.profile ?? 0) & UPDATE) !== 0,
    );
    return (
      admins.some((row) => row.users_id === user.id) && new Set(admins.map((row) => row.users_id)).size === 1
    );
  };

  const user = itemType<User>(core, {
    name: 'User',
    table: state.users,
    right: 'user',
    columns: USER_COLUMNS,
    hasTrash: true,
    inTrash: (row) => row.is_deleted === 1,
    parents: {
      Profile: (row, id) => row.profiles_id === id,
      Entity: (row, id) => row.entities_id === id,
    },
    listed: (session, row) => seesUser(core, session, row.id),
    present: presentUser,
    canDelete: (session, row, purge) =>
      may(core, session, 'user', purge ? PURGE : DELETE) &&
      !lastSuperAdmin(row) &&
      row.name !== 'glpi-system' &&
      (seesAllEntities(core, session) ||
        authorizations(core, row.id).every((auth) => inActiveEntities(session, auth.entities_id))),
    add: (session, input) => {
      const { id, message } = addUser(core, session, input);
      return { id, message };
    },
    update: (session, row, input) => updateUser(core, session, row, input),
    remove: (_session, row, purge) => {
      removeUser(core, row, purge);
      return CHANGED;
    },
  });

  const reaches = (session: Session, usersId: number, bit: number) =>
    state.users.get(usersId) !== undefined &&
    may(core, session, 'user', bit) &&
    seesUser(core, session, usersId);

  const email = itemType<UserEmail>(core, {
    name: 'UserEmail',
    table: state.userEmails,
    right: 'user',
    columns: ['id', 'users_id', 'is_default', 'is_dynamic', 'email'],
    parents: { User: (row, id) => row.users_id === id },
    canRead: (session, row) => reaches(session, row.users_id, READ),
    canCreate: (session, input) => reaches(session, number(input.users_id), UPDATE),
    canUpdate: (session, row) => reaches(session, row.users_id, UPDATE),
    canDelete: (session, row) => reaches(session, row.users_id, UPDATE),
    add: (_session, input) => ({
      id: addEmail(core, number(input.users_id), text(input.email).trim(), flag(input.is_default)),
      message: '',
    }),
    update: (_session, row, input) => {
      const next = input.email === undefined ? row.email : text(input.email).trim();
      if (!isEmail(next)) return { done: false, message: '' };
      row.email = next;
      if (flag(input.is_default) === 1) {
        for (const other of state.userEmails) if (other.users_id === row.users_id) other.is_default = 0;
        row.is_default = 1;
      }
      return CHANGED;
    },
  });

  const profileUser = itemType<ProfileUser>(core, {
    name: 'Profile_User',
    table: state.profileUsers,
    right: 'user',
    columns: [
      'id',
      'users_id',
      'profiles_id',
      'entities_id',
      'is_recursive',
      'is_dynamic',
      'is_default_profile',
    ],
    parents: {
      User: (row, id) => row.users_id === id,
      Profile: (row, id) => row.profiles_id === id,
      Entity: (row, id) => row.entities_id === id,
    },
    listed: (session, row) => seesRow(core, session, row),
    canCreate: (session, input) =>
      reaches(session, number(input.users_id), READ) &&
      may(core, session, 'user', UPDATE) &&
      mayGrant(core, session, [number(input.profiles_id)]) &&
      inActiveEntities(session, number(input.entities_id ?? -1)),
    canUpdate: (session, row) =>
      reaches(session, row.users_id, UPDATE) && mayGrant(core, session, [row.profiles_id]),
    canDelete: (session, row) => {
      const owner = state.users.get(row.users_id);
      const lastRow = authorizations(core, row.users_id).length === 1;
      if (owner !== undefined && lastRow && lastSuperAdmin(owner)) return false;
      return reaches(session, row.users_id, UPDATE) && mayGrant(core, session, [row.profiles_id]);
    },
    add: (session, input) => {
      const [users, profiles, entities] = [input.users_id, input.profiles_id, input.entities_id].map(number);
      if (!users || !profiles || entities === undefined) {
        return {
          id: false,
          message: core.message(session, 'No selected element or badly defined operation'),
        };
      }
      const added = state.profileUsers.add({
        users_id: users,
        profiles_id: profiles,
        entities_id: entities,
        is_recursive: flag(input.is_recursive),
        is_dynamic: flag(input.is_dynamic),
        is_default_profile: 0,
      });
      return { id: added.id, message: '' };
    },
    update: (_session, row, input) => {
      if (input.profiles_id !== undefined) row.profiles_id = number(input.profiles_id);
      if (input.entities_id !== undefined) row.entities_id = number(input.entities_id);
      if (input.is_recursive !== undefined) row.is_recursive = flag(input.is_recursive);
      return CHANGED;
    },
  });

  const groupUser = itemType<GroupUser>(core, {
    name: 'Group_User',
    table: state.groupUsers,
    right: 'user',
    columns: ['id', 'users_id', 'groups_id', 'is_dynamic', 'is_manager', 'is_userdelegate'],
    parents: {
      User: (row, id) => row.users_id === id,
      Group: (row, id) => row.groups_id === id,
    },
    canView: (session) => may(core, session, 'user', READ) || may(core, session, 'group', READ),
    canCreate: (session, input) => {
      const group = state.groups.get(number(input.groups_id));
      return (
        group !== undefined &&
        reaches(session, number(input.users_id), UPDATE) &&
        may(core, session, 'group', READ) &&
        seesRow(core, session, group)
      );
    },
    canUpdate: (session, row) => reaches(session, row.users_id, UPDATE),
    canDelete: (session, row) => reaches(session, row.users_id, UPDATE),
    add: (session, input) => {
      const users = number(input.users_id);
      const groups = number(input.groups_id);
      if (state.groupUsers.some((row) => row.users_id === users && row.groups_id === groups)) {
        // The refused insert uses up an id.
        state.groupUsers.takeId();
        const duplicate = `Duplicate entry '${users}-${groups}' for key 'unicity'`;
        return {
          id: false,
          message:
            core.major === 11
              ? `MySQL query error: ${duplicate} (1062) in SQL query "INSERT INTO \`glpi_groups_users\` (\`users_id\`, \`groups_id\`) VALUES ('${users}', '${groups}')".`
              : duplicate,
        };
      }
      const added = state.groupUsers.add({
        users_id: users,
        groups_id: groups,
        is_dynamic: flag(input.is_dynamic),
        is_manager: flag(input.is_manager),
        is_userdelegate: flag(input.is_userdelegate),
      });
      const label = session.language === 'fr_FR' ? `Général - ID ${added.id}` : `General - ID ${added.id}`;
      return { id: added.id, message: core.message(session, 'Item successfully added: %s', label) };
    },
  });

  return [user, email, profileUser, groupUser];
}
