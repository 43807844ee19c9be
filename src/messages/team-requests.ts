/** What is asked about those who share a GLPI. A key is named as it was listed; its name is never taken from a page. */
import * as v from 'valibot';
import { inviteId, ours, siteId } from './definition.ts';
import type { TeamView, WatchView, WithdrawalView } from './team-views.ts';

const issuer = v.strictObject({ site: siteId, key: v.pipe(v.string(), v.regex(/^[\w-]{43}$/)) });

export const teamRequests = {
  /** As it was at the last look; asks GLPI nothing. */
  'team.view': ours<TeamView>().with(v.strictObject({ site: siteId })),
  /** Looks at the seals now. */
  'team.look': ours<TeamView>().with(v.strictObject({ site: siteId })),
  /** After fingerprints were compared. A round follows, which takes up what they have issued. */
  'team.trust': ours<TeamView>().with(issuer),
  /** What withdrawing would change; nothing is written. */
  'team.previewWithdrawal': ours<WithdrawalView>().with(issuer),
  'team.withdraw': ours<TeamView>().with(issuer),
  /** Writes the seal of an invite again, under this browser's own key. */
  'team.sealAgain': ours<TeamView>().with(v.strictObject({ invite: inviteId })),
  /** Who watches a site now. At most one request to GLPI a minute. */
  'team.watching': ours<WatchView>().with(v.strictObject({ site: siteId })),
};

export type TeamRequestName = keyof typeof teamRequests;
