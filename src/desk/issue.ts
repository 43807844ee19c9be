import { buildForm, type FormPlan, findForm, formLink, keyOfForm, purgeForm } from '../glpi/forms.ts';
import { escapeHtml } from '../glpi/html.ts';
import type { Call, Session } from '../glpi/session.ts';
import { siteName } from '../glpi/site-address.ts';
import { isPrivileged } from '../invite/grant.ts';
import { limitsWithin } from '../invite/guard-rails.ts';
import {
  type BatchLink,
  type FormInvite,
  type Invite,
  isBatch,
  isBatchLink,
  isFormInvite,
  type SiteId,
} from '../invite/invite.ts';
import { headerParagraphs, type Surroundings } from '../invite/invitee-messages.ts';
import { hex, newInviteId, newKey, newUuid } from '../invite/key.ts';
import { problemWithLimits } from '../invite/limits.ts';
import { fail, type Problem, ProblemError, problemOf } from '../invite/problem.ts';
import { problemWithQuestions } from '../invite/question.ts';
import { canChange } from '../invite/status.ts';
import { inviteeText } from '../invite/texts/index.ts';
import type { IssueDraft } from '../messages/requests.ts';
import { categoryOf } from './category.ts';
import { asLastChoices, grantFrom } from './choices.ts';
import { claimsPlace } from './claims-place.ts';
import { obstacle } from './connect.ts';
import type { Environment } from './environment.ts';
import { entry } from './journal.ts';
import { putOff } from './retry.ts';
import { firstMark, recordFor } from './sealed.ts';
import { ownKey } from './sealer.ts';
import { inSession } from './sessions.ts';
import { siteWork } from './site-work.ts';

/**
 * Issues an invite: the ledger first, then the form in GLPI, in five calls. When any of them fails, what was built is
 * taken down again and the reason is thrown; when that cannot be done either, the next round does it.
 */
export async function issue(env: Environment, site: SiteId, draft: IssueDraft): Promise<FormInvite> {
  const session = await readyToIssue(env, site);
  const invite = await draftInvite(env, site, draft, session);
  return await siteWork(env, site, async () => {
    await env.ledger.write(async (ledger) => {
      await ledger.putInvite(invite);
      await ledger.journal(
        entry(env, site, 'inviteOpening', { actor: session.userName, inviteId: invite.id }),
      );
    });
    try {
      await inSession(env, site, (call, open) => buildInGlpi(env, call, open, invite));
    } catch (thrown) {
      await takeDown(env, invite.id, problemOf(thrown));
      throw thrown;
    }
    const opened = await env.ledger.write(async (ledger) => {
      const now = await ledger.invite(invite.id);
      if (!now || !isFormInvite(now)) fail('inviteUnknown');
      const open: FormInvite = { ...now, state: 'open' };
      await ledger.putInvite(open);
      await ledger.journal(
        entry(env, site, 'inviteOpened', { actor: session.userName, inviteId: invite.id }),
      );
      const known = await ledger.site(site);
      if (known)
        await ledger.putSite({
          ...known,
          lastChoices: asLastChoices(draft, draft, env.now()),
          // What was built a moment ago needs no look yet.
          inspectedAt: known.inspectedAt ?? env.now(),
        });
      return open;
    });
    env.changed();
    return opened;
  });
}

/** The session in which forms can be issued at the site. Fails with what stands in the way. */
export async function readyToIssue(env: Environment, site: SiteId): Promise<Session> {
  const session = await inSession(env, site, async (_, open) => open);
  const inTheWay = obstacle(session);
  if (inTheWay) throw new ProblemError(inTheWay);
  // Before the invite is dated, so that it is younger than its claims.
  await inSession(env, site, (call) => claimsPlace(env, call, site));
  return session;
}

/**
 * The invite that a draft asks for, as it is first written down. Fails with what is wrong with the grant, the limits or
 * the questions. `id`: fixed before, by whoever issues many.
 */
export async function draftInvite(
  env: Environment,
  site: SiteId,
  draft: IssueDraft,
  session: Session,
  id = newInviteId(env.random),
): Promise<FormInvite> {
  const grant = await grantFrom(env, site, draft);
  const privileged = isPrivileged(grant);
  if (privileged && !draft.privilegedConfirmed)
    fail('privilegedNeedsConfirmation', { profile: grant.profile.name });
  const asked = {
    until: draft.until,
    // A grant that opens other people's data is for one person, and an admin looks at who it is (design, "Promises").
    maxUses: privileged ? 1 : draft.maxUses,
    address: draft.address,
    approval: privileged ? ('byHand' as const) : draft.approval,
  };
  const wrong = problemWithLimits(asked, env.now());
  if (wrong) throw new ProblemError(wrong);
  const limits = limitsWithin(await env.guardRails(), asked, env.now());
  const questions = draft.questions ?? [];
  const unclear = problemWithQuestions(questions);
  if (unclear) throw new ProblemError(unclear);
  const uuid = () => newUuid(env.random);
  return {
    id,
    site,
    label: draft.label,
    note: '',
    key: newKey(env.random),
    state: 'opening',
    closedBecause: null,
    gate: {
      kind: 'form',
      formUuid: uuid(),
      sectionUuid: uuid(),
      questionUuids: { firstName: uuid(), lastName: uuid(), email: uuid(), phone: uuid() },
      nonce: hex(env.random(16)),
      formId: null,
      ...(questions.length > 0 ? { ownUuids: questions.map(uuid) } : {}),
    },
    grant,
    limits,
    wording: {
      language: draft.language,
      from: draft.from || session.userName,
      contact: draft.contact,
      note: draft.note,
    },
    ...(questions.length > 0 ? { questions } : {}),
    invitee: draft.invitee,
    createdAt: env.now(),
    createdBy: session.userName,
    ...(draft.template ? { template: draft.template } : {}),
    closedAt: null,
    purgeAt: null,
    trouble: null,
    attempts: 0,
    retryAt: null,
    afterTicket: (await env.ledger.site(site))?.watermark?.ceiling ?? 0,
    ...firstMark(await ownKey(env), env.now()),
  };
}

/** What the form of an invite is built of. Fails with `keyGone` where the key was forgotten. */
export async function planOf(
  env: Environment,
  call: Call,
  session: Session,
  invite: FormInvite,
  links: readonly BatchLink[] | null = null,
): Promise<FormPlan> {
  if (invite.key === null) fail('keyGone');
  return {
    gate: invite.gate,
    key: invite.key,
    entityId: invite.grant.entity.id,
    categoryId: await categoryOf(env, call, invite.site),
    address: invite.limits.address,
    questions: invite.questions ?? [],
    texts: formTexts(env, invite, session.mail),
    record: (formId) => recordFor(env, invite, formId, links),
  };
}

/** Builds the form of an invite that is written down, and writes down its id as soon as there is one. */
export async function buildInGlpi(
  env: Environment,
  call: Call,
  session: Session,
  invite: FormInvite,
  links: readonly BatchLink[] | null = null,
): Promise<void> {
  const plan = await planOf(env, call, session, invite, links);
  await buildForm(call, plan, async (formId) => {
    await env.ledger.write(async (ledger) => {
      const now = await ledger.invite(invite.id);
      if (now) await ledger.putInvite({ ...now, gate: { ...invite.gate, formId } });
    });
  });
}

/** What the invitee's texts need to know of their surroundings. */
export function surroundings(env: Environment, site: SiteId): Surroundings {
  return { siteName: siteName(site), timeZone: env.timeZone() };
}

export function formTexts(env: Environment, invite: Invite, mail: boolean): FormPlan['texts'] {
  const say = (name: Parameters<typeof inviteeText>[1]) => inviteeText(invite.wording.language, name);
  return {
    name: say('formName'),
    header: headerParagraphs(invite, surroundings(env, invite.site), mail)
      .map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`)
      .join(''),
    section: say('formSection'),
    questions: {
      firstName: say('firstName'),
      lastName: say('lastName'),
      email: say('email'),
      phone: say('phone'),
      code: say('code'),
    },
    ticketTitle: say('ticketTitle'),
  };
}

/** The link of an open or paused invite. Fails with `keyGone` when there is none any more, and for the form of a whole batch. */
export async function linkOf(env: Environment, invite: Invite): Promise<string> {
  if (isBatch(invite) || !canChange(invite)) fail('keyGone');
  if (invite.colleague && isFormInvite(invite)) return await linkOfColleague(env, invite);
  if (invite.key === null) fail('keyGone');
  if (isFormInvite(invite) && invite.gate.formId !== null)
    return formLink(invite.site, invite.gate.formId, invite.key, invite.gate, invite.invitee);
  const batch = isBatchLink(invite) ? await env.ledger.invite(invite.gate.batchId) : undefined;
  return batch === undefined ? fail('keyGone') : linkBehind(batch, invite);
}

/** The key of a colleague's invite is asked from GLPI each time, and kept nowhere. */
async function linkOfColleague(env: Environment, invite: FormInvite): Promise<string> {
  const { formId } = invite.gate;
  if (formId === null || invite.colleague?.resting) fail('keyGone');
  const key = await inSession(env, invite.site, (call) => keyOfForm(call, formId));
  return key === null ? fail('keyGone') : formLink(invite.site, formId, key, invite.gate, null);
}

/** The link of one of the invites behind a batch's form. Fails with `keyGone` where either has ended. */
export function linkBehind(batch: Invite, link: Invite): string {
  if (!isBatch(batch) || batch.key === null || batch.gate.formId === null || !canChange(batch))
    fail('keyGone');
  if (link.key === null || !canChange(link)) fail('keyGone');
  return formLink(batch.site, batch.gate.formId, batch.key, batch.gate, link.invitee, link.key);
}

/**
 * Takes down what was built of an invite that never opened, and closes it as failed. The form is looked for by its
 * uuid too: GLPI may have made it and the reply got lost.
 */
export async function takeDown(env: Environment, inviteId: string, because: Problem): Promise<void> {
  const invite = await env.ledger.invite(inviteId);
  if (invite?.state !== 'opening' || !isFormInvite(invite)) return;
  let trouble: Problem | null = null;
  try {
    await inSession(env, invite.site, async (call) => {
      const formId = invite.gate.formId ?? (await findForm(call, invite.gate.formUuid));
      if (formId !== null) await purgeForm(call, formId);
    });
  } catch (thrown) {
    trouble = problemOf(thrown);
  }
  await env.ledger.write(async (ledger) => {
    const now = await ledger.invite(inviteId);
    if (now?.state !== 'opening') return;
    if (trouble) {
      await ledger.putInvite({ ...now, ...putOff(now, trouble, env.now()) });
    } else {
      await ledger.putInvite({
        ...now,
        key: null,
        state: 'closed',
        closedBecause: 'failed',
        closedAt: env.now(),
        trouble: because,
        retryAt: null,
      });
      await ledger.journal(entry(env, now.site, 'inviteTakenDown', { inviteId, reason: because }));
    }
  });
  env.changed();
}
