/** One criterion of GLPI's search: a search option by its number, how to compare, and with what. */
export type Criterion = readonly [field: string, searchType: 'contains' | 'equals', value: string];

/** Criteria as parameters of `search/…`, joined by `link`. */
export function criteria(link: 'AND' | 'OR', all: readonly Criterion[]): [string, string][] {
  return all.flatMap(([field, searchType, value], index): [string, string][] => [
    ...(index > 0 ? [[`criteria[${index}][link]`, link] as [string, string]] : []),
    [`criteria[${index}][field]`, field],
    [`criteria[${index}][searchtype]`, searchType],
    [`criteria[${index}][value]`, value],
  ]);
}
