import { Notice } from '../../ui/notice.tsx';
import { t } from '../../ui/text.ts';

/** GLPI shows no list of plugins, in its own words if it has any for that. */
export function ClosedMarketplace({ says }: { says: string | null }) {
  return (
    <Notice tone="warning">
      <p>{t('doctor_unlocks_closed')}</p>
      {says !== null && (
        <p>
          <q>{says}</q>
        </p>
      )}
    </Notice>
  );
}
