import { siteName } from '../glpi/site-address.ts';
import { type Bulk, type BulkHead, type BulkRow, countRows } from '../invite/bulk.ts';
import { type Invite, isBatchLink } from '../invite/invite.ts';
import { shareMessage } from '../invite/invitee-messages.ts';
import { isPersonal } from '../invite/password-gate.ts';
import { problemOf } from '../invite/problem.ts';
import type { BulkFailure, BulkLine, BulkLink, BulkLinks, BulkView } from '../messages/bulk-views.ts';
import type { Share } from '../messages/views.ts';
import { namesOf } from './bulk.ts';
import { directory } from './choices.ts';
import type { Environment } from './environment.ts';
import { linkBehind, surroundings } from './issue.ts';
import { viewShare } from './views.ts';

/** So many failures are told with each look at the progress. */
const mostFailures = 500;

/** A bulk as a list shows it. */
export function viewBulkLine(bulk: BulkHead): BulkLine {
  const { id, site, kind, label, state, createdAt, createdBy, endedAt, batchId, trouble } = bulk;
  const { todo, done, failed, left } = bulk.counts;
  return {
    id,
    site,
    siteName: siteName(site),
    kind,
    label,
    state,
    total: todo + done + failed + left,
    done,
    failed,
    left,
    createdAt,
    createdBy,
    endedAt,
    // Until it is open there is nothing behind it.
    batchId: done > 0 ? batchId : null,
    trouble,
  };
}

/** How far a bulk has come. */
export async function viewBulk(env: Environment, bulk: Bulk): Promise<BulkView> {
  const { site, values, rows } = bulk;
  const known = await directory(env, site).catch(() => null);
  const failures = rows.filter(isFailure).slice(0, mostFailures);
  return {
    ...viewBulkLine({ ...bulk, counts: countRows(rows) }),
    profile: known?.profiles.find((profile) => profile.id === values.profileId)?.name ?? '',
    entity: known?.entities.find((entity) => entity.id === values.entityId)?.name ?? '',
    until: values.until,
    failures: failures.map((row) => asFailure(row, known?.groups ?? [])),
  };
}

const isFailure = ({ state }: BulkRow) => state === 'failed' || state === 'left';

function asFailure(row: BulkRow, groups: Parameters<typeof namesOf>[0]): BulkFailure {
  const { line, firstName, lastName, email, label, groupIds, problem } = row;
  return { line, firstName, lastName, email, label, groups: namesOf(groups, groupIds), problem };
}

/** Every link of a bulk with its message, and every row that has none. The one view of a bulk that holds secrets. */
export async function viewBulkLinks(env: Environment, bulk: Bulk): Promise<BulkLinks> {
  const groups = (await directory(env, bulk.site).catch(() => null))?.groups ?? [];
  const batch = bulk.batchId === null ? undefined : await env.ledger.invite(bulk.batchId);
  const ofBatch = new Map(
    batch === undefined ? [] : (await env.ledger.linksOfBatch(batch.id)).map((link) => [link.id, link]),
  );
  const links: BulkLink[] = [];
  for (const row of bulk.rows) {
    if (row.state !== 'done') continue;
    const invite = ofBatch.get(row.inviteId) ?? (await env.ledger.invite(row.inviteId));
    const share = invite === undefined ? null : await shareOf(env, invite, batch);
    const { line, inviteId, firstName, lastName, email } = row;
    links.push({
      line,
      inviteId,
      firstName,
      lastName,
      email,
      label: invite?.label ?? row.label,
      link: share?.link ?? '',
      login: invite && isPersonal(invite) ? invite.gate.login : '',
      subject: share?.subject ?? '',
      body: share?.body ?? '',
    });
  }
  return { links, failures: bulk.rows.filter(isFailure).map((row) => asFailure(row, groups)) };
}

/** Null where the link has ended. */
async function shareOf(env: Environment, invite: Invite, batch: Invite | undefined): Promise<Share | null> {
  try {
    if (!isBatchLink(invite) || batch === undefined) return await viewShare(env, invite);
    const link = linkBehind(batch, invite);
    return { link, ...shareMessage(invite, surroundings(env, invite.site), link) };
  } catch (thrown) {
    if (problemOf(thrown).code === 'keyGone') return null;
    throw thrown;
  }
}
