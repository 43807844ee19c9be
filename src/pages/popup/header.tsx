import type { SiteView } from '../../messages/views.ts';
import { DashboardIcon, SettingsIcon } from '../../ui/icons.tsx';
import { t } from '../../ui/text.ts';
import { SiteState } from '../site-state.tsx';

export interface HeaderProps {
  readonly sites: readonly SiteView[];
  readonly current: SiteView | null;
  /** Whether another address can be entered: the tab itself does not say which GLPI is meant. */
  readonly canEnter: boolean;
  /** A site's id, or `other`. */
  readonly onPick: (id: string) => void;
  readonly onSetup: () => void;
  readonly onDashboard: () => void;
}

/** Which GLPI this is about, how it stands, and the way to the setup page. */
export function Header({ sites, current, canEnter, onPick, onSetup, onDashboard }: HeaderProps) {
  const isChoice = sites.length > 1 || (canEnter && sites.length > 0);
  return (
    <header class="popup-header">
      <img src="/icons/32.png" width="24" height="24" alt="" />
      {isChoice ? (
        <>
          <h1 class="hidden">{t('extensionName')}</h1>
          <select
            class="input select popup-site"
            // An address runs from left to right, also where the page does not: else its beginning is cut off.
            dir="ltr"
            name="site"
            aria-label={t('popup_site')}
            value={current?.id ?? 'other'}
            onChange={(event) => onPick(event.currentTarget.value)}
          >
            {sites.map((site) => (
              <option key={site.id} value={site.id}>
                {site.needsYou > 0 ? t('tab_count', { name: site.name, count: site.needsYou }) : site.name}
              </option>
            ))}
            <option value="other">{t('popup_another')}</option>
          </select>
        </>
      ) : (
        <h1 class="popup-site" dir="auto" title={current?.id}>
          {current?.name ?? t('extensionName')}
        </h1>
      )}
      {current !== null && <SiteState site={current} />}
      <button
        type="button"
        class="button quiet icon-only"
        aria-label={t('dash_open')}
        title={t('dash_open')}
        onClick={onDashboard}
      >
        <DashboardIcon />
      </button>
      <button
        type="button"
        class="button quiet icon-only"
        aria-label={t('popup_setup')}
        title={t('popup_setup')}
        onClick={onSetup}
      >
        <SettingsIcon />
      </button>
    </header>
  );
}
