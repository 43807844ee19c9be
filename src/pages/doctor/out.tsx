import { OutIcon } from '../../ui/icons.tsx';

/** A link that leaves for another tab, and says so by a sign that stays with its last word. */
export function Out({ href, children }: { href: string; children: string }) {
  const last = children.lastIndexOf(' ') + 1;
  return (
    <a href={href} target="_blank" rel="noreferrer">
      {children.slice(0, last)}
      <span class="last-word">
        {children.slice(last)} <OutIcon />
      </span>
    </a>
  );
}
