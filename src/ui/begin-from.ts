import { templateWithin } from '../invite/guard-rails.ts';
import type { InviteTemplate } from '../invite/template.ts';
import type { Choices } from '../messages/views.ts';
import type { IssueValues } from './issue-draft.ts';
import { draftsOf } from './question-draft.ts';

/** The fields of a new invite from a template, as far as it can still be granted. */
export function beginFrom({ values: kept, name }: InviteTemplate, choices: Choices): Partial<IssueValues> {
  const values = templateWithin(choices.rails, kept);
  const { profileId, entityId, maxUses, domains, wording } = values;
  return {
    template: name,
    label: name,
    ...(choices.profiles.some(({ id }) => id === profileId) ? { profileId } : {}),
    ...(choices.entities.some(({ id }) => id === entityId) ? { entityId } : {}),
    recursive: values.recursive,
    groupIds: values.groupIds.filter((id) => choices.groups.some((group) => group.id === id)),
    until: values.lifetime,
    uses: maxUses === null ? 'unlimited' : maxUses === 1 ? 'once' : 'number',
    ...(maxUses !== null && maxUses > 1 ? { maxUses: String(maxUses) } : {}),
    ...(domains.length > 0 ? { who: 'domains' as const, domains: domains.join(', ') } : {}),
    approval: values.approval,
    ifUnused: values.ifUnused,
    login: values.login,
    language: wording.language,
    from: wording.from,
    contact: wording.contact,
    note: wording.note,
    questions: draftsOf(values.questions),
  };
}
