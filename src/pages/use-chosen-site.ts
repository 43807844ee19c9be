import { useEffect, useState } from 'preact/hooks';
import type { Problem } from '../invite/problem.ts';
import type { SiteView } from '../messages/views.ts';
import { ask } from '../ui/ask.ts';
import { useReply } from './use-reply.ts';

export interface ChosenSite {
  /** All sites that are known; empty until they are. */
  readonly known: readonly SiteView[];
  readonly isLoaded: boolean;
  /** Why they could not be had. */
  readonly problem: Problem | null;
  /** The site that the page is about, as it stands now. */
  readonly current: SiteView | null;
  readonly choose: (site: SiteView | null) => void;
  /** Asks anew, after something was done. */
  readonly refresh: () => void;
}

/** The site a full page of ours is about: the one in its address, then whichever is chosen there. */
export function useChosenSite(preselected: string | null): ChosenSite {
  const list = useReply('site.list', {});
  const [chosen, choose] = useState<SiteView | null>(null);

  useEffect(() => {
    if (preselected === null) return;
    void ask('site.byAddress', { address: preselected }).then((outcome) => {
      if (outcome.ok) choose(outcome.value);
    });
  }, [preselected]);

  const known = list.outcome?.ok ? list.outcome.value : [];
  return {
    known,
    isLoaded: list.outcome !== null,
    problem: list.outcome !== null && !list.outcome.ok ? list.outcome.problem : null,
    // The list is newer than what was chosen: it is asked again at every change.
    current: chosen === null ? null : (known.find(({ id }) => id === chosen.id) ?? chosen),
    choose,
    refresh: list.refresh,
  };
}
