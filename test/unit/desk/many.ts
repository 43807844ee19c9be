/** People to be invited together, and what they get. */
import type { BulkOrder } from '../../../src/desk/bulk.ts';
import type { BulkValues } from '../../../src/invite/bulk.ts';
import type { Office } from './office.ts';

export async function bulkValues(office: Office, change: Partial<BulkValues> = {}): Promise<BulkValues> {
  const { profileId, entityId, recursive, login, until, language, from, contact, note } =
    await office.draft();
  return {
    profileId,
    entityId,
    recursive,
    groupIds: [],
    login,
    until,
    domains: [],
    approval: 'automatic',
    wording: { language, from, contact, note },
    questions: [],
    template: '',
    ifUnused: 'disable',
    privilegedConfirmed: false,
    ...change,
  };
}

export function people(count: number): BulkOrder[] {
  return Array.from({ length: count }, (_, index) => ({
    line: index + 2,
    firstName: 'Zoe',
    lastName: `Nr${index}`,
    email: `zoe.${index}@example.org`,
    label: '',
    groupIds: [],
  }));
}
