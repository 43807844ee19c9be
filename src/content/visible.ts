import type { Outcome } from '../messages/ask.ts';
import type { PageView } from '../messages/views.ts';
import { ask } from './ask.ts';

/** While something is open and somebody looks at GLPI, registrations should show up within seconds. */
const every = 5_000;

/**
 * Tells the background that this page is looked at: now, whenever it becomes visible, and every few seconds while
 * something is watched. Never while hidden. Returns how to ask once more.
 */
export function tellVisible(
  document: Document,
  onReply: (outcome: Outcome<PageView>) => void,
  signal: AbortSignal,
): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isAsking = false;
  let wantsMore = false;

  async function tell(): Promise<void> {
    clearTimeout(timer);
    if (signal.aborted || document.visibilityState !== 'visible') return;
    if (isAsking) {
      wantsMore = true;
      return;
    }
    isAsking = true;
    const outcome = await ask('page.visible', {});
    isAsking = false;
    if (signal.aborted) return;
    onReply(outcome);
    if (wantsMore) {
      wantsMore = false;
      return tell();
    }
    // A background that was stopped in the middle of it goes on when it is asked again.
    const isOn = outcome.ok ? outcome.value.watching : outcome.problem.code === 'interrupted';
    if (isOn) timer = setTimeout(tell, every);
  }

  document.addEventListener('visibilitychange', tell, { signal });
  signal.addEventListener('abort', () => clearTimeout(timer));
  void tell();
  return () => void tell();
}
