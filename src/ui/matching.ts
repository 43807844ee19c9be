import type { Named } from '../invite/grant.ts';

/** A name made ready for searching. */
export interface Searchable {
  readonly item: Named;
  readonly folded: string;
}

/** Accents and case play no part in a search. */
function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLocaleLowerCase();
}

/** Folds all names once, so that thousands of them can be searched at every key press. */
export function searchable(items: readonly Named[]): readonly Searchable[] {
  return items.map((item) => ({ item, folded: fold(item.name) }));
}

/**
 * The items whose name holds every word of `query`, in their own order, those first whose last part ("Lyon" in
 * "Root entity > Lyon") begins with what was typed.
 */
export function matching(all: readonly Searchable[], query: string): readonly Named[] {
  const folded = fold(query).trim();
  const words = folded.split(/[\s>]+/).filter((word) => word !== '');
  if (words.length === 0) return all.map(({ item }) => item);
  const found = all.filter((entry) => words.every((word) => entry.folded.includes(word)));
  const isDirect = (entry: Searchable) => leafOf(entry.folded).startsWith(folded);
  return [...found.filter(isDirect), ...found.filter((entry) => !isDirect(entry))].map(({ item }) => item);
}

const separator = ' > ';

/** The last part of a full name: "Lyon" of "Root entity > Lyon". */
export function leafOf(name: string): string {
  return name.slice(name.lastIndexOf(separator) + (name.includes(separator) ? separator.length : 1));
}

/** What stands before the last part; empty at the top. */
export function pathOf(name: string): string {
  return name.includes(separator) ? name.slice(0, name.lastIndexOf(separator)) : '';
}
