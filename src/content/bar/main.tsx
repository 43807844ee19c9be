import { render } from 'preact';
import { direction, language } from '../../ui/text.ts';
import { isAlive } from '../ask.ts';
import { replaced } from '../life.ts';
import { isDark, placeAtTop } from '../places.ts';
import styles from './bar.css?inline';
import { Bar } from './bar.tsx';
import { glpiLook } from './glpi-look.ts';

const tag = 'invite-for-glpi-bar';
/** Asked of a bar that is there already; it answers by cancelling the event. */
const again = 'invite-for-glpi:bar';

function main(): void {
  if (!document.dispatchEvent(new Event(again, { cancelable: true }))) return;
  // One that did not answer is left over from an older copy of the extension.
  for (const old of document.querySelectorAll(tag)) old.remove();

  const host = document.createElement(tag);
  host.dataset.theme = isDark(document) ? 'dark' : 'light';
  // GLPI's page may be in another language than the browser.
  host.lang = language();
  host.dir = direction();
  for (const [name, value] of Object.entries(glpiLook(document))) host.style.setProperty(name, value);
  const root = host.attachShadow({ mode: 'closed' });
  const style = document.createElement('style');
  style.textContent = styles;
  const frame = document.createElement('div');
  root.append(style, frame);

  const life = new AbortController();
  const { signal } = life;
  function leave(): void {
    life.abort();
    render(null, frame);
    host.remove();
  }
  document.addEventListener(
    again,
    (event) => {
      if (isAlive()) event.preventDefault();
      else leave();
    },
    { signal },
  );
  document.addEventListener(replaced, leave, { signal });
  // GLPI's shortcuts listen on the document, where all typing in here seems to come from one unknown element.
  for (const kind of ['keydown', 'keyup', 'keypress'] as const) {
    host.addEventListener(kind, (event) => event.stopPropagation());
  }
  placeAtTop(document, host);
  render(<Bar onNothing={leave} />, frame);
}

main();
