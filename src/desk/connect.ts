import { canIssueForms, canWatchTickets, createsUsers, readsProfiles } from '../glpi/rights.ts';
import type { Session } from '../glpi/session.ts';
import { isSecure, siteName } from '../glpi/site-address.ts';
import { newestTicketId } from '../glpi/tickets.ts';
import { hasForms, isSupported } from '../glpi/versions.ts';
import { type Instant, minute } from '../invite/instant.ts';
import type { Invite, SiteId } from '../invite/invite.ts';
import { isPersonal, needsFirstPassword } from '../invite/password-gate.ts';
import { fail, type Mend, type Problem, problem, problemOf } from '../invite/problem.ts';
import type { Registration } from '../invite/registration.ts';
import type { Site } from '../ledger/ledger.ts';
import type { InviteKind, SiteView } from '../messages/views.ts';
import type { Environment } from './environment.ts';
import { entry } from './journal.ts';
import { doorOf, forgetDoor } from './password-door.ts';
import { currentSession, forgetSession, inSession, openWithAppTokens, renewSession } from './sessions.ts';

/** A clock that is further off makes invites end at another time than the admin means. */
const wrongClock = 5 * minute;

const troubleKey = (site: SiteId) => `trouble ${site}`;
const silenceKey = (site: SiteId) => `silence ${site}`;
/** Nothing was tried for so long: the computer slept, and what was before does not count. */
const asleep = 15 * minute;

interface Silence {
  readonly since: Instant;
  readonly seenAt: Instant;
}

/**
 * Connects a site, or checks the connection: opens a session of our own, learns what the admin may do, and remembers
 * the site. Never fails: the view says what stands in the way.
 */
export async function connect(env: Environment, site: SiteId): Promise<SiteView> {
  try {
    const session = await renewSession(env, site);
    if (!isSupported(session.version)) fail('glpiTooOld', { version: session.version });
    await remember(env, site, session);
    await noteTrouble(env, site, null);
  } catch (thrown) {
    await noteTrouble(env, site, problemOf(thrown));
  }
  env.changed();
  return await viewSite(env, site);
}

/** Keeps what stands in the way, for the surfaces and the badge, until the site answers again. */
export async function noteTrouble(env: Environment, site: SiteId, trouble: Problem | null): Promise<void> {
  if (!trouble) {
    await env.memory.remove(troubleKey(site));
    await env.memory.remove(silenceKey(site));
    return;
  }
  await env.memory.set(troubleKey(site), trouble);
  const before = (await env.memory.get(silenceKey(site))) as Silence | undefined;
  const isOne = before !== undefined && env.now() - before.seenAt < asleep;
  const silence: Silence = { since: isOne ? before.since : env.now(), seenAt: env.now() };
  await env.memory.set(silenceKey(site), silence);
}

/** Since when nothing could be done at a site, without a break; null where something can. */
export async function troubledSince(env: Environment, site: SiteId): Promise<Instant | null> {
  return ((await env.memory.get(silenceKey(site))) as Silence | undefined)?.since ?? null;
}

async function remember(env: Environment, site: SiteId, session: Session): Promise<void> {
  const known = await env.ledger.site(site);
  // Invites are issued after this moment, and so their registrations have higher ids.
  const newest =
    known?.watermark || !hasForms(session.version)
      ? null
      : await inSession(env, site, (call) => newestTicketId(call));
  await env.ledger.write(async (ledger) => {
    const before = await ledger.site(site);
    await ledger.putSite({
      id: site,
      connectedAt: before?.connectedAt ?? env.now(),
      adminName: session.userName,
      version: session.version,
      language: session.language,
      formCategoryId: before?.formCategoryId ?? null,
      watermark:
        before?.watermark ??
        (newest === null ? null : { floor: newest, ceiling: newest, ceilingSince: env.now() }),
      lastChoices: before?.lastChoices ?? null,
      claims: before?.claims ?? null,
      clock: before?.clock ?? {
        zone: session.clock.offset - session.serverAhead,
        toldAt: env.now(),
        before: null,
      },
      lookedAt: before?.lookedAt ?? null,
      inspectedAt: before?.inspectedAt ?? null,
      sealsLookedAt: before?.sealsLookedAt ?? null,
      floorsAccountId: before?.floorsAccountId ?? null,
    });
    if (!before)
      await ledger.journal(
        entry(env, site, 'siteConnected', { actor: session.userName, detail: { version: session.version } }),
      );
  });
}

/** What in the rights of the admin, or in this GLPI, keeps registration forms from being issued; null when nothing does. */
export function obstacle(session: Session): Problem | null {
  const profile = { profile: session.profileName };
  if (!createsUsers(session.rights)) return problem('userRightMissing', profile);
  if (!hasForms(session.version)) return problem('formsNotAvailable', { version: session.version });
  if (!canIssueForms(session.rights)) return problem('formRightMissing', profile);
  if (!canWatchTickets(session.rights)) return problem('ticketRightMissing', profile);
  return null;
}

/** The kinds of invites that can be issued: whoever may create accounts, and see what there is to grant, can invite in person. */
export function kindsOf(session: Session): InviteKind[] {
  return [
    ...(obstacle(session) === null ? (['form'] as const) : []),
    ...(createsUsers(session.rights) && readsProfiles(session.rights) ? (['personal'] as const) : []),
  ];
}

/** The site as surfaces show it. Asks GLPI nothing. */
export async function viewSite(env: Environment, site: SiteId): Promise<SiteView> {
  return await viewFrom(env, site, await pages(env));
}

/** What the ledger says of all sites, read once for as many as are shown. */
interface Pages {
  readonly sites: readonly Site[];
  readonly live: readonly Invite[];
  readonly waiting: readonly Registration[];
  readonly damaged: number;
}

async function pages(env: Environment): Promise<Pages> {
  const [sites, live, waiting, damaged] = await Promise.all([
    env.ledger.sites(),
    env.ledger.liveInvites(),
    env.ledger.registrationsThatNeedYou(),
    env.ledger.damagedCount(),
  ]);
  return { sites, live, waiting, damaged };
}

async function viewFrom(
  env: Environment,
  site: SiteId,
  { sites, live, waiting, damaged }: Pages,
): Promise<SiteView> {
  const [granted, session, noted] = await Promise.all([
    env.hostGranted(site),
    currentSession(env, site),
    env.memory.get(troubleKey(site)) as Promise<Problem | undefined>,
  ]);
  const known = sites.find(({ id }) => id === site);
  const kinds = session ? kindsOf(session) : [];
  const inTheWay = session ? obstacle(session) : null;
  // Personal links go without forms and tickets: then it is told, and stands in nobody's way.
  const onlyPersonal = inTheWay !== null && kinds.length > 0;
  // Taken back in the browser's own settings, at any time; a session in memory says nothing about that.
  const trouble = known && !granted ? problem('hostNotGranted') : noted;
  const blocking = trouble ?? (onlyPersonal ? null : inTheWay);
  const { unreadable } = await env.guardRails();
  const notices = [
    ...(onlyPersonal ? [inTheWay] : []),
    ...(isSecure(site) ? [] : [problem('plainHttp')]),
    ...(session && !session.mail && kinds.includes('form') ? [problem('mailOff')] : []),
    ...(session && Math.abs(session.serverAhead) > wrongClock
      ? [problem('clockWrong', { minutes: String(Math.round(Math.abs(session.serverAhead) / minute)) })]
      : []),
    ...(unreadable.length > 0 ? [problem('railsUnreadable', { settings: unreadable.join(', ') })] : []),
    ...(damaged > 0 ? [problem('recordSetAside', { count: String(damaged) })] : []),
  ];
  return {
    id: site,
    name: siteName(site),
    state: stateOf(known !== undefined, session !== undefined, blocking),
    problem: blocking,
    notices,
    adminName: session?.userName ?? known?.adminName ?? null,
    version: session?.version ?? known?.version ?? null,
    canIssue: kinds.length > 0 && !trouble,
    openInvites: live.filter((invite) => invite.site === site && invite.state === 'open').length,
    needsYou:
      waiting.filter((registration) => registration.site === site).length +
      live.filter((invite) => invite.site === site && isPersonal(invite) && needsFirstPassword(invite))
        .length,
  };
}

function stateOf(known: boolean, inSession: boolean, blocking: Problem | null): SiteView['state'] {
  if (blocking?.code === 'hostNotGranted') return 'new';
  if (blocking?.code === 'glpiTabNeeded' || blocking?.code === 'notLoggedIn')
    return known ? 'tabNeeded' : 'blocked';
  if (blocking) return 'blocked';
  if (inSession) return 'connected';
  return known ? 'tabNeeded' : 'new';
}

/** All sites that were connected. */
export async function viewSites(env: Environment): Promise<SiteView[]> {
  const read = await pages(env);
  return await Promise.all(read.sites.map(({ id }) => viewFrom(env, id, read)));
}

/**
 * Makes one change in GLPI with the admin's web session, and connects again to see whether it worked. The admin has
 * read what it changes.
 */
export async function mendSite(env: Environment, site: SiteId, mend: Mend): Promise<SiteView> {
  try {
    await mendings[mend](env, site);
    await env.ledger.write((ledger) => ledger.journal(entry(env, site, 'siteMended', { detail: { mend } })));
  } catch (thrown) {
    await noteTrouble(env, site, problemOf(thrown));
    env.changed();
    return await viewSite(env, site);
  }
  return await connect(env, site);
}

const mendings: Readonly<Record<Mend, (env: Environment, site: SiteId) => Promise<void>>> = {
  async makeApiToken(env, site) {
    await env.errand(site, { kind: 'makeApiToken' });
  },
  async turnApiOn(env, site) {
    await env.errand(site, { kind: 'turnApiOn' });
  },
  async allowExternalTokenLogin(env, site) {
    await env.errand(site, { kind: 'turnApiOn' });
  },
  async openPasswordPage(env, site) {
    await env.errand(site, { kind: 'openPasswordPage' });
    await forgetDoor(env, site);
    const { closed } = await doorOf(env, site);
    if (closed?.code === 'passwordPageMailOff') fail('mendRefused');
  },
  async letAddressIn(env, site) {
    const trouble = (await env.memory.get(troubleKey(site))) as Problem | undefined;
    const address = trouble?.code === 'addressNotAllowed' ? trouble.detail?.address : undefined;
    // Only ever the address that GLPI itself named in its refusal.
    if (!address || !/^[0-9a-f.:]+$/i.test(address)) fail('mendRefused');
    await env.errand(site, { kind: 'letAddressIn', address, name: `Invite for GLPI (${address})` });
  },
  async readAppToken(env, site) {
    const { tokens } = await env.errand(site, { kind: 'readAppTokens' });
    await openWithAppTokens(env, site, tokens);
  },
};

/** Lets go of a site: what is in memory, and the site's own record. Invites and journal stay. */
export async function forgetSite(env: Environment, site: SiteId): Promise<void> {
  await forgetSession(env, site);
  await noteTrouble(env, site, null);
  await env.ledger.write(async (ledger) => {
    await ledger.deleteSite(site);
    await ledger.journal(entry(env, site, 'siteForgotten'));
  });
  env.changed();
}
