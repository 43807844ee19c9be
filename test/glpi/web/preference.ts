import { updateUser } from '../accounts.ts';
import { type Answer, field, redirect } from '../exchange.ts';
import { page } from './layout.ts';
import { type Markup, markup } from './markup.ts';
import { tabList } from './tabs.ts';
import type { Visit } from './visit.ts';

/** "My settings": among others one's own API token. */

export function preferencePage(visit: Visit): Answer {
  return page(visit, {
    title: visit.say('My settings'),
    body: tabList(
      visit,
      'Preference',
      '/front/preference.php',
      0,
      [
        { key: 'User$1', label: visit.say('User') },
        { key: 'Config$1', label: 'Personalization' },
      ],
      'main_class=tab_cadre_fixe&',
    ),
  });
}

export function preferenceTab(visit: Visit): Markup {
  const user = visit.person;
  const token = user.api_token ?? '';
  if (visit.core.major === 10) {
    return markup`<div class='center'><form method='post' name='user_manager' enctype='multipart/form-data' action='${visit.path('/front/preference.php')}' autocomplete='off'><table class='tab_cadre_fixe'>
<tr><th colspan='4'>${visit.say('Login')}: ${user.name}<input type='hidden' name='name' value='${user.name}'><input type='hidden' name='id' value='${user.id}'></th></tr>
<tr class='tab_bg_1'><td>${visit.say('Surname')}</td><td><input type="text" name="realname" value="${user.realname}" class="form-control" /></td></tr>
<tr class='tab_bg_1'><td>${visit.say('First name')}</td><td><input type="text" name="firstname" value="${user.firstname}" class="form-control" /></td></tr>
<tr class='tab_bg_1'><th colspan='4'>${visit.say('Remote access keys')}</th></tr>
<tr class='tab_bg_1'><td>${visit.say('API token')}</td><td colspan='2'>${
      token === ''
        ? ''
        : markup`<div class='copy_to_clipboard_wrapper'><input type="text" name="_api_token" value="${token}" style="width:90%" class="form-control" /></div>(generated on ${(user.api_token_date ?? '').slice(0, 16)})`
    }</td><td><input type="hidden" name="_reset_api_token" value="0" /><input type='checkbox' class='form-check-input ' name='_reset_api_token' title='${visit.say('Regenerate')}' value='1'>&nbsp;&nbsp;${visit.say('Regenerate')}</td></tr>
<tr><td class='tab_bg_2 center' colspan='4'><input type='submit' name='update' value="${visit.say('Save')}" class='btn btn-primary'></td></tr></table>
<input type="hidden" name="_glpi_csrf_token" value="${visit.csrfToken()}" /></form></div>`;
  }
  return markup`<div class="asset">
  <form id="main-form" name="asset_form" method="post" action="${visit.path('/front/preference.php')}" enctype="multipart/form-data" data-submit-once>
    <input type="hidden" name="_glpi_csrf_token" value="${visit.csrfToken()}" />
    <input type="hidden" name="id" value="${user.id}" />
    <div class="form-columns">
    <div class="form-field row mb-2"><label class="col-form-label">${visit.say('Login')}</label><div class="field-container"><span class="fw-bold">${user.name}</span><input type="hidden" name="name" value="${user.name}" /></div></div>
    <div class="form-field row mb-2"><label class="col-form-label">${visit.say('Surname')}</label><div class="field-container"><input type="text" class="form-control" name="realname" value="${user.realname}"></div></div>
    <div class="form-field row mb-2"><label class="col-form-label">${visit.say('First name')}</label><div class="field-container"><input type="text" class="form-control" name="firstname" value="${user.firstname}"></div></div>
    <h4 class="card-subtitle">${visit.say('Passwords and access keys')}</h4>
    <div class="form-field row mb-2"><label class="col-form-label" for="api_token_1">${visit.say('API token')}</label><div class="field-container">
      <div class="btn-group btn-group-sm d-flex"><input type="password" id="api_token_1" class="form-control " name="api_token" value="${token}" autocomplete="new-password" /></div>
      <input type="checkbox" name="_regenerate_api_token" id="_regenerate_api_token">&nbsp;<label for="_regenerate_api_token">${visit.say('Regenerate')}</label></div></div>
    </div>
    <div class="card-body border-top d-flex flex-row-reverse"><button class="btn btn-primary me-2" type="submit" name="update" value="1"><i class="ti ti-device-floppy"></i><span>${visit.say('Save')}</span></button></div>
  </form></div>`;
}

export function postPreference(visit: Visit): Answer {
  const { core, call } = visit;
  if (!visit.passesCsrf()) return visit.csrfRefusal();
  if (call.fields.update === undefined || Number(field(call.fields, 'id')) !== visit.session.usersId) {
    return preferencePage(visit);
  }
  const given: Record<string, unknown> = { ...call.fields };
  delete given.name;
  updateUser(core, visit.session, visit.person, given);
  return redirect(call.headers.referer ?? visit.path('/front/preference.php'));
}
