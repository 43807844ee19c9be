/** What a colleague's seal does to this browser's ledger. */
import { isPrivileged } from '../invite/grant.ts';
import {
  type BatchLink,
  type FormInvite,
  type Invite,
  isBatch,
  isBatchLink,
  isFormInvite,
} from '../invite/invite.ts';
import type { Limits } from '../invite/limits.ts';
import type { SealMark } from '../invite/seal.ts';
import { canChange } from '../invite/status.ts';
import type { Writing } from '../ledger/ledger.ts';
import { closeLink, closeLinksOf } from './batch.ts';
import type { Environment } from './environment.ts';
import { entry } from './journal.ts';
import type { Seal, SealedInvite, SealedLink } from './sealed.ts';

/** What a seal did to the ledger. */
export type Adopted = 'same' | 'changed' | 'refused';

/**
 * Brings what a trusted seal says into the ledger, within a transaction: a new invite of a colleague's, or what was
 * changed about a known one. Of a seal that is older than what is known nothing is taken. What an account gets, and
 * which form it is, never changes: refused where the seal says otherwise.
 */
export async function adopt(env: Environment, ledger: Writing, seal: Seal): Promise<Adopted> {
  const mark: SealMark = {
    serial: seal.serial,
    by: seal.key,
    at: seal.sealedAt,
    due: false,
    digest: seal.digest,
  };
  const known = await ledger.invite(seal.invite.id);
  if (known === undefined) {
    // One that has ended is history that others tell.
    if (seal.invite.state === 'closed') return 'same';
    const invite = asColleagues(seal, mark);
    await ledger.putInvite(invite);
    for (const link of seal.links) if (!link.isRevoked) await ledger.putInvite(asLink(invite, link));
    await ledger.journal(
      entry(env, seal.site, 'inviteAdopted', {
        actor: seal.sealedBy,
        inviteId: seal.invite.id,
        detail: { serial: String(seal.serial) },
      }),
    );
    await lookBack(ledger, seal);
    return 'changed';
  }
  if (known.site !== seal.site || !isFormInvite(known) || !isSameInvite(known, seal.invite)) return 'refused';
  if (known.seal?.digest === seal.digest) {
    if (!known.colleague?.resting) return 'same';
    await ledger.putInvite({ ...known, colleague: { resting: false } });
    return 'changed';
  }
  if (known.seal && (known.seal.due || known.seal.serial > seal.serial)) return 'same';
  const awake = known.colleague ? { colleague: { resting: false } } : {};
  if (!canChange(known)) {
    await ledger.putInvite({ ...known, seal: mark, ...awake });
    return known.colleague?.resting ? 'changed' : 'same';
  }
  const { limits, state, pausedAt, closedBecause } = seal.invite;
  if (state === 'closed') {
    if (isBatch(known)) await closeLinksOf(env, ledger, known, closedBecause ?? 'revoked', seal.sealedBy);
    await ledger.putInvite({
      ...known,
      ...awake,
      state: 'closing',
      closedBecause,
      pausedAt: null,
      formDue: false,
      attempts: 0,
      retryAt: null,
      seal: mark,
    });
    await ledger.journal(
      entry(env, seal.site, 'inviteClosing', {
        actor: seal.sealedBy,
        inviteId: known.id,
        detail: { because: closedBecause ?? 'revoked' },
      }),
    );
    return 'changed';
  }
  const changed: FormInvite = {
    ...known,
    ...awake,
    limits: held(seal.invite, limits),
    state: state === 'paused' ? 'paused' : 'open',
    pausedAt: pausedAt ?? null,
    seal: mark,
  };
  await ledger.putInvite(changed);
  const isLinkChanged = await adoptLinks(env, ledger, changed, seal);
  if (sameToPeople(known, changed))
    return isLinkChanged ? 'changed' : known.colleague?.resting ? 'changed' : 'same';
  await ledger.journal(
    entry(env, seal.site, eventOf(known, changed), {
      actor: seal.sealedBy,
      inviteId: known.id,
      detail: { serial: String(seal.serial) },
    }),
  );
  return 'changed';
}

function asColleagues(seal: Seal, mark: SealMark): FormInvite {
  return {
    ...seal.invite,
    limits: held(seal.invite, seal.invite.limits),
    site: seal.site,
    note: '',
    key: null,
    invitee: null,
    closedAt: null,
    purgeAt: null,
    trouble: null,
    attempts: 0,
    retryAt: null,
    seal: mark,
    colleague: { resting: false },
  };
}

/** A link of a colleague's batch. Its key is nowhere but in the link itself. */
function asLink(batch: FormInvite, link: SealedLink): BatchLink {
  const { seal: _seal, questions: _questions, afterTicket: _after, ...common } = batch;
  const { isRevoked: _revoked, ...own } = link;
  return { ...common, ...own, key: null, state: 'open', pausedAt: null };
}

/** What was revoked or changed of the links of a batch, and those that were not known. What has ended here has ended. */
async function adoptLinks(
  env: Environment,
  ledger: Writing,
  batch: FormInvite,
  seal: Seal,
): Promise<boolean> {
  let isChanged = false;
  for (const link of seal.links) {
    const known = await ledger.invite(link.id);
    if (known === undefined) {
      if (link.isRevoked || !batch.colleague) continue;
      await ledger.putInvite(asLink(batch, link));
    } else if (!isBatchLink(known) || known.gate.codeMark !== link.gate.codeMark || !canChange(known))
      continue;
    else if (link.isRevoked) await closeLink(env, ledger, known, 'revoked', seal.sealedBy);
    else if (isSame(known.limits, link.limits)) continue;
    else await ledger.putInvite({ ...known, limits: link.limits });
    isChanged = true;
  }
  return isChanged;
}

/** A grant that opens other people's data is for one person whom an admin looks at, whatever the seal says. */
function held({ grant }: SealedInvite, limits: Limits): Limits {
  return isPrivileged(grant) ? { ...limits, maxUses: 1, approval: 'byHand' } : limits;
}

/** The next round looks for registrations from where the invite began. */
async function lookBack(ledger: Writing, seal: Seal): Promise<void> {
  const site = await ledger.site(seal.site);
  const from = seal.invite.afterTicket ?? 0;
  if (!site?.watermark || site.watermark.floor <= from) return;
  await ledger.putSite({ ...site, watermark: { ...site.watermark, floor: from } });
}

function isSameInvite(known: FormInvite, sealed: SealedInvite): boolean {
  return isSame(known.grant, sealed.grant) && isSame(known.gate, sealed.gate);
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(inOrder(one)) === JSON.stringify(inOrder(other));
}

function inOrder(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(inOrder);
  const entries = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([name, inner]) => [name, inOrder(inner)]));
}

function sameToPeople(before: Invite, after: Invite): boolean {
  const told = ({ limits, state }: Invite) => JSON.stringify(inOrder([limits, state]));
  return told(before) === told(after);
}

function eventOf(before: Invite, after: Invite): 'invitePaused' | 'inviteResumed' | 'inviteChanged' {
  if (before.state === after.state) return 'inviteChanged';
  return after.state === 'paused' ? 'invitePaused' : 'inviteResumed';
}

/** Two changed the same invite at once: what either of them lets in less counts. */
export function stricter(mine: FormInvite, theirs: SealedInvite): FormInvite {
  if (theirs.state === 'closed')
    return { ...mine, state: 'closing', closedBecause: theirs.closedBecause, pausedAt: null };
  const uses = [mine.limits.maxUses, theirs.limits.maxUses].filter((one) => one !== null);
  const isPaused = mine.state === 'paused' || theirs.state === 'paused';
  return {
    ...mine,
    limits: {
      ...mine.limits,
      until: Math.min(mine.limits.until, theirs.limits.until),
      maxUses: uses.length > 0 ? Math.min(...uses) : null,
      approval: theirs.limits.approval === 'byHand' ? 'byHand' : mine.limits.approval,
    },
    state: isPaused ? 'paused' : mine.state,
    pausedAt: isPaused ? (mine.pausedAt ?? theirs.pausedAt ?? null) : null,
  };
}
