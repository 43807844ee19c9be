import type { RecordsView } from '../../messages/views.ts';
import { type PluralKey, plural, type TextKey, t } from '../../ui/text.ts';
import { typedInSentence } from '../../ui/typed.ts';

/** The kinds of records, in the order in which they are shown. */
export const kinds = ['sites', 'invites', 'registrations', 'journal'] as const;
export type Kind = (typeof kinds)[number];

export type Damaged = RecordsView['damaged'][number];

/** The name of a kind in the user's words. */
export function kindText(kind: Kind): string {
  return t(`records_kind_${kind}`);
}

/** How many records of a kind were set aside. */
export function damagedText(kind: Kind, count: number): string {
  const key: PluralKey = `records_damaged_${kind}`;
  return plural(key, count);
}

/** Fields whose loss damages a record (ledger/records.ts), by their own name or that of what they are part of. */
const fieldTexts: Readonly<Record<string, TextKey>> = {
  id: 'records_field_id',
  site: 'records_field_site',
  key: 'records_field_key',
  state: 'records_field_state',
  closedBecause: 'records_field_closedBecause',
  gate: 'records_field_gate',
  grant: 'records_field_grant',
  limits: 'records_field_limits',
  createdAt: 'records_field_createdAt',
  inviteId: 'records_field_inviteId',
  ticketId: 'records_field_ticketId',
  submittedAt: 'records_field_submittedAt',
  progress: 'records_field_progress',
  at: 'records_field_at',
  event: 'records_field_event',
};

/** What could not be read of a record, in words; `grant.profile.id` is the grant. */
export function faultsText(faults: readonly string[]): string {
  const words = faults.map((fault) => {
    const [field = ''] = fault.split('.');
    if (field === '') return t('records_field_all');
    const key = Object.hasOwn(fieldTexts, field) ? fieldTexts[field] : undefined;
    return key === undefined ? typedInSentence(field) : t(key);
  });
  return [...new Set(words)].join(', ');
}
