/** The doctor at a stand-in GLPI: the real readers, with the web session of somebody, without a browser. */
import { Window } from 'happy-dom';
import * as v from 'valibot';
import { vi } from 'vitest';
import { diagnose, type Finding } from '../../../src/doctor/diagnose.ts';
import { type Facts, noFacts, withStep } from '../../../src/doctor/facts.ts';
import { placesOf } from '../../../src/doctor/places.ts';
import { firstSteps, stepsToTheCause } from '../../../src/doctor/plan.ts';
import {
  type Checked,
  type CheckStep,
  checked,
  checkLimitMs,
  type PluginShelf,
  pluginShelf,
} from '../../../src/glpi/checks.ts';
import type { Browsing } from '../../../src/glpi/pages/page.ts';
import { performErrand } from '../../../src/glpi/pages/perform-errand.ts';
import { runCheck } from '../../../src/glpi/pages/run-check.ts';
import { problemOf } from '../../../src/invite/problem.ts';
import { findingText, quoteText } from '../../../src/pages/doctor/finding-text.ts';
import { Hold } from '../../glpi/faults.ts';
import { type Glpi, type GlpiOptions, startGlpi } from '../../glpi/server.ts';

const { DOMParser: InertParser } = new Window();

export interface Clinic {
  readonly glpi: Glpi;
  /** Of the admin's web session. */
  readonly cookie: string;
  facts: Facts;
  /** Requests made so far, as "METHOD path". */
  readonly requests: string[];
  /** Every reply as it would cross to the background. */
  readonly replies: unknown[];
  look(steps: readonly CheckStep[]): Promise<void>;
  /** Takes a step at whose request for `path` GLPI is too slow for us; then it lets GLPI go on. */
  lookInVain(step: CheckStep, path: string): Promise<void>;
  /** The shelf of one category; '' is of all. */
  shelf(category: string): Promise<PluginShelf>;
  /** "Check the key". */
  press(): Promise<void>;
  /** "Check the key", then "Find the cause". */
  findCause(): Promise<void>;
  findings(): Finding[];
  rows(): string[];
  close(): Promise<void>;
}

export async function openClinic(options: GlpiOptions = {}, as = 'glpi'): Promise<Clinic> {
  globalThis.DOMParser = InertParser as unknown as typeof DOMParser;
  const glpi = await startGlpi(options);
  const { cookie } = glpi.login(as);
  const browsing: Browsing = {
    base: glpi.url,
    fetch: (url, init) => {
      clinic.requests.push(`${init?.method ?? 'GET'} ${url.slice(glpi.url.length)}`);
      return fetch(url, { ...init, headers: { ...init?.headers, cookie } });
    },
  };
  const clinic: Clinic = {
    glpi,
    cookie,
    facts: noFacts,
    requests: [],
    replies: [],
    async look(steps) {
      for (const step of steps) {
        const outcome = await runCheck(step, browsing).then(
          (value) => ({ ok: true as const, value: v.parse(checked, value) as Checked }),
          (thrown) => ({ ok: false as const, problem: problemOf(thrown) }),
        );
        clinic.replies.push(outcome);
        clinic.facts = withStep(clinic.facts, step, outcome);
      }
    },
    async lookInVain(step, path) {
      const hold = new Hold();
      glpi.fault(path, { kind: 'hold', hold });
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
      try {
        const looked = clinic.look([step]);
        while (!hold.isThere) await new Promise((resolve) => setImmediate(resolve));
        vi.advanceTimersByTime(checkLimitMs);
        await looked;
      } finally {
        vi.useRealTimers();
        hold.letGo();
      }
    },
    shelf: async (category) =>
      v.parse(pluginShelf, await performErrand({ kind: 'readShelf', category }, browsing)),
    press: () => clinic.look(firstSteps),
    async findCause() {
      await clinic.press();
      await clinic.look(stepsToTheCause(clinic.facts));
    },
    findings: () => diagnose(clinic.facts),
    rows: () => clinic.findings().map(({ id }) => id),
    close: () => glpi.close(),
  };
  return clinic;
}

/** What the admin reads about one row of the table; fails where it was not found. */
export function read(clinic: Clinic, row: string) {
  const finding = clinic.findings().find(({ id }) => id === row);
  if (finding === undefined)
    throw new Error(`row ${row} was not found, but ${clinic.rows().join(', ') || 'none'}`);
  return {
    ...finding,
    ...findingText(finding, placesOf(clinic.facts)),
    quoted: finding.quotes.map((quote) => quoteText(quote, finding).text),
  };
}
