const unreleased = '## Unreleased\n';

/** The changelog with what is unreleased under the number of a version; fails where there is nothing new. */
export function released(changelog: string, version: string, day: string): string {
  const [before, after] = changelog.split(unreleased);
  if (before === undefined || after === undefined) throw new Error('The changelog has no "Unreleased"');
  const news = after.split(/^## /m)[0] ?? '';
  if (news.trim() === '') throw new Error('The changelog says nothing new');
  return `${before}${unreleased}\n## ${version} (${day})\n${after}`;
}

/** Whether `next` is a number that comes after `current`, of three whole numbers as both stores take it. */
export function isNewer(next: string, current: string): boolean {
  const numbers = (text: string) => /^(\d{1,5})\.(\d{1,5})\.(\d{1,5})$/.exec(text)?.slice(1).map(Number);
  const [wanted, known] = [numbers(next), numbers(current)];
  if (wanted === undefined || known === undefined) return false;
  const at = wanted.findIndex((number, index) => number !== known[index]);
  return at >= 0 && (wanted[at] ?? 0) > (known[at] ?? 0);
}
