// @vitest-environment node
/**
 * Personal links with the background killed at each await in turn, and with replies that got lost: whatever happened,
 * one person has at most one account, no live link is without an invite, and no invite hangs.
 */
import { afterEach, describe, expect, test } from 'vitest';
import { beginClosing } from '../../../src/desk/close.ts';
import type { Environment } from '../../../src/desk/environment.ts';
import { issueAgain, issuePersonal } from '../../../src/desk/personal.ts';
import { viewShare } from '../../../src/desk/views.ts';
import { round } from '../../../src/desk/watch.ts';
import { day, hour } from '../../../src/invite/instant.ts';
import { isPersonal, type PersonalInvite } from '../../../src/invite/password-gate.ts';
import type { PersonalDraft } from '../../../src/messages/requests.ts';
import { openPasswordPage } from '../../password-stranger.ts';
import { mortal } from './mortal.ts';
import { type Office, openOffice } from './office.ts';

let office: Office;
afterEach(() => office.close());

async function draftFor(change: Partial<PersonalDraft> = {}): Promise<PersonalDraft> {
  const { maxUses, address, approval, invitee, ...shared } = await office.draft({ groupIds: [1] });
  return {
    ...shared,
    until: office.env.now() + 30 * day,
    label: '',
    person: { firstName: 'Jane', lastName: 'Doe', email: 'jane.doe@example.org' },
    ifUnused: 'disable',
    existing: null,
    ...change,
  };
}

const start = async (version: '10.0.14' | '11.0.6') => {
  office = await openOffice({ version, mail: true, groups: ['Staff'] });
};

async function invites(): Promise<PersonalInvite[]> {
  return (await office.env.ledger.newestInvites(100, () => true)).filter(isPersonal);
}

async function issued(): Promise<PersonalInvite> {
  const outcome = await issuePersonal(office.env, office.site, await draftFor());
  if (outcome.kind !== 'opened') throw new Error('taken');
  return outcome.invite;
}

const accounts = () => office.glpi.state.users.filter(({ name }) => name.startsWith('jane'));

/** Lives on in a new background until there is nothing left to do. */
async function recover(): Promise<void> {
  for (let times = 0; times < 12; times += 1) {
    await office.round();
    office.pass(hour);
  }
}

/** What must hold whatever happened. */
async function expectPromisesKept(): Promise<void> {
  const all = await invites();
  for (const { state } of all) expect(['open', 'closed']).toContain(state);
  // Nothing twice.
  expect(accounts().length).toBeLessThanOrEqual(1);
  const [account] = accounts();
  const open = all.filter(({ state }) => state === 'open');
  expect(open.length).toBeLessThanOrEqual(1);
  const [live] = open;
  if (live) {
    // Nothing lost: what is open works, with the grant and the group that were asked for.
    expect(account).toMatchObject({ id: live.gate.userId, is_active: 1 });
    expect((await openPasswordPage((await viewShare(office.env, live)).link)).hasForm).toBe(true);
    expect(office.glpi.state.profileUsers.filter(({ users_id }) => users_id === account?.id)).toMatchObject([
      { profiles_id: 1, entities_id: 0 },
    ]);
    expect(office.glpi.state.groupUsers.filter(({ users_id }) => users_id === account?.id)).toHaveLength(1);
  } else {
    // No link without an invite.
    expect(account?.password_forget_token ?? '').toBe('');
  }
  // The token of a link that has ended is forgotten.
  for (const { gate, state } of all) if (state === 'closed') expect(gate.token).toBeNull();
}

/** Kills `act` at each of its steps in turn, and looks what is left after a new life went on. */
async function killAtEachStep(
  version: '10.0.14' | '11.0.6',
  prepare: () => Promise<void>,
  act: (env: Environment) => Promise<unknown>,
  after: () => Promise<void> = async () => {},
): Promise<number> {
  await start(version);
  await prepare();
  const whole = mortal(office.env, Number.POSITIVE_INFINITY);
  await act(whole.env);
  await office.close();
  const steps = whole.steps();
  for (let last = 0; last < steps; last += 1) {
    await start(version);
    await prepare();
    await act(mortal(office.env, last).env).catch(() => {});
    const made = accounts().length;
    await recover();
    try {
      await expectPromisesKept();
      // What GLPI made is gone on with; nothing is made that nobody waits for any more.
      expect(accounts()).toHaveLength(made);
      await after();
    } catch (thrown) {
      throw new Error(`killed at step ${last} of ${steps}`, { cause: thrown });
    }
    await office.close();
  }
  await start(version);
  return steps;
}

describe.each(['10.0.14', '11.0.6'] as const)('GLPI %s, killed while it', (version) => {
  test('issues a personal link', async () => {
    const act = async (env: Environment) => await issuePersonal(env, office.site, await draftFor());
    const steps = await killAtEachStep(version, async () => {}, act);
    expect(steps).toBeGreaterThan(15);
  });

  test('issues a link again, on an account that was shut', async () => {
    let id = '';
    const prepare = async () => {
      ({ id } = await issued());
      await beginClosing(office.env, id, 'expired');
      await office.round();
      expect(accounts()).toMatchObject([{ is_active: 0 }]);
    };
    const act = (env: Environment) => issueAgain(env, id, office.env.now() + 30 * day);
    const steps = await killAtEachStep(version, prepare, act);
    expect(steps).toBeGreaterThan(6);
  });

  test('revokes a personal link', async () => {
    const prepare = async () => void (await issued());
    const act = async (env: Environment) => {
      const [one] = await invites();
      await beginClosing(env, one?.id ?? '', 'revoked');
      await round(env, office.site);
    };
    const steps = await killAtEachStep(version, prepare, act, async () => {
      // Once it was pressed, it is revoked; before, the link lives on.
      const [one] = await invites();
      if (one?.state === 'closed') expect(one.closedBecause).toBe('revoked');
    });
    expect(steps).toBeGreaterThan(6);
  });

  test('renews, and sees who came in', async () => {
    const prepare = async () => {
      await issued();
      office.pass(day);
    };
    const steps = await killAtEachStep(
      version,
      prepare,
      (env) => round(env, office.site),
      async () => {
        const [one] = await invites();
        if (!one) throw new Error('no invite');
        const page = await openPasswordPage((await viewShare(office.env, one)).link);
        await page.set('My own Passw0rd!');
        office.pass(11_000);
        await office.round();
        expect((await invites())[0]?.closedBecause).toBe('used');
      },
    );
    expect(steps).toBeGreaterThan(version === '10.0.14' ? 5 : 2);
  });

  test('a reply that got lost after GLPI did it is recognised, not repeated', async () => {
    for (const match of [
      { method: 'POST', path: /\/User$/ },
      { method: 'GET', path: '/Profile_User' },
      { method: 'POST', path: '/Group_User' },
      { method: 'GET', path: /\/User\/\d+\?/ },
    ]) {
      for (const mishap of [
        { kind: 'cut', acted: true },
        { kind: 'status', status: 502, body: '', acted: true },
        { kind: 'empty', acted: true },
        { kind: 'html', status: 500, acted: true },
      ] as const) {
        await start(version);
        const draft = await draftFor();
        office.glpi.fault(match, mishap);
        await issuePersonal(office.env, office.site, draft).catch(() => {});
        await recover();
        await expectPromisesKept();
        expect(accounts()).toHaveLength(1);
        expect((await invites()).map(({ state }) => state)).toEqual(['open']);
        // And when it is revoked.
        office.glpi.fault({ method: 'PUT', path: '/User/' }, mishap);
        await beginClosing(office.env, (await invites())[0]?.id ?? '', 'revoked');
        await recover();
        await expectPromisesKept();
        expect((await invites()).map(({ closedBecause }) => closedBecause)).toEqual(['revoked']);
        await office.close();
      }
    }
    await start(version);
  });
});
