import browser from 'webextension-polyfill';

export const dashboardPage = 'src/pages/dashboard/index.html';

/** Opens the dashboard at a place, in a tab of its own: one that is open may hold what somebody is typing. */
export async function openDashboard(hash: string): Promise<void> {
  const url = `${browser.runtime.getURL(dashboardPage)}${hash}`;
  try {
    const { windowId } = await browser.tabs.create({ url });
    // Whoever pressed a notification may look at another program's window.
    if (windowId !== undefined) await browser.windows.update(windowId, { focused: true });
  } catch {
    // No window is open: a browser may go on without.
    await browser.windows.create({ url });
  }
}

/** The address of a place in the dashboard. What is empty is left out. */
export function placeInDashboard(
  view: 'invites' | 'registrations',
  at: Readonly<Record<string, string>>,
): string {
  const query = new URLSearchParams(Object.entries(at).filter(([, value]) => value !== '')).toString();
  return `#/${view}${query === '' ? '' : `?${query}`}`;
}
