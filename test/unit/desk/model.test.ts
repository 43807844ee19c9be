// @vitest-environment node
/** Whatever happens, in whatever order: the promises hold. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { kept } from './kept-schedules.ts';
import { type Happening, play, schedules } from './model.ts';
import { openOffice } from './office.ts';

async function playedOut(events: readonly Happening[]): Promise<string[]> {
  const office = await openOffice({ proofOfWork: 5, groups: ['Staff'] });
  try {
    return await play(office, events);
  } finally {
    await office.close();
  }
}

// `npm run soak` runs 10,000 of them; SEED repeats a run.
const runs = Number(process.env.SCHEDULES ?? 300);
const seed = process.env.SEED ? { seed: Number(process.env.SEED) } : {};

test(`the promises hold after each of ${runs} random schedules`, async () => {
  await fc.assert(
    fc.asyncProperty(schedules, async (events) => {
      expect(await playedOut(events)).toEqual([]);
    }),
    { numRuns: runs, ...seed },
  );
}, 36_000_000);

test.each(kept)(
  'held once it was mended: %s',
  async (_, schedule) => {
    expect(await playedOut(schedule)).toEqual([]);
  },
  60_000,
);
