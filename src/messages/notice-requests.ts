/** What the dashboard asks about notices. Whether notifications are shown at all is the browser's own permission. */
import * as v from 'valibot';
import { type NoticeSettings, noticeKinds } from '../invite/notice.ts';
import { nothing, ours } from './definition.ts';

const kinds = v.strictObject(
  Object.fromEntries(noticeKinds.map((kind) => [kind, v.boolean()])) as Record<
    (typeof noticeKinds)[number],
    v.BooleanSchema<undefined>
  >,
);

export const noticeRequests = {
  'notices.settings': ours<NoticeSettings>().with(nothing),
  'notices.save': ours<NoticeSettings>().with(
    v.strictObject({ kinds, showNames: v.boolean(), badge: v.boolean() }),
  ),
  /** Shows one there and then, to see whether the computer lets them through. Tells whether the browser took it. */
  'notices.sample': ours<{ shown: boolean }>().with(nothing),
};

export type NoticeRequestName = keyof typeof noticeRequests;
