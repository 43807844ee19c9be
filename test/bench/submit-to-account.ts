/** How long somebody waits from pressing Submit in GLPI's form until the account is there. */
import { playwrightPage } from '../browser/browsers.ts';
import { until } from '../browser/driver/until.ts';
import { issueFromPanel } from '../browser/journey.ts';
import { openForm } from '../stranger.ts';
import { atStandIn, patient } from './chromium.ts';
import { type Figure, median } from './figure.ts';

export async function submitFigures(): Promise<Figure[]> {
  return await atStandIn(async ({ page }, glpi) => {
    const link = await issueFromPanel(playwrightPage(page), glpi.url, async (panel) => {
      await panel.select('[name=uses]', 'unlimited');
    });
    await page.goto(`${glpi.url}/front/user.php`);
    let people = 0;
    const one = async (): Promise<number> => {
      people += 1;
      const email = `person.${people}@example.org`;
      const form = await openForm(link);
      const begun = performance.now();
      await form.submit(['Person', String(people), email, '']);
      await until(
        () => glpi.state.userEmails.some((row) => row.email === email),
        `the account of ${email}`,
        patient,
      );
      return (performance.now() - begun) / 1_000;
    };
    const some = async (count: number) => {
      const taken: number[] = [];
      for (let time = 0; time < count; time += 1) {
        taken.push(await one());
        // Not in step with the rounds: people come whenever they like.
        await new Promise((resolve) => setTimeout(resolve, (time * 1_300) % 5_000));
      }
      return taken;
    };
    const visible = await some(9);
    // No tab of GLPI's is there to be looked at.
    await page.goto('about:blank');
    const hidden = await some(5);
    return [
      {
        name: 'from Submit to the account, a GLPI tab visible',
        value: median(visible),
        unit: 's',
        n: visible.length,
        budget: { value: 6 },
      },
      {
        name: 'from Submit to the account, no GLPI tab visible',
        value: median(hidden),
        unit: 's',
        n: hidden.length,
        budget: { value: 31 },
      },
    ];
  });
}
