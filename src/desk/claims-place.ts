import { claimsForm } from '../glpi/claims.ts';
import type { Call } from '../glpi/session.ts';
import type { SiteId } from '../invite/invite.ts';
import type { ClaimsPlace } from '../ledger/ledger.ts';
import { categoryOf } from './category.ts';
import type { Environment } from './environment.ts';

/**
 * The form that holds the claims of a site, made where it is missing, and since when this browser knows it. To be called
 * before an invite is dated, so that the invite is younger than its claims.
 */
export async function claimsPlace(env: Environment, call: Call, site: SiteId): Promise<ClaimsPlace> {
  const known = (await env.ledger.site(site))?.claims ?? null;
  if (known !== null) return known;
  const formId = await claimsForm(call, await categoryOf(env, call, site));
  const place = { formId, since: env.now() };
  await rememberPlace(env, site, place);
  return place;
}

/** `claims`: null where the form turned out not to be there any more. */
export async function rememberPlace(
  env: Environment,
  site: SiteId,
  claims: ClaimsPlace | null,
): Promise<void> {
  await env.ledger.write(async (ledger) => {
    const now = await ledger.site(site);
    if (now) await ledger.putSite({ ...now, claims });
  });
}
