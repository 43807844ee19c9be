import { randomBytes, randomUUID } from 'node:crypto';
import { blankForm } from '../blank-rows.ts';
import type { Core } from '../core.ts';
import { isMap } from '../exchange.ts';
import { phpJson } from '../php-json.ts';
import { CREATE, may, PURGE, READ, seesRow, UPDATE } from '../rights.ts';
import type { Session } from '../sessions.ts';
import type {
  AnswersSet,
  Form,
  FormCategory,
  FormDestination,
  FormPolicy,
  FormQuestion,
  FormSection,
} from '../state.ts';
import type { Table } from '../table.ts';
import { CHANGED, flag, type Input, type ItemType, itemType, number, text, textOrNull } from './itemtype.ts';
import { Crash } from './refusal.ts';

export const FORM = 'Glpi\\Form\\Form';
export const TICKET_DESTINATION = 'Glpi\\Form\\Destination\\FormDestinationTicket';
export const DIRECT_ACCESS = 'Glpi\\Form\\AccessControl\\ControlType\\DirectAccess';
export const ALLOW_LIST = 'Glpi\\Form\\AccessControl\\ControlType\\AllowList';
const QUESTION_TYPE = 'Glpi\\Form\\QuestionType\\QuestionType';

/** Types that are chosen from a list cannot do without their options. */
const CHOICES = ['Dropdown', 'Radio', 'Checkbox'].map((name) => QUESTION_TYPE + name);
const PLAIN = ['ShortText', 'Email', 'Number', 'LongText'].map((name) => QUESTION_TYPE + name);

const FORM_COLUMNS = (
  'id uuid entities_id is_recursive is_active is_deleted is_draft is_pinned render_layout name header illustration ' +
  'description forms_categories_id usage_count submit_button_visibility_strategy submit_button_conditions date_mod date_creation'
).split(' ');
const SECTION_COLUMNS = 'id uuid forms_forms_id name description rank visibility_strategy conditions'.split(
  ' ',
);
const QUESTION_COLUMNS = (
  'id uuid forms_sections_id forms_sections_uuid name type is_mandatory vertical_rank horizontal_rank description ' +
  'default_value extra_data visibility_strategy conditions validation_strategy validation_conditions'
).split(' ');

/** Config that GLPI adds to each ticket destination by itself. */
const LINKED_OBJECTS = {
  'glpi-form-destination-commonitilfield-linkeditilobjectsfield': {
    strategy_configs: [
      {
        strategy: null,
        linktype: '',
        specific_destination_ids: [],
        specific_question_ids: [],
        specific_itilobject: [],
      },
    ],
  },
};

/** The database lets no uuid stand twice in a table (UNIQUE KEY uuid of 11.0.6); the refused insert uses up an id. */
function duplicateUuid<Row extends { id: number; uuid: string }>(
  table: Table<Row>,
  input: Input,
): { id: false; message: string } | null {
  const uuid = text(input.uuid);
  if (uuid === '' || !table.some((row) => row.uuid === uuid)) return null;
  table.takeId();
  return { id: false, message: `MySQL query error: Duplicate entry '${uuid}' for key 'uuid' (1062).` };
}

function jsonColumn(value: unknown, otherwise: string): string {
  if (value === undefined || value === null) return otherwise;
  return typeof value === 'string' ? value : phpJson(value);
}

export function formTypes(core: Core): ItemType[] {
  const { state } = core;
  const formOfSection = (id: number) => state.forms.get(state.sections.get(id)?.forms_forms_id ?? -1);
  const touchable = (session: Session, form: Form | undefined) =>
    form !== undefined && may(core, session, 'form', UPDATE) && seesRow(core, session, form);
  const added = (session: Session, id: number, name: string, kind: string) => ({
    id,
    message: core.message(session, 'Item successfully added: %s', name === '' ? `${kind} - ID ${id}` : name),
  });

  const form = itemType<Form>(core, {
    name: FORM,
    table: state.forms,
    right: 'form',
    columns: FORM_COLUMNS,
    hasTrash: true,
    inTrash: (row) => row.is_deleted === 1,
    parents: {
      Entity: (row, id) => row.entities_id === id,
      'Glpi\\Form\\Category': (row, id) => row.forms_categories_id === id,
    },
    listed: (session, row) => seesRow(core, session, row),
    canCreate: (session, input) =>
      may(core, session, 'form', CREATE) &&
      session.activeEntities.includes(
        input.entities_id === undefined ? session.activeEntity : number(input.entities_id),
      ),
    add: (session, input) => {
      const duplicate = duplicateUuid(state.forms, input);
      if (duplicate !== null) return duplicate;
      const row = state.forms.add(blankForm(text(input.name), core.now));
      setForm(row, input);
      if (typeof input.uuid === 'string' && input.uuid !== '') row.uuid = input.uuid;
      if (input._init_sections !== false) addSection(core, { forms_forms_id: row.id, name: 'First section' });
      if (input._init_destinations !== false) {
        addDestination(core, {
          forms_forms_id: row.id,
          itemtype: TICKET_DESTINATION,
          name: 'Ticket',
          config: {},
        });
      }
      if (input._init_access_policies !== false) {
        state.policies.add({
          forms_forms_id: row.id,
          strategy: ALLOW_LIST,
          config: phpJson({ user_ids: ['all'], group_ids: [], profile_ids: [] }),
          is_active: 1,
        });
      }
      return added(session, row.id, row.name, 'Form');
    },
    update: (_session, row, input) => {
      setForm(row, input);
      setParts(core, row, input);
      row.date_mod = core.now;
      return CHANGED;
    },
    remove: (_session, row, purge) => {
      if (purge) purgeForm(core, row.id);
      else row.is_deleted = 1;
      return CHANGED;
    },
  });

  const section = itemType<FormSection>(core, {
    name: 'Glpi\\Form\\Section',
    table: state.sections,
    right: 'form',
    columns: SECTION_COLUMNS,
    parents: { [FORM]: (row, id) => row.forms_forms_id === id },
    canCreate: (session, input) => touchable(session, state.forms.get(number(input.forms_forms_id))),
    canUpdate: (session, row) => touchable(session, state.forms.get(row.forms_forms_id)),
    canDelete: (session, row) => touchable(session, state.forms.get(row.forms_forms_id)),
    add: (session, input) => {
      const duplicate = duplicateUuid(state.sections, input);
      if (duplicate !== null) return duplicate;
      const row = addSection(core, input);
      return added(session, row.id, row.name, 'Section');
    },
    update: (_session, row, input) => {
      setSection(row, input);
      return CHANGED;
    },
    remove: (_session, row) => {
      purgeSection(core, row.id);
      return CHANGED;
    },
  });

  const question = itemType<FormQuestion>(core, {
    name: 'Glpi\\Form\\Question',
    table: state.questions,
    right: 'form',
    columns: QUESTION_COLUMNS,
    // Under a form GLPI lists the questions of all forms: they only know their section.
    parents: { 'Glpi\\Form\\Section': (row, id) => row.forms_sections_id === id },
    canCreate: (session, input) => touchable(session, formOfSection(number(input.forms_sections_id))),
    canUpdate: (session, row) => touchable(session, formOfSection(row.forms_sections_id)),
    canDelete: (session, row) => touchable(session, formOfSection(row.forms_sections_id)),
    add: (session, input) => {
      const duplicate = duplicateUuid(state.questions, input);
      if (duplicate !== null) return duplicate;
      const row = addQuestion(core, input);
      return added(session, row.id, row.name, 'Question');
    },
    update: (_session, row, input) => {
      setQuestion(core, row, input);
      return CHANGED;
    },
  });

  const destination = itemType<FormDestination>(core, {
    name: 'Glpi\\Form\\Destination\\FormDestination',
    table: state.destinations,
    right: 'form',
    columns: 'id forms_forms_id itemtype name config creation_strategy conditions'.split(' '),
    parents: { [FORM]: (row, id) => row.forms_forms_id === id },
    canCreate: (session, input) => touchable(session, state.forms.get(number(input.forms_forms_id))),
    canUpdate: (session, row) => touchable(session, state.forms.get(row.forms_forms_id)),
    canDelete: (session, row) => touchable(session, state.forms.get(row.forms_forms_id)),
    add: (session, input) => {
      const row = addDestination(core, input);
      return added(session, row.id, row.name, 'Form destination');
    },
    update: (_session, row, input) => {
      if (input.name !== undefined) row.name = text(input.name);
      if (input.creation_strategy !== undefined) row.creation_strategy = text(input.creation_strategy);
      if (isMap(input.config)) row.config = phpJson(withLinkedObjects(input.config));
      return CHANGED;
    },
  });

  const policy = itemType<FormPolicy>(core, {
    name: 'Glpi\\Form\\AccessControl\\FormAccessControl',
    table: state.policies,
    right: 'form',
    columns: 'id forms_forms_id strategy config is_active'.split(' '),
    parents: { [FORM]: (row, id) => row.forms_forms_id === id },
    canCreate: (session, input) => touchable(session, state.forms.get(number(input.forms_forms_id))),
    canUpdate: (session, row) => touchable(session, state.forms.get(row.forms_forms_id)),
    canDelete: () => false,
    add: (session, input) => {
      const strategy = text(input.strategy);
      if (strategy !== DIRECT_ACCESS && strategy !== ALLOW_LIST) return { id: false, message: '' };
      const forms = number(input.forms_forms_id);
      if (state.policies.some((row) => row.forms_forms_id === forms && row.strategy === strategy)) {
        state.policies.takeId();
        return {
          id: false,
          message: `MySQL query error: Duplicate entry '${forms}-${strategy}' for key 'unicity' (1062).`,
        };
      }
      const row = state.policies.add({
        forms_forms_id: number(input.forms_forms_id),
        strategy,
        config: policyConfig(strategy, input._config),
        is_active: flag(input.is_active),
      });
      const label =
        strategy === DIRECT_ACCESS ? 'Allow direct access' : 'Allow specifics users, groups or profiles';
      return added(session, row.id, label, 'Access policy');
    },
    update: (_session, row, input) => {
      if (input.is_active !== undefined) row.is_active = flag(input.is_active);
      if (input._config !== undefined) row.config = policyConfig(row.strategy, input._config);
      return CHANGED;
    },
  });

  const category = itemType<FormCategory>(core, {
    name: 'Glpi\\Form\\Category',
    table: state.categories,
    right: 'form',
    columns: 'id name description illustration forms_categories_id completename level comment'.split(' '),
    add: (session, input) => {
      const above = state.categories.get(number(input.forms_categories_id));
      const name = text(input.name);
      const row = state.categories.add({
        name,
        completename: above === undefined ? name : `${above.completename} > ${name}`,
        description: textOrNull(input.description),
        illustration: text(input.illustration),
        forms_categories_id: above?.id ?? 0,
        level: (above?.level ?? 0) + 1,
        comment: textOrNull(input.comment),
      });
      return added(session, row.id, name, 'Form category');
    },
    update: (_session, row, input) => {
      if (input.name !== undefined) row.name = text(input.name);
      return CHANGED;
    },
  });

  /** Stored, but nobody may read them; removing them is another matter. */
  const answers = itemType<AnswersSet>(core, {
    name: 'Glpi\\Form\\AnswersSet',
    table: state.answersSets,
    right: null,
    columns: ['id', 'forms_forms_id', 'users_id', 'name', 'index'],
    canView: () => false,
    canRead: () => false,
    canCreate: () => false,
    canUpdate: () => false,
    canDelete: (session) => may(core, session, 'form', UPDATE) || may(core, session, 'form', PURGE | READ),
  });

  return [form, section, question, destination, policy, category, answers];
}

function policyConfig(strategy: string, given: unknown): string {
  const config = isMap(given) ? given : {};
  if (strategy !== DIRECT_ACCESS) {
    return phpJson({
      user_ids: config.user_ids ?? [],
      group_ids: config.group_ids ?? [],
      profile_ids: config.profile_ids ?? [],
    });
  }
  return phpJson({
    token: text(config.token) === '' ? randomBytes(20).toString('hex') : text(config.token),
    allow_unauthenticated: flag(config.allow_unauthenticated) === 1,
  });
}

function setForm(row: Form, input: Input): void {
  if (input.name !== undefined) row.name = text(input.name);
  if (input.header !== undefined) row.header = textOrNull(input.header);
  if (input.description !== undefined) row.description = textOrNull(input.description);
  if (input.render_layout !== undefined) row.render_layout = text(input.render_layout);
  if (input.illustration !== undefined) row.illustration = text(input.illustration);
  if (input.entities_id !== undefined) row.entities_id = number(input.entities_id);
  if (input.forms_categories_id !== undefined) row.forms_categories_id = number(input.forms_categories_id);
  for (const column of ['is_recursive', 'is_active', 'is_deleted', 'is_draft', 'is_pinned'] as const) {
    if (input[column] !== undefined) row[column] = flag(input[column]);
  }
  if (input.submit_button_visibility_strategy !== undefined) {
    row.submit_button_visibility_strategy = text(input.submit_button_visibility_strategy);
  }
  if (input._conditions !== undefined) row.submit_button_conditions = jsonColumn(input._conditions, '[]');
}

/** Sections and questions that came with the form, told apart by uuid. */
function setParts(core: Core, form: Form, input: Input): void {
  const { state } = core;
  const given = (name: string): Input[] => {
    const parts = input[name];
    return Array.isArray(parts)
      ? parts.filter(isMap)
      : isMap(parts)
        ? Object.values(parts).filter(isMap)
        : [];
  };
  const uuidOf = (part: Input): string => {
    const uuid = text(part.uuid);
    if (uuid === '') throw new Crash();
    return uuid;
  };
  const sections = given('_sections').map((part) => {
    const known = state.sections.find((row) => row.forms_forms_id === form.id && row.uuid === uuidOf(part));
    if (known === undefined) return addSection(core, { ...part, forms_forms_id: form.id });
    setSection(known, part);
    return known;
  });
  const mySections = () => state.sections.filter((row) => row.forms_forms_id === form.id);
  const questions = given('_questions').map((part) => {
    const section = mySections().find((row) => row.uuid === text(part.forms_sections_uuid));
    if (section === undefined) throw new Crash();
    const known = state.questions.find((row) => row.uuid === uuidOf(part));
    if (known === undefined) return addQuestion(core, { ...part, forms_sections_id: section.id });
    setQuestion(core, known, { ...part, forms_sections_id: section.id });
    return known;
  });
  if (flag(input._delete_missing_questions) === 1) {
    const mine = new Set(mySections().map((row) => row.id));
    state.questions.removeWhere((row) => mine.has(row.forms_sections_id) && !questions.includes(row));
  }
  if (flag(input._delete_missing_sections) === 1) {
    for (const row of mySections()) if (!sections.includes(row)) purgeSection(core, row.id);
  }
}

function addSection(core: Core, input: Input): FormSection {
  const siblings = core.state.sections.filter((row) => row.forms_forms_id === number(input.forms_forms_id));
  const row = core.state.sections.add({
    uuid: text(input.uuid) === '' ? randomUUID() : text(input.uuid),
    forms_forms_id: number(input.forms_forms_id),
    name: '',
    description: null,
    rank: siblings.length,
    visibility_strategy: '',
    conditions: '[]',
  });
  setSection(row, input);
  return row;
}

function setSection(row: FormSection, input: Input): void {
  if (input.name !== undefined) row.name = text(input.name);
  if (input.description !== undefined) row.description = textOrNull(input.description);
  if (input.rank !== undefined) row.rank = number(input.rank);
  if (input.visibility_strategy !== undefined) row.visibility_strategy = text(input.visibility_strategy);
  if (input._conditions !== undefined) row.conditions = jsonColumn(input._conditions, '[]');
}

function addQuestion(core: Core, input: Input): FormQuestion {
  const type = text(input.type);
  checkExtraData(type, input.extra_data);
  const section = core.state.sections.get(number(input.forms_sections_id));
  const row = core.state.questions.add({
    uuid: text(input.uuid) === '' ? randomUUID() : text(input.uuid),
    forms_sections_id: section?.id ?? 0,
    forms_sections_uuid: section?.uuid ?? '',
    name: '',
    type,
    is_mandatory: 0,
    vertical_rank: 0,
    horizontal_rank: null,
    description: null,
    default_value: null,
    extra_data: null,
    visibility_strategy: '',
    conditions: '[]',
    validation_strategy: '',
    validation_conditions: '[]',
  });
  setQuestion(core, row, input);
  return row;
}

function checkExtraData(type: string, given: unknown): void {
  const data: unknown = typeof given === 'string' && given !== '' ? JSON.parse(given) : given;
  const none =
    data === undefined ||
    data === null ||
    data === '' ||
    (typeof data === 'object' && Object.keys(data).length === 0);
  if (PLAIN.includes(type) && !none) throw new Crash();
  if (CHOICES.includes(type) && !(isMap(data) && (isMap(data.options) || Array.isArray(data.options)))) {
    throw new Crash();
  }
}

function setQuestion(core: Core, row: FormQuestion, input: Input): void {
  if (input.type !== undefined || input.extra_data !== undefined) {
    checkExtraData(
      input.type === undefined ? row.type : text(input.type),
      input.extra_data ?? row.extra_data,
    );
  }
  if (input.name !== undefined) row.name = text(input.name);
  if (input.type !== undefined) row.type = text(input.type);
  if (input.forms_sections_id !== undefined) {
    const section = core.state.sections.get(number(input.forms_sections_id));
    row.forms_sections_id = section?.id ?? 0;
    row.forms_sections_uuid = section?.uuid ?? '';
  }
  if (input.is_mandatory !== undefined) row.is_mandatory = flag(input.is_mandatory);
  if (input.vertical_rank !== undefined) row.vertical_rank = number(input.vertical_rank);
  if (input.horizontal_rank !== undefined) {
    row.horizontal_rank = input.horizontal_rank === null ? null : number(input.horizontal_rank);
  }
  if (input.description !== undefined) row.description = textOrNull(input.description);
  if (input.default_value !== undefined) row.default_value = textOrNull(input.default_value);
  if (input.extra_data !== undefined) {
    row.extra_data =
      input.extra_data === null || input.extra_data === '' ? null : jsonColumn(input.extra_data, '');
  }
  if (input.visibility_strategy !== undefined) row.visibility_strategy = text(input.visibility_strategy);
  if (input._conditions !== undefined) row.conditions = jsonColumn(input._conditions, '[]');
  if (input.validation_strategy !== undefined) row.validation_strategy = text(input.validation_strategy);
  if (input._validation_conditions !== undefined) {
    row.validation_conditions = jsonColumn(input._validation_conditions, '[]');
  }
}

function withLinkedObjects(config: Record<string, unknown>): Record<string, unknown> {
  return { ...config, ...LINKED_OBJECTS };
}

function addDestination(core: Core, input: Input): FormDestination {
  if (text(input.itemtype) !== TICKET_DESTINATION) throw new Crash();
  const config = isMap(input.config) ? input.config : {};
  return core.state.destinations.add({
    forms_forms_id: number(input.forms_forms_id),
    itemtype: TICKET_DESTINATION,
    name: text(input.name),
    config: phpJson(withLinkedObjects(config)),
    creation_strategy: text(input.creation_strategy),
    conditions: jsonColumn(input._conditions, '[]'),
  });
}

function purgeSection(core: Core, id: number): void {
  core.state.sections.remove(id);
  core.state.questions.removeWhere((row) => row.forms_sections_id === id);
}

/** Tickets and stored answers stay behind. */
function purgeForm(core: Core, id: number): void {
  const { state } = core;
  for (const row of state.sections.filter((one) => one.forms_forms_id === id)) purgeSection(core, row.id);
  state.destinations.removeWhere((row) => row.forms_forms_id === id);
  state.policies.removeWhere((row) => row.forms_forms_id === id);
  state.itemTickets.removeWhere((row) => row.itemtype === FORM && row.items_id === id);
  state.forms.remove(id);
}
