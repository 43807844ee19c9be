import { templateWithin } from '../../../invite/guard-rails.ts';
import { day } from '../../../invite/instant.ts';
import type { Invitee } from '../../../invite/invite.ts';
import type { InviteDetailView, RegistrantView } from '../../../messages/dashboard-views.ts';
import type { Choices, InviteView } from '../../../messages/views.ts';
import type { IssueValues } from '../../../ui/issue-draft.ts';
import { draftsOf } from '../../../ui/question-draft.ts';

/**
 * The fields of a new invite that is like another one, as far as it can still be granted; for a person of it, bound to
 * them. A yes to a privileged profile is never carried over.
 */
export function beginLike(
  { invite, wording, invitee, login, questions }: InviteDetailView,
  person: RegistrantView | null,
  choices: Choices,
): Partial<IssueValues> {
  const { limits } = invite;
  const known = choices.profiles.some(({ id }) => id === invite.profile.id);
  const hasEntity = choices.entities.some(({ id }) => id === invite.entity.id);
  const { lifetime, maxUses, domains, approval } = templateWithin(choices.rails, {
    // Whole days as they were meant, not to the second in which it was issued.
    lifetime: Math.max(day, Math.round((limits.until - invite.createdAt) / day) * day),
    maxUses: limits.maxUses,
    domains: limits.address.kind === 'domains' ? limits.address.domains : [],
    approval: limits.approval,
  });
  const who = whoOf(person, invite, invitee, domains);
  const uses = person !== null ? 1 : maxUses;
  // A personal link like this one is for somebody else.
  const forAnother = invite.kind === 'personal' && person === null;
  return {
    template: '',
    label: forAnother ? '' : invite.label,
    ...(known ? { profileId: invite.profile.id } : {}),
    ...(hasEntity ? { entityId: invite.entity.id } : {}),
    recursive: invite.recursive,
    groupIds: invite.groups
      .map(({ id }) => id)
      .filter((id) => choices.groups.some((group) => group.id === id)),
    until: lifetime,
    uses: uses === null ? 'unlimited' : uses === 1 ? 'once' : 'number',
    ...(uses !== null && uses > 1 ? { maxUses: String(uses) } : {}),
    ...(forAnother ? {} : who),
    approval,
    login,
    language: wording.language,
    from: wording.from,
    contact: wording.contact,
    note: wording.note,
    questions: draftsOf(questions),
  };
}

/** Whom it is for: the person, whoever the other one was for, or the same domains as far as they are still allowed. */
function whoOf(
  person: RegistrantView | null,
  { limits }: InviteView,
  invitee: Invitee | null,
  domains: readonly string[],
): Partial<IssueValues> {
  const { answers } = person ?? {};
  if (answers !== undefined && answers !== null)
    return {
      who: 'address',
      address: answers.email,
      firstName: answers.firstName,
      lastName: answers.lastName,
    };
  if (limits.address.kind === 'address')
    return {
      who: 'address',
      address: limits.address.address,
      firstName: invitee?.firstName ?? '',
      lastName: invitee?.lastName ?? '',
    };
  return domains.length > 0 ? { who: 'domains', domains: domains.join(', ') } : {};
}
