import type { Checked, CheckStep } from '../glpi/checks.ts';
import type { Problem } from '../invite/problem.ts';

/** One step: not made yet, made and seen, or made and failed. */
export type Looked<Seen> =
  | { readonly state: 'notYet' }
  | { readonly state: 'seen'; readonly value: Seen }
  | { readonly state: 'failed'; readonly problem: Problem };

/** Whether the vendor answers this browser. */
export interface VendorReach {
  readonly reached: boolean;
}

/** Everything that was looked at so far, and nothing that was concluded from it. Holds no key. */
export type Facts = {
  readonly [Step in CheckStep]: Looked<Extract<Checked, { step: Step }>>;
} & {
  readonly browser: Looked<VendorReach>;
  /** The admin says that a key was entered and saved, and the field was blank again. */
  readonly adminEntered: boolean;
};

const notYet = { state: 'notYet' } as const;

/** Before the first press. */
export const noFacts: Facts = {
  network: notYet,
  marketplace: notYet,
  version: notYet,
  system: notYet,
  log: notYet,
  history: notYet,
  plugins: notYet,
  browser: notYet,
  adminEntered: false,
};

type Outcome<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problem: Problem };

/** The facts with one more step in them. */
export function withStep(facts: Facts, step: CheckStep, outcome: Outcome<Checked>): Facts {
  return { ...facts, [step]: lookedAt(outcome) };
}

/** The facts with whether the vendor answers this browser. */
export function withBrowser(facts: Facts, outcome: Outcome<VendorReach>): Facts {
  return { ...facts, browser: lookedAt(outcome) };
}

function lookedAt<Value>(outcome: Outcome<Value>): Looked<Value> {
  return outcome.ok ? { state: 'seen', value: outcome.value } : { state: 'failed', problem: outcome.problem };
}

/** What was seen in a step; null where it was not made or failed. */
export function seen<Value>(looked: Looked<Value>): Value | null {
  return looked.state === 'seen' ? looked.value : null;
}
