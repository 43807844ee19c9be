import type { AdviceKey } from './advice.ts';
import type { Facts } from './facts.ts';
import { type Certainty, type Evidence, type Quote, type RowId, rules } from './rules.ts';

/** One row of the table that what was seen speaks for. */
export interface Finding {
  readonly id: RowId;
  readonly kind: 'main' | 'beside';
  readonly certainty: Certainty;
  /** Whether other causes look the same from outside, which the finding then says. */
  readonly apart: boolean;
  readonly quotes: readonly Quote[];
  readonly detail: Readonly<Record<string, string>>;
  readonly advice: readonly AdviceKey[];
}

/** All findings, what matters most first. Nothing seen, nothing found: never a guess. */
export function diagnose(facts: Facts): Finding[] {
  return rules.flatMap((rule) => {
    const evidence: Evidence | null = rule.seen(facts);
    if (evidence === null) return [];
    return [
      {
        id: rule.id,
        kind: rule.kind,
        certainty: evidence.certainty ?? rule.certainty,
        apart: rule.apart,
        quotes: evidence.quotes,
        detail: evidence.detail ?? {},
        advice: rule.advice,
      },
    ];
  });
}
