/**
 * A look at all seals of a site: what colleagues have issued and changed comes into the ledger, and what does not count
 * is said. Two requests while anybody is trusted (seals, and which serials count), one for who works alone.
 */
import { type Floors, raiseFloors, readFloors } from '../glpi/seal-floors.ts';
import { allKept, type Kept } from '../glpi/seals.ts';
import type { Call } from '../glpi/session.ts';
import { type Instant, minute } from '../invite/instant.ts';
import { type FormInvite, type Invite, isFormInvite, type SiteId } from '../invite/invite.ts';
import { type Problem, problem, problemOf } from '../invite/problem.ts';
import type { IssuerKey } from '../invite/seal.ts';
import { canChange } from '../invite/status.ts';
import { adopt } from './adopt.ts';
import type { Environment } from './environment.ts';
import { entry } from './journal.ts';
import { type Found, openKept, type Seal } from './sealed.ts';
import { hasColleagues, trustedKeys } from './trust.ts';

/** So often while anybody is trusted. */
const every = 5 * minute;

/** Something in GLPI that claims to be a seal and does not count. */
export interface Finding {
  readonly problem: Problem;
  readonly formId: number;
  readonly inviteId: string | null;
}

/** Somebody who has sealed at this site and is not trusted here. */
export interface Stranger {
  readonly key: IssuerKey;
  readonly name: string;
  /** How many invites they have out. */
  readonly invites: number;
}

/** What the last look came to; in memory, since it can be had again. */
export interface Look {
  readonly at: Instant;
  readonly findings: readonly Finding[];
  readonly strangers: readonly Stranger[];
  /** Forms of ours without a seal: of before, or by a browser that cannot make one. */
  readonly unsealed: number;
  /** Why an old seal that is put back could be taken for the present one by a newcomer; null where it could not. */
  readonly floorsTrouble: Problem | null;
}

/** So many are told; somebody who may edit forms could make thousands. */
const most = 100;

const lookKey = (site: SiteId) => `seals ${site}`;

/** What the last look of this browser's life came to; null before the first. */
export async function lastLook(env: Environment, site: SiteId): Promise<Look | null> {
  return ((await env.memory.get(lookKey(site))) as Look | undefined) ?? null;
}

/** When a look is due next because somebody is trusted at the site; null where nobody is. Asks GLPI nothing. */
export async function nextLookAt(env: Environment, site: SiteId): Promise<Instant | null> {
  if (!(await hasColleagues(env, site))) return null;
  const last = (await env.ledger.site(site))?.sealsLookedAt ?? null;
  // A clock that was set back must not put it off for ever.
  return last === null || last > env.now() ? env.now() : last + every;
}

/** Looks at all seals. To be called within `siteWork`. Fails like any call. Gives back what is kept, by form. */
export async function lookAtSeals(env: Environment, call: Call, site: SiteId): Promise<Map<number, Kept>> {
  const kept = await allKept(call);
  const known = (await knownInvites(env, site)).filter(({ gate }) => gate.formId !== null);
  const digests = new Set(known.flatMap(({ seal }) => seal?.digest ?? []));
  const opened = await Promise.all(
    kept.map(async (place) => ({ place, found: await openKept(place.record, digests) })),
  );
  const trusted = await trustedKeys(env, site);
  const isTeam = await hasColleagues(env, site);
  const floorsAccountId = (await env.ledger.site(site))?.floorsAccountId ?? null;
  const floors = isTeam ? await readFloors(call, floorsAccountId) : null;
  const look = new Looking(site, trusted, floors);
  for (const { place, found } of opened) look.at(place, found);

  const adopted = await env.ledger.write(async (ledger) => {
    let changes = false;
    for (const seal of look.counting()) {
      const before = await ledger.invite(seal.invite.id);
      if (before?.seal && before.seal.serial > seal.serial) {
        look.say('sealOld', seal.formId, seal.invite.id);
        continue;
      }
      const done = await adopt(env, ledger, seal);
      if (done === 'refused') look.say('sealGrantChanged', seal.formId, seal.invite.id);
      if (done === 'changed') changes = true;
    }
    return changes;
  });
  const noted = await noteStanding(env, site, look);
  const floorsTrouble = isTeam ? await keepFloors(env, call, site, floors) : null;
  const result: Look = {
    at: env.now(),
    findings: look.findings.slice(0, most).map((finding) => ({
      ...finding,
      // What is broken says nothing of itself that could be believed; whose form it is, the ledger knows.
      inviteId: finding.inviteId ?? known.find(({ gate }) => gate.formId === finding.formId)?.id ?? null,
    })),
    strangers: [...look.strangers.values()].slice(0, most),
    unsealed: look.unsealed,
    floorsTrouble,
  };
  const before = await lastLook(env, site);
  await env.memory.set(lookKey(site), result);
  await env.ledger.write(async (ledger) => {
    const now = await ledger.site(site);
    if (now) await ledger.putSite({ ...now, sealsLookedAt: env.now() });
  });
  // That it was looked at again is no news.
  const isNews = JSON.stringify({ ...before, at: 0 }) !== JSON.stringify({ ...result, at: 0 });
  if (adopted || noted || isNews) env.changed();
  // Of two destinations at one form the one that holds what the ledger knows, else the first.
  return new Map(kept.toReversed().map((place) => [place.formId, place]));
}

/** The invites of the site that may be changed: this browser's own, and those of colleagues, resting ones too. */
async function knownInvites(env: Environment, site: SiteId): Promise<FormInvite[]> {
  return (await env.ledger.liveInvites())
    .filter(isFormInvite)
    .filter((invite) => invite.site === site && canChange(invite));
}

class Looking {
  readonly findings: Finding[] = [];
  readonly strangers = new Map<IssuerKey, Stranger>();
  unsealed = 0;
  readonly #site: SiteId;
  readonly #trusted: ReadonlySet<IssuerKey>;
  readonly #floors: Floors | null;
  readonly #best = new Map<string, Seal>();
  readonly #foreign = new Map<number, string>();

  constructor(site: SiteId, trusted: ReadonlySet<IssuerKey>, floors: Floors | null) {
    this.#site = site;
    this.#trusted = trusted;
    this.#floors = floors;
  }

  say(
    code: 'sealBroken' | 'sealOtherSite' | 'sealCopied' | 'sealOld' | 'sealGrantChanged',
    formId: number,
    inviteId: string | null,
    detail?: Record<string, string>,
  ): void {
    this.findings.push({ problem: problem(code, detail), formId, inviteId });
  }

  at({ formId }: Kept, found: Found): void {
    if (found.kind === 'unsealed') this.unsealed += 1;
    if (found.kind === 'broken') this.say('sealBroken', formId, null);
    if (found.kind !== 'sound') return;
    const { seal } = found;
    const { id } = seal.invite;
    if (seal.site !== this.#site) this.say('sealOtherSite', formId, id, { site: seal.site });
    else if (seal.formId !== formId) this.say('sealCopied', formId, id, { form: String(seal.formId) });
    else if (!this.#trusted.has(seal.key)) this.#meet(seal);
    else if (seal.serial < (this.#floors?.serials.get(id) ?? 0)) this.say('sealOld', formId, id);
    else this.#count(seal);
  }

  #meet(seal: Seal): void {
    this.#foreign.set(seal.formId, seal.sealedBy);
    const before = this.strangers.get(seal.key)?.invites ?? 0;
    const isOut = seal.invite.state !== 'closed';
    this.strangers.set(seal.key, {
      key: seal.key,
      name: seal.sealedBy,
      invites: before + (isOut ? 1 : 0),
    });
  }

  #count(seal: Seal): void {
    const { id } = seal.invite;
    const best = this.#best.get(id);
    if (best === undefined) this.#best.set(id, seal);
    else {
      const [older, newer] = best.serial < seal.serial ? [best, seal] : [seal, best];
      this.#best.set(id, newer);
      if (older.digest !== newer.digest) this.say('sealOld', older.formId, id);
    }
  }

  /** The seals that count, one an invite. */
  counting(): Seal[] {
    return [...this.#best.values()];
  }

  sealOf(inviteId: string): Seal | undefined {
    return this.#best.get(inviteId);
  }

  /** What stands at a form in the place of a seal that counts. */
  wrongAt(formId: number): Problem {
    const finding = this.findings.find((one) => one.formId === formId);
    const name = this.#foreign.get(formId);
    return (
      finding?.problem ?? (name === undefined ? problem('sealMissing') : problem('sealForeign', { name }))
    );
  }
}

/** What is wrong with the seals of invites that the ledger knows: said with the invite, and mended where it is ours to mend. */
async function noteStanding(env: Environment, site: SiteId, look: Looking): Promise<boolean> {
  let isNews = false;
  for (const { id } of await knownInvites(env, site)) {
    const isNoted = await env.ledger.write(async (ledger) => {
      const invite = await ledger.invite(id);
      if (!invite?.seal || invite.seal.due || !isFormInvite(invite) || !canChange(invite)) return false;
      const { formId } = invite.gate;
      if (formId === null) return false;
      const standing = look.sealOf(id);
      const wrong = standing?.serial === invite.seal.serial ? null : look.wrongAt(formId);
      // What somebody has sealed who is not trusted may be a colleague's honest change: for an admin to look at.
      if (wrong !== null && wrong.code !== 'sealForeign' && !invite.colleague) {
        await ledger.putInvite({ ...invite, seal: { ...invite.seal, due: true } });
        await ledger.journal(entry(env, site, 'sealRewritten', { inviteId: id, reason: wrong }));
        return true;
      }
      const trouble = troubleAfter(invite, wrong);
      if (JSON.stringify(trouble) === JSON.stringify(invite.trouble)) return false;
      await ledger.putInvite({ ...invite, trouble });
      await ledger.journal(entry(env, site, 'formChanged', { inviteId: id, reason: trouble }));
      return true;
    });
    isNews ||= isNoted;
  }
  return isNews;
}

export const aboutSeals: readonly string[] = [
  'sealMissing',
  'sealForeign',
  'sealBroken',
  'sealCopied',
  'sealOld',
  'sealOtherSite',
  'sealGrantChanged',
];

/** What an inspection found about form or grant weighs more. */
function troubleAfter({ trouble }: Invite, wrong: Problem | null): Problem | null {
  return trouble !== null && !aboutSeals.includes(trouble.code) ? trouble : wrong;
}

/** Writes down which serials this browser has seen, where a newcomer finds them. Gives back why it could not. */
async function keepFloors(
  env: Environment,
  call: Call,
  site: SiteId,
  floors: Floors | null,
): Promise<Problem | null> {
  const raised = new Map<string, number>();
  const live = (await env.ledger.liveInvites()).filter(isFormInvite).filter((invite) => invite.site === site);
  // The first one of an invite has nothing before it that could be put back.
  for (const { id, seal } of live)
    if (seal && !seal.due && seal.serial > 1 && seal.serial > (floors?.serials.get(id) ?? 0))
      raised.set(id, seal.serial);
  if (raised.size === 0) {
    if (floors) await rememberFloors(env, site, floors);
    return null;
  }
  try {
    await rememberFloors(env, site, await raiseFloors(call, floors, raised));
    return null;
  } catch (thrown) {
    const why = problemOf(thrown);
    if (['refusedByGlpi', 'rightRefused', 'itemMissing'].includes(why.code)) return why;
    throw thrown;
  }
}

async function rememberFloors(env: Environment, site: SiteId, { accountId }: Floors): Promise<void> {
  if ((await env.ledger.site(site))?.floorsAccountId === accountId) return;
  await env.ledger.write(async (ledger) => {
    const now = await ledger.site(site);
    if (now) await ledger.putSite({ ...now, floorsAccountId: accountId });
  });
}
