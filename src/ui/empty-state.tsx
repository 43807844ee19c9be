import type { ComponentChildren } from 'preact';
import { EmptyIcon } from './icons.tsx';

/** Nothing here yet, and what to do about it. */
export function EmptyState({
  title,
  next,
  children,
}: {
  title: string;
  next: string;
  children?: ComponentChildren;
}) {
  return (
    <div class="empty">
      <EmptyIcon />
      <p class="empty-title">{title}</p>
      <p class="empty-next">{next}</p>
      {children}
    </div>
  );
}
