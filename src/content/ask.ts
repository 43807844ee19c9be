import { askBy, type Outcome } from '../messages/ask.ts';
import type { ReplyOf, RequestName, RequestOf } from '../messages/requests.ts';
import { native } from '../ui/native.ts';

/** Asks the background from inside a GLPI page, without the polyfill. Never rejects. */
export function ask<Name extends RequestName>(
  name: Name,
  request: RequestOf<Name>,
): Promise<Outcome<ReplyOf<Name>>> {
  // In a function that cannot throw by itself: in an orphan even `runtime` is gone.
  return askBy(async (envelope) => native().runtime.sendMessage(envelope), isAlive, name, request);
}

/** Whether the extension that this script came from is still there. */
export function isAlive(): boolean {
  try {
    return native().runtime?.id !== undefined;
  } catch {
    return false;
  }
}
