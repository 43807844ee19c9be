/** Time of the desk beside the bare requests, at a GLPI that is as slow as a real one: in one run, so that ratios hold anywhere. */
import { goOnWithBulk, startBulk } from '../../src/desk/bulk.ts';
import { planOf } from '../../src/desk/issue.ts';
import { inSession } from '../../src/desk/sessions.ts';
import { buildForm, purgeForm } from '../../src/glpi/forms.ts';
import { hex, newKey, newUuid, platformRandom } from '../../src/invite/key.ts';
import { bulkValues, people } from '../unit/desk/many.ts';
import { openOffice } from '../unit/desk/office.ts';
import { type Figure, median, timed } from './figure.ts';

/** What a call and a ticket destination took at GLPI 11.0.6 (live.md 14). */
export const realDelay = { callMs: 25, destinationMs: 83 };

export async function deskTimes(repeats = 15): Promise<Figure[]> {
  const office = await openOffice({ delay: realDelay });
  try {
    const { env, site } = office;
    const { invite } = await office.issue();
    const bare = async () =>
      await inSession(env, site, async (call, session) => {
        const uuid = () => newUuid(platformRandom);
        const plan = await planOf(env, call, session, invite);
        const gate = {
          ...plan.gate,
          formUuid: uuid(),
          sectionUuid: uuid(),
          questionUuids: { firstName: uuid(), lastName: uuid(), email: uuid(), phone: uuid() },
          nonce: hex(platformRandom(16)),
        };
        return await buildForm(call, { ...plan, gate, key: newKey(platformRandom) }, async () => {});
      });
    const bareTimes: number[] = [];
    const deskTimes: number[] = [];
    // In turn, so that a machine that slows down slows both.
    for (let times = 0; times < repeats; times += 1) {
      let formId = 0;
      bareTimes.push(
        await timed(async () => {
          formId = await bare();
        }),
      );
      await inSession(env, site, (call) => purgeForm(call, formId));
      deskTimes.push(await timed(() => office.issue()));
    }
    const one = median(deskTimes);
    const batch = await timed(async () => {
      const { id } = await startBulk(env, site, 'batch', 'Bench', await bulkValues(office), people(1_000));
      for (;;) {
        const { state, trouble } = await goOnWithBulk(env, id);
        if (state === 'ended') return;
        if (trouble) throw new Error(trouble.code);
      }
    });
    return [
      {
        name: 'time to issue one invite',
        value: one,
        unit: 'ms',
        against: 'the bare requests in a row',
        reference: median(bareTimes),
        n: repeats,
        budget: { ratio: 1.1 },
      },
      {
        name: 'time to issue a batch of 1,000 invites',
        value: batch,
        unit: 'ms',
        against: '1,000 times one invite, from the median of one',
        reference: one * 1_000,
        n: 1,
        budget: { ratio: 0.02 },
      },
    ];
  } finally {
    await office.close();
  }
}
