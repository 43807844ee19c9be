/**
 * Calls `place` now and whenever the page changes, until the signal; then takes the element away. GLPI loads its tabs
 * and forms after the page, and draws them anew.
 */
export function keepInPlace(
  document: Document,
  element: Element,
  place: () => void,
  signal: AbortSignal,
): void {
  place();
  const observer = new MutationObserver(place);
  observer.observe(document.body, { childList: true, subtree: true });
  signal.addEventListener('abort', () => {
    observer.disconnect();
    element.remove();
  });
}
