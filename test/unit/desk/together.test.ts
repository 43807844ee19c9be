// @vitest-environment node
/** Registrations that are admitted together: what one of them comes to is its own, whatever the others do. */
import { afterEach, expect, test } from 'vitest';
import type { Environment } from '../../../src/desk/environment.ts';
import { round } from '../../../src/desk/watch.ts';
import { hour, minute } from '../../../src/invite/instant.ts';
import { openForm } from '../../stranger.ts';
import { type Office, type OfficeOptions, openOffice } from './office.ts';
import { secondBrowser } from './second-browser.ts';

let office: Office;
const open = async (options?: OfficeOptions) => {
  office = await openOffice({ proofOfWork: 5, groups: ['Staff'], ...options });
};
afterEach(() => office.close());

const made = () => office.glpi.state.users.filter(({ comment }) => comment?.startsWith('Invite ') ?? false);
const states = async () =>
  (await office.registrations()).map(({ state, reason }) => `${state} ${reason?.code ?? ''}`.trim());
const person = (name: string) => [name, 'X', `${name.toLowerCase()}@example.org`, ''];

async function register(link: string, names: readonly string[]): Promise<void> {
  const forms = await Promise.all(names.map(() => openForm(link)));
  for (const [index, form] of forms.entries()) await form.submit(person(names[index] ?? ''));
}

/** The desk, with something that happens before the first request whose address ends so. */
function before(ending: string, happens: () => void): Environment {
  const { fetch } = office.env.transport;
  let isOver = false;
  return {
    ...office.env,
    transport: {
      fetch: async (url, init) => {
        if (!isOver && url.split('?')[0]?.endsWith(ending)) {
          isOver = true;
          happens();
        }
        return await fetch(url, init);
      },
    },
  };
}

test('one that GLPI breaks at harms none of the others, and waits for a person in the end', async () => {
  await open();
  const { link } = await office.issue({ maxUses: null, groupIds: [1] });
  await register(link, ['Ann', 'Bob', 'Cid']);
  office.glpi.fault({ method: 'POST', path: /\/User$/, body: 'bob@' }, { kind: 'html', status: 500 }, 1_000);
  for (let times = 0; times < 12; times += 1) {
    await office.round();
    office.pass(hour);
  }
  expect(await states()).toEqual(['admitted', 'failed serverFailed', 'admitted']);
  expect(made().map(({ firstname }) => firstname)).toEqual(['Ann', 'Cid']);
});

test('one that is refused gets an account by another login, and the others keep theirs', async () => {
  await open();
  const { link } = await office.issue({ maxUses: null, login: 'first.last' });
  await register(link, ['Ann', 'Bob']);
  const again = await openForm(link);
  await again.submit(['Ann', 'X', 'other.ann@example.org', '']);
  await office.round();
  expect(await states()).toEqual(['admitted', 'admitted', 'admitted']);
  expect(made().map(({ name }) => name)).toEqual(['ann.x', 'bob.x', 'ann.x2']);
});

test('a use that comes to nothing goes to the next person, who was there at the same time', async () => {
  await open();
  const { link } = await office.issue({ maxUses: 1 });
  office.glpi.state.userEmails.add({ users_id: 2, email: 'ann@example.org', is_default: 1, is_dynamic: 0 });
  await register(link, ['Ann', 'Bob', 'Cid']);
  await office.round();
  expect(await states()).toEqual(['failed addressTaken', 'admitted', 'refused inviteUsedUp']);
});

test('GLPI is slow between the claim and the account: the claim is renewed before anything is made', async () => {
  await open();
  const { link } = await office.issue({ maxUses: null });
  await register(link, ['Ann', 'Bob']);
  const env = before('/UserEmail', () => office.pass(3 * minute));
  office.calls();
  await round(env, office.site);
  const calls = office.calls().map((call) => call.split('?')[0]);
  const isRenewal = (call: string | undefined) => call?.startsWith('PUT Glpi%5CForm%5CSection/') ?? false;
  expect(calls.filter(isRenewal)).toHaveLength(2);
  expect(calls.findLastIndex(isRenewal)).toBeLessThan(calls.indexOf('POST User'));
  expect(await states()).toEqual(['admitted', 'admitted']);
  expect(made()).toHaveLength(2);
});

test('somebody else has taken over meanwhile: nothing is made here, and it ends as it did there', async () => {
  await open();
  const { link } = await office.issue({ maxUses: null });
  await register(link, ['Ann', 'Bob']);
  const other = await secondBrowser(office, 'second');
  const { fetch } = office.env.transport;
  let looks = 0;
  const slow: Environment = {
    ...office.env,
    transport: {
      fetch: async (url, init) => {
        const reply = await fetch(url, init);
        if (url.includes('/UserEmail?')) looks += 1;
        if (looks !== 2) return reply;
        looks += 1;
        // Nobody has their addresses, as far as we have seen; then the other one comes, when our claims have run out.
        office.pass(6 * minute);
        await round(other, office.site);
        const date = new Date(office.env.now()).toUTCString();
        return new Response(await reply.text(), { status: reply.status, headers: { date } });
      },
    },
  };
  await round(slow, office.site);
  expect(made()).toHaveLength(2);
  expect(await states()).toEqual(['admitting beingAdmittedElsewhere', 'admitting beingAdmittedElsewhere']);
  office.pass(hour);
  await office.round();
  expect(await states()).toEqual(['admitted', 'admitted']);
  expect(made()).toHaveLength(2);
  other.ledger.close();
});

test('with mail on few are asked for at once, and each gets one account and one message', async () => {
  await open({ mail: true });
  const { link } = await office.issue({ maxUses: null });
  await register(link, ['Ann', 'Bob', 'Cid', 'Dan', 'Eve', 'Fay', 'Gus']);
  office.calls();
  await office.round();
  expect(office.calls().filter((call) => call === 'POST User')).toHaveLength(2);
  expect(await states()).toEqual(Array.from({ length: 7 }, () => 'admitted'));
  expect(made()).toHaveLength(7);
});
