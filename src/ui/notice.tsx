import type { ComponentChildren } from 'preact';
import type { Problem } from '../invite/problem.ts';
import { InfoIcon, WarningIcon } from './icons.tsx';
import { problemText } from './problem-text.ts';

export type Tone = 'info' | 'warning' | 'error';

export interface NoticeProps {
  readonly tone: Tone;
  readonly children: ComponentChildren;
}

/** A remark that stands out; an error is also spoken at once. */
export function Notice({ tone, children }: NoticeProps) {
  return (
    <div class={`notice ${tone}`} role={tone === 'error' ? 'alert' : undefined}>
      {tone === 'info' ? <InfoIcon /> : <WarningIcon />}
      <div class="notice-body">{children}</div>
    </div>
  );
}

export interface ProblemNoticeProps {
  readonly problem: Problem;
  readonly tone?: Tone;
  /** What the user can press to get on. */
  readonly children?: ComponentChildren;
}

/** A problem: one sentence, the next step, and the buttons for it. */
export function ProblemNotice({ problem, tone = 'error', children }: ProblemNoticeProps) {
  const { sentence, next } = problemText(problem);
  return (
    <Notice tone={tone}>
      <p class="notice-sentence" data-problem={problem.code}>
        {sentence}
      </p>
      <p class="notice-next">{next}</p>
      {children !== undefined && <div class="actions">{children}</div>}
    </Notice>
  );
}
