import { ask } from './ask.ts';

/** GLPI's page of one ticket or one user, below any path. Which one it is, and whether we know it, the background says. */
export function isSubjectPage({ pathname, search }: Pick<Location, 'pathname' | 'search'>): boolean {
  return /\/front\/(ticket|user)\.form\.php$/.test(pathname) && /[?&]id=[1-9]/.test(search);
}

/** Has the bar put into this page as soon as there is something to say. Returns how to ask once more. */
export function askForBar(signal: AbortSignal): () => void {
  let isPlaced = false;
  async function askOnce(): Promise<void> {
    if (isPlaced || signal.aborted) return;
    const outcome = await ask('bar.place', {});
    // The bar follows by itself what happens from then on.
    if (outcome.ok && outcome.value.placed) isPlaced = true;
  }
  void askOnce();
  return () => void askOnce();
}
