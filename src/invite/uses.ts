import type { Registration } from './registration.ts';

/** Whether a registration counts against `maxUses`: an account is being made, was made, or may have been. A deleted account gives nothing back. */
export function holdsUse(registration: Registration): boolean {
  const { state, attempts, progress } = registration;
  return (
    state === 'admitting' ||
    state === 'admitted' ||
    progress.userId !== null ||
    (state === 'failed' && attempts > 0)
  );
}
