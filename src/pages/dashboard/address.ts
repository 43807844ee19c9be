import { useCallback, useEffect, useState } from 'preact/hooks';

/** The sections of the dashboard, as its side lists them. */
export const views = [
  'invites',
  'registrations',
  'journal',
  'templates',
  'numbers',
  'team',
  'notices',
] as const;
/** Those, and places within them that are a page of their own. */
const places = [...views, 'bulk'] as const;
export type View = (typeof places)[number];

/** What `open` says in the address while a new invite is being made. */
export const openNew = 'new';

/** Where in the dashboard somebody is. It stands in the page's address, so that Back works and a place can be kept. */
export interface Place {
  readonly view: View;
  /** What is filtered, sorted and open, by name. Absent is the default. */
  readonly at: Readonly<Record<string, string>>;
}

/** The place in an address's hash: `#/invites?status=open&q=lyon&open=ABC`. */
export function placeOf(hash: string): Place {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const view = places.find((name) => name === path) ?? 'invites';
  return { view, at: Object.fromEntries(new URLSearchParams(query)) };
}

export function hashOf({ view, at }: Place): string {
  const kept = Object.entries(at).filter(([, value]) => value !== '');
  const query = new URLSearchParams(kept).toString();
  return `#/${view}${query === '' ? '' : `?${query}`}`;
}

export interface Navigation {
  readonly place: Place;
  /** To another view, with nothing but `at`. */
  readonly go: (view: View, at?: Readonly<Record<string, string>>) => void;
  /** Changes some of where we are; an empty text is the default. Typing leaves no trail of places behind. */
  readonly set: (changes: Readonly<Record<string, string>>, how?: 'push' | 'replace') => void;
}

/** The place in the address of this page, and ways to others. */
export function useNavigation(): Navigation {
  const [place, setPlace] = useState(() => placeOf(location.hash));

  useEffect(() => {
    const follow = () => setPlace(placeOf(location.hash));
    addEventListener('popstate', follow);
    addEventListener('hashchange', follow);
    return () => {
      removeEventListener('popstate', follow);
      removeEventListener('hashchange', follow);
    };
  }, []);

  const move = useCallback((next: Place, how: 'push' | 'replace') => {
    const hash = hashOf(next);
    if (hash === location.hash) return;
    if (how === 'push') history.pushState(null, '', hash);
    else history.replaceState(null, '', hash);
    setPlace(next);
  }, []);

  const go = useCallback<Navigation['go']>((view, at = {}) => move({ view, at }, 'push'), [move]);
  const set = useCallback<Navigation['set']>(
    (changes, how = 'push') => {
      const now = placeOf(location.hash);
      move({ view: now.view, at: { ...now.at, ...changes } }, how);
    },
    [move],
  );
  return { place, go, set };
}
