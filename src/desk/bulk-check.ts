import { ownersOfAddresses } from '../glpi/address-book.ts';
import { foldText } from '../invite/fold.ts';
import { addressOutside } from '../invite/guard-rails.ts';
import type { SiteId } from '../invite/invite.ts';
import { faultsOf, type TablePerson } from '../invite/people.ts';
import { type Problem, problem } from '../invite/problem.ts';
import { canChange } from '../invite/status.ts';
import type { RowVerdict } from '../messages/bulk-views.ts';
import { directory } from './choices.ts';
import type { Environment } from './environment.ts';
import { inSession } from './sessions.ts';

/**
 * What would become of each row of a table of people, in their order: a bad address, somebody twice, an account or an
 * invite that exists, a group that GLPI does not have. Changes nothing. `needsName`: as a personal link does, which makes
 * the account before anybody is asked.
 */
export async function checkPeople(
  env: Environment,
  site: SiteId,
  people: readonly TablePerson[],
  needsName: boolean,
): Promise<RowVerdict[]> {
  const faults = faultsOf(people, needsName);
  const sound = people.filter((_, index) => faults[index] === null);
  const owners = await inSession(env, site, (call) =>
    ownersOfAddresses(
      call,
      sound.map(({ email }) => email),
    ),
  );
  const invited = await addressesInvited(env, site);
  const rails = await env.guardRails();
  const groups = new Map<string, number>();
  for (const { id, name } of (await directory(env, site)).groups) {
    groups.set(foldText(name), id);
    // "Root > Team" is called "Team" by everybody.
    const last = foldText(name.slice(name.lastIndexOf('>') + 1)).trim();
    if (!groups.has(last)) groups.set(last, id);
  }
  return people.map(({ line, email, groups: named }, index): RowVerdict => {
    const ids = named.map((name) => groups.get(foldText(name).trim()));
    const unknown = named.find((_, at) => ids[at] === undefined);
    return {
      line,
      problem:
        faults[index] ??
        addressOutside(rails, email) ??
        known(email) ??
        (unknown === undefined ? null : problem('groupUnknown', { group: unknown })),
      groupIds: [...new Set(ids.filter((id) => id !== undefined))],
    };
  });

  function known(email: string): Problem | null {
    const owner = owners.get(email);
    if (owner) return problem('accountExists', { login: owner.login });
    const label = invited.get(email.toLowerCase());
    return label === undefined ? null : problem('inviteExists', { label });
  }
}

/** Whom an invite of this site is out for, by address, and what it is called. */
async function addressesInvited(env: Environment, site: SiteId): Promise<ReadonlyMap<string, string>> {
  const invited = new Map<string, string>();
  const here = await env.ledger.newestInvites(
    Number.POSITIVE_INFINITY,
    (invite) => invite.site === site && (canChange(invite) || invite.state === 'opening'),
  );
  for (const { invitee, limits, label } of here) {
    const address = limits.address.kind === 'address' ? limits.address.address : invitee?.email;
    if (address) invited.set(address.toLowerCase(), label);
  }
  return invited;
}
