import { useEffect, useState } from 'preact/hooks';
import type { SiteView } from '../../messages/views.ts';
import { ask } from '../../ui/ask.ts';
import { ProblemNotice } from '../../ui/notice.tsx';
import { t } from '../../ui/text.ts';
import { AddressForm } from '../address-form.tsx';
import { recordsUrl } from '../connecting.ts';
import { useReply } from '../use-reply.ts';
import { Connection } from './connection.tsx';
import { SiteRow } from './site-row.tsx';

/** The full page: what this is, connecting a GLPI step by step, the GLPIs that are connected. */
export function Welcome({ preselected }: { preselected: string | null }) {
  const list = useReply('site.list', {});
  const [chosen, setChosen] = useState<SiteView | null>(null);

  useEffect(() => {
    if (preselected === null) return;
    void ask('site.byAddress', { address: preselected }).then((outcome) => {
      if (outcome.ok) setChosen(outcome.value);
    });
  }, [preselected]);

  const known = list.outcome?.ok ? list.outcome.value : [];
  // The list is newer than what was chosen: it is asked again at every change.
  const current = chosen === null ? null : (known.find(({ id }) => id === chosen.id) ?? chosen);

  return (
    <main class="welcome">
      <header class="welcome-head">
        <img src="/icons/128.png" width="56" height="56" alt="" />
        <div>
          <p class="brand">{t('extensionName')}</p>
          <h1>{t('welcome_title')}</h1>
          <p class="lead">{t('welcome_what')}</p>
        </div>
      </header>
      {list.outcome !== null && !list.outcome.ok && <ProblemNotice problem={list.outcome.problem} />}
      <section class="sheet" aria-labelledby="connect-title">
        <h2 id="connect-title">
          {current === null ? t('welcome_connectTitle') : t('connect_title', { name: current.name })}
        </h2>
        {current === null ? (
          <AddressForm onSite={setChosen} />
        ) : (
          <Connection
            key={current.id}
            site={current}
            onSite={(site) => {
              setChosen(site);
              list.refresh();
            }}
            onOther={() => setChosen(null)}
          />
        )}
      </section>
      {known.length > 0 && (
        <section class="sheet" aria-labelledby="sites-title">
          <h2 id="sites-title">{t('welcome_sites')}</h2>
          <ul class="site-list">
            {known.map((site) => (
              <SiteRow
                key={site.id}
                site={site}
                isCurrent={site.id === current?.id}
                onShow={() => setChosen(site)}
                onForgotten={() => {
                  if (site.id === current?.id) setChosen(null);
                  list.refresh();
                }}
              />
            ))}
          </ul>
        </section>
      )}
      <p class="privacy">
        {t('welcome_privacy')}
        <br />
        <a href={recordsUrl()}>{t('welcome_records')}</a>
      </p>
    </main>
  );
}
