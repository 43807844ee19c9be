import browser from 'webextension-polyfill';
import { askBy, type Outcome } from '../messages/ask.ts';
import type { ReplyOf, RequestName, RequestOf } from '../messages/requests.ts';

/** Asks the background from one of our own pages. Never rejects. */
export function ask<Name extends RequestName>(
  name: Name,
  request: RequestOf<Name>,
): Promise<Outcome<ReplyOf<Name>>> {
  const isAlive = () => browser.runtime.id !== undefined;
  return askBy((envelope) => browser.runtime.sendMessage(envelope), isAlive, name, request);
}

/** Calls `listener` whenever the background says that records changed; the returned function ends it. */
export function onChanged(listener: () => void): () => void {
  // Returns nothing: a promise would claim to answer messages that are not ours to answer.
  const hear = (message: unknown): undefined => {
    if (typeof message === 'object' && message !== null && 'name' in message && message.name === 'changed')
      listener();
  };
  browser.runtime.onMessage.addListener(hear);
  return () => browser.runtime.onMessage.removeListener(hear);
}
