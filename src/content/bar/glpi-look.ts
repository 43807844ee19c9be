/** How GLPI looks in this page, in whichever theme, as our design's own properties: read off what it draws, by structure alone. */

type Properties = Readonly<Record<string, string>>;

/** As legible as text of that size has to be (WCAG 2, AA). */
const legible = 4.5;

/** The properties to set on a host of ours. What GLPI has none of its own for, or nobody could read, is left to our design. */
export function glpiLook(document: Document): Properties {
  const place = document.querySelector('main') ?? document.body;
  // GLPI's own card, button and link, drawn for nobody.
  const probe = document.createElement('div');
  probe.className = 'card';
  probe.style.display = 'none';
  const button = document.createElement('a');
  button.className = 'btn btn-primary';
  const link = document.createElement('a');
  link.href = '#';
  probe.append(button, link);
  place.append(probe);
  const card = getComputedStyle(probe);
  const primary = getComputedStyle(button);
  const ground = card.backgroundColor;
  const found: Record<string, string> = {};
  if (contrast(card.color, ground) >= legible) {
    found['--ground'] = ground;
    found['--ground-raised'] = ground;
    found['--ink'] = card.color;
    found['--line'] = card.borderTopColor;
    if (contrast(primary.color, primary.backgroundColor) >= legible) {
      found['--primary'] = primary.backgroundColor;
      found['--primary-ink'] = primary.color;
    }
    const linked = getComputedStyle(link).color;
    if (contrast(linked, ground) >= legible) found['--link'] = linked;
  }
  if (/^[\d.]+px$/.test(card.borderTopLeftRadius)) found['--radius'] = card.borderTopLeftRadius;
  found['--font'] = card.fontFamily;
  probe.remove();
  return found;
}

/** How well one colour can be told from the other, from 1 to 21; 0 where either lets through what is behind it. */
export function contrast(one: string, other: string): number {
  const lights = [lightness(one), lightness(other)];
  const [dark = null, light = null] = lights.toSorted((a, b) => (a ?? 0) - (b ?? 0));
  return dark === null || light === null || lights.includes(null) ? 0 : (light + 0.05) / (dark + 0.05);
}

function lightness(color: string): number | null {
  const [red, green, blue, alpha] = (color.match(/[\d.]+/g) ?? []).map(Number);
  if (!color.startsWith('rgb') || red === undefined || green === undefined || blue === undefined) return null;
  if ((alpha ?? 1) < 1) return null;
  const linear = (part: number) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}
