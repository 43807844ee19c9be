import { addToGroups, grantedProfiles } from '../glpi/authorizations.ts';
import {
  type LinkedAccount,
  linkedAccount,
  personalMark,
  reopenAccount,
  restoreAccount,
  setToken,
  tokenDate,
} from '../glpi/password-link.ts';
import type { Call, Session } from '../glpi/session.ts';
import { accountsByLogin, bearsMark, createAccount } from '../glpi/users.ts';
import { majorVersion } from '../glpi/versions.ts';
import { minute } from '../invite/instant.ts';
import type { JournalEntry } from '../invite/journal.ts';
import { freeLogin } from '../invite/login.ts';
import { isPersonal, type PasswordGate, type PersonalInvite } from '../invite/password-gate.ts';
import { fail, type Problem, ProblemError, problem, problemOf } from '../invite/problem.ts';
import { fits } from './admission/grant.ts';
import { noteFailure } from './close.ts';
import type { Environment } from './environment.ts';
import { entry } from './journal.ts';
import { passing } from './retry.ts';

/** A request that GLPI was slow with may still make the account: before it is given up, it is looked for this long. */
const patience = 2 * minute;

/**
 * Takes a personal invite from `opening` to `open`: the account with its grant and token in one call, or the token on an
 * account that is there; verified as any admission is. What is about to be done is in the ledger before it is asked of
 * GLPI, and every step can be made again, so that whoever was killed in between goes on here. To be called within
 * `siteWork`.
 *
 * `resumed`: an earlier life may have made the account already. Then it is only looked for and never made, since nobody
 * waits for it any more.
 */
export async function openPersonal(
  env: Environment,
  call: Call,
  session: Session,
  inviteId: string,
  resumed: boolean,
): Promise<PersonalInvite> {
  const invite = await env.ledger.invite(inviteId);
  if (!invite || !isPersonal(invite)) fail('inviteUnknown');
  return await new Opening(env, call, session, invite).run(resumed);
}

class Opening {
  readonly #env: Environment;
  readonly #call: Call;
  readonly #session: Session;
  #invite: PersonalInvite;

  constructor(env: Environment, call: Call, session: Session, invite: PersonalInvite) {
    this.#env = env;
    this.#call = call;
    this.#session = session;
    this.#invite = invite;
  }

  get #gate(): PasswordGate {
    return this.#invite.gate;
  }

  get #userId(): number {
    return this.#gate.userId ?? fail('itemMissing', { what: 'user' });
  }

  async run(resumed: boolean): Promise<PersonalInvite> {
    if (this.#gate.userId === null) {
      if (!resumed) await this.#create();
      else if (!(await this.#adopt())) fail('issueTakenDown');
    } else if (this.#gate.keptUntil === null) {
      await this.#linkToAccount();
    }
    if (!this.#gate.existing) {
      if (!this.#gate.progress.profileVerified) await this.#verifyProfile();
      if (!this.#gate.progress.groupsAdded) await this.#addGroups();
    }
    const account = await linkedAccount(this.#call, this.#session.clock, this.#userId);
    this.#verifyAccount(account);
    await this.#save(
      { storedToken: this.#gate.way === 'link' ? account.token : null },
      { state: 'open', trouble: null, attempts: 0, retryAt: null },
      this.#entry('inviteOpened', { login: this.#gate.login }),
    );
    return this.#invite;
  }

  /** Creates the account under the login that was asked for, or the next one that is free. */
  async #create(): Promise<void> {
    const { invitee, grant } = this.#invite;
    if (!invitee) fail('nameMissing');
    const link = this.#link();
    for (;;) {
      const { login } = this.#gate;
      try {
        const userId = await createAccount(this.#call, this.#session.clock, {
          login,
          person: { ...invitee, phone: '' },
          grant,
          mark: this.#mark,
          mailByGlpi: false,
          passwordToken: link ? { token: link.token, date: link.date } : undefined,
        });
        return await this.#made(userId, login, 'accountCreated');
      } catch (thrown) {
        const refused = problemOf(thrown);
        if (refused.code !== 'refusedByGlpi' && refused.code !== 'rightRefused') throw thrown;
        // "Exists already" and every other refusal differ in translated text only: look at who has the login.
        const namesakes = await accountsByLogin(this.#call, login);
        const ours = namesakes.find((account) => bearsMark(account, this.#mark));
        if (ours) return await this.#made(ours.userId, ours.login, 'accountAdopted');
        const free = freeLogin(
          login,
          namesakes.map((account) => account.login),
        );
        if (free === login) throw thrown;
        await this.#save({ login: free });
      }
    }
  }

  /** Looks for the account that an earlier try made: by its login and its mark. */
  async #adopt(): Promise<boolean> {
    const { login } = this.#gate;
    const ours = (await accountsByLogin(this.#call, login)).find((account) => bearsMark(account, this.#mark));
    if (ours) await this.#made(ours.userId, ours.login, 'accountAdopted');
    return ours !== undefined;
  }

  get #mark(): string {
    return personalMark(this.#invite.id);
  }

  /** GLPI got the token and its date with the account, whoever it was that asked for it. */
  async #made(userId: number, login: string, event: 'accountCreated' | 'accountAdopted'): Promise<void> {
    const keptUntil = this.#link()?.keptUntil ?? this.#invite.limits.until;
    await this.#save({ userId, login, keptUntil }, {}, this.#entry(event, { login }));
  }

  /** The token with the date that fits this GLPI; null where the invite goes without a link. */
  #link(): { token: string; date: string; keptUntil: number } | null {
    const { way, token } = this.#gate;
    if (way !== 'link') return null;
    if (token === null) fail('keyGone');
    const { version, clock } = this.#session;
    return { token, ...tokenDate(version, clock, this.#env.now(), this.#invite.limits.until) };
  }

  /** A link to an account that is there: it may lie in the trash, and we may have shut it ourselves. */
  async #linkToAccount(): Promise<void> {
    const { login, restore, shut } = this.#gate;
    if (restore) {
      await restoreAccount(this.#call, this.#userId);
      await this.#save({ restore: false }, {}, this.#entry('accountRestored', { login }));
    }
    const link = this.#link();
    if (link) await setToken(this.#call, this.#userId, link.token, link.date, shut);
    else if (shut) await reopenAccount(this.#call, this.#userId);
    await this.#save(
      { keptUntil: link?.keptUntil ?? this.#invite.limits.until, shut: false },
      {},
      this.#entry('linkSet', { login }),
    );
  }

  /** Reads back what GLPI granted: a profile above the admin's own is silently replaced (recordings 41, 42). */
  async #verifyProfile(): Promise<void> {
    const granted = await grantedProfiles(this.#call, this.#userId);
    if (granted.length !== 1 || !granted[0] || !fits(granted[0], this.#invite)) {
      fail('grantNotGiven', {
        asked: this.#invite.grant.profile.name,
        granted: granted.map(({ profileId }) => `#${profileId}`).join(', ') || '-',
        login: this.#gate.login,
      });
    }
    await this.#save({ progress: { ...this.#gate.progress, profileVerified: true } });
  }

  /** A group that is gone does not undo the account: it is said in the journal, and an admin may add another one. */
  async #addGroups(): Promise<void> {
    const { groups } = this.#invite.grant;
    const refused = await addToGroups(
      this.#call,
      this.#userId,
      groups.map((group) => group.id),
    );
    const added = groups.filter((group) => !refused.includes(group.id));
    const missing = groups.filter((group) => refused.includes(group.id));
    const lines = [
      ...(added.length > 0
        ? [this.#entry('groupsAdded', { groups: added.map((group) => group.name).join(', ') })]
        : []),
      ...missing.map((group) => ({
        ...this.#entry('groupsAdded'),
        reason: problem('groupMissing', { group: group.name }),
      })),
    ];
    await this.#save({ progress: { ...this.#gate.progress, groupsAdded: true } }, {}, ...lines);
  }

  /** GLPI 10 ignores a token for an account above the admin's own rights without a word (live.md, c). */
  #verifyAccount(account: LinkedAccount): void {
    const detail = { login: account.login };
    if (account.deleted) fail('accountInTrash', detail);
    if (!account.active) fail('accountInactive', detail);
    if (this.#gate.way !== 'link' || account.token === null) return;
    // 11 gives the token back encrypted: that there is one is all that can be seen.
    const isKept =
      majorVersion(this.#session.version) >= 11 ? account.token !== '' : account.token === this.#gate.token;
    // Used within these few moments, by somebody who is quick.
    const isUsed = account.token === '' && account.passwordSetAt !== null && !this.#gate.existing;
    if (!isKept && !isUsed) fail('linkNotSet', detail);
  }

  #entry(event: JournalEntry['event'], detail: Record<string, string> = {}): JournalEntry {
    return entry(this.#env, this.#invite.site, event, {
      actor: this.#session.userName,
      inviteId: this.#invite.id,
      detail,
    });
  }

  async #save(
    gate: Partial<PasswordGate>,
    change: Partial<PersonalInvite> = {},
    ...lines: JournalEntry[]
  ): Promise<void> {
    this.#invite = await this.#env.ledger.write(async (ledger) => {
      const now = await ledger.invite(this.#invite.id);
      const before = now && isPersonal(now) ? now : this.#invite;
      const changed: PersonalInvite = { ...before, ...change, gate: { ...before.gate, ...gate } };
      await ledger.putInvite(changed);
      for (const line of lines) await ledger.journal(line);
      return changed;
    });
  }
}

/**
 * What becomes of an opening that did not get through. What passes by itself is tried again by the next rounds; what
 * GLPI refused for good ends the invite, and shuts the account where it was made already.
 */
export async function settleFailure(env: Environment, inviteId: string, reason: Problem): Promise<void> {
  const invite = await env.ledger.invite(inviteId);
  if (!invite || !isPersonal(invite) || invite.state !== 'opening') return;
  const isAbsent = reason.code === 'issueTakenDown';
  const mayStillCome = isAbsent && env.now() - invite.gate.linkedAt < patience;
  // The connection as a whole, or something about it that an admin mends: no word about this invite yet.
  if (mayStillCome || (!isAbsent && !isFinal(reason))) {
    await noteFailure(env, inviteId, mayStillCome ? (invite.trouble ?? reason) : reason);
    env.changed();
    return;
  }
  await env.ledger.write(async (ledger) => {
    const now = await ledger.invite(inviteId);
    if (!now || !isPersonal(now) || now.state !== 'opening') return;
    const ended = now.gate.userId === null;
    await ledger.putInvite({
      ...now,
      state: ended ? 'closed' : 'closing',
      closedBecause: 'failed',
      closedAt: ended ? env.now() : null,
      gate: { ...now.gate, token: ended ? null : now.gate.token },
      trouble: isAbsent ? (now.trouble ?? reason) : reason,
      attempts: 0,
      retryAt: null,
    });
    await ledger.journal(entry(env, now.site, 'inviteTakenDown', { inviteId, reason }));
  });
  env.changed();
}

/** Whether trying the same again could not help. */
const finalCodes: readonly string[] = [
  'refusedByGlpi',
  'rightRefused',
  'itemMissing',
  'grantNotGiven',
  'linkNotSet',
  'accountInTrash',
  'accountInactive',
  'nameMissing',
  'keyGone',
];
const isFinal = (reason: Problem) => finalCodes.includes(reason.code);

/** Problems after which it is not known whether GLPI did what it was asked: worth looking at once. */
export const isUncertain = (thrown: unknown): boolean =>
  thrown instanceof ProblemError && passing.includes(thrown.problem.code);
