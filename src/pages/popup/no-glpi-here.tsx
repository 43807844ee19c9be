import type { SiteView } from '../../messages/views.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { t } from '../../ui/text.ts';
import { AddressForm } from '../address-form.tsx';

/** The tab shows something else, and no GLPI is known: what to do now. */
export function NoGlpiHere({ onSite }: { onSite: (site: SiteView) => void }) {
  return (
    <>
      <EmptyState title={t('popup_noGlpiHere')} next={t('popup_noGlpiHereNext')} />
      <AddressForm onSite={onSite} />
    </>
  );
}
