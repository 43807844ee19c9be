import { addEntity, blankGroup } from '../blank-rows.ts';
import { type Core, storedText } from '../core.ts';
import { CREATE, entityTree, inActiveEntities, may, READ, seesRow } from '../rights.ts';
import type { ApiClient, Entity, Group, Notification, Profile } from '../state.ts';
import {
  CHANGED,
  flag,
  type Input,
  type ItemType,
  itemType,
  number,
  pick,
  text,
  textOrNull,
} from './itemtype.ts';

/** Profiles, entities, groups, notifications and API clients. */

const PROFILE_COLUMNS = ['id', 'name', 'interface', 'is_default', 'comment', 'date_mod', 'date_creation'];
const ENTITY_COLUMNS = (
  'id name entities_id completename comment level sons_cache ancestors_cache registration_number address postcode town ' +
  'state country website phonenumber fax email admin_email admin_email_name from_email mail_domain tag date_mod date_creation'
).split(' ');
const GROUP_COLUMNS = (
  'id entities_id is_recursive name comment ldap_field ldap_value ldap_group_dn date_mod groups_id completename level ' +
  'ancestors_cache sons_cache is_requester is_watcher is_assign is_task is_notify is_itemgroup is_usergroup is_manager ' +
  'date_creation'
).split(' ');
const NOTIFICATION_COLUMNS =
  'id name entities_id itemtype event comment is_recursive is_active date_mod date_creation allow_response'.split(
    ' ',
  );
const CLIENT_COLUMNS = (
  'id entities_id is_recursive name date_mod date_creation is_active ipv4_range_start ipv4_range_end ipv6 ' +
  'app_token_date dolog_method comment'
).split(' ');

export function directoryTypes(core: Core): ItemType[] {
  const { state } = core;

  const profile = itemType<Profile>(core, {
    name: 'Profile',
    table: state.profiles,
    right: 'profile',
    columns: PROFILE_COLUMNS,
    // Rights stand in a profile read alone, not in a list of them.
    present: (_session, row, alone) => {
      const all = new Set(state.profiles.rows.flatMap((one) => Object.keys(one.rights)));
      const rights = alone
        ? Object.fromEntries([...all].sort().map((name) => [name, row.rights[name] ?? 0]))
        : {};
      return { ...pick({ ...row }, PROFILE_COLUMNS), ...rights };
    },
    add: (session, input) => {
      const added = state.profiles.add({
        name: text(input.name),
        interface: input.interface === 'central' ? 'central' : 'helpdesk',
        is_default: flag(input.is_default),
        comment: textOrNull(input.comment),
        rights: {},
      });
      return { id: added.id, message: core.message(session, 'Item successfully added: %s', added.name) };
    },
    update: (_session, row, input) => {
      if (input.name !== undefined) row.name = text(input.name);
      if (input.is_default !== undefined) row.is_default = flag(input.is_default);
      return CHANGED;
    },
  });

  const entity = itemType<Entity>(core, {
    name: 'Entity',
    table: state.entities,
    right: 'entity',
    columns: ENTITY_COLUMNS,
    parents: { Entity: (row, id) => row.entities_id === id },
    // The list knows entities made since; reading one alone asks for the active ones.
    listed: (session, row) =>
      state.profileUsers.some(
        (auth) =>
          auth.users_id === session.usersId &&
          auth.profiles_id === session.profilesId &&
          (auth.is_recursive === 1 ? entityTree(core, auth.entities_id) : [auth.entities_id]).includes(
            row.id,
          ),
      ),
    canRead: (session, row) => may(core, session, 'entity', READ) && inActiveEntities(session, row.id),
    add: (session, input) => {
      const name = storedText(core, text(input.name));
      const id = addEntity(state, name, number(input.entities_id));
      return { id, message: core.message(session, 'Item successfully added: %s', name) };
    },
    update: (_session, row, input) => {
      if (input.name !== undefined) {
        row.name = storedText(core, text(input.name));
        const above = row.entities_id === null ? undefined : state.entities.get(row.entities_id);
        row.completename = above === undefined ? row.name : `${above.completename} > ${row.name}`;
      }
      if (input.comment !== undefined) row.comment = textOrNull(input.comment);
      return CHANGED;
    },
    remove: (session, row) => {
      if (state.entities.some((other) => other.entities_id === row.id)) {
        const message = core.say(session, 'You cannot delete an entity which contains sub-entities.');
        return { done: false, message };
      }
      // What was in it falls to the root entity, an open registration form too (measured on 11.0.6).
      for (const form of state.forms) if (form.entities_id === row.id) form.entities_id = 0;
      for (const ticket of state.tickets) if (ticket.entities_id === row.id) ticket.entities_id = 0;
      state.entities.remove(row.id);
      return CHANGED;
    },
  });

  const group = itemType<Group>(core, {
    name: 'Group',
    table: state.groups,
    right: 'group',
    columns: GROUP_COLUMNS,
    parents: {
      Entity: (row, id) => row.entities_id === id,
      Group: (row, id) => row.groups_id === id,
    },
    listed: (session, row) => seesRow(core, session, row),
    canCreate: (session, input) =>
      may(core, session, 'group', CREATE) &&
      inActiveEntities(
        session,
        input.entities_id === undefined ? session.activeEntity : number(input.entities_id),
      ),
    add: (session, input) => {
      const name = storedText(core, text(input.name));
      const above = state.groups.get(number(input.groups_id));
      const added = state.groups.add({
        ...blankGroup(name, core.now),
        completename: above === undefined ? name : `${above.completename} > ${name}`,
        level: (above?.level ?? 0) + 1,
        groups_id: above?.id ?? 0,
        entities_id: number(input.entities_id),
        is_recursive: flag(input.is_recursive),
        comment: textOrNull(input.comment),
        ...groupFlags(input, { is_usergroup: 1 }),
      });
      return { id: added.id, message: core.message(session, 'Item successfully added: %s', name) };
    },
    update: (_session, row, input) => {
      if (input.name !== undefined) {
        row.name = storedText(core, text(input.name));
        row.completename = row.name;
      }
      if (input.is_recursive !== undefined) row.is_recursive = flag(input.is_recursive);
      Object.assign(row, groupFlags(input, row));
      return CHANGED;
    },
    remove: (_session, row) => {
      state.groups.remove(row.id);
      state.groupUsers.removeWhere((link) => link.groups_id === row.id);
      return CHANGED;
    },
  });

  const notification = itemType<Notification>(core, {
    name: 'Notification',
    table: state.notifications,
    right: 'notification',
    columns: NOTIFICATION_COLUMNS,
    listed: (session, row) => seesRow(core, session, row),
    update: (_session, row, input) => {
      if (input.is_active !== undefined) row.is_active = flag(input.is_active);
      if (input.name !== undefined) row.name = text(input.name);
      return CHANGED;
    },
  });

  const client = itemType<ApiClient>(core, {
    name: 'APIClient',
    table: state.apiClients,
    right: 'config',
    columns: CLIENT_COLUMNS,
    canCreate: (session) => may(core, session, 'config', 2),
    canDelete: (session) => may(core, session, 'config', 2),
    add: (session, input) => {
      const id = addApiClient(core, input);
      return { id, message: core.message(session, 'Item successfully added: %s', text(input.name)) };
    },
    update: (_session, row, input) => {
      changeApiClient(core, row, input);
      return CHANGED;
    },
  });

  return [profile, entity, group, notification, client];
}

function groupFlags(input: Input, row: { is_usergroup: number }): { is_usergroup: number } {
  return { is_usergroup: input.is_usergroup === undefined ? row.is_usergroup : flag(input.is_usergroup) };
}

function ipNumber(value: unknown): number | null {
  const given = text(value).trim();
  if (given === '') return null;
  if (/^\d+$/.test(given)) return Number(given);
  return given.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

export function addApiClient(core: Core, input: Input): number {
  const added = core.state.apiClients.add({
    entities_id: 0,
    is_recursive: 1,
    name: text(input.name),
    date_mod: core.now,
    date_creation: core.now,
    is_active: 0,
    ipv4_range_start: null,
    ipv4_range_end: null,
    ipv6: null,
    app_token: null,
    app_token_date: null,
    dolog_method: 0,
    comment: null,
  });
  changeApiClient(core, added, input);
  return added.id;
}

export function changeApiClient(core: Core, row: ApiClient, input: Input): void {
  if (input.name !== undefined) row.name = text(input.name);
  if (input.is_active !== undefined) row.is_active = flag(input.is_active);
  if (input.ipv4_range_start !== undefined) row.ipv4_range_start = ipNumber(input.ipv4_range_start);
  if (input.ipv4_range_end !== undefined) row.ipv4_range_end = ipNumber(input.ipv4_range_end);
  // One end alone means that one address.
  if (row.ipv4_range_end === null) row.ipv4_range_end = row.ipv4_range_start;
  if (input.ipv6 !== undefined) row.ipv6 = text(input.ipv6) === '' ? null : text(input.ipv6);
  if (input.dolog_method !== undefined) row.dolog_method = number(input.dolog_method);
  if (input.app_token !== undefined) row.app_token = text(input.app_token) || null;
  if (flag(input._reset_app_token) === 1) {
    row.app_token = `app${row.id}${Math.random().toString(36).slice(2)}`.padEnd(40, '0').slice(0, 40);
    row.app_token_date = core.now;
  }
  row.date_mod = core.now;
}
