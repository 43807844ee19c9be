import { addUser, friendlyName, removeUser, updateUser } from '../accounts.ts';
import { Crash } from '../api/refusal.ts';
import { type Answer, field, html, isMap, json, list, redirect } from '../exchange.ts';
import type { Phrase } from '../languages.ts';
import {
  CREATE,
  DELETE,
  defaultProfile,
  grantableProfiles,
  may,
  outranks,
  PURGE,
  READ,
  seesUser,
  UPDATE,
} from '../rights.ts';
import type { User } from '../state.ts';
import { errorPage, page } from './layout.ts';
import { type Markup, markup, raw, scriptData } from './markup.ts';
import { tabList } from './tabs.ts';
import { userCrumbs, userLinks } from './users-page.ts';
import type { Visit } from './visit.ts';

/** A person's page, the form for a new one, and what is posted from both. */

export function userForm(visit: Visit): Answer {
  const { core, session, call } = visit;
  if (!may(core, session, 'user', READ)) return visit.accessDenied();
  const byName = field(call.query, 'name');
  if (byName !== '' && call.query.id === undefined) {
    const found = core.state.users.find((user) => user.name.toLowerCase() === byName.toLowerCase());
    return redirect(
      visit.path(found === undefined ? '/front/user.php' : `/front/user.form.php?id=${found.id}`),
    );
  }
  const id = Number(field(call.query, 'id'));
  const user = id > 0 ? core.state.users.get(id) : undefined;
  if (id > 0 && user === undefined) {
    return core.major === 11
      ? visit.refusal(404, visit.say('Item not found'))
      : errorPage(visit, 200, visit.say('Item not found'), visit.say('Item not found'));
  }
  if (user === undefined && !may(core, session, 'user', CREATE)) return visit.accessDenied();
  if (user !== undefined && !seesUser(core, session, user.id)) return visit.accessDenied();
  const tabs =
    user === undefined
      ? [{ key: 'User$main', label: visit.say('User') }]
      : [
          { key: 'User$main', label: visit.say('User') },
          { key: 'Profile_User$1', label: visit.say('Authorizations') },
          { key: 'Group_User$1', label: visit.say('Groups') },
        ];
  const name = user === undefined ? 'New item' : user.name;
  return page(visit, {
    title:
      core.major === 11 && user !== undefined
        ? `${visit.say('User')} - ${name} - ID ${user.id}`
        : `${visit.say('User')} - ${name}`,
    crumbs: userCrumbs(visit),
    links: userLinks(visit),
    body: markup`<div class="d-flex flex-column">
  <div class="card-header main-header" id="header_${user?.id ?? 0}"><h3 class="card-title"><span id="header-friendlyname">${user === undefined ? name : friendlyName(user)}</span><span class="toolbar"></span></h3></div>
  ${tabList(visit, 'User', '/front/user.form.php', user?.id ?? -1, tabs)}</div>`,
  });
}

const input = (visit: Visit, label: Phrase, name: string, value: string | null | undefined, type = 'text') =>
  markup`<div class="form-field row mb-2"><label class="col-form-label" for="f_${name}">${visit.say(label)}</label>
    <div class="field-container"><input type="${type}" id="f_${name}" class="form-control" name="${name}" value="${value ?? ''}"${type === 'password' ? raw(' autocomplete="new-password"') : ''}></div></div>`;

const choice = (
  visit: Visit,
  label: Phrase,
  name: string,
  options: [number | string, string][],
  chosen: number | string,
) =>
  markup`<div class="form-field row mb-2"><label class="col-form-label" for="f_${name}">${visit.say(label)}</label>
    <div class="field-container"><select name="${name}" id="f_${name}" class="form-select" size="1">${options.map(
      ([value, text]) =>
        markup`<option value="${value}"${value === chosen ? raw(' selected') : ''}>${text}</option>`,
    )}</select></div></div>`;

/** The form itself. 10 shows the first authorization for an empty id, not for -1; 11 for both. */
export function userMainTab(visit: Visit, id: string): Markup {
  const { core, session } = visit;
  const user = Number(id) > 0 ? core.state.users.get(Number(id)) : undefined;
  if (!may(core, session, 'user', READ)) return raw('');
  const own = user !== undefined && user.id === session.usersId;
  const above = user === undefined || own || outranks(core, session, user.id);
  const first = user === undefined && (core.major === 11 || id === '' || id === '0');
  const emails = user === undefined ? [] : core.state.userEmails.filter((row) => row.users_id === user.id);
  const yesNo: [number, string][] = [
    [0, visit.say('No')],
    [1, visit.say('Yes')],
  ];
  return markup`<div class="asset">
  <form id="main-form" name="asset_form" method="post" action="${visit.path('/front/user.form.php')}" enctype="multipart/form-data" data-submit-once>
    <input type="hidden" name="_glpi_csrf_token" value="${visit.csrfToken()}" />
    ${user === undefined ? '' : markup`<input type="hidden" name="id" value="${user.id}" />`}
    <div class="form-columns">
    ${input(visit, 'Login', 'name', user?.name)}
    ${input(visit, 'Surname', 'realname', user?.realname)}
    ${input(visit, 'First name', 'firstname', user?.firstname)}
    ${first || (user !== undefined && above) ? markup`${input(visit, 'Password', 'password', '', 'password')}${input(visit, 'Password confirmation', 'password2', '', 'password')}` : ''}
    ${choice(visit, 'Active', 'is_active', yesNo, user?.is_active ?? 1)}
    <div class="form-field row mb-2"><label class="col-form-label">${visit.say('Emails')}</label><div class="field-container">
      ${emails.map((email) => markup`<input type="radio" name="_default_email" value="${email.id}"${email.is_default === 1 ? raw(' checked') : ''}><input type="text" class="form-control" name="_useremails[${email.id}]" value="${email.email}">`)}
      <input type="radio" name="_default_email" value="-1"${emails.length === 0 ? raw(' checked') : ''}><input type="text" class="form-control" name="_useremails[-1]" value=""></div></div>
    ${input(visit, 'Phone', 'phone', user?.phone)}
    ${input(visit, 'Valid since', 'begin_date', user?.begin_date)}
    ${input(visit, 'Valid until', 'end_date', user?.end_date)}
    <div class="form-field row mb-2"><label class="col-form-label">${visit.say('Comments')}</label><div class="field-container"><textarea class="form-control" name="comment">${user?.comment ?? ''}</textarea></div></div>
    ${first ? markup`<h4 class="card-subtitle">${visit.say('Authorization')}</h4>${profileChoice(visit)}${entityChoice(visit)}${choice(visit, 'Recursive', '_is_recursive', yesNo, 0)}<input type="hidden" name="authtype" value="1">` : ''}
    ${first && core.major === 11 ? markup`<input type="hidden" name="_init_password" value="0">` : ''}
    </div>
    <div class="card-body border-top d-flex flex-row-reverse">${
      user === undefined
        ? markup`<button class="btn btn-primary me-2" type="submit" name="add" value="1"><i class="ti ti-plus"></i><span>${visit.say('Add')}</span></button>`
        : markup`<button class="btn btn-primary me-2" type="submit" name="update" value="1"><i class="ti ti-device-floppy"></i><span>${visit.say('Save')}</span></button>`
    }</div>
  </form></div>`;
}

/** 10 lists what may be granted; 11 only holds the default and asks `ajax/getDropdownValue.php` for the rest. */
function profileChoice(visit: Visit): Markup {
  const grantable = grantableProfiles(visit.core, visit.session);
  const byDefault = defaultProfile(visit.core);
  const plain = choice(
    visit,
    'Profile',
    '_profiles_id',
    visit.core.major === 10
      ? [[0, '-----'], ...grantable.map((profile): [number, string] => [profile.id, profile.name])]
      : byDefault === undefined
        ? []
        : [[byDefault.id, byDefault.name]],
    byDefault?.id ?? 0,
  );
  if (visit.core.major === 10) return plain;
  const params = {
    itemtype: 'Profile',
    display_emptychoice: 1,
    displaywith: [],
    emptylabel: '-----',
    condition: [],
    used: [],
    toadd: [],
    entity_restrict: -1,
    _idor_token: visit.csrfToken(),
  };
  return markup`${plain}<script type="text/javascript">
window.select2_configs = window.select2_configs || {};
window.select2_configs['f__profiles_id'] = { type: 'ajax', field_id: 'f__profiles_id', url: ${scriptData(visit.path('/ajax/getDropdownValue.php'))}, params: ${scriptData(params)} };
</script>`;
}

function entityChoice(visit: Visit): Markup {
  const entities = visit.core.state.entities.filter((entity) =>
    visit.session.activeEntities.includes(entity.id),
  );
  return choice(
    visit,
    'Entity',
    '_entities_id',
    entities.map((entity): [number, string] => [entity.id, entity.completename]),
    visit.session.activeEntity,
  );
}

/**
 * What the drop-down of 11 offers: all profiles, whoever asks; what may not be granted falls back when the form is sent.
 * Without the form's own token the answer is empty.
 */
export function dropdownValues(visit: Visit): Answer {
  const { fields } = visit.call;
  if (!visit.session.csrfTokens.has(field(fields, '_idor_token'))) {
    return { status: 200, headers: { 'content-type': 'application/json' }, body: '' };
  }
  if (field(fields, 'itemtype') !== 'Profile') return json({ results: [], count: 0 });
  const asked = field(fields, 'searchText').toLowerCase();
  const found = visit.core.state.profiles
    .filter((profile) => profile.name.toLowerCase().includes(asked))
    .sort((a, b) => a.name.localeCompare(b.name));
  const empty = asked === '' ? [{ id: 0, text: '-----' }] : [];
  return json({
    results: [
      ...empty,
      ...found.map((profile) => ({
        id: profile.id,
        text: profile.name,
        title: `${profile.name} - ${profile.comment ?? ''}`,
      })),
    ],
    count: found.length,
  });
}

export function groupsTab(visit: Visit, user: User): Markup {
  const { state } = visit.core;
  const mine = state.groupUsers.filter((row) => row.users_id === user.id);
  return markup`<div class="card"><table class="table card-table"><thead><tr><th>${visit.say('Group')}</th></tr></thead><tbody>${mine.map(
    (row) => markup`<tr><td>${state.groups.get(row.groups_id)?.completename}</td></tr>`,
  )}</tbody></table></div>`;
}

export function postUserForm(visit: Visit): Answer {
  const { core, session, call } = visit;
  if (!visit.passesCsrf()) return visit.csrfRefusal();
  const back = call.headers.referer ?? visit.path('/front/user.php');
  const given: Record<string, unknown> = { ...call.fields };
  if (isMap(given._useremails)) given._useremails = { ...given._useremails };
  if (given.password2 === '' && given.password === '') {
    delete given.password;
    delete given.password2;
  }
  if (call.fields.add !== undefined) {
    if (!may(core, session, 'user', CREATE)) return visit.accessDenied();
    try {
      const made = addUser(core, session, { ...given, entities_id: given.entities_id ?? 0 });
      for (const error of made.errors) visit.toast('error', error);
      if (made.id === false) return redirect(call.headers.referer ?? '');
      visit.toast('info', made.message);
      // 10 goes back to where the form was, 11 on to the new person.
      return redirect(
        core.major === 11 ? visit.path(`/front/user.form.php?id=${made.id}`) : (call.headers.referer ?? ''),
      );
    } catch (problem) {
      if (problem instanceof Crash) return html('', core.major === 11 ? 500 : 200);
      throw problem;
    }
  }
  if (field(call.fields, 'language') !== '' && visit.user !== null && list(call.fields.id).length === 0) {
    const language = field(call.fields, 'language');
    visit.person.language = language;
    session.language = language === 'fr_FR' ? 'fr_FR' : 'en_GB';
    return redirect(back);
  }
  const user = core.state.users.get(Number(field(call.fields, 'id')));
  if (user === undefined) return visit.refusal(404, visit.say('Item not found'));
  if (!seesUser(core, session, user.id)) return visit.accessDenied();
  if (call.fields.update !== undefined) {
    if (!may(core, session, 'user', UPDATE)) return visit.accessDenied();
    const changed = updateUser(core, session, user, given);
    if (!changed.done) visit.toast('error', changed.message);
    return redirect(back);
  }
  const purge = call.fields.purge !== undefined;
  if (purge || call.fields.delete !== undefined) {
    if (!may(core, session, 'user', purge ? PURGE : DELETE)) return visit.accessDenied();
    removeUser(core, user, purge);
    return redirect(visit.path('/front/user.php'));
  }
  return redirect(back);
}
