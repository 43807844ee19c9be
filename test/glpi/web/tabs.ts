import { type Answer, field, html } from '../exchange.ts';
import { may, READ, UPDATE } from '../rights.ts';
import { clientTab } from './apiclient.ts';
import { type Markup, markup, raw } from './markup.ts';
import { historyTab, marketplaceTab, networkTab } from './network.ts';
import { preferenceTab } from './preference.ts';
import { apiTab, systemTab } from './setup.ts';
import { groupsTab, userMainTab } from './user-form.ts';
import { authorizationRows } from './users-page.ts';
import type { Visit } from './visit.ts';

/** Tabs of an item: links to `ajax/common.tabs.php`, whose answers are the tabs' contents. */

export interface Tab {
  key: string;
  label: string;
}

export function tabList(
  visit: Visit,
  itemtype: string,
  page: string,
  id: number,
  tabs: Tab[],
  extra = '',
): Markup {
  const address = (tab: Tab) =>
    `${visit.path('/ajax/common.tabs.php')}?_glpi_tab=${encodeURIComponent(tab.key)}&${extra}_target=${encodeURIComponent(visit.path(page))}&_itemtype=${encodeURIComponent(itemtype)}&id=${id}`;
  const { activeTabs } = visit.session;
  // A tab that is asked for in the page's address is remembered like one that was pressed.
  const forced = field(visit.call.query, 'forcetab');
  if (forced !== '') activeTabs.set(itemtype.toLowerCase(), forced);
  const active = tabs.find((tab) => tab.key === activeTabs.get(itemtype.toLowerCase())) ?? tabs[0];
  return markup`<div class="d-flex card-tabs flex-column flex-md-row vertical">
  <ul class="nav nav-tabs flex-row flex-md-column" id="tabspanel" role="tablist">${tabs.map((tab) => {
    const target = `#tab-${tab.key.replace(/[^A-Za-z0-9]/g, '_')}`;
    // 10 links to the content itself, 11 keeps its address beside a link to the page.
    const link =
      visit.core.major === 11
        ? markup`data-glpi-ajax-content="${address(tab)}" href="${visit.path(page)}?forcetab=${tab.key}"`
        : markup`href="${address(tab)}"`;
    return markup`<li class="nav-item"><a class="nav-link justify-content-between pe-1 ${tab === active ? 'active' : ''}" data-bs-toggle="tab" ${link} data-bs-target="${target}" title="${tab.label}">${tab.label}</a></li>`;
  })}</ul>
  <select class="form-select d-md-none" id="tabspanel-select" aria-label="${itemtype}" hidden>${tabs.map((tab, index) => markup`<option value='${index}' ${tab === active ? raw('selected') : ''}>${tab.label}</option>`)}</select>
  <div class="tab-content p-2 flex-grow-1 card" id="tabspanel-content" data-stand-in-tab="${active === undefined ? '' : address(active)}"></div>
</div>`;
}

export function tabContent(visit: Visit): Answer {
  const { core, session, call } = visit;
  const tab = field(call.query, '_glpi_tab');
  const itemtype = field(call.query, '_itemtype');
  const id = field(call.query, 'id');
  // Before anything is looked at: whatever tab is asked for is the one to open next time.
  session.activeTabs.set(itemtype.toLowerCase(), tab);
  const body = ((): Markup | null => {
    if (itemtype === 'Preference') return tab === 'User$1' ? preferenceTab(visit) : raw('');
    if (itemtype === 'Config') {
      // Without the right, or for another row than the configuration's own: an empty answer.
      if (Number(id) !== core.state.configId || !may(core, session, 'config', READ)) return null;
      const full = may(core, session, 'config', UPDATE);
      if (tab === 'Config$8') return full ? apiTab(visit) : null;
      if (tab === 'Config$5') return full ? systemTab(visit) : null;
      if (tab === 'GLPINetwork$1') return networkTab(visit);
      if (tab === 'Log$1') return historyTab(visit);
      return raw('');
    }
    if (itemtype === 'Glpi\\Marketplace\\View') return marketplaceTab(visit, tab);
    if (itemtype === 'APIClient')
      return may(core, session, 'config', READ) ? clientTab(visit, Number(id)) : null;
    if (itemtype === 'User') {
      if (tab === 'User$main') return userMainTab(visit, id);
      const user = core.state.users.get(Number(id));
      if (user === undefined) return null;
      if (tab === 'Profile_User$1') return authorizationRows(visit, user);
      if (tab === 'Group_User$1') return groupsTab(visit, user);
      return raw('');
    }
    return null;
  })();
  return html(body?.html ?? '');
}

/** What GLPI's own script tells it when somebody presses a tab. */
export function rememberTab(visit: Visit): Answer {
  const { session, call } = visit;
  const tab = field(call.query, 'tab_key');
  const itemtype = field(call.query, 'itemtype');
  if (tab !== '' && itemtype !== '') session.activeTabs.set(itemtype.toLowerCase(), tab);
  return html('');
}
