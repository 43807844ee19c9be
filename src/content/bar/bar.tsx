import { useEffect, useRef, useState } from 'preact/hooks';
import type { Problem } from '../../invite/problem.ts';
import type { Outcome } from '../../messages/ask.ts';
import type { PageSubject } from '../../messages/in-page-views.ts';
import { ProblemNotice } from '../../ui/notice.tsx';
import { ask } from '../ask.ts';
import { hearChanges } from '../life.ts';
import { TicketBar } from './ticket-bar.tsx';
import { UserLine } from './user-line.tsx';

export interface BarProps {
  /** Called when there is nothing to say any more. */
  readonly onNothing: () => void;
}

/** What can be made up by a page's scripts, and would act here. */
const deeds = ['click', 'submit', 'keydown', 'input', 'change'] as const;

/** What we know of the ticket or user that this page of GLPI shows. Follows what happens to it. */
export function Bar({ onNothing }: BarProps) {
  const frame = useRef<HTMLDivElement>(null);
  const [subject, setSubject] = useState<PageSubject | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);

  function take(outcome: Outcome<PageSubject | null>) {
    setProblem(outcome.ok ? null : outcome.problem);
    if (!outcome.ok) return;
    if (outcome.value === null) onNothing();
    else setSubject(outcome.value);
  }

  useEffect(() => {
    const life = new AbortController();
    const { signal } = life;
    const refresh = async () => {
      const outcome = await ask('bar.view', {});
      if (!signal.aborted) take(outcome);
    };
    hearChanges(() => void refresh(), signal);
    void refresh();
    for (const kind of deeds) {
      // Only what the user did counts: the shadow root is closed to the page, and this is the second lock.
      frame.current?.addEventListener(
        kind,
        (event) => {
          if (event.isTrusted) return;
          event.stopImmediatePropagation();
          event.preventDefault();
        },
        { signal, capture: true },
      );
    }
    return () => life.abort();
  }, []);

  async function act(work: Promise<Outcome<PageSubject | null>>): Promise<void> {
    const outcome = await work;
    if (!outcome.ok && outcome.problem.code === 'notWaiting') {
      // Somebody else was quicker: how it stands now says more than that.
      take(await ask('bar.view', {}));
      setProblem(outcome.problem);
    } else take(outcome);
  }

  return (
    <div class="surface bar" ref={frame}>
      {subject?.kind === 'ticket' && (
        <TicketBar
          registration={subject.registration}
          onApprove={() => act(ask('bar.approve', {}))}
          onRefuse={(reason) => act(ask('bar.refuse', { reason }))}
        />
      )}
      {subject?.kind === 'user' && <UserLine cameIn={subject.cameIn} />}
      {problem !== null && <ProblemNotice problem={problem} />}
    </div>
  );
}
