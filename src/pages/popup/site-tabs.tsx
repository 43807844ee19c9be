import { useRef, useState } from 'preact/hooks';
import type { SiteView } from '../../messages/views.ts';
import { t } from '../../ui/text.ts';
import { InviteTab } from './invite-tab.tsx';
import { OpenTab } from './open-tab.tsx';
import { WaitingTab } from './waiting-tab.tsx';

const tabs = ['invite', 'open', 'waiting'] as const;
type Tab = (typeof tabs)[number];

const remembered = 'popup-tab';

function rememberedTab(): Tab {
  const name = sessionStorage.getItem(remembered);
  return tabs.find((tab) => tab === name) ?? 'invite';
}

/** The three sections of a known site. */
export function SiteTabs({ site, onChange }: { site: SiteView; onChange: () => void }) {
  const [tab, setTab] = useState(rememberedTab);
  const row = useRef<HTMLDivElement>(null);

  function show(next: Tab) {
    sessionStorage.setItem(remembered, next);
    setTab(next);
  }

  function onKeyDown(event: KeyboardEvent) {
    const forward = getComputedStyle(event.currentTarget as Element).direction === 'rtl' ? -1 : 1;
    const step = event.key === 'ArrowRight' ? forward : event.key === 'ArrowLeft' ? -forward : 0;
    if (step === 0) return;
    event.preventDefault();
    const next = tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length] ?? tab;
    show(next);
    row.current?.querySelector<HTMLElement>(`#tab-${next}`)?.focus();
  }

  const names: Record<Tab, string> = {
    invite: t('tab_invite'),
    open: t('tab_open'),
    waiting: t('tab_waiting'),
  };
  const counts: Record<Tab, number> = { invite: 0, open: site.openInvites, waiting: site.needsYou };
  return (
    <>
      <div class="tabs" role="tablist" aria-label={t('popup_sections')} ref={row} onKeyDown={onKeyDown}>
        {tabs.map((name) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`tab-${name}`}
            class="tab"
            aria-selected={tab === name}
            aria-controls="tab-panel"
            tabIndex={tab === name ? 0 : -1}
            onClick={() => show(name)}
          >
            {names[name]}
            {counts[name] > 0 && (
              <span class={`count${name === 'waiting' ? ' attention' : ''}`}>{counts[name]}</span>
            )}
          </button>
        ))}
      </div>
      <div id="tab-panel" class="tab-panel" role="tabpanel" aria-labelledby={`tab-${tab}`}>
        {tab === 'invite' && <InviteTab site={site} onChange={onChange} />}
        {tab === 'open' && <OpenTab site={site} />}
        {tab === 'waiting' && <WaitingTab site={site} />}
      </div>
    </>
  );
}
