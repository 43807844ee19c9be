import type { Call, Session } from '../../glpi/session.ts';
import { type Account, accountMark, bearsMark } from '../../glpi/users.ts';
import { type Person, personFrom } from '../../invite/answers.ts';
import type { Instant } from '../../invite/instant.ts';
import type { Invite } from '../../invite/invite.ts';
import type { JournalEntry } from '../../invite/journal.ts';
import { fail, type Problem, problem, problemOf } from '../../invite/problem.ts';
import type { AdmissionProgress, Registration } from '../../invite/registration.ts';
import { owesUse } from '../../ledger/ledger.ts';
import { closeUsedLink, withItsBatch } from '../batch.ts';
import type { OurTurn } from '../claim.ts';
import type { Environment } from '../environment.ts';
import { entry } from '../journal.ts';
import { isSiteWide, later, mostAttempts, passing } from '../retry.ts';
import { type ServerClock, serverClock } from '../server-clock.ts';

/**
 * One registration on its way to an account or to a refusal: what is known of it, and how each change of it is written
 * down. The steps of the way are in the other files of this folder; what is about to be done is in the ledger before it is
 * asked of GLPI, so that whoever is killed in between goes on here.
 */
export class Admission {
  readonly env: Environment;
  readonly clock: ServerClock;
  readonly session: Session;
  readonly invite: Invite;
  #registration: Registration;

  /** Why it is to be refused as soon as it is our turn; null where it is not. */
  refusal: Problem | null = null;
  /** Our turn to decide on it, once we have it. */
  turn: OurTurn | null = null;
  /** Nothing more is done of it in this go: another browser is at it, it has to wait for others, or a step has failed. */
  isHalted = false;

  constructor(
    env: Environment,
    clock: ServerClock,
    session: Session,
    invite: Invite,
    registration: Registration,
  ) {
    this.env = env;
    this.clock = clock;
    this.session = session;
    this.invite = invite;
    this.#registration = registration;
  }

  get registration(): Registration {
    return this.#registration;
  }

  /** Calls of GLPI; each reply sets the server's clock. */
  get call(): Call {
    return this.clock.call;
  }

  get userId(): number {
    return this.#registration.progress.userId ?? fail('itemMissing', { what: 'user' });
  }

  /** Whether an account is to be made of it. */
  get wantsAccount(): boolean {
    return this.#registration.state === 'admitting' && this.#registration.progress.userId === null;
  }

  /** Whom the account is for; null where the answers describe nobody, who is never admitted. */
  get person(): Person | null {
    const { answers } = this.#registration;
    const person = answers === null ? null : personFrom(answers);
    return person === null || 'code' in person ? null : person;
  }

  get mark(): string {
    return accountMark(this.invite.id, this.#registration.ticketId);
  }

  isOurs(account: Account): boolean {
    return bearsMark(account, this.mark);
  }

  async made(userId: number, login: string, event: 'accountCreated' | 'accountAdopted'): Promise<void> {
    await this.save(
      { login, progress: { ...this.#registration.progress, userId } },
      this.entry(event, { login }),
    );
  }

  async wait(also?: Problem): Promise<void> {
    const { warnings } = this.#registration;
    const known = also === undefined || warnings.some((warning) => warning.code === also.code);
    await this.save(
      { state: 'waiting', login: null, ...(known ? {} : { warnings: [...warnings, also] }) },
      { ...this.entry('registrationWaits'), ...(also ? { reason: also } : {}) },
    );
  }

  async refuse(reason: Problem): Promise<void> {
    await this.save(
      { state: 'refused', reason, login: null, attempts: 0, retryAt: null, endedAt: this.env.now() },
      { ...this.entry('registrationRefused'), reason },
    );
  }

  /** Another browser is at it. What comes of it is looked at when its claim has run out, or was renewed. */
  async standBack(until: Instant): Promise<void> {
    const reason = problem('beingAdmittedElsewhere');
    const isNew = this.#registration.reason?.code !== reason.code;
    await this.save(
      { reason, retryAt: until },
      isNew ? { ...this.entry('registrationPutOff'), reason } : undefined,
    );
    this.isHalted = true;
  }

  /** Waits visibly for an admin. The use is free again, unless GLPI may have made the account (`uncertain`). */
  async needPerson(reason: Problem, also?: JournalEntry, uncertain = false): Promise<void> {
    const attempts = uncertain ? this.#registration.attempts + 1 : 0;
    await this.save(
      { state: 'failed', reason, retryAt: null, attempts },
      { ...this.entry('registrationFailed'), reason },
      also,
    );
  }

  /** Notes a failure that may pass, and when to try again; after many, a person has to look. Nothing more is done now. */
  async putOff(thrown: unknown): Promise<void> {
    if (this.isHalted) return;
    this.isHalted = true;
    const reason = problemOf(thrown);
    const { attempts, state } = this.#registration;
    // The site has a problem, not this registration: it stays as it is, and the next round tries again.
    if (isSiteWide(reason)) return;
    if (owesUse(this.#registration)) {
      // Attempts are left alone: they tell whether there may be an account.
      return await this.save({ retryAt: later(this.env.now(), passing.includes(reason.code) ? 0 : 5) });
    }
    const ended = state === 'admitted' || state === 'refused';
    if (!passing.includes(reason.code) && !ended) return await this.needPerson(reason);
    if (attempts + 1 >= mostAttempts && state === 'admitting')
      return await this.needPerson(reason, undefined, true);
    await this.save({
      reason: ended ? this.#registration.reason : reason,
      attempts: attempts + 1,
      retryAt: later(this.env.now(), attempts),
    });
  }

  async progress(progress: Partial<AdmissionProgress>, line?: JournalEntry): Promise<void> {
    await this.save({ progress: { ...this.#registration.progress, ...progress } }, line);
  }

  async save(change: Partial<Registration>, ...lines: (JournalEntry | undefined)[]): Promise<void> {
    this.#registration = await this.env.ledger.write(async (ledger) => {
      const now = (await ledger.registration(this.#registration.id)) ?? this.#registration;
      const changed: Registration = { ...now, ...change };
      await ledger.putRegistration(changed);
      for (const line of lines) if (line) await ledger.journal(line);
      if (changed.state === 'admitted') await closeUsedLink(this.env, ledger, changed.inviteId);
      return changed;
    });
    this.env.changed();
  }

  /** Takes over what was written elsewhere, in a transaction of its own. */
  isNow(registration: Registration): void {
    this.#registration = registration;
  }

  entry(event: JournalEntry['event'], detail: Record<string, string> = {}): JournalEntry {
    return entry(this.env, this.invite.site, event, {
      ...(this.#registration.decidedBy === null ? {} : { actor: this.#registration.decidedBy }),
      inviteId: this.invite.id,
      registrationId: this.#registration.id,
      detail,
    });
  }
}

/** The registrations with these ids, in their order, each with its invite; those that are not in the ledger are left out. */
export async function openAdmissions(
  env: Environment,
  call: Call,
  session: Session,
  registrationIds: readonly string[],
): Promise<readonly Admission[]> {
  const clock = serverClock(env, session, call);
  const opened: Admission[] = [];
  for (const id of registrationIds) {
    const registration = await env.ledger.registration(id);
    const invite = registration && (await env.ledger.invite(registration.inviteId));
    if (registration && invite)
      opened.push(new Admission(env, clock, session, await withItsBatch(env, invite), registration));
  }
  return opened;
}
