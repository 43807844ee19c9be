import type { Mend, Problem } from '../invite/problem.ts';
import type { RegistrationState } from '../invite/registration.ts';
import { t } from './text.ts';
import { typedInSentence } from './typed.ts';

/** What the user reads about a problem: what is the matter, and what to do now. */
export interface ProblemText {
  readonly sentence: string;
  readonly next: string;
}

const registrationStateTexts = {
  received: 'registrationState_received',
  waiting: 'registrationState_waiting',
  admitting: 'registrationState_admitting',
  admitted: 'registrationState_admitted',
  refused: 'registrationState_refused',
  failed: 'registrationState_failed',
} as const satisfies Record<RegistrationState, string>;

/** The name of a registration's state in the user's words. */
export function registrationStateText(state: RegistrationState): string {
  return t(registrationStateTexts[state]);
}

function isRegistrationState(text: string): text is RegistrationState {
  return Object.hasOwn(registrationStateTexts, text);
}

/** The sentence and the next step for `problem`. */
export function problemText(problem: Problem): ProblemText {
  if (isGone(problem)) return { sentence: t('problem_gone'), next: t('problem_gone_next') };
  const detail: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(problem.detail ?? {})) {
    // "No GLPI was found at ." would read as a mistake; only the admin's own reason may well be empty.
    if (value !== '' || name === 'text') detail[name] = typedInSentence(value);
  }
  if (problem.code === 'notWaiting' && detail.state !== undefined && isRegistrationState(detail.state)) {
    detail.state = registrationStateText(detail.state).toLocaleLowerCase();
  }
  return {
    sentence: t(`problem_${problem.code}`, detail).trim(),
    next: t(`problem_${problem.code}_next`, detail).trim(),
  };
}

/** Whether the background does not answer any more: the extension was updated or switched off under this page. */
export function isGone(problem: Problem): boolean {
  return problem.code === 'unexpected' && problem.detail?.what === 'gone';
}

/** What the mend's button says, and exactly what pressing it changes in GLPI. */
export function mendText(
  mend: Mend,
  problem: Problem,
): { readonly button: string; readonly changes: string } {
  return { button: t(`mend_${mend}`, problem.detail), changes: t(`mend_${mend}_changes`, problem.detail) };
}
