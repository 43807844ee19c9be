/** Whether anything wakes the background while there is nothing to do. */
import { until } from '../browser/driver/until.ts';
import { atStandIn } from './chromium.ts';
import type { Figure } from './figure.ts';

/** So long it is watched, in seconds: alarms ring every thirty at the most often. */
const watched = 70;
const everyMs = 100;

export async function idleFigures(): Promise<Figure[]> {
  return await atStandIn(async ({ admin, browser, page }) => {
    // Looked at, as all day long; nothing is open.
    await page.goto(`${admin.site}/front/user.php`);
    await page.waitForSelector('[data-invite-for-glpi] button');
    const alarms = await browser.inWorker(async () => (await chrome.alarms.getAll()).length);
    // A debugger keeps it awake, as Playwright is one: put to sleep as thirty idle seconds would.
    await until(async () => {
      await browser.stopWorker();
      return !(await browser.isWorkerRunning());
    }, 'the background to sleep');
    let awake = 0;
    const begun = performance.now();
    for (let last = begun; performance.now() - begun < watched * 1_000; ) {
      await new Promise((resolve) => setTimeout(resolve, everyMs));
      const now = performance.now();
      if (await browser.isWorkerRunning()) awake += now - last;
      last = now;
    }
    return [
      {
        name: `background awake in an idle hour with nothing open, a GLPI tab visible, from ${watched} s`,
        value: (awake / 1_000) * (3_600 / watched),
        unit: 's',
        n: 1,
        budget: { value: 0 },
      },
      {
        name: 'alarms that are set with nothing open',
        value: alarms,
        unit: 'entries',
        n: 1,
        budget: { value: 0 },
      },
    ];
  });
}
