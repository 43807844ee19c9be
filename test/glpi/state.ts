import type { Session } from './sessions.ts';
import { type Identified, Table } from './table.ts';

/** Everything the stand-in knows: rows as in GLPI's tables, flags as 0 and 1, times naive in its own zone. */

export interface User extends Identified {
  name: string;
  /** `hashed:` + password when it can be logged in with; anything else stands there unusable. */
  password: string | null;
  password_last_update: string | null;
  realname: string | null;
  firstname: string | null;
  nickname: string | null;
  phone: string | null;
  phone2: string | null;
  mobile: string | null;
  registration_number: string | null;
  language: string | null;
  comment: string | null;
  is_active: number;
  is_deleted: number;
  begin_date: string | null;
  end_date: string | null;
  profiles_id: number;
  entities_id: number | null;
  groups_id: number;
  usertitles_id: number;
  usercategories_id: number;
  locations_id: number;
  users_id_supervisor: number;
  auths_id: number;
  authtype: number;
  timezone: string | null;
  last_login: string | null;
  date_mod: string | null;
  date_creation: string | null;
  api_token: string | null;
  api_token_date: string | null;
  /** In clear here; read through the API of 11 it comes encrypted. */
  password_forget_token: string | null;
  password_forget_token_date: string | null;
  palette: string | null;
  page_layout: string | null;
}

export interface UserEmail extends Identified {
  users_id: number;
  is_default: number;
  is_dynamic: number;
  email: string;
}

export interface Profile extends Identified {
  name: string;
  interface: 'central' | 'helpdesk';
  is_default: number;
  comment: string | null;
  rights: Record<string, number>;
}

export interface ProfileUser extends Identified {
  users_id: number;
  profiles_id: number;
  entities_id: number;
  is_recursive: number;
  is_dynamic: number;
  is_default_profile: number;
}

export interface Entity extends Identified {
  name: string;
  entities_id: number | null;
  completename: string;
  comment: string | null;
  level: number;
}

export interface Group extends Identified {
  name: string;
  completename: string;
  entities_id: number;
  is_recursive: number;
  comment: string | null;
  groups_id: number;
  level: number;
  is_requester: number;
  is_watcher: number;
  is_assign: number;
  is_task: number;
  is_notify: number;
  is_itemgroup: number;
  is_usergroup: number;
  is_manager: number;
  date_mod: string | null;
  date_creation: string | null;
}

export interface GroupUser extends Identified {
  users_id: number;
  groups_id: number;
  is_dynamic: number;
  is_manager: number;
  is_userdelegate: number;
}

export interface Form extends Identified {
  uuid: string;
  entities_id: number;
  is_recursive: number;
  is_active: number;
  is_deleted: number;
  is_draft: number;
  is_pinned: number;
  render_layout: string;
  name: string;
  header: string | null;
  illustration: string;
  description: string | null;
  forms_categories_id: number;
  usage_count: number;
  submit_button_visibility_strategy: string;
  submit_button_conditions: string;
  date_mod: string | null;
  date_creation: string | null;
}

export interface FormSection extends Identified {
  uuid: string;
  forms_forms_id: number;
  name: string;
  description: string | null;
  rank: number;
  visibility_strategy: string;
  conditions: string;
}

export interface FormQuestion extends Identified {
  uuid: string;
  forms_sections_id: number;
  forms_sections_uuid: string;
  name: string;
  type: string;
  is_mandatory: number;
  vertical_rank: number;
  horizontal_rank: number | null;
  description: string | null;
  default_value: string | null;
  extra_data: string | null;
  visibility_strategy: string;
  conditions: string;
  validation_strategy: string;
  validation_conditions: string;
}

export interface FormDestination extends Identified {
  forms_forms_id: number;
  itemtype: string;
  name: string;
  config: string;
  creation_strategy: string;
  conditions: string;
}

export interface FormPolicy extends Identified {
  forms_forms_id: number;
  strategy: string;
  config: string;
  is_active: number;
}

export interface FormCategory extends Identified {
  name: string;
  completename: string;
  description: string | null;
  illustration: string;
  forms_categories_id: number;
  level: number;
  comment: string | null;
}

export interface AnswersSet extends Identified {
  forms_forms_id: number;
  users_id: number;
  name: string;
  index: number;
  entities_id: number;
  answers: string;
  date_creation: string;
  /** The ticket made from it. */
  tickets_id: number;
}

export interface Ticket extends Identified {
  entities_id: number;
  name: string;
  date: string;
  closedate: string | null;
  solvedate: string | null;
  date_mod: string;
  date_creation: string;
  status: number;
  users_id_recipient: number;
  users_id_lastupdater: number;
  requesttypes_id: number;
  content: string;
  urgency: number;
  impact: number;
  priority: number;
  itilcategories_id: number;
  type: number;
  locations_id: number;
  is_deleted: number;
  externalid: string | null;
}

export interface ItemTicket extends Identified {
  itemtype: string;
  items_id: number;
  tickets_id: number;
}

export interface TicketUser extends Identified {
  tickets_id: number;
  users_id: number;
  type: number;
  use_notification: number;
  alternative_email: string;
}

export interface Solution extends Identified {
  itemtype: string;
  items_id: number;
  solutiontypes_id: number;
  content: string;
  date_creation: string;
  date_mod: string;
  users_id: number;
  status: number;
}

export interface Followup extends Identified {
  itemtype: string;
  items_id: number;
  date: string;
  users_id: number;
  content: string;
  is_private: number;
  requesttypes_id: number;
  date_creation: string;
  date_mod: string;
}

export interface Notification extends Identified {
  name: string;
  entities_id: number;
  itemtype: string;
  event: string;
  comment: string | null;
  is_recursive: number;
  is_active: number;
  date_mod: string | null;
  date_creation: string | null;
  allow_response: number;
}

export interface ApiClient extends Identified {
  entities_id: number;
  is_recursive: number;
  name: string;
  date_mod: string | null;
  date_creation: string | null;
  is_active: number;
  ipv4_range_start: number | null;
  ipv4_range_end: number | null;
  ipv6: string | null;
  app_token: string | null;
  app_token_date: string | null;
  dolog_method: number;
  comment: string | null;
}

export interface Mail {
  to: string;
  subject: string;
  body: string;
  /** The set-password link in it, if any. */
  link: string | null;
  sentAt: string;
  usersId: number;
}

export interface LoggedRequest {
  method: string;
  path: string;
  status: number;
  sessionUser: string | null;
}

/** GLPI's configuration: all values are texts, as in its table. */
export interface Config {
  [name: string]: string;
  version: string;
  url_base: string;
  language: string;
  enable_api: string;
  enable_api_login_credentials: string;
  enable_api_login_external_token: string;
  use_notifications: string;
  notifications_mailing: string;
  use_password_security: string;
  password_min_length: string;
  password_need_number: string;
  password_need_letter: string;
  password_need_caps: string;
  password_need_symbol: string;
  password_init_token_delay: string;
}

export class State {
  /** Id of the configuration row that Setup > General works on; never take it for 1. */
  configId = 1;
  config: Config;
  readonly users = new Table<User>();
  readonly userEmails = new Table<UserEmail>();
  readonly profiles = new Table<Profile>();
  readonly profileUsers = new Table<ProfileUser>();
  readonly entities = new Table<Entity>();
  readonly groups = new Table<Group>();
  readonly groupUsers = new Table<GroupUser>();
  readonly forms = new Table<Form>();
  readonly sections = new Table<FormSection>();
  readonly questions = new Table<FormQuestion>();
  readonly destinations = new Table<FormDestination>();
  readonly policies = new Table<FormPolicy>();
  readonly categories = new Table<FormCategory>();
  readonly answersSets = new Table<AnswersSet>();
  readonly tickets = new Table<Ticket>();
  readonly itemTickets = new Table<ItemTicket>();
  readonly ticketUsers = new Table<TicketUser>();
  readonly solutions = new Table<Solution>();
  readonly followups = new Table<Followup>();
  readonly notifications = new Table<Notification>();
  readonly apiClients = new Table<ApiClient>();
  readonly mailbox: Mail[] = [];
  readonly sessions = new Map<string, Session>();
  readonly requests: LoggedRequest[] = [];

  constructor(config: Config) {
    this.config = config;
  }
}
