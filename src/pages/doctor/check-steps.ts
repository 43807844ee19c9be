import type { CheckStep } from '../../glpi/checks.ts';

/** All steps in the order in which they are shown. */
export const checkSteps: readonly CheckStep[] = [
  'network',
  'marketplace',
  'version',
  'system',
  'history',
  'log',
  'plugins',
];
