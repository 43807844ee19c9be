import { useState } from 'preact/hooks';
import type { Mend, Problem } from '../invite/problem.ts';
import type { Outcome } from '../messages/ask.ts';
import { ConfirmInline } from './confirm-inline.tsx';
import { ProblemNotice } from './notice.tsx';
import { mendText } from './problem-text.ts';
import { t } from './text.ts';

/** Why there can be no personal link here, and where it may be changed at once, the button for it. */
export function NoLink({
  problem,
  onMend,
}: {
  problem: Problem;
  onMend?: (mend: Mend) => Promise<Outcome<unknown>>;
}) {
  const [failure, setFailure] = useState<Problem | null>(null);
  const { mend } = problem;
  if (mend === undefined || onMend === undefined) return <ProblemNotice problem={problem} tone="warning" />;
  const { button, changes } = mendText(mend, problem);
  return (
    <>
      <ProblemNotice problem={problem} tone="warning">
        <ConfirmInline
          trigger={button}
          says={changes}
          yes={t('mend_confirm')}
          busy={t('mend_working')}
          onYes={async () => {
            const outcome = await onMend(mend);
            setFailure(outcome.ok ? null : outcome.problem);
          }}
        />
      </ProblemNotice>
      {failure !== null && <ProblemNotice problem={failure} />}
    </>
  );
}
