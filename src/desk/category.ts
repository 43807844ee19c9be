import { formCategory } from '../glpi/forms.ts';
import type { Call } from '../glpi/session.ts';
import type { SiteId } from '../invite/invite.ts';
import type { Environment } from './environment.ts';

/** GLPI's form category that keeps the admin's list of forms tidy. English in every GLPI, so that it is found again. */
const categoryName = 'Invitations';

/** The id of that category at a site, made where it is missing and remembered from then on; 0 where GLPI refuses one. */
export async function categoryOf(env: Environment, call: Call, site: SiteId): Promise<number> {
  const known = await env.ledger.site(site);
  if (known?.formCategoryId) return known.formCategoryId;
  const categoryId = await formCategory(call, categoryName);
  await env.ledger.write(async (ledger) => {
    const now = await ledger.site(site);
    if (now) await ledger.putSite({ ...now, formCategoryId: categoryId });
  });
  return categoryId;
}
