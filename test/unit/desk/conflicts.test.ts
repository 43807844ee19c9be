// @vitest-environment node
/** Where an admin decides: conflicts with a way out each, many at once, and accounts of a link that leaked. */
import { afterEach, describe, expect, test } from 'vitest';
import { setAccountsActive } from '../../../src/desk/accounts.ts';
import { accountsLike, admitAs, linkToAccount } from '../../../src/desk/conflicts.ts';
import { approveMany, refuseMany } from '../../../src/desk/decide-many.ts';
import { ProblemError } from '../../../src/invite/problem.ts';
import { type Office, openOffice } from './office.ts';

let office: Office;
afterEach(() => office.close());

const codeOf = async (work: Promise<unknown>) =>
  await work.then(
    () => null,
    (thrown) => (thrown instanceof ProblemError ? thrown.problem.code : String(thrown)),
  );
const userByLogin = (login: string) => office.glpi.state.users.find(({ name }) => name === login);
const madeByUs = () =>
  office.glpi.state.users.filter(({ comment }) => comment?.startsWith('Invite ') ?? false);

/** Somebody registers with an address that an account of somebody else has. */
async function addressTaken(): Promise<{ id: string; userId: number }> {
  office = await openOffice();
  const first = await office.issue({ approval: 'automatic' });
  await office.register(first.link, ['Zoe', 'Doe', 'family@example.org', '']);
  await office.round();
  const existing = madeByUs()[0];
  const second = await office.issue();
  await office.register(second.link, ['Jane', 'Doe', 'family@example.org', '']);
  await office.round();
  const registration = (await office.registrations()).find(({ inviteId }) => inviteId === second.invite.id);
  expect(registration?.reason?.code).toBe('addressTaken');
  return { id: registration?.id ?? '', userId: existing?.id ?? 0 };
}

describe('an address that belongs to an account', () => {
  test('shows which account, and why it is alike', async () => {
    const { id, userId } = await addressTaken();
    expect(await accountsLike(office.env, id)).toMatchObject([
      { userId, login: 'zoe.doe', because: ['address'], deleted: false },
    ]);
  });

  test('is settled with that account: nothing is made, nothing changed, the ticket names it', async () => {
    const { id, userId } = await addressTaken();
    const before = JSON.stringify(userByLogin('zoe.doe'));
    const count = office.glpi.state.users.length;
    const settled = await linkToAccount(office.env, id, userId);
    expect(settled).toMatchObject({ state: 'admitted', linked: true, login: 'zoe.doe', handOver: null });
    expect(settled.progress.ticketSolved).toBe(true);
    expect(JSON.stringify(userByLogin('zoe.doe'))).toBe(before);
    expect(office.glpi.state.users.length).toBe(count);
    const solution = office.glpi.state.solutions.last;
    expect(solution?.content).toContain('There is already an account zoe.doe');
    expect(await codeOf(linkToAccount(office.env, id, userId))).toBe('notWaiting');
  });

  test('gets an account of its own under another login, once', async () => {
    const { id } = await addressTaken();
    expect(await codeOf(admitAs(office.env, id, 'jane<b>'))).toBe('loginNotValid');
    expect(await codeOf(admitAs(office.env, id, 'ZOE.doe'))).toBe('loginTaken');
    const made = await admitAs(office.env, id, 'jane.family');
    expect(made).toMatchObject({ state: 'admitted', login: 'jane.family' });
    expect(userByLogin('jane.family')).toBeDefined();
    expect(await codeOf(admitAs(office.env, id, 'jane.again'))).toBe('notWaiting');
    expect(madeByUs()).toHaveLength(2);
  });

  test('an account that is gone or in the trash is no way out', async () => {
    const { id, userId } = await addressTaken();
    expect(await codeOf(linkToAccount(office.env, id, 999_999))).toBe('accountUnknown');
    const user = office.glpi.state.users.get(userId);
    if (user) user.is_deleted = 1;
    expect(await codeOf(linkToAccount(office.env, id, userId))).toBe('accountUnknown');
  });
});

test('the namesakes of somebody who waits are found, in the trash too', async () => {
  office = await openOffice();
  const first = await office.issue();
  await office.register(first.link, ['Jane', 'Doe', 'jane@example.org', '']);
  await office.round();
  const [made] = madeByUs();
  if (made) made.is_deleted = 1;
  const second = await office.issue({ approval: 'byHand' });
  await office.register(second.link, ['jane', 'DOE', 'other@example.net', '']);
  await office.round();
  const waiting = (await office.registrations()).find(({ state }) => state === 'waiting');
  expect(await accountsLike(office.env, waiting?.id ?? '')).toMatchObject([
    { login: 'jane.doe', because: ['name', 'login'], deleted: true },
  ]);
});

test('twelve of fifteen are approved in one go, three refused with a reason', async () => {
  office = await openOffice();
  const { link } = await office.issue({ maxUses: 20, approval: 'byHand' });
  for (let index = 0; index < 15; index += 1)
    await office.register(link, [`P${index}`, 'X', `p${index}@example.org`, '']);
  await office.round();
  const ids = (await office.registrations()).map(({ id }) => id);
  const approved = await approveMany(office.env, ids.slice(0, 12));
  expect(approved.map(({ problem }) => problem)).toEqual(Array.from({ length: 12 }, () => null));
  await refuseMany(office.env, ids.slice(12), 'Not one of ours');
  expect(madeByUs()).toHaveLength(12);
  const states = (await office.registrations()).map(
    ({ state, reason }) => `${state} ${reason?.detail?.text ?? ''}`,
  );
  expect(states.filter((state) => state === 'refused Not one of ours')).toHaveLength(3);
  // Decided already: told apart, and nothing happens twice.
  const again = await approveMany(office.env, ids);
  expect(new Set(again.map(({ problem }) => problem?.code))).toEqual(new Set(['notWaiting']));
  expect(madeByUs()).toHaveLength(12);
}, 20_000);

test('the accounts of a leaked link are shut together, and opened again; others never', async () => {
  const { id: conflict, userId } = await addressTaken();
  await linkToAccount(office.env, conflict, userId);
  const { link } = await office.issue({ maxUses: 5 });
  await office.register(link, ['Eve', 'X', 'eve@example.org', '']);
  await office.register(link, ['Mal', 'X', 'mal@example.org', '']);
  await office.round();
  const ids = (await office.registrations()).map(({ id }) => id);
  const made = ids.filter((id) => id !== conflict);
  const done = await setAccountsActive(office.env, ids, false);
  expect(done.filter(({ problem }) => problem === null).map(({ registration }) => registration)).toEqual(
    made,
  );
  expect(done.find(({ registration }) => registration === conflict)?.problem?.code).toBe('accountNotOurs');
  expect(userByLogin('eve.x')?.is_active).toBe(0);
  await setAccountsActive(office.env, made, false);
  await setAccountsActive(office.env, made, true);
  expect(userByLogin('eve.x')?.is_active).toBe(1);
  const lines = (await office.env.ledger.journal(100, null)).map(({ event }) => event);
  expect(lines.filter((event) => event === 'accountDisabled')).toHaveLength(3);
  expect(lines.filter((event) => event === 'accountEnabled')).toHaveLength(3);

  // An account that somebody took over for other purposes bears no mark of ours any more.
  const eve = userByLogin('eve.x');
  if (eve) eve.comment = '';
  const [refused] = await setAccountsActive(office.env, [made[1] ?? ''], false);
  expect(refused?.problem?.code).toBe('accountNotOurs');
  expect(userByLogin('eve.x')?.is_active).toBe(1);
});
