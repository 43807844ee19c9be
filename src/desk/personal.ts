import { grantedProfiles } from '../glpi/authorizations.ts';
import { linkedAccount } from '../glpi/password-link.ts';
import { createsUsers } from '../glpi/rights.ts';
import type { Call, Session } from '../glpi/session.ts';
import { userUrl } from '../glpi/site-address.ts';
import { accountsByAddress, accountsByLogin, setFirstPassword } from '../glpi/users.ts';
import { isAddress } from '../invite/address.ts';
import { type Person, personFrom } from '../invite/answers.ts';
import { type Grant, isPrivileged } from '../invite/grant.ts';
import { addressOutside, lifeAbove, limitsWithin } from '../invite/guard-rails.ts';
import type { Instant } from '../invite/instant.ts';
import type { SiteId } from '../invite/invite.ts';
import { passwordMessage } from '../invite/invitee-messages.ts';
import { newInviteId } from '../invite/key.ts';
import { problemWithLimits } from '../invite/limits.ts';
import { loginFor } from '../invite/login.ts';
import { newPassword } from '../invite/password.ts';
import {
  hasNotComeIn,
  isPersonal,
  mayHaveAnother,
  newToken,
  type PersonalInvite,
} from '../invite/password-gate.ts';
import { fail, ProblemError, problem, problemOf } from '../invite/problem.ts';
import type { PersonalDraft } from '../messages/requests.ts';
import type { FirstPassword, TakenAccount } from '../messages/views.ts';
import { asLastChoices, directory, grantFrom } from './choices.ts';
import type { Environment } from './environment.ts';
import { surroundings } from './issue.ts';
import { entry } from './journal.ts';
import { doorOf } from './password-door.ts';
import { isUncertain, openPersonal, settleFailure } from './personal-opening.ts';
import { sessionWithClock } from './session-clock.ts';
import { inSession } from './sessions.ts';
import { siteWork } from './site-work.ts';

export type PersonalOutcome =
  | { readonly kind: 'opened'; readonly invite: PersonalInvite }
  /** The person has an account, maybe in the trash: nothing was done, and the admin chooses. */
  | { readonly kind: 'taken'; readonly accounts: readonly TakenAccount[] };

/**
 * Invites one known person: the ledger first, then the account with its grant and token in one call, then what GLPI
 * made of it is read back. Four to six calls a person, one person at a time: whoever invites hundreds calls it for each.
 *
 * An account that is there already, by e-mail address, in the trash too, is never changed without the admin's choice.
 * `id`: fixed before, by whoever issues many. Fails with what GLPI refused; where it is not known whether GLPI did it, the next rounds find out and go on.
 */
export async function issuePersonal(
  env: Environment,
  site: SiteId,
  draft: PersonalDraft,
  id = newInviteId(env.random),
): Promise<PersonalOutcome> {
  const session = await sessionWithClock(env, site);
  if (!createsUsers(session.rights)) fail('userRightMissing', { profile: session.profileName });
  const person = personOf(draft);
  const limits = {
    until: draft.until,
    maxUses: 1,
    address: { kind: 'address' as const, address: person.email },
    approval: 'automatic' as const,
  };
  const wrong = problemWithLimits(limits, env.now());
  if (wrong) throw new ProblemError(wrong);
  // An admin issues it for one known person: that is the approval.
  limitsWithin(await env.guardRails(), limits, env.now());
  const granted = await grantFrom(env, site, draft);
  if (draft.existing === null && isPrivileged(granted) && !draft.privilegedConfirmed)
    fail('privilegedNeedsConfirmation', { profile: granted.profile.name });
  const door = await doorOf(env, site);

  return await siteWork(env, site, async () => {
    const accounts = await inSession(env, site, (call, open) =>
      accountsOf(env, site, call, open, person, granted.login),
    );
    const chosen =
      draft.existing === null ? null : accounts.find(({ userId }) => userId === draft.existing?.userId);
    if (draft.existing === null && accounts.length > 0) return { kind: 'taken', accounts };
    if (draft.existing !== null && !chosen) fail('accountGone', { login: String(draft.existing.userId) });
    if (chosen) {
      if (chosen.obstacle) throw new ProblemError(chosen.obstacle);
      if (chosen.deleted !== (draft.existing?.choice === 'restore'))
        fail(chosen.deleted ? 'accountInTrash' : 'accountGone', { login: chosen.login });
      if (chosen.isPrivileged && !draft.privilegedConfirmed)
        fail('privilegedNeedsConfirmation', { profile: chosen.profile });
      // A first password would take the place of the one that the person has: only a link leaves it to them.
      if (door.closed) throw new ProblemError(door.closed);
    }
    const now = env.now();
    const invite: PersonalInvite = {
      id,
      site,
      label: draft.label || [person.firstName, person.lastName].filter(Boolean).join(' '),
      note: '',
      key: null,
      state: 'opening',
      closedBecause: null,
      gate: {
        kind: 'password',
        way: door.page === null ? 'firstPassword' : 'link',
        page: door.page ?? 'lostpassword',
        token: door.page === null ? null : newToken(env.random),
        storedToken: null,
        linkedAt: now,
        keptUntil: null,
        login: chosen?.login ?? loginFor(granted.login, person),
        userId: chosen?.userId ?? null,
        existing: chosen !== undefined && chosen !== null,
        restore: chosen?.deleted ?? false,
        ifUnused: draft.ifUnused,
        shut: chosen?.shutByUs ?? false,
        progress: { profileVerified: false, groupsAdded: false },
        usedAt: null,
        passwordGivenAt: null,
      },
      grant: chosen ? await grantOf(env, site, chosen.userId, granted) : granted,
      limits,
      wording: {
        language: draft.language,
        from: draft.from || session.userName,
        contact: draft.contact,
        note: draft.note,
      },
      invitee: { firstName: person.firstName, lastName: person.lastName, email: person.email },
      createdAt: now,
      createdBy: session.userName,
      ...(draft.template ? { template: draft.template } : {}),
      closedAt: null,
      purgeAt: null,
      trouble: null,
      attempts: 0,
      retryAt: null,
    };
    await env.ledger.write(async (ledger) => {
      await ledger.putInvite(invite);
      await ledger.journal(
        entry(env, site, 'inviteOpening', { actor: session.userName, inviteId: invite.id }),
      );
      const known = await ledger.site(site);
      if (known && !chosen) {
        const forms = known.lastChoices ?? { maxUses: 1, approval: 'automatic' };
        await ledger.putSite({ ...known, lastChoices: asLastChoices(draft, forms, now) });
      }
    });
    return { kind: 'opened', invite: await carryThrough(env, invite) };
  });
}

/** Opens what is in the ledger as opening. After a lost reply it is looked at once whether GLPI did it all the same. */
async function carryThrough(env: Environment, invite: PersonalInvite): Promise<PersonalInvite> {
  try {
    const opened = await inSession(env, invite.site, (call, session) =>
      openPersonal(env, call, session, invite.id, false),
    );
    env.changed();
    return opened;
  } catch (thrown) {
    if (isUncertain(thrown)) {
      try {
        const opened = await inSession(env, invite.site, (call, session) =>
          openPersonal(env, call, session, invite.id, true),
        );
        env.changed();
        return opened;
      } catch {
        // What came first is what the admin reads; the rounds go on looking.
      }
    }
    await settleFailure(env, invite.id, problemOf(thrown));
    throw thrown;
  }
}

function personOf({ person }: PersonalDraft): Person {
  const email = person.email.trim();
  if (!isAddress(email)) fail('addressNotValid', { address: email });
  const cleaned = personFrom({ ...person, email, phone: '' });
  if ('code' in cleaned) fail('nameMissing');
  return cleaned;
}

/** The accounts that the person has already: by address, and by login where that is the address. */
async function accountsOf(
  env: Environment,
  site: SiteId,
  call: Call,
  session: Session,
  person: Person,
  template: Grant['login'],
): Promise<(TakenAccount & { readonly shutByUs: boolean })[]> {
  const byAddress = (await accountsByAddress(call, person.email)).filter(({ same }) => same);
  const byLogin =
    template === 'email'
      ? (await accountsByLogin(call, person.email)).filter(
          ({ login }) => login.toLowerCase() === person.email.toLowerCase(),
        )
      : [];
  const userIds = [...new Set([...byAddress, ...byLogin].map(({ userId }) => userId))];
  if (userIds.length === 0) return [];
  const known = await directory(env, site);
  const invites = (
    await env.ledger.newestInvites(Number.POSITIVE_INFINITY, (one) => one.site === site)
  ).filter(isPersonal);
  return await Promise.all(
    userIds.map(async (userId) => {
      try {
        const account = await linkedAccount(call, session.clock, userId);
        const profiles = (await grantedProfiles(call, userId)).map(({ profileId }) =>
          known.profiles.find(({ id }) => id === profileId),
        );
        const shutByUs =
          !account.active &&
          invites.some(({ gate }) => gate.userId === userId && gate.shut && !gate.existing);
        const detail = { login: account.login };
        return {
          userId,
          login: account.login,
          name: account.name,
          deleted: account.deleted,
          // One that this admin may not even grant is above what they may give.
          isPrivileged: profiles.some((profile) => profile === undefined || profile.interface === 'central'),
          profile: profiles.map((profile) => profile?.name ?? '?').join(', '),
          userUrl: userUrl(site, userId),
          obstacle: !account.ownPassword
            ? problem('accountElsewhere', detail)
            : !account.active && !shutByUs
              ? problem('accountInactive', detail)
              : null,
          shutByUs,
        };
      } catch (thrown) {
        const { code } = problemOf(thrown);
        if (code !== 'itemMissing' && code !== 'rightRefused') throw thrown;
        // There is one with this address in an entity that the admin does not see.
        return {
          userId,
          login: '?',
          name: '',
          deleted: false,
          isPrivileged: true,
          profile: '?',
          userUrl: userUrl(site, userId),
          obstacle: problemOf(thrown),
          shutByUs: false,
        };
      }
    }),
  );
}

/** What an account of before has, for the record: a new link changes nothing of it. */
async function grantOf(env: Environment, site: SiteId, userId: number, asked: Grant): Promise<Grant> {
  const known = await directory(env, site);
  const [first] = await inSession(env, site, (call) => grantedProfiles(call, userId));
  const profile = known.profiles.find(({ id }) => id === first?.profileId);
  const entity = known.entities.find(({ id }) => id === first?.entityId);
  return {
    ...asked,
    profile: profile
      ? { id: profile.id, name: profile.name, interface: profile.interface }
      : { id: first?.profileId ?? 0, name: '?', interface: 'central' },
    entity: entity ?? { id: first?.entityId ?? 0, name: '?' },
    recursive: first?.recursive ?? false,
    groups: [],
  };
}

/** A personal invite by id. */
export async function personalById(env: Environment, id: string): Promise<PersonalInvite> {
  const invite = await env.ledger.invite(id);
  if (!invite || !isPersonal(invite)) fail('inviteUnknown');
  return invite;
}

/**
 * A new link for somebody who has not come in, on the same account: the earlier link ends with it, and an account that
 * we shut when that one expired is let in again. Fails with `cameInAlready` where nobody waits for one.
 */
export async function issueAgain(env: Environment, id: string, until: Instant): Promise<PersonalInvite> {
  const { site } = await personalById(env, id);
  const session = await sessionWithClock(env, site);
  const door = await doorOf(env, site);
  const rails = await env.guardRails();
  return await siteWork(env, site, async () => {
    const opening = await env.ledger.write(async (ledger) => {
      const now = await ledger.invite(id);
      if (!now || !isPersonal(now)) fail('inviteUnknown');
      if (!mayHaveAnother(now)) fail('cameInAlready', { login: now.gate.login });
      if (!(until > env.now())) fail('untilInThePast');
      const outside = lifeAbove(rails, until, env.now()) ?? addressOutside(rails, now.invitee?.email ?? '');
      if (outside) throw new ProblemError(outside);
      // See issuePersonal: of an account of before the password is never replaced by us.
      if (now.gate.existing && door.closed) throw new ProblemError(door.closed);
      const again: PersonalInvite = {
        ...now,
        state: 'opening',
        closedBecause: null,
        closedAt: null,
        limits: { ...now.limits, until },
        gate: {
          ...now.gate,
          way: door.page === null ? 'firstPassword' : 'link',
          page: door.page ?? 'lostpassword',
          token: door.page === null ? null : newToken(env.random),
          storedToken: null,
          linkedAt: env.now(),
          keptUntil: null,
        },
        trouble: null,
        attempts: 0,
        retryAt: null,
      };
      await ledger.putInvite(again);
      await ledger.journal(entry(env, site, 'inviteOpening', { actor: session.userName, inviteId: id }));
      return again;
    });
    return await carryThrough(env, opening);
  });
}

/** The people of a site who were invited in person and have not come in, newest first: whom to remind. */
export async function notComeIn(
  env: Environment,
  site: SiteId | null,
  limit: number,
): Promise<PersonalInvite[]> {
  const invites = await env.ledger.newestInvites(
    limit,
    (invite) => (site === null || invite.site === site) && hasNotComeIn(invite),
  );
  return invites.filter(isPersonal);
}

/**
 * Makes a first password for an open personal invite that has no link, sets it in GLPI, and gives it back. It is kept
 * nowhere: asked again, a new one is made. Fails with `passwordNotSet` when GLPI's policy dislikes it.
 */
export async function personalFirstPassword(env: Environment, id: string): Promise<FirstPassword> {
  const invite = await personalById(env, id);
  const { site, gate } = invite;
  if (invite.state !== 'open' || gate.way !== 'firstPassword' || gate.userId === null || gate.existing)
    fail('notWaiting', { state: invite.state });
  const userId = gate.userId;
  const password = await inSession(env, site, async (call, session) => {
    const made = newPassword(env.random, session.passwordMinLength);
    await setFirstPassword(call, userId, made);
    return made;
  });
  await env.ledger.write(async (ledger) => {
    const now = await ledger.invite(id);
    if (!now || !isPersonal(now)) return;
    await ledger.putInvite({ ...now, gate: { ...now.gate, passwordGivenAt: env.now() } });
    const actor = (await ledger.site(site))?.adminName ?? '';
    await ledger.journal(
      entry(env, site, 'firstPasswordGiven', { actor, inviteId: id, detail: { login: gate.login } }),
    );
  });
  env.changed();
  const message = passwordMessage(invite, surroundings(env, site), {
    address: site,
    firstName: invite.invitee?.firstName ?? '',
    login: gate.login,
    password,
  });
  return { login: gate.login, password, ...message };
}
