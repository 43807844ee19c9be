/** What an admin may be told of by the browser itself, while no page of ours is looked at. */
export const noticeKinds = [
  'waiting', // a registration waits for a yes or no
  'needsPerson', // something failed, or cannot go on without a person
  'expiring', // an invite ends soon, and nobody has used it
  'unreachable', // a site does not answer while something is open there
] as const;
export type NoticeKind = (typeof noticeKinds)[number];

/** What the admin wants to be told of, and how. Whether notifications are shown at all is the browser's permission. */
export interface NoticeSettings {
  readonly kinds: Readonly<Record<NoticeKind, boolean>>;
  /** Names of people and labels of invites in the text, which whoever passes by may read. */
  readonly showNames: boolean;
  /** The count on the extension's button in the toolbar. */
  readonly badge: boolean;
}

/** Before anybody chose anything: every kind, without names. */
export const firstNoticeSettings: NoticeSettings = {
  kinds: { waiting: true, needsPerson: true, expiring: true, unreachable: true },
  showNames: false,
  badge: true,
};
