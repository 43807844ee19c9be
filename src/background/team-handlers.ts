import { lookAtSeals } from '../desk/seal-look.ts';
import { inSession } from '../desk/sessions.ts';
import { siteWork } from '../desk/site-work.ts';
import { sealAgain, trustListed, viewTeam, viewWatching } from '../desk/team-views.ts';
import { previewWithdrawal, withdrawTrust } from '../desk/trust.ts';
import { round } from '../desk/watch.ts';
import { hasForms } from '../glpi/versions.ts';
import type { TeamRequestName } from '../messages/team-requests.ts';
import type { Handlers } from './handlers.ts';

/** What is asked about those who share a GLPI, answered. */
export const teamHandlers: Pick<Handlers, TeamRequestName> = {
  'team.view': async (env, { site }) => await viewTeam(env, site),
  'team.look': async (env, { site }) => {
    await siteWork(env, site, () =>
      inSession(env, site, async (call, session) => {
        // GLPI 10 has no forms, and so no seals.
        if (hasForms(session.version)) await lookAtSeals(env, call, site);
      }),
    );
    return await viewTeam(env, site);
  },
  'team.trust': async (env, { site, key }) => {
    await trustListed(env, site, key);
    await round(env, site);
    return await viewTeam(env, site);
  },
  'team.previewWithdrawal': async (env, { site, key }) => await previewWithdrawal(env, site, key),
  'team.withdraw': async (env, { site, key }) => {
    await withdrawTrust(env, site, key);
    return await viewTeam(env, site);
  },
  'team.sealAgain': async (env, { invite }) => await viewTeam(env, await sealAgain(env, invite)),
  'team.watching': async (env, { site }) => await viewWatching(env, site),
};
