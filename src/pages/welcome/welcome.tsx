import { DashboardIcon } from '../../ui/icons.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { t } from '../../ui/text.ts';
import { AddressForm } from '../address-form.tsx';
import { dashboardUrl, recordsUrl } from '../connecting.ts';
import { PageHead } from '../page-head.tsx';
import { useChosenSite } from '../use-chosen-site.ts';
import { Connection } from './connection.tsx';
import { SiteRow } from './site-row.tsx';

/** The full page: what this is, connecting a GLPI step by step, the GLPIs that are connected. */
export function Welcome({ preselected }: { preselected: string | null }) {
  const { known, problem, current, choose, refresh } = useChosenSite(preselected);

  return (
    <main class="welcome">
      <PageHead title={t('welcome_title')} lead={t('welcome_what')} />
      {problem !== null && <ProblemNotice problem={problem} />}
      <section class="sheet" aria-labelledby="connect-title">
        <h2 id="connect-title">
          {current === null ? t('welcome_connectTitle') : t('connect_title', { name: current.name })}
        </h2>
        {current === null ? (
          <AddressForm onSite={choose} />
        ) : (
          <Connection
            key={current.id}
            site={current}
            onSite={(site) => {
              choose(site);
              refresh();
            }}
            onOther={() => choose(null)}
          />
        )}
      </section>
      {known.length > 0 && (
        <section class="sheet" aria-labelledby="sites-title">
          <div class="sheet-head">
            <h2 id="sites-title">{t('welcome_sites')}</h2>
            <a class="button" href={dashboardUrl(known.some((site) => site.needsYou > 0))}>
              <DashboardIcon />
              {t('dash_open')}
            </a>
          </div>
          <ul class="site-list">
            {known.map((site) => (
              <SiteRow
                key={site.id}
                site={site}
                isCurrent={site.id === current?.id}
                onShow={() => choose(site)}
                onForgotten={() => {
                  if (site.id === current?.id) choose(null);
                  refresh();
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
