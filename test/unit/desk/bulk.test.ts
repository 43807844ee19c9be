// @vitest-environment node
/** Many invites at once: how much it costs, what is checked before, and what survives. */
import { afterEach, describe, expect, test } from 'vitest';
import { bulkById, endBulk, goOnWithBulk, pauseBulk, resumeBulk, startBulk } from '../../../src/desk/bulk.ts';
import { checkPeople } from '../../../src/desk/bulk-check.ts';
import { viewBulk, viewBulkLinks } from '../../../src/desk/bulk-views.ts';
import { grantFrom } from '../../../src/desk/choices.ts';
import type { Environment } from '../../../src/desk/environment.ts';
import { inSession } from '../../../src/desk/sessions.ts';
import { agendas } from '../../../src/desk/watch.ts';
import { createAccount } from '../../../src/glpi/users.ts';
import type { Bulk, BulkKind } from '../../../src/invite/bulk.ts';
import { hour } from '../../../src/invite/instant.ts';
import { openPasswordPage } from '../../password-stranger.ts';
import { bulkValues, people } from './many.ts';
import { mortal } from './mortal.ts';
import { type Office, openOffice } from './office.ts';

let office: Office;
afterEach(() => office.close());

async function begin(kind: BulkKind, count: number, env: Environment = office.env): Promise<Bulk> {
  return await startBulk(env, office.site, kind, 'Autumn', await bulkValues(office), people(count));
}

/** Goes on until it ends, as a page that shows the progress does. */
async function carryOn(id: string): Promise<Bulk> {
  for (let times = 0; times < 100; times += 1) {
    const bulk = await goOnWithBulk(office.env, id);
    if (bulk.state !== 'running' || bulk.retryAt !== null) return bulk;
  }
  throw new Error('never ended');
}
/** As the browser does by itself: rounds, however long the pauses between tries. */
async function leaveAlone(id: string): Promise<Bulk> {
  for (let times = 0; times < 20; times += 1) {
    await office.round();
    if ((await bulkById(office.env, id)).state !== 'running') break;
    office.pass(hour);
  }
  return await bulkById(office.env, id);
}
/** Somebody who has an account already. */
async function oldHand(email: string): Promise<void> {
  const grant = await grantFrom(office.env, office.site, await bulkValues(office));
  const person = { firstName: 'Old', lastName: 'Hand', email, phone: '' };
  await inSession(office.env, office.site, (call, { clock }) =>
    createAccount(call, clock, { login: 'old', person, grant, mark: '', mailByGlpi: false }),
  );
}
const madeAccounts = () =>
  office.glpi.state.users.filter(({ comment }) => (comment ?? '').startsWith('Invite '));

describe('a form each', () => {
  test('a hundred invites take at most 40 calls', async () => {
    office = await openOffice();
    await office.issue();
    office.calls();
    const before = office.forms();
    const ended = await carryOn((await begin('form', 100)).id);
    expect(ended).toMatchObject({ state: 'ended', trouble: null });
    expect(office.calls().length).toBeLessThanOrEqual(40);
    expect(office.forms()).toBe(before + 100);
  });

  test('each of their links lets in whom it is for', async () => {
    office = await openOffice();
    const bulk = await carryOn((await begin('form', 3)).id);
    const { links, failures } = await viewBulkLinks(office.env, bulk);
    expect(failures).toEqual([]);
    for (const { link, firstName, lastName, email } of links)
      await office.register(link, [firstName, lastName, email, '']);
    await office.round();
    expect((await office.registrations()).map(({ state }) => state)).toEqual(Array(3).fill('admitted'));
  });

  test('one that GLPI refuses is said, and the others are open', async () => {
    office = await openOffice();
    const { id, rows } = await begin('form', 5);
    // An array of which one is refused answers 207.
    const items = rows.map((_, index) => ({ id: index === 1 ? false : index + 1, message: '' }));
    office.glpi.fault(
      { method: 'POST', path: 'FormAccessControl' },
      { kind: 'status', status: 207, acted: true, body: ['ERROR_GLPI_PARTIAL_ADD', items] },
    );
    const bulk = await carryOn(id);
    expect(bulk.rows.map(({ state }) => state)).toEqual(['done', 'failed', 'done', 'done', 'done']);
    expect((await viewBulk(office.env, bulk)).failures).toMatchObject([{ line: rows[1]?.line }]);
    const forms = office.glpi.state.forms.filter(({ name }) => name === 'Create your account');
    expect(forms).toHaveLength(4);
  });
});

describe('personal links', () => {
  test('make an account and a link each', async () => {
    office = await openOffice({ mail: true });
    const bulk = await carryOn((await begin('personal', 5)).id);
    expect(bulk.state).toBe('ended');
    expect(madeAccounts()).toHaveLength(5);
    const { links } = await viewBulkLinks(office.env, bulk);
    for (const { link, login, email, body } of links) {
      expect(body).toContain(link);
      expect(madeAccounts().some(({ name }) => name === login)).toBe(true);
      expect(email).toMatch(/^zoe/);
      expect((await openPasswordPage(link)).hasForm).toBe(true);
    }
  });

  test('leave an account that exists alone, and go on with the others', async () => {
    office = await openOffice({ mail: true });
    await oldHand('zoe.1@example.org');
    const bulk = await carryOn((await begin('personal', 3)).id);
    expect(bulk.rows.map(({ state, problem }) => [state, problem?.code])).toEqual([
      ['done', undefined],
      ['failed', 'accountExists'],
      ['done', undefined],
    ]);
  });
});

describe('a check beforehand', () => {
  test('says of each row what would become of it, and changes nothing', async () => {
    office = await openOffice({ groups: ['Staff', 'Team'] });
    await oldHand('Old.Hand@example.org');
    await office.issue({ address: { kind: 'address', address: 'out@example.org' }, label: 'Out' });
    const row = (line: number, email: string, groups: string[] = [], firstName = 'Zoe') => ({
      line,
      firstName,
      lastName: '',
      email,
      label: '',
      groups,
    });
    const requests = office.glpi.state.requests.length;
    const verdicts = await checkPeople(
      office.env,
      office.site,
      [
        row(2, 'new@example.org', ['staff', 'Team']),
        row(3, 'not an address'),
        row(4, 'NEW@example.org'),
        row(5, 'old.hand@example.org'),
        row(6, 'out@example.org'),
        row(7, 'other@example.org', ['Nobody']),
        row(8, 'nameless@example.org', [], ''),
      ],
      true,
    );
    expect(verdicts.map(({ line, problem, groupIds }) => [line, problem?.code ?? null, groupIds])).toEqual([
      [2, null, [1, 2]],
      [3, 'addressNotValid', []],
      [4, 'rowTwice', []],
      [5, 'accountExists', []],
      [6, 'inviteExists', []],
      [7, 'groupUnknown', []],
      [8, 'nameMissing', []],
    ]);
    const asked = office.glpi.state.requests.slice(requests);
    expect(asked.every(({ method }) => method === 'GET')).toBe(true);
  });

  test('of 300 people asks GLPI 24 times', async () => {
    office = await openOffice();
    office.calls();
    const rows = people(300).map((row) => ({ ...row, groups: [] }));
    await checkPeople(office.env, office.site, rows, false);
    expect(office.calls().filter((call) => call.includes('search/User'))).toHaveLength(24);
  });
});

describe('on the way', () => {
  test('paused it stops, resumed it goes on, ended it leaves the rest and keeps what is out', async () => {
    office = await openOffice({ mail: true });
    const { id } = await begin('personal', 4);
    // GLPI goes away behind the second person.
    office.glpi.fault(
      { method: 'POST', path: 'apirest.php/User' },
      { kind: 'status', status: 503, body: '' },
      1,
      2,
    );
    const stuck = await carryOn(id);
    expect(stuck).toMatchObject({ state: 'running', trouble: { code: 'serverFailed' } });
    expect((await agendas(office.env)).get(office.site)?.rounds).toBe(true);
    await pauseBulk(office.env, id);
    expect((await leaveAlone(id)).rows.filter(({ state }) => state === 'done').length).toBeLessThan(4);
    await resumeBulk(office.env, id);
    const ended = await endBulk(office.env, id);
    expect(ended.rows.some(({ state }) => state === 'left')).toBe(true);
    expect((await leaveAlone(id)).rows).toEqual(ended.rows);
    const view = await viewBulk(office.env, ended);
    expect(view.failures.filter(({ problem }) => problem === null)).toHaveLength(view.left);
  });

  test('a browser that is closed in the middle goes on by itself when it runs again', async () => {
    office = await openOffice({ mail: true });
    const { id } = await begin('personal', 6);
    const { env } = mortal(office.env, 60);
    await goOnWithBulk(env, id).catch(() => {});
    const ended = await leaveAlone(id);
    expect(ended.state).toBe('ended');
    expect(madeAccounts()).toHaveLength(6);
  });

  test('more than there may be at once is refused before anything is written', async () => {
    office = await openOffice();
    await expect(begin('form', 101)).rejects.toMatchObject({ problem: { code: 'tooManyRows' } });
    expect(await office.env.ledger.bulks()).toEqual([]);
  });
});

describe('killed at any await', () => {
  test.each([
    ['form', 2],
    ['batch', 3],
    ['personal', 2],
  ] as const)(
    '%s: every row is done once, no form and no account is left over',
    async (kind, count) => {
      office = await openOffice({ mail: true });
      const unharmed = mortal(office.env, Number.POSITIVE_INFINITY);
      await goOnWithBulk(unharmed.env, (await begin(kind, count)).id);
      const steps = unharmed.steps();
      await office.close();
      for (let last = 0; last < steps; last += 1) {
        office = await openOffice({ mail: true });
        const before = office.forms();
        const { id } = await begin(kind, count);
        await goOnWithBulk(mortal(office.env, last).env, id).catch(() => {});
        const ended = await leaveAlone(id);
        const told = `killed at step ${last} of ${steps}`;
        expect(ended.state, told).toBe('ended');
        expect(
          ended.rows.map(({ state }) => state),
          told,
        ).toEqual(Array(count).fill('done'));
        const out = (await viewBulkLinks(office.env, ended)).links.filter(({ link }) => link !== '');
        expect(out, told).toHaveLength(count);
        const forms = { form: count, batch: 1, personal: 0 }[kind];
        expect(office.forms() - before, told).toBe(forms);
        expect(madeAccounts(), told).toHaveLength(kind === 'personal' ? count : 0);
        await office.close();
      }
      office = await openOffice();
    },
    120_000,
  );
});
