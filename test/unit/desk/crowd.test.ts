// @vitest-environment node
/** Many people at once on one invite, and three browsers that share nothing but GLPI: `CROWD=500` for more of them. */
import { expect, test } from 'vitest';
import { approveMany } from '../../../src/desk/decide-many.ts';
import { minute } from '../../../src/invite/instant.ts';
import { deskOf, openColleague, trusts } from './colleague.ts';
import { Killed, mortal } from './mortal.ts';
import { openOffice } from './office.ts';

const crowd = Number(process.env.CROWD ?? 24);
const uses = Math.floor(crowd / 2);

test(`${crowd} people at once, ${uses} uses, three browsers of which any may be killed: ${uses} accounts, one each`, async () => {
  const office = await openOffice({ proofOfWork: 5 });
  try {
    const { glpi } = office;
    const { invite, link } = await office.issue({ maxUses: uses });
    const anna = deskOf(office, office.env);
    const others = [await openColleague(office, 'ben'), await openColleague(office, 'carl')];
    for (const other of others) await trusts(office, other, anna);
    for (let index = 0; index < crowd; index += 1)
      await office.register(link, [`P${index}`, 'X', `p${index}@example.org`, '']);
    const desks = [anna, ...others];
    // Each is killed in the midst of it once.
    await Promise.all(
      desks.map(async ({ env }, index) => {
        const dying = deskOf(office, mortal(env, 30 + 17 * index).env);
        await dying.round().catch((thrown) => {
          if (!(thrown instanceof Killed)) throw thrown;
        });
      }),
    );
    const ended = async () =>
      (await Promise.all(desks.map((desk) => desk.registrations()))).every(
        (all) =>
          all.length === crowd && all.every(({ state }) => state === 'admitted' || state === 'refused'),
      );
    for (let times = 0; times < 40 && !(await ended()); times += 1) {
      await Promise.all(desks.map((desk) => desk.round()));
      // More than a hundred an hour wait for a person's yes.
      const waiting = (await anna.registrations()).filter(({ state }) => state === 'waiting');
      if (waiting.length > 0)
        await approveMany(
          anna.env,
          waiting.map(({ id }) => id),
        );
      office.pass(5 * minute);
    }
    const marks = [...glpi.state.users].flatMap(({ comment }) =>
      comment?.startsWith(`Invite ${invite.id} `) ? [comment] : [],
    );
    expect(new Set(marks).size).toBe(marks.length);
    expect(marks).toHaveLength(uses);
    // What has ended in two of them has ended alike; what waits for a yes here may have got it elsewhere.
    const stories = new Map<number, string>();
    for (const desk of desks)
      for (const { ticketId, state, progress } of await desk.registrations()) {
        if (state !== 'admitted' && state !== 'refused') continue;
        const story = `${state} ${progress.userId}`;
        expect(stories.get(ticketId) ?? story).toBe(story);
        stories.set(ticketId, story);
      }
    expect(stories.size).toBe(crowd);
  } finally {
    await office.close();
  }
}, 600_000);
