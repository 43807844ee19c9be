/**
 * Many invites at once. What is to be issued is written down first, each row with the id that its invite will have; then
 * it is gone through, and may be paused, ended, or killed at any await: what stands in the ledger says how far it came.
 */
import { type Bulk, type BulkKind, type BulkRow, type BulkValues, mostRows } from '../invite/bulk.ts';
import { type Grant, isPrivileged, type Named } from '../invite/grant.ts';
import { addressOutside, limitsWithin } from '../invite/guard-rails.ts';
import { second } from '../invite/instant.ts';
import type { SiteId } from '../invite/invite.ts';
import { newInviteId } from '../invite/key.ts';
import { problemWithLimits } from '../invite/limits.ts';
import { isPersonal } from '../invite/password-gate.ts';
import { fail, type Problem, ProblemError, problem, problemOf } from '../invite/problem.ts';
import { problemWithQuestions } from '../invite/question.ts';
import type { IssueDraft } from '../messages/requests.ts';
import { issueBatch } from './batch.ts';
import { grantFrom } from './choices.ts';
import { obstacle } from './connect.ts';
import type { Environment } from './environment.ts';
import { issueMany, mostTogether } from './issue-many.ts';
import { entry } from './journal.ts';
import { issuePersonal } from './personal.ts';
import { isSiteWide, later, passing } from './retry.ts';
import { inSession } from './sessions.ts';

/** A row as it is asked for. */
export type BulkOrder = Pick<BulkRow, 'line' | 'firstName' | 'lastName' | 'email' | 'label' | 'groupIds'>;

/** So long it goes on by one request of a surface, or within one round. */
const spell = 2 * second;

/**
 * Writes down what is to be issued. Fails, before anything is written, with what is wrong with grant, limits or questions,
 * with what stands in the way at the site, and with `tooManyRows`.
 */
export async function startBulk(
  env: Environment,
  site: SiteId,
  kind: BulkKind,
  label: string,
  values: BulkValues,
  orders: readonly BulkOrder[],
): Promise<Bulk> {
  if (orders.length > mostRows[kind]) fail('tooManyRows', { limit: String(mostRows[kind]) });
  const session = await inSession(env, site, async (_, open) => open);
  const inTheWay = kind === 'personal' ? null : obstacle(session);
  if (inTheWay) throw new ProblemError(inTheWay);
  const grant = await grantFrom(env, site, values);
  if (isPrivileged(grant) && !values.privilegedConfirmed)
    fail('privilegedNeedsConfirmation', { profile: grant.profile.name });
  const limits = {
    until: values.until,
    maxUses: 1,
    address: ruleOf(values, null),
    approval: values.approval,
  };
  const wrong = problemWithLimits(limits, env.now()) ?? problemWithQuestions(values.questions);
  if (wrong) throw new ProblemError(wrong);
  const rails = await env.guardRails();
  limitsWithin(rails, limits, env.now());
  for (const { email } of orders) {
    const outside = email === '' ? null : addressOutside(rails, email);
    if (outside) throw new ProblemError(outside);
  }
  const bulk: Bulk = {
    id: newInviteId(env.random),
    site,
    kind,
    label,
    values,
    rows: orders.map((order) => ({
      ...order,
      state: 'todo',
      inviteId: newInviteId(env.random),
      problem: null,
    })),
    state: 'running',
    batchId: null,
    createdAt: env.now(),
    createdBy: session.userName,
    endedAt: null,
    trouble: null,
    attempts: 0,
    retryAt: null,
  };
  await env.ledger.write(async (ledger) => {
    await ledger.putBulk(bulk);
    await ledger.journal(
      entry(env, site, 'bulkStarted', {
        actor: session.userName,
        detail: { label, count: String(orders.length) },
      }),
    );
  });
  env.changed();
  return bulk;
}

/** The bulk with this id. Fails with `bulkUnknown`. */
export async function bulkById(env: Environment, id: string): Promise<Bulk> {
  return (await env.ledger.bulk(id)) ?? fail('bulkUnknown');
}

/**
 * Goes on with a running bulk for some two seconds, or until it ends, is paused, or something stands in the way; that is
 * noted with it, and tried again later. Never fails for that.
 */
export async function goOnWithBulk(env: Environment, id: string): Promise<Bulk> {
  return await env.exclusive(`bulk ${id}`, async () => {
    const until = env.now() + spell;
    let bulk = await bulkById(env, id);
    while (bulk.state === 'running' && (bulk.retryAt === null || env.now() >= bulk.retryAt)) {
      try {
        if (!bulk.rows.some(({ state }) => state === 'todo')) {
          bulk = await changeBulk(env, id, (now) => ended(env, now), 'bulkEnded');
          break;
        }
        await step(env, bulk);
        bulk = await changeBulk(env, id, withoutTrouble);
      } catch (thrown) {
        const trouble = problemOf(thrown);
        bulk = await changeBulk(env, id, (now) => ({
          ...now,
          trouble,
          attempts: now.attempts + 1,
          retryAt: later(env.now(), isSiteWide(trouble) ? 0 : now.attempts),
        }));
      }
      if (env.now() >= until) break;
    }
    return bulk;
  });
}

/** Goes on with what runs at a site, as far as it is due. */
export async function goOnWithBulks(env: Environment, site: SiteId): Promise<void> {
  for (const bulk of await env.ledger.runningBulks())
    if (bulk.site === site) await goOnWithBulk(env, bulk.id);
}

/** Stops after the row that is being issued. Paused already is done. */
export async function pauseBulk(env: Environment, id: string): Promise<Bulk> {
  return await changeBulk(env, id, (now) => (now.state === 'running' ? { ...now, state: 'paused' } : now));
}

export async function resumeBulk(env: Environment, id: string): Promise<Bulk> {
  return await changeBulk(env, id, (now) =>
    now.state === 'paused' ? { ...now, state: 'running', attempts: 0, retryAt: null } : now,
  );
}

/** Ends it where it is: what is issued stays, what was not begun is left. */
export async function endBulk(env: Environment, id: string): Promise<Bulk> {
  const { createdBy } = await bulkById(env, id);
  return await changeBulk(
    env,
    id,
    (now) => (now.state === 'ended' ? now : ended(env, now)),
    'bulkEnded',
    createdBy,
  );
}

function ended(env: Environment, bulk: Bulk): Bulk {
  return {
    ...bulk,
    state: 'ended',
    endedAt: env.now(),
    trouble: null,
    retryAt: null,
    rows: bulk.rows.map((row) => (row.state === 'todo' ? { ...row, state: 'left' } : row)),
  };
}

/** What stood in its way is over; most often nothing did, and nothing is written. */
function withoutTrouble(bulk: Bulk): Bulk {
  const isFree = bulk.trouble === null && bulk.attempts === 0 && bulk.retryAt === null;
  return isFree ? bulk : { ...bulk, trouble: null, attempts: 0, retryAt: null };
}

/** Writes what `change` makes of it; nothing, and nobody is told, where that is the same. */
async function changeBulk(
  env: Environment,
  id: string,
  change: (now: Bulk) => Bulk,
  event?: 'bulkEnded',
  actor?: string,
): Promise<Bulk> {
  let isChanged = false;
  const bulk = await env.ledger.write(async (ledger) => {
    const now = (await ledger.bulk(id)) ?? fail('bulkUnknown');
    const next = change(now);
    isChanged = next !== now;
    if (!isChanged) return now;
    await ledger.putBulk(next);
    if (event) {
      const done = next.rows.filter(({ state }) => state === 'done').length;
      const detail = { label: next.label, count: String(next.rows.length), done: String(done) };
      await ledger.journal(entry(env, next.site, event, { ...(actor ? { actor } : {}), detail }));
    }
    return next;
  });
  if (isChanged) env.changed();
  return bulk;
}

/** The rows with these ids changed; others may have been paused or ended meanwhile, which stays. */
function withRows(bulk: Bulk, changes: ReadonlyMap<string, Partial<BulkRow>>): Bulk {
  return {
    ...bulk,
    rows: bulk.rows.map((row) => {
      const change = changes.get(row.inviteId);
      return change === undefined ? row : { ...row, ...change };
    }),
  };
}

/** One step: the whole of a batch, up to thirty forms, or one person. */
async function step(env: Environment, bulk: Bulk): Promise<void> {
  const before = await settleBegun(env, bulk);
  const todo = before.rows.filter(({ state }) => state === 'todo');
  const [first] = todo;
  if (first === undefined) return;
  if (before.kind === 'batch') await stepBatch(env, before, todo);
  else if (before.kind === 'form') await stepForms(env, before, todo.slice(0, mostTogether));
  else await stepPerson(env, before, first);
}

/**
 * Rows whose invite is in the ledger already were begun by an earlier life: what is open is done, what was taken down is
 * begun anew under another id, and what is still being opened or taken down waits for the rounds.
 */
async function settleBegun(env: Environment, bulk: Bulk): Promise<Bulk> {
  const changes = new Map<string, Partial<BulkRow>>();
  // No more than the next step touches.
  const next = bulk.rows.filter(({ state }) => state === 'todo').slice(0, mostTogether);
  for (const row of next) {
    const invite = await env.ledger.invite(row.inviteId);
    if (!invite) continue;
    if (invite.state === 'opening') throw new ProblemError(invite.trouble ?? problem('interrupted'));
    if (invite.state !== 'closed' || invite.closedBecause !== 'failed')
      changes.set(row.inviteId, { state: 'done' });
    // An account that was made and shut again is for a person to look at; one that never was is made anew.
    else if (isPersonal(invite) && invite.gate.userId !== null)
      changes.set(row.inviteId, { state: 'failed', problem: invite.trouble ?? problem('issueTakenDown') });
    else changes.set(row.inviteId, { inviteId: newInviteId(env.random) });
  }
  if (bulk.batchId !== null) {
    const batch = await env.ledger.invite(bulk.batchId);
    if (batch?.state === 'opening') throw new ProblemError(batch.trouble ?? problem('interrupted'));
  }
  return changes.size === 0 ? bulk : await changeBulk(env, bulk.id, (now) => withRows(now, changes));
}

async function stepBatch(env: Environment, bulk: Bulk, todo: readonly BulkRow[]): Promise<void> {
  const batchId = newInviteId(env.random);
  await changeBulk(env, bulk.id, (now) => ({ ...now, batchId }));
  const grants = new Map<string, Grant>();
  const links = [];
  for (const row of todo) {
    const key = row.groupIds.join(' ');
    const grant =
      grants.get(key) ?? (await grantFrom(env, bulk.site, { ...bulk.values, groupIds: groupsOf(bulk, row) }));
    grants.set(key, grant);
    links.push({
      id: row.inviteId,
      label: labelOf(bulk, row),
      grant,
      address: ruleOf(bulk.values, row),
      invitee: inviteeOf(row),
    });
  }
  const draft = { ...draftOf(bulk, null), label: bulk.label };
  const done = new Map(todo.map((row) => [row.inviteId, { state: 'done' as const }]));
  await issueBatch(env, bulk.site, batchId, draft, links, async (ledger) => {
    const now = await ledger.bulk(bulk.id);
    if (now) await ledger.putBulk(withRows(now, done));
  });
}

async function stepForms(env: Environment, bulk: Bulk, rows: readonly BulkRow[]): Promise<void> {
  const problems = await issueMany(
    env,
    bulk.site,
    rows.map((row) => ({ id: row.inviteId, draft: draftOf(bulk, row) })),
  );
  const changes = new Map(rows.map((row, index) => [row.inviteId, outcome(problems[index] ?? null)]));
  await changeBulk(env, bulk.id, (now) => withRows(now, changes));
}

async function stepPerson(env: Environment, bulk: Bulk, row: BulkRow): Promise<void> {
  const { values } = bulk;
  const { firstName, lastName, email, inviteId } = row;
  let wrong: Problem | null = null;
  try {
    const issued = await issuePersonal(
      env,
      bulk.site,
      {
        ...sharedDraft(bulk, row),
        person: { firstName, lastName, email },
        ifUnused: values.ifUnused,
        existing: null,
      },
      inviteId,
    );
    if (issued.kind === 'taken') wrong = problem('accountExists', { login: issued.accounts[0]?.login ?? '' });
  } catch (thrown) {
    wrong = problemOf(thrown);
    // The connection, not this person: the row stays as it is, and what was begun of it is looked for first.
    if (isSiteWide(wrong) || passing.includes(wrong.code)) throw thrown;
  }
  await changeBulk(env, bulk.id, (now) => withRows(now, new Map([[inviteId, outcome(wrong)]])));
}

const outcome = (wrong: Problem | null): Partial<BulkRow> =>
  wrong === null ? { state: 'done' } : { state: 'failed', problem: wrong };

function labelOf(bulk: Bulk, row: BulkRow): string {
  return row.label || [row.firstName, row.lastName].filter(Boolean).join(' ') || row.email || bulk.label;
}

function inviteeOf({ firstName, lastName, email }: BulkRow) {
  return firstName || lastName || email ? { firstName, lastName, email } : null;
}

/** A link for somebody is bound to their address; one for nobody in particular lets in whom the bulk lets in. */
function ruleOf({ domains }: BulkValues, row: BulkRow | null): IssueDraft['address'] {
  if (row?.email) return { kind: 'address', address: row.email };
  return domains.length > 0 ? { kind: 'domains', domains: [...domains] } : { kind: 'anyone' };
}

const groupsOf = (bulk: Bulk, row: BulkRow | null): number[] => [
  ...new Set([...bulk.values.groupIds, ...(row?.groupIds ?? [])]),
];

function sharedDraft(bulk: Bulk, row: BulkRow | null) {
  const { profileId, entityId, recursive, login, until, wording, privilegedConfirmed } = bulk.values;
  return {
    label: row === null ? bulk.label : labelOf(bulk, row),
    profileId,
    entityId,
    recursive,
    groupIds: groupsOf(bulk, row),
    login,
    until,
    ...wording,
    privilegedConfirmed,
    ...(bulk.values.template ? { template: bulk.values.template } : {}),
  };
}

function draftOf(bulk: Bulk, row: BulkRow | null): IssueDraft {
  return {
    ...sharedDraft(bulk, row),
    maxUses: 1,
    address: ruleOf(bulk.values, row),
    approval: bulk.values.approval,
    questions: bulk.values.questions,
    invitee: row === null ? null : inviteeOf(row),
  };
}

/** What GLPI calls the groups with these ids, as far as they are known. */
export function namesOf(groups: readonly Named[], ids: readonly number[]): string[] {
  return ids.flatMap((id) => groups.find((group) => group.id === id)?.name ?? []);
}
