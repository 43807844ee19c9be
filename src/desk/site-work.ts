import type { SiteId } from '../invite/invite.ts';
import type { Environment } from './environment.ts';

/** Runs work on a site's invites while nothing else does: issuing, watching, admitting, closing (design, "Layers"). */
export async function siteWork<Result>(
  env: Environment,
  site: SiteId,
  work: () => Promise<Result>,
): Promise<Result> {
  return await env.exclusive(`site ${site}`, work);
}
