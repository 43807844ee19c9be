import { readFileSync } from 'node:fs';
import { type Core, escapeMessage } from '../core.ts';
import { type Answer, type Call, field, html, json, redirect } from '../exchange.ts';
import { clientPage, postClient } from './apiclient.ts';
import { centralPage, helpdeskPage } from './central.ts';
import { loginPage, logout, postLogin } from './login.ts';
import { initPassword, lostPassword } from './lostpassword.ts';
import { locale, logViewer, marketplace, marketplacePage } from './network.ts';
import { postPreference, preferencePage } from './preference.ts';
import {
  challenge,
  conditionEngine,
  renderForm,
  submitAnswers,
  validateAnswers,
} from './registration-form.ts';
import { postSetup, setupPage } from './setup.ts';
import { rememberTab, tabContent } from './tabs.ts';
import { ticketPage, ticketsPage } from './ticket.ts';
import { dropdownValues, postUserForm, userForm } from './user-form.ts';
import { redrawnResults, usersPage } from './users-page.ts';
import { toLogin, Visit } from './visit.ts';

type Handler = (visit: Visit) => Answer;

const asset = (name: string) => readFileSync(new URL(`./assets/${name}`, import.meta.url));

const ASSETS: Record<string, { type: string; file: string }> = {
  '/css/stand-in.css': { type: 'text/css', file: 'stand-in.css' },
  '/js/stand-in.js': { type: 'text/javascript', file: 'stand-in.js' },
  '/js/form.js': { type: 'text/javascript', file: 'form.js' },
  '/js/proof-of-work.js': { type: 'text/javascript', file: 'proof-of-work.js' },
  '/pics/favicon.ico': { type: 'image/svg+xml', file: 'favicon.svg' },
};

/** Pages that need nobody to be logged in. */
const OPEN: Record<string, Handler> = {
  'GET /': (visit) => loginPage(visit),
  'GET /index.php': (visit) => loginPage(visit),
  'POST /front/login.php': postLogin,
  'GET /front/login.php': (visit) => redirect(visit.path('/index.php?error=1')),
  'GET /front/logout.php': logout,
  'GET /front/locale.php': locale,
  'GET /front/lostpassword.php': lostPassword,
  'POST /front/lostpassword.php': lostPassword,
};

const OPEN_11: Record<string, Handler> = {
  'GET /front/initpassword.php': initPassword,
  'POST /front/initpassword.php': initPassword,
  'GET /Altcha/Challenge': challenge,
  'POST /Form/Condition/Engine': conditionEngine,
  'POST /Form/ValidateAnswers': validateAnswers,
  'POST /Form/SubmitAnswers': submitAnswers,
};

const CLOSED: Record<string, Handler> = {
  'GET /front/central.php': centralPage,
  'GET /front/user.php': usersPage,
  'GET /ajax/search.php': redrawnResults,
  'GET /front/user.form.php': userForm,
  'POST /front/user.form.php': postUserForm,
  'GET /front/preference.php': preferencePage,
  'POST /front/preference.php': postPreference,
  'GET /front/config.form.php': setupPage,
  'POST /front/config.form.php': postSetup,
  'GET /front/apiclient.form.php': clientPage,
  'POST /front/apiclient.form.php': postClient,
  'GET /front/ticket.php': ticketsPage,
  'GET /front/ticket.form.php': ticketPage,
  'GET /ajax/common.tabs.php': tabContent,
  'GET /ajax/updatecurrenttab.php': rememberTab,
  'GET /front/marketplace.php': marketplacePage,
  'GET /ajax/marketplace.php': marketplace,
  'GET /front/logviewer.php': logViewer,
  'GET /ajax/displayMessageAfterRedirect.php': pendingToasts,
};

export class Web {
  readonly #core: Core;

  constructor(core: Core) {
    this.#core = core;
  }

  answer(call: Call): Answer {
    const file = ASSETS[call.path];
    if (file !== undefined) {
      return { status: 200, headers: { 'content-type': file.type }, body: asset(file.file) };
    }
    if (call.path === '/css_compiled/css_palettes_midnight.min.css') {
      return { status: 200, headers: { 'content-type': 'text/css' }, body: '' };
    }
    const visit = new Visit(this.#core, call);
    return visit.withCookie(this.#route(visit));
  }

  #route(visit: Visit): Answer {
    const { call } = visit;
    const eleven = this.#core.major === 11;
    const key = `${call.method} ${call.path}`;
    const open = OPEN[key] ?? (eleven ? OPEN_11[key] : undefined);
    if (open !== undefined) return open(visit);
    const form = eleven ? /^\/Form\/Render\/(\d+)$/.exec(call.path)?.[1] : undefined;
    if (call.method === 'GET' && form !== undefined) return renderForm(visit, Number(form));
    const handler = this.#closed(key);
    if (handler === undefined) return visit.refusal(404, visit.say('Item not found'));
    if (visit.user === null) return expired(visit);
    return handler(visit);
  }

  #closed(key: string): Handler | undefined {
    const eleven = this.#core.major === 11;
    if (key === (eleven ? 'GET /Helpdesk' : 'GET /front/helpdesk.public.php')) return helpdeskPage;
    if (key === 'POST /ajax/getDropdownValue.php') {
      return (visit) => (visit.passesCsrf() ? dropdownValues(visit) : visit.csrfRefusal());
    }
    return CLOSED[key];
  }
}

/** Nobody is logged in: pages lead to the login, AJAX is told in the version's own way. */
function expired(visit: Visit): Answer {
  if (!visit.isAjax) return toLogin(visit);
  if (visit.core.major === 11) {
    return html(
      '<div class="card"><div class="card-body"><div role="alert" class="alert alert-danger">Your session has expired. Please log in again.</div></div></div>',
      401,
    );
  }
  return html(
    `<script type='text/javascript'>window.location='${visit.path('/index.php?error=3')}';</script>`,
  );
}

function pendingToasts(visit: Visit): Answer {
  const shown = visit.session.toasts.splice(0);
  if (field(visit.call.query, 'get_raw') === '1') {
    const byLevel: Record<string, string[]> = {};
    for (const toast of shown) {
      const level = toast.level === 'error' ? '1' : toast.level === 'warning' ? '2' : '0';
      byLevel[level] = [...(byLevel[level] ?? []), toast.text];
    }
    return json(byLevel);
  }
  return html(shown.map((toast) => `<div class="toast">${escapeMessage(toast.text)}</div>`).join(''));
}
