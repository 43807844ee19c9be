import { useEffect, useState } from 'preact/hooks';
import type { SiteView } from '../../messages/views.ts';
import { ask } from '../../ui/ask.ts';
import { Button } from '../../ui/button.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { t } from '../../ui/text.ts';
import { welcomeUrl } from '../connecting.ts';
import { SiteState } from '../site-state.tsx';
import { useReply } from '../use-reply.ts';
import { ConnectionPart } from './connection-part.tsx';
import { KeyParts } from './key-parts.tsx';

/** The doctor about one GLPI: whether we can talk to it, and why its GLPI Network key does not work. */
export function Doctor({ preselected }: { preselected: string | null }) {
  const list = useReply('site.list', {});
  const [chosen, setChosen] = useState<SiteView | null>(null);

  useEffect(() => {
    if (preselected === null) return;
    void ask('site.byAddress', { address: preselected }).then((outcome) => {
      if (outcome.ok) setChosen(outcome.value);
    });
  }, [preselected]);

  const known = list.outcome?.ok ? list.outcome.value : [];
  const only = known.length === 1 && preselected === null ? (known[0] ?? null) : null;
  const picked = chosen ?? only;
  const site = picked === null ? null : (known.find(({ id }) => id === picked.id) ?? picked);

  return (
    <main class="welcome doctor">
      <header class="welcome-head">
        <img src="/icons/128.png" width="56" height="56" alt="" />
        <div>
          <p class="brand">{t('extensionName')}</p>
          <h1>{t('doctor_title')}</h1>
          <p class="lead">{t('doctor_lead')}</p>
        </div>
      </header>
      {list.outcome !== null && !list.outcome.ok && <ProblemNotice problem={list.outcome.problem} />}
      {site === null && list.outcome !== null && <SiteChoice known={known} onSite={setChosen} />}
      {site !== null && (
        <>
          <ConnectionPart
            site={site}
            onSite={(view) => {
              setChosen(view);
              list.refresh();
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
