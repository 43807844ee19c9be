import type { Problem } from '../invite/problem.ts';
import type { ReplyOf, RequestName, RequestOf } from './requests.ts';

/** How every reply crosses: a value or a problem, never a thrown error, which browsers strip to a string. */
export type Outcome<Reply> =
  | { readonly ok: true; readonly value: Reply }
  | { readonly ok: false; readonly problem: Problem };

export interface Envelope {
  readonly name: RequestName;
  readonly request: unknown;
}

/** What the background tells all surfaces when records changed; they ask again for what they show. */
export interface Changed {
  readonly name: 'changed';
}

/** Sends a message; the caller's own `browser.runtime.sendMessage`, since content scripts go without the polyfill. */
export type Send = (envelope: Envelope) => Promise<unknown>;

/**
 * Asks the background. Never rejects: an extension that is gone (update, switched off) is the problem `unexpected` with
 * detail `what: 'gone'`; a background that the browser stopped before it answered is `interrupted`.
 */
export async function askBy<Name extends RequestName>(
  send: Send,
  isAlive: () => boolean,
  name: Name,
  request: RequestOf<Name>,
): Promise<Outcome<ReplyOf<Name>>> {
  let reply: unknown;
  try {
    reply = await send({ name, request });
  } catch {
    return isAlive() ? { ok: false, problem: { code: 'interrupted' } } : gone;
  }
  // The background is our own code and answers every request; anything else means that it is not there any more.
  if (typeof reply === 'object' && reply !== null && 'ok' in reply) return reply as Outcome<ReplyOf<Name>>;
  return gone;
}

const gone: Outcome<never> = { ok: false, problem: { code: 'unexpected', detail: { what: 'gone' } } };
