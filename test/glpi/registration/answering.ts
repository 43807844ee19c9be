import { isEmail } from '../accounts.ts';
import { ALLOW_LIST, DIRECT_ACCESS, FORM } from '../api/forms.ts';
import { blankTicket, CLOSED, setStatus } from '../api/tickets.ts';
import type { Core } from '../core.ts';
import { isMap, type PhpMap } from '../exchange.ts';
import type { Phrase } from '../languages.ts';
import { may, READ } from '../rights.ts';
import type { Session } from '../sessions.ts';
import type { Form, FormQuestion, FormSection, Ticket } from '../state.ts';
import { escapeHtml } from '../web/markup.ts';
import { type Answers, conditionsHold, isShown, longestOf } from './conditions.ts';

/** Who may answer a form, which answers are good, and the ticket that comes of them. */

export function mayAnswer(core: Core, session: Session, form: Form, token: string): boolean {
  if (session.usersId !== null && may(core, session, 'form', READ)) return true;
  if (form.is_deleted === 1 || form.is_active === 0) return false;
  const policies = core.state.policies.filter((row) => row.forms_forms_id === form.id && row.is_active === 1);
  return policies.some((policy) => {
    const config: unknown = JSON.parse(policy.config);
    if (!isMap(config)) return false;
    if (policy.strategy === ALLOW_LIST) return session.usersId !== null;
    if (policy.strategy !== DIRECT_ACCESS) return false;
    const shown = token === '' ? session.openedForms.get(form.id) : token;
    if (shown !== config.token) return false;
    return session.usersId !== null || config.allow_unauthenticated === true;
  });
}

/** Whether a stranger could get in at all: otherwise GLPI asks to log in rather than refuse. */
export function welcomesStrangers(core: Core, form: Form): boolean {
  return core.state.policies
    .filter((row) => row.forms_forms_id === form.id && row.is_active === 1 && row.strategy === DIRECT_ACCESS)
    .some((row) => {
      const config: unknown = JSON.parse(row.config);
      return isMap(config) && config.allow_unauthenticated === true;
    });
}

export interface Sheet {
  form: Form;
  sections: FormSection[];
  questions: FormQuestion[];
}

export function sheetOf(core: Core, form: Form): Sheet {
  const sections = core.state.sections
    .filter((row) => row.forms_forms_id === form.id)
    .sort((a, b) => a.rank - b.rank);
  const questions = sections.flatMap((section) =>
    core.state.questions
      .filter((row) => row.forms_sections_id === section.id)
      .sort(
        (a, b) => a.vertical_rank - b.vertical_rank || (a.horizontal_rank ?? 0) - (b.horizontal_rank ?? 0),
      ),
  );
  return { form, sections, questions };
}

/** `answers_17=...` of a submission, `answers[17]=...` of the condition engine. */
export function readAnswers(sheet: Sheet, fields: PhpMap): Answers {
  const grouped = isMap(fields.answers) ? (fields.answers as PhpMap) : {};
  const answers: Answers = new Map();
  for (const question of sheet.questions) {
    const given = fields[`answers_${question.id}`] ?? grouped[String(question.id)];
    if (given === undefined) continue;
    answers.set(
      question.uuid,
      typeof given === 'string' ? given : Object.values(given).filter((one) => typeof one === 'string'),
    );
  }
  return answers;
}

export interface Visibility {
  form: boolean;
  sections: Map<number, boolean>;
  questions: Map<number, boolean>;
}

export function visibility(sheet: Sheet, answers: Answers): Visibility {
  const byUuid = new Map<string, boolean>();
  const shown = (uuid: string) => byUuid.get(uuid) ?? false;
  const sections = new Map<number, boolean>();
  const questions = new Map<number, boolean>();
  for (const section of sheet.sections) {
    const visible = isShown(section.visibility_strategy, section.conditions, answers, shown);
    sections.set(section.id, visible);
    byUuid.set(section.uuid, visible);
    for (const question of sheet.questions.filter((one) => one.forms_sections_id === section.id)) {
      const asked = visible && isShown(question.visibility_strategy, question.conditions, answers, shown);
      questions.set(question.id, asked);
      byUuid.set(question.uuid, asked);
    }
  }
  const { form } = sheet;
  return {
    form: isShown(form.submit_button_visibility_strategy, form.submit_button_conditions, answers, shown),
    sections,
    questions,
  };
}

export interface AnswerError {
  question_id: number;
  question_name: string;
  message: Phrase;
  /** Stands in the message for %s. */
  inserted: string;
}

export function answerErrors(sheet: Sheet, answers: Answers): AnswerError[] {
  const seen = visibility(sheet, answers);
  const errors: AnswerError[] = [];
  for (const question of sheet.questions) {
    if (seen.questions.get(question.id) !== true) continue;
    const answer = answers.get(question.uuid) ?? '';
    const none = isUnanswered(question, answer);
    const refuse = (message: Phrase, inserted = '') =>
      errors.push({ question_id: question.id, question_name: question.name, message, inserted });
    if (none) {
      if (question.is_mandatory === 1) refuse('This field is mandatory');
      continue;
    }
    const strategy = question.validation_strategy;
    const met = conditionsHold(question.validation_conditions, compared(sheet, answers), () => true);
    if ((strategy === 'valid_if' && !met) || (strategy === 'invalid_if' && met)) {
      const longest = longestOf(question.validation_conditions);
      if (longest === null) refuse('The value must match the requested format');
      else refuse('The length must be less than or equal to %s', longest);
    }
    if (question.type.endsWith('QuestionTypeEmail') && !isEmail(String(answer))) {
      refuse('Please enter a valid email');
    }
  }
  return errors;
}

/** A long answer without any text in it is none, nor is a choice that was not offered (11.0.6). */
function isUnanswered(question: FormQuestion, answer: string | string[]): boolean {
  const kind = question.type.replace('Glpi\\Form\\QuestionType\\QuestionType', '');
  if (['Dropdown', 'Radio', 'Checkbox'].includes(kind)) {
    const choices = choicesOf(question);
    return [answer].flat().every((one) => choices[one] === undefined);
  }
  return kind === 'LongText' ? withoutTags(answer) === '' : answer.length === 0;
}

/** The answers as conditions see them: of a long one its text alone. */
function compared(sheet: Sheet, answers: Answers): Answers {
  const long = new Set(
    sheet.questions.filter(({ type }) => type.endsWith('QuestionTypeLongText')).map(({ uuid }) => uuid),
  );
  return new Map([...answers].map(([uuid, answer]) => [uuid, long.has(uuid) ? withoutTags(answer) : answer]));
}

const withoutTags = (answer: string | string[]) =>
  [answer]
    .flat()
    .join('')
    .replace(/<[^>]*>/g, '');

export function choicesOf(question: FormQuestion): Record<string, string> {
  const data: unknown = question.extra_data === null ? null : JSON.parse(question.extra_data);
  if (!isMap(data) || typeof data.options !== 'object' || data.options === null) return {};
  return Object.fromEntries(Object.entries(data.options).map(([key, label]) => [key, String(label)]));
}

function formatted(core: Core, question: FormQuestion, answer: string | string[] | undefined): string {
  const choices = choicesOf(question);
  const all = answer === undefined ? [] : Array.isArray(answer) ? answer : [answer];
  const isChosen = /QuestionType(?:Dropdown|Radio|Checkbox)$/.test(question.type);
  const shown = all.map((one) => (isChosen ? (choices[one] ?? '') : one)).join(', ');
  return core.options.escapeAnswers && !question.type.endsWith('QuestionTypeLongText')
    ? escapeHtml(shown)
    : shown;
}

const TAG = /<span\b[^>]*\bdata-form-tag="true"[^>]*>[\s\S]*?<\/span>/g;

/** Tags of a template replaced by what was answered; one pass, so that nothing typed is taken for a tag. */
function fillIn(core: Core, template: string, sheet: Sheet, answers: Answers): string {
  const seen = visibility(sheet, answers);
  return template.replace(TAG, (tag) => {
    const id = Number(/data-form-tag-value="(\d+)"/.exec(tag)?.[1]);
    if (!tag.includes('AnswerTagProvider')) return tag.includes('FormTagProvider') ? sheet.form.name : '';
    const question = sheet.questions.find((one) => one.id === id);
    if (question === undefined || seen.questions.get(id) !== true) return '';
    return formatted(core, question, answers.get(question.uuid));
  });
}

const FIELD = 'glpi-form-destination-commonitilfield-';

/** Saves the answers and makes a ticket for each destination. Returns the names shown to whoever answered. */
export function submit(core: Core, session: Session, sheet: Sheet, answers: Answers): string[] {
  const { state } = core;
  const { form } = sheet;
  const index =
    Math.max(
      0,
      ...state.answersSets.filter((row) => row.forms_forms_id === form.id).map((row) => row.index),
    ) + 1;
  const seen = visibility(sheet, answers);
  const kept = sheet.questions
    .filter((question) => seen.questions.get(question.id) === true)
    .map((question) => ({
      question_id: question.id,
      question_label: question.name,
      raw_question_type: question.type,
      raw_answer: answers.get(question.uuid) ?? '',
    }));
  let ticketsId = 0;
  for (const destination of state.destinations.filter((row) => row.forms_forms_id === form.id)) {
    if (
      destination.creation_strategy === 'created_if' ||
      destination.creation_strategy === 'created_unless'
    ) {
      const met = conditionsHold(destination.conditions, answers, () => true);
      if (met !== (destination.creation_strategy === 'created_if')) continue;
    }
    const config: unknown = JSON.parse(destination.config);
    ticketsId = makeTicket(core, session, sheet, answers, isMap(config) ? config : {}).id;
    state.itemTickets.add({ itemtype: FORM, items_id: form.id, tickets_id: ticketsId });
  }
  const set = state.answersSets.add({
    forms_forms_id: form.id,
    users_id: session.usersId ?? 0,
    name: `${form.name} #${index}`,
    index,
    entities_id: form.entities_id,
    answers: JSON.stringify(kept),
    date_creation: core.now,
    tickets_id: ticketsId,
  });
  form.usage_count += 1;
  form.date_mod = core.now;
  // A stranger is told the name of the stored answers, somebody logged in gets a link to the ticket.
  const ticket = state.tickets.get(ticketsId);
  if (session.usersId === null || ticket === undefined) return [set.name];
  const address = `${core.options.root}/front/ticket.form.php?id=${ticketsId}`;
  return [`<a href="${address}">${escapeHtml(ticket.name)}</a>`];
}

function makeTicket(
  core: Core,
  session: Session,
  sheet: Sheet,
  answers: Answers,
  config: Record<string, unknown>,
): Ticket {
  const { state } = core;
  const fieldOf = (name: string): Record<string, unknown> => {
    const found = config[FIELD + name];
    return isMap(found) ? found : {};
  };
  const title = fieldOf('titlefield').value;
  // The template loses its tags, what was typed does not.
  const name =
    typeof title === 'string'
      ? fillIn(core, title.replace(/<(?!\/?span\b)[^>]*>/gi, ''), sheet, answers)
      : sheet.form.name;
  const template = fieldOf('contentfield').value;
  const auto = config[`${FIELD}contentfield_auto`] !== false;
  const content =
    !auto && typeof template === 'string'
      ? fillIn(core, template, sheet, answers)
      : automatic(core, sheet, answers);
  const entity = fieldOf('entityfield');
  const filler = session.usersId === null ? 0 : session.activeEntity;
  const entityId =
    entity.strategy === 'from_form'
      ? sheet.form.entities_id
      : entity.strategy === 'specific_value'
        ? Number(entity.specific_entity_id)
        : filler;
  const ticket = state.tickets.add({
    ...blankTicket(core, [...name].slice(0, 255).join(''), content, entityId),
    users_id_recipient: session.usersId ?? 0,
    users_id_lastupdater: session.usersId ?? 0,
  });
  const status = Number(fieldOf('statusfield').value);
  if (status >= 1 && status <= CLOSED) setStatus(core, ticket, status);
  const category = fieldOf('itilcategoryfield');
  if (category.strategy === 'specific_value')
    ticket.itilcategories_id = Number(category.specific_itilcategory_id);
  const kind = fieldOf('requesttypefield');
  if (kind.strategy === 'specific_value') ticket.type = Number(kind.specific_request_type);
  for (const requester of requesters(session, sheet, answers, fieldOf('requesterfield'))) {
    state.ticketUsers.add({
      tickets_id: ticket.id,
      users_id: requester.usersId,
      type: 1,
      use_notification: 1,
      alternative_email: requester.email,
    });
  }
  return ticket;
}

function automatic(core: Core, sheet: Sheet, answers: Answers): string {
  const seen = visibility(sheet, answers);
  return sheet.questions
    .filter(
      (question) => seen.questions.get(question.id) === true && (answers.get(question.uuid) ?? '').length > 0,
    )
    .map(
      (question, index) =>
        `<b>${index + 1}) ${question.name}</b>: ${formatted(core, question, answers.get(question.uuid))}<br>`,
    )
    .join('');
}

function requesters(
  session: Session,
  sheet: Sheet,
  answers: Answers,
  config: Record<string, unknown>,
): { usersId: number; email: string }[] {
  const strategies = Array.isArray(config.strategies) ? config.strategies : ['form_filler'];
  const email = (questions: FormQuestion[]) => {
    const last = questions
      .filter((question) => question.type.endsWith('QuestionTypeEmail'))
      .map((question) => String(answers.get(question.uuid) ?? ''))
      .filter(isEmail)
      .at(-1);
    return last === undefined ? [] : [{ usersId: 0, email: last }];
  };
  return strategies.flatMap((strategy) => {
    if (strategy === 'form_filler')
      return session.usersId === null ? [] : [{ usersId: session.usersId, email: '' }];
    if (strategy === 'last_valid_answer') return email(sheet.questions);
    if (strategy === 'specific_answer' || strategy === 'specific_answers') {
      const ids = Array.isArray(config.specific_question_ids) ? config.specific_question_ids.map(Number) : [];
      return email(sheet.questions.filter((question) => ids.includes(question.id)));
    }
    const actors = Array.isArray(config.specific_itilactors_ids) ? config.specific_itilactors_ids : [];
    return actors.flatMap((actor) => {
      const id = /^users_id-(\d+)$/.exec(String(actor))?.[1];
      return id === undefined ? [] : [{ usersId: Number(id), email: '' }];
    });
  });
}
