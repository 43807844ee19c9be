import { isPrivileged } from '../invite/grant.ts';
import { mustAllowProfile, templateWithin } from '../invite/guard-rails.ts';
import { day } from '../invite/instant.ts';
import { type Invite, isBatch, type SiteId } from '../invite/invite.ts';
import { shareMessage } from '../invite/invitee-messages.ts';
import { newInviteId } from '../invite/key.ts';
import { ownMessage, unknownPlaceholders } from '../invite/own-message.ts';
import { isPersonal } from '../invite/password-gate.ts';
import { fail, ProblemError } from '../invite/problem.ts';
import { problemWithQuestions } from '../invite/question.ts';
import type { InviteTemplate, MessageTemplate, Template, TemplateValues } from '../invite/template.ts';
import type { WordingLanguage } from '../invite/wording.ts';
import type { Writing } from '../ledger/ledger.ts';
import type { Share } from '../messages/views.ts';
import { questionsOf } from './batch.ts';
import { grantFrom } from './choices.ts';
import type { Environment } from './environment.ts';
import { linkOf, surroundings } from './issue.ts';
import { entry } from './journal.ts';
import { viewShare } from './views.ts';

/** By name, invites' before messages'. */
export async function listTemplates(env: Environment): Promise<Template[]> {
  const templates = await env.ledger.templates();
  return templates.toSorted(
    (one, other) => one.kind.localeCompare(other.kind) || one.name.localeCompare(other.name),
  );
}

/** Keeps an invite's grant, limits, wording and questions as a template. Who it was for is not kept. */
export async function saveInviteAsTemplate(
  env: Environment,
  inviteId: string,
  name: string,
): Promise<InviteTemplate> {
  const invite = (await env.ledger.invite(inviteId)) ?? fail('inviteUnknown');
  const { grant, limits, wording } = invite;
  mustAllowProfile(await env.guardRails(), grant.profile);
  const template: InviteTemplate = {
    kind: 'invite',
    id: newInviteId(env.random),
    site: invite.site,
    name,
    isDefault: false,
    values: {
      gate: isPersonal(invite) ? 'personal' : 'form',
      ifUnused: isPersonal(invite) ? invite.gate.ifUnused : 'disable',
      profileId: grant.profile.id,
      entityId: grant.entity.id,
      recursive: grant.recursive,
      groupIds: grant.groups.map(({ id }) => id),
      login: grant.login,
      // Whole days as they were meant, not to the second in which it was issued.
      lifetime: Math.max(1, Math.round((limits.until - invite.createdAt) / day)) * day,
      // How often the form of a batch is sent is its links' own.
      maxUses: isBatch(invite) ? 1 : limits.maxUses,
      domains: limits.address.kind === 'domains' ? limits.address.domains : [],
      approval: isPrivileged(grant) ? 'byHand' : limits.approval,
      wording,
      questions: await questionsOf(env, invite),
    },
  };
  return await save(env, template);
}

/**
 * Keeps a message of the admin's own. Fails with `messageWithoutLink` where the link is not in it, and with
 * `placeholderUnknown` where something in braces is nothing that is filled in.
 */
export async function saveMessage(
  env: Environment,
  message: Omit<MessageTemplate, 'kind' | 'id'>,
  id: string | null,
): Promise<MessageTemplate> {
  if (!message.body.includes('{link}')) fail('messageWithoutLink');
  const [unknown] = unknownPlaceholders(`${message.subject}\n${message.body}`);
  if (unknown !== undefined) fail('placeholderUnknown', { placeholder: `{${unknown}}` });
  const template: MessageTemplate = { ...message, kind: 'message', id: id ?? newInviteId(env.random) };
  return await save(env, template);
}

/** Keeps grant, limits, wording and questions under a name: a new template, or the one of that id changed. */
export async function saveTemplate(
  env: Environment,
  site: SiteId,
  name: string,
  values: TemplateValues,
  id: string | null,
): Promise<InviteTemplate> {
  const unclear = problemWithQuestions(values.questions);
  if (unclear) throw new ProblemError(unclear);
  const grant = await grantFrom(env, site, values);
  const kept = (await env.ledger.templates()).find((one) => one.id === id);
  return await save(env, {
    kind: 'invite',
    id: id ?? newInviteId(env.random),
    site,
    name,
    isDefault: kept?.kind === 'invite' && kept.isDefault,
    values: isPrivileged(grant) ? { ...values, approval: 'byHand', maxUses: 1 } : values,
  });
}

/** Renames a template, or puts back one that was deleted a moment ago. */
export async function putTemplate(env: Environment, template: Template): Promise<Template> {
  return await save(env, template);
}

/** What is saved keeps to what the organisation has set. */
async function save<Kind extends Template>(env: Environment, asked: Kind): Promise<Kind> {
  const rails = await env.guardRails();
  const template =
    asked.kind === 'invite' ? { ...asked, values: templateWithin(rails, asked.values) } : asked;
  await env.ledger.write(async (ledger) => {
    if (template.kind === 'invite' && template.isDefault) await clearDefault(ledger, template);
    await ledger.putTemplate(template);
    await ledger.journal(await lineAbout(env, ledger, template, 'templateSaved'));
  });
  env.changed();
  return template;
}

/** One default a site. */
async function clearDefault(ledger: Writing, next: InviteTemplate): Promise<void> {
  for (const other of await ledger.templates())
    if (other.kind === 'invite' && other.isDefault && other.site === next.site && other.id !== next.id)
      await ledger.putTemplate({ ...other, isDefault: false });
}

/** Deletes a template; gone already is done. */
export async function deleteTemplate(env: Environment, id: string): Promise<void> {
  await env.ledger.write(async (ledger) => {
    const template = (await ledger.templates()).find((one) => one.id === id);
    if (!template) return;
    await ledger.deleteTemplate(id);
    await ledger.journal(await lineAbout(env, ledger, template, 'templateDeleted'));
  });
  env.changed();
}

async function lineAbout(
  env: Environment,
  ledger: Writing,
  template: Template,
  event: 'templateSaved' | 'templateDeleted',
) {
  const site = template.kind === 'invite' ? template.site : '';
  const actor = (await ledger.site(site))?.adminName;
  return entry(env, site, event, { ...(actor ? { actor } : {}), detail: { template: template.name } });
}

/** The link of an invite with one of our ready-made messages, or one of the admin's own. Fails like `linkOf`. */
export async function shareWith(
  env: Environment,
  invite: Invite,
  choice: { readonly language: WordingLanguage | null; readonly message: string | null },
): Promise<Share> {
  // Its own message says what a set-password page is.
  if (isPersonal(invite)) return await viewShare(env, invite);
  const link = await linkOf(env, invite);
  const around = surroundings(env, invite.site);
  if (choice.message !== null) {
    const template = (await env.ledger.templates()).find(({ id }) => id === choice.message);
    if (template?.kind !== 'message') fail('templateUnknown');
    return { link, ...ownMessage(template, invite, around, link) };
  }
  const wording = { ...invite.wording, language: choice.language ?? invite.wording.language };
  return { link, ...shareMessage({ ...invite, wording }, around, link) };
}
