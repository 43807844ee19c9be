/** What GLPI's editor makes of what is typed into it, and what a paste leaves behind: all there is to be seen of these is the text in them. */
const plainTags = new Set(
  'p br div span strong b em i u s del ins sub sup small a ul ol li h1 h2 h3 h4 h5 h6 blockquote pre code hr table thead tbody tfoot tr td th col colgroup caption font'.split(
    ' ',
  ),
);
const ownLine = new Set('p br div li h1 h2 h3 h4 h5 h6 blockquote pre hr tr table ul ol'.split(' '));

const tag = /<(\/?)([a-z][a-z0-9]*)((?:\s[^<>]*)?)>/gi;

/**
 * The lines that somebody typed into GLPI's editor for long answers, which gives them as HTML (measured on 11.0.6: its
 * TinyMCE escapes `& < >` and nothing else). Nothing is parsed by anything that could run it. Markup that the editor does
 * not make was sent by other means: then the whole is given back as it came, so that nothing of it is hidden.
 */
export function typedLines(html: string, unescapeHtml: (text: string) => string): string {
  let text = '';
  let from = 0;
  /** Within how many `pre`, where line breaks are what they are. */
  let kept = 0;
  let link: { readonly href: string; readonly start: number } | null = null;
  for (const found of html.matchAll(tag)) {
    const [whole, slash = '', name = '', attributes = ''] = found;
    const kind = name.toLowerCase();
    const between = html.slice(from, found.index);
    if (!plainTags.has(kind) || between.includes('<')) return html;
    text += kept > 0 ? between : asLine(between);
    from = found.index + whole.length;
    // Where a link leads is seen beside its words, unless they say it.
    if (kind === 'a' && slash === '') {
      link = { href: /\shref="([^"]*)"/i.exec(attributes)?.[1] ?? '', start: text.length };
    } else if (kind === 'a' && link !== null) {
      if (link.href !== '' && text.slice(link.start) !== link.href) text += ` (${link.href})`;
      link = null;
    }
    if (kind === 'td' || kind === 'th') text += slash === '' ? '' : '\t';
    if (kind === 'pre') kept = Math.max(0, kept + (slash === '' ? 1 : -1));
    if (ownLine.has(kind)) text += '\n';
  }
  const rest = html.slice(from);
  if (rest.includes('<')) return html;
  // No markup at all: somebody's browser had no editor.
  text += from === 0 ? rest : asLine(rest);
  return unescapeHtml(text.replace(/&nbsp;/g, ' '))
    .replace(/\r\n?/g, '\n')
    .split('\n')
    .map(withoutSpacesAtEnd)
    .join('\n')
    .replace(/\n{2,}/g, '\n')
    .trim();
}

/** Line breaks in HTML are spaces; between two tags they are nothing. */
function asLine(between: string): string {
  return between.trim() === '' && between.includes('\n') ? '' : between.replace(/[\r\n]+/g, ' ');
}

/** By hand: a pattern for spaces at an end is tried anew at each of a hundred thousand spaces, which takes a minute. */
function withoutSpacesAtEnd(line: string): string {
  let end = line.length;
  while (end > 0 && (line[end - 1] === ' ' || line[end - 1] === '\t')) end -= 1;
  return line.slice(0, end);
}
