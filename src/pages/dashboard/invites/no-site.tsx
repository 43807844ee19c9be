import type { SiteView } from '../../../messages/views.ts';
import { ProblemNotice } from '../../../ui/notice.tsx';
import { t } from '../../../ui/text.ts';
import { welcomeUrl } from '../../connecting.ts';

/** There is no GLPI that could issue: why, and the way to the setup. */
export function NoSite({ sites }: { sites: readonly SiteView[] }) {
  const [blocked] = sites.filter((site) => site.problem !== null);
  return (
    <>
      {blocked?.problem ? (
        <ProblemNotice problem={blocked.problem} tone="warning" />
      ) : (
        <p>{t('invites_noSite')}</p>
      )}
      <a class="button primary" href={welcomeUrl(blocked?.id ?? null)}>
        {t('openSetup')}
      </a>
    </>
  );
}
