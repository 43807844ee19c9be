import type { Core } from '../core.ts';
import { type Answer, type Call, isMap } from '../exchange.ts';
import { resetPassword } from '../passwords.ts';
import type { Session } from '../sessions.ts';
import { directoryTypes } from './directory.ts';
import { formSearch } from './form-search.ts';
import { formTypes } from './forms.ts';
import { type Asked, createItems, deleteItems, getItem, getItems, updateItems } from './items.ts';
import { type ItemType, text } from './itemtype.ts';
import { apiJson, Crash, documented, Refusal } from './refusal.ts';
import { checkAppToken, checkDoors, initSession, payloadOf, sessionCall } from './session.ts';
import { ticketTypes } from './tickets.ts';
import { ticketSearch } from './tickets-search.ts';
import { userSearch } from './user-search.ts';
import { userTypes } from './users.ts';

const NOT_COVERED = ['listSearchOptions', 'getMassiveActions', 'applyMassiveAction'];
const NOT_A_CLASS = 'resource not found or not an instance of CommonDBTM';

/** The legacy REST API: `apirest.php` and, in 11, `api.php/v1` as well. */
export class Api {
  readonly #core: Core;
  readonly #types: Map<string, ItemType>;
  readonly #searches: Map<string, ReturnType<typeof userSearch>>;

  constructor(core: Core) {
    this.#core = core;
    const types = [
      ...userTypes(core),
      ...directoryTypes(core),
      ...ticketTypes(core),
      // 10 has no forms of its own.
      ...(core.major === 11 ? formTypes(core) : []),
    ];
    const searches = [userSearch(core), ticketSearch(core), ...(core.major === 11 ? [formSearch(core)] : [])];
    this.#types = new Map(types.map((type) => [type.name.toLowerCase(), type]));
    this.#searches = new Map(searches.map((one) => [one.itemtype.toLowerCase(), one]));
  }

  /** The path within the API, or null when the request is for something else. */
  pathOf(call: Call): string | null {
    const prefixes = this.#core.major === 11 ? ['/apirest.php', '/api.php/v1', '/api.php'] : ['/apirest.php'];
    for (const prefix of prefixes) {
      if (call.path === prefix || call.path.startsWith(`${prefix}/`)) {
        return call.path.slice(prefix.length).replace(/^\/+|\/+$/g, '');
      }
    }
    return null;
  }

  sessionOf(call: Call): Session | null {
    const token = call.headers['session-token'] ?? text(call.query.session_token);
    const session = this.#core.state.sessions.get(token);
    return session?.usersId === null ? null : (session ?? null);
  }

  answer(call: Call, path: string): Answer {
    const answer = this.#guarded(call, path);
    if (call.headers.origin !== undefined) answer.headers['access-control-allow-origin'] = '*';
    return answer;
  }

  #guarded(call: Call, path: string): Answer {
    try {
      return this.#route(call, path);
    } catch (problem) {
      if (problem instanceof Refusal) return apiJson([problem.code, problem.detail], problem.status);
      if (problem instanceof Crash) return this.#crash();
      throw problem;
    }
  }

  #crash(): Answer {
    const headers = { 'content-type': 'text/html; charset=UTF-8' };
    if (this.#core.major === 10) return { status: 200, headers, body: '' };
    return {
      status: 500,
      headers,
      body: '<!DOCTYPE html>\n<html lang="en" data-glpi-theme="auror" data-glpi-theme-dark="0">\n<head>\n<title>Error - GLPI</title>\n</head>\n<body>An unexpected error occurred</body>\n</html>',
    };
  }

  #route(call: Call, path: string): Answer {
    const core = this.#core;
    if (call.method === 'OPTIONS') return this.#preflight();
    const segments = path.split('/').map((segment) => decodeURIComponent(segment));
    const [resource = ''] = segments;
    if (call.method === 'GET' && call.body.trim() !== '') {
      throw documented(
        core,
        400,
        'ERROR_JSON_PAYLOAD_FORBIDDEN',
        'GET Request should not have json payload (http body)',
      );
    }
    const payload = payloadOf(call.body);
    const session = this.sessionOf(call);
    const appTokens = checkDoors(core, call, session);
    if (resource === '' || resource === 'api') {
      return { status: 200, headers: { 'content-type': 'text/html; charset=UTF-8' }, body: '<h1>API</h1>' };
    }
    const appToken = call.headers['app-token'] ?? text(call.query.app_token ?? payload.app_token);
    if (resource === 'initSession') {
      checkAppToken(core, appToken, appTokens);
      return initSession(core, call, payload);
    }
    if (resource === 'lostPassword') return this.#lostPassword(call, payload);
    checkAppToken(core, appToken, appTokens);
    if (session === null) throw this.#noSession(call);
    if (NOT_COVERED.includes(resource)) throw new Error(`The stand-in does not cover ${resource}`);
    return (
      sessionCall(core, session, resource, call.query, payload) ??
      (resource === 'getMultipleItems' ? this.#several(call, session) : null) ??
      (resource === 'search'
        ? this.#search(call, session, segments[1] ?? '')
        : this.#items(call, session, segments, payload))
    );
  }

  #preflight(): Answer {
    return {
      status: 200,
      headers: {
        'content-type': 'text/html; charset=UTF-8',
        'access-control-allow-methods': 'GET, POST, PUT, DELETE, OPTIONS',
        'access-control-allow-headers':
          'origin, content-type, accept, session-token, authorization, app-token',
      },
      body: '',
    };
  }

  #noSession(call: Call): Refusal {
    const token = call.headers['session-token'] ?? text(call.query.session_token);
    return token === ''
      ? documented(
          this.#core,
          400,
          'ERROR_SESSION_TOKEN_MISSING',
          'parameter session_token is missing or empty',
        )
      : new Refusal(401, 'ERROR_SESSION_TOKEN_INVALID', 'session_token seems invalid');
  }

  #lostPassword(call: Call, payload: Record<string, unknown>): Answer {
    if (call.method !== 'PUT' && call.method !== 'PATCH') {
      throw documented(this.#core, 400, 'ERROR', 'Only HTTP verb PUT is allowed');
    }
    const password = text(payload.password);
    const reset = resetPassword(this.#core, text(payload.password_forget_token), password, password);
    if (!reset.done) {
      throw new Refusal(400, 'ERROR', reset.errors.map((error) => this.#core.say(null, error)).join(' '));
    }
    return apiJson([this.#core.say(null, 'Reset password successful.')]);
  }

  #search(call: Call, session: Session, itemtype: string): Answer {
    const known = this.#searches.get(itemtype.toLowerCase());
    if (known !== undefined) return known.run(session, call.query);
    if (!this.#types.has(itemtype.toLowerCase())) {
      throw documented(this.#core, 400, 'ERROR_RESOURCE_NOT_FOUND_NOR_COMMONDBTM', NOT_A_CLASS);
    }
    throw new Error(`The stand-in has no search for ${itemtype}`);
  }

  /** One item after the other; the first that is missing or out of sight refuses them all (seen on 10.0.14 and 11.0.6). */
  #several(call: Call, session: Session): Answer {
    const asked = call.query.items;
    if (!isMap(asked)) {
      throw documented(this.#core, 400, 'ERROR_BAD_ARRAY', 'input parameter must be an array of objects');
    }
    const found = Object.values(asked).map((item): unknown => {
      if (!isMap(item))
        throw documented(this.#core, 400, 'ERROR_BAD_ARRAY', 'input parameter must be an array of objects');
      const type = this.#type(text(item.itemtype));
      const id = Number(text(item.items_id));
      const one = getItem(this.#core, session, { type, id, parent: null, query: call.query, payload: {} });
      return JSON.parse(String(one.body));
    });
    return apiJson(found);
  }

  #type(name: string): ItemType {
    const type = this.#types.get(name.toLowerCase());
    if (type !== undefined) return type;
    throw documented(this.#core, 400, 'ERROR_RESOURCE_NOT_FOUND_NOR_COMMONDBTM', NOT_A_CLASS);
  }

  #items(call: Call, session: Session, segments: string[], payload: Record<string, unknown>): Answer {
    const core = this.#core;
    const [first = '', id, child, childId] = segments;
    const outer = this.#type(first);
    const numeric = (value: string | undefined) =>
      value === undefined || value === '' ? null : Number(value);
    const inner = child === undefined || child === '' ? null : this.#type(child);
    const asked: Asked = {
      type: inner ?? outer,
      id: inner === null ? numeric(id) : numeric(childId),
      parent: inner === null ? null : { type: outer, id: numeric(id) ?? -1 },
      query: call.query,
      payload,
    };
    switch (call.method) {
      case 'GET':
        return asked.id === null ? getItems(core, session, asked) : getItem(core, session, asked);
      case 'POST':
        return createItems(core, session, asked);
      case 'PUT':
      case 'PATCH':
        return updateItems(core, session, asked);
      case 'DELETE':
        return deleteItems(core, session, asked);
      default:
        throw documented(core, 405, 'ERROR_METHOD_NOT_ALLOWED', 'Method Not Allowed');
    }
  }
}
