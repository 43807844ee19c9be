import { type Answer, field, json } from '../exchange.ts';
import {
  answerErrors,
  choicesOf,
  mayAnswer,
  readAnswers,
  type Sheet,
  sheetOf,
  submit,
  visibility,
  welcomesStrangers,
} from '../registration/answering.ts';
import { newChallenge, solvedChallenge } from '../registration/proof-of-work.ts';
import type { Form, FormQuestion, FormSection } from '../state.ts';
import { page } from './layout.ts';
import { type Markup, markup, raw } from './markup.ts';
import { toLogin, type Visit } from './visit.ts';

/** A form of GLPI 11 as whoever has the link sees it, and the calls its page makes. */

export function renderForm(visit: Visit, id: number): Answer {
  const { core, call, session } = visit;
  const form = core.state.forms.get(id);
  if (form === undefined) return visit.refusal(404, visit.say('Item not found'));
  const token = field(call.query, 'token');
  if (!mayAnswer(core, session, form, token)) {
    return session.usersId === null && !welcomesStrangers(core, form) ? toLogin(visit) : denied(visit);
  }
  if (token !== '') session.openedForms.set(form.id, token);
  const sheet = sheetOf(core, form);
  const seen = visibility(sheet, readAnswers(sheet, prefilled(visit, sheet)));
  const sections = sheet.sections.map((section, index) =>
    sectionMarkup(visit, sheet, section, index, seen.sections.get(section.id) === true, seen.questions),
  );
  return page(visit, {
    title: form.name,
    scripts: ['/js/proof-of-work.js', '/js/form.js'],
    body: markup`
    <div class="page-body mt-3"><div class="container container-narrow">
    <form id="forms_form_answers" method="POST" action="${visit.path('/Form/SubmitAnswers')}" class="" data-glpi-form-render-layout="${form.render_layout || 'step_by_step'}" novalidate>
        <div class="form-renderer">
            <div class="mb-4" data-glpi-form-renderer-form-header="">
                <h1 class="form-title mb-2" aria-label="Form title" data-testid="form-title">${form.name}</h1>
                <div class="text-muted form-description text-break" aria-label="Form description" role="note" data-testid="form-description">${raw(safeRichText(form.header ?? ''))}</div>
            </div>
            <div data-glpi-form-renderer-delegation-container=""></div>
            ${sections}
            <input type="hidden" name="forms_id" value="${form.id}">
            ${session.usersId === null ? robotBox(visit) : ''}
            <div class="d-flex justify-content-end" data-glpi-form-renderer-actions="">
                <button type="button" data-glpi-form-renderer-action="submit" class="btn btn-primary d-flex align-items-end" aria-label="${visit.say('Submit')}"${hiddenUnless(seen.form)}>
                    <i class="ti ti-check me-2"></i>
                    ${visit.say('Submit')}
                </button>
            </div>
            <div class="empty d-none mt-5" data-glpi-form-renderer-success="">
                <div class="empty-title d-flex align-items-center"><span class="ms-2"> ${visit.say('Form submitted')} </span></div>
                <p class="empty-subtitle text-secondary">${visit.say('Your form has been submitted successfully.')}</p>
            </div>
        </div>
    </form>
    </div></div>`,
  });
}

/** GLPI's own mark of what a condition hides. */
function hiddenUnless(shown: boolean): Markup {
  return raw(shown ? '' : ' data-glpi-form-renderer-hidden-by-condition=""');
}

function denied(visit: Visit): Answer {
  return visit.refusal(403, visit.say("You don't have permission to perform this action."));
}

function prefilled(visit: Visit, sheet: Sheet): Record<string, string> {
  return Object.fromEntries(
    sheet.questions.map((question) => [`answers_${question.id}`, initialAnswer(visit, question)]),
  );
}

function initialAnswer(visit: Visit, question: FormQuestion): string {
  return field(visit.call.query, question.uuid) || (question.default_value ?? '');
}

/** The header is the admin's rich text; scripts and event handlers do not get through. */
function safeRichText(text: string): string {
  return text
    .replace(/<(script|style|iframe|object)\b[\s\S]*?<\/\1\s*>/gi, '')
    .replace(/\son\w+\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/gi, '')
    .replace(/javascript:/gi, '');
}

function sectionMarkup(
  visit: Visit,
  sheet: Sheet,
  section: FormSection,
  index: number,
  visible: boolean,
  asked: Map<number, boolean>,
): Markup {
  const questions = sheet.questions.filter((question) => question.forms_sections_id === section.id);
  return markup`<div class=""${hiddenUnless(visible)} data-glpi-form-renderer-section="${index}" data-glpi-form-renderer-uuid="${section.uuid}" data-glpi-form-renderer-id="${section.id}">
    ${
      questions.length === 0
        ? ''
        : markup`<div class="card mb-3"><div class="card-body">${questions.map(
            (question) =>
              markup`<section data-glpi-form-renderer-horizontal-blocks="">${questionMarkup(visit, question, index, asked.get(question.id) === true)}</section>`,
          )}</div></div>`
    }
  </div>`;
}

function questionMarkup(visit: Visit, question: FormQuestion, section: number, asked: boolean): Markup {
  const must = question.is_mandatory === 1;
  return markup`<section aria-label="${question.name}" class=" mb-3" style="flex: 1;"${hiddenUnless(asked)} data-glpi-form-renderer-parent-section="${section}" data-glpi-form-renderer-id="${question.id}" data-glpi-form-renderer-uuid="${question.uuid}" data-glpi-form-renderer-question="" data-glpi-form-renderer-criteria="">
      <h3 class="mb-2 ">
        ${question.name}
        ${must ? markup`<span class="text-danger">*</span>` : ''}
      </h3>
      <div class="text-muted block-description text-break mb-2" role="note" aria-label="Question description">${raw(safeRichText(question.description ?? ''))}</div>
      ${inputMarkup(visit, question, must)}
    </section>`;
}

function inputMarkup(visit: Visit, question: FormQuestion, must: boolean): Markup {
  const name = `answers_${question.id}`;
  const value = initialAnswer(visit, question);
  const required = must ? raw(' required=""') : '';
  const choices = Object.entries(choicesOf(question));
  const kind = question.type.replace('Glpi\\Form\\QuestionType\\QuestionType', '');
  switch (kind) {
    case 'LongText':
      return markup`<textarea class="form-control" name="${name}" rows="4" aria-label="${question.name}"${required}>${value}</textarea>`;
    case 'Dropdown':
      return markup`<select class="form-select" name="${name}" aria-label="${question.name}"${required}><option value="0">-----</option>${choices.map(
        ([key, label]) =>
          markup`<option value="${key}"${key === value ? raw(' selected') : ''}>${label}</option>`,
      )}</select>`;
    case 'Radio':
    case 'Checkbox':
      return markup`${choices.map(
        ([key, label]) =>
          markup`<label class="form-check"><input class="form-check-input" type="${kind.toLowerCase()}" name="${name}[]" value="${key}"><span class="form-check-label">${label}</span></label>`,
      )}`;
    default:
      return markup`<input type="${kind === 'Email' ? 'email' : kind === 'Number' ? 'number' : 'text'}" class="form-control" name="${name}" value="${value}" aria-label="${question.name}"${required}>`;
  }
}

function robotBox(visit: Visit): Markup {
  return markup`<div class="d-flex justify-content-end mb-3" data-glpi-form-renderer-actions="">
    <altcha-widget challengeurl="${visit.path('/Altcha/Challenge')}"><div class="altcha" data-state="unverified"><div class="altcha-main"><div class="altcha-checkbox"><input type="checkbox" id="altcha_checkbox_1" required=""></div> <label class="altcha-label" for="altcha_checkbox_1">${visit.say("I'm not a robot")}</label></div><div class="altcha-footer">ALTCHA</div></div></altcha-widget>
  </div>`;
}

export function challenge(visit: Visit): Answer {
  return json(newChallenge(visit.core, visit.session));
}

function posted(visit: Visit, name: string): Form | Answer {
  const { core, call, session } = visit;
  if (!visit.passesCsrf()) return visit.csrfRefusal();
  const form = core.state.forms.get(Number(field(call.fields, name)));
  if (form === undefined) return visit.refusal(404, visit.say('Item not found'));
  return mayAnswer(core, session, form, '') ? form : denied(visit);
}

export function conditionEngine(visit: Visit): Answer {
  const form = posted(visit, 'form_id');
  if ('status' in form) return form;
  const sheet = sheetOf(visit.core, form);
  const seen = visibility(sheet, readAnswers(sheet, visit.call.fields));
  const shown = (map: Map<number, boolean>) => (map.size === 0 ? [] : Object.fromEntries(map));
  return json({
    form_visibility: seen.form,
    sections_visibility: shown(seen.sections),
    questions_visibility: shown(seen.questions),
    comments_visibility: [],
  });
}

export function validateAnswers(visit: Visit): Answer {
  const form = posted(visit, 'forms_id');
  if ('status' in form) return form;
  const sheet = sheetOf(visit.core, form);
  const errors = answerErrors(sheet, readAnswers(sheet, visit.call.fields));
  return json({
    success: errors.length === 0,
    errors: errors.map(({ inserted, ...error }) => ({
      ...error,
      message: visit.say(error.message).replace('%s', inserted),
    })),
  });
}

export function submitAnswers(visit: Visit): Answer {
  const form = posted(visit, 'forms_id');
  if ('status' in form) return form;
  const { core, session, call } = visit;
  const solved = solvedChallenge(core, session, field(call.fields, 'altcha'));
  if (session.usersId === null && solved === null) return visit.refusal(400, 'Bad request');
  const sheet = sheetOf(core, form);
  const answers = readAnswers(sheet, call.fields);
  if (answers.size === 0 || answerErrors(sheet, answers).length > 0) return json({ errors: [] }, 500);
  const created = submit(core, session, sheet, answers);
  // Used up by a success alone.
  if (solved !== null) session.challenges.delete(solved);
  return json({ links_to_created_items: created });
}
