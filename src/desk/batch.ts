/**
 * Many invites behind one form (design, "Batches"): five calls whatever their number. The form's own key keeps strangers
 * out, the key of each link says whose it is. GLPI knows nothing of the links: they live in the ledger alone, which gets
 * all of them in the very transaction that opens the batch.
 */
import type { Grant } from '../invite/grant.ts';
import { limitsWithin } from '../invite/guard-rails.ts';
import {
  type BatchInvite,
  type BatchLink,
  type ClosedBecause,
  type FormInvite,
  type Invite,
  type Invitee,
  isBatch,
  isBatchLink,
  type SiteId,
} from '../invite/invite.ts';
import { codeMark, newKey, newUuid } from '../invite/key.ts';
import type { AddressRule } from '../invite/limits.ts';
import { problemOf } from '../invite/problem.ts';
import type { Question } from '../invite/question.ts';
import type { IssuerKey } from '../invite/seal.ts';
import { canChange } from '../invite/status.ts';
import { holdsUse } from '../invite/uses.ts';
import type { Writing } from '../ledger/ledger.ts';
import type { IssueDraft } from '../messages/requests.ts';
import type { Environment } from './environment.ts';
import { buildInGlpi, draftInvite, readyToIssue, takeDown } from './issue.ts';
import { entry } from './journal.ts';
import { mostSealedLinks, nextMark } from './sealed.ts';
import { inSession } from './sessions.ts';
import { siteWork } from './site-work.ts';

/** One link of a batch that is to be issued. */
export interface LinkDraft {
  readonly id: string;
  readonly label: string;
  readonly grant: Grant;
  readonly address: AddressRule;
  readonly invitee: Invitee | null;
}

/**
 * Issues a batch: the form in five calls, then all its links at once. `alsoWrite` happens in the transaction that opens
 * them. When any call fails, what was built is taken down again and the reason is thrown, as of a single invite.
 */
export async function issueBatch(
  env: Environment,
  site: SiteId,
  id: string,
  draft: IssueDraft,
  links: readonly LinkDraft[],
  alsoWrite: (ledger: Writing) => Promise<void>,
): Promise<BatchInvite> {
  const session = await readyToIssue(env, site);
  const { seal, ...drafted } = await draftInvite(
    env,
    site,
    { ...draft, maxUses: 1, invitee: null },
    session,
    id,
  );
  const codes = await Promise.all(
    links.map(async () => {
      const key = newKey(env.random);
      return { key, mark: await codeMark(key) };
    }),
  );
  const batch: BatchInvite = {
    ...drafted,
    // How often and whether by hand is each link's own.
    limits: { ...drafted.limits, maxUses: null },
    gate: { ...drafted.gate, codeUuid: newUuid(env.random) },
    ...(seal && links.length <= mostSealedLinks ? { seal } : {}),
  };
  const rails = await env.guardRails();
  const limitsOf = ({ address }: LinkDraft) =>
    limitsWithin(rails, { ...drafted.limits, maxUses: 1, address }, env.now());
  const limits = links.map(limitsOf);
  const { questions: _, seal: _seal, ...common } = batch;
  const asLink = (link: LinkDraft, index: number): BatchLink => ({
    ...common,
    id: link.id,
    label: link.label,
    key: codes[index]?.key ?? null,
    state: 'open',
    gate: { kind: 'batch', batchId: batch.id, codeMark: codes[index]?.mark ?? '' },
    grant: link.grant,
    limits: limits[index] ?? limitsOf(link),
    invitee: link.invitee,
  });
  return await siteWork(env, site, async () => {
    await env.ledger.write(async (ledger) => {
      await ledger.putInvite(batch);
      await ledger.journal(
        entry(env, site, 'inviteOpening', {
          actor: session.userName,
          inviteId: batch.id,
          detail: { links: String(links.length) },
        }),
      );
    });
    try {
      await inSession(env, site, (call, open) => buildInGlpi(env, call, open, batch, links.map(asLink)));
    } catch (thrown) {
      await takeDown(env, batch.id, problemOf(thrown));
      throw thrown;
    }
    const opened = await env.ledger.write(async (ledger) => {
      const now = (await ledger.invite(batch.id)) ?? batch;
      const open = { ...now, state: 'open' as const };
      await ledger.putInvite(open);
      await ledger.journal(entry(env, site, 'inviteOpened', { actor: session.userName, inviteId: batch.id }));
      for (const [index, link] of links.entries()) {
        await ledger.putInvite(asLink(link, index));
        await ledger.journal(
          entry(env, site, 'inviteOpened', { actor: session.userName, inviteId: link.id }),
        );
      }
      const known = await ledger.site(site);
      if (known && known.inspectedAt === null) await ledger.putSite({ ...known, inspectedAt: env.now() });
      await alsoWrite(ledger);
      return open;
    });
    env.changed();
    return isBatch(opened) ? opened : batch;
  });
}

/** What colleagues know of a link stands in the seal of its batch, which is due when one is revoked or changed. */
export async function sealOfBatchDue(
  env: Environment,
  ledger: Writing,
  link: BatchLink,
  key: IssuerKey | null,
): Promise<void> {
  const batch = await ledger.invite(link.gate.batchId);
  if (batch?.seal && canChange(batch))
    await ledger.putInvite({ ...batch, ...nextMark(batch, key, env.now()) });
}

/** Closes one link, within a transaction: from now on its key lets nobody in, and it is forgotten. GLPI has to be told nothing. */
export async function closeLink(
  env: Environment,
  ledger: Writing,
  link: BatchLink,
  because: ClosedBecause,
  actor?: string,
): Promise<void> {
  await ledger.putInvite({
    ...link,
    state: 'closed',
    closedBecause: because,
    closedAt: env.now(),
    key: null,
    pausedAt: null,
  });
  await ledger.journal(
    entry(env, link.site, 'inviteClosed', {
      ...(actor ? { actor } : {}),
      inviteId: link.id,
      detail: { because },
    }),
  );
}

/** After a registration of this invite has changed, within the same transaction: a link whose uses are all made is closed. */
export async function closeUsedLink(env: Environment, ledger: Writing, inviteId: string): Promise<void> {
  const link = await ledger.invite(inviteId);
  if (!link || !isBatchLink(link) || !canChange(link) || link.limits.maxUses === null) return;
  const made = (await ledger.registrationsOf(inviteId)).filter(
    (registration) => holdsUse(registration) && registration.progress.userId !== null,
  );
  if (made.length >= link.limits.maxUses) await closeLink(env, ledger, link, 'used');
}

/** Closes the links of the site whose time is over. */
export async function closeOverdueLinks(env: Environment, site: SiteId): Promise<void> {
  const overdue = (await env.ledger.linksOverdue(env.now())).filter((link) => link.site === site);
  if (overdue.length === 0) return;
  await env.ledger.write(async (ledger) => {
    for (const { id } of overdue) {
      const now = await ledger.invite(id);
      if (now && isBatchLink(now) && canChange(now) && env.now() > now.limits.until)
        await closeLink(env, ledger, now, 'expired');
    }
  });
  env.changed();
}

/** Closes what is still out of a batch, within the transaction that begins to close the batch itself. */
export async function closeLinksOf(
  env: Environment,
  ledger: Writing,
  batch: FormInvite,
  because: ClosedBecause,
  actor?: string,
): Promise<void> {
  for (const link of await ledger.linksOut(batch.id)) await closeLink(env, ledger, link, because, actor);
}

/** A batch is over when none of its links can be used any more. */
export async function isBatchOver(env: Environment, invite: Invite): Promise<boolean> {
  return isBatch(invite) && invite.state !== 'opening' && (await env.ledger.countLinksOut(invite.id)) === 0;
}

/** The invite that a registration counts for: that of the link whose key was sent, or the batch where there is none such. */
export async function inviteByCode(
  env: Environment,
  batch: BatchInvite,
  code: string | null,
): Promise<Invite> {
  if (code === null || !/^[0-9a-f]{32}$/.test(code)) return batch;
  return (await env.ledger.linkByCode(batch.id, await codeMark(code))) ?? batch;
}

/** What the form of an invite asks beside what every form asks: of a link, the form of its batch. */
export async function questionsOf(env: Environment, invite: Invite): Promise<readonly Question[]> {
  if (!isBatchLink(invite)) return invite.questions ?? [];
  return (await env.ledger.invite(invite.gate.batchId))?.questions ?? [];
}

/** An invite with what its batch says beside it: paused as a whole, or something of the grant gone. Others as they are. */
export async function withItsBatch(env: Environment, invite: Invite): Promise<Invite> {
  if (!isBatchLink(invite)) return invite;
  const batch = await env.ledger.invite(invite.gate.batchId);
  if (!batch) return invite;
  return {
    ...invite,
    trouble: invite.trouble ?? batch.trouble,
    pausedAt: invite.pausedAt ?? batch.pausedAt ?? null,
  };
}
