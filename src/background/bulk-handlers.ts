import { bulkById, endBulk, goOnWithBulk, pauseBulk, resumeBulk, startBulk } from '../desk/bulk.ts';
import { checkPeople } from '../desk/bulk-check.ts';
import { viewBulk, viewBulkLine, viewBulkLinks } from '../desk/bulk-views.ts';
import type { BulkRequestName } from '../messages/bulk-requests.ts';
import type { Handlers } from './handlers.ts';

/** What the dashboard asks about many invites at once, answered. */
export const bulkHandlers: Pick<Handlers, BulkRequestName> = {
  'bulk.check': async (env, { site, kind, rows }) => await checkPeople(env, site, rows, kind === 'personal'),
  'bulk.start': async (env, { site, kind, label, values, rows }) =>
    await viewBulk(env, await startBulk(env, site, kind, label, values, rows)),
  'bulk.goOn': async (env, { bulk }) => await viewBulk(env, await goOnWithBulk(env, bulk)),
  'bulk.view': async (env, { bulk }) => await viewBulk(env, await bulkById(env, bulk)),
  'bulk.list': async (env) => (await env.ledger.bulks()).map(viewBulkLine),
  'bulk.pause': async (env, { bulk }) => await viewBulk(env, await pauseBulk(env, bulk)),
  'bulk.resume': async (env, { bulk }) => await viewBulk(env, await resumeBulk(env, bulk)),
  'bulk.end': async (env, { bulk }) => await viewBulk(env, await endBulk(env, bulk)),
  'bulk.links': async (env, { bulk }) => await viewBulkLinks(env, await bulkById(env, bulk)),
};
