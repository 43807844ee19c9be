import { foldDomain, isAddress } from '../invite/address.ts';
import { isPrivileged, type LoginTemplate } from '../invite/grant.ts';
import { addressOutside, lifeAbove, usesAbove } from '../invite/guard-rails.ts';
import { day, hour, type Instant } from '../invite/instant.ts';
import type { AddressRule, Approval } from '../invite/limits.ts';
import type { UnusedFate } from '../invite/password-gate.ts';
import { type Problem, type ProblemCode, problem } from '../invite/problem.ts';
import type { WordingLanguage } from '../invite/wording.ts';
import type { IssueDraft } from '../messages/requests.ts';
import type { Choices, ProfileChoice } from '../messages/views.ts';
import { leafOf } from './matching.ts';
import { fromLocal, toLocal } from './moments.ts';
import { problemText } from './problem-text.ts';
import { type QuestionDraft, type QuestionField, questionErrors, questionsOf } from './question-draft.ts';
import { plural, t } from './text.ts';

/** What stands in the form's fields, as typed. */
export interface IssueValues {
  readonly label: string;
  readonly profileId: number;
  readonly entityId: number;
  readonly recursive: boolean;
  readonly groupIds: readonly number[];
  /** Milliseconds from the press on, or `custom` for the moment below. */
  readonly until: number | 'custom';
  readonly untilMoment: string;
  readonly uses: 'once' | 'number' | 'unlimited';
  readonly maxUses: string;
  readonly who: AddressRule['kind'];
  readonly address: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly domains: string;
  readonly approval: Approval;
  readonly login: LoginTemplate;
  readonly language: WordingLanguage;
  readonly from: string;
  readonly contact: string;
  readonly note: string;
  readonly privilegedConfirmed: boolean;
  readonly ifUnused: UnusedFate;
  /** What the template is called that it began with; empty for none. */
  readonly template: string;
  /** Of the admin's own, in the form. */
  readonly questions: readonly QuestionDraft[];
}

export type IssueField = keyof IssueValues;
export type FieldErrors = Partial<Record<IssueField | QuestionField, string>>;

/** The bounds of the message to the background (messages/requests.ts); the fields keep to them. */
export const longest = { label: 120, address: 255, name: 255, from: 120, contact: 200, note: 500 };
const mostUses = 100_000;
const mostDomains = 20;
const mostGroups = 30;

/** How long links usually live; what else the form may start with joins them, and what is the longest allowed. */
export function lifetimes(
  others: readonly (number | 'custom')[],
  longestLife: number | null,
): readonly number[] {
  const more = others.filter((one) => one !== 'custom');
  const usual = [day, 7 * day, 30 * day, ...more, ...(longestLife === null ? [] : [longestLife])];
  const allowed = usual.filter((lifetime) => longestLife === null || lifetime <= longestLife);
  return [...new Set(allowed)].sort((one, other) => one - other);
}

/** A lifetime in words: "7 days". */
export function lifetimeText(lifetime: number): string {
  return lifetime % day === 0
    ? plural('form_until_days', lifetime / day)
    : plural('form_until_hours', Math.max(1, Math.round(lifetime / hour)));
}

/** What the form holds before anybody touches it: good enough to press the button at once. */
export function startingValues({ start, profiles, rails }: Choices, now: Instant): IssueValues {
  return {
    label: '',
    profileId: profiles.some(({ id }) => id === start.profileId) ? start.profileId : (profiles[0]?.id ?? 0),
    entityId: start.entityId,
    recursive: start.recursive,
    groupIds: start.groupIds,
    until: start.lifetime,
    untilMoment: toLocal(now + start.lifetime),
    uses: start.maxUses === null ? 'unlimited' : start.maxUses === 1 ? 'once' : 'number',
    maxUses: String(start.maxUses !== null && start.maxUses > 1 ? start.maxUses : 10),
    who: rails.domains === null ? 'anyone' : 'domains',
    address: '',
    firstName: '',
    lastName: '',
    domains: (rails.domains ?? []).join(', '),
    approval: start.approval,
    login: start.login,
    language: start.language,
    from: start.from,
    contact: start.contact,
    note: '',
    privilegedConfirmed: false,
    ifUnused: start.ifUnused,
    template: '',
    questions: [],
  };
}

/** The profile that is chosen. */
export function profileOf(
  values: Pick<IssueValues, 'profileId'>,
  choices: Choices,
): ProfileChoice | undefined {
  return choices.profiles.find(({ id }) => id === values.profileId);
}

/** Whether the chosen profile works on other people's data: one use, approval by hand, a second look. */
export function isPrivilegedChoice(values: IssueValues, choices: Choices): boolean {
  const profile = profileOf(values, choices);
  return profile !== undefined && isPrivileged({ profile });
}

/** What the invite is called when the admin calls it nothing. */
export function defaultLabel(values: IssueValues, choices: Choices): string {
  const entity = choices.entities.find(({ id }) => id === values.entityId);
  return t('form_labelDefault', {
    profile: profileOf(values, choices)?.name,
    entity: entity === undefined ? undefined : leafOf(entity.name),
  }).slice(0, longest.label);
}

/** When the link would end if the button were pressed at `now`; null while that cannot be told. */
export function untilOf(values: IssueValues, now: Instant): Instant | null {
  return values.until === 'custom' ? fromLocal(values.untilMoment) : now + values.until;
}

function domainsOf(text: string): readonly string[] {
  return text.split(/[\s,;]+/).filter((domain) => domain !== '');
}

function ruleOf(values: IssueValues): AddressRule {
  if (values.who === 'address') return { kind: 'address', address: values.address.trim() };
  if (values.who === 'domains') return { kind: 'domains', domains: domainsOf(values.domains) };
  return { kind: 'anyone' };
}

/** What is wrong with the fields, by field, in the user's words; empty when nothing is. */
export function errorsOf(values: IssueValues, choices: Choices, now: Instant): FieldErrors {
  const errors: FieldErrors = questionErrors(values.questions);
  const say = (found: Problem) => {
    const { sentence, next } = problemText(found);
    return `${sentence} ${next}`;
  };
  if (!choices.entities.some(({ id }) => id === values.entityId)) errors.entityId = t('form_entityMissing');
  if (values.groupIds.length > mostGroups) errors.groupIds = t('form_groupsTooMany', { count: mostGroups });

  const until = untilOf(values, now);
  if (until === null) errors.untilMoment = t('form_momentMissing');
  else if (until <= now) errors.untilMoment = say(problem('untilInThePast'));
  else {
    const tooLong = lifeAbove(choices.rails, until, now);
    if (tooLong) errors[values.until === 'custom' ? 'untilMoment' : 'until'] = say(tooLong);
  }

  const rule = ruleOf(values);
  if (rule.kind === 'address') {
    if (rule.address === '') errors.address = t('form_addressMissing');
    else if (!isAddress(rule.address))
      errors.address = say(problem('addressNotValid', { address: rule.address }));
    else {
      const outside = addressOutside(choices.rails, rule.address);
      if (outside) errors.address = say(outside);
    }
  }
  if (rule.kind === 'domains') {
    const wrong = rule.domains.find((domain) => foldDomain(domain) === null);
    if (rule.domains.length === 0) errors.domains = t('form_domainsMissing');
    else if (rule.domains.length > mostDomains)
      errors.domains = t('form_domainsTooMany', { count: mostDomains });
    else if (wrong !== undefined) errors.domains = say(problem('domainNotValid', { domain: wrong }));
    else {
      const [outside] = rule.domains.flatMap((domain) => addressOutside(choices.rails, domain) ?? []);
      if (outside) errors.domains = say(outside);
    }
  }
  if (isPrivilegedChoice(values, choices)) {
    if (!values.privilegedConfirmed) errors.privilegedConfirmed = say(problem('privilegedNeedsConfirmation'));
  } else if (values.uses === 'number') {
    const uses = Number(values.maxUses);
    if (!/^\d+$/.test(values.maxUses.trim()) || uses < 1 || uses > mostUses) {
      errors.maxUses = t('form_usesNotWhole', { most: mostUses });
    } else {
      const tooMany = usesAbove(choices.rails, uses);
      if (tooMany) errors.maxUses = say(tooMany);
    }
  }
  return errors;
}

/** The draft for the background, of values without errors. */
export function draftOf(values: IssueValues, choices: Choices, now: Instant): IssueDraft {
  const privileged = isPrivilegedChoice(values, choices);
  const rule = ruleOf(values);
  const maxUses = values.uses === 'unlimited' ? null : values.uses === 'once' ? 1 : Number(values.maxUses);
  return {
    label: values.label.trim() || defaultLabel(values, choices),
    profileId: values.profileId,
    entityId: values.entityId,
    recursive: values.recursive,
    groupIds: [...values.groupIds],
    login: values.login,
    until: untilOf(values, now) ?? now,
    maxUses: privileged ? 1 : maxUses,
    address: rule.kind === 'domains' ? { kind: 'domains', domains: [...rule.domains] } : rule,
    approval: privileged ? 'byHand' : values.approval,
    language: values.language,
    from: values.from.trim(),
    contact: values.contact.trim(),
    note: values.note.trim(),
    questions: questionsOf(values.questions),
    ...(values.template === '' ? {} : { template: values.template }),
    invitee:
      rule.kind === 'address'
        ? { firstName: values.firstName.trim(), lastName: values.lastName.trim(), email: rule.address }
        : null,
    privilegedConfirmed: privileged && values.privilegedConfirmed,
  };
}

/** Whether something is wrong with a field that "More options" may hide. */
export function isWithinMore(errors: FieldErrors): boolean {
  return Object.keys(errors).some((field) => /^(groupIds|question\d+|options\d+)$/.test(field));
}

/** The field that a problem of the background's is about, where it stands in the form; null for all others. */
export function fieldOf(code: ProblemCode, values: IssueValues): IssueField | null {
  if (code === 'profileNotGrantable' || code === 'profileMissing' || code === 'profileOutsideRails')
    return 'profileId';
  if (code === 'entityMissing') return 'entityId';
  if (code === 'groupMissing') return 'groupIds';
  if (code === 'untilInThePast' || code === 'lifeAboveRail')
    return values.until === 'custom' ? 'untilMoment' : 'until';
  if ((code === 'usesNotPositive' || code === 'usesAboveRail') && values.uses === 'number') return 'maxUses';
  if (code === 'addressNotValid' && values.who === 'address') return 'address';
  if (code === 'domainNotValid' && values.who === 'domains') return 'domains';
  return null;
}
