/**
 * The shapes of the ledger's records, checked whenever one is read: a disk error, a half-done migration or an imported
 * file must not make a surface fail whole, or the desk act on nonsense.
 */
import * as v from 'valibot';
import { type Bulk, bulkKinds } from '../invite/bulk.ts';
import { loginTemplates } from '../invite/grant.ts';
import type { Instant } from '../invite/instant.ts';
import type { Invite } from '../invite/invite.ts';
import { type JournalEntry, journalEvents } from '../invite/journal.ts';
import { firstNoticeSettings, type NoticeSettings } from '../invite/notice.ts';
import { passwordPages, unusedFates } from '../invite/password-gate.ts';
import { mends, problemCodes } from '../invite/problem.ts';
import { questionKinds } from '../invite/question.ts';
import { type Registration, registrationStates } from '../invite/registration.ts';
import type { Template } from '../invite/template.ts';
import { wordingLanguages } from '../invite/wording.ts';
import type { Issuer, Site } from './schema.ts';

const instant: v.GenericSchema<unknown, Instant> = v.pipe(v.number(), v.finite());
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const glpiId = count;
const text = v.string();
const words = v.record(v.string(), v.string());
const named = v.object({ id: glpiId, name: text });

const problem = v.object({
  code: v.picklist(problemCodes),
  detail: v.exactOptional(words),
  mend: v.exactOptional(v.picklist(mends)),
});

const lastChoices = v.object({
  profileId: glpiId,
  entityId: glpiId,
  recursive: v.boolean(),
  groupIds: v.array(glpiId),
  login: text,
  lifetime: v.number(),
  maxUses: v.nullable(count),
  approval: text,
  language: text,
  from: text,
  contact: text,
});

/** Nobody renews a seal that often; what is higher would leave no room for a next one. */
export const highestSerial = 1_000_000_000;

/** What may be lost without harm falls back to `null` or a plain value; see `repairs`. */
export const siteRecord = v.object({
  id: v.pipe(text, v.url()),
  connectedAt: v.fallback(instant, 0),
  adminName: v.fallback(text, ''),
  version: v.fallback(text, ''),
  language: v.fallback(text, 'en_GB'),
  formCategoryId: v.fallback(v.nullable(glpiId), null),
  watermark: v.fallback(v.nullable(v.object({ floor: count, ceiling: count, ceilingSince: instant })), null),
  lastChoices: v.fallback(v.nullable(lastChoices), null),
  claims: v.fallback(v.nullable(v.object({ formId: glpiId, since: instant })), null),
  clock: v.fallback(
    v.nullable(
      v.object({
        zone: v.number(),
        toldAt: instant,
        before: v.nullable(v.object({ zone: v.number(), changedAt: instant })),
      }),
    ),
    null,
  ),
  lookedAt: v.fallback(v.nullable(instant), null),
  inspectedAt: v.fallback(v.nullable(instant), null),
  sealsLookedAt: v.fallback(v.nullable(instant), null),
  floorsAccountId: v.fallback(v.nullable(glpiId), null),
}) satisfies v.GenericSchema<unknown, Site>;

/** Whom an admin trusts has no fallback. */
export const issuerRecord = v.object({
  site: v.pipe(text, v.url()),
  key: v.pipe(text, v.regex(/^[\w-]{43}$/)),
  name: text,
  state: v.picklist(['trusted', 'withdrawn']),
  since: instant,
}) satisfies v.GenericSchema<unknown, Issuer>;

const uuid = v.pipe(text, v.uuid());

const questions = v.array(
  v.object({ kind: v.picklist(questionKinds), text, required: v.boolean(), options: v.array(text) }),
);

const formGate = v.object({
  kind: v.literal('form'),
  formUuid: uuid,
  sectionUuid: uuid,
  questionUuids: v.object({ firstName: uuid, lastName: uuid, email: uuid, phone: uuid }),
  nonce: v.pipe(text, v.regex(/^[0-9a-f]{32}$/)),
  formId: v.nullable(glpiId),
  codeUuid: v.exactOptional(uuid),
  ownUuids: v.exactOptional(v.array(uuid)),
});

const batchGate = v.object({
  kind: v.literal('batch'),
  batchId: v.pipe(text, v.regex(/^[0-9A-Z]{10}$/)),
  codeMark: v.pipe(text, v.regex(/^[0-9a-f]{32}$/)),
});

const passwordGate = v.object({
  kind: v.literal('password'),
  way: v.picklist(['link', 'firstPassword']),
  page: v.picklist(passwordPages),
  token: v.nullable(v.pipe(text, v.regex(/^[0-9a-f]{40}$/))),
  storedToken: v.fallback(v.nullable(text), null),
  linkedAt: instant,
  keptUntil: v.fallback(v.nullable(instant), null),
  login: text,
  userId: v.nullable(glpiId),
  // Whose account it was, and what may be done to it, has no fallback: a guess could shut somebody's account.
  existing: v.boolean(),
  restore: v.boolean(),
  ifUnused: v.picklist(unusedFates),
  shut: v.boolean(),
  progress: v.object({ profileVerified: v.boolean(), groupsAdded: v.boolean() }),
  usedAt: v.nullable(instant),
  passwordGivenAt: v.fallback(v.nullable(instant), null),
});

export const inviteRecord = v.object({
  id: v.pipe(text, v.regex(/^[0-9A-Z]{10}$/)),
  site: v.pipe(text, v.url()),
  label: v.fallback(text, ''),
  note: v.fallback(text, ''),
  key: v.nullable(v.pipe(text, v.regex(/^[0-9a-f]{32}$/))),
  state: v.picklist(['opening', 'open', 'paused', 'closing', 'closed']),
  closedBecause: v.nullable(v.picklist(['used', 'expired', 'revoked', 'failed'])),
  gate: v.variant('kind', [formGate, passwordGate, batchGate]),
  // What an account gets, and within which limits, has no fallback: a guess could give somebody more than was granted.
  grant: v.object({
    profile: v.object({ id: glpiId, name: text, interface: v.picklist(['central', 'helpdesk']) }),
    entity: named,
    recursive: v.boolean(),
    groups: v.array(named),
    login: v.picklist(loginTemplates),
    validFrom: v.nullable(instant),
    validUntil: v.nullable(instant),
    language: v.nullable(text),
  }),
  limits: v.object({
    until: instant,
    maxUses: v.nullable(v.pipe(count, v.minValue(1))),
    address: v.variant('kind', [
      v.object({ kind: v.literal('anyone') }),
      v.object({ kind: v.literal('address'), address: text }),
      v.object({ kind: v.literal('domains'), domains: v.array(text) }),
    ]),
    approval: v.picklist(['automatic', 'byHand']),
  }),
  wording: v.fallback(
    v.object({ language: v.picklist(wordingLanguages), from: text, contact: text, note: text }),
    { language: 'en', from: '', contact: '', note: '' },
  ),
  // What a form asks decides how its tickets are read: no fallback.
  questions: v.exactOptional(questions),
  invitee: v.fallback(v.nullable(v.object({ firstName: text, lastName: text, email: text })), null),
  createdAt: instant,
  createdBy: v.fallback(text, ''),
  template: v.exactOptional(v.fallback(text, '')),
  closedAt: v.fallback(v.nullable(instant), null),
  closedByServer: v.exactOptional(v.fallback(v.nullable(instant), null)),
  purgeAt: v.fallback(v.nullable(instant), null),
  trouble: v.fallback(v.nullable(problem), null),
  attempts: v.fallback(count, 0),
  retryAt: v.fallback(v.nullable(instant), null),
  pausedAt: v.exactOptional(v.fallback(v.nullable(instant), null)),
  formDue: v.exactOptional(v.fallback(v.boolean(), true)),
  afterTicket: v.exactOptional(v.fallback(count, 0)),
  // Which seal was the last has no fallback: a guess could let an older one count again.
  seal: v.exactOptional(
    v.object({
      serial: v.pipe(count, v.maxValue(highestSerial)),
      by: text,
      at: instant,
      due: v.fallback(v.boolean(), true),
      digest: v.fallback(v.nullable(text), null),
    }),
  ),
  // Taken for one that is not to be acted on where it cannot be told.
  colleague: v.exactOptional(v.fallback(v.object({ resting: v.boolean() }), { resting: true })),
}) satisfies v.GenericSchema<unknown, Invite>;

export const registrationRecord = v.object({
  id: text,
  site: v.pipe(text, v.url()),
  inviteId: text,
  ticketId: glpiId,
  submittedAt: instant,
  seenAt: v.fallback(instant, 0),
  answers: v.fallback(
    v.nullable(v.object({ firstName: text, lastName: text, email: text, phone: text })),
    null,
  ),
  ownAnswers: v.exactOptional(v.fallback(v.array(v.object({ question: text, answer: text })), [])),
  state: v.picklist(registrationStates),
  reason: v.fallback(v.nullable(problem), null),
  warnings: v.fallback(v.array(problem), []),
  login: v.fallback(v.nullable(text), null),
  // Which steps are done has no fallback: a guess could have one done twice.
  progress: v.object({
    userId: v.nullable(glpiId),
    profileVerified: v.boolean(),
    groupsAdded: v.boolean(),
    ticketSolved: v.boolean(),
    useClaimed: v.boolean(),
  }),
  handOver: v.fallback(
    v.nullable(
      v.variant('way', [
        v.object({ way: v.literal('mailByGlpi') }),
        v.object({ way: v.literal('firstPassword'), givenAt: v.nullable(instant) }),
      ]),
    ),
    null,
  ),
  decidedBy: v.fallback(v.nullable(text), null),
  attempts: v.fallback(count, 0),
  retryAt: v.fallback(v.nullable(instant), null),
  endedAt: v.fallback(v.nullable(instant), null),
  wayOut: v.exactOptional(
    v.fallback(v.nullable(v.object({ login: v.nullable(text), addressShared: v.boolean() })), null),
  ),
  // Taken for an account of somebody's own where it cannot be told: that one is never touched.
  linked: v.exactOptional(v.fallback(v.boolean(), true)),
  accountOffAt: v.exactOptional(v.fallback(v.nullable(instant), null)),
}) satisfies v.GenericSchema<unknown, Registration>;

export const journalRecord = v.object({
  at: instant,
  site: text,
  actor: v.fallback(text, ''),
  event: v.picklist(journalEvents),
  inviteId: v.fallback(v.nullable(text), null),
  registrationId: v.fallback(v.nullable(text), null),
  reason: v.fallback(v.nullable(problem), null),
  detail: v.fallback(words, {}),
}) satisfies v.GenericSchema<unknown, JournalEntry>;

const templateWording = v.object({
  language: v.picklist(wordingLanguages),
  from: text,
  contact: text,
  note: text,
});

export const templateRecord = v.variant('kind', [
  v.object({
    kind: v.literal('invite'),
    id: text,
    site: v.pipe(text, v.url()),
    name: text,
    isDefault: v.boolean(),
    values: v.object({
      // Of before there were personal ones.
      gate: v.optional(v.picklist(['form', 'personal']), 'form'),
      ifUnused: v.optional(v.picklist(unusedFates), 'disable'),
      profileId: glpiId,
      entityId: glpiId,
      recursive: v.boolean(),
      groupIds: v.array(glpiId),
      login: v.picklist(loginTemplates),
      lifetime: v.pipe(v.number(), v.minValue(1)),
      maxUses: v.nullable(v.pipe(count, v.minValue(1))),
      domains: v.array(text),
      approval: v.picklist(['automatic', 'byHand']),
      wording: templateWording,
      // Of before there were any.
      questions: v.optional(questions, []),
    }),
  }),
  v.object({
    kind: v.literal('message'),
    id: text,
    name: text,
    language: v.picklist(wordingLanguages),
    subject: text,
    body: text,
  }),
]) satisfies v.GenericSchema<unknown, Template>;

const bulkRow = v.object({
  line: count,
  firstName: text,
  lastName: text,
  email: text,
  label: text,
  groupIds: v.array(glpiId),
  state: v.picklist(['todo', 'done', 'failed', 'left']),
  inviteId: text,
  problem: v.fallback(v.nullable(problem), null),
});

export const bulkRecord = v.object({
  id: text,
  site: v.pipe(text, v.url()),
  kind: v.picklist(bulkKinds),
  label: v.fallback(text, ''),
  values: v.object({
    profileId: glpiId,
    entityId: glpiId,
    recursive: v.boolean(),
    groupIds: v.array(glpiId),
    login: v.picklist(loginTemplates),
    until: instant,
    domains: v.array(text),
    approval: v.picklist(['automatic', 'byHand']),
    wording: templateWording,
    // Of before these were kept.
    questions: v.optional(questions, []),
    template: v.optional(text, ''),
    ifUnused: v.picklist(unusedFates),
    privilegedConfirmed: v.boolean(),
  }),
  rows: v.array(bulkRow),
  state: v.picklist(['running', 'paused', 'ended']),
  batchId: v.nullable(text),
  createdAt: instant,
  createdBy: v.fallback(text, ''),
  endedAt: v.nullable(instant),
  trouble: v.fallback(v.nullable(problem), null),
  attempts: v.fallback(count, 0),
  retryAt: v.fallback(v.nullable(instant), null),
}) satisfies v.GenericSchema<unknown, Bulk>;

/** The same for whoever wants to know of a row no more than how it stands. */
export const bulkHeadRecord = v.object({
  ...bulkRecord.entries,
  rows: v.array(v.object({ state: bulkRow.entries.state })),
});
const wanted = v.fallback(v.boolean(), true);

/** A choice that cannot be read is as it was before anybody chose; names stay out. */
export const noticeSettingsRecord = v.object({
  kinds: v.fallback(
    v.object({ waiting: wanted, needsPerson: wanted, expiring: wanted, unreachable: wanted }),
    firstNoticeSettings.kinds,
  ),
  showNames: v.fallback(v.boolean(), false),
  badge: wanted,
}) satisfies v.GenericSchema<unknown, NoticeSettings>;

/** What a look at a stored row came to. */
export type Reading<RecordType> =
  | { readonly kind: 'sound'; readonly record: RecordType }
  /** Fields that may be lost were set back; `faults` names them. */
  | { readonly kind: 'repaired'; readonly record: RecordType; readonly faults: readonly string[] }
  | { readonly kind: 'damaged'; readonly faults: readonly string[] };

/** The row as a record of that shape: sound, repaired where a field that may be lost was, or damaged beyond that. */
export function readRow<RecordType>(
  schema: v.GenericSchema<unknown, RecordType>,
  row: unknown,
): Reading<RecordType> {
  const parsed = v.safeParse(schema, row);
  if (!parsed.success)
    return { kind: 'damaged', faults: parsed.issues.map((issue) => v.getDotPath(issue) ?? '') };
  const faults = changedFields(row, parsed.output);
  return faults.length === 0
    ? { kind: 'sound', record: parsed.output }
    : { kind: 'repaired', record: parsed.output, faults };
}

/** Names of fields that a fallback stepped in for. What a row has beside its record (indexes) does not count. */
function changedFields(row: unknown, record: unknown): string[] {
  const stored = row as Readonly<Record<string, unknown>>;
  return Object.entries(record as Readonly<Record<string, unknown>>).flatMap(([name, value]) =>
    sameShape(stored[name], value) ? [] : [name],
  );
}

function sameShape(stored: unknown, read: unknown): boolean {
  if (Object.is(stored, read)) return true;
  if (typeof stored !== 'object' || typeof read !== 'object' || stored === null || read === null)
    return false;
  return Object.entries(read).every(([name, value]) =>
    sameShape((stored as Readonly<Record<string, unknown>>)[name], value),
  );
}
