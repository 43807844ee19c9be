import { randomUUID } from 'node:crypto';
import type { Form, Group, State, User } from './state.ts';

export const SUPER_ADMIN = 4;

export function hashed(password: string): string {
  return `hashed:${password}`;
}

/** A row of the users table as GLPI makes it when nothing is said. */
export function blankUser(name: string, now: string | null): Omit<User, 'id'> {
  return {
    name,
    password: null,
    password_last_update: null,
    realname: null,
    firstname: null,
    nickname: null,
    phone: null,
    phone2: null,
    mobile: null,
    registration_number: null,
    language: null,
    comment: null,
    is_active: 1,
    is_deleted: 0,
    begin_date: null,
    end_date: null,
    profiles_id: 0,
    entities_id: 0,
    groups_id: 0,
    usertitles_id: 0,
    usercategories_id: 0,
    locations_id: 0,
    users_id_supervisor: 0,
    auths_id: 0,
    authtype: 1,
    timezone: null,
    last_login: null,
    date_mod: now,
    date_creation: now,
    api_token: null,
    api_token_date: null,
    password_forget_token: null,
    password_forget_token_date: null,
    palette: null,
    page_layout: null,
  };
}

export function blankGroup(name: string, now: string): Omit<Group, 'id'> {
  return {
    name,
    completename: name,
    entities_id: 0,
    is_recursive: 0,
    comment: null,
    groups_id: 0,
    level: 1,
    is_requester: 1,
    is_watcher: 1,
    is_assign: 1,
    is_task: 1,
    is_notify: 1,
    is_itemgroup: 1,
    is_usergroup: 1,
    is_manager: 1,
    date_mod: now,
    date_creation: now,
  };
}

export function blankForm(name: string, now: string): Omit<Form, 'id'> {
  return {
    uuid: randomUUID(),
    entities_id: 0,
    is_recursive: 0,
    is_active: 0,
    is_deleted: 0,
    is_draft: 0,
    is_pinned: 0,
    render_layout: '',
    name,
    header: null,
    illustration: '',
    description: null,
    forms_categories_id: 0,
    usage_count: 0,
    submit_button_visibility_strategy: '',
    submit_button_conditions: '[]',
    date_mod: now,
    date_creation: now,
  };
}

export function addEntity(state: State, name: string, parent: number): number {
  const above = state.entities.get(parent);
  return state.entities.add({
    name,
    entities_id: parent,
    completename: `${above?.completename ?? 'Root entity'} > ${name}`,
    comment: null,
    level: (above?.level ?? 1) + 1,
  }).id;
}
