import { escapeMessage } from '../core.ts';
import { type Answer, field, html, json, redirect } from '../exchange.ts';
import type { NetworkOptions, PluginOption } from '../options.ts';
import { may, READ, UPDATE } from '../rights.ts';
import { page } from './layout.ts';
import { type Markup, markup, raw } from './markup.ts';
import { tabList } from './tabs.ts';
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

/**
 * All of GLPI's texts, for its own scripts: in the session's language in 10; in the one that is asked for in 11, where
 * the session is not looked at.
 */
export function locale(visit: Visit): Answer {
  const asked = field(visit.call.query, 'lang') === 'fr_FR' ? 'fr_FR' : 'en_GB';
  const language = visit.core.major === 10 ? visit.session.language : asked;
  const texts = Object.entries(FRENCH).map(([english, french]) => [
    english,
    language === 'fr_FR' ? french : english,
  ]);
  return json({ '': { language }, ...Object.fromEntries(texts) });
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
  const { query } = visit.call;
  const wanted = (name: string) => field(query, name);
  return shelf(visit, wanted('tab') === 'installed' ? 'installed' : 'discover', {
    tag: wanted('tag'),
    page: Number(wanted('page')) || 1,
    sort: wanted('sort'),
  });
}

/** The vendor out of reach, the key not valid, the subscription over: one warning in place of any list. */
function closed(visit: Visit): Markup | null {
  const alert = (inside: Markup) =>
    markup`<div class='alert alert-important alert-warning d-flex'><i class='fs-3x ti ti-alert-triangle'></i><ul>${inside}</ul></div>`;
  switch (options(visit).marketplace ?? 'unreachable') {
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
    default:
      return null;
  }
}

/** GLPI's own number of plugins on a page of the marketplace. */
const ON_A_PAGE = 12;

/** Every list ends with one, an empty list too. */
const SCRIPT = markup`<script></script>`;

interface Wanted {
  readonly tag: string;
  readonly page: number;
  readonly sort: string;
}

function shelf(visit: Visit, tab: 'installed' | 'discover', wanted: Wanted): Answer {
  const warning = closed(visit);
  if (warning !== null && tab === 'discover') return html(warning.html);
  const told = options(visit);
  const all = told.plugins ?? [{ key: 'fields', name: 'Additional fields', action: 'download' }];
  const truncated =
    told.marketplace === 'truncated' ? markup`<li class="warning">Plugin list may be truncated</li>` : '';
  if (tab === 'installed') {
    const installed = all.filter(({ installed, action }) => installed ?? action !== 'download');
    return html(markup`${warning ?? truncated}${installed.map((one) => card(visit, one))}${SCRIPT}`.html);
  }
  const chosen = all
    .filter(({ tags }) => wanted.tag === '' || tags?.includes(wanted.tag))
    .toSorted((one, other) =>
      wanted.sort === 'sort-dl'
        ? (other.downloads ?? 0) - (one.downloads ?? 0)
        : one.name.localeCompare(other.name),
    );
  const from = (wanted.page - 1) * ON_A_PAGE;
  const answer = html(
    markup`${truncated}${chosen.slice(from, from + ON_A_PAGE).map((one) => card(visit, one))}${SCRIPT}`.html,
  );
  return { ...answer, headers: { ...answer.headers, 'X-GLPI-Marketplace-Total': String(chosen.length) } };
}

const MARKETPLACE = '/front/marketplace.php';
const VIEW = 'Glpi\\Marketplace\\View';

/** The marketplace's page: two tabs, whose contents come later. */
export function marketplacePage(visit: Visit): Answer {
  if (!may(visit.core, visit.session, 'config', UPDATE)) return visit.accessDenied();
  return page(visit, {
    title: 'Marketplace',
    crumbs: [{ label: visit.say('Setup'), href: MARKETPLACE, icon: 'ti ti-settings' }],
    body: tabList(visit, VIEW, MARKETPLACE, 0, [
      { key: `${VIEW}$0`, label: 'Installed' },
      { key: `${VIEW}$1`, label: 'Discover' },
    ]),
  });
}

/** A tab of the marketplace's page; "Discover" has the vendor's categories beside the first page of the list. */
export function marketplaceTab(visit: Visit, tab: string): Markup | null {
  if (!may(visit.core, visit.session, 'config', UPDATE)) return null;
  const warning = closed(visit);
  if (warning !== null) return warning;
  const isDiscover = tab !== `${VIEW}$0`;
  const { body } = shelf(visit, isDiscover ? 'discover' : 'installed', { tag: '', page: 1, sort: '' });
  const tags = (options(visit).categories ?? []).map(
    ({ key, name }) => markup`<li class='tag' data-tag='${key}'>${name}</li>`,
  );
  return markup`<div class='marketplace' data-tab='${isDiscover ? 'discover' : 'installed'}'>${
    isDiscover
      ? markup`<div class='left-panel'><ul class='plugins-tags'><li class='tag active' data-tag=''>All</li>${tags}</ul></div>`
      : ''
  }<div class='right-panel'><ul class='plugins'>${raw(String(body))}</ul></div></div>`;
}

/** 10 keeps the words of a button in its title, 11 asks again in a dialogue before it renews. */
function card(visit: Visit, plugin: PluginOption): Markup {
  const says = plugin.says ?? '';
  const { key } = plugin;
  const renew = (action: string, icon: string, says: string) =>
    visit.core.major === 10
      ? markup`<button class='modify_plugin' data-action='${action}' title='${says}'><i class='${icon}'></i></button>`
      : markup`<button data-bs-toggle="modal" data-bs-target="#updateModal${key}" title="${says}"><i class="${icon}"></i></button><div class="modal" id="updateModal${key}"><a href="#" class="btn btn-danger w-100 modify_plugin" data-action="${action}" data-bs-dismiss="modal">Update</a></div>`;
  const ofMajor = (ten: string, eleven: string) => (visit.core.major === 10 ? ten : eleven);
  const button = {
    none: raw(''),
    download: markup`<button class='modify_plugin' data-action='download_plugin' title='${says || 'Download'}'><i class='ti ti-cloud-download'></i></button>`,
    update: renew('update_plugin', 'ti ti-cloud-download', says),
    localUpdate: renew(
      'install_plugin',
      ofMajor('far fa-caret-square-up', 'ti ti-caret-up'),
      says || 'Update',
    ),
    needsOffer: markup`<a href='https://services.glpi-network.com' target='_blank'><button class='add_tooltip need_offers' title='${says}'><i class='ti ti-alert-triangle'></i></button></a>`,
    byHand: markup`<a href='https://archive.example/${key}.tar.bz2' target='_blank'><button title='${says}' class='add_tooltip download_manually'><i class='${ofMajor('fas fa-archive', 'ti ti-archive')}'></i></button></a>`,
    versioned: markup`<button title='${says}' class='add_tooltip download_manually'><i class='${ofMajor('fas fa-ban', 'ti ti-ban')}'></i></button>`,
    unsupported: markup`<i class='ti ti-alert-triangle plugin-error' id='plugin-error-${key}'></i>`,
  }[plugin.action];
  // A tooltip's words are printed before the card, not in it.
  const tooltip =
    plugin.action === 'unsupported'
      ? markup`<div id='contentplugin-error-${key}' class='tooltip-invisible'><span class='error'>${says}</span></div>`
      : '';
  const offer =
    plugin.offer === undefined
      ? ''
      : markup`<div class="offers"><a class="badge glpi-network"></a><a class="badge bg-azure">${plugin.offer}</a></div>`;
  return markup`${tooltip}<li class="plugin" data-key="${key}"><div class="main"><span class="icon"></span><span class="details"><h3 class="title">${plugin.name}</h3>${offer}<p class="description">${plugin.description ?? ''}</p></span><span class="buttons">${button}</span></div></li>`;
}

/** GLPI's search for a newer version of itself: what came of it waits as a message. */
export function searchVersion(visit: Visit): Answer {
  if (!may(visit.core, visit.session, 'config', UPDATE)) return visit.accessDenied();
  const { system, unreachable, versionCheck } = options(visit);
  const told =
    versionCheck ??
    (system?.proxy === undefined
      ? 'Connection failed. If you use a proxy, please configure it. (Could not resolve host: api.github.com)'
      : `Failed to connect to the proxy server (${unreachable ?? 'Proxy CONNECT aborted'})`);
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
