import { hour, type Instant, second } from '../invite/instant.ts';
import type { Invite } from '../invite/invite.ts';
import type { Problem } from '../invite/problem.ts';

/** When to try again after `attempts` vain ones: 15 s, doubling, never more than an hour apart. */
export function later(now: Instant, attempts: number): Instant {
  return now + Math.min(15 * second * 2 ** Math.min(attempts, 10), hour);
}

/** After so many vain attempts a person has to look. */
export const mostAttempts = 8;

/** Problems that pass by themselves: the step is tried again, after it was looked whether GLPI did it all the same. */
export const passing: readonly string[] = [
  'unreachable',
  'timedOut',
  'serverFailed',
  'replyUnreadable',
  'replyTooLarge',
  'sessionEnded',
  'certificateNotTrusted',
];

/** What keeps a whole site from being worked on. */
const siteWide: readonly string[] = [
  'userRightMissing',
  'apiOff',
  'addressNotAllowed',
  'appTokenRequired',
  'appTokenWrong',
  'apiTokenRefused',
  'externalTokenLoginOff',
  'noApiToken',
  'hostNotGranted',
  'glpiTabNeeded',
  'notLoggedIn',
  'ledgerFull',
];

/** Whether the whole site cannot be worked on: no fault of one registration or invite, which waits as it is. */
export const isSiteWide = ({ code }: Problem): boolean => siteWide.includes(code);

/** What is noted on an invite of which a step failed: what went wrong, and when it is tried again. */
export function putOff(
  { attempts }: Pick<Invite, 'attempts'>,
  trouble: Problem,
  now: Instant,
): Pick<Invite, 'trouble' | 'attempts' | 'retryAt'> {
  // Without a session, as after a start of the browser, nothing was tried: as soon as there is one, it is.
  if (isSiteWide(trouble)) return { trouble, attempts, retryAt: null };
  return { trouble, attempts: attempts + 1, retryAt: later(now, attempts) };
}
