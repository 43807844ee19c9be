import { render } from 'preact';
import { direction, language } from '../../ui/text.ts';
import { isAlive } from '../ask.ts';
import { mark } from '../button.ts';
import { isDark } from '../places.ts';
import styles from './panel.css?inline';
import { Panel } from './panel.tsx';

const tag = 'invite-for-glpi-panel';
/** Asked of a panel that is open already; it answers by taking the focus and cancelling the event. */
const reopen = 'invite-for-glpi:panel';

/** Where the panel lives: out of reach of the page's styles and scripts. */
function makeHost(): { host: HTMLElement; frame: HTMLElement } {
  const host = document.createElement(tag);
  host.dataset.theme = isDark(document) ? 'dark' : 'light';
  // GLPI's page may be in another language than the browser.
  host.lang = language();
  host.dir = direction();
  // Content scripts have no `customElements` in Chromium; an unknown element takes a shadow root all the same.
  const root = host.attachShadow({ mode: 'closed' });
  const style = document.createElement('style');
  style.textContent = styles;
  const frame = document.createElement('div');
  root.append(style, frame);
  return { host, frame };
}

function main(): void {
  if (!document.dispatchEvent(new Event(reopen, { cancelable: true }))) return;
  // One that did not answer is left over from an older copy of the extension.
  for (const old of document.querySelectorAll(tag)) old.remove();

  const { host, frame } = makeHost();
  const life = new AbortController();
  const cameFrom = document.activeElement;

  function close(): void {
    life.abort();
    render(null, frame);
    host.remove();
    const button = document.querySelector<HTMLElement>(`[${mark}] button`) ?? cameFrom;
    if (button instanceof HTMLElement) button.focus();
  }

  document.addEventListener(
    reopen,
    (event) => {
      // An orphan's panel could only fail: the newer copy shall make its own.
      if (!isAlive()) return close();
      event.preventDefault();
      frame.querySelector('dialog')?.focus();
    },
    { signal: life.signal },
  );
  // GLPI's shortcuts listen on the document, where all typing in here seems to come from one unknown element.
  for (const kind of ['keydown', 'keyup', 'keypress'] as const) {
    host.addEventListener(kind, (event) => event.stopPropagation());
  }
  document.body.append(host);
  render(<Panel onClose={close} />, frame);
}

main();
