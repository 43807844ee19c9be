import { useState } from 'preact/hooks';
import type { PluginShelf } from '../../glpi/checks.ts';
import type { Outcome } from '../../messages/ask.ts';
import { ask } from '../../ui/ask.ts';

/** All categories together, in the place of a category's key. */
export const all = '';

export interface Shelves {
  /** GLPI's own categories; null until they were looked up. */
  readonly categories: PluginShelf['categories'];
  /** The category in front, by its key; null before the first press. */
  readonly chosen: string | null;
  /** What is in it, or why that could not be had; null while it is being asked for. */
  readonly shelf: Outcome<PluginShelf> | null;
  readonly isLooking: boolean;
  /** Looks into a category, each at most once: another press shows what was seen. One at a time. */
  readonly look: (category: string) => void;
}

/** The shelves of a site's marketplace, each looked into on a press. What was seen ends with the page. */
export function useShelves(site: string): Shelves {
  const [categories, setCategories] = useState<Shelves['categories']>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const [seen, setSeen] = useState<Readonly<Record<string, Outcome<PluginShelf>>>>({});
  const [isLooking, setLooking] = useState(false);

  async function open(category: string): Promise<void> {
    if (isLooking) return;
    setChosen(category);
    // A shelf that could not be read is looked for again.
    if (seen[category]?.ok) return;
    setLooking(true);
    setSeen(({ [category]: _, ...others }) => others);
    const outcome = await ask('doctor.shelf', { site, category });
    setSeen((before) => ({ ...before, [category]: outcome }));
    if (outcome.ok && outcome.value.categories !== null) setCategories(outcome.value.categories);
    setLooking(false);
  }

  return {
    categories,
    chosen,
    shelf: chosen === null ? null : (seen[chosen] ?? null),
    isLooking,
    look: (category) => void open(category),
  };
}
