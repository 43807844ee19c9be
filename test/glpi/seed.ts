import { randomUUID } from 'node:crypto';
import { addEntity, blankForm, blankGroup, blankUser, hashed, SUPER_ADMIN } from './blank-rows.ts';
import type { Clock } from './clock.ts';
import type { Options } from './options.ts';
import { addSamplePeople } from './people.ts';
import { RIGHTS_TABLE } from './rights-table.ts';
import { type Config, State } from './state.ts';

const PROFILES = [
  ['Self-Service', 'helpdesk'],
  ['Observer', 'central'],
  ['Admin', 'central'],
  ['Super-Admin', 'central'],
  ['Hotliner', 'central'],
  ['Technician', 'central'],
  ['Supervisor', 'central'],
  ['Read-Only', 'central'],
] as const;

function configOf(options: Options): Config {
  const flag = (on: boolean) => (on ? '1' : '0');
  return {
    version: options.version,
    url_base: '',
    root_doc: options.root,
    language: options.language === 'fr' ? 'fr_FR' : 'en_GB',
    admin_email: 'glpi@example.com',
    enable_api: flag(options.apiEnabled),
    enable_hlapi: '0',
    enable_api_login_credentials: flag(options.credentialsLogin),
    enable_api_login_external_token: flag(options.externalTokenLogin),
    use_notifications: flag(options.mail),
    notifications_mailing: flag(options.mail),
    use_password_security: flag(options.passwordPolicy),
    password_min_length: '8',
    password_need_number: '1',
    password_need_letter: '1',
    password_need_caps: '1',
    password_need_symbol: '1',
    password_init_token_delay: String(options.passwordInitDelay),
    glpinetwork_registration_key: '',
    list_limit: '20',
    timezone: '0',
  };
}

function seedProfiles(state: State, options: Options): void {
  PROFILES.forEach(([name, face], index) => {
    const rights: Record<string, number> = {};
    for (const [right, values] of Object.entries(RIGHTS_TABLE)) {
      const text = typeof values === 'string' ? values : values[options.major === 11 ? 1 : 0];
      const value = text.split(' ')[index] ?? '';
      if (value !== '' && value !== '-') rights[right] = Number(value);
    }
    state.profiles.add({ name, interface: face, is_default: index === 0 ? 1 : 0, comment: '', rights });
  });
}

function seedUsers(state: State): void {
  const people: [number, string, string, number][] = [
    [2, 'glpi', 'glpi', SUPER_ADMIN],
    [3, 'post-only', 'postonly', 1],
    [4, 'tech', 'tech', 6],
    [5, 'normal', 'normal', 2],
  ];
  for (const [id, name, password, profile] of people) {
    state.users.add({ ...blankUser(name, null), id, password: hashed(password) });
    state.profileUsers.add({
      id,
      users_id: id,
      profiles_id: profile,
      entities_id: 0,
      is_recursive: 1,
      is_dynamic: 0,
      is_default_profile: 0,
    });
  }
  state.users.add({ ...blankUser('glpi-system', null), id: 6, realname: 'Support', password: '' });
}

function seedNotifications(state: State, options: Options): void {
  const events: [number, string, string][] = [
    [25, 'Password Forget', 'passwordforget'],
    [70, 'Password expires alert', 'passwordexpires'],
  ];
  if (options.major === 11) events.push([73, 'Password Initialization', 'passwordinit']);
  for (const [id, name, event] of events) {
    state.notifications.add({
      id,
      name,
      entities_id: 0,
      itemtype: 'User',
      event,
      comment: null,
      is_recursive: 1,
      is_active: 1,
      date_mod: null,
      date_creation: null,
      allow_response: 1,
    });
  }
}

/** The two forms that come with GLPI 11: ids of our own begin after theirs. */
function seedForms(state: State, now: string): void {
  for (const name of ['Report an issue', 'Request a service']) {
    const form = state.forms.add({ ...blankForm(name, now), is_active: 1, is_recursive: 1 });
    const section = state.sections.add({
      uuid: randomUUID(),
      forms_forms_id: form.id,
      name: 'First section',
      description: null,
      rank: 0,
      visibility_strategy: '',
      conditions: '[]',
    });
    [
      'Urgency',
      'Category',
      'User devices',
      'Observers',
      'Location',
      'Title',
      'Description',
      'Attachments',
    ].forEach((title, rank) => {
      state.questions.add({
        uuid: randomUUID(),
        forms_sections_id: section.id,
        forms_sections_uuid: section.uuid,
        name: title,
        type:
          title === 'Description'
            ? 'Glpi\\Form\\QuestionType\\QuestionTypeLongText'
            : 'Glpi\\Form\\QuestionType\\QuestionTypeShortText',
        is_mandatory: title === 'Description' ? 1 : 0,
        vertical_rank: rank,
        horizontal_rank: null,
        description: null,
        default_value: null,
        extra_data: null,
        visibility_strategy: '',
        conditions: '[]',
        validation_strategy: '',
        validation_conditions: '[]',
      });
    });
    state.destinations.add({
      forms_forms_id: form.id,
      itemtype: 'Glpi\\Form\\Destination\\FormDestinationTicket',
      name: 'Ticket',
      config: '{}',
      creation_strategy: '',
      conditions: '[]',
    });
    state.policies.add({
      forms_forms_id: form.id,
      strategy: 'Glpi\\Form\\AccessControl\\ControlType\\AllowList',
      config: '{"user_ids":["all"],"group_ids":[],"profile_ids":[]}',
      is_active: 1,
    });
  }
}

function ipNumber(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

function seedApiClients(state: State, options: Options): void {
  for (const client of options.apiClients) {
    state.apiClients.add({
      entities_id: 0,
      is_recursive: 1,
      name: client.name,
      date_mod: null,
      date_creation: null,
      is_active: client.active === false ? 0 : 1,
      ipv4_range_start: client.from === undefined ? null : ipNumber(client.from),
      ipv4_range_end: client.to === undefined ? null : ipNumber(client.to),
      ipv6: client.ipv6 ?? null,
      app_token: client.appToken ?? null,
      app_token_date: null,
      dolog_method: 0,
      comment: null,
    });
  }
}

export function seededState(options: Options, clock: Clock): State {
  const state = new State(configOf(options));
  const now = clock.naive();
  state.entities.add({
    id: 0,
    name: 'Root entity',
    entities_id: null,
    completename: 'Root entity',
    comment: null,
    level: 1,
  });
  seedProfiles(state, options);
  seedUsers(state);
  seedNotifications(state, options);
  seedApiClients(state, options);
  if (options.major === 11) seedForms(state, now);
  for (const entity of options.entities) addEntity(state, entity.name, entity.parent ?? 0);
  for (const name of options.groups) state.groups.add({ ...blankGroup(name, now), is_recursive: 1 });
  if (options.samplePeople) addSamplePeople(state, clock);
  return state;
}
