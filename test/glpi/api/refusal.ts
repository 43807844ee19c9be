import type { Core } from '../core.ts';
import type { Answer } from '../exchange.ts';
import type { Session } from '../sessions.ts';

/** Thrown by the API's parts to end the request with an error in GLPI's form: `[code, message]`. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly detail: unknown;

  constructor(status: number, code: string, detail: unknown) {
    super(`${code}: ${JSON.stringify(detail)}`);
    this.status = status;
    this.code = code;
    this.detail = detail;
  }
}

/** GLPI's code broke: 11 answers an HTML error page with 500, 10 an empty body with 200. */
export class Crash extends Error {}

/** An error whose text points to GLPI's own documentation. */
export function documented(core: Core, status: number, code: string, text: string): Refusal {
  return new Refusal(status, code, `${text}; view documentation in your browser at ${core.apiUrl}/#${code}`);
}

export function rightMissing(core: Core, session: Session): Refusal {
  return new Refusal(
    403,
    'ERROR_RIGHT_MISSING',
    core.say(session, "You don't have permission to perform this action."),
  );
}

export function notFound(core: Core, session: Session): Refusal {
  return new Refusal(404, 'ERROR_ITEM_NOT_FOUND', core.say(session, 'Item not found'));
}

export function apiJson(body: unknown, status = 200, headers: Record<string, string> = {}): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=UTF-8', ...headers },
    body: JSON.stringify(body),
  };
}
