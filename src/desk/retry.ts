import { hour, type Instant, second } from '../invite/instant.ts';

/** When to try again after `attempts` vain ones: 15 s, doubling, never more than an hour apart. */
export function later(now: Instant, attempts: number): Instant {
  return now + Math.min(15 * second * 2 ** Math.min(attempts, 10), hour);
}

/** After so many vain attempts a person has to look. */
export const mostAttempts = 8;
