import * as v from 'valibot';
import type { SiteId } from '../invite/invite.ts';
import { fail, ProblemError } from '../invite/problem.ts';
import { unescapeHtml } from './html.ts';
import { siteName } from './site-address.ts';

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** What a failed connection was, where the browser tells the background (webRequest), which fetch itself does not. */
export type ConnectionFault = 'certificate' | 'connection' | null;

export interface Transport {
  readonly fetch: Fetch;
  /** Why the last request to this origin did not connect; null where the browser did not say. */
  readonly connectionFault?: (url: string) => Promise<ConnectionFault>;
}

export interface GlpiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below `apirest.php/`, without a query. */
  readonly path: string;
  readonly query?: readonly (readonly [string, string])[];
  readonly body?: unknown;
  /** Never part of an error or a log. */
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds; GLPI may take 3 s and more to mail a link before it answers (live.md 21). */
  readonly timeout?: number;
}

export interface GlpiReply {
  readonly status: number;
  readonly body: unknown;
  /** The server's own clock, from the Date header; null when a proxy dropped it. */
  readonly serverTime: number | null;
}

const errorBody = v.tuple([v.string(), v.unknown()]);
const defaultTimeout = 30_000;
/** Longest reply that is read: strangers decide how long their answers are, and so the tickets that we ask for. */
const longestReply = 8 * 1024 * 1024;

/**
 * One call of GLPI's REST API (`apirest.php`, the legacy API of GLPI 11). Without cookies: ours is a session of its
 * own, and the admin's web session must not be touched.
 *
 * Fails with what the reply means: see `refusal`. A reply of 207 or 400 to an array is returned, since some of it was done.
 */
export async function callGlpi(transport: Transport, site: SiteId, request: GlpiRequest): Promise<GlpiReply> {
  const query = request.query?.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
  const url = `${site}/apirest.php/${request.path}${query ? `?${query}` : ''}`;
  let response: Response;
  let text: string;
  try {
    response = await transport.fetch(url, {
      method: request.method,
      headers: { 'Content-Type': 'application/json', ...request.headers },
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'follow',
      referrerPolicy: 'no-referrer',
      signal: AbortSignal.timeout(request.timeout ?? defaultTimeout),
    });
    text = await readBounded(response);
  } catch (thrown) {
    if (thrown instanceof ProblemError) throw thrown;
    return await failToConnect(transport, site, url, thrown);
  }
  const date = Date.parse(response.headers.get('Date') ?? '');
  const serverTime = Number.isNaN(date) ? null : date;
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    // GLPI 10 answers 200 with nothing after a fatal error, GLPI 11 an HTML page with 500 (live.md).
    if (response.status >= 500) fail('serverFailed', { status: String(response.status) });
    fail(response.status === 404 ? 'notGlpi' : 'replyUnreadable', { address: siteName(site) });
  }
  if (response.status >= 400) throw refusal(response.status, body);
  return { status: response.status, body, serverTime };
}

/** The body as text. Fails with `replyTooLarge` as soon as it is longer than we read. */
async function readBounded(response: Response): Promise<string> {
  if (!response.body) return await response.text();
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (let read = 0; ; ) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    read += value.byteLength;
    if (read > longestReply) {
      await reader.cancel().catch(() => {});
      fail('replyTooLarge');
    }
    text += decoder.decode(value, { stream: true });
  }
}

async function failToConnect(
  transport: Transport,
  site: SiteId,
  url: string,
  thrown: unknown,
): Promise<never> {
  const host = new URL(site).host;
  if (thrown instanceof Error && (thrown.name === 'TimeoutError' || thrown.name === 'AbortError'))
    fail('timedOut', { host });
  const fault = (await transport.connectionFault?.(url)) ?? null;
  fail(fault === 'certificate' ? 'certificateNotTrusted' : 'unreachable', { host });
}

/**
 * What a refusal of GLPI's means. The codes are stable, the texts are translated and, in GLPI 11, HTML-escaped
 * (live.md, "Different from GLPI 10"): texts are only quoted.
 */
function refusal(status: number, body: unknown): ProblemError {
  const parsed = v.safeParse(errorBody, body);
  if (!parsed.success) {
    return new ProblemError(
      status >= 500
        ? { code: 'serverFailed', detail: { status: String(status) } }
        : { code: 'replyUnreadable' },
    );
  }
  const [code, said] = parsed.output;
  const text = unescapeHtml(typeof said === 'string' ? said : '').slice(0, 300);
  // GLPI 11 quotes the whole INSERT of a refused row, with everything in it: nothing to show or to keep.
  const message = /\bSQL\b/.test(text) ? '' : text;
  switch (code) {
    case 'ERROR':
      // Recording 01: the only error with this bare code is "API disabled", in whatever language.
      return new ProblemError({ code: 'apiOff', mend: 'turnApiOn' });
    case 'ERROR_NOT_ALLOWED_IP': {
      const address = /\(([0-9a-f.:]+)\)/i.exec(message)?.[1];
      return new ProblemError({
        code: 'addressNotAllowed',
        detail: { address: address ?? '?' },
        mend: 'letAddressIn',
      });
    }
    case 'ERROR_APP_TOKEN_PARAMETERS_MISSING':
      return new ProblemError({ code: 'appTokenRequired', mend: 'readAppToken' });
    case 'ERROR_WRONG_APP_TOKEN_PARAMETER':
      return new ProblemError({ code: 'appTokenWrong', mend: 'readAppToken' });
    case 'ERROR_GLPI_LOGIN_USER_TOKEN':
    case 'ERROR_GLPI_LOGIN':
      return new ProblemError({ code: 'apiTokenRefused' });
    case 'ERROR_LOGIN_PARAMETERS_MISSING':
      // We always send the header; a web server that drops it looks like this (glpi issue 15185).
      return new ProblemError({ code: 'authorizationHeaderLost' });
    case 'ERROR_SESSION_TOKEN_INVALID':
    case 'ERROR_SESSION_TOKEN_MISSING':
      return new ProblemError({ code: 'sessionEnded' });
    case 'ERROR_RIGHT_MISSING':
      return new ProblemError({ code: 'rightRefused', detail: { what: message } });
    case 'ERROR_ITEM_NOT_FOUND':
      return new ProblemError({ code: 'itemMissing', detail: { what: message } });
    case 'ERROR_RESOURCE_NOT_FOUND_NOR_COMMONDBTM':
      return new ProblemError({ code: 'itemMissing', detail: { what: 'itemtype' } });
    case 'ERROR_RANGE_EXCEED_TOTAL':
      return new ProblemError({ code: 'itemMissing', detail: { what: 'range' } });
    default:
      return new ProblemError({
        code: status >= 500 ? 'serverFailed' : 'refusedByGlpi',
        detail: { message, status: String(status) },
      });
  }
}
