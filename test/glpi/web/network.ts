import { escapeMessage } from '../core.ts';
import { type Answer, field, html, json, redirect } from '../exchange.ts';
import type { NetworkOptions, PluginOption } from '../options.ts';
import { may, READ, UPDATE } from '../rights.ts';
import { type Markup, markup, raw } from './markup.ts';
import type { Visit } from './visit.ts';

/**
 * What a GLPI shows about its GLPI Network key: the tab in the shapes of 10, 11.0.4 and 11.0.7, the marketplace, the
 * search for a newer version, the error log and the configuration's history. What each shows is an option.
 */

const fetchFailed = 'Unable to fetch registration information.';

/** English -> French, as far as these pages speak; `front/locale.php` gives them away as GLPI's does. */
const FRENCH: Readonly<Record<string, string>> = {
  [fetchFailed]: "Lecture des informations d'enregistrement impossible.",
  'The registration key is invalid.': "La clef d'enregistrement est invalide.",
  'The registration key refers to a terminated subscription.': 'La clef correspond à un abonnement terminé.',
  'The registration key is valid.': "La clef d'enregistrement est valide.",
  'Error was: %s': "L'erreur était : %s",
  Unknown: 'Inconnu',
  'No data available on the web site': 'Pas de données sur le site web',
  'No data available on the website': 'Pas de données sur le site web',
};

const options = (visit: Visit): NetworkOptions => visit.core.options.network;

function words(visit: Visit, english: string): string {
  return visit.session.language === 'fr_FR' ? (FRENCH[english] ?? english) : english;
}

/** All of GLPI's texts in the session's language, for its own scripts. */
export function locale(visit: Visit): Answer {
  return json(Object.fromEntries(Object.keys(FRENCH).map((english) => [english, words(visit, english)])));
}

const messages = {
  valid: 'The registration key is valid.',
  ended: 'The registration key refers to a terminated subscription.',
  refused: 'The registration key is invalid.',
  unfetchable: fetchFailed,
} as const;

interface Shown {
  readonly key: string;
  readonly good: boolean;
  readonly says: string | null;
  readonly hasData: boolean;
  readonly error: string | null | undefined;
}

function shown(visit: Visit): Shown {
  const told = options(visit);
  const key = told.key ?? visit.core.state.config.glpinetwork_registration_key ?? '';
  const answer = key === '' ? null : (told.answer ?? 'unfetchable');
  return {
    key,
    good: answer === 'valid',
    says: answer === null ? null : (told.message ?? words(visit, messages[answer])),
    hasData: answer === 'valid' || answer === 'ended',
    error: 'unreachable' in told ? told.unreachable : 'Failed to connect',
  };
}

const save = (visit: Visit) => may(visit.core, visit.session, 'config', UPDATE);

export function networkTab(visit: Visit): Markup {
  const told = options(visit);
  if (told.layout === 'strange') return markup`<section class="made-over"><p>Registration</p></section>`;
  if (told.layout === 'confirm')
    return markup`<form method="post"><label>${visit.say('Password')}<input type="password" name="confirm_password"></label><button>${visit.say('Submit')}</button></form>`;
  if (told.keyFile)
    return markup`<div class="message-area"><div class="alert alert-danger"><ul>${told.keyFile.map((line) => markup`<li>${line}</li>`)}</ul></div></div>`;
  return visit.core.major === 10 ? tab10(visit) : tab11(visit);
}

function tab10(visit: Visit): Markup {
  const { key, good, says, hasData, error } = shown(visit);
  const told = options(visit);
  const unknown = words(visit, 'Unknown');
  const debug =
    told.debug === undefined ? '' : markup`<div class="alert glpi-debug-alert">${told.debug}</div>`;
  return markup`${debug}<form name='form' action="${visit.path('/front/config.form.php')}" method='post'><div class='center' id='tabsbody'><table class='tab_cadre_fixe'><tr><th colspan='2'>Registration</th></tr>
${key === '' ? markup`<tr><td colspan='2'>A registration key is needed to use advanced feature (like marketplace) in GLPI</td></tr>` : ''}
${error === undefined ? '' : markup`<tr><td colspan="2"><div class="warning"><i class="fa fa-exclamation-triangle fa-2x"></i>GLPI Network services website seems not available from your network or offline${error === null ? '' : markup`<br />${words(visit, 'Error was: %s').replace('%s', () => error)}`}</div></td></tr>`}
<tr class='tab_bg_2'><td><label for='glpinetwork_registration_key'>Registration key</label></td><td><textarea class='form-control' name='glpinetwork_registration_key' rows='15' cols='100'>${key}</textarea></td></tr>
${
  says === null
    ? ''
    : markup`<tr class='tab_bg_2'><td></td><td><div class='${good ? 'ok' : 'red'}'><i class='fa fa-info-circle'></i> ${says}</div></td></tr>
<tr class='tab_bg_2'><td>Subscription</td><td>${hasData ? (told.title ?? 'GLPI Network Standard') : unknown}</td></tr>
<tr class='tab_bg_2'><td>Registered by</td><td>${hasData ? (told.owner ?? 'Example Ltd') : unknown}</td></tr>`
}
${save(visit) ? markup`<tr class='tab_bg_2'><td colspan='2' class='center'><input type='submit' name='update' class='btn btn-primary' value="${visit.say('Save')}"></td></tr>` : ''}</table></div><input type="hidden" name="_glpi_csrf_token" value="${visit.csrfToken()}" /></form>`;
}

const row = (label: string, value: Markup | string) =>
  markup`<div class="form-field row mb-2"><label class="col-form-label">${label}</label><div class="field-container">${value}</div></div>`;

function tab11(visit: Visit): Markup {
  const { key, good, says, hasData, error } = shown(visit);
  const told = options(visit);
  const isHidden = told.shape === '11.0.7' && key !== '';
  const period = told.period ?? '2026-01-01 - 2027-01-01';
  return markup`<form name="form" action="${visit.path('/front/config.form.php')}" method="post" data-track-changes="true">
<input type="hidden" name="_glpi_csrf_token" value="${visit.csrfToken()}" /><h4 class="card-title">Registration</h4>
${key === '' ? markup`<div class="alert alert-info"><div class="alert-title">A registration key is needed to use some advanced features (like the plugin marketplace) in GLPI</div></div>` : ''}
${error === undefined ? '' : markup`<div class="alert alert-warning"><div class="alert-title">GLPI Network services website seems to be unavailable from your network or offline!</div><span class="text-secondary">${error === null ? '' : words(visit, 'Error was: %s').replace('%s', () => error)}</span></div>`}
${
  isHidden
    ? markup`<button type="submit" class="btn btn-outline-danger" name="reset_registration_key" value="1">Remove</button>`
    : row(
        'Registration key',
        markup`<input type="password" id="glpinetwork_registration_key_1" class="form-control" name="glpinetwork_registration_key" value="${key}">`,
      )
}
${says === null ? '' : row('', markup`<span class="${good ? 'text-success' : 'text-danger'}">${says}</span>`)}
${hasData ? markup`${row('Subscription', told.title ?? 'GLPI Network Standard')}${row('Period', told.shape === '11.0.7' ? markup`<b>${period}</b>` : period)}${row('Registered by', told.owner ?? 'Example Ltd')}` : ''}
${row('Plugin page replacement', markup`<select name="marketplace_replace_plugins"><option value="1" selected>Ask</option></select>`)}
${save(visit) ? markup`<button type="submit" name="update" value="1" class="btn btn-primary">${visit.say('Save')}</button>` : ''}</form>`;
}

/** The System tab's part: what the options add to constants, requirement lines and the proxy. */
export function systemOptions(visit: Visit): Required<NonNullable<NetworkOptions['system']>> {
  return { os: 'Linux', mode: 'TARBALL', constants: {}, faults: [], proxy: '', ...options(visit).system };
}

export function marketplace(visit: Visit): Answer {
  if (!may(visit.core, visit.session, 'config', UPDATE)) return html('');
  const told = options(visit);
  const alert = (inside: Markup) =>
    html(
      markup`<div class='alert alert-important alert-warning d-flex'><i class='fs-3x ti ti-alert-triangle'></i><ul>${inside}</ul></div>`
        .html,
    );
  switch (told.marketplace ?? 'unreachable') {
    case 'unreachable':
      return alert(
        markup`<li>GLPI Network services website seems not available from your network or offline</li><li><a href='${raw(escapeMessage(visit.path('/front/config.form.php?forcetab=Config$5')))}'>Maybe you could setup a proxy</a> or please check later</li>`,
      );
    case 'notValid':
      return alert(
        markup`<li>Your GLPI Network registration is not valid.</li><li><a href='${visit.path('/front/config.form.php?forcetab=GLPINetwork%241')}'>Registration</a></li>`,
      );
    case 'ended':
      return alert(
        markup`<li>Your GLPI Network subscription has been terminated.</li><li><a href='https://services.glpi-network.com'>GLPI Network</a></li>`,
      );
    case 'truncated':
      return list(markup`<li class="warning">Plugin list may be truncated</li>`, told.plugins ?? []);
    case 'open':
      return list(
        raw(''),
        told.plugins ?? [{ key: 'fields', name: 'Additional fields', action: 'download' }],
      );
  }
}

function list(before: Markup, plugins: readonly PluginOption[]): Answer {
  const answer = html(markup`${before}${plugins.map(card)}`.html);
  return { ...answer, headers: { ...answer.headers, 'X-GLPI-Marketplace-Total': String(plugins.length) } };
}

function card(plugin: PluginOption): Markup {
  const says = plugin.says ?? '';
  const button = {
    none: raw(''),
    download: markup`<button class="modify_plugin" data-action="download_plugin" title="${says}"></button>`,
    update: markup`<button class="modify_plugin" data-action="update_plugin" title="${says}"></button>`,
    needsOffer: markup`<button class="need_offers" title="${says}"></button>`,
    byHand: markup`<a class="download_manually" href="#" title="${says}"></a>`,
    unsupported: markup`<button class="error" title="${says}"></button>`,
  }[plugin.action];
  const offer =
    plugin.offer === undefined
      ? ''
      : markup`<div class="offers"><span class="badge glpi-network"></span><span class="badge">${plugin.offer}</span></div>`;
  return markup`<li class="plugin" data-key="${plugin.key}"><div class="main"><span class="details"><h3 class="title">${plugin.name}</h3>${offer}<p class="description">${plugin.description ?? ''}</p></span><span class="buttons">${button}</span></div></li>`;
}

/** GLPI's search for a newer version of itself: what came of it waits as a message. */
export function searchVersion(visit: Visit): Answer {
  if (!may(visit.core, visit.session, 'config', UPDATE)) return visit.accessDenied();
  const told = options(visit).versionCheck ?? 'Connection failed. (Could not resolve host: api.github.com)';
  visit.toast(
    'info',
    told === 'empty'
      ? words(
          visit,
          visit.core.major === 10 ? 'No data available on the web site' : 'No data available on the website',
        )
      : told,
  );
  return redirect(visit.call.headers.referer ?? visit.path('/front/config.form.php'));
}

/** GLPI 11 shows its logs in the web. */
export function logViewer(visit: Visit): Answer {
  if (visit.core.major === 10) return visit.refusal(404, visit.say('Item not found'));
  if (!may(visit.core, visit.session, 'config', READ)) return visit.accessDenied();
  const lines = field(visit.call.query, 'filepath') === 'php-errors.log' ? (options(visit).log ?? []) : [];
  return html(
    markup`<main id="page">${lines.map(
      (line, index) =>
        markup`<div class="log_entry" id="date_${index}"><div class="log_long_text"><a class="log_datetime badge" href="#date_${index}">2026-11-24 01:5${index % 10}</a><span>${line}</span></div></div>`,
    )}</main>`.html,
  );
}

/** The configuration's history: GLPI masks the key's value there. */
export function historyTab(visit: Visit): Markup {
  const saved = options(visit).saved;
  return markup`<div class="search-pager"></div><table class="table"><thead><tr><th>ID</th><th>Date</th><th>User</th><th>Field</th><th>Update</th></tr></thead><tbody>
<tr><td>2</td><td>2026-11-24 01:49</td><td>glpi (2)</td><td>Value</td><td>Change <del>enable_api 0</del> to <ins>1</ins></td></tr>
${saved === undefined ? '' : markup`<tr><td>1</td><td>${saved}</td><td>glpi (2)</td><td>Value</td><td>Change <del>glpinetwork_registration_key ********</del> to <ins>********</ins></td></tr>`}
</tbody></table>`;
}
