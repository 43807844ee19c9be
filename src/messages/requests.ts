/**
 * One typed map: name -> request and reply. The request's schema is checked when it arrives, the reply's type is
 * derived from the name by `ask`. `fromPage` marks the few that a content script inside GLPI may send; its site is
 * taken from the sender, never from the message.
 */
import * as v from 'valibot';
import type { Checked, PluginShelf } from '../glpi/checks.ts';
import { largestBackup, longestPassphrase } from '../invite/backup-rules.ts';
import { loginTemplates } from '../invite/grant.ts';
import { unusedFates } from '../invite/password-gate.ts';
import { mends } from '../invite/problem.ts';
import { wordingLanguages } from '../invite/wording.ts';
import { bulkRequests } from './bulk-requests.ts';
import { dashboardRequests } from './dashboard-requests.ts';
import {
  glpiId,
  instant,
  inviteId,
  maxUses,
  nothing,
  ours,
  page,
  questions,
  registrationId,
  siteId,
  text,
} from './definition.ts';
import { inPageRequests } from './in-page-requests.ts';
import { noticeRequests } from './notice-requests.ts';
import { teamRequests } from './team-requests.ts';
import type {
  BackupFile,
  Choices,
  FirstPassword,
  InviteView,
  JournalView,
  LeavingView,
  PageView,
  RecordsView,
  RegistrationView,
  RestorePreview,
  Share,
  SiteView,
  TakenAccount,
  VendorVerdict,
} from './views.ts';

const passphrase = v.pipe(v.string(), v.maxLength(longestPassphrase));
const backupFile = v.pipe(v.string(), v.maxLength(largestBackup));

/** What an admin chose in the panel or the popup. Ids only: names, and whether they may be granted, are looked up. */
export const issueDraft = v.strictObject({
  label: text(120),
  profileId: glpiId,
  entityId: glpiId,
  recursive: v.boolean(),
  groupIds: v.pipe(v.array(glpiId), v.maxLength(30)),
  login: v.picklist(loginTemplates),
  until: instant,
  maxUses,
  address: v.variant('kind', [
    v.strictObject({ kind: v.literal('anyone') }),
    v.strictObject({ kind: v.literal('address'), address: text(255) }),
    v.strictObject({ kind: v.literal('domains'), domains: v.pipe(v.array(text(255)), v.maxLength(20)) }),
  ]),
  approval: v.picklist(['automatic', 'byHand']),
  language: v.picklist(wordingLanguages),
  from: text(120),
  contact: text(200),
  note: text(500),
  /** Of the admin's own, in the form. */
  questions: v.optional(questions),
  /** What the template is called that it began with. */
  template: v.optional(text(120)),
  /** Prefills the form; empty strings where not known. */
  invitee: v.nullable(v.strictObject({ firstName: text(255), lastName: text(255), email: text(255) })),
  /** The admin has seen that the profile opens other people's data (central interface) and said yes. */
  privilegedConfirmed: v.boolean(),
});
export type IssueDraft = v.InferOutput<typeof issueDraft>;

export interface Issued {
  readonly invite: InviteView;
  readonly share: Share;
}

const {
  maxUses: _uses,
  address: _address,
  approval: _approval,
  invitee: _invitee,
  questions: _questions,
  ...shared
} = issueDraft.entries;

/** What an admin chose for one known person. */
export const personalDraft = v.strictObject({
  ...shared,
  person: v.strictObject({ firstName: text(255), lastName: text(255), email: text(255) }),
  ifUnused: v.picklist(unusedFates),
  /** What to do with the account that the person has already; null while nothing was chosen: then it is named, and nothing is done. */
  existing: v.nullable(v.strictObject({ userId: glpiId, choice: v.picklist(['newLink', 'restore']) })),
});
export type PersonalDraft = v.InferOutput<typeof personalDraft>;

/** What came of it: a link, or a first password that is shown this once; or the accounts to choose about. */
export type PersonallyIssued =
  | {
      readonly kind: 'issued';
      readonly invite: InviteView;
      readonly share: Share | null;
      readonly firstPassword: FirstPassword | null;
    }
  | { readonly kind: 'taken'; readonly accounts: readonly TakenAccount[] };

export const requests = {
  // --- What a content script in a GLPI page may ask; the site is the sender's. ---
  /** Sent when a GLPI page becomes visible, and every 5 s while one is and something is open: a round follows. */
  'page.visible': page<PageView>().with(nothing),
  /** Sent on a trusted click on our button: the panel is injected into the sender's tab. */
  'page.openPanel': page<null>().with(nothing),
  /** What the panel needs to start with. `choices` is null while the site cannot issue; `site` says why. */
  'panel.start': page<{ site: SiteView; choices: Choices | null }>().with(nothing),
  'panel.issue': page<Issued>().with(v.strictObject({ draft: issueDraft })),
  'panel.issuePersonal': page<PersonallyIssued>().with(v.strictObject({ draft: personalDraft })),
  /** Opens the extension's own page about this site in a tab. */
  'panel.openWelcome': page<null>().with(nothing),
  /** Opens the dashboard at what waits at this site, in a tab. */
  'page.openDashboard': page<null>().with(nothing),
  /** Opens the doctor about this site in a tab. Checks nothing by itself. */
  'page.openDoctor': page<null>().with(nothing),

  // --- What our own pages may ask. ---
  /** All sites we know, connected or not. */
  'site.list': ours<SiteView[]>().with(nothing),
  /** Which GLPI is in this tab? Looks into the page under the toolbar click's own permission. Fails with `notGlpi`. */
  'site.inTab': ours<SiteView>().with(v.strictObject({ tabId: v.pipe(v.number(), v.integer()) })),
  /** Which site an admin means by a typed or pasted address; nothing is fetched. Fails with `notGlpi` when it is no address. */
  'site.byAddress': ours<SiteView>().with(v.strictObject({ address: text(2_000) })),
  /** GLPIs that the organisation has named and that are not connected here. */
  'site.offered': ours<{ readonly id: string; readonly name: string }[]>().with(nothing),
  /** Told before permissions.request, without waiting: if the popup dies under the prompt, the background goes on. */
  'site.intend': ours<null>().with(v.strictObject({ site: siteId })),
  /** After the host was granted: opens an API session of our own and learns what the admin may do. Never throws away what works. */
  'site.connect': ours<SiteView>().with(v.strictObject({ site: siteId })),
  /** Makes the one change that `mend` names with the admin's web session in an open GLPI tab, and connects again. */
  'site.mend': ours<SiteView>().with(v.strictObject({ site: siteId, mend: v.picklist(mends) })),
  /** Opens (or brings to front) a tab of this GLPI. */
  'site.openTab': ours<null>().with(v.strictObject({ site: siteId })),
  /** Lets go of the site: token, session, content script. Invites and history stay in the ledger. */
  'site.forget': ours<null>().with(v.strictObject({ site: siteId })),
  'site.choices': ours<Choices>().with(v.strictObject({ site: siteId })),

  'invite.issue': ours<Issued>().with(v.strictObject({ site: siteId, draft: issueDraft })),
  /** Newest first. */
  'invite.list': ours<InviteView[]>().with(
    v.strictObject({
      site: v.nullable(siteId),
      onlyLive: v.boolean(),
      limit: v.pipe(v.number(), v.integer(), v.minValue(1)),
    }),
  ),
  /** The link and the ready-made message once more. Fails with `keyGone` when it is closed. */
  'invite.share': ours<Share>().with(v.strictObject({ invite: inviteId })),
  'invite.revoke': ours<InviteView>().with(v.strictObject({ invite: inviteId })),

  /** Invites one known person. */
  'personal.issue': ours<PersonallyIssued>().with(v.strictObject({ site: siteId, draft: personalDraft })),
  /** A new link for somebody who has not come in; the earlier one ends. */
  'personal.again': ours<PersonallyIssued>().with(v.strictObject({ invite: inviteId, until: instant })),
  /** The link with a reminder around it. Fails with `keyGone` when it has ended. */
  'personal.reminder': ours<Share>().with(v.strictObject({ invite: inviteId })),
  /** Makes a first password where there is no link, sets it, and gives it in this reply alone. */
  'personal.firstPassword': ours<FirstPassword>().with(v.strictObject({ invite: inviteId })),
  /** The people who were invited in person and have not come in, newest first. */
  'personal.notComeIn': ours<InviteView[]>().with(
    v.strictObject({
      site: v.nullable(siteId),
      limit: v.pipe(v.number(), v.integer(), v.minValue(1)),
    }),
  ),

  /** What needs an admin first, then newest first. */
  'registration.list': ours<RegistrationView[]>().with(
    v.strictObject({
      site: v.nullable(siteId),
      onlyNeedsYou: v.boolean(),
      limit: v.pipe(v.number(), v.integer(), v.minValue(1)),
    }),
  ),
  'registration.approve': ours<RegistrationView>().with(v.strictObject({ registration: registrationId })),
  'registration.refuse': ours<RegistrationView>().with(
    v.strictObject({ registration: registrationId, reason: text(500) }),
  ),
  /** Tries a failed one again. */
  'registration.retry': ours<RegistrationView>().with(v.strictObject({ registration: registrationId })),
  /** Makes a first password, sets it, and gives it in this reply alone. */
  'registration.firstPassword': ours<FirstPassword>().with(v.strictObject({ registration: registrationId })),

  /**
   * One look at what GLPI says about its GLPI Network key, in an open tab with the admin's web session. Only on the
   * admin's press; the key is in no reply.
   */
  'doctor.step': ours<Checked>().with(
    v.strictObject({
      site: siteId,
      step: v.picklist(['network', 'marketplace', 'version', 'system', 'log', 'history', 'plugins']),
    }),
  ),
  /** The most downloaded plugins of one category that GLPI named before, by its key; '' is of all, with the categories. */
  'doctor.shelf': ours<PluginShelf>().with(v.strictObject({ site: siteId, category: text(200) })),
  /** Whether the vendor answers this browser. One request, without any key; the page got the host for it before. */
  'doctor.vendorReachable': ours<{ reached: boolean }>().with(nothing),
  /**
   * What the vendor says about a key that the admin pasted. The one message that carries a key: on the press that says
   * so, to the vendor and no further.
   */
  'doctor.askVendorAboutKey': ours<VendorVerdict>().with(v.strictObject({ key: text(8_000) })),

  'records.view': ours<RecordsView>().with(nothing),
  /** Everything as one encrypted file. Fails with `passphraseTooShort`, and with `backupTooLarge`. */
  'records.backup': ours<BackupFile>().with(v.strictObject({ passphrase })),
  /** What restoring would change; nothing is written. */
  'records.preview': ours<RestorePreview>().with(v.strictObject({ file: backupFile, passphrase })),
  'records.restore': ours<RestorePreview>().with(v.strictObject({ file: backupFile, passphrase })),

  /** The version that the browser updated to and whose news nobody has seen; null when there is none. */
  'news.view': ours<string | null>().with(nothing),
  'news.seen': ours<null>().with(nothing),

  /** Of each site, what would stay behind there without the extension. */
  'leave.view': ours<LeavingView[]>().with(nothing),
  'leave.closeAll': ours<LeavingView[]>().with(v.strictObject({ site: siteId })),
  'leave.removeForms': ours<LeavingView[]>().with(v.strictObject({ site: siteId })),

  /** Newest first; `inviteId` null is all. */
  'journal.list': ours<JournalView[]>().with(
    v.strictObject({ invite: v.nullable(inviteId), limit: v.pipe(v.number(), v.integer(), v.minValue(1)) }),
  ),

  ...inPageRequests,
  ...noticeRequests,
  ...dashboardRequests,
  ...bulkRequests,
  ...teamRequests,
};

export type RequestName = keyof typeof requests;
export type RequestOf<Name extends RequestName> = v.InferOutput<(typeof requests)[Name]['request']>;
export type ReplyOf<Name extends RequestName> =
  NonNullable<(typeof requests)[Name]['reply']> extends infer Reply
    ? null extends Exclude<(typeof requests)[Name]['reply'], undefined>
      ? Reply | null
      : Reply
    : never;
