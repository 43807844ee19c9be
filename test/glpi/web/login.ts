import { randomBytes } from 'node:crypto';
import { type Answer, field, redirect } from '../exchange.ts';
import { logIn, startSession } from '../passwords.ts';
import { activeProfile, chooseProfile, profilesOf } from '../rights.ts';
import { cardPage } from './layout.ts';
import { markup } from './markup.ts';
import type { Visit } from './visit.ts';

/** 10 gives its login fields new names on each page, remembered in the session; the ids stay. */
const fieldNames = new WeakMap<object, { login: string; password: string }>();

export function loginPage(visit: Visit, error = ''): Answer {
  if (visit.user !== null) return redirect(home(visit));
  const suffix = randomBytes(7).toString('hex');
  const names =
    visit.core.major === 11
      ? { login: 'login_name', password: 'login_password' }
      : { login: `fielda${suffix}`, password: `fieldb${suffix}` };
  fieldNames.set(visit.session, names);
  return cardPage(
    visit,
    'Authentication',
    markup`<form action="${visit.path('/front/login.php')}" method="post" autocomplete="off" data-submit-once>
      <input type="hidden" name="noAUTO" value="0" />
      <input type="hidden" name="redirect" value="${field(visit.call.query, 'redirect')}" />
      <input type="hidden" name="_glpi_csrf_token" value="${visit.csrfToken()}" />
      <div class="card-header mb-4"><h2 class="mx-auto">${visit.say('Login to your account')}</h2></div>
      ${error === '' ? '' : markup`<div class="alert alert-danger">${error}</div>`}
      <div class="mb-3"><label class="form-label" for="login_name">${visit.say('Login')}</label>
         <input type="text" class="form-control" id="login_name" name="${names.login}" tabindex="1" /></div>
      <div class="mb-4"><label class="form-label" for="login_password">${visit.say('Password')}</label>
         <input type="password" class="form-control" id="login_password" name="${names.password}" autocomplete="off" tabindex="2" /></div>
      <input type="hidden" name="auth" value="local" />
      <div class="form-footer"><button type="submit" name="submit" class="btn btn-primary w-100" tabindex="3">${visit.say('Sign in')}</button></div>
    </form>`,
    markup`<a href="http://glpi-project.org/" title="GLPI" class="copyright">GLPI Copyright</a>`,
  );
}

export function home(visit: Visit): string {
  const helpdesk = activeProfile(visit.core, visit.session)?.interface === 'helpdesk';
  if (!helpdesk) return visit.path('/front/central.php');
  return visit.path(visit.core.major === 11 ? '/Helpdesk' : '/front/helpdesk.public.php');
}

export function postLogin(visit: Visit): Answer {
  const { core, call } = visit;
  if (!visit.passesCsrf()) return visit.csrfRefusal();
  const names = fieldNames.get(visit.session) ?? { login: 'login_name', password: 'login_password' };
  const user = logIn(core, field(call.fields, names.login), field(call.fields, names.password));
  if (user === null) {
    return cardPage(
      visit,
      visit.say('Access denied'),
      markup`<div class="alert alert-danger">${visit.say('Incorrect username or password')}</div>
        <a href="${visit.path('/front/logout.php?noAUTO=1')}" class="btn btn-primary">Log in again</a>`,
      markup``,
      core.major === 11 ? 400 : 401,
    );
  }
  startSession(core, visit.session, user);
  const profiles = profilesOf(core, user.id);
  const first = profiles.find(({ profile }) => profile.id === user.profiles_id) ?? profiles[0];
  if (first !== undefined) chooseProfile(core, visit.session, first.profile.id);
  visit.session.csrfTokens.clear();
  visit.session.openedForms.clear();
  visit.renew();
  const wanted = field(call.fields, 'redirect');
  return redirect(wanted.startsWith('/') && !wanted.startsWith('//') ? visit.path(wanted) : home(visit));
}

export function logout(visit: Visit): Answer {
  visit.leave();
  return redirect(visit.path('/index.php?noAUTO=1'));
}
