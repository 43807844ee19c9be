/**
 * Copies a message so that it arrives formatted where formatting is understood, and as plain text elsewhere. Built from
 * nodes and text alone: nothing in the message can become markup.
 */
export async function copyRich(message: { readonly body: string; readonly link: string }): Promise<boolean> {
  try {
    const item = new ClipboardItem({
      'text/plain': new Blob([message.body], { type: 'text/plain' }),
      'text/html': new Blob([richText(message)], { type: 'text/html' }),
    });
    await navigator.clipboard.write([item]);
    return true;
  } catch {
    return false;
  }
}

/** The message as HTML: paragraphs, lines, and the link as a link. */
export function richText({ body, link }: { readonly body: string; readonly link: string }): string {
  const holder = document.createElement('div');
  for (const paragraph of body.split(/\n{2,}/)) {
    const element = document.createElement('p');
    paragraph.split('\n').forEach((line, index) => {
      if (index > 0) element.append(document.createElement('br'));
      const [before = '', ...after] = line.split(link);
      element.append(before);
      for (const rest of after) {
        const anchor = document.createElement('a');
        anchor.href = link;
        anchor.textContent = link;
        element.append(anchor, rest);
      }
    });
    holder.append(element);
  }
  return holder.innerHTML;
}
