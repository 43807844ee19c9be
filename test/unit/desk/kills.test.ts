// @vitest-environment node
/**
 * The background may be killed at any await. Here it is, at each one in turn: everything after that moment never
 * happens, and a new life goes on with the same ledger, memory and GLPI.
 */
import { afterEach, describe, expect, test } from 'vitest';
import type { Environment } from '../../../src/desk/environment.ts';
import { issue } from '../../../src/desk/issue.ts';
import { round } from '../../../src/desk/watch.ts';
import { hour } from '../../../src/invite/instant.ts';
import { mortal } from './mortal.ts';
import { type Office, openOffice } from './office.ts';

let office: Office;
afterEach(() => office.close());

/** Lives on in a new background until there is nothing left to do, however long it waits between tries. */
async function recover(): Promise<void> {
  for (let times = 0; times < 12; times += 1) {
    await office.round();
    office.pass(hour);
  }
}

const people = [
  ['Ann', 'One', 'ann@example.org', ''],
  ['Bob', 'Two', 'bob@example.org', ''],
  ['Cid', 'Three', 'cid@example.org', ''],
];

/** Runs `act` once unharmed to count its steps, then gives each step to kill it at. */
async function stepsOf(
  prepare: () => Promise<void>,
  act: (env: Environment) => Promise<unknown>,
): Promise<number> {
  office = await openOffice({ groups: ['Staff'] });
  await prepare();
  const life = mortal(office.env, Number.POSITIVE_INFINITY);
  await act(life.env);
  await office.close();
  return life.steps();
}

/** What must hold whatever happened: the promises of the design. */
async function expectPromisesKept(maxUses: number): Promise<void> {
  const { state } = office.glpi;
  const made = state.users.filter(({ comment }) => comment?.startsWith('Invite ') ?? false);
  const registrations = await office.registrations();
  // Nothing twice.
  expect(made.length).toBeLessThanOrEqual(maxUses);
  expect(new Set(made.map(({ comment }) => comment)).size).toBe(made.length);
  // Nothing lost: each ended, and each account belongs to one of them.
  for (const registration of registrations) expect(['admitted', 'refused']).toContain(registration.state);
  expect(
    registrations.filter(({ state: at }) => at === 'admitted').map(({ progress }) => progress.userId),
  ).toEqual(made.map(({ id }) => id));
  // Nothing gained, and nothing half done.
  for (const { id } of made) {
    expect(state.profileUsers.filter(({ users_id }) => users_id === id)).toMatchObject([
      { profiles_id: 1, entities_id: 0 },
    ]);
    expect(state.groupUsers.filter(({ users_id }) => users_id === id)).toMatchObject([{ groups_id: 1 }]);
  }
  for (const ticket of state.tickets) expect(ticket.status).toBe(5);
}

describe('killed while it issues', () => {
  const act = async (env: Environment) =>
    await issue(env, office.site, await office.draft({ groupIds: [1] }));

  test('leaves no orphan form and no invite that hangs, whenever it was', async () => {
    const steps = await stepsOf(async () => {}, act);
    expect(steps).toBeGreaterThan(15);
    for (let last = 0; last < steps; last += 1) {
      office = await openOffice({ groups: ['Staff'] });
      const before = office.forms();
      const { env } = mortal(office.env, last);
      await act(env).catch(() => {});
      await recover();
      const invites = await office.env.ledger.newestInvites(10, () => true);
      for (const invite of invites)
        expect(['open', 'closed'], `killed at step ${last}`).toContain(invite.state);
      const open = invites.filter(({ state }) => state === 'open');
      expect(office.forms() - before, `killed at step ${last}`).toBe(open.length);
      await office.close();
    }
    office = await openOffice();
  });

  test('the browser started again without a GLPI tab: is taken down as soon as there is one, however long that was', async () => {
    office = await openOffice();
    await office.issue();
    const draft = await office.draft();
    const unharmed = mortal(office.env, Number.POSITIVE_INFINITY);
    await issue(unharmed.env, office.site, draft);
    const before = office.forms();
    // GLPI has let people in, and the ledger does not know it.
    const { env } = mortal(office.env, unharmed.steps() - 3);
    await issue(env, office.site, draft).catch(() => {});
    expect(office.forms()).toBe(before + 1);
    office.memory.clear();
    office.tab = null;
    for (let rounds = 0; rounds < 10; rounds += 1) await office.round();
    expect(office.forms()).toBe(before + 1);
    office.tab = 'glpi';
    await office.round();
    expect(office.forms()).toBe(before);
  });
});

describe('killed while it admits three people on an invite of two uses', () => {
  let link = '';
  const prepare = async () => {
    ({ link } = await office.issue({ maxUses: 2, groupIds: [1] }));
    for (const person of people) await office.register(link, person);
  };

  test('admits two of them once and refuses the third, whenever it was', async () => {
    const steps = await stepsOf(prepare, (env) => round(env, office.site));
    expect(steps).toBeGreaterThan(60);
    for (let last = 0; last < steps; last += 1) {
      office = await openOffice({ groups: ['Staff'] });
      await prepare();
      const { env } = mortal(office.env, last);
      await round(env, office.site).catch(() => {});
      await recover();
      try {
        await expectPromisesKept(2);
      } catch (thrown) {
        throw new Error(`killed at step ${last} of ${steps}`, { cause: thrown });
      }
      expect((await office.registrations()).map(({ state }) => state)).toEqual([
        'admitted',
        'admitted',
        'refused',
      ]);
      await office.close();
    }
    office = await openOffice();
  });

  test('a reply that got lost after GLPI did it is recognised, not repeated', async () => {
    for (const path of ['/User', '/Group_User', '/ITILSolution', 'Glpi%5CForm%5CForm/']) {
      for (const mishap of [
        { kind: 'cut', acted: true },
        { kind: 'status', status: 502, body: '', acted: true },
        { kind: 'empty', acted: true },
        { kind: 'html', status: 500, acted: true },
      ] as const) {
        office = await openOffice({ groups: ['Staff'] });
        await prepare();
        office.glpi.fault({ path: `apirest.php${path.startsWith('/') ? '' : '/'}${path}` }, mishap);
        await recover();
        await expectPromisesKept(2);
        await office.close();
      }
    }
    office = await openOffice();
  });
});
