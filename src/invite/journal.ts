import type { Instant } from './instant.ts';
import type { SiteId } from './invite.ts';
import type { Problem } from './problem.ts';

export const journalEvents = [
  'siteConnected',
  'siteMended',
  'siteForgotten',
  'inviteOpening',
  'inviteOpened',
  'inviteShared',
  'invitePaused',
  'inviteResumed',
  'inviteChanged',
  'templateSaved',
  'templateDeleted',
  'inviteTakenDown',
  'inviteClosing',
  'inviteClosed',
  'formPurged',
  'registrationSeen',
  'registrationWaits',
  'registrationApproved',
  'registrationRefused',
  'registrationFailed',
  'registrationPutOff',
  'settledElsewhere',
  'accountCreated',
  'accountAdopted',
  'accountDisabled',
  'accountEnabled',
  'accountLinked',
  'loginChosen',
  'groupsAdded',
  'ticketSolved',
  'ticketNotSolved',
  'admitted',
  'firstPasswordGiven',
  'formChanged',
  'formRewritten',
  'recordRepaired',
  'recordSetAside',
  'backupMade',
  'backupRestored',
  'accountRestored',
  'linkSet',
  'linksRenewed',
  'linkReplaced',
  'personCameIn',
  'inviteAdopted',
  'sealRewritten',
  'issuerTrusted',
  'issuerWithdrawn',
  'bulkStarted',
  'bulkEnded',
] as const;
export type JournalEvent = (typeof journalEvents)[number];

/** One line of history. Append-only. */
export interface JournalEntry {
  readonly at: Instant;
  readonly site: SiteId;
  /** Display name of an admin, or `extension` for what happened by itself. */
  readonly actor: string;
  readonly event: JournalEvent;
  readonly inviteId: string | null;
  readonly registrationId: string | null;
  readonly reason: Problem | null;
  /** Facts for the reader, by name: login, ticket id, and so on. Never a secret. */
  readonly detail: Readonly<Record<string, string>>;
}
