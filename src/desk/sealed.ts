/**
 * An invite as it is sealed, and back. What is ours alone stays out: key, note, who is expected, and how far we came.
 */
import * as v from 'valibot';
import type { KeptRecord } from '../glpi/forms.ts';
import {
  type BatchLink,
  type FormInvite,
  type Invite,
  isBatch,
  isFormInvite,
  type SiteId,
} from '../invite/invite.ts';
import {
  digestOf,
  type IssuerKey,
  openSeal,
  type SealEnvelope,
  type SealMark,
  sealUp,
} from '../invite/seal.ts';
import { statusOf } from '../invite/status.ts';
import { highestSerial, inviteRecord } from '../ledger/records.ts';
import type { Environment } from './environment.ts';
import { actorName, sealerOf } from './sealer.ts';

/** What is sealed of an invite. */
export type SealedInvite = Omit<FormInvite, (typeof oursAlone)[number]>;

const oursAlone = [
  'site',
  'note',
  'key',
  'invitee',
  'closedAt',
  'closedByServer',
  'purgeAt',
  'trouble',
  'attempts',
  'retryAt',
  'formDue',
  'seal',
  'colleague',
] as const;

/** A seal that was verified, and says of itself which site and form it is for. */
export interface Seal {
  readonly site: SiteId;
  readonly serial: number;
  readonly sealedAt: number;
  /** What the holder of the key calls themselves; anybody may call themselves anything. */
  readonly sealedBy: string;
  readonly invite: SealedInvite;
  /** The links of a batch; none of others. */
  readonly links: readonly SealedLink[];
  readonly formId: number;
  readonly key: IssuerKey;
  readonly digest: string;
}

/** What is sealed of one link of a batch: what it does not share with the others. */
export type SealedLink = Pick<BatchLink, 'id' | 'label' | 'gate' | 'limits' | 'grant'> & {
  readonly isRevoked: boolean;
};

/** So many links are sealed; with more, the whole would be longer than some databases take at once. */
export const mostSealedLinks = 3_000;

const link = v.strictObject({
  ...v.pick(inviteRecord, ['id', 'label', 'limits']).entries,
  mark: v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/)),
  /** Alone where they differ from those of the whole batch. */
  groups: v.optional(inviteRecord.entries.grant.entries.groups),
  revoked: v.optional(v.literal(true)),
});

const content = v.strictObject({
  version: v.literal(1),
  site: v.string(),
  serial: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(highestSerial)),
  sealedAt: v.number(),
  sealedBy: v.pipe(v.string(), v.maxLength(300)),
  invite: v.omit(inviteRecord, oursAlone),
  links: v.optional(v.array(link), []),
});

/** What a look at what is kept with a form came to. */
export type Found =
  | { readonly kind: 'sound'; readonly seal: Seal }
  | { readonly kind: 'unsealed' }
  | { readonly kind: 'broken' };

/** Opens what is kept with a form. `known`: digests of seals that were verified before. */
export async function openKept(record: unknown, known: ReadonlySet<string>): Promise<Found> {
  const opened = await openSeal(record, known);
  if (opened.kind !== 'sound') return opened;
  const read = v.safeParse(content, opened.content);
  if (!read.success) return { kind: 'broken' };
  const { site, serial, sealedAt, sealedBy, invite, links } = read.output;
  if (invite.gate.kind !== 'form' || invite.gate.formId === null) return { kind: 'broken' };
  const { key, digest } = opened;
  // Checked a line above: the gate is a form.
  const sealed = invite as SealedInvite;
  return {
    kind: 'sound',
    seal: {
      ...{ site, serial, sealedAt, sealedBy, invite: sealed, formId: invite.gate.formId, key, digest },
      links: links.map(({ id, label, limits, mark, groups, revoked }) => ({
        ...{ id, label, limits, isRevoked: revoked === true },
        gate: { kind: 'batch', batchId: invite.id, codeMark: mark },
        grant: { ...invite.grant, groups: groups ?? invite.grant.groups },
      })),
    },
  };
}

/** What is to be kept with the form of an invite: its seal, or, where there can be none, a word that it is ours. */
export async function recordFor(
  env: Environment,
  invite: FormInvite,
  formId: number,
  /** The links of a batch that is being issued, which are not in the ledger yet. */
  issuing: readonly BatchLink[] | null = null,
): Promise<KeptRecord> {
  const links = issuing ?? (isBatch(invite) ? await env.ledger.linksOfBatch(invite.id) : []);
  const seal = links.length > mostSealedLinks ? null : await sealFor(env, invite, formId, links);
  return seal ? { ...seal } : { version: 0, id: invite.id };
}

async function sealFor(
  env: Environment,
  invite: FormInvite,
  formId: number,
  links: readonly BatchLink[],
): Promise<SealEnvelope | null> {
  const { seal } = invite;
  const sealer = await sealerOf(env);
  if (!seal || seal.by !== sealer?.key) return null;
  const sealed: Record<string, unknown> = { ...invite, gate: { ...invite.gate, formId } };
  for (const name of oursAlone) delete sealed[name];
  return await sealUp(
    {
      version: 1,
      site: invite.site,
      serial: seal.serial,
      sealedAt: seal.at,
      sealedBy: await actorName(env, invite.site),
      invite: { ...sealed, state: stateInSeal(invite) },
      // Of a closed one it does not matter any more what its links were.
      ...(links.length > 0 && stateInSeal(invite) !== 'closed'
        ? { links: links.map((one) => inSeal(one, invite)) }
        : {}),
    },
    sealer,
  );
}

/** One that is used is seen from its account, and one whose time is over from its limits. */
function inSeal(one: BatchLink, batch: FormInvite): Readonly<Record<string, unknown>> {
  const sameGroups = JSON.stringify(one.grant.groups) === JSON.stringify(batch.grant.groups);
  return {
    id: one.id,
    label: one.label,
    limits: one.limits,
    mark: one.gate.codeMark,
    ...(sameGroups ? {} : { groups: one.grant.groups }),
    ...(statusOf(one) === 'revoked' ? { revoked: true as const } : {}),
  };
}

/** The digest of a record that we made, by which it is known again; null of one without a seal. */
export async function digestOfRecord(record: KeptRecord): Promise<string | null> {
  return 'seal' in record ? await digestOf(record as unknown as SealEnvelope) : null;
}

/** Steps that are ours do not show: what is being opened is open, what is being closed is closed. */
function stateInSeal({ state }: Invite): Invite['state'] {
  return state === 'opening' ? 'open' : state === 'closing' ? 'closed' : state;
}

/** The mark of an invite that is about to be issued by the holder of this key. */
export function firstMark(key: IssuerKey | null, now: number): { seal?: SealMark } {
  return key === null ? {} : { seal: { serial: 1, by: key, at: now, due: false, digest: null } };
}

/** The mark of an invite that was changed here, which its seal in GLPI does not say yet. */
export function nextMark(invite: Invite, key: IssuerKey | null, now: number): { seal?: SealMark } {
  if (key === null || !isFormInvite(invite)) return {};
  // Of too many links it was issued without one.
  if (isBatch(invite) && !invite.seal) return {};
  const serial = (invite.seal?.serial ?? 0) + 1;
  return { seal: { serial, by: key, at: now, due: true, digest: null } };
}
