import { native } from '../ui/native.ts';
import { isAlive } from './ask.ts';

/** What a newer copy of this script calls into the page, for the older one to leave. */
export const replaced = 'invite-for-glpi:replaced';

/**
 * The life of this copy of the script: everything that it starts ends with the signal. It ends when a newer copy
 * starts (update, injection into an open tab) and when the extension is seen to be gone. `isOurs` tells the clicks
 * that the button answers itself.
 */
export function beginLife(document: Document, isOurs: (event: Event) => boolean): AbortController {
  document.dispatchEvent(new Event(replaced));
  const life = new AbortController();
  const { signal } = life;
  document.addEventListener(replaced, () => life.abort(), { signal });

  const look = (event: Event) => {
    if (!isAlive() && !isOurs(event)) life.abort();
  };
  // No polling: an orphan disturbs nobody until somebody looks at the page.
  document.addEventListener('visibilitychange', look, { signal });
  document.defaultView?.addEventListener('focus', look, { signal });
  document.addEventListener('click', look, { signal, capture: true });
  return life;
}

/** Calls `listener` when the background says that records changed, until the signal. */
export function hearChanges(listener: () => void, signal: AbortSignal): void {
  const { onMessage } = native().runtime;
  const hear = (message: unknown): undefined => {
    if ((message as { name?: unknown } | null)?.name === 'changed') listener();
  };
  onMessage.addListener(hear);
  signal.addEventListener('abort', () => {
    // An orphan has nothing left to let go of.
    if (isAlive()) onMessage.removeListener(hear);
  });
}
