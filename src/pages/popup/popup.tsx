import { useEffect, useState } from 'preact/hooks';
import browser from 'webextension-polyfill';
import type { Problem } from '../../invite/problem.ts';
import type { SiteView } from '../../messages/views.ts';
import { ask } from '../../ui/ask.ts';
import { ProblemNotice } from '../../ui/notice.tsx';
import { t } from '../../ui/text.ts';
import { leaveForDashboard, leaveForWelcome } from '../connecting.ts';
import { News } from '../news.tsx';
import { useReply } from '../use-reply.ts';
import { ConnectCard } from './connect-card.tsx';
import { Header } from './header.tsx';
import { NoGlpiHere } from './no-glpi-here.tsx';
import { SiteTabs } from './site-tabs.tsx';

/** The GLPI in the tab that the popup was opened over. */
type InTab = { readonly state: 'asking' | 'none' } | { readonly state: 'found'; readonly site: SiteView };

/** What a site is reduced to when nothing is chosen: the one that needs the admin, else one that works. */
function firstOf(sites: readonly SiteView[]): SiteView | undefined {
  return (
    sites.find((site) => site.needsYou > 0) ?? sites.find((site) => site.state === 'connected') ?? sites[0]
  );
}

/** The toolbar's popup. All it shows comes from the background: browsers destroy it whenever it loses the focus. */
export function Popup() {
  const list = useReply('site.list', {});
  const [inTab, setInTab] = useState<InTab>({ state: 'asking' });
  // A site's id; `other` is the field for another address; null is "whatever fits".
  const [picked, setPicked] = useState<string | null>(null);
  // A site that was typed in and is not among the known ones yet.
  const [typed, setTyped] = useState<SiteView | null>(null);

  useEffect(() => void lookIntoTab().then(setInTab), []);
  useNews(list.refresh);

  if (list.outcome === null || inTab.state === 'asking') return <Opening />;
  if (!list.outcome.ok) return <OnlyProblem problem={list.outcome.problem} />;

  const known = list.outcome.value;
  const unknown = [typed, inTab.state === 'found' ? inTab.site : null]
    .filter((site) => site !== null)
    .filter((site, at, all) => ![...known, ...all.slice(0, at)].some(({ id }) => id === site.id));
  const sites = [...unknown, ...known];
  const here = inTab.state === 'found' ? inTab.site.id : null;
  const site =
    picked === 'other' ? undefined : (sites.find(({ id }) => id === (picked ?? here)) ?? firstOf(sites));

  return (
    <>
      <Header
        sites={sites}
        current={site ?? null}
        canEnter={here === null}
        onPick={setPicked}
        onSetup={() => void leaveForWelcome(site?.id ?? null)}
        onDashboard={() => void leaveForDashboard(sites.some((one) => one.needsYou > 0))}
      />
      <main>
        <News />
        {site === undefined ? (
          <NoGlpiHere
            onSite={(found) => {
              setTyped(found);
              setPicked(found.id);
            }}
          />
        ) : site.state === 'new' ? (
          <ConnectCard key={site.id} site={site} onDone={list.refresh} />
        ) : (
          <SiteTabs key={site.id} site={site} onChange={list.refresh} />
        )}
      </main>
    </>
  );
}

/** As often as a GLPI page in front would ask: the background looks for news of its own accord only twice a minute. */
const newsEvery = 5_000;

function useNews(refresh: () => void): void {
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === 'visible' && refresh(), newsEvery);
    return () => clearInterval(timer);
  }, [refresh]);
}

async function lookIntoTab(): Promise<InTab> {
  const [tab] = await browser.tabs.query({ active: true, currentWindow: true }).catch(() => []);
  if (tab?.id === undefined) return { state: 'none' };
  const outcome = await ask('site.inTab', { tabId: tab.id });
  return outcome.ok ? { state: 'found', site: outcome.value } : { state: 'none' };
}

function Opening() {
  return (
    <main class="opening" aria-busy="true">
      <span class="spinner" aria-hidden="true" />
      <span class="hidden">{t('loading')}</span>
    </main>
  );
}

function OnlyProblem({ problem }: { problem: Problem }) {
  return (
    <main>
      <ProblemNotice problem={problem} />
    </main>
  );
}
