import { friendlyName } from '../accounts.ts';
import { type Answer, field, html } from '../exchange.ts';
import { authorizations, CREATE, may, READ, seesUser } from '../rights.ts';
import type { User } from '../state.ts';
import { type Crumb, type HeaderLink, page } from './layout.ts';
import { type Markup, markup, raw } from './markup.ts';
import type { Visit } from './visit.ts';

/** Administration > Users: the list, and the part of it that GLPI draws again without leaving the page. */

const PAGE_SIZE = 20;

export function userCrumbs(visit: Visit): Crumb[] {
  return [
    { label: visit.say('Administration'), href: '/front/user.php', icon: 'ti ti-shield-check' },
    { label: visit.say('Users'), href: '/front/user.php', icon: 'ti ti-user' },
  ];
}

export function userLinks(visit: Visit): HeaderLink[] {
  const add: HeaderLink[] = may(visit.core, visit.session, 'user', CREATE)
    ? [{ label: visit.say('Add'), href: '/front/user.form.php', icon: 'ti ti-plus', primary: true }]
    : [];
  if (visit.core.major === 11) return add;
  return [
    ...add,
    { label: visit.say('Search'), href: '/front/user.php', icon: 'ti ti-search' },
    { label: visit.say('Lists'), href: '#', icon: 'ti ti-star', extra: 'show-saved-searches' },
  ];
}

export function usersPage(visit: Visit): Answer {
  if (!may(visit.core, visit.session, 'user', READ)) return visit.accessDenied();
  const eleven = visit.core.major === 11;
  const controls = markup`<div class="search-controls d-flex justify-content-between align-items-center">
      <form method="get" action="${visit.path('/front/user.php')}" name="${eleven ? 'searchformUser' : 'searchformuser'}" class="search-form-container" data-glpi-search-form>
        <div class="primary-controls">
          <input type="text" class="form-control form-control-sm" name="q" placeholder="${visit.say('Search')}" value="${field(visit.call.query, 'q')}">
          <button class="btn btn-sm btn-primary" type="submit" name="search"><i class="ti ti-list-search"></i><span>${visit.say('Search')}</span></button>
        </div>
      </form>
      <div class="middle-controls d-flex"></div>
      <div class="secondary-controls"><button type="button" class="btn btn-icon btn-sm btn-ghost-secondary refresh-search" title="Refresh"><i class="ti ti-refresh"></i></button></div>
    </div>`;
  return page(visit, {
    title: visit.say('Users'),
    crumbs: userCrumbs(visit),
    links: userLinks(visit),
    body: markup`
<div class="search_page row"><div class="col search-container" data-glpi-search-container>
  <div class="ajax-container search-display-data">
    <div class="card ${eleven ? '' : 'card-sm '}search-card">
      <div class="card-header search-header px-1 px-xl-3">${controls}</div>
      <div class="search-results-area">${results(visit)}</div>
    </div>
  </div>
</div></div>`,
  });
}

/** `GET ajax/search.php?action=display_results&itemtype=User`: the results alone. */
export function redrawnResults(visit: Visit): Answer {
  if (!may(visit.core, visit.session, 'user', READ)) return html('', 403);
  return html(results(visit).html);
}

function results(visit: Visit): Markup {
  const { core, session, call } = visit;
  const asked = field(call.query, 'q').toLowerCase();
  const people = core.state.users
    .filter((user) => user.is_deleted === 0 && seesUser(core, session, user.id))
    .filter((user) => asked === '' || `${user.name} ${friendlyName(user)}`.toLowerCase().includes(asked))
    .sort((a, b) => (core.major === 10 ? a.name.localeCompare(b.name) : 0));
  const start = Number(field(call.query, 'start')) || 0;
  const shown = people.slice(start, start + PAGE_SIZE);
  const columns: [number, string][] = [
    [1, visit.say('Login')],
    [34, visit.say('Surname')],
    [5, visit.say('Emails')],
    [6, visit.say('Phone')],
    [3, visit.say('Location')],
    [8, visit.say('Active')],
  ];
  return markup`<form id="massformUser" method="get" action="${visit.path('/front/massiveaction.php')}" data-search-itemtype="User" data-start="${start}" data-count="${people.length}" data-limit="${PAGE_SIZE}" data-submit-once>
  <div class="table-responsive-lg"><table class="search-results table card-table table-hover table-striped" ${core.major === 11 ? raw('data-testid="search-results"') : ''}>
    <thead><tr><th style="width: 30px;"><input class="form-check-input" type="checkbox" aria-label="Check all"></th>${columns.map(
      ([id, label]) => markup`<th data-searchopt-id="${id}">${label}</th>`,
    )}</tr></thead>
    <tbody>${shown.map((user) => row(visit, user))}</tbody>
  </table></div>
  <div class="card-footer search-footer"><p class="m-0 text-muted page-infos">Showing ${shown.length === 0 ? 0 : start + 1} to ${start + shown.length} of ${people.length} rows</p>
    <ul class="pagination m-0">${Array.from({ length: Math.ceil(people.length / PAGE_SIZE) }, (_, index) =>
      people.length <= PAGE_SIZE
        ? ''
        : markup`<li class="page-item${index * PAGE_SIZE === start ? ' active' : ''}"><a class="page-link" href="?start=${index * PAGE_SIZE}" data-start="${index * PAGE_SIZE}">${index + 1}</a></li>`,
    )}</ul></div>
</form>`;
}

function row(visit: Visit, user: User): Markup {
  const { core } = visit;
  const emails = core.state.userEmails
    .filter((email) => email.users_id === user.id)
    .map((email) => email.email);
  const surname = [user.realname, user.firstname].filter(Boolean).join(' ');
  const cell = (id: number, content: Markup | string | null) =>
    core.major === 11
      ? markup`<td data-searchopt-content-id="${id}">${content}</td>`
      : markup`<td>${content}</td>`;
  return markup`<tr>
      <td><input class="form-check-input" type="checkbox" name="item[User][${user.id}]" aria-label="Select"></td>
      ${cell(1, markup`<a id="User_${user.id}_${user.id}" href="${visit.path(`/front/user.form.php?id=${user.id}`)}">${user.name}</a>`)}
      ${cell(34, surname)}
      ${cell(5, emails.join(', '))}
      ${cell(6, user.phone)}
      ${cell(3, '')}
      ${cell(8, user.is_active === 1 ? markup`<span class="badge bg-green-lt">${visit.say('Yes')}</span>` : markup`<span class="badge bg-secondary-lt">${visit.say('No')}</span>`)}
    </tr>`;
}

export function authorizationRows(visit: Visit, user: User): Markup {
  const { core } = visit;
  return markup`<div class="card"><table class="table card-table"><thead><tr><th>${visit.say('Entity')}</th><th>${visit.say('Profile')}</th></tr></thead>
  <tbody>${authorizations(core, user.id).map(
    (
      auth,
    ) => markup`<tr><td>${core.state.entities.get(auth.entities_id)?.completename}${auth.is_recursive === 1 ? ' (R)' : ''}</td>
      <td>${core.state.profiles.get(auth.profiles_id)?.name}${auth.is_dynamic === 1 ? ' (D)' : ''}</td></tr>`,
  )}</tbody></table></div>`;
}
