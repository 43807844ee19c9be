import { saveNoticeSettings } from '../desk/notices.ts';
import type { NoticeRequestName } from '../messages/notice-requests.ts';
import type { Handlers } from './handlers.ts';
import { showSample } from './notices.ts';

/** What the dashboard asks about notices, answered. */
export const noticeHandlers: Pick<Handlers, NoticeRequestName> = {
  'notices.settings': async (env) => await env.ledger.noticeSettings(),
  'notices.save': async (env, settings) => await saveNoticeSettings(env, settings),
  'notices.sample': async () => ({ shown: await showSample() }),
};
