import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { giveApiToken } from './accounts.ts';
import { Api } from './api/api.ts';
import { openSession } from './api/session.ts';
import { Clock } from './clock.ts';
import { Core } from './core.ts';
import { type Answer, type Call, formFields, phpQuery, readCookies } from './exchange.ts';
import { type Fault, type FaultMatch, Faults, type Mishap, mishapAnswer } from './faults.ts';
import { completeOptions, type GlpiOptions, type Options } from './options.ts';
import { seededState } from './seed.ts';
import type { Session } from './sessions.ts';
import type { State } from './state.ts';
import { cookieName } from './web/visit.ts';
import { Web } from './web/web.ts';

export type { GlpiOptions } from './options.ts';
export type { State } from './state.ts';

/** A stand-in GLPI that listens. */
export interface Glpi {
  /** Base URL with the root path, no slash at its end. */
  readonly url: string;
  readonly options: Options;
  readonly state: State;
  readonly clock: Clock;
  /** A request without the network between: the same answers and mishaps, for tests that make thousands. */
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** Lets something go wrong on the next matching requests. */
  fault(match: FaultMatch | string, mishap: Mishap, times?: number, after?: number): Fault;
  clearFaults(): void;
  /** All sessions, web and API, are gone; logins are needed again. */
  dropSessions(user?: string): void;
  /** A web session of a person, to be used as a cookie, without the login page. */
  login(user: string): { session: Session; cookie: string };
  /** The person's API token, made when there is none. */
  apiToken(user: string): string;
  close(): Promise<void>;
}

const MAX_BODY = 24 * 1024 * 1024;

export async function startGlpi(given: GlpiOptions = {}): Promise<Glpi> {
  const options = completeOptions(given);
  const clock = new Clock(options.now, options.timeZone);
  const state = seededState(options, clock);
  const core = new Core(options, state, clock);
  const api = new Api(core);
  const web = new Web(core);
  const faults = new Faults();
  const sockets = new Set<Socket>();

  /** What comes of a request; null where the connection is cut. */
  const answerTo = async (target: string, given: Given): Promise<Answer | null> => {
    const call = readCall(given, options, target);
    if (call === null) return { status: 404, headers: { 'content-type': 'text/plain' }, body: 'Not Found' };
    const mishap = faults.take(call, target);
    if (mishap?.kind === 'delay') await wait(mishap.ms);
    if (mishap?.kind === 'hold') {
      if (mishap.acted === true) {
        const answer = await act(call);
        return (await mishap.hold.keep()) === 'cut' ? null : answer;
      }
      if ((await mishap.hold.keep()) === 'letGo') return await act(call);
      record(call, 0);
      return null;
    }
    if (mishap !== null && mishap.kind !== 'delay' && mishap.acted !== true) {
      record(call, 0);
      return mishapAnswer(mishap);
    }
    const answer = await act(call);
    return mishap === null || mishap.kind === 'delay' ? answer : mishapAnswer(mishap);
  };

  /** GLPI's own work and answer. */
  const act = async (call: Call): Promise<Answer> => {
    const apiPath = api.pathOf(call);
    if (apiPath !== null) await wait(takes(options, call, apiPath));
    const answer = apiPath === null ? web.answer(call) : api.answer(call, apiPath);
    record(call, answer.status);
    return answer;
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const headers: Record<string, string> = {};
    for (const [name, value] of Object.entries(request.headers)) {
      if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
    }
    const given: Given = {
      method: request.method ?? 'GET',
      headers,
      body: await readBody(request),
      remoteAddress: request.socket.remoteAddress ?? '',
    };
    const answer = await answerTo(request.url ?? '/', given);
    if (answer === null) response.socket?.destroy();
    else {
      const body = typeof answer.body === 'string' ? Buffer.from(answer.body, 'utf8') : answer.body;
      response.writeHead(answer.status, {
        ...headersOf(answer, options),
        'content-length': String(body.length),
      });
      response.end(body);
    }
  };

  const fetchWithoutNetwork = async (url: string, init: RequestInit): Promise<Response> => {
    const { pathname, search } = new URL(url);
    const answer = await answerTo(`${pathname}${search}`, {
      method: init.method ?? 'GET',
      headers: Object.fromEntries(new Headers(init.headers)),
      body: typeof init.body === 'string' ? init.body : '',
      remoteAddress: '127.0.0.1',
    });
    if (answer === null) throw new TypeError('fetch failed');
    const body = typeof answer.body === 'string' ? answer.body : new Uint8Array(answer.body);
    const headers = Object.entries(headersOf(answer, options)).map(([name, value]): [string, string] => [
      name,
      String(value),
    ]);
    return new Response(body, { status: answer.status, headers });
  };

  const record = (call: Call, status: number): void => {
    const token = call.headers['session-token'] ?? call.cookies[cookieName(core)] ?? '';
    const usersId = state.sessions.get(token)?.usersId ?? null;
    state.requests.push({
      method: call.method,
      path: call.path,
      status,
      sessionUser: usersId === null ? null : (state.users.get(usersId)?.name ?? null),
    });
  };

  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    handle(request, response).catch((problem: unknown) => {
      console.error('The stand-in GLPI failed:', problem);
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' });
      response.end(String(problem));
    });
  };
  const server =
    options.https === null ? createServer(listener) : createSecureServer(options.https, listener);
  // Node would end an idle connection after five seconds: on a busy machine in the moment when a client uses it again.
  server.keepAliveTimeout = 0;
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const scheme = options.https === null ? 'http' : 'https';
  core.url = `${scheme}://${options.host}:${port}${options.root}`;
  state.config.url_base = core.url;

  const userNamed = (name: string) => {
    const user = state.users.find((row) => row.name === name);
    if (user === undefined) throw new Error(`The stand-in GLPI knows nobody called ${name}`);
    return user;
  };

  return {
    url: core.url,
    options,
    state,
    clock,
    fetch: fetchWithoutNetwork,
    fault: (match, mishap, times, after) =>
      faults.add(typeof match === 'string' ? { path: match } : match, mishap, times, after),
    clearFaults: () => faults.clear(),
    dropSessions: (name) => {
      const usersId = name === undefined ? null : userNamed(name).id;
      for (const [id, session] of state.sessions) {
        if (usersId === null || session.usersId === usersId) state.sessions.delete(id);
      }
    },
    login: (name) => {
      const session = openSession(core, userNamed(name));
      if (session === null) throw new Error(`${name} has no authorization`);
      return { session, cookie: `${cookieName(core)}=${session.id}` };
    },
    apiToken: (name) => {
      const user = userNamed(name);
      return user.api_token ?? giveApiToken(core, user);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** How long GLPI would work on this. */
function takes(options: Options, call: Call, apiPath: string): number {
  const savesDestination = call.method !== 'GET' && decodeURIComponent(apiPath).includes('FormDestination');
  return savesDestination ? Math.max(options.destinationMs, options.callMs) : options.callMs;
}

function wait(ms: number): Promise<void> {
  return ms <= 0 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, ms));
}

/** A request, however it came. */
interface Given {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly remoteAddress: string;
}

/** The request in GLPI's terms; null when it is outside its root path. */
function readCall(
  { method, headers, body, remoteAddress }: Given,
  options: Options,
  target: string,
): Call | null {
  const at = target.indexOf('?');
  const fullPath = at === -1 ? target : target.slice(0, at);
  if (fullPath !== options.root && !fullPath.startsWith(`${options.root}/`)) return null;
  const path = fullPath.slice(options.root.length) || '/';
  const address = (options.clientAddress ?? remoteAddress).replace(/^::ffff:/, '');
  return {
    method,
    path,
    query: phpQuery(at === -1 ? '' : target.slice(at + 1)),
    search: at === -1 ? '' : target.slice(at + 1),
    headers,
    cookies: readCookies(headers.cookie ?? ''),
    body,
    fields: formFields(headers['content-type'] ?? '', body),
    remoteAddress: address,
    secure: options.https !== null,
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of request) {
    const bytes = Buffer.from(piece as Uint8Array);
    size += bytes.length;
    if (size > MAX_BODY) throw new Error('The request is too long');
    pieces.push(bytes);
  }
  return Buffer.concat(pieces).toString('utf8');
}

function headersOf(answer: Answer, options: Options): Record<string, string | string[]> {
  return {
    server: 'nginx',
    // The machine's own clock, in UTC whatever GLPI's zone is.
    date: options.now().toUTCString(),
    'cache-control': 'no-store, no-cache, must-revalidate',
    ...answer.headers,
    ...(options.https === null ? {} : { 'x-stand-in': 'https' }),
  };
}
