import { type Answer, field, html } from '../exchange.ts';
import type { Phrase } from '../languages.ts';
import { mailPasswordLink, notificationOn, resetPassword, userByToken } from '../passwords.ts';
import { cardPage } from './layout.ts';
import { type Markup, markup } from './markup.ts';
import type { Visit } from './visit.ts';

/** GLPI's own pages with which a person sets a password, opened by a token. */

interface Kind {
  path: string;
  event: string;
  title: string;
  off: Phrase;
}

const FORGET: Kind = {
  path: '/front/lostpassword.php',
  event: 'passwordforget',
  title: 'Forgotten password?',
  off: 'Sending password forget notification is not enabled.',
};
const INIT: Kind = {
  path: '/front/initpassword.php',
  event: 'passwordinit',
  title: 'Password Initialization',
  off: 'Sending password initialization notification is not enabled.',
};

export function lostPassword(visit: Visit): Answer {
  return passwordPage(visit, FORGET);
}

/** Only 11 has it; its form posts to the other page. */
export function initPassword(visit: Visit): Answer {
  return passwordPage(visit, INIT);
}

const footer = (visit: Visit) =>
  markup`Forget it, <a href="${visit.path('/index.php')}">send me back</a> to the login screen.`;

const show = (visit: Visit, kind: Kind, body: Markup) => cardPage(visit, kind.title, body, footer(visit));

const alert = (level: 'success' | 'danger', text: string) =>
  markup`<div class="alert alert-${level}" role="alert">${text}</div>`;

function passwordPage(visit: Visit, kind: Kind): Answer {
  const { core, call } = visit;
  if (call.method === 'POST' && !visit.passesCsrf()) return visit.csrfRefusal();
  if (core.state.config.notifications_mailing !== '1' || !notificationOn(core, kind.event)) {
    return core.major === 10 ? html('') : show(visit, kind, alert('danger', visit.say(kind.off)));
  }
  const token = field(call.fields, 'password_forget_token') || field(call.query, 'password_forget_token');
  if (call.fields.password !== undefined) {
    const reset = resetPassword(core, token, field(call.fields, 'password'), field(call.fields, 'password2'));
    // Whatever is told, there is no form on this page any more.
    return show(
      visit,
      kind,
      reset.done
        ? alert('success', visit.say('Reset password successful.'))
        : markup`${reset.errors.map((error) => alert('danger', visit.say(error)))}`,
    );
  }
  if (token !== '' || call.query.password_forget_token !== undefined) return tokenPage(visit, kind, token);
  if (call.fields.email !== undefined) {
    mailPasswordLink(core, field(call.fields, 'email'), kind === INIT);
    return show(
      visit,
      kind,
      markup`If the given email address corresponds to one and only one GLPI user, you will receive an email.`,
    );
  }
  return show(
    visit,
    kind,
    markup`<form method="post" action="${visit.path(kind.path)}"><input type="hidden" name="_glpi_csrf_token" value="${visit.csrfToken()}">
    <input type="email" class="form-control mb-3" name="email" required><button type="submit" name="update" class="btn btn-primary w-100">${visit.say('Save')}</button></form>`,
  );
}

function tokenPage(visit: Visit, kind: Kind, token: string): Answer {
  if (userByToken(visit.core, token) === null) {
    return show(
      visit,
      kind,
      markup`${visit.say('Your password reset request has expired or is invalid. Please renew it.')}`,
    );
  }
  return show(
    visit,
    kind,
    markup`<form method="post" action="${visit.path(FORGET.path)}" name="forgetpassword">
    <input type="hidden" name="_glpi_csrf_token" value="${visit.csrfToken()}">
    <input type="hidden" name="password_forget_token" value="${token}">
    <div class="mb-3"><label class="form-label" for="password">${visit.say('Password')}</label><input type="password" class="form-control" id="password" name="password" autocomplete="new-password" required></div>
    <div class="mb-3"><label class="form-label" for="password2">${visit.say('Password confirmation')}</label><input type="password" class="form-control" id="password2" name="password2" autocomplete="new-password" required></div>
    <button class="btn btn-icon btn-primary w-100" name="update"><i class="ti ti-device-floppy"></i><span>${visit.say('Save')}</span></button></form>`,
  );
}
