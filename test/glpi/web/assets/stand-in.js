// What GLPI's own scripts do on the pages of the stand-in: tabs and search results come by themselves, later.
(() => {
  const inner = document.querySelector('#tabspanel-content');

  const load = async (address) => {
    const reply = await fetch(address, { headers: { 'X-Requested-With': 'XMLHttpRequest' } });
    if (!reply.ok) return;
    const content = new DOMParser().parseFromString(await reply.text(), 'text/html').body;
    inner.replaceChildren(...content.childNodes);
    inner.dataset.loaded = address;
  };

  if (inner !== null && inner.dataset.standInTab !== '') {
    void load(inner.dataset.standInTab);
    for (const tab of document.querySelectorAll('#tabspanel a')) {
      tab.addEventListener('click', (event) => {
        event.preventDefault();
        document.querySelector('#tabspanel a.active')?.classList.remove('active');
        tab.classList.add('active');
        void load(tab.dataset.glpiAjaxContent ?? tab.getAttribute('href'));
      });
    }
  }

  /** The results drawn again: the list is replaced, the rest of the page stays. */
  const redraw = async (query) => {
    const area = document.querySelector('.search-results-area');
    const address = `${globalThis.CFG_GLPI?.root_doc ?? ''}/ajax/search.php?action=display_results&itemtype=User&${query}`;
    const reply = await fetch(address, { headers: { 'X-Requested-With': 'XMLHttpRequest' } });
    if (!reply.ok) return;
    const content = new DOMParser().parseFromString(await reply.text(), 'text/html').body;
    area.replaceChildren(...content.childNodes);
    area.dataset.redrawn = String(Number(area.dataset.redrawn ?? 0) + 1);
  };

  const search = document.querySelector('form[data-glpi-search-form]');
  search?.addEventListener('submit', (event) => {
    event.preventDefault();
    void redraw(new URLSearchParams(new FormData(search)).toString());
  });
  document.querySelector('.refresh-search')?.addEventListener('click', () => void redraw(''));
  document.querySelector('.search-results-area')?.addEventListener('click', (event) => {
    const link = event.target.closest?.('a.page-link');
    if (!link) return;
    event.preventDefault();
    void redraw(`start=${link.dataset.start}`);
  });

  /** For tests: the header's row of links drawn anew, as GLPI does when a page part is replaced. */
  globalThis.standInRedrawHeader = () => {
    const links = document.querySelector('ul.nav.navbar-nav.border-start');
    links?.replaceWith(
      Object.assign(links.cloneNode(false), { innerHTML: links.dataset.original ?? links.innerHTML }),
    );
  };
  const links = document.querySelector('ul.nav.navbar-nav.border-start');
  if (links !== null) links.dataset.original = links.innerHTML;

  for (const toggle of document.querySelectorAll('[data-bs-toggle="dropdown"]')) {
    toggle.addEventListener('click', (event) => {
      event.preventDefault();
      toggle.parentElement.classList.toggle('show');
    });
  }
})();
