import type { SiteView } from '../../messages/views.ts';
import { Button } from '../../ui/button.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { t } from '../../ui/text.ts';
import { welcomeUrl } from '../connecting.ts';
import { PageHead } from '../page-head.tsx';
import { SiteState } from '../site-state.tsx';
import { useChosenSite } from '../use-chosen-site.ts';
import { ConnectionPart } from './connection-part.tsx';
import { KeyParts } from './key-parts.tsx';

/** The doctor about one GLPI: whether we can talk to it, and why its GLPI Network key does not work. */
export function Doctor({ preselected }: { preselected: string | null }) {
  const { known, isLoaded, problem, current, choose, refresh } = useChosenSite(preselected);
  const only = known.length === 1 && preselected === null ? (known[0] ?? null) : null;
  const site = current ?? only;

  return (
    <main class="welcome doctor">
      <PageHead title={t('doctor_title')} lead={t('doctor_lead')} />
      {problem !== null && <ProblemNotice problem={problem} />}
      {site === null && isLoaded && <SiteChoice known={known} onSite={choose} />}
      {site !== null && (
        <>
          <ConnectionPart
            site={site}
            onSite={(view) => {
              choose(view);
              refresh();
            }}
          />
          <KeyParts key={site.id} site={site} />
        </>
      )}
    </main>
  );
}

function SiteChoice({ known, onSite }: { known: readonly SiteView[]; onSite: (site: SiteView) => void }) {
  return (
    <section class="sheet" aria-labelledby="choice-title">
      <h2 id="choice-title">{t('doctor_chooseSite')}</h2>
      {known.length === 0 ? (
        <>
          <p>{t('doctor_noSites')}</p>
          <p>
            <a href={welcomeUrl(null)}>{t('openSetup')}</a>
          </p>
        </>
      ) : (
        <ul class="site-list">
          {known.map((site) => (
            <li key={site.id} class="site-row">
              <div class="site-row-name">
                <Button kind="quiet" onClick={() => onSite(site)}>
                  <bdi>{site.name}</bdi>
                </Button>
              </div>
              <SiteState site={site} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
