import browser from 'webextension-polyfill';
import panelScript from '../content/panel/main.tsx?script&iife';
import { choicesFor } from '../desk/choices.ts';
import { beginClosing } from '../desk/close.ts';
import { connect, forgetSite, mendSite, viewSite, viewSites } from '../desk/connect.ts';
import { approve, firstPassword, refuse, retry } from '../desk/decide.ts';
import type { Environment } from '../desk/environment.ts';
import { issue } from '../desk/issue.ts';
import { closeAllInvites, removeClosedForms, viewLeaving } from '../desk/leave.ts';
import { lookAnewIfClosed } from '../desk/password-door.ts';
import {
  issueAgain,
  issuePersonal,
  notComeIn,
  personalById,
  personalFirstPassword,
} from '../desk/personal.ts';
import { makeBackup, previewRestore, restore, viewRecords } from '../desk/records.ts';
import { viewInvite, viewPersonalShare, viewRegistration, viewShare } from '../desk/views.ts';
import { round } from '../desk/watch.ts';
import { type ItemShown, isWithin, siteOf } from '../glpi/site-address.ts';
import { type Invite, isBatchLink, type SiteId } from '../invite/invite.ts';
import type { PersonalInvite } from '../invite/password-gate.ts';
import { fail, ProblemError } from '../invite/problem.ts';
import type {
  IssueDraft,
  Issued,
  PersonalDraft,
  PersonallyIssued,
  ReplyOf,
  RequestName,
  RequestOf,
} from '../messages/requests.ts';
import { bulkHandlers } from './bulk-handlers.ts';
import { syncContentScripts } from './content-scripts.ts';
import { dashboardHandlers } from './dashboard-handlers.ts';
import { openDashboard, placeInDashboard } from './dashboard-tab.ts';
import { inPageHandlers } from './in-page-handlers.ts';
import { forgetUpdate, unseenVersion } from './news.ts';
import { noticeHandlers } from './notice-handlers.ts';
import { offeredSites } from './offered-sites.ts';
import { roundForVisiblePage, roundsForOurPage } from './rounds.ts';
import { errandAtSite, errandInTab, tabsOf } from './site-tabs.ts';
import { teamHandlers } from './team-handlers.ts';
import { askVendorAboutKey, vendorReachable } from './vendor.ts';

/** Who asks: a GLPI page of a connected site, with its tab, or one of our own pages. */
export interface Asker {
  /** The connected site that the page lies in; null for our own pages. */
  readonly site: SiteId | null;
  readonly tabId: number | null;
  /** The ticket or user that the page shows, by its address; null for every other page, and for our own. */
  readonly shows: ItemShown | null;
}

export type Handlers = {
  readonly [Name in RequestName]: (
    env: Environment,
    request: RequestOf<Name>,
    asker: Asker,
  ) => Promise<ReplyOf<Name>>;
};

const intendedKey = 'intended site';

export const handlers: Handlers = {
  'page.visible': async (env, _, asker) => {
    const site = siteOfAsker(asker);
    await reconnectFromPage(env, site);
    return await roundForVisiblePage(env, site);
  },
  'page.openPanel': async (_env, _, asker) => {
    if (asker.tabId === null) fail('notAllowedHere');
    await browser.scripting.executeScript({ target: { tabId: asker.tabId }, files: [panelScript] });
    return null;
  },
  'panel.start': async (env, _, asker) => {
    const site = siteOfAsker(asker);
    let view = await viewSite(env, site);
    if (view.state !== 'connected') view = await connectAndWatch(env, site);
    if (!view.canIssue) return { site: view, choices: null };
    await lookAnewIfClosed(env, site);
    return { site: view, choices: await choicesFor(env, site) };
  },
  'panel.issue': async (env, { draft }, asker) => await issueAndShare(env, siteOfAsker(asker), draft),
  'panel.issuePersonal': async (env, { draft }, asker) => await issueInPerson(env, siteOfAsker(asker), draft),
  'panel.openWelcome': async (_env, _, asker) => {
    await openWelcome(siteOfAsker(asker));
    return null;
  },
  'page.openDashboard': async (_env, _, asker) => {
    await openDashboard(placeInDashboard('registrations', { state: 'needsYou', site: siteOfAsker(asker) }));
    return null;
  },
  'page.openDoctor': async (_env, _, asker) => {
    const page = browser.runtime.getURL('src/pages/doctor/index.html');
    await browser.tabs.create({ url: `${page}?site=${encodeURIComponent(siteOfAsker(asker))}` });
    return null;
  },

  'site.list': async (env) => {
    const sites = await viewSites(env);
    // Whoever opens the popup wants to know what is new now; what is found is told as a change.
    void roundsForOurPage(env).catch(() => {});
    return sites;
  },
  'site.inTab': async (env, { tabId }) => {
    const found = await errandInTab(tabId, { kind: 'identify' }, null);
    if (!found) fail('notGlpi', { address: '' });
    if (!found.ok) throw new ProblemError(found.problem);
    return await viewSite(env, found.value.base);
  },
  'site.byAddress': async (env, { address }) => {
    const typed = siteOf(address);
    if (typed === null) fail('notGlpi', { address });
    // A connected site may be deeper than what its address tells: `host/glpi/plugins/x` is within `host/glpi`.
    const sites = await env.ledger.sites();
    const known = sites.find(({ id }) => id === typed || isWithin(id, address.trim()));
    return await viewSite(env, known?.id ?? typed);
  },
  'site.offered': async (env) => await offeredSites(env),
  'site.intend': async (env, { site }) => {
    await env.memory.set(intendedKey, site);
    return null;
  },
  'site.connect': async (env, { site }) => await connectAndWatch(env, site),
  'site.mend': async (env, { site, mend }) => {
    const { problem } = await mendSite(env, site, mend);
    const view = await connectAndWatch(env, site);
    // The connection never hung on this one: that it did not work is for whoever pressed it.
    if (mend === 'openPasswordPage' && problem) throw new ProblemError(problem);
    return view;
  },
  'site.openTab': async (_env, { site }) => {
    const [open] = await tabsOf(site);
    if (open === undefined) await browser.tabs.create({ url: `${site}/front/user.php` });
    else await browser.tabs.update(open, { active: true });
    return null;
  },
  'site.forget': async (env, { site }) => {
    await forgetSite(env, site);
    await syncContentScripts(env);
    return null;
  },
  'site.choices': async (env, { site }) => await choicesFor(env, site),

  'invite.issue': async (env, { site, draft }) => await issueAndShare(env, site, draft),
  'invite.list': async (env, { site, onlyLive, limit }) => {
    const wanted = (invite: Invite) =>
      (site === null || invite.site === site) &&
      // A batch stands for its links, of which there may be thousands.
      (!onlyLive || (invite.state !== 'closed' && !isBatchLink(invite)));
    const invites = await env.ledger.newestInvites(limit, wanted);
    return await Promise.all(invites.map((invite) => viewInvite(env, invite)));
  },
  'invite.share': async (env, { invite }) => await viewShare(env, await inviteById(env, invite)),
  'invite.revoke': async (env, { invite: id }) => {
    const invite = await inviteById(env, id);
    const admin = (await env.ledger.site(invite.site))?.adminName;
    await beginClosing(env, id, 'revoked', admin);
    await round(env, invite.site);
    return await viewInvite(env, await inviteById(env, id));
  },

  'personal.issue': async (env, { site, draft }) => await issueInPerson(env, site, draft),
  'personal.again': async (env, { invite, until }) =>
    await handOverInPerson(env, await issueAgain(env, invite, until)),
  'personal.reminder': async (env, { invite }) =>
    viewPersonalShare(env, await personalById(env, invite), 'reminder'),
  'personal.firstPassword': async (env, { invite }) => await personalFirstPassword(env, invite),
  'personal.notComeIn': async (env, { site, limit }) =>
    await Promise.all((await notComeIn(env, site, limit)).map((invite) => viewInvite(env, invite))),

  'registration.list': async (env, { site, onlyNeedsYou, limit }) => {
    const here = (one: { site: SiteId }) => site === null || one.site === site;
    const found = onlyNeedsYou
      ? (await env.ledger.registrationsThatNeedYou())
          .filter(here)
          .toSorted((one, other) => other.seenAt - one.seenAt)
          .slice(0, limit)
      : await env.ledger.newestRegistrations(limit, here);
    return await Promise.all(found.map((registration) => viewRegistration(env, registration)));
  },
  'registration.approve': async (env, { registration }) =>
    await viewRegistration(env, await approve(env, registration)),
  'registration.refuse': async (env, { registration, reason }) =>
    await viewRegistration(env, await refuse(env, registration, reason)),
  'registration.retry': async (env, { registration }) =>
    await viewRegistration(env, await retry(env, registration)),
  'registration.firstPassword': async (env, { registration }) => await firstPassword(env, registration),

  // One at a time for each site: PHP makes an admin's requests wait for each other (network-key.md 2.1).
  'doctor.step': async (env, { site, step }) =>
    await env.exclusive(`doctor ${site}`, () => errandAtSite(site, { kind: 'check', step })),
  'doctor.shelf': async (env, { site, category }) =>
    await env.exclusive(`doctor ${site}`, () => errandAtSite(site, { kind: 'readShelf', category })),
  'doctor.vendorReachable': async () => await vendorReachable(),
  'doctor.askVendorAboutKey': async (_env, { key }) => await askVendorAboutKey(key),

  'records.view': async (env) => await viewRecords(env),
  'records.backup': async (env, { passphrase }) => await makeBackup(env, passphrase),
  'records.preview': async (env, { file, passphrase }) => await previewRestore(env, file, passphrase),
  'records.restore': async (env, { file, passphrase }) => {
    const done = await restore(env, file, passphrase);
    await syncContentScripts(env);
    return done;
  },

  'news.view': async () => await unseenVersion(),
  'news.seen': async () => {
    await forgetUpdate();
    return null;
  },

  'leave.view': async (env) => await viewLeaving(env),
  'leave.closeAll': async (env, { site }) => {
    await closeAllInvites(env, site);
    return await viewLeaving(env);
  },
  'leave.removeForms': async (env, { site }) => {
    await removeClosedForms(env, site);
    return await viewLeaving(env);
  },

  'journal.list': async (env, { invite, limit }) => await env.ledger.journal(limit, invite),

  ...inPageHandlers,
  ...noticeHandlers,
  ...dashboardHandlers,
  ...bulkHandlers,
  ...teamHandlers,
};

function siteOfAsker(asker: Asker): SiteId {
  return asker.site ?? fail('siteUnknown', { address: '' });
}

async function inviteById(env: Environment, id: string): Promise<Invite> {
  return (await env.ledger.invite(id)) ?? fail('inviteUnknown');
}

async function issueAndShare(env: Environment, site: SiteId, draft: IssueDraft): Promise<Issued> {
  const invite = await issue(env, site, draft);
  return { invite: await viewInvite(env, invite), share: await viewShare(env, invite) };
}

async function issueInPerson(
  env: Environment,
  site: SiteId,
  draft: PersonalDraft,
): Promise<PersonallyIssued> {
  const outcome = await issuePersonal(env, site, draft);
  return outcome.kind === 'taken' ? outcome : await handOverInPerson(env, outcome.invite);
}

/** The link, or where GLPI's page cannot be had a first password. The invite is open whatever becomes of that: it can be asked for again. */
async function handOverInPerson(env: Environment, invite: PersonalInvite): Promise<PersonallyIssued> {
  if (invite.gate.way === 'link')
    return {
      kind: 'issued',
      invite: await viewInvite(env, invite),
      share: await viewShare(env, invite),
      firstPassword: null,
    };
  const firstPassword = await personalFirstPassword(env, invite.id);
  const now = await inviteById(env, invite.id);
  return { kind: 'issued', invite: await viewInvite(env, now), share: null, firstPassword };
}

/** Connects, and makes the content scripts follow. */
export async function connectAndWatch(env: Environment, site: SiteId) {
  const view = await connect(env, site);
  await syncContentScripts(env);
  return view;
}

/** After the host was granted in the browser's own prompt: the popup that asked may be gone under it (uBlock issue 280). */
export async function connectIntended(env: Environment): Promise<void> {
  const intended = await env.memory.get(intendedKey);
  if (typeof intended !== 'string' || !(await env.hostGranted(intended))) return;
  await env.memory.remove(intendedKey);
  await connectAndWatch(env, intended);
}

/** After a browser restart the token is gone from memory; a GLPI page that is being looked at can tell it again. */
async function reconnectFromPage(env: Environment, site: SiteId): Promise<void> {
  const view = await viewSite(env, site);
  if (view.state === 'tabNeeded') await connect(env, site);
}

async function openWelcome(site: SiteId): Promise<void> {
  const page = browser.runtime.getURL('src/pages/welcome/index.html');
  await browser.tabs.create({ url: `${page}?site=${encodeURIComponent(site)}` });
}
