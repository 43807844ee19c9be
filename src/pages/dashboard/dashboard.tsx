import { useEffect } from 'preact/hooks';
import type { SiteView } from '../../messages/views.ts';
import {
  BellIcon,
  InvitesIcon,
  JournalIcon,
  NumbersIcon,
  PeopleIcon,
  SettingsIcon,
  TeamIcon,
  TemplatesIcon,
} from '../../ui/icons.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { t } from '../../ui/text.ts';
import { Toasts } from '../../ui/toasts.tsx';
import { doctorUrl, welcomeUrl } from '../connecting.ts';
import { News } from '../news.tsx';
import { SiteState } from '../site-state.tsx';
import { useReply } from '../use-reply.ts';
import { hashOf, type Navigation, useNavigation, views } from './address.ts';
import { BulkView } from './bulk/bulk-view.tsx';
import { InvitesView } from './invites/invites-view.tsx';
import { JournalView } from './journal/journal-view.tsx';
import { NoticesView } from './notices/notices-view.tsx';
import { NumbersView } from './numbers/numbers-view.tsx';
import { RegistrationsView } from './registrations/registrations-view.tsx';
import { TeamView } from './team/team-view.tsx';
import { TemplatesView } from './templates/templates-view.tsx';

/** As often as a GLPI page in front would ask: the background looks for news of its own accord only twice a minute. */
const newsEvery = 5_000;

/** Invitations for a whole organisation: what is out, who waits, what happened. */
export function Dashboard() {
  const navigation = useNavigation();
  const list = useReply('site.list', {});
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === 'visible' && list.refresh(), newsEvery);
    return () => clearInterval(timer);
  }, [list.refresh]);

  const sites = list.outcome?.ok ? list.outcome.value : [];
  const { view } = navigation.place;
  return (
    <Toasts>
      <button type="button" class="skip" onClick={() => document.getElementById('content')?.focus()}>
        {t('dash_skip')}
      </button>
      <div class="dashboard">
        <Sidebar navigation={navigation} sites={sites} />
        <main id="content" tabIndex={-1}>
          <News />
          {list.outcome !== null && !list.outcome.ok && <ProblemNotice problem={list.outcome.problem} />}
          {view === 'invites' && <InvitesView navigation={navigation} sites={sites} />}
          {view === 'bulk' && <BulkView navigation={navigation} sites={sites} />}
          {view === 'registrations' && <RegistrationsView navigation={navigation} sites={sites} />}
          {view === 'journal' && <JournalView navigation={navigation} sites={sites} />}
          {view === 'templates' && <TemplatesView navigation={navigation} sites={sites} />}
          {view === 'numbers' && <NumbersView navigation={navigation} sites={sites} />}
          {view === 'team' && <TeamView sites={sites} />}
          {view === 'notices' && <NoticesView />}
        </main>
      </div>
    </Toasts>
  );
}

const icons = {
  invites: InvitesIcon,
  registrations: PeopleIcon,
  journal: JournalIcon,
  templates: TemplatesIcon,
  numbers: NumbersIcon,
  team: TeamIcon,
  notices: BellIcon,
} as const;

function Sidebar({ navigation, sites }: { navigation: Navigation; sites: readonly SiteView[] }) {
  const needsYou = sites.reduce((sum, site) => sum + site.needsYou, 0);
  return (
    <header class="sidebar">
      <h1 class="brand">
        <img src="/icons/32.png" width="26" height="26" alt="" />
        <span>{t('extensionName')}</span>
      </h1>
      <nav aria-label={t('dash_views')}>
        <ul class="views">
          {views.map((view) => (
            <li key={view}>
              <ViewLink view={view} navigation={navigation} count={view === 'registrations' ? needsYou : 0} />
            </li>
          ))}
        </ul>
      </nav>
      <section class="sites" aria-label={t('welcome_sites')}>
        <ul>
          {sites.map((site) => (
            <li key={site.id}>
              <a href={welcomeUrl(site.id)} title={site.id}>
                <bdi>{site.name}</bdi>
              </a>
              <div class="site-line">
                <SiteState site={site} />
                <a href={doctorUrl(site.id)} aria-label={t('doctor_openNamed', { name: site.name })}>
                  {t('doctor_open')}
                </a>
              </div>
            </li>
          ))}
        </ul>
        <a class="button quiet" href={welcomeUrl(null)}>
          <SettingsIcon />
          {t('popup_setup')}
        </a>
      </section>
    </header>
  );
}

function ViewLink(props: { view: (typeof views)[number]; navigation: Navigation; count: number }) {
  const { view, navigation, count } = props;
  const Icon = icons[view];
  const isHere = navigation.place.view === view;
  // Many at once are invites too: a page of its own below that section.
  const isWithin = view === 'invites' && navigation.place.view === 'bulk';
  // What waits is what the registrations are opened for.
  const at: Record<string, string> = view === 'registrations' && count > 0 ? { state: 'needsYou' } : {};
  return (
    <a
      class="view-link"
      href={hashOf({ view, at })}
      aria-current={isHere ? 'page' : isWithin ? 'true' : undefined}
    >
      <Icon />
      <span>{t(`dash_${view}`)}</span>
      {count > 0 && (
        <span class="count attention" title={t('dash_waitingTitle')}>
          {count}
          <span class="hidden"> {t('dash_waitingTitle')}</span>
        </span>
      )}
    </a>
  );
}
