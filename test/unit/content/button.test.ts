import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { addButton, isAboutButton, mark } from '../../../src/content/button.ts';
import { beginLife } from '../../../src/content/life.ts';
import { recordingsAreHere } from '../stand-in/recorded.ts';
import { extension, ok } from '../ui/fake-extension.ts';
import { byHand } from '../ui/screen.ts';
import { closePage, headers, openRecorded, openSample } from './pages.ts';

const ours = () => [...document.querySelectorAll<HTMLButtonElement>(`[${mark}] button`)];
const add = () => document.querySelector('a[href$="/front/user.form.php"]');
/** Mutation observers and replies report in microtasks, happy-dom's observers in a task. */
const soon = () => new Promise((resolve) => setTimeout(resolve, 5));

/** What happy-dom's window can do beyond a browser's. */
const { happyDOM } = window as unknown as { happyDOM: { setURL: (url: string) => void } };

let life: AbortController;

beforeEach(() => {
  openSample(11);
  life = new AbortController();
});

afterEach(() => {
  life.abort();
  closePage();
});

async function click(button: HTMLElement | undefined, isTrusted: boolean): Promise<void> {
  const event = new MouseEvent('click', { bubbles: true, cancelable: true });
  button?.dispatchEvent(isTrusted ? byHand(event) : event);
  await soon();
}

describe('the button', () => {
  it.runIf(recordingsAreHere).each(headers)(
    'stands right after GLPI’s own “Add” in %s, once, with a name at every width',
    (name) => {
      openRecorded(name);
      addButton(document, life.signal);
      expect(ours()).toHaveLength(1);
      expect(
        add()
          ?.closest('li')
          ?.nextElementSibling?.contains(ours()[0] ?? null),
      ).toBe(true);
      expect(ours()[0]?.getAttribute('aria-label')).toBe('Generate invite');
    },
  );

  it.each([10, 11] as const)('stands right after “Add”, before GLPI %s’s other links', (version) => {
    openSample(version);
    addButton(document, life.signal);
    const links = [...document.querySelectorAll('ul.border-start > li')];
    expect(links.findIndex((link) => link.hasAttribute(mark))).toBe(1);
    expect(links).toHaveLength(3);
  });

  it('looks like GLPI’s other buttons there, of either version', () => {
    addButton(document, life.signal);
    expect(ours()[0]?.className).toBe('btn btn-sm btn-ghost-secondary me-1 pe-2');
    openSample(10);
    addButton(document, life.signal);
    expect(ours()[0]?.className).toBe('btn btn-icon btn-sm btn-outline-secondary me-1 pe-2');
  });

  it('makes its own place where GLPI shows no links, and leaves none behind', () => {
    document.querySelector('ul.nav.navbar-nav.border-start')?.remove();
    addButton(document, life.signal);
    expect(document.querySelector('ol.breadcrumb')?.nextElementSibling?.contains(ours()[0] ?? null)).toBe(
      true,
    );
    life.abort();
    expect(document.querySelector('ol.breadcrumb + ul')).toBeNull();
  });

  it('is there once, however often the script runs', () => {
    addButton(document, life.signal);
    const second = new AbortController();
    addButton(document, second.signal);
    expect(ours()).toHaveLength(1);
    second.abort();
  });

  it('comes back when GLPI redraws its header', async () => {
    addButton(document, life.signal);
    const header = document.querySelector('header');
    // With a copy of our button in it, which nothing listens to.
    const copy = header?.cloneNode(true) as HTMLElement;
    header?.replaceWith(copy);
    await soon();
    expect(ours()).toHaveLength(1);
    expect(
      add()
        ?.closest('li')
        ?.nextElementSibling?.contains(ours()[0] ?? null),
    ).toBe(true);
  });

  it('gives in to a page that takes it away again and again', async () => {
    addButton(document, life.signal);
    let removals = 0;
    for (let round = 0; round < 30; round++) {
      const item = document.querySelector(`[${mark}]`);
      if (item === null) break;
      item.remove();
      removals++;
      await soon();
    }
    expect(removals).toBe(10);
  });

  it('opens the panel at a click of the user’s, and ignores one that the page made up', async () => {
    extension().answers['page.openPanel'] = () => ok(null);
    addButton(document, life.signal);
    await click(ours()[0], false);
    expect(extension().names).toEqual([]);
    await click(ours()[0], true);
    expect(extension().names).toEqual(['page.openPanel']);
  });

  it('says how much waits, and stops saying so', () => {
    const button = addButton(document, life.signal);
    button.showCount(2);
    expect(ours()[0]?.getAttribute('aria-label')).toBe('Generate invite (2 registrations need you)');
    expect(ours()[0]?.querySelector<HTMLElement>('.badge')?.hidden).toBe(false);
    button.showCount(0);
    expect(ours()[0]?.getAttribute('aria-label')).toBe('Generate invite');
    expect(ours()[0]?.querySelector<HTMLElement>('.badge')?.hidden).toBe(true);
  });

  it('asks for a reload when the extension is gone under it', async () => {
    addButton(document, life.signal);
    extension().isAlive = false;
    await click(ours()[0], true);
    expect(ours()[0]?.textContent).toBe('Reload this page');
    expect(ours()[0]?.getAttribute('aria-label')).toBe('Reload this page');
  });
});

describe('a copy of the script', () => {
  it('leaves when the extension is gone and somebody looks at the page', () => {
    const mine = beginLife(document, isAboutButton);
    addButton(document, mine.signal);
    window.dispatchEvent(new Event('focus'));
    expect(ours()).toHaveLength(1);
    extension().isAlive = false;
    window.dispatchEvent(new Event('focus'));
    expect(ours()).toHaveLength(0);
  });

  it('lets its button answer a click itself', () => {
    const mine = beginLife(document, isAboutButton);
    addButton(document, mine.signal);
    extension().isAlive = false;
    ours()[0]?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    expect(ours()).toHaveLength(1);
    document.querySelector('main')?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    expect(ours()).toHaveLength(0);
  });

  it('leaves when a newer one starts', () => {
    const older = beginLife(document, isAboutButton);
    const newer = beginLife(document, isAboutButton);
    expect(older.signal.aborted).toBe(true);
    expect(newer.signal.aborted).toBe(false);
    newer.abort();
  });
});

describe('the whole script', () => {
  async function run(path: string): Promise<void> {
    happyDOM.setURL(`https://glpi.example.org${path}`);
    vi.resetModules();
    await import('../../../src/content/main.ts');
    await soon();
  }

  afterEach(() => {
    document.dispatchEvent(new Event('invite-for-glpi:replaced'));
    happyDOM.setURL('about:blank');
  });

  it('shows the button at once, and what waits as soon as it is known', async () => {
    extension().answers['page.visible'] = () => ok({ watching: false, needsYou: 3 });
    await run('/glpi/front/user.php');
    expect(ours()).toHaveLength(1);
    expect(ours()[0]?.querySelector('.badge')?.textContent).toBe('3');
  });

  it('puts none on other pages, but tells that one is looked at', async () => {
    extension().answers['page.visible'] = () => ok({ watching: false, needsYou: 0 });
    await run('/glpi/front/ticket.php');
    expect(ours()).toHaveLength(0);
    expect(extension().names).toEqual(['page.visible']);
  });

  it('leaves nothing on a site that is not connected', async () => {
    extension().answers['page.visible'] = () => ({ ok: false, problem: { code: 'siteUnknown' } });
    await run('/front/user.form.php');
    expect(ours()).toHaveLength(0);
    extension().tellChanged();
    await soon();
    expect(extension().names).toEqual(['page.visible']);
  });
});
