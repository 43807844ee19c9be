/** What the dashboard is shown. No key, no token, no password is in any of these. */
import type { LoginTemplate } from '../invite/grant.ts';
import type { Instant } from '../invite/instant.ts';
import type { Invitee } from '../invite/invite.ts';
import type { JournalEntry, JournalEvent } from '../invite/journal.ts';
import type { Problem } from '../invite/problem.ts';
import type { Question } from '../invite/question.ts';
import type { RegistrationState } from '../invite/registration.ts';
import type { InviteStatus } from '../invite/status.ts';
import type { Wording } from '../invite/wording.ts';
import type { InviteView, RegistrationView } from './views.ts';

/** The columns that invites can be sorted by. */
export const inviteSorts = [
  'label',
  'status',
  'site',
  'profile',
  'entity',
  'uses',
  'waiting',
  'until',
  'createdAt',
  'createdBy',
] as const;

/** One line of the list of invites. */
export interface InviteLine {
  readonly id: string;
  readonly site: string;
  readonly siteName: string;
  readonly label: string;
  readonly status: InviteStatus;
  readonly profile: string;
  readonly entity: string;
  readonly uses: number;
  readonly maxUses: number | null;
  readonly waiting: number;
  readonly troubled: boolean;
  readonly until: Instant;
  readonly createdAt: Instant;
  readonly createdBy: string;
}

export interface Counted {
  readonly value: string;
  readonly name: string;
  readonly count: number;
}

export type InviteStatusChoice = InviteStatus | 'live' | 'needsYou';

export interface InvitePageView {
  readonly lines: readonly InviteLine[];
  /** How many the filter leaves. */
  readonly total: number;
  /** How many there are without any filter. */
  readonly all: number;
  readonly statuses: Readonly<Partial<Record<InviteStatusChoice, number>>>;
  /** Whether there are several GLPIs to tell apart, whatever is filtered. */
  readonly isOfSeveralSites: boolean;
}

/** What all invites can be filtered by. */
export interface InviteFacetsView {
  readonly sites: readonly Counted[];
  readonly profiles: readonly Counted[];
  readonly entities: readonly Counted[];
  readonly labels: readonly Counted[];
}

/** A registration with what the dashboard says beyond the popup. */
export interface RegistrantView extends RegistrationView {
  readonly seenAt: Instant;
  readonly endedAt: Instant | null;
  readonly decidedBy: string | null;
  /** The account existed before; nothing in it was changed. */
  readonly linked: boolean;
  readonly accountOffAt: Instant | null;
  /** Whether no account was made yet, so that another way is open: another login, or an account that exists. */
  readonly canGoElsewhere: boolean;
}

export interface InviteDetailView {
  readonly invite: InviteView;
  readonly note: string;
  readonly wording: Wording;
  readonly invitee: Invitee | null;
  readonly login: LoginTemplate;
  /** Of the admin's own, in its form. */
  readonly questions: readonly Question[];
  /** The form in GLPI, where an admin edits it; null where there is none any more. */
  readonly formUrl: string | null;
  readonly pausedAt: Instant | null;
  /** GLPI does not say yet what stands here; it is told as soon as it answers. */
  readonly isDue: boolean;
  /** Who came in by it or tried to, newest first. */
  readonly people: readonly RegistrantView[];
}

export interface PersonPageView {
  readonly people: readonly RegistrantView[];
  readonly total: number;
  readonly states: Readonly<Partial<Record<RegistrationState | 'needsYou', number>>>;
}

export interface JournalLine extends JournalEntry {
  readonly siteName: string;
  /** What the invite is called now; empty where it is not known. */
  readonly inviteLabel: string;
  /** Whom the registration is about; empty where it is not known. */
  readonly person: string;
}

export interface JournalPageView {
  readonly lines: readonly JournalLine[];
  readonly total: number;
  readonly actors: readonly Counted[];
  readonly events: readonly { readonly event: JournalEvent; readonly count: number }[];
}

export interface AmountsView {
  /** Links. */
  readonly issued: number;
  /** People who came in. */
  readonly used: number;
  /** Links whose time ran out. */
  readonly expired: number;
}

export interface NamedAmountsView extends AmountsView {
  /** Empty: none. Null sums up all that are not named. */
  readonly name: string | null;
}

export interface NumbersView {
  /** One for each part of the time, in order. */
  readonly parts: readonly AmountsView[];
  /** From the link to the account: how many took so long at most, in milliseconds; null is any longer. */
  readonly took: readonly { readonly upTo: number | null; readonly count: number }[];
  /** Half of them took so long at most. */
  readonly median: number | null;
  readonly entities: readonly NamedAmountsView[];
  readonly templates: readonly NamedAmountsView[];
}

/** An account in GLPI that may be the same person's. */
export interface LikeAccount {
  readonly userId: number;
  readonly login: string;
  readonly deleted: boolean;
  readonly url: string;
  readonly because: readonly ('address' | 'alike' | 'name' | 'login')[];
}

/** What became of one of many that were decided together. */
export interface DecidedView {
  readonly registration: string;
  readonly problem: Problem | null;
}
