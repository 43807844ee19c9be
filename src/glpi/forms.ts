import * as v from 'valibot';
import { foldDomain } from '../invite/address.ts';
import { type AskedName, delimiters } from '../invite/answers.ts';
import type { Instant } from '../invite/instant.ts';
import { type Field, type FormGate, fields, type Invitee, type SiteId } from '../invite/invite.ts';
import type { Key } from '../invite/key.ts';
import type { AddressRule } from '../invite/limits.ts';
import { fail, type Problem, ProblemError, problem, problemOf } from '../invite/problem.ts';
import { longestTyped, type Question, type QuestionKind } from '../invite/question.ts';
import { addArray, mostInArray } from './arrays.ts';
import type { GlpiReply } from './client.ts';
import { type Call, parseReply } from './session.ts';
import { added, addedMany, flag, id, text } from './shapes.ts';

export const formPath = 'Glpi%5CForm%5CForm';
export const sectionPath = 'Glpi%5CForm%5CSection';
const questionPath = 'Glpi%5CForm%5CQuestion';
export const destinationPath = 'Glpi%5CForm%5CDestination%5CFormDestination';
const policyPath = 'Glpi%5CForm%5CAccessControl%5CFormAccessControl';
const categoryPath = 'Glpi%5CForm%5CCategory';

/** Our own key in the destination's configuration, where GLPI keeps it unchanged and admins alone can read it (live.md 17). */
export const recordKey = 'invite-for-glpi';

/** What a registration form says, in the invitee's language; HTML in `header` is ours, everything in it escaped. */
export interface FormTexts {
  readonly name: string;
  readonly header: string;
  readonly section: string;
  readonly questions: Readonly<Record<Field | 'code', string>>;
  /** GLPI shows it to the stranger after they sent the form: harmless. */
  readonly ticketTitle: string;
}

export interface FormPlan {
  readonly gate: FormGate;
  readonly key: Key;
  readonly entityId: number;
  readonly categoryId: number;
  readonly address: AddressRule;
  /** The admin's own; as many as the gate has uuids for them. */
  readonly questions: readonly Question[];
  readonly texts: FormTexts;
  /** What is kept with the form for whoever takes over (glpi/seals.ts), once the form has its id. */
  readonly record: (formId: number) => Promise<KeptRecord>;
}

/** A record of ours that GLPI keeps unchanged with the form. No key is in it. */
export type KeptRecord = Readonly<Record<string, unknown>>;

/**
 * The URL that a stranger opens; what is known of them is filled in, and may be corrected there (live.md 13). `key` opens
 * the form; `code` is the key of one of the links behind a form that several share.
 */
export function formLink(
  site: SiteId,
  formId: number,
  key: Key,
  gate: FormGate,
  invitee: Invitee | null,
  code: Key | null = null,
): string {
  const known = invitee
    ? fields.flatMap((field) => {
        const value = field === 'phone' ? '' : invitee[field];
        return value ? [`${gate.questionUuids[field]}=${encodeURIComponent(value)}`] : [];
      })
    : [];
  const filledIn = [...known, ...(gate.codeUuid && code ? [`${gate.codeUuid}=${code}`] : [])];
  return `${site}/Form/Render/${formId}?${[`token=${key}`, ...filledIn].join('&')}`;
}

/** Where an admin edits the form in GLPI. */
export function formUrl(site: SiteId, formId: number): string {
  return `${site}/front/form/form.form.php?id=${formId}`;
}

/**
 * Builds the form in five calls. It is active from the first one, and open to nobody until the last, the policy, is
 * there (live.md 19). `formMade` is told the form's id as soon as there is one.
 *
 * Fails like any call; what was built so far then still stands, see `findForm` and `purgeForm`.
 */
export async function buildForm(
  call: Call,
  plan: FormPlan,
  formMade: (formId: number) => Promise<void>,
): Promise<number> {
  const post = async (path: string, input: unknown) => await call({ method: 'POST', path, body: { input } });
  const formId = parseReply(added, await post(formPath, formInput(plan))).id;
  await formMade(formId);
  const sectionId = parseReply(added, await post(sectionPath, sectionInput(plan, formId))).id;
  const asked = questionsOf(plan);
  const questions = parseReply(
    addedMany,
    await post(
      questionPath,
      asked.map((field, rank) => question(plan, sectionId, field, rank)),
    ),
  );
  const questionIds = asked.map((_, index) => {
    const made = questions[index]?.id;
    if (typeof made !== 'number') fail('refusedByGlpi', { message: questions[index]?.message ?? '' });
    return made;
  });
  await post(destinationPath, destination(plan, formId, questionIds, await plan.record(formId)));
  await post(policyPath, policyInput(plan, formId));
  return formId;
}

/** What became of one of many forms: its id as far as it was made, and why it is not whole. */
export interface BuiltForm {
  readonly formId: number | null;
  readonly problem: Problem | null;
}

/**
 * Builds many forms, in arrays of thirty: some nine calls for thirty of them. One that GLPI refuses at any step drops
 * out, and the others go on; what stands of it then is to be purged.
 *
 * Fails like any call, and then any of them may stand in GLPI: see `findForm` and `purgeForm`.
 */
export async function buildForms(
  call: Call,
  plans: readonly FormPlan[],
  formsMade: (built: readonly BuiltForm[]) => Promise<void>,
): Promise<readonly BuiltForm[]> {
  const built: { formId: number | null; problem: Problem | null }[] = plans.map(() => ({
    formId: null,
    problem: null,
  }));
  /** Adds items for those forms that are whole so far, some an item a form, some several. Gives back the new ids by form. */
  const add = async (
    path: string,
    inputs: (plan: FormPlan, index: number) => readonly unknown[],
  ): Promise<ReadonlyMap<number, readonly number[]>> => {
    const todo = plans.flatMap((plan, index) =>
      built[index]?.problem === null ? inputs(plan, index).map((input) => ({ index, input })) : [],
    );
    const ids = new Map<number, number[]>();
    for (let from = 0; from < todo.length; from += mostInArray) {
      const part = todo.slice(from, from + mostInArray);
      const results = await addArray(
        call,
        path,
        part.map(({ input }) => input),
      );
      for (const [at, { index }] of part.entries()) {
        const result = results[at];
        const form = built[index];
        if (result && result.id !== null) ids.set(index, [...(ids.get(index) ?? []), result.id]);
        else if (form) form.problem ??= problem('refusedByGlpi', { message: result?.message ?? '' });
      }
    }
    return ids;
  };

  const forms = await add(formPath, (plan) => [formInput(plan)]);
  for (const [index, [formId]] of forms) {
    const form = built[index];
    if (form) form.formId = formId ?? null;
  }
  await formsMade(built);
  const formOf = (index: number) => built[index]?.formId ?? 0;
  const sections = await add(sectionPath, (plan, index) => [sectionInput(plan, formOf(index))]);
  const questions = await add(questionPath, (plan, index) =>
    questionsOf(plan).map((field, rank) => question(plan, sections.get(index)?.[0] ?? 0, field, rank)),
  );
  const records = await Promise.all(
    plans.map((plan, index) => (built[index]?.problem === null ? plan.record(formOf(index)) : {})),
  );
  await add(destinationPath, (plan, index) => [
    destination(plan, formOf(index), questions.get(index) ?? [], records[index] ?? {}),
  ]);
  // The last step of each: until then nobody gets in.
  await add(policyPath, (plan, index) => [policyInput(plan, formOf(index))]);
  return built;
}

function formInput(plan: FormPlan): Record<string, unknown> {
  return {
    uuid: plan.gate.formUuid,
    name: plan.texts.name,
    header: plan.texts.header,
    is_active: 1,
    entities_id: plan.entityId,
    is_recursive: 0,
    render_layout: 'single_page',
    forms_categories_id: plan.categoryId,
    // GLPI's own policy would let every user in, its own ticket would have no delimiters (forms-and-users.md B2).
    _init_sections: false,
    _init_destinations: false,
    _init_access_policies: false,
  };
}

function sectionInput(plan: FormPlan, formId: number): Record<string, unknown> {
  return { forms_forms_id: formId, uuid: plan.gate.sectionUuid, name: plan.texts.section, rank: 0 };
}

const directAccess = 'Glpi\\Form\\AccessControl\\ControlType\\DirectAccess';

function policyInput(plan: FormPlan, formId: number): Record<string, unknown> {
  return {
    forms_forms_id: formId,
    strategy: directAccess,
    is_active: 1,
    _config: { token: plan.key, allow_unauthenticated: true },
  };
}

/** What the form asks; that of a batch asks for the key of the link too, which the link fills in. */
function questionsOf({ gate, questions }: FormPlan): readonly AskedName[] {
  const own = questions.map((_, at): AskedName => `own${at + 1}`);
  return [...fields, ...own, ...(gate.codeUuid === undefined ? [] : (['code'] as const))];
}

/** The place of a question among the admin's own; null of the others. */
function placeOfOwn(name: AskedName): number | null {
  return name.startsWith('own') ? Number(name.slice(3)) - 1 : null;
}

function uuidOfQuestion({ gate }: FormPlan, name: AskedName): string {
  const own = placeOfOwn(name);
  if (own !== null) return gate.ownUuids?.[own] ?? '';
  return name === 'code' ? (gate.codeUuid ?? '') : gate.questionUuids[name as Field];
}

function question(plan: FormPlan, sectionId: number, name: AskedName, rank: number): Record<string, unknown> {
  const place = placeOfOwn(name);
  const own = place === null ? undefined : plan.questions[place];
  if (own !== undefined) return ownQuestion(plan, sectionId, name, own, rank);
  const field = name as Field | 'code';
  const type = field === 'email' ? 'QuestionTypeEmail' : 'QuestionTypeShortText';
  return {
    forms_sections_id: sectionId,
    uuid: uuidOfQuestion(plan, field),
    name: plan.texts.questions[field],
    type: `Glpi\\Form\\QuestionType\\${type}`,
    is_mandatory: field === 'phone' ? 0 : 1,
    vertical_rank: rank,
    ...(field === 'email' ? addressCheck(plan) : {}),
  };
}

const ownTypes: Readonly<Record<QuestionKind, string>> = {
  shortText: 'QuestionTypeShortText',
  // GLPI has no other with several lines; what is typed comes as HTML.
  longText: 'QuestionTypeLongText',
  choice: 'QuestionTypeDropdown',
};

/** A question of the admin's own. GLPI shows its text as text, and answers 500 to choices without `options`. */
function ownQuestion(
  plan: FormPlan,
  sectionId: number,
  name: AskedName,
  { kind, text: words, required, options }: Question,
  rank: number,
): Record<string, unknown> {
  const uuid = uuidOfQuestion(plan, name);
  return {
    forms_sections_id: sectionId,
    uuid,
    name: words,
    type: `Glpi\\Form\\QuestionType\\${ownTypes[kind]}`,
    is_mandatory: required ? 1 : 0,
    vertical_rank: rank,
    ...(kind === 'choice'
      ? // From 1: GLPI sends 0 for nothing chosen.
        {
          extra_data: {
            options: Object.fromEntries(options.map((option, at) => [String(at + 1), option])),
            is_multiple_dropdown: false,
          },
        }
      : // Whoever types more is told so there, instead of being refused here.
        validIf(uuid, 'length_less_than_or_equals', String(longestTyped[kind]))),
  };
}

/** GLPI's own validation of an answer (forms-and-users.md B4). */
function validIf(uuid: string, operator: string, value: string): Record<string, unknown> {
  return {
    validation_strategy: 'valid_if',
    _validation_conditions: [
      {
        item: `question-${uuid}`,
        item_uuid: uuid,
        item_type: 'question',
        value_operator: operator,
        value,
        logic_operator: 'and',
      },
    ],
  };
}

/** The address rule as GLPI's own validation, so that the person sees it at once (forms-and-users.md B4). */
function addressCheck(plan: FormPlan): Record<string, unknown> {
  const pattern = addressPattern(plan.address);
  if (pattern === null) return {};
  return validIf(plan.gate.questionUuids.email, 'match_regex', pattern);
}

const quoteForRegex = (literal: string) => literal.replace(/[.\\+*?[^\]$(){}|/]/g, '\\$&');

/** A PHP regular expression with its delimiters, or null where anyone may register. */
export function addressPattern(rule: AddressRule): string | null {
  // `D`: without it PHP's `$` also matches before a line break at the end. `u`: addresses may hold letters of any script.
  if (rule.kind === 'anyone') return null;
  if (rule.kind === 'address') return `/^\\s*${quoteForRegex(rule.address)}\\s*$/iuD`;
  const domains = rule.domains.flatMap((domain) => {
    const folded = foldDomain(domain);
    return [...new Set([domain.trim().replace(/^@/, ''), ...(folded ? [folded] : [])])];
  });
  return `/@(?:${domains.map(quoteForRegex).join('|')})\\s*$/iuD`;
}

const setting = (name: string) => `glpi-form-destination-commonitilfield-${name}`;

/** The ticket that each submission becomes: our channel for the answers, since GLPI lets nobody read them (recording 28). */
function destination(
  plan: FormPlan,
  formId: number,
  questionIds: readonly number[],
  record: KeptRecord,
): Record<string, unknown> {
  const answers = questionsOf(plan).map((field, index) => {
    const { before, after } = delimiters(plan.gate.nonce, field);
    const tag =
      `<span data-form-tag="true" data-form-tag-value="${questionIds[index]}" ` +
      `data-form-tag-provider="Glpi\\Form\\Tag\\AnswerTagProvider">#${field}</span>`;
    return `<p>${before}${tag}${after}</p>`;
  });
  return {
    forms_forms_id: formId,
    itemtype: 'Glpi\\Form\\Destination\\FormDestinationTicket',
    name: plan.texts.ticketTitle,
    creation_strategy: 'always_created',
    config: {
      [setting('titlefield')]: { value: plan.texts.ticketTitle },
      [setting('titlefield_auto')]: false,
      [setting('contentfield')]: { value: answers.join('') },
      // Without this GLPI writes its own list of answers (forms-and-users.md B8).
      [setting('contentfield_auto')]: false,
      // The default is the root entity for strangers.
      [setting('entityfield')]: { strategy: 'from_form' },
      // 2: a request, not an incident.
      [setting('requesttypefield')]: { strategy: 'specific_value', specific_request_type: 2 },
      [recordKey]: record,
    },
  };
}

const policies = v.array(v.object({ strategy: text, config: text }));

/** The key of a form, as its policy holds it: whoever may edit forms may read it. Null where there is none any more. */
export async function keyOfForm(call: Call, formId: number): Promise<Key | null> {
  const path = `${formPath}/${formId}/${policyPath}`;
  try {
    const reply = await call({ method: 'GET', path, query: [['get_hateoas', 'false']] });
    const policy = parseReply(policies, reply).find(({ strategy }) => strategy === directAccess);
    const { token } = configOf(policy?.config ?? '');
    return typeof token === 'string' && /^[0-9a-f]{32}$/.test(token) ? token : null;
  } catch (thrown) {
    if (problemOf(thrown).code === 'itemMissing') return null;
    throw thrown;
  }
}

const foundForms = v.array(v.object({ id, uuid: text }));

/**
 * The id of the form with this uuid, the trash included, or null: what tells a step that was done from one that was not.
 * A form in the trash keeps its uuid from being used again (measured on 11.0.6).
 */
export async function findForm(call: Call, formUuid: string): Promise<number | null> {
  for (const inTrash of [false, true]) {
    const reply = await call({
      method: 'GET',
      path: formPath,
      query: [
        ['searchText[uuid]', `^${formUuid}$`],
        ['get_hateoas', 'false'],
        ...(inTrash ? [['is_deleted', '1'] as const] : []),
      ],
    });
    const found = parseReply(foundForms, reply).find((form) => form.uuid === formUuid);
    if (found) return found.id;
  }
  return null;
}

// Search options of Form (11.0.6): 2 id, 3 active, 6 category.
const standings = v.object({ data: v.optional(v.array(v.object({ '2': id, '3': flag })), []) });

/** How a form stands in GLPI. */
export type FormStanding = 'active' | 'inactive' | 'gone';

/**
 * How the forms with these ids stand, in one request where all are in the category that we put them into; those that are
 * not found there (moved, in the trash, gone) are looked at by themselves, twenty at most.
 */
export async function formStandings(
  call: Call,
  categoryId: number,
  formIds: readonly number[],
): Promise<Map<number, FormStanding>> {
  const reply = await call({
    method: 'GET',
    path: 'search/Glpi%5CForm%5CForm',
    query: [
      ['criteria[0][field]', '6'],
      ['criteria[0][searchtype]', 'equals'],
      ['criteria[0][value]', String(categoryId)],
      ['forcedisplay[0]', '2'],
      ['forcedisplay[1]', '3'],
      ['range', '0-9999'],
    ],
  });
  const known = new Map<number, FormStanding>();
  for (const form of parseReply(standings, reply).data)
    known.set(form['2'], form['3'] ? 'active' : 'inactive');
  for (const formId of formIds.filter((wanted) => !known.has(wanted)).slice(0, 20))
    known.set(formId, await formStanding(call, formId));
  return known;
}

async function formStanding(call: Call, formId: number): Promise<FormStanding> {
  try {
    const path = `${formPath}/${formId}`;
    const reply = await call({ method: 'GET', path, query: [['get_hateoas', 'false']] });
    const form = parseReply(v.object({ is_active: flag, is_deleted: v.optional(flag, false) }), reply);
    return form.is_deleted ? 'gone' : form.is_active ? 'active' : 'inactive';
  } catch (thrown) {
    if (problemOf(thrown).code === 'itemMissing') return 'gone';
    throw thrown;
  }
}

/** Takes a form out of GLPI, with sections, questions, destination and policy. Done already is done. */
export async function purgeForm(call: Call, formId: number): Promise<void> {
  const path = `${formPath}/${formId}`;
  await unlessGone(call, formId, call({ method: 'DELETE', path, query: [['force_purge', '1']] }));
}

/**
 * Waits for a change to a form; false where there is no such form any more. GLPI refuses to change or purge what is
 * gone with 404 or with 400 and no text, the same as for other reasons: so it is looked for.
 */
export async function unlessGone(call: Call, formId: number, work: Promise<unknown>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (thrown) {
    const { code } = problemOf(thrown);
    if (code === 'itemMissing') return false;
    if (code === 'refusedByGlpi' && !(await formExists(call, formId))) return false;
    throw thrown;
  }
}

async function formExists(call: Call, formId: number): Promise<boolean> {
  try {
    await call({ method: 'GET', path: `${formPath}/${formId}`, query: [['get_hateoas', 'false']] });
    return true;
  } catch (thrown) {
    if (problemOf(thrown).code === 'itemMissing') return false;
    throw thrown;
  }
}

/** What a late visitor reads. */
export interface ClosedTexts {
  readonly name: string;
  readonly header: string;
}

/**
 * Turns the form into a page that says it has ended: one call takes out the questions, leaves one empty section, and
 * hides Submit by a condition that cannot come true (live.md 9, 20). It is active, so that the page is shown.
 * False where the form is gone.
 */
export async function closeForm(
  call: Call,
  formId: number,
  texts: ClosedTexts,
  emptySectionUuid: string,
): Promise<boolean> {
  return await unlessGone(
    call,
    formId,
    call({
      method: 'PUT',
      path: `${formPath}/${formId}`,
      body: {
        input: {
          id: formId,
          name: texts.name,
          header: texts.header,
          // A form that was paused is shown again, so that it can say that it has ended.
          is_active: 1,
          _sections: [{ uuid: emptySectionUuid, forms_forms_id: formId, name: ' ', rank: 0 }],
          _questions: [],
          _delete_missing_sections: true,
          _delete_missing_questions: true,
          submit_button_visibility_strategy: 'visible_if',
          _conditions: [
            {
              item: `section-${emptySectionUuid}`,
              item_uuid: emptySectionUuid,
              item_type: 'section',
              value_operator: 'not_visible',
              value: '',
              logic_operator: 'and',
            },
          ],
        },
      },
    }),
  );
}

const partIds = v.array(v.object({ id, uuid: text }));

/** Writes the ticket destination of a form anew. False where its questions are not all there any more. */
export async function rewriteDestination(call: Call, formId: number, plan: FormPlan): Promise<boolean> {
  const query = [['get_hateoas', 'false'] as const];
  const list = async (path: string) => parseReply(partIds, await call({ method: 'GET', path, query }));
  const section = (await list(`${formPath}/${formId}/${sectionPath}`)).find(
    ({ uuid }) => uuid === plan.gate.sectionUuid,
  );
  if (!section) return false;
  const questions = await list(`${sectionPath}/${section.id}/${questionPath}`);
  const asked = questionsOf(plan);
  const questionIds = asked.flatMap(
    (field) => questions.find(({ uuid }) => uuid === uuidOfQuestion(plan, field))?.id ?? [],
  );
  if (questionIds.length !== asked.length) return false;
  const path = `${formPath}/${formId}/${destinationPath}`;
  const [standing] = parseReply(destinations, await call({ method: 'GET', path, query }));
  const input = destination(plan, formId, questionIds, await plan.record(formId));
  if (standing) {
    const change = { id: standing.id, config: input.config, creation_strategy: input.creation_strategy };
    await call({ method: 'PUT', path: `${destinationPath}/${standing.id}`, body: { input: change } });
  } else await call({ method: 'POST', path: destinationPath, body: { input } });
  return true;
}

const destinations = v.array(v.object({ id, config: text }));

/**
 * Lets a closed form make no tickets any more. GLPI takes a form that was open in somebody's browser when it was closed,
 * and even one with made-up answers, and would make a ticket of each (measured on 11.0.6). Our record in the
 * destination's configuration stays, or becomes `record`. Where the form is gone, so is what this is about.
 *
 * Gives back when GLPI did it, by its server's clock; null where that is not known.
 */
export async function muteForm(
  call: Call,
  formId: number,
  record: KeptRecord | null,
): Promise<Instant | null> {
  const path = `${formPath}/${formId}/${destinationPath}`;
  let reply: GlpiReply;
  try {
    reply = await call({ method: 'GET', path, query: [['get_hateoas', 'false']] });
  } catch (thrown) {
    if (problemOf(thrown).code === 'itemMissing') return null;
    throw thrown;
  }
  for (const one of parseReply(destinations, reply)) {
    const kept = record === null ? {} : { config: { ...configOf(one.config), [recordKey]: record } };
    // "Created if" no condition: never.
    const input = { id: one.id, creation_strategy: 'created_if', _conditions: [], ...kept };
    reply = await call({ method: 'PUT', path: `${destinationPath}/${one.id}`, body: { input } });
  }
  return reply.serverTime;
}

/** The configuration of a destination, as GLPI gives it back: JSON within JSON. What is none of that is empty. */
export function configOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const config: unknown = JSON.parse(text);
    return typeof config === 'object' && config !== null && !Array.isArray(config) ? { ...config } : {};
  } catch {
    return {};
  }
}

const categories = v.array(v.object({ id, name: text }));

/** The id of the form category of this name, made where it is missing; 0 (no category) where that is refused. */
export async function formCategory(call: Call, name: string): Promise<number> {
  try {
    const found = parseReply(
      categories,
      await call({
        method: 'GET',
        path: categoryPath,
        query: [
          ['searchText[name]', `^${name}$`],
          ['get_hateoas', 'false'],
        ],
      }),
    ).find((category) => category.name === name);
    if (found) return found.id;
    return parseReply(added, await call({ method: 'POST', path: categoryPath, body: { input: { name } } }))
      .id;
  } catch (thrown) {
    // A tidy list is worth no failed invite.
    if (
      thrown instanceof ProblemError &&
      ['rightRefused', 'refusedByGlpi', 'itemMissing'].includes(thrown.problem.code)
    )
      return 0;
    throw thrown;
  }
}
