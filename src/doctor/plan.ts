import type { CheckStep } from '../glpi/checks.ts';
import { type Facts, seen } from './facts.ts';
import { keyState } from './key-state.ts';

/** The first press: how the key stands. Three requests at a site without trouble. */
export const firstSteps: readonly CheckStep[] = ['network', 'marketplace'];

/** The second press: what could tell one cause from another here, in this order, and nothing else. */
export function stepsToTheCause(facts: Facts): CheckStep[] {
  const hasLog = seen(facts.network)?.layout !== 'form10';
  const log: CheckStep[] = hasLog ? ['log'] : [];
  const noKey = seen(facts.network)?.key === 'empty';
  const history: CheckStep[] = noKey ? ['history'] : [];
  switch (keyState(facts)) {
    case 'unreachable':
      return ['version', 'system', ...history, ...log];
    case 'none':
      return ['history', 'system', ...log];
    case 'refused':
    case 'undecided':
    case 'noAnswer':
    case 'keyFile':
      return ['system', ...log];
    case 'valid':
    case 'ended':
    case 'slow':
      return ['system'];
    default:
      return [];
  }
}
