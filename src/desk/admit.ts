import { entities } from '../glpi/directory.ts';
import { createsUsers } from '../glpi/rights.ts';
import type { Call, Session } from '../glpi/session.ts';
import { isSettled, solutionsOf, solveTicket } from '../glpi/tickets.ts';
import {
  type Account,
  accountById,
  accountByMark,
  accountMark,
  accountsByAddress,
  accountsByLogin,
  addToGroups,
  bearsMark,
  createAccount,
  disableAccount,
  type GrantedProfile,
  grantedProfiles,
} from '../glpi/users.ts';
import type { Person } from '../invite/answers.ts';
import { addressOutside } from '../invite/guard-rails.ts';
import { hour, type Instant, minute } from '../invite/instant.ts';
import type { Invite } from '../invite/invite.ts';
import type { JournalEntry } from '../invite/journal.ts';
import { mostAutomaticAnHour } from '../invite/limits.ts';
import { freeLogin, loginFor } from '../invite/login.ts';
import { fail, type Problem, ProblemError, problem, problemOf } from '../invite/problem.ts';
import type { AdmissionProgress, Registration } from '../invite/registration.ts';
import { inviteeText } from '../invite/texts/index.ts';
import { holdsUse } from '../invite/uses.ts';
import { nearestLanguage } from '../invite/wording.ts';
import { owesUse } from '../ledger/ledger.ts';
import { closeUsedLink, withItsBatch } from './batch.ts';
import { claimTurn, leaveWordOfRefusal, releaseUse } from './claim.ts';
import type { Environment } from './environment.ts';
import { entry } from './journal.ts';
import { judge } from './judge.ts';
import { isSiteWide, later, mostAttempts } from './retry.ts';
import { renewSession } from './sessions.ts';

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

/** What an inspection found to be missing for the grant; see inspect.ts. */
const grantTroubles: readonly string[] = ['entityMissing', 'profileNotGrantable'];

/** So many logins are tried for one person before an admin has to choose one. */
const mostLogins = 20;
/** From so long after it was seen, somebody else may have decided on a registration: GLPI is asked. */
const freshFor = minute;

/**
 * Takes one registration as far as it goes: judges it, makes the account, verifies it, adds groups, solves the ticket.
 * What is about to be done is in the ledger before it is asked of GLPI, so that whoever is killed in between goes on
 * here. To be called within `siteWork`.
 *
 * Fails only with problems of the connection as a whole; everything else ends in the registration's own state.
 */
export async function admit(
  env: Environment,
  call: Call,
  session: Session,
  registrationId: string,
): Promise<void> {
  const start = await env.ledger.registration(registrationId);
  const invite = start ? await inviteOf(env, start) : undefined;
  if (!start || !invite) return;
  const steps = new Admission(env, call, session, invite, start);
  try {
    await steps.run();
  } catch (thrown) {
    await steps.putOff(problemOf(thrown));
    if (passing.includes(problemOf(thrown).code) || isSiteWide(problemOf(thrown))) throw thrown;
  }
}

/**
 * Ends a registration that waits here as it was ended in GLPI meanwhile, by a colleague's browser; leaves it alone where
 * there is no sign of that. To be called within `siteWork`.
 */
export async function settleElsewhere(
  env: Environment,
  call: Call,
  session: Session,
  registrationId: string,
): Promise<void> {
  const registration = await env.ledger.registration(registrationId);
  const invite = registration ? await inviteOf(env, registration) : undefined;
  if (registration && invite) await new Admission(env, call, session, invite, registration).settleElsewhere();
}

/**
 * Whether it is this browser's turn to refuse a registration by hand. Fails with `beingAdmittedElsewhere` where another
 * one is admitting it; false where it was ended elsewhere, as it now is here, or has an account already. To be called within `siteWork`.
 */
export async function mayRefuse(
  env: Environment,
  call: Call,
  session: Session,
  registrationId: string,
): Promise<boolean> {
  const registration = await env.ledger.registration(registrationId);
  const invite = registration ? await inviteOf(env, registration) : undefined;
  if (!registration || !invite) return false;
  const turn = await claimTurn(env, call, session, invite, registration, null);
  if (turn.kind === 'refused') return true;
  if (turn.kind !== 'ours') fail('beingAdmittedElsewhere');
  // Our own account of a failed one is shut by whoever refuses it, see decide.ts.
  if (turn.after === 'nobody' || registration.state === 'failed') return true;
  const admission = new Admission(env, call, session, invite, registration);
  if ((await isSettled(call, registration.ticketId)) && (await admission.settleElsewhere())) return false;
  return !(await admission.takeUpAccount());
}

async function inviteOf(env: Environment, { inviteId }: Registration): Promise<Invite | undefined> {
  const invite = await env.ledger.invite(inviteId);
  return invite && (await withItsBatch(env, invite));
}

class Admission {
  readonly #env: Environment;
  readonly #call: Call;
  readonly #session: Session;
  readonly #invite: Invite;
  #registration: Registration;

  constructor(env: Environment, call: Call, session: Session, invite: Invite, registration: Registration) {
    this.#env = env;
    this.#call = call;
    this.#session = session;
    this.#invite = invite;
    this.#registration = registration;
  }

  async run(): Promise<void> {
    if (this.#registration.state === 'received') await this.#decide();
    if (this.#registration.state === 'admitting') await this.#makeAccount();
    if (owesUse(this.#registration)) await this.#giveBackUse();
    if (this.#registration.state === 'admitted' || this.#registration.state === 'refused')
      await this.#solve();
  }

  /** Whether the registration was settled in GLPI by somebody else meanwhile; then it ends here as it did there. */
  async settleElsewhere(): Promise<boolean> {
    const account = await accountByMark(this.#call, this.#mark);
    if (account) {
      await this.#save(
        {
          state: 'admitted',
          login: account.login,
          reason: null,
          // Whoever made it has verified it and hands it over; looking again could undo what was changed by hand since.
          progress: {
            userId: account.userId,
            profileVerified: true,
            groupsAdded: true,
            ticketSolved: true,
            useClaimed: this.#registration.progress.useClaimed,
          },
          attempts: 0,
          retryAt: null,
          endedAt: this.#env.now(),
        },
        this.#entry('settledElsewhere', { login: account.login }),
      );
      return true;
    }
    if (this.#registration.state === 'refused') return false;
    const solutions = await solutionsOf(this.#call, this.#registration.ticketId);
    if (!solutions.some((solution) => solution.includes(this.#invite.id))) return false;
    await this.#progress({ ticketSolved: true });
    await this.#refuse(await this.#refusalOf());
    return true;
  }

  /** Why a registration that was refused elsewhere is refused: our own reason, where we would have refused it too. */
  async #refusalOf(): Promise<Problem> {
    const verdict = judge(this.#invite, this.#registration, true);
    if (verdict.kind === 'refuse') return verdict.reason;
    const { maxUses } = this.#invite.limits;
    const isUsedUp = maxUses !== null && (await this.#usesOfOthers()) >= maxUses;
    return problem(isUsedUp ? 'inviteUsedUp' : 'decidedElsewhere');
  }

  async #usesOfOthers(): Promise<number> {
    const all = await this.#env.ledger.registrationsOf(this.#invite.id);
    return all.filter((other) => other.id !== this.#registration.id && holdsUse(other)).length;
  }

  /** From `received` to `waiting`, `refused` or `admitting`, with a use reserved. */
  async #decide(): Promise<void> {
    const { id } = this.#registration;
    const byHand = this.#registration.decidedBy !== null;
    if (await this.#wasSettled()) {
      if (await this.settleElsewhere()) return;
      // Somebody solved it by hand without a word of ours: whether they meant no, an admin has to say.
      if (!byHand) return await this.#wait(problem('ticketSolvedByHand'));
    }
    const verdict = judge(this.#invite, this.#registration, byHand);
    // No fault of the person's: not refused, but shown.
    if (verdict.kind === 'refuse' && verdict.reason.code === 'answersUnmarked')
      return await this.#needPerson(verdict.reason);
    if (verdict.kind === 'refuse') return await this.#refuseInTurn(verdict.reason);
    if (verdict.kind === 'wait') return await this.#wait();
    if (!byHand) {
      // Of an invite that is older than what the organisation has set: nobody is refused for that, an admin looks.
      const rails = await this.#env.guardRails();
      const outside = addressOutside(rails, verdict.person.email);
      if (outside) return await this.#wait(outside);
      if (rails.approvalAlways) return await this.#wait();
    }
    const login = this.#registration.wayOut?.login ?? loginFor(this.#invite.grant.login, verdict.person);
    // Reserving and counting are one transaction: two registrations cannot both get the last use.
    const reserved = await this.#env.ledger.write(async (ledger) => {
      const [invite, registration, all] = [
        await ledger.invite(this.#invite.id),
        await ledger.registration(id),
        await ledger.registrationsOf(this.#invite.id),
      ];
      if (!invite || registration?.state !== 'received') return registration ?? null;
      const { maxUses } = invite.limits;
      if (maxUses !== null && all.filter(holdsUse).length >= maxUses) return 'usedUp' as const;
      if (!byHand && automaticSince(all, this.#env.now() - hour) >= mostAutomaticAnHour)
        return 'tooMany' as const;
      const admitting: Registration = { ...registration, state: 'admitting', login };
      await ledger.putRegistration(admitting);
      return admitting;
    });
    if (reserved === 'usedUp') return await this.#refuseInTurn(problem('inviteUsedUp'));
    if (reserved === 'tooMany')
      return await this.#wait(problem('tooManyAnHour', { limit: String(mostAutomaticAnHour) }));
    if (reserved) this.#registration = reserved;
  }

  /** Whether GLPI's ticket was solved when it was first seen, or may have been since and is. */
  async #wasSettled(): Promise<boolean> {
    const { progress, ticketId, seenAt, decidedBy } = this.#registration;
    if (progress.ticketSolved) return true;
    if (decidedBy === null || this.#env.now() - seenAt < freshFor) return false;
    return await isSettled(this.#call, ticketId);
  }

  async #wait(also?: Problem): Promise<void> {
    const { warnings } = this.#registration;
    const known = also === undefined || warnings.some((warning) => warning.code === also.code);
    await this.#save(
      { state: 'waiting', login: null, ...(known ? {} : { warnings: [...warnings, also] }) },
      { ...this.#entry('registrationWaits'), ...(also ? { reason: also } : {}) },
    );
  }

  async #makeAccount(): Promise<void> {
    const verdict = judge(this.#invite, this.#registration, true);
    if (verdict.kind !== 'admit') {
      // The invite was revoked while the account was on its way. What is not made yet is not made any more.
      if (this.#registration.progress.userId === null && verdict.kind === 'refuse') {
        if (!(await this.#adopt())) return await this.#refuseInTurn(verdict.reason);
      }
      if (this.#registration.progress.userId === null) return;
    }
    if (this.#registration.progress.userId === null) {
      if (verdict.kind !== 'admit') return;
      if (await this.#grantIsGone()) return;
      const after = await this.#takeTurn('admit');
      if (after === null) return;
      if (!(await this.#create(verdict.person, after === 'nobody'))) return;
    }
    if (!this.#registration.progress.profileVerified && !(await this.#verify())) return;
    if (!this.#registration.progress.groupsAdded) await this.#addGroups();
    await this.#save(
      {
        state: 'admitted',
        reason: null,
        attempts: 0,
        retryAt: null,
        endedAt: this.#env.now(),
      },
      this.#entry('admitted', { login: this.#registration.login ?? '' }),
    );
  }

  /**
   * Claims the registration in GLPI, with a use of the invite for an admission. Null where it is not our turn, or it ended
   * otherwise: another browser is at it, was at it and ended it, or there is no use left.
   */
  async #takeTurn(wish: 'admit' | 'refuse'): Promise<'nobody' | 'us' | 'others' | null> {
    const turn = await claimTurn(
      this.#env,
      this.#call,
      this.#session,
      this.#invite,
      this.#registration,
      wish === 'admit' ? await this.#likelyUse() : null,
    );
    if (turn.kind === 'theirs') {
      await this.#standBack(turn.until);
      return null;
    }
    if (turn.kind === 'refused') {
      await this.#refuse(await this.#refusalOf());
      return null;
    }
    if (turn.kind === 'usedUp') {
      if (!(await this.settleElsewhere())) await this.#refuse(problem('inviteUsedUp'));
      return null;
    }
    if (turn.after === 'others' && (await isSettled(this.#call, this.#registration.ticketId))) {
      if (await this.settleElsewhere()) return null;
    }
    return turn.after;
  }

  async #likelyUse(): Promise<number> {
    // Noted before the call: a use that we may hold is given back if there comes no account of it.
    if (!this.#registration.progress.useClaimed) await this.#progress({ useClaimed: true });
    return (await this.#usesOfOthers()) + 1;
  }

  /** Refuses a registration that nobody else is about to admit. */
  async #refuseInTurn(reason: Problem): Promise<void> {
    const after = await this.#takeTurn('refuse');
    if (after === null) return;
    if (after !== 'nobody' && (await this.takeUpAccount())) return;
    await this.#refuse(reason);
  }

  /** Goes on with an account that somebody made for this registration and could not finish. False where there is none. */
  async takeUpAccount(): Promise<boolean> {
    if (!(await this.#adopt())) return false;
    await this.#save({ state: 'admitting', reason: null, retryAt: null });
    return true;
  }

  /** GLPI makes an account all the same when its entity is gone, and a broken one (live.md, b): not without a person's look. */
  async #grantIsGone(): Promise<boolean> {
    const { trouble } = this.#invite;
    if (!trouble || !grantTroubles.includes(trouble.code)) return false;
    await this.#needPerson(trouble);
    return true;
  }

  /** Another browser is at it. What comes of it is looked at when its claim has run out, or was renewed. */
  async #standBack(until: Instant): Promise<void> {
    const reason = problem('beingAdmittedElsewhere');
    const isNew = this.#registration.reason?.code !== reason.code;
    await this.#save(
      { reason, retryAt: until },
      isNew ? { ...this.#entry('registrationPutOff'), reason } : undefined,
    );
  }

  /** Creates the account, or finds the one that an earlier try made. False where the registration ended otherwise. */
  async #create(person: Person, fresh: boolean): Promise<boolean> {
    const resumed = this.#registration.attempts > 0 || !fresh;
    if (resumed && (await this.#adopt())) return true;
    const taken = await this.#othersWith(person.email);
    const ours = taken.find(({ account }) => this.#isOurs(account));
    if (ours) {
      await this.#made(ours.account.userId, ours.account.login, 'accountAdopted');
      return true;
    }
    const same = taken.find((other) => other.same);
    if (same && !this.#registration.wayOut?.addressShared) {
      await this.#needPerson(problem('addressTaken', { address: person.email, login: same.account.login }));
      return false;
    }
    const [alike] = taken;
    // A yes that was given without knowing of it does not count.
    const told = this.#registration.wayOut?.addressShared === true;
    if (alike && !told && !this.#registration.warnings.some(({ code }) => code === 'lookalikeAddress')) {
      const { address, account } = alike;
      await this.#wait(problem('lookalikeAddress', { address, login: account.login }));
      return false;
    }
    // Noted before the call: after a lost reply or a killed background the account is looked for first.
    await this.#save({
      attempts: this.#registration.attempts + 1,
      handOver: this.#session.mail ? { way: 'mailByGlpi' } : { way: 'firstPassword', givenAt: null },
    });
    for (let times = 0; times < mostLogins; times += 1) {
      const login = this.#registration.login ?? loginFor(this.#invite.grant.login, person);
      try {
        const userId = await createAccount(this.#call, this.#session.clock, {
          login,
          person,
          grant: this.#invite.grant,
          mark: this.#mark,
          mailByGlpi: this.#registration.handOver?.way === 'mailByGlpi',
        });
        await this.#made(userId, login, 'accountCreated');
        return true;
      } catch (thrown) {
        const refused = problemOf(thrown);
        if (refused.code !== 'refusedByGlpi' && refused.code !== 'rightRefused') throw thrown;
        // "Exists already" and every other refusal differ in translated text only: look at who has the login.
        const namesakes = await accountsByLogin(this.#call, login);
        const ours = namesakes.find((account) => this.#isOurs(account));
        if (ours) {
          await this.#made(ours.userId, ours.login, 'accountAdopted');
          return true;
        }
        const free = freeLogin(
          login,
          namesakes.map((account) => account.login),
        );
        if (free === login) {
          await this.#expectRight();
          await this.#needPerson(refused);
          return false;
        }
        await this.#save({ login: free });
      }
    }
    await this.#needPerson(problem('noFreeLogin'));
    return false;
  }

  /** Fails for the whole site where GLPI refused because the admin may not create users any more. */
  async #expectRight(): Promise<void> {
    const { rights, profileName } = await renewSession(this.#env, this.#invite.site);
    if (!createsUsers(rights)) throw new ProblemError(problem('userRightMissing', { profile: profileName }));
  }

  /** Accounts that have this address, or one that looks like it. */
  async #othersWith(
    address: string,
  ): Promise<{ readonly account: Account; readonly address: string; readonly same: boolean }[]> {
    const matches = await accountsByAddress(this.#call, address);
    return await Promise.all(
      matches.map(async (match) => ({
        ...match,
        account: (await accountById(this.#call, match.userId)) ?? {
          userId: match.userId,
          login: '?',
          comment: '',
          deleted: false,
        },
      })),
    );
  }

  /** Looks for an account that bears this registration's mark, whatever its login is by now. */
  async #adopt(): Promise<boolean> {
    const ours = await accountByMark(this.#call, this.#mark);
    if (!ours) return false;
    // What its maker was told is not known: one more attempt, and so a closer look.
    await this.#save({ attempts: this.#registration.attempts + 1 });
    await this.#made(ours.userId, ours.login, 'accountAdopted');
    return true;
  }

  get #mark(): string {
    return accountMark(this.#invite.id, this.#registration.ticketId);
  }

  #isOurs(account: Account): boolean {
    return bearsMark(account, this.#mark);
  }

  async #made(userId: number, login: string, event: 'accountCreated' | 'accountAdopted'): Promise<void> {
    await this.#save(
      { login, progress: { ...this.#registration.progress, userId } },
      this.#entry(event, { login }),
    );
  }

  /** Reads back what GLPI granted: a profile above the admin's own is silently replaced (recordings 41, 42). */
  async #verify(): Promise<boolean> {
    const userId = this.#userId;
    const granted = await grantedProfiles(this.#call, userId);
    const isAsAsked = granted.length === 1 && granted[0] !== undefined && fits(granted[0], this.#invite);
    const isPlaceless = isAsAsked && (await this.#entityIsGone());
    if (isAsAsked && !isPlaceless) {
      await this.#progress({ profileVerified: true });
      return true;
    }
    await disableAccount(this.#call, userId);
    const login = this.#registration.login ?? '';
    const { entity, profile } = this.#invite.grant;
    await this.#needPerson(
      isPlaceless
        ? problem('entityMissing', { entity: entity.name })
        : problem('grantNotGiven', {
            asked: profile.name,
            granted: granted.map(({ profileId }) => `#${profileId}`).join(', ') || '-',
            login,
          }),
      this.#entry('accountDisabled', { login }),
    );
    return false;
  }

  /**
   * Whether GLPI made the account although its entity is gone: it says so by failing after the work is done, and to a
   * session that is older than that it shows the right all the same (measured on 11.0.6). Asked only where a reply was lost.
   */
  async #entityIsGone(): Promise<boolean> {
    if (this.#registration.attempts < 2) return false;
    const { id } = this.#invite.grant.entity;
    return !(await entities(this.#call)).some((entity) => entity.id === id);
  }

  async #addGroups(): Promise<void> {
    const { groups } = this.#invite.grant;
    const refused = await addToGroups(
      this.#call,
      this.#userId,
      groups.map((group) => group.id),
    );
    const names = groups.filter((group) => refused.includes(group.id)).map((group) => group.name);
    // A group that is gone does not undo the account: it is said, and an admin may add another one.
    const warnings = names.map((group) => problem('groupMissing', { group }));
    await this.#save(
      {
        warnings: [...this.#registration.warnings, ...warnings],
        progress: { ...this.#registration.progress, groupsAdded: true },
      },
      groups.length > 0
        ? this.#entry('groupsAdded', { groups: groups.map((group) => group.name).join(', ') })
        : undefined,
    );
  }

  /** Lets others have the use that came to nothing. */
  async #giveBackUse(): Promise<void> {
    if (this.#invite.limits.maxUses !== null)
      await releaseUse(this.#call, this.#invite.id, this.#registration.ticketId);
    await this.#progress({ useClaimed: false });
  }

  /** Solves the ticket, so that no registration stays in anybody's queue. */
  async #solve(): Promise<void> {
    if (this.#registration.progress.ticketSolved) return;
    const { ticketId, state, login, progress, linked } = this.#registration;
    if (state === 'refused' && progress.userId === null && (await isSettled(this.#call, ticketId))) {
      // A colleague may have said yes before our no: what GLPI holds is what happened.
      if (await this.settleElsewhere()) return;
      // Solved by hand before we could say no there: the claims say it.
      await leaveWordOfRefusal(this.#call, this.#invite.id, ticketId);
      await this.#progress({ ticketSolved: true });
      return;
    }
    const language = nearestLanguage(this.#session.language);
    const values = { login: login ?? '', invite: this.#invite.id };
    const ended = state !== 'admitted' ? 'ticketRefused' : linked ? 'ticketLinked' : 'ticketAdmitted';
    const note = inviteeText(language, ended, values);
    try {
      await solveTicket(this.#call, ticketId, [note]);
    } catch (thrown) {
      if (passing.includes(problemOf(thrown).code) || !(await this.#giveUpSolving(problemOf(thrown))))
        throw thrown;
      return;
    }
    await this.#progress({ ticketSolved: true }, this.#entry('ticketSolved', { ticket: String(ticketId) }));
  }

  /** A ticket that cannot be solved (a mandatory field, a locked ticket) must not hold up anything: said, and left. */
  async #giveUpSolving(reason: Problem): Promise<boolean> {
    if (
      !(await isSettled(this.#call, this.#registration.ticketId)) &&
      this.#registration.attempts + 1 < mostAttempts
    )
      return false;
    await this.#progress({ ticketSolved: true }, { ...this.#entry('ticketNotSolved'), reason });
    return true;
  }

  async #refuse(reason: Problem): Promise<void> {
    await this.#save(
      { state: 'refused', reason, login: null, attempts: 0, retryAt: null, endedAt: this.#env.now() },
      { ...this.#entry('registrationRefused'), reason },
    );
  }

  /** Waits visibly for an admin. The use is free again, unless GLPI may have made the account (`uncertain`). */
  async #needPerson(reason: Problem, also?: JournalEntry, uncertain = false): Promise<void> {
    const attempts = uncertain ? this.#registration.attempts + 1 : 0;
    await this.#save(
      { state: 'failed', reason, retryAt: null, attempts },
      { ...this.#entry('registrationFailed'), reason },
      also,
    );
  }

  /** Notes a failure that may pass, and when to try again; after many, a person has to look. */
  async putOff(reason: Problem): Promise<void> {
    const { attempts, state } = this.#registration;
    // The site has a problem, not this registration: it stays as it is, and the next round tries again.
    if (isSiteWide(reason)) return;
    if (owesUse(this.#registration)) {
      // Attempts are left alone: they tell whether there may be an account.
      return await this.#save({ retryAt: later(this.#env.now(), passing.includes(reason.code) ? 0 : 5) });
    }
    const ended = state === 'admitted' || state === 'refused';
    if (!passing.includes(reason.code) && !ended) return await this.#needPerson(reason);
    if (attempts + 1 >= mostAttempts && state === 'admitting')
      return await this.#needPerson(reason, undefined, true);
    await this.#save({
      reason: ended ? this.#registration.reason : reason,
      attempts: attempts + 1,
      retryAt: later(this.#env.now(), attempts),
    });
  }

  get #userId(): number {
    return this.#registration.progress.userId ?? fail('itemMissing', { what: 'user' });
  }

  async #progress(progress: Partial<AdmissionProgress>, line?: JournalEntry): Promise<void> {
    await this.#save({ progress: { ...this.#registration.progress, ...progress } }, line);
  }

  async #save(change: Partial<Registration>, ...lines: (JournalEntry | undefined)[]): Promise<void> {
    this.#registration = await this.#env.ledger.write(async (ledger) => {
      const now = (await ledger.registration(this.#registration.id)) ?? this.#registration;
      const changed: Registration = { ...now, ...change };
      await ledger.putRegistration(changed);
      for (const line of lines) if (line) await ledger.journal(line);
      if (changed.state === 'admitted') await closeUsedLink(this.#env, ledger, changed.inviteId);
      return changed;
    });
    this.#env.changed();
  }

  #entry(event: JournalEntry['event'], detail: Record<string, string> = {}): JournalEntry {
    return entry(this.#env, this.#invite.site, event, {
      ...(this.#registration.decidedBy === null ? {} : { actor: this.#registration.decidedBy }),
      inviteId: this.#invite.id,
      registrationId: this.#registration.id,
      detail,
    });
  }
}

/** How many were admitted without anybody's look since a moment, or are about to be. */
function automaticSince(registrations: readonly Registration[], since: Instant): number {
  return registrations.filter(
    ({ state, decidedBy, endedAt }) =>
      decidedBy === null &&
      (state === 'admitting' || (state === 'admitted' && endedAt !== null && endedAt > since)),
  ).length;
}

export { holdsUse };

/** GLPI grants the entity alone where it has no sub-entities; more than what was asked is never fine. */
export function fits(granted: GrantedProfile, invite: Pick<Invite, 'grant'>): boolean {
  const { grant } = invite;
  return (
    granted.profileId === grant.profile.id &&
    granted.entityId === grant.entity.id &&
    (grant.recursive || !granted.recursive)
  );
}
