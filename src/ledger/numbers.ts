import type { Instant } from '../invite/instant.ts';
import { day, hour } from '../invite/instant.ts';
import type { SiteId } from '../invite/invite.ts';
import type { Arrival } from './arrivals.ts';
import type { InviteSummary } from './summaries.ts';

export interface NumbersQuery {
  readonly site: SiteId | null;
  /** Where the parts of the time begin, and the end of the last one; ascending. Whoever asks knows the zone of its days. */
  readonly bounds: readonly Instant[];
}

export interface Amounts {
  /** Links. A batch counts by its links. */
  readonly issued: number;
  /** People. */
  readonly used: number;
  /** Links whose time ran out. */
  readonly expired: number;
}

export interface NamedAmounts extends Amounts {
  /** Null sums up all that are not named. */
  readonly name: string | null;
}

export interface Numbers {
  /** One for each part of the time. */
  readonly parts: readonly Amounts[];
  /** From the link to the account: how many took so long at most; null is any longer. */
  readonly took: readonly { readonly upTo: number | null; readonly count: number }[];
  /** Half of them took so long at most; null where nobody came in. */
  readonly median: number | null;
  /** The busiest first. An empty name: none. */
  readonly entities: readonly NamedAmounts[];
  readonly templates: readonly NamedAmounts[];
}

const spans = [hour, day, 3 * day, 7 * day, 30 * day, null];
/** More than anybody reads; the others are summed up. */
const mostNamed = 15;

/** Issued, used and expired within the query's time. `arrivals`: those within it. Pure. */
export function numbersOf(
  summaries: readonly InviteSummary[],
  arrivals: readonly Arrival[],
  { site, bounds }: NumbersQuery,
): Numbers {
  const batches = new Set(summaries.map(({ batchId }) => batchId));
  const parts = bounds.slice(1).map(nothing);
  const entities = new Map<string, Counting>();
  const templates = new Map<string, Counting>();
  const count = (what: keyof Amounts, at: Instant, of: InviteSummary | undefined) => {
    const part = parts[partOf(bounds, at)];
    if (part === undefined) return;
    part[what] += 1;
    for (const [rows, name] of [
      [entities, of?.entity ?? ''],
      [templates, of?.template ?? ''],
    ] as const) {
      const row = rows.get(name) ?? nothing();
      row[what] += 1;
      rows.set(name, row);
    }
  };

  const byId = new Map<string, InviteSummary>();
  for (const summary of summaries) {
    byId.set(summary.id, summary);
    // The form behind a batch is no link; one that was never opened let nobody in.
    if ((site !== null && summary.site !== site) || batches.has(summary.id)) continue;
    if (summary.state === 'opening' || summary.closedBecause === 'failed') continue;
    count('issued', summary.createdAt, summary);
    if (summary.closedBecause === 'expired') count('expired', summary.until, summary);
  }
  const took: number[] = [];
  for (const arrival of arrivals) {
    if (site !== null && arrival.site !== site) continue;
    count('used', arrival.at, byId.get(arrival.inviteId));
    if (arrival.took !== null) took.push(arrival.took);
  }
  took.sort((one, other) => one - other);
  return {
    parts,
    took: spans.map((upTo, index) => {
      const from = index === 0 ? Number.NEGATIVE_INFINITY : (spans[index - 1] ?? 0);
      return { upTo, count: took.filter((one) => one > from && (upTo === null || one <= upTo)).length };
    }),
    median: took[Math.ceil(took.length / 2) - 1] ?? null,
    entities: busiest(entities),
    templates: busiest(templates),
  };
}

type Counting = { -readonly [Name in keyof Amounts]: Amounts[Name] };
const nothing = (): Counting => ({ issued: 0, used: 0, expired: 0 });

/** Which part of the time a moment lies in; -1 for none. */
function partOf(bounds: readonly Instant[], at: Instant): number {
  let [low, high] = [0, bounds.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((bounds[middle] ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low === bounds.length ? -1 : low - 1;
}

function busiest(rows: ReadonlyMap<string, Amounts>): NamedAmounts[] {
  const weight = ({ issued, used, expired }: Amounts) => issued + used + expired;
  const sorted = [...rows]
    .map(([name, amounts]): NamedAmounts => ({ name, ...amounts }))
    .sort((one, other) => weight(other) - weight(one) || (one.name ?? '').localeCompare(other.name ?? ''));
  const others = sorted.slice(mostNamed);
  if (others.length < 2) return sorted;
  const sum = (what: keyof Amounts) => others.reduce((total, row) => total + row[what], 0);
  const rest = { name: null, issued: sum('issued'), used: sum('used'), expired: sum('expired') };
  return [...sorted.slice(0, mostNamed), rest];
}
