import { activeEntityName } from '../api/session.ts';
import { type Answer, html } from '../exchange.ts';
import { htmlLanguage, type Phrase } from '../languages.ts';
import { activeProfile, may, READ } from '../rights.ts';
import { type Markup, markup, raw, scriptData } from './markup.ts';
import type { Visit } from './visit.ts';

/** The frame around every page: head, side or top menu, header with breadcrumbs and user menu. */

export interface Crumb {
  label: string;
  href: string;
  icon: string;
}

export interface HeaderLink {
  label: string;
  href: string;
  icon: string;
  primary?: boolean;
  extra?: string;
}

export interface Page {
  title: string;
  crumbs?: Crumb[];
  links?: HeaderLink[];
  body: Markup;
  scripts?: string[];
}

const initials = (name: string) => name.slice(0, 2).toUpperCase();
const COLOURS = ['#db6b57', '#e085bd', '#6b8fd6', '#5cab7d', '#c99a3f', '#8d6cc9', '#4aa3a8'];

export function avatar(name: string, size = ''): Markup {
  const sum = [...name].reduce((all, letter) => all + letter.charCodeAt(0), 0);
  return markup`<span class="avatar ${size} rounded" style="background-color: ${COLOURS[sum % COLOURS.length]}; aspect-ratio: 1;">${initials(name)}</span>`;
}

function head(visit: Visit, title: string): Markup {
  const { core } = visit;
  const dark = core.options.dark;
  const root = core.options.root;
  return markup`<head>
   <title>${title} - GLPI</title>
   <meta charset="utf-8" />
   <meta http-equiv="X-UA-Compatible" content="IE=edge" />
   <meta name="viewport" content="width=device-width, initial-scale=1" />
   <meta name="robots" content="noindex, nofollow" />
   <meta property="glpi:csrf_token" content="${visit.csrfToken()}" />
   <link rel="stylesheet" type="text/css" href="${root}/css/stand-in.css" />
   ${dark ? markup`<link rel="stylesheet" type="text/css" href="${root}/css_compiled/css_palettes_midnight.min.css" />` : ''}
   <link rel="shortcut icon" type="images/x-icon" href="${root}/pics/favicon.ico" />
   ${core.major === 11 ? configScript(visit) : ''}
   <script type="text/javascript" src="${root}/js/stand-in.js" defer></script>
</head>`;
}

/** GLPI's settings for its own scripts: 11 writes them into the head, 10 at the end of the page. */
function configScript(visit: Visit): Markup {
  const { core } = visit;
  const config = {
    url_base: core.state.config.url_base,
    root_doc: core.options.root,
    enabled_inventory: core.options.network.inventory === true ? '1' : '0',
    ...(visit.user === null ? {} : { version: core.options.version, languages: {}, list_limit: 20 }),
  };
  const name = core.major === 11 ? 'window.CFG_GLPI =' : 'var CFG_GLPI  =';
  return markup`<script type="text/javascript">
//<![CDATA[
${raw(name)} ${scriptData(config)};
(function(i18n) {
   i18n.setLocale('${raw(visit.session.language)}');
})({ setLocale: function() {} });
//]]>
</script>`;
}

function htmlTag(visit: Visit): Markup {
  const { core } = visit;
  const dark = core.options.dark;
  const theme =
    core.major === 11
      ? markup` data-glpi-theme="${dark ? 'midnight' : 'auror'}" data-glpi-theme-dark="${dark ? '1' : '0'}"`
      : '';
  return markup`<html lang="${htmlLanguage(visit.session.language)}"${theme}>`;
}

const DOCTYPE = raw('<!DOCTYPE html>');

export function page(visit: Visit, content: Page, status = 200): Answer {
  const { core } = visit;
  const helpdesk = activeProfile(core, visit.session)?.interface === 'helpdesk' || visit.user === null;
  const vertical = !helpdesk && core.options.layout === 'vertical';
  const layout = vertical ? 'vertical-layout' : 'horizontal-layout';
  const bodyClass = core.major === 11 ? ` ${layout}  ${helpdesk ? 'helpdesk' : 'central'}` : ` ${layout} `;
  const dark = core.options.dark ? ' stand-in-dark' : '';
  return html(
    markup`${DOCTYPE}
${htmlTag(visit)}
${head(visit, content.title)}
<body class="${bodyClass}${dark}">
   ${toasts(visit)}
   <div class="page">
      ${vertical ? sideMenu(visit) : ''}
      ${header(visit, content, vertical, helpdesk)}
      ${!vertical && !helpdesk ? secondBar(visit, content) : ''}
      <div class="page-wrapper mb-0">
         <div class="page-body container-fluid ${helpdesk ? 'container-xl' : ''}">
            <main role="main" id="page" class="legacy">${content.body}
            ${core.major === 10 ? configScript(visit) : ''}</main>
         </div>
      </div>
   </div>
   ${(content.scripts ?? []).map((src) => markup`<script type="text/javascript" src="${core.options.root}${src}" defer></script>`)}
</body>
</html>`.html,
    status,
  );
}

function toasts(visit: Visit): Markup {
  const shown = visit.session.toasts.splice(0);
  return markup`<div class="toast-container bottom-right p-3 messages_after_redirect" id="messages_after_redirect">${shown.map(
    (toast) =>
      markup`<div class="toast show ${toast.level}" role="alert"><div class="toast-body">${toast.text}</div></div>`,
  )}</div>`;
}

interface MenuEntry {
  label: Phrase;
  icon: string;
  href: string;
  right: string;
}

function menuEntries(visit: Visit): { label: Phrase; icon: string; entries: MenuEntry[] }[] {
  const allowed = (entries: MenuEntry[]) =>
    entries.filter((entry) => may(visit.core, visit.session, entry.right, READ));
  const forms: MenuEntry[] =
    visit.core.major === 11
      ? [{ label: 'Forms', icon: 'ti ti-forms', href: '/front/form/form.php', right: 'form' }]
      : [];
  return [
    {
      label: 'Assistance' as const,
      icon: 'ti ti-headset',
      entries: allowed([
        { label: 'Tickets', icon: 'ti ti-alert-circle', href: '/front/ticket.php', right: 'ticket' },
      ]),
    },
    {
      label: 'Administration' as const,
      icon: 'ti ti-shield-check',
      entries: allowed([
        { label: 'Users', icon: 'ti ti-user', href: '/front/user.php', right: 'user' },
        { label: 'Groups', icon: 'ti ti-users', href: '/front/group.php', right: 'group' },
        { label: 'Entities', icon: 'ti ti-stack', href: '/front/entity.php', right: 'entity' },
        { label: 'Profiles', icon: 'ti ti-user-check', href: '/front/profile.php', right: 'profile' },
        ...forms,
      ]),
    },
    {
      label: 'Setup' as const,
      icon: 'ti ti-settings',
      entries: allowed([
        { label: 'General', icon: 'ti ti-adjustments', href: '/front/config.form.php', right: 'config' },
      ]),
    },
  ].filter((group) => group.entries.length > 0);
}

function menu(visit: Visit): Markup {
  return markup`<ul class="navbar-nav" id="menu_all">${menuEntries(visit).map(
    (group) => markup`<li class="nav-item dropdown">
      <a class="nav-link dropdown-toggle" href="${visit.path(group.entries[0]?.href ?? '')}">
        <i class="${group.icon}"></i><span class="menu-label">${visit.say(group.label)}</span></a>
      <div class="dropdown-menu">${group.entries.map(
        (entry) =>
          markup`<a class="dropdown-item${visit.call.path.startsWith(entry.href.replace('.php', '')) ? ' active' : ''}" href="${visit.path(entry.href)}"><i class="${entry.icon}"></i>${visit.say(entry.label)}</a>`,
      )}</div></li>`,
  )}</ul>`;
}

function brand(visit: Visit): Markup {
  return markup`<a href="${visit.path(visit.user === null ? '/index.php' : '/front/central.php')}" accesskey="1" title="${visit.say('Home')}" class="navbar-brand"><span class="glpi-logo"></span></a>`;
}

function sideMenu(visit: Visit): Markup {
  return markup`<aside class="navbar navbar-vertical navbar-expand-lg sticky-lg-top sidebar">
         <div class="container-fluid">
            ${brand(visit)}
            <div class="collapse navbar-collapse" id="navbar-menu">${menu(visit)}</div>
         </div>
      </aside>`;
}

function crumbs(visit: Visit, content: Page): Markup {
  if (visit.user === null) return raw('');
  const { core } = visit;
  const tooltip = (label: string) =>
    core.major === 11
      ? markup`data-bs-toggle="tooltip" data-bs-placement="bottom" title="${label}"`
      : markup`title="${label}"`;
  const all: Crumb[] = [
    { label: visit.say('Home'), href: '/front/central.php', icon: 'ti ti-home-2' },
    ...(content.crumbs ?? []),
  ];
  const links = content.links ?? [];
  return markup`<ol class="breadcrumb breadcrumb-alternate pe-1 pe-sm-3" aria-label="breadcrumbs">${all.map(
    (crumb, index) => markup`
   <li class="breadcrumb-item text-truncate">
      <a href="${visit.path(crumb.href)}" ${index === all.length - 1 && index > 0 ? raw('class="here"') : ''} ${tooltip(crumb.label)}>
         <i class="${crumb.icon}"></i>
         ${crumb.label}
      </a>
   </li>`,
  )}
   </ol>
   ${
     links.length === 0
       ? ''
       : markup`<ul class="nav navbar-nav border-start border-left ps-1 ps-sm-2 flex-row">${links.map((link) => headerLink(visit, link))}
</ul>`
   }`;
}

function headerLink(visit: Visit, link: HeaderLink): Markup {
  const eleven = visit.core.major === 11;
  const kind = eleven
    ? link.primary
      ? 'btn btn-sm btn-primary'
      : 'btn btn-sm btn-ghost-secondary'
    : `btn btn-icon btn-sm ${link.primary ? 'btn-secondary' : 'btn-outline-secondary'}`;
  const tooltip = eleven ? raw(' data-bs-toggle="tooltip" data-bs-placement="bottom"') : '';
  return markup`
<li class="nav-item">
   <a href="${link.href === '#' ? '#' : visit.path(link.href)}" class="${kind} me-1 pe-2${link.extra ? ` ${link.extra}` : ''}"${tooltip} title="${link.label}">
      <i class="${link.icon}"></i>
      <span class="d-none d-xxl-block">${link.label}</span>
   </a>
</li>`;
}

function globalSearch(visit: Visit): Markup {
  return markup`<form action="${visit.path('/front/search.php')}" role="search" method="get" data-submit-once="">
   <div class="input-group input-group-flat">
      <input type="text" class="form-control" name="globalsearch" placeholder="${visit.say('Search…')}">
      <span class="input-group-text p-0"><button type="submit" class="btn btn-link p-0 m-0" title="${visit.say('Search…')}"><span class="ti ti-search" aria-hidden="true"></span></button></span>
   </div>
</form>`;
}

function userMenu(visit: Visit): Markup {
  const { core, session } = visit;
  const user = visit.user;
  if (user === null) return markup`<div class="btn-group"></div>`;
  const profile = activeProfile(core, session);
  const entity = activeEntityName(core, session);
  const eleven = core.major === 11;
  return markup`<div class="btn-group">
   <div class="navbar-nav flex-row order-md-last user-menu">
      <div class="nav-item dropdown">
         <a href="#" class="nav-link d-flex lh-1 text-reset p-1 dropdown-toggle user-menu-dropdown-toggle " data-bs-toggle="dropdown" data-bs-auto-close="outside"${eleven ? markup` aria-label="${visit.say('User menu')}"` : ''}>
            <div class="pe-2 d-none d-xl-block">
               <div>${profile?.name}</div>
               <div class="mt-1 small ${eleven ? 'text-muted-menu' : 'text-muted'}"${eleven ? raw(' data-testid="current-entity"') : ''} title="${entity}">
                  ${entity}
               </div>
            </div>
            ${avatar(user.name)}
         </a>
         <div class="dropdown-menu dropdown-menu-end mt-1 dropdown-menu-arrow">
            <h6 class="dropdown-header">${user.name}</h6>
            <span class="dropdown-item dropdown-item-text" title="${entity}"><i class="ti ti-stack"></i>${entity}</span>
            <div class="dropdown-divider"></div>
            <p class="dropdown-item-text"><a href="http://glpi-project.org/" title="GLPI" class="copyright">GLPI ${core.options.version} Copyright</a></p>
            <a href="${visit.path('/front/preference.php')}" class="dropdown-item" title="${visit.say('My settings')}"><i class="ti ti-user-cog"></i>${visit.say('My settings')}</a>
            <a href="${visit.path('/front/logout.php')}" class="dropdown-item" title="${visit.say('Logout')}"><i class="ti ti-logout"></i>${visit.say('Logout')}</a>
         </div>
      </div>
   </div>
</div>`;
}

function header(visit: Visit, content: Page, vertical: boolean, helpdesk: boolean): Markup {
  const eleven = visit.core.major === 11;
  const look = vertical ? 'navbar-light navbar-expand-md' : 'navbar-dark navbar-expand-xl topbar';
  const inner = vertical
    ? markup`${crumbs(visit, content)}
                <div class="ms-lg-auto d-none d-lg-block flex-grow-1 flex-lg-grow-0">${globalSearch(visit)}</div>`
    : markup`${brand(visit)}
               ${helpdesk ? '' : markup`<div class="collapse navbar-collapse justify-content-center" id="navbar-menu">${menu(visit)}</div>`}`;
  return markup`<header class="navbar d-print-none sticky-lg-top shadow-sm ${look}">
         <div class="${eleven ? 'header-container ' : ''}container-fluid flex-xl-nowrap pe-xl-0 ${helpdesk ? 'container-xl' : ''}">
            ${inner}
            <div class="ms-md-4 d-none d-lg-block">${userMenu(visit)}</div>
         </div>
      </header>`;
}

function secondBar(visit: Visit, content: Page): Markup {
  return markup`<div class="navbar navbar-expand-md navbar-light secondary-bar sticky-md-top shadow-sm">
         <div class="container-fluid justify-content-start">
            ${crumbs(visit, content)}
            <div class="ms-md-auto d-none d-md-block flex-grow-1 flex-md-grow-0">${globalSearch(visit)}</div>
         </div>
      </div>`;
}

/** A card in the middle for people who are not logged in. */
export function cardPage(
  visit: Visit,
  title: string,
  body: Markup,
  footer: Markup = raw(''),
  status = 200,
): Answer {
  const dark = visit.core.options.dark ? ' stand-in-dark' : '';
  const card = visit.core.major === 11 ? 'card card-md main-content-card' : 'card card-md';
  return html(
    markup`${DOCTYPE}
${htmlTag(visit)}
${head(visit, title)}
<body class="welcome-anonymous${dark}">
   <div class="page-anonymous">
      <div class="flex-fill d-flex flex-column justify-content-center py-4 mt-4">
         <div class="container-tight py-6">
            <div class="text-center"><div class="col-md"><span class="glpi-logo mb-4" title="GLPI"></span></div></div>
            <div class="${card}">
               <div class="card-body">${body}</div>
            </div>
            <div class="text-center text-muted mt-3">${footer}</div>
         </div>
      </div>
   </div>
</body>
</html>`.html,
    status,
  );
}

export function errorPage(visit: Visit, status: number, title: string, message: string): Answer {
  return page(
    visit,
    {
      title,
      body: markup`<div class="card error-card"><div class="card-body"><div role="alert" class="alert alert-danger alert-important"><i class="ti ti-alert-triangle"></i><div>${message}</div></div></div></div>`,
    },
    status,
  );
}
