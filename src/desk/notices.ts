import { siteName } from '../glpi/site-address.ts';
import { day, hour, type Instant, minute } from '../invite/instant.ts';
import { type Invite, isBatch, type SiteId } from '../invite/invite.ts';
import type { NoticeKind, NoticeSettings } from '../invite/notice.ts';
import { isPersonal, needsFirstPassword } from '../invite/password-gate.ts';
import type { Problem, ProblemCode } from '../invite/problem.ts';
import type { Registration } from '../invite/registration.ts';
import { troubledSince } from './connect.ts';
import type { Environment } from './environment.ts';
import { mostAttempts } from './retry.ts';

/** One thing that an admin may have to be told of. */
export interface Due {
  /** Its kind and subject in one text: what is known by the same text was told, or seen, before. */
  readonly about: string;
  readonly kind: NoticeKind;
  readonly site: SiteId;
  readonly siteName: string;
  readonly registration: string | null;
  readonly invite: string | null;
  /** The person, as they typed themselves; the invite's label where it is about that. Told only where names may be. */
  readonly who: string;
  readonly label: string;
  readonly problem: Problem | null;
}

/** An invite that nobody has used is told of so long before its end; one of a shorter life, at half of it. */
const soon = day;
/** A site that does not answer for so long, without a break, is told of. */
const longSilence = hour;
/** Whoever issues to somebody without a link is shown the first password there and then, a moment after the account is made. */
const beingShown = minute;

/** Troubles of an invite that no retry mends. */
const forPeople: readonly ProblemCode[] = [
  'formGone',
  'formInactive',
  'formEdited',
  'entityMissing',
  'profileMissing',
  'profileNotGrantable',
  'groupMissing',
  'accountGone',
  'accountInTrash',
  'accountInactive',
  'accountElsewhere',
  'linkReplaced',
  'linkNotSet',
  'linkNotCleared',
  'grantNotGiven',
  'rightRefused',
  'refusedByGlpi',
];

/**
 * What came up since this was last asked, each thing once for ever: what is given back is written down as told in the
 * same transaction, so that no killed background tells it a second time.
 */
export async function takeNotices(env: Environment): Promise<Due[]> {
  return await env.exclusive('notices', async () => {
    const live = await env.ledger.liveInvites();
    const due = await dueNow(env, live);
    const abouts = new Set(due.map(({ about }) => about));
    const lasting = new Set(live.flatMap(({ id, state }) => (state === 'closed' ? [] : [id])));
    return await env.ledger.write(async (ledger) => {
      const told = await ledger.noticed();
      const known = new Set(told.map(({ about }) => about));
      for (const { about, invite } of told) {
        // An invite's trouble may come and go: it is not news each time.
        if (!abouts.has(about) && !(invite !== null && lasting.has(invite)))
          await ledger.deleteNoticed(about);
      }
      const fresh = due.filter(({ about }) => !known.has(about));
      for (const { about, registration, invite } of fresh)
        await ledger.putNoticed({ about, at: env.now(), invite: registration === null ? invite : null });
      return fresh;
    });
  });
}

async function dueNow(env: Environment, live: readonly Invite[]): Promise<Due[]> {
  const registrations = await env.ledger.registrationsThatNeedYou();
  const found: Due[] = [];
  for (const registration of registrations) found.push(await aboutRegistration(env, registration));
  for (const invite of live) found.push(...(await aboutInvite(env, invite)));
  const sites = new Set(live.flatMap(({ state, site }) => (state === 'open' ? [site] : [])));
  for (const site of sites) {
    const since = await troubledSince(env, site);
    if (since === null || env.now() - since < longSilence) continue;
    found.push({ ...plain('unreachable', site), about: `unreachable ${site} ${since}` });
  }
  return found;
}

function plain(kind: NoticeKind, site: SiteId): Omit<Due, 'about'> {
  return {
    kind,
    site,
    siteName: siteName(site),
    registration: null,
    invite: null,
    who: '',
    label: '',
    problem: null,
  };
}

async function aboutRegistration(env: Environment, registration: Registration): Promise<Due> {
  const { id, site, state, answers, login, reason, inviteId } = registration;
  const kind = state === 'waiting' ? 'waiting' : 'needsPerson';
  const typed = `${answers?.firstName ?? ''} ${answers?.lastName ?? ''}`.trim();
  return {
    ...plain(kind, site),
    about: `${state} ${id}`,
    registration: id,
    invite: inviteId,
    who: typed || (login ?? ''),
    label: (await env.ledger.invite(inviteId))?.label ?? '',
    problem: state === 'failed' ? reason : null,
  };
}

async function aboutInvite(env: Environment, invite: Invite): Promise<Due[]> {
  const { id, site, label, trouble, attempts, state } = invite;
  if (state === 'closed') return [];
  const mine = (kind: NoticeKind, about: string, problem: Problem | null = null): Due => ({
    ...plain(kind, site),
    about: `${about} ${id}`,
    invite: id,
    who: label,
    label,
    problem,
  });
  const found: Due[] = [];
  if (trouble !== null && (forPeople.includes(trouble.code) || attempts >= mostAttempts))
    found.push(mine('needsPerson', trouble.code, trouble));
  if (isPersonal(invite) && needsFirstPassword(invite) && env.now() - invite.gate.linkedAt > beingShown)
    found.push(mine('needsPerson', 'firstPassword'));
  if (state === 'open' && env.now() >= tellOfEnd(invite) && (await isUnused(env, invite)))
    found.push(mine('expiring', 'expiring'));
  return found;
}

/** When an unused invite is told of before it ends. */
function tellOfEnd(invite: Invite): Instant {
  const { until } = invite.limits;
  const from = isPersonal(invite) ? invite.gate.linkedAt : invite.createdAt;
  return Math.max(until - soon, from + (until - from) / 2);
}

async function isUnused(env: Environment, invite: Invite): Promise<boolean> {
  // Without a link there is nothing that could end unused: the person has a first password.
  if (isPersonal(invite)) return invite.gate.usedAt === null && invite.gate.way === 'link';
  // One notice for a whole batch, as long as any of its links is left.
  if (isBatch(invite)) return (await env.ledger.countLinksOut(invite.id)) > 0;
  // Whoever is waiting, or was refused, has used the link.
  return (await env.ledger.registrationsOf(invite.id)).length === 0;
}

export async function saveNoticeSettings(
  env: Environment,
  settings: NoticeSettings,
): Promise<NoticeSettings> {
  await env.ledger.write((ledger) => ledger.putNoticeSettings(settings));
  env.changed();
  return settings;
}
