/** What surfaces are shown. No key, no token, no password is in any of these, except where a reply says so. */
import type { VendorAnswer } from '../glpi/vendor-answer.ts';
import type { LoginTemplate, Named, ProfileInterface } from '../invite/grant.ts';
import type { GuardRails } from '../invite/guard-rails.ts';
import type { Instant } from '../invite/instant.ts';
import type { ClosedBecause, InviteState } from '../invite/invite.ts';
import type { JournalEntry } from '../invite/journal.ts';
import type { Approval, Limits } from '../invite/limits.ts';
import type { UnusedFate } from '../invite/password-gate.ts';
import type { Problem } from '../invite/problem.ts';
import type { OwnAnswer } from '../invite/question.ts';
import type { Answers, HandOver, RegistrationState } from '../invite/registration.ts';
import type { InviteTemplate } from '../invite/template.ts';
import type { WordingLanguage } from '../invite/wording.ts';

/** One GLPI and how it is with us. */
export interface SiteView {
  /** Its base URL; the id of the site in all messages. */
  readonly id: string;
  /** Host and path, as people call it. */
  readonly name: string;
  /**
   * new: not connected yet (host not granted or never asked); connected: ready to issue;
   * tabNeeded: the browser was restarted and an open GLPI tab is needed to go on; blocked: `problem` says why.
   */
  readonly state: 'new' | 'connected' | 'tabNeeded' | 'blocked';
  readonly problem: Problem | null;
  /** Facts to be told that do not block: mail off, GLPI 10, plain http. */
  readonly notices: readonly Problem[];
  /** The admin's display name in GLPI, and GLPI's version; null before the first connection. */
  readonly adminName: string | null;
  readonly version: string | null;
  /** Whether invites can be issued here, of whichever kind. */
  readonly canIssue: boolean;
  readonly openInvites: number;
  /** What waits for an admin: approvals, failures, first passwords to pass on. */
  readonly needsYou: number;
}

export interface ProfileChoice extends Named {
  readonly interface: ProfileInterface;
  readonly isDefault: boolean;
}

/** The two kinds of invites: a registration form for many, a personal link for one known person. */
export type InviteKind = 'form' | 'personal';

/** What a personal link can be at a site. */
export interface PersonalChoices {
  /** `firstPassword` where GLPI's set-password page cannot be had. */
  readonly way: 'link' | 'firstPassword';
  readonly noLinkBecause: Problem | null;
  /** How long GLPI keeps a link by itself, in milliseconds; beyond, this browser has to renew it. Null where it may be any time. */
  readonly keptByGlpi: number | null;
}

/** What this admin may grant at a site, and sensible starting values. */
export interface Choices {
  /** Only profiles that GLPI lets this admin grant. */
  readonly profiles: readonly ProfileChoice[];
  /** Full names, "Root entity > Lyon". */
  readonly entities: readonly Named[];
  readonly groups: readonly Named[];
  /** The last used or sensible first values. */
  readonly start: {
    readonly profileId: number;
    readonly entityId: number;
    readonly recursive: boolean;
    readonly groupIds: readonly number[];
    readonly login: LoginTemplate;
    /** How long the link lives, in milliseconds from now. */
    readonly lifetime: number;
    readonly maxUses: number | null;
    readonly approval: Approval;
    readonly kind: InviteKind;
    readonly ifUnused: UnusedFate;
    readonly language: WordingLanguage;
    readonly from: string;
    readonly contact: string;
  };
  readonly languages: readonly { readonly code: WordingLanguage; readonly name: string }[];
  readonly kinds: readonly InviteKind[];
  /** The site's: the default first, then by name. A new invite begins with the default, where there is one. */
  readonly templates: readonly InviteTemplate[];
  readonly personal: PersonalChoices;
  /** What the organisation has set; profiles and starting values keep to it already. */
  readonly rails: GuardRails;
}

/** An account that the person has already. */
export interface TakenAccount {
  readonly userId: number;
  readonly login: string;
  readonly name: string;
  /** In the trash: to be restored, or left alone. */
  readonly deleted: boolean;
  /** It works on other people's data, or is above what this admin may grant: asks for a second look. */
  readonly isPrivileged: boolean;
  /** Names of its profiles. */
  readonly profile: string;
  readonly userUrl: string;
  /** Why it can get no link; null when it can. */
  readonly obstacle: Problem | null;
}

/** The one person that a personal link is for. */
export interface PersonView {
  readonly name: string;
  readonly email: string;
  readonly login: string;
  readonly userUrl: string | null;
  readonly way: 'link' | 'firstPassword';
  /** When they set a password or signed in; null while they did neither. */
  readonly cameInAt: Instant | null;
  /** Until when GLPI keeps the link by itself; earlier than the invite's end where this browser has to renew it. */
  readonly keptUntil: Instant | null;
  /** The account was there before: it got a new link and nothing else. */
  readonly existing: boolean;
  /** The account was shut when the link ended unused. */
  readonly shut: boolean;
  /** Another link can be made. */
  readonly canIssueAgain: boolean;
  /** A first password waits to be passed on. */
  readonly needsFirstPassword: boolean;
}

/** Ready to copy: the only views that hold the link. */
export interface Share {
  readonly link: string;
  readonly subject: string;
  readonly body: string;
}

export interface InviteView {
  readonly id: string;
  readonly site: string;
  readonly siteName: string;
  readonly label: string;
  readonly state: InviteState;
  readonly closedBecause: ClosedBecause | null;
  readonly profile: Named & { readonly interface: ProfileInterface };
  readonly entity: Named;
  readonly recursive: boolean;
  readonly groups: readonly Named[];
  readonly limits: Limits;
  /** Accounts made by it. */
  readonly uses: number;
  /** Registrations that wait for an admin. */
  readonly waiting: number;
  readonly createdAt: Instant;
  readonly createdBy: string;
  /** Known from GLPI alone: acted on because its issuer is trusted here, or resting because they are not. Null of one's own. */
  readonly colleague: 'acting' | 'resting' | null;
  readonly closedAt: Instant | null;
  readonly trouble: Problem | null;
  /** Whether the link can still be shown: open, and its key is still held. */
  readonly canShare: boolean;
  /** What the organisation has set, for whoever changes it. */
  readonly rails: GuardRails;
  readonly kind: InviteKind;
  /** Null unless it is a personal link. */
  readonly person: PersonView | null;
  /** Null unless it has to do with a batch: `whole` is the form behind all its links, and no link of its own. */
  readonly batch: {
    readonly id: string;
    readonly whole: boolean;
    /** How many of its links may still be used; of one link 0. */
    readonly out: number;
  } | null;
}

export interface RegistrationView {
  readonly id: string;
  readonly site: string;
  readonly siteName: string;
  readonly inviteId: string;
  readonly inviteLabel: string;
  readonly state: RegistrationState;
  readonly reason: Problem | null;
  readonly warnings: readonly Problem[];
  readonly submittedAt: Instant;
  /** Exactly what the stranger typed. Show as text. */
  readonly answers: Answers | null;
  /** To the admin's own questions, in the form's order; hostile like the others. */
  readonly ownAnswers: readonly OwnAnswer[];
  readonly login: string | null;
  readonly handOver: HandOver | null;
  readonly ticketUrl: string;
  readonly userUrl: string | null;
}

/** Shown once, by the reply to the admin's own press; kept nowhere. */
export interface FirstPassword {
  readonly login: string;
  readonly password: string;
  readonly subject: string;
  readonly body: string;
}

export type JournalView = JournalEntry;

/** The extension's own records, in numbers. */
export interface RecordsView {
  readonly schemaVersion: number;
  readonly sites: number;
  readonly invites: number;
  readonly registrations: number;
  readonly journal: number;
  /** Records that could not be read any more: of which kind, when that was seen, and which fields did not fit. */
  readonly damaged: readonly {
    readonly store: string;
    readonly at: Instant;
    readonly faults: readonly string[];
  }[];
}

/** What would stay behind in one GLPI if the extension were removed now. */
export interface LeavingView {
  readonly site: string;
  readonly name: string;
  /** Open or paused invites, a batch as one, and what the first of them are called. */
  readonly open: number;
  readonly labels: readonly string[];
  /** Not yet closed in GLPI, though asked for. */
  readonly closing: number;
  /** Of closed invites, forms that still stand in GLPI to explain themselves to late visitors. */
  readonly forms: number;
  /** Registrations that nobody has decided on, or whose account is not made yet. */
  readonly undecided: number;
  /** Why closing or removing did not get through the last time. */
  readonly trouble: Problem | null;
}

/** An encrypted backup, to be saved by the page that asked for it. */
export interface BackupFile {
  readonly name: string;
  readonly file: string;
}

export interface RestoreCount {
  readonly added: number;
  readonly updated: number;
  readonly same: number;
  readonly kept: number;
}

/** What restoring a backup changes, or has changed. */
export interface RestorePreview {
  readonly madeAt: Instant;
  readonly sites: RestoreCount;
  readonly invites: RestoreCount;
  readonly registrations: RestoreCount;
  readonly journal: RestoreCount;
}

/** What a registered content script may know of its page's site. */
export interface PageView {
  /** Whether something is open, so that it should look for registrations while the page is visible. */
  readonly watching: boolean;
  readonly needsYou: number;
}

/** What came of asking the vendor about a key from this browser. Only the first three say anything about the key. */
export interface VendorVerdict extends Omit<VendorAnswer, 'verdict'> {
  readonly verdict: VendorAnswer['verdict'] | 'notReached' | 'tooSoon';
}
