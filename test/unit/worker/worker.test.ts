// @vitest-environment node
/** The worker and a desk that issues, at a stand-in GLPI, in one process: what it does, what it leaves, what it says. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ownKey } from '../../../src/desk/sealer.ts';
import { viewWatching } from '../../../src/desk/team-views.ts';
import type { Transport } from '../../../src/glpi/client.ts';
import { recordKey } from '../../../src/glpi/forms.ts';
import { minute } from '../../../src/invite/instant.ts';
import { mostAutomaticAnHour } from '../../../src/invite/limits.ts';
import { fingerprintOf } from '../../../src/invite/seal.ts';
import { type Office, openOffice } from '../desk/office.ts';
import { dyingTransport, workerLife } from './worker-life.ts';
import { addWorkerUser } from './worker-user.ts';

let office: Office;
let token: string;
let key: string;

beforeEach(async () => {
  office = await openOffice({ proofOfWork: 5, groups: ['Staff'] });
  token = addWorkerUser(office.glpi);
  key = (await ownKey(office.env)) ?? '';
});
afterEach(() => office.close());

const ann = ['Ann', 'One', 'ann@example.org', ''];
const accounts = () =>
  office.glpi.state.users.filter(({ comment }) => /^Invite [0-9A-Z]{10} \//.test(comment ?? ''));

const life = (args: readonly string[] = [`--issuer=${key}`], transport?: Transport) =>
  workerLife(office, token, args, transport);

/** All that stands in GLPI, but for who is signed in and what was asked. */
function everything(): string {
  const { sessions: _, requests: __, ...rest } = office.glpi.state;
  const rows = Object.entries(rest).map(([name, table]) => [
    name,
    table !== null && typeof table === 'object' && Symbol.iterator in table
      ? [...(table as Iterable<object>)].map((row) => ({ ...row, last_login: null }))
      : table,
  ]);
  return JSON.stringify(rows);
}

describe('an invite that a desk issued, and then went away', () => {
  test('a stranger registers, and the worker makes the account, once, in however many lives', async () => {
    const { link } = await office.issue({ maxUses: 2, groupIds: [1] });
    await office.register(link, ann);
    const first = await life();
    expect(first).toMatchObject({ code: 0 });
    expect(first.events).toContain('admitted');
    expect(accounts()).toHaveLength(1);
    const second = await life();
    expect(second.events).toContain('settledElsewhere');
    expect(second.events).not.toContain('accountCreated');
    expect(accounts()).toHaveLength(1);
    expect(office.glpi.state.tickets.rows.map(({ status }) => status)).toEqual([5]);
    expect(
      office.glpi.state.groupUsers.filter(({ users_id }) => users_id === accounts()[0]?.id),
    ).toHaveLength(1);
    // The desk comes back, and tells the same story.
    await office.round();
    expect(await office.registrations()).toMatchObject([{ state: 'admitted', login: 'ann.one' }]);
  });

  test('the last use closes it, and whoever comes after is refused', async () => {
    const { invite, link } = await office.issue({ maxUses: 1 });
    await office.register(link, ann);
    await office.register(link, ['Bob', 'Two', 'bob@example.org', '']);
    const { events } = await life();
    expect(events).toEqual(expect.arrayContaining(['admitted', 'registrationRefused', 'inviteClosed']));
    expect(accounts()).toHaveLength(1);
    expect((await office.register(link, ann)).status).not.toBe(200);
    office.pass(11 * minute);
    await office.round();
    await office.round();
    expect(await office.invite(invite.id)).toMatchObject({ state: 'closed', closedBecause: 'used' });
  });

  test('an issuer may be named by the fingerprint that the dashboard shows', async () => {
    const { link } = await office.issue();
    await office.register(link, ann);
    const { events } = await life([`--issuer=${await fingerprintOf(key)}`]);
    expect(events).toContain('admitted');
    expect(accounts()).toHaveLength(1);
  });

  test('what waits for a person is left to one, and counted', async () => {
    const { link } = await office.issue({ approval: 'byHand' });
    await office.register(link, ann);
    const { code, events, told } = await life();
    expect(code).toBe(0);
    expect(events).toContain('registrationWaits');
    expect(told.at(-1)).toMatchObject({ event: 'round', ok: true, waitingForAPerson: 1, unfinished: 0 });
    expect(accounts()).toEqual([]);
  });

  test('accounts of earlier lives, from longer ago than an hour, are not taken for a flood', async () => {
    const { link } = await office.issue({ maxUses: null });
    for (let index = 0; index < mostAutomaticAnHour; index += 1)
      await office.register(link, ['P', `N${index}`, `p${index}@example.org`, '']);
    for (let times = 0; times < 2; times += 1) await life();
    expect(accounts()).toHaveLength(mostAutomaticAnHour);
    // Within the hour the next one waits, whoever looks.
    await office.register(link, ann);
    expect((await life()).told.at(-1)).toMatchObject({ waitingForAPerson: 1 });
    office.pass(90 * minute);
    expect((await life()).events).toContain('accountCreated');
    expect(accounts()).toHaveLength(mostAutomaticAnHour + 1);
  });

  test('the popup of a colleague says that a worker watches', async () => {
    await office.issue();
    await life();
    const { others } = await viewWatching(office.env, office.site);
    expect(others).toMatchObject([{ kind: 'worker', name: 'invite-worker, worker' }]);
  });
});

describe('seals that do not count', () => {
  test('of an issuer who is not trusted nothing is done, and it is said once, with what to compare', async () => {
    const { link } = await office.issue();
    await office.register(link, ann);
    const before = everything();
    const { code, told } = await life([]);
    expect(code).toBe(0);
    expect(told.filter(({ event }) => event === 'issuerNotTrusted')).toEqual([
      expect.objectContaining({ key, fingerprint: await fingerprintOf(key), invites: 1 }),
    ]);
    expect(everything()).toBe(before);
  });

  test('trusting somebody else changes nothing about that', async () => {
    const { link } = await office.issue();
    await office.register(link, ann);
    const { events } = await life([`--issuer=${'A'.repeat(43)}`]);
    expect(events).toContain('issuerNotTrusted');
    expect(accounts()).toEqual([]);
  });

  test('a seal that somebody changed is not acted on, and told', async () => {
    const { link } = await office.issue();
    await office.register(link, ann);
    const row = office.glpi.state.destinations.rows.find(({ config }) => config.includes(recordKey));
    if (!row) throw new Error('no seal');
    row.config = row.config.replace('\\"maxUses\\":1', '\\"maxUses\\":500');
    const { told } = await life();
    expect(told).toContainEqual(expect.objectContaining({ event: 'sealDoesNotCount', reason: 'sealBroken' }));
    expect(accounts()).toEqual([]);
  });
});

describe('a dry run', () => {
  test('says what would be done, and changes nothing in GLPI', async () => {
    const open = await office.issue({ maxUses: 1 });
    const byHand = await office.issue({ approval: 'byHand' });
    await office.register(open.link, ann);
    await office.register(open.link, ['Bob', 'Two', 'bob@example.org', '']);
    await office.register(byHand.link, ['Cid', 'Three', 'cid@example.org', '']);
    const before = everything();
    const { code, told, said } = await life([`--issuer=${key}`, '--dry-run']);
    expect(code).toBe(0);
    // One invite after the other, in no order that anybody relies on.
    const would = (invite: string) =>
      told.filter((line) => line.event.startsWith('would') && line.invite === invite);
    expect(would(open.invite.id)).toMatchObject([
      { event: 'wouldAdmit' },
      { event: 'wouldRefuse', reason: 'inviteUsedUp' },
      { event: 'wouldClose' },
    ]);
    expect(would(byHand.invite.id)).toMatchObject([{ event: 'wouldLeaveToAPerson' }]);
    expect(everything()).toBe(before);
    expect(said).not.toContain('ann@example.org');
  });

  test('what would be done is what is done', async () => {
    const { link } = await office.issue({ maxUses: 2 });
    for (const name of ['Ann', 'Bob', 'Cid'])
      await office.register(link, [name, 'X', `${name}@example.org`, '']);
    const dry = await life([`--issuer=${key}`, '--dry-run']);
    const real = await life();
    const count = (events: readonly string[], event: string) => events.filter((one) => one === event).length;
    expect(count(dry.events, 'wouldAdmit')).toBe(count(real.events, 'admitted'));
    expect(count(dry.events, 'wouldRefuse')).toBe(count(real.events, 'registrationRefused'));
    const after = await life([`--issuer=${key}`, '--dry-run']);
    expect(after.events.filter((event) => /would(Admit|Refuse)/.test(event))).toEqual([]);
  });
});

describe('what it says', () => {
  test('no names, unless they are asked for; and never a token', async () => {
    const { link } = await office.issue({ maxUses: 5, label: 'Interns of Lyon' });
    await office.register(link, ann);
    await office.register(link, ['Ann', 'One', 'ann@example.org', '']);
    const quiet = await life();
    for (const name of ['ann', 'One', 'example.org', 'Lyon', token]) expect(quiet.said).not.toContain(name);
    await office.register(link, ['Bob', 'Two', 'bob@example.org', '']);
    const talkative = await life([`--issuer=${key}`, '--log-names']);
    expect(talkative.said).toContain('bob.two');
    expect(talkative.said).not.toContain(token);
  });
});

describe('how it ends', () => {
  const rightsOf = (name: string) =>
    office.glpi.state.profiles.find((profile) => profile.name === name)?.rights ?? {};

  test('3 where a right is missing, naming it', async () => {
    const rights = rightsOf('Invite worker');
    for (const [right, bits, told] of [
      ['user', 3, 'user: create'],
      ['form', 7, 'form: purge'],
      ['group', 0, 'group: read'],
      ['profile', 0, 'profile: read'],
      ['ticket', 1, 'ticket: update, readAll'],
    ] as const) {
      const before = rights[right] ?? 0;
      rights[right] = bits;
      const { code, told: lines } = await life();
      expect(code).toBe(3);
      expect(lines).toContainEqual(expect.objectContaining({ event: 'rightsMissing', rights: [told] }));
      rights[right] = before;
    }
  });

  test('3 where there are more rights than needed, naming those, unless that is allowed', async () => {
    const { link } = await office.issue();
    await office.register(link, ann);
    Object.assign(rightsOf('Invite worker'), { config: 3, profile: 23 });
    const before = everything();
    const { code, told } = await life();
    expect(code).toBe(3);
    expect(told).toContainEqual(
      expect.objectContaining({
        event: 'moreRightsThanNeeded',
        level: 'error',
        rights: ['config: read, update', 'profile: update, create, purge'],
      }),
    );
    expect(everything()).toBe(before);
    const allowed = await life([`--issuer=${key}`, '--allow-more-rights']);
    expect(allowed.code).toBe(0);
    expect(allowed.events).toContain('admitted');
  });

  test('3 where the user could take on another profile', async () => {
    const user = office.glpi.state.users.find(({ name }) => name === 'invite-worker');
    office.glpi.state.profileUsers.add({
      users_id: user?.id ?? 0,
      profiles_id: 4,
      entities_id: 0,
      is_recursive: 1,
      is_dynamic: 0,
      is_default_profile: 0,
    });
    const { code, told } = await life();
    expect(code).toBe(3);
    expect(told).toContainEqual(expect.objectContaining({ otherProfiles: ['Super-Admin'] }));
  });

  test('4 where GLPI does not let it in, with what to do', async () => {
    token = 'x'.repeat(40);
    const { code, told } = await life();
    expect(code).toBe(4);
    expect(told).toContainEqual(
      expect.objectContaining({ event: 'notLetIn', hint: expect.stringContaining('API token is wrong') }),
    );
  });

  test('1 where GLPI does not answer, and when it fails in the midst of a round', async () => {
    const gone: Transport = { fetch: async () => Promise.reject(new TypeError('fetch failed')) };
    expect(await life(undefined, gone)).toMatchObject({ code: 1 });
    const { link } = await office.issue();
    await office.register(link, ann);
    office.glpi.fault('FormDestination', { kind: 'cut' });
    expect(await life()).toMatchObject({ code: 1 });
    expect(await life()).toMatchObject({ code: 0 });
    expect(accounts()).toHaveLength(1);
  });

  test('its session in GLPI is closed', async () => {
    await life();
    const { state } = office.glpi;
    const user = state.users.find(({ name }) => name === 'invite-worker');
    expect([...state.sessions.values()].filter(({ usersId }) => usersId === user?.id)).toEqual([]);
  });
});

describe('killed at any request', () => {
  test('and started again, it makes one account a registration, and no more than there are uses', async () => {
    const prepare = async () => {
      const { link } = await office.issue({ maxUses: 2, groupIds: [1] });
      for (const name of ['Ann', 'Bob', 'Cid'])
        await office.register(link, [name, 'X', `${name}@example.org`, '']);
    };
    await prepare();
    const whole = dyingTransport(office, Number.POSITIVE_INFINITY, true);
    await life(undefined, whole.transport);
    const steps = whole.asked();
    expect(steps).toBeGreaterThan(20);
    for (let last = 1; last < steps; last += 1) {
      await office.close();
      office = await openOffice({ proofOfWork: 5, groups: ['Staff'] });
      token = addWorkerUser(office.glpi);
      key = (await ownKey(office.env)) ?? '';
      await prepare();
      await life(undefined, dyingTransport(office, last, false).transport);
      // As long as the claims of the dead one hold, the next one stands back.
      for (let times = 0; times < 2; times += 1) {
        office.pass(6 * minute);
        await life();
      }
      const made = accounts();
      const at = `killed at request ${last}`;
      expect(made.length, at).toBe(2);
      expect(new Set(made.map(({ comment }) => comment)).size, at).toBe(2);
      expect(
        office.glpi.state.tickets.rows.map(({ status }) => status),
        at,
      ).toEqual([5, 5, 5]);
      for (const { id } of made) {
        expect(
          office.glpi.state.groupUsers.filter(({ users_id }) => users_id === id),
          at,
        ).toHaveLength(1);
        expect(
          office.glpi.state.profileUsers.filter(({ users_id }) => users_id === id),
          at,
        ).toHaveLength(1);
      }
    }
  });
});
