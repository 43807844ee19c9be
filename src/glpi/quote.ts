/** Long enough for any message of GLPI's or curl's. */
const longest = 400;

/** What GLPI or one of its logs prints, fit to be shown: one line, not endless, and without what looks like a secret. */
export function quote(text: string | null | undefined): string {
  const line = withoutSecrets((text ?? '').replace(/\s+/g, ' ').trim());
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
}

/** Takes out keys, passwords in addresses, and anything else that reads like them rather than like words. */
export function withoutSecrets(text: string): string {
  return (
    text
      .replace(/(X-Registration-Key|X-Glpi-Network-Uid|Authorization)(["']?\s*[:=]>?\s*)\S+/gi, '$1$2[…]')
      .replace(/(\/\/)[^\s/@]+@/g, '$1[…]@')
      // Base64 and tokens: long, with letters of both cases and figures. Paths and sentences are not.
      .replace(/[A-Za-z0-9+/_=-]{32,}/g, (run) =>
        /[a-z]/.test(run) && /[A-Z]/.test(run) && /\d/.test(run) ? '[…]' : run,
      )
  );
}

/** The words of an element, each piece of text for itself: list entries do not run into each other. */
export function wordsOf(element: Element): string {
  const pieces: string[] = [];
  const collect = (node: Node) => {
    for (const child of node.childNodes) {
      if (child.nodeType === 3) pieces.push(child.textContent ?? '');
      else collect(child);
    }
  };
  collect(element);
  return quote(pieces.join(' '));
}
