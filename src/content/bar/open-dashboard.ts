import { ask } from '../ask.ts';

/** Opens the dashboard, in a tab of its own, at what this page is about. */
export function openDashboard(): void {
  void ask('bar.openDashboard', {});
}
