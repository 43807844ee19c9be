import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Problem } from '../../../invite/problem.ts';
import type { Outcome } from '../../../messages/ask.ts';
import type { BulkView } from '../../../messages/bulk-views.ts';
import { ask, onChanged } from '../../../ui/ask.ts';

export interface LiveBulk {
  /** As it was last told; null until it is known. */
  readonly view: BulkView | null;
  readonly problem: Problem | null;
  /** How many a second were made while this page looked on; null while that cannot be told. */
  readonly pace: number | null;
  readonly take: (outcome: Outcome<BulkView>) => void;
}

/** Between two questions while it cannot go on: GLPI is away, or other work has its turn. */
const pauseWhenStuck = 3_000;

const finished = ({ done, failed, left }: BulkView) => done + failed + left;

/** A bulk that goes on as long as this page is open, and how far it has come. */
export function useBulk(id: string): LiveBulk {
  const [view, setView] = useState<BulkView | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const began = useRef<{ at: number; count: number } | null>(null);

  const take = useCallback((outcome: Outcome<BulkView>) => {
    setProblem(outcome.ok ? null : outcome.problem);
    if (outcome.ok) setView(outcome.value);
  }, []);

  const isRunning = view?.state === 'running';

  useEffect(() => {
    // While it runs, each answer says how far it is: nothing else need be asked.
    if (isRunning) return;
    let isOver = false;
    const look = () =>
      void ask('bulk.view', { bulk: id }).then((outcome) => {
        if (!isOver) take(outcome);
      });
    look();
    const stop = onChanged(look);
    return () => {
      isOver = true;
      stop();
    };
  }, [id, isRunning, take]);

  useEffect(() => {
    if (!isRunning) return;
    let isOver = false;
    let wake = () => {};
    const goOn = async () => {
      let before = -1;
      while (!isOver) {
        const outcome = await ask('bulk.goOn', { bulk: id });
        if (isOver) return;
        take(outcome);
        if (outcome.ok && outcome.value.state !== 'running') return;
        const now = outcome.ok ? finished(outcome.value) : before;
        if (outcome.ok) began.current ??= { at: Date.now(), count: now };
        if (now === before || !outcome.ok || outcome.value.trouble !== null) {
          await new Promise<void>((resolve) => {
            const timer = setTimeout(resolve, pauseWhenStuck);
            wake = () => {
              clearTimeout(timer);
              resolve();
            };
          });
        }
        before = now;
      }
    };
    void goOn();
    return () => {
      isOver = true;
      began.current = null;
      wake();
    };
  }, [id, isRunning, take]);

  const since = began.current;
  const seconds = since === null ? 0 : (Date.now() - since.at) / 1_000;
  const pace =
    since !== null && view !== null && seconds > 3 && finished(view) > since.count
      ? (finished(view) - since.count) / seconds
      : null;
  return { view, problem, pace, take };
}
