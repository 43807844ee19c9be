/** How something stands: a word in a shape, so that colour only helps. */
export function StateBadge({
  tone,
  children,
}: {
  tone: 'good' | 'busy' | 'attention' | 'off';
  children: string;
}) {
  return <span class={`badge ${tone}`}>{children}</span>;
}
