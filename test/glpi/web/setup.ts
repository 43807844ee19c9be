import { type Answer, field, isMap, redirect } from '../exchange.ts';
import { may, READ, UPDATE } from '../rights.ts';
import { page } from './layout.ts';
import { type Markup, markup, raw } from './markup.ts';
import { searchVersion, systemOptions } from './network.ts';
import { tabList } from './tabs.ts';
import type { Visit } from './visit.ts';

/** Setup > General: its tabs, of them API, System and GLPI Network in full. */

const PAGE = '/front/config.form.php';

export function setupPage(visit: Visit): Answer {
  const { core, session } = visit;
  if (!may(core, session, 'config', READ)) return visit.accessDenied();
  if (visit.call.query.check_version !== undefined) return searchVersion(visit);
  const full = may(core, session, 'config', UPDATE);
  return page(visit, {
    title: visit.say('Setup'),
    crumbs: [
      { label: visit.say('Setup'), href: PAGE, icon: 'ti ti-settings' },
      { label: visit.say('General'), href: PAGE, icon: 'ti ti-adjustments' },
    ],
    body: tabList(
      visit,
      'Config',
      PAGE,
      core.state.configId,
      [
        { key: 'Config$1', label: 'General setup' },
        { key: 'Config$2', label: 'Default values' },
        ...(full
          ? [
              { key: 'Config$5', label: 'System' },
              { key: 'Config$8', label: 'API' },
            ]
          : []),
        { key: 'GLPINetwork$1', label: 'GLPI Network' },
        { key: 'Log$1', label: 'Historical' },
      ],
      'formoptions=data-track-changes%3Dtrue&',
    ),
  });
}

const form = (visit: Visit, body: Markup, options = raw('data-track-changes="true"')) =>
  markup`<form name="form" action="${visit.path(PAGE)}" method="post" ${options}>
  <input type="hidden" name="_glpi_csrf_token" value="${visit.csrfToken()}" />${body}</form>`;

const saveButton = (visit: Visit) =>
  visit.core.major === 11
    ? markup`<div class="card-footer mx-n2 d-flex"><button type="submit" name="update" value="1" class="ms-auto btn btn-primary"><i class="ti ti-device-floppy"></i><span>${visit.say('Save')}</span></button></div>`
    : markup`<input type='submit' name='update' class='btn btn-primary' value="${visit.say('Save')}">`;

/** A yes-or-no setting: a drop-down in 10, a switch with a hidden 0 before it in 11. */
function setting(visit: Visit, name: string, label: string): Markup {
  const on = visit.core.state.config[name] === '1';
  if (visit.core.major === 11) {
    return markup`<div class="form-field row mb-2"><label class="col-form-label" for="${name}_1">${label}</label>
    <div class="field-container"><label class="form-check form-switch mt-2"><input type="hidden" name="${name}" value="0" />
      <input type="checkbox" name="${name}" value="1" class="form-check-input" id="${name}_1"${on ? raw(' checked') : ''} /></label></div></div>`;
  }
  return markup`<tr class='tab_bg_2'><td><label for='dropdown_${name}1'>${label}</label></td><td><select name='${name}' id='dropdown_${name}1' class="form-select" size='1'><option value='0'${on ? '' : raw(' selected')}>${visit.say('No')}</option><option value='1'${on ? raw(' selected') : ''}>${visit.say('Yes')}</option></select></td></tr>`;
}

export function apiTab(visit: Visit): Markup {
  const { core } = visit;
  const settings: [string, string][] = [
    ['enable_api', core.major === 11 ? 'Enable Legacy REST API' : 'Enable Rest API'],
    ['enable_api_login_credentials', 'Enable login with credentials'],
    ['enable_api_login_external_token', 'Enable login with external token'],
  ];
  const rows = settings.map(([name, label]) => setting(visit, name, label));
  const clients = markup`<div class="search_page"><div class="search-container"><div class="ajax-container search-display-data">
  <form id="massformAPIClient" method="get" action="${visit.path('/front/massiveaction.php')}" data-search-itemtype="APIClient" data-start="0" data-count="${core.state.apiClients.length}" data-limit="20">
  <table class="search-results table card-table table-hover table-striped"${core.major === 11 ? raw(' data-testid="search-results"') : ''}><thead><tr><th data-searchopt-id="1">Name</th></tr></thead>
  <tbody>${core.state.apiClients.map((client) => markup`<tr><td data-searchopt-content-id="1"><a id='APIClient_${client.id}_${client.id}' href='${visit.path(`/front/apiclient.form.php?id=${client.id}`)}'>${client.name}</a></td></tr>`)}</tbody></table>
  </form></div></div></div>`;
  const add = markup`<a class="btn btn-outline-secondary" href="${core.major === 11 ? visit.path('/front/apiclient.form.php') : 'apiclient.form.php'}">Add API client</a>`;
  if (core.major === 11) {
    return markup`${form(
      visit,
      markup`<h4 class="card-title">API</h4>${setting(visit, 'enable_hlapi', 'Enable API')}
  <h4 class="card-subtitle">Legacy API</h4>${rows}
  <div class="form-field row mb-2"><label class="col-form-label">URL of the API</label><div class="field-container"><input type="text" class="form-control" name="_legacy_url_base_api" value="${core.apiUrl}" readonly></div></div>${saveButton(visit)}`,
    )}
  <h4 class="card-title">API clients (Legacy API)</h4>${add}${clients}`;
  }
  return markup`<div class='center spaced' id='tabsbody'>${form(
    visit,
    markup`<table class='tab_cadre_fixe'><tr><th colspan='4'>API</th></tr>
<tr class='tab_bg_2'><td><label for='url_base_api'>URL of the API</label></td><td colspan='3'><input type='url' name='url_base_api' id='url_base_api' value='${core.apiUrl}' class='form-control'></td></tr>${rows}
<tr class='tab_bg_2'><td colspan='4' class='center'>${saveButton(visit)}</td></tr></table>`,
  )}${add}${clients}</div>`;
}

export function systemTab(visit: Visit): Markup {
  const { core } = visit;
  const told = systemOptions(visit);
  const all: Record<string, string> = {
    GLPI_ROOT: 'GLPI_ROOT',
    GLPI_NETWORK_SERVICES: 'https://services.glpi-network.com',
    GLPI_INSTALL_MODE: told.mode,
    GLPI_VERSION: core.options.version,
    GLPI_CONFIG_DIR: '/var/www/glpi/config',
    GLPI_MARKETPLACE_DIR: '/var/www/glpi/marketplace',
    ...told.constants,
  };
  const constants = Object.entries(all)
    .map(([name, value]) => `${name}: "${value}"`)
    .join('\n');
  const information = `GLPI ${core.options.version} ( => GLPI_ROOT)\nInstallation mode: ${told.mode}\nCurrent language:${visit.session.language}`;
  const marked = told.faults.map(
    (line) => markup`<img src="${visit.path('/pics/warning_min.png')}" alt="${line}"/>${line}\n`,
  );
  const sections: [string, Markup | string][] = [
    ['Information about system installation and configuration', information],
    [
      'Server',
      markup`Operating system: ${told.os}\nPHP 8.2.36 fpm-fcgi (Core, curl, json, openssl, sodium)\n${marked}`,
    ],
    ['GLPI constants', constants],
  ];
  const body = markup`<h4 class="card-title">System</h4>
<label for="proxy_name_1">Server</label><input type="text" id="proxy_name_1" class="form-control" name="proxy_name" value="${told.proxy}">
<label for="proxy_port_1">Port</label><input type="text" id="proxy_port_1" class="form-control" name="proxy_port" value="8080">
${saveButton(visit)}`;
  return markup`${form(visit, body)}
<a class="btn btn-secondary" href="?check_version">Check if a new version is available</a>
${
  core.major === 11
    ? sections.map(
        ([title, text]) =>
          markup`<div class="accordion-item"><div class="accordion-header section-header">${title}</div><pre class="section-content">${text}</pre></div>`,
      )
    : markup`<table id='system-info-table' class='tab_cadre_fixe'>${sections.map(([title, text]) => markup`<tr><th class='section-header'>${title}</th></tr><tr class='tab_bg_1'><td><pre class='section-content'>${text}</pre></td></tr>`)}</table>`
}`;
}

/** Names of the form that are no settings. */
const NOT_SETTINGS = new Set(['id', 'update', '_glpi_csrf_token']);

export function postSetup(visit: Visit): Answer {
  const { core, session, call } = visit;
  if (!visit.passesCsrf()) return visit.csrfRefusal();
  if (!may(core, session, 'config', UPDATE)) return visit.accessDenied();
  if (call.fields.update !== undefined) {
    for (const [name, value] of Object.entries(call.fields)) {
      if (NOT_SETTINGS.has(name) || name.startsWith('_') || isMap(value)) continue;
      core.state.config[name] = field(call.fields, name);
    }
  }
  return redirect(call.headers.referer ?? visit.path(PAGE));
}
