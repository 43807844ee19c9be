// @vitest-environment node
/**
 * Many people at once on one invite; three browsers and a worker that share nothing but GLPI, each of which is killed in
 * the midst of it: `CROWD=500` for more people.
 */
import { expect, test } from 'vitest';
import { approveMany } from '../../../src/desk/decide-many.ts';
import { minute } from '../../../src/invite/instant.ts';
import { dyingTransport, workerLife } from '../worker/worker-life.ts';
import { addWorkerUser } from '../worker/worker-user.ts';
import { deskOf, openColleague, trusts } from './colleague.ts';
import { Killed, mortal } from './mortal.ts';
import { openOffice } from './office.ts';

const crowd = Number(process.env.CROWD ?? 24);
const uses = Math.floor(crowd / 2);

test(`${crowd} people at once, ${uses} uses, three browsers and a worker, each killed once: ${uses} accounts, one each, and all tell the same`, async () => {
  const office = await openOffice({ proofOfWork: 5 });
  try {
    const { glpi } = office;
    const token = addWorkerUser(glpi);
    const { invite, link } = await office.issue({ maxUses: uses });
    const anna = deskOf(office, office.env);
    const others = [await openColleague(office, 'ben'), await openColleague(office, 'carl')];
    for (const other of others) await trusts(office, other, anna);
    const issuer = `--issuer=${await anna.key()}`;
    for (let index = 0; index < crowd; index += 1)
      await office.register(link, [`P${index}`, 'X', `p${index}@example.org`, '']);
    const desks = [anna, ...others];
    await Promise.all([
      workerLife(office, token, [issuer], dyingTransport(office, 40, true).transport),
      ...desks.map(async ({ env }, index) => {
        const dying = deskOf(office, mortal(env, 30 + 17 * index).env);
        await dying.round().catch((thrown) => {
          if (!(thrown instanceof Killed)) throw thrown;
        });
      }),
    ]);
    const ended = async () =>
      (await Promise.all(desks.map((desk) => desk.registrations()))).every(
        (all) =>
          all.length === crowd && all.every(({ state }) => state === 'admitted' || state === 'refused'),
      );
    for (let times = 0; times < 40 && !(await ended()); times += 1) {
      await Promise.all([workerLife(office, token, [issuer]), ...desks.map((desk) => desk.round())]);
      // More than a hundred an hour wait for a person's yes.
      const waiting = (await anna.registrations()).filter(({ state }) => state === 'waiting');
      if (waiting.length > 0)
        await approveMany(
          anna.env,
          waiting.map(({ id }) => id),
        );
      office.pass(15 * minute);
    }
    const marks = glpi.state.users.filter(
      ({ comment }) => comment?.startsWith(`Invite ${invite.id} `) ?? false,
    );
    expect(new Set(marks.map(({ comment }) => comment)).size).toBe(marks.length);
    expect(marks).toHaveLength(uses);
    const told = async (desk: (typeof desks)[number]) =>
      (await desk.registrations()).map(
        ({ ticketId, state, progress }) => `${ticketId} ${state} ${progress.userId}`,
      );
    const hers = await told(anna);
    expect(hers.filter((line) => / (admitted|refused) /.test(line))).toHaveLength(crowd);
    for (const other of others) expect(await told(other)).toEqual(hers);
  } finally {
    await office.close();
  }
}, 1_200_000);
