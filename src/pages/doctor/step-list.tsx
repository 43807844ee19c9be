import { CheckIcon, CrossIcon } from '../../ui/icons.tsx';
import { t } from '../../ui/text.ts';
import type { Checkup } from './use-checkup.ts';

/** What is being looked at, what was, and what is still to come. */
export function StepList({ steps }: { steps: Checkup['steps'] }) {
  if (steps.length === 0) return null;
  return (
    <ol class="checks" aria-label={t('doctor_steps')} data-test="steps">
      {steps.map(({ step, state }) => (
        <li key={step} class={`check-${state}`}>
          <span class="check-mark" aria-hidden="true">
            {state === 'seen' ? (
              <CheckIcon />
            ) : state === 'failed' ? (
              <CrossIcon />
            ) : state === 'working' ? (
              <span class="spinner" />
            ) : null}
          </span>
          <span>{t(`doctor_step_${step}`)}</span>
          <span class="check-state">{t(`doctor_stepState_${state}`)}</span>
        </li>
      ))}
    </ol>
  );
}
