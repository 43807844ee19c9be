import type { SiteId } from '../invite/invite.ts';
import { type Problem, problem, problemOf } from '../invite/problem.ts';
import { adminName, decide, find, refuse } from './decide.ts';
import type { Environment } from './environment.ts';
import { round } from './watch.ts';

/** What became of one of many. */
export interface Decided {
  readonly registration: string;
  /** Null where it was decided; whether the account was made stands in the registration itself. */
  readonly problem: Problem | null;
}

/**
 * An admin's yes to many: each yes is written down by itself, then one round a site makes the accounts. A background that
 * is killed on the way has lost none; one that somebody else decided meanwhile is told apart.
 */
export async function approveMany(env: Environment, ids: readonly string[]): Promise<Decided[]> {
  const sites = new Set<SiteId>();
  const decided: Decided[] = [];
  for (const id of ids) {
    try {
      const { registration } = await find(env, id);
      const actor = await adminName(env, registration);
      const change = () => ({ state: 'received', decidedBy: actor }) as const;
      await decide(env, id, ['waiting'], change, 'registrationApproved', actor);
      sites.add(registration.site);
      decided.push({ registration: id, problem: null });
    } catch (thrown) {
      decided.push({ registration: id, problem: problemOf(thrown) });
    }
  }
  for (const site of sites) await round(env, site);
  return await Promise.all(decided.map((one) => withOutcome(env, one)));
}

/** An admin's no to many, with the same reason. */
export async function refuseMany(
  env: Environment,
  ids: readonly string[],
  reason: string,
): Promise<Decided[]> {
  const decided: Decided[] = [];
  for (const id of ids) {
    try {
      await refuse(env, id, reason);
      decided.push({ registration: id, problem: null });
    } catch (thrown) {
      decided.push({ registration: id, problem: problemOf(thrown) });
    }
  }
  return decided;
}

/** A yes that ended in a no or in a failure is told with its reason. */
async function withOutcome(env: Environment, one: Decided): Promise<Decided> {
  if (one.problem) return one;
  const { registration } = await find(env, one.registration);
  const isBad = registration.state === 'failed' || registration.state === 'refused';
  return isBad ? { ...one, problem: registration.reason ?? problem('unexpected', { what: 'state' }) } : one;
}
