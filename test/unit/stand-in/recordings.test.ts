// @vitest-environment node
import { createHash } from 'node:crypto';
import { Window } from 'happy-dom';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Glpi, startGlpi } from '../../glpi/server.ts';
import {
  differences,
  type Exchange,
  RECORDINGS,
  recordedExchange,
  recordedFiles,
  recordedText,
  recordingsAreHere,
} from './recorded.ts';

/** The stand-in answers what running GLPI was recorded to answer. */

const API_EXCHANGE = /^\d\d-.*\.json$/;

test('the recordings are where they belong', ({ skip }) => {
  if (recordingsAreHere) return;
  const missing = `No recordings at ${RECORDINGS}: the stand-in cannot be compared with running GLPI.`;
  if (process.env.CI === 'true') expect.fail(missing);
  skip(missing);
});

function sessionOf(glpi: Glpi, user: string): string {
  return glpi.login(user).session.id;
}

/** Sends a recorded request with real names in place of the recorded ones. */
async function send(
  glpi: Glpi,
  request: Exchange['request'],
  names: Record<string, string>,
): Promise<{ status: number; headers: Headers; text: string; body: unknown }> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers ?? {})) {
    headers[name] = Object.entries(names).reduce(
      (text, [from, to]) => (text === from || text.endsWith(` ${from}`) ? text.replace(from, to) : text),
      value,
    );
  }
  const response = await fetch(glpi.url + request.path, {
    method: request.method,
    headers,
    redirect: 'manual',
    ...(request.body === null ? {} : { body: JSON.stringify(request.body) }),
  });
  const text = (await response.text()).replaceAll(glpi.url, 'https://glpi.test');
  const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
  return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : text };
}

async function compare(glpi: Glpi, exchange: Exchange, names: Record<string, string>): Promise<void> {
  const { request, response } = exchange;
  const actual = await send(glpi, request, names);
  expect(actual.status).toBe(response.status);
  for (const [name, value] of Object.entries(response.headers ?? {})) {
    expect(actual.headers.get(name)?.replaceAll(glpi.url, 'https://glpi.test'), name).toBe(value);
  }
  if (typeof response.body === 'string') {
    expect(actual.text).toContain('<html');
    expect(/<title>[^<]*/.exec(actual.text)?.[0].trim()).toBe(/<title>[^<]*/.exec(response.body)?.[0].trim());
    return;
  }
  const { SESSION_TOKEN: token = '' } = names;
  const body: unknown = JSON.parse(JSON.stringify(actual.body).replaceAll(token, 'SESSION_TOKEN'));
  expect(differences(response.body, body, request.method === 'GET')).toEqual([]);
}

function solved(riddle: { salt: string; challenge: string; maxNumber: number; signature: string }): string {
  for (let number = 0; number <= riddle.maxNumber; number += 1) {
    if (createHash('sha256').update(`${riddle.salt}${number}`).digest('hex') !== riddle.challenge) continue;
    return btoa(JSON.stringify({ ...riddle, algorithm: 'SHA-256', number, took: 1 }));
  }
  throw new Error('The riddle has no solution');
}

/** A stranger's browser: keeps the cookie, sends the CSRF token. */
class Stranger {
  readonly #glpi: Glpi;
  #cookie = '';
  #csrf = '';
  altcha = '';

  constructor(glpi: Glpi) {
    this.#glpi = glpi;
  }

  async go(request: Exchange['request']): Promise<{ status: number; type: string; text: string }> {
    const posting = request.method === 'POST';
    const body = typeof request.body === 'string' ? this.#withSolution(request.body) : null;
    const response = await fetch(this.#glpi.url + request.path, {
      method: request.method,
      redirect: 'manual',
      headers: {
        cookie: this.#cookie,
        ...(posting
          ? {
              'x-requested-with': 'XMLHttpRequest',
              'x-glpi-csrf-token': this.#csrf,
              'content-type': request.headers?.['content-type'] ?? 'application/x-www-form-urlencoded',
            }
          : {}),
      },
      ...(body === null ? {} : { body }),
    });
    for (const cookie of response.headers.getSetCookie()) this.#cookie = cookie.split(';')[0] ?? '';
    const text = await response.text();
    this.#csrf = /csrf_token" content="([0-9a-f]+)"/.exec(text)?.[1] ?? this.#csrf;
    if (request.path.endsWith('/Altcha/Challenge')) this.altcha = solved(JSON.parse(text));
    return { status: response.status, type: response.headers.get('content-type') ?? '', text };
  }

  #withSolution(body: string): string {
    return body.replace(/(^|&)altcha=[^&]*/, `$1altcha=${encodeURIComponent(this.altcha)}`);
  }

  async fillIn(form: number, key: string, answers: Record<string, string>): Promise<void> {
    await this.go({ method: 'GET', path: `/Form/Render/${form}?token=${key}`, body: null });
    await this.go({ method: 'GET', path: '/Altcha/Challenge', body: null });
    const fields = new URLSearchParams({ ...answers, forms_id: String(form), altcha: 'x' });
    const sent = await this.go({ method: 'POST', path: '/Form/SubmitAnswers', body: fields.toString() });
    expect(sent.status, sent.text).toBe(200);
  }
}

const KEY = '0123456789abcdef0123456789abcdef';

/** What was done to GLPI between two recorded requests. */
async function between(glpi: Glpi, file: string): Promise<void> {
  const [client] = glpi.state.apiClients.rows;
  if (client === undefined) throw new Error('No API client');
  if (file.startsWith('01-')) glpi.state.config.enable_api = '0';
  if (file.startsWith('02-')) {
    glpi.state.config.enable_api = '1';
    client.ipv4_range_start = 0;
    client.ipv4_range_end = 1;
  }
  if (file.startsWith('03-')) client.ipv4_range_start = client.ipv4_range_end = null;
  if (file === '25-poll-tickets.json') {
    await new Stranger(glpi).fillIn(3, KEY, {
      answers_17: 'Jane <b>x</b> & co',
      answers_18: 'O\'Doe "q" <script>alert(1)</script> </div><p>zz',
      answers_19: 'jane.doe@example.org',
      answers_20: '+33 1 23',
    });
  }
}

describe.runIf(recordingsAreHere).each(['11.0.6', '10.0.14'] as const)('GLPI %s', (version) => {
  const folder = `glpi-${version}`;
  let glpi: Glpi;
  const names: Record<string, string> = {};

  beforeAll(async () => {
    glpi = await startGlpi({ version, entities: [{ name: 'Lyon' }], proofOfWork: 500 });
    names.USER_TOKEN = glpi.apiToken('glpi');
    names.SESSION_TOKEN = sessionOf(glpi, 'glpi');
    names.TECH_SESSION_TOKEN = sessionOf(glpi, 'tech');
    names.SELF_SERVICE_SESSION_TOKEN = sessionOf(glpi, 'post-only');
  });
  afterAll(() => glpi.close());

  test.each(recordedFiles(folder, API_EXCHANGE))('%s', async (file) => {
    await between(glpi, file);
    await compare(glpi, recordedExchange(`${folder}/${file}`), names);
  });

  test('french.json', async () => {
    const french = await startGlpi({ version });
    const admin = french.state.users.find((user) => user.name === 'glpi');
    if (admin !== undefined) admin.language = 'fr_FR';
    const recorded = JSON.parse(recordedText(`${folder}/french.json`)) as (Partial<Exchange> & {
      note?: string;
      response: Exchange['response'];
    })[];
    const session = sessionOf(french, 'glpi');
    const ask = { method: 'POST', path: '/apirest.php/User', body: { input: { name: 'nope' } } };
    for (const { request, response, note } of recorded) {
      if (note === 'API off') french.state.config.enable_api = '0';
      const token = note?.startsWith('self-service') ? sessionOf(french, 'post-only') : session;
      const actual = await send(french, { ...(request ?? ask), headers: { 'Session-Token': token } }, {});
      expect(actual.status).toBe(response.status);
      // The number depends on what had been made before.
      const withoutId = (body: unknown) => JSON.parse(JSON.stringify(body).replace(/"id":\d+/, '"id":0'));
      expect(withoutId(actual.body)).toEqual(withoutId(response.body));
    }
    await french.close();
  });
});

describe.runIf(recordingsAreHere)('a stranger fills in a registration form', () => {
  let glpi: Glpi;
  let stranger: Stranger;

  beforeAll(async () => {
    glpi = await startGlpi({ proofOfWork: 500 });
    const names = { SESSION_TOKEN: sessionOf(glpi, 'glpi') };
    for (const file of recordedFiles('glpi-11.0.6', /^(18|19|20|21|22|23)-/)) {
      await send(glpi, recordedExchange(`glpi-11.0.6/${file}`).request, names);
    }
    stranger = new Stranger(glpi);
  });
  afterAll(() => glpi.close());

  test.each(recordedFiles('glpi-11.0.6', /^stranger-/))('%s', async (file) => {
    const { request, response } = recordedExchange(`glpi-11.0.6/${file}`);
    const actual = await stranger.go(request);
    expect(actual.status).toBe(response.status);
    expect(actual.type).toBe(response.headers?.['content-type']);
    const recorded = String(response.body);
    if (!recorded.startsWith('{')) {
      expect(/<title>[^<]*/.exec(actual.text)?.[0]).toBe(/<title>[^<]*/.exec(recorded)?.[0]);
      return;
    }
    const volatile = (text: string) =>
      JSON.parse(
        text.replace(/"(salt)":"[^"]*"/, '"salt":"SALT"').replace('"maxNumber":500,', '"maxNumber":50000,'),
      );
    expect(differences(volatile(recorded), volatile(actual.text), false)).toEqual([]);
  });
});

/** Parts of GLPI's pages that the extension relies on, by recorded fragment. */
const HEADER = [
  'header.navbar',
  'ol.breadcrumb li.breadcrumb-item a[href$="/front/central.php"]',
  'ol.breadcrumb a.here[href$="/front/user.php"]',
  'ul.nav.navbar-nav.border-start.flex-row li.nav-item > a[href$="/front/user.form.php"]',
  'li.nav-item > a.btn.btn-sm > i.ti.ti-plus',
  'li.nav-item > a.btn span.d-none.d-xxl-block',
  'form[role="search"] input[name="globalsearch"]',
  '.user-menu a.user-menu-dropdown-toggle',
  '.user-menu .dropdown-menu h6.dropdown-header',
  '.user-menu a[href$="/front/preference.php"]',
  '.user-menu a[href$="/front/logout.php"]',
  'a.copyright',
  'span.avatar.rounded',
];
const HEADER_11 = [...HEADER, 'li.nav-item > a.btn.btn-primary', '[data-testid="current-entity"]'];
const HEADER_10 = [
  ...HEADER,
  'li.nav-item > a.btn.btn-icon.btn-secondary',
  'a.btn-outline-secondary[href$="/front/user.php"]',
  'a.show-saved-searches',
];
const CONFIG_FORM = [
  'form[action$="/front/config.form.php"]',
  'form input[name="_glpi_csrf_token"]',
  '[name="update"]',
];
const API_TAB = [
  ...CONFIG_FORM,
  '[name="enable_api"]',
  '[name="enable_api_login_credentials"]',
  '[name="enable_api_login_external_token"]',
  'table.search-results a[href*="/front/apiclient.form.php?id="]',
];
const CARD = ['body.welcome-anonymous', '.page-anonymous .card.card-md .card-body', 'a[href$="/index.php"]'];

interface PageCase {
  version: '11.0.6' | '10.0.14';
  french?: boolean;
  path: string;
  selectors: string[];
}

const tab = (name: string, itemtype: string, target: string, id: number) =>
  `/ajax/common.tabs.php?_glpi_tab=${encodeURIComponent(name)}&_target=${encodeURIComponent(target)}&_itemtype=${itemtype}&id=${id}`;
const setup = (name: string) => tab(name, 'Config', '/front/config.form.php', 1);
const MARKETPLACE = '/ajax/marketplace.php?action=refresh_plugin_list&tab=discover&page=1';
const LOST = '/front/lostpassword.php?password_forget_token=unknown';
const PREFERENCE = tab('User$1', 'Preference', '/front/preference.php', 0);

const PAGES: Record<string, PageCase> = {
  'glpi-11.0.6-users-header.html': { version: '11.0.6', path: '/front/user.php', selectors: HEADER_11 },
  'glpi-11.0.6-users-header-french.html': {
    version: '11.0.6',
    french: true,
    path: '/front/user.php',
    selectors: HEADER_11,
  },
  'glpi-11.0.6-user-header.html': {
    version: '11.0.6',
    path: '/front/user.form.php?id=4',
    selectors: HEADER_11,
  },
  'glpi-11.0.6-user-new-header.html': {
    version: '11.0.6',
    path: '/front/user.form.php',
    selectors: HEADER_11,
  },
  'glpi-10.0.14-users-header.html': { version: '10.0.14', path: '/front/user.php', selectors: HEADER_10 },
  'glpi-10.0.14-users-header-french.html': {
    version: '10.0.14',
    french: true,
    path: '/front/user.php',
    selectors: HEADER_10,
  },
  'glpi-10.0.14-user-header.html': {
    version: '10.0.14',
    path: '/front/user.form.php?id=4',
    selectors: HEADER_10,
  },
  'glpi-10.0.14-user-new-header.html': {
    version: '10.0.14',
    path: '/front/user.form.php',
    selectors: HEADER_10,
  },
  'glpi-11.0.6-api-tab.html': {
    version: '11.0.6',
    path: setup('Config$8'),
    selectors: [
      ...API_TAB,
      'input[type="hidden"][name="enable_api"][value="0"]',
      'input[type="checkbox"][name="enable_api"][value="1"]',
    ],
  },
  'glpi-10.0.14-api-tab.html': {
    version: '10.0.14',
    path: setup('Config$8'),
    selectors: [...API_TAB, 'select[name="enable_api"] option[value="1"]'],
  },
  'glpi-11.0.6-network-tab-no-key-vendor-unreachable.html': {
    version: '11.0.6',
    path: setup('GLPINetwork$1'),
    selectors: [
      ...CONFIG_FORM,
      'input[type="password"][name="glpinetwork_registration_key"]',
      '.alert.alert-info',
      '.alert.alert-warning',
    ],
  },
  'glpi-10.0.14-network-tab-no-key-vendor-unreachable.html': {
    version: '10.0.14',
    path: setup('GLPINetwork$1'),
    selectors: [
      ...CONFIG_FORM,
      'textarea[name="glpinetwork_registration_key"]',
      '.warning i.fa-exclamation-triangle',
    ],
  },
  'glpi-11.0.6-system-tab.html': {
    version: '11.0.6',
    path: setup('Config$5'),
    selectors: [
      ...CONFIG_FORM,
      'input[name="proxy_name"]',
      'a[href="?check_version"]',
      '.section-header',
      'pre.section-content',
    ],
  },
  'glpi-10.0.14-system-tab.html': {
    version: '10.0.14',
    path: setup('Config$5'),
    selectors: [
      ...CONFIG_FORM,
      'a[href="?check_version"]',
      'table#system-info-table',
      'th.section-header',
      'pre.section-content',
    ],
  },
  'glpi-11.0.6-preferences-tab.html': {
    version: '11.0.6',
    path: PREFERENCE,
    selectors: [
      'form[action$="/front/preference.php"] input[name="_glpi_csrf_token"]',
      'input[type="hidden"][name="id"][value="2"]',
      'input[name="api_token"]',
      'input[type="checkbox"][name="_regenerate_api_token"]',
      '[name="update"]',
    ],
  },
  'glpi-10.0.14-preferences-tab.html': {
    version: '10.0.14',
    path: PREFERENCE,
    selectors: [
      'form[action$="/front/preference.php"] input[name="_glpi_csrf_token"]',
      'input[type="hidden"][name="id"][value="2"]',
      'input[name="_api_token"]',
      'input[type="checkbox"][name="_reset_api_token"]',
      '[name="update"]',
    ],
  },
  'glpi-11.0.6-marketplace-list-vendor-unreachable.html': {
    version: '11.0.6',
    path: MARKETPLACE,
    selectors: ['.alert.alert-important.alert-warning a[href*="forcetab=Config$5"]'],
  },
  'glpi-10.0.14-marketplace-list-vendor-unreachable.html': {
    version: '10.0.14',
    path: MARKETPLACE,
    selectors: ['.alert.alert-important.alert-warning a[href*="forcetab=Config$5"]'],
  },
  'glpi-11.0.6-lostpassword-unknown-token.html': {
    version: '11.0.6',
    path: LOST,
    selectors: [...CARD, '.main-content-card'],
  },
  'glpi-10.0.14-lostpassword-unknown-token.html': { version: '10.0.14', path: LOST, selectors: CARD },
  'glpi-11.0.6-registration-form.html': {
    version: '11.0.6',
    path: `/Form/Render/3?token=${KEY}`,
    selectors: [
      'body.horizontal-layout.helpdesk',
      'header.navbar.topbar a.navbar-brand .glpi-logo',
      'form#forms_form_answers[method="POST"][action$="/Form/SubmitAnswers"][data-glpi-form-render-layout="single_page"]',
      '[data-glpi-form-renderer-form-header] h1.form-title',
      '[data-glpi-form-renderer-form-header] .form-description',
      '[data-glpi-form-renderer-section="0"][data-glpi-form-renderer-uuid][data-glpi-form-renderer-id="3"]',
      'section[data-glpi-form-renderer-question][data-glpi-form-renderer-id="17"][data-glpi-form-renderer-uuid] input[type="text"][name="answers_17"][required]',
      'section[data-glpi-form-renderer-question] input[type="email"][name="answers_19"]',
      'section[data-glpi-form-renderer-question] h3 .text-danger',
      'input[type="hidden"][name="forms_id"][value="3"]',
      'altcha-widget[challengeurl$="/Altcha/Challenge"] .altcha[data-state="unverified"] input[type="checkbox"]',
      'button[data-glpi-form-renderer-action="submit"]',
      '[data-glpi-form-renderer-success].d-none',
      '#messages_after_redirect',
    ],
  },
};

describe.runIf(recordingsAreHere)('pages', () => {
  const running = new Map<string, Promise<Glpi>>();

  const glpiOf = ({ version, french }: PageCase): Promise<Glpi> => {
    const name = `${version} ${french === true}`;
    const known = running.get(name);
    if (known !== undefined) return known;
    const started = startGlpi({ version, language: french === true ? 'fr' : 'en', mail: true }).then(
      async (glpi) => {
        if (version === '10.0.14') glpi.apiToken('glpi');
        else {
          const names = { SESSION_TOKEN: sessionOf(glpi, 'glpi') };
          for (const file of recordedFiles('glpi-11.0.6', /^(18|19|20|21|22|23)-/)) {
            await send(glpi, recordedExchange(`glpi-11.0.6/${file}`).request, names);
          }
        }
        return glpi;
      },
    );
    running.set(name, started);
    return started;
  };
  afterAll(async () => {
    for (const glpi of running.values()) await (await glpi).close();
  });

  test.each(recordedFiles('pages', /\.html$/))('%s', async (file) => {
    const known = PAGES[file];
    if (known === undefined) throw new Error(`Nothing is said about ${file}`);
    const glpi = await glpiOf(known);
    const stranger = known.path.startsWith('/Form/') || known.path.startsWith('/front/lostpassword');
    const response = await fetch(glpi.url + known.path, {
      headers: stranger ? {} : { cookie: glpi.login('glpi').cookie, accept: 'text/html' },
    });
    expect(response.status).toBe(200);
    const actual = await response.text();
    const recorded = recordedText(`pages/${file}`);
    const documents = [documentOf(recorded), documentOf(actual)];
    for (const selector of known.selectors) {
      const found = documents.map((one) => one.querySelector(selector) !== null);
      expect(found, `${selector} in [recorded, stand-in]`).toEqual([true, true]);
    }
    // The recorded fragments keep the attributes of <html> and <body> in a comment.
    const frame = /<!-- (<html[^>]*>) (<body[^>]*>)/.exec(recorded);
    if (frame !== null) {
      expect(/<html[^>]*>/.exec(actual)?.[0]).toBe(frame[1]);
      expect(/<body[^>]*>/.exec(actual)?.[0]).toBe(frame[2]);
      expect(documentOf(actual).querySelector('meta[property="glpi:csrf_token"][content]')).not.toBeNull();
    }
    if (known.selectors === HEADER_10 || known.selectors === HEADER_11) {
      const labels = documents.map((one) =>
        [...one.querySelectorAll('ul.border-start li.nav-item, ol.breadcrumb li')].map((item) =>
          (item.textContent ?? '').trim(),
        ),
      );
      expect(labels[1]).toEqual(labels[0]);
    }
  });
});

function documentOf(html: string): Document {
  const window = new Window();
  window.document.write(html);
  return window.document as unknown as Document;
}
