/**
 * Copies `text`. Pages over plain http have no `navigator.clipboard`, and a page's policy may forbid it; then the
 * old way: select it in a field and let the browser copy. `near` is where that field may take the focus: outside
 * of an open modal dialog nothing can.
 */
export async function copyText(text: string, near: HTMLElement): Promise<boolean> {
  try {
    // Typed as always there; it is not (see above).
    const clipboard = navigator.clipboard as Clipboard | undefined;
    if (clipboard !== undefined) {
      await clipboard.writeText(text);
      return true;
    }
  } catch {
    // Refused: the old way may still do.
  }
  return copySelected(text, near);
}

function copySelected(text: string, near: HTMLElement): boolean {
  const field = document.createElement('textarea');
  field.value = text;
  field.readOnly = true;
  field.className = 'hidden';
  field.setAttribute('aria-hidden', 'true');
  near.append(field);
  field.select();
  try {
    return document.execCommand('copy');
  } catch {
    return false;
  } finally {
    field.remove();
  }
}
