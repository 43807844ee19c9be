import { useEffect, useRef, useState } from 'preact/hooks';
import { type Facts, noFacts, withBrowser, withStep } from '../../doctor/facts.ts';
import { firstSteps, stepsToTheCause } from '../../doctor/plan.ts';
import type { CheckStep } from '../../glpi/checks.ts';
import type { ProblemCode } from '../../invite/problem.ts';
import { ask } from '../../ui/ask.ts';
import { allowVendor, pauseMs } from './allow-vendor.ts';

/** After these no further step can come to anything. */
const hopeless: readonly ProblemCode[] = [
  'notLoggedIn',
  'glpiTabNeeded',
  'hostNotGranted',
  'unreachable',
  'unexpected',
];

export type StepState = 'waiting' | 'working' | 'seen' | 'failed';
export type Work = 'check' | 'cause' | 'plugins' | 'browser';

export interface Checkup {
  readonly facts: Facts;
  /** What is going on; null at rest. */
  readonly work: Work | null;
  /** The steps of the presses so far, as they are carried out. */
  readonly steps: readonly { readonly step: CheckStep; readonly state: StepState }[];
  /** Pressed too soon after the last check. */
  readonly isTooSoon: boolean;
  /** The permission for the vendor's host was not given. */
  readonly isDenied: boolean;
  readonly check: () => void;
  readonly findCause: () => void;
  readonly lookAtPlugins: () => void;
  /** Must be called straight from a click: the browser asks for the vendor's host. */
  readonly askVendor: () => void;
  readonly sayEntered: () => void;
}

/** The checks of one site, each on a press. What they find lives in this page and ends with it. */
export function useCheckup(site: string): Checkup {
  const [facts, setFacts] = useState(noFacts);
  const [work, setWork] = useState<Work | null>(null);
  const [steps, setSteps] = useState<Checkup['steps']>([]);
  const [isTooSoon, setTooSoon] = useState(false);
  const lastAt = useRef(0);
  const [isDenied, setDenied] = useState(false);
  const isOver = useRef(false);

  useEffect(
    () => () => {
      isOver.current = true;
    },
    [],
  );
  /** One step after the other: GLPI makes an admin's requests wait for each other anyway. */
  async function run(name: Work, wanted: readonly CheckStep[], before: Facts): Promise<void> {
    setWork(name);
    let found = before;
    const mark = (step: CheckStep, state: StepState) =>
      setSteps((all) => all.map((one) => (one.step === step ? { step, state } : one)));
    setSteps((all) => [
      ...all.filter(({ step }) => name !== 'check' && !wanted.includes(step)),
      ...wanted.map((step) => ({ step, state: 'waiting' as const })),
    ]);
    for (const step of wanted) {
      mark(step, 'working');
      const outcome = await ask('doctor.step', { site, step });
      if (isOver.current) return;
      found = withStep(found, step, outcome);
      setFacts(found);
      mark(step, outcome.ok ? 'seen' : 'failed');
      if (!outcome.ok && hopeless.includes(outcome.problem.code)) break;
    }
    setWork(null);
  }

  return {
    facts,
    work,
    steps,
    isTooSoon,
    isDenied,
    check() {
      const isSoon = Date.now() - lastAt.current < pauseMs;
      setTooSoon(isSoon);
      if (isSoon) return;
      setFacts(noFacts);
      void run('check', firstSteps, noFacts).then(() => {
        lastAt.current = Date.now();
      });
    },
    findCause: () => void run('cause', stepsToTheCause(facts), facts),
    lookAtPlugins: () => void run('plugins', ['plugins'], facts),
    askVendor() {
      const allowing = allowVendor();
      setDenied(false);
      void allowing.then(async (isAllowed) => {
        if (!isAllowed) return setDenied(true);
        setWork('browser');
        const outcome = await ask('doctor.vendorReachable', {});
        setFacts((now) => withBrowser(now, outcome));
        setWork(null);
      });
    },
    sayEntered() {
      const said = { ...facts, adminEntered: true };
      setFacts(said);
      if (said.history.state === 'notYet') void run('cause', stepsToTheCause(said), said);
    },
  };
}
