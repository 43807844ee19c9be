import { OutIcon } from '../../ui/icons.tsx';

/** A link that leaves for another tab, and says so by a sign that stays with its last word. */
export function Out({ href, children }: { href: string; children: string }) {
  return (
    <a class="out" href={href} target="_blank" rel="noreferrer">
      {children}
      <OutIcon />
    </a>
  );
}
