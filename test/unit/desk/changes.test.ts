// @vitest-environment node
/** An invite that is out is paused, resumed, extended, and used more often: in the ledger first, then in GLPI. */
import { afterEach, describe, expect, test } from 'vitest';
import { changeInvite, pauseInvite, resumeInvite } from '../../../src/desk/change-invite.ts';
import { beginClosing } from '../../../src/desk/close.ts';
import { viewShare } from '../../../src/desk/views.ts';
import { day, hour } from '../../../src/invite/instant.ts';
import { ProblemError } from '../../../src/invite/problem.ts';
import { openForm } from '../../stranger.ts';
import { Killed, mortal } from './mortal.ts';
import { type Office, openOffice } from './office.ts';

let office: Office;
afterEach(() => office.close());

const jane = ['Jane', 'Doe', 'jane@example.org', ''];
const ravi = ['Ravi', 'Rao', 'ravi@example.org', ''];

const hasAccount = (email: string) => office.glpi.state.userEmails.some((row) => row.email === email);
const events = async (inviteId: string) =>
  (await office.env.ledger.journal(100, inviteId)).map(({ event }) => event).reverse();
const codeOf = async (work: Promise<unknown>) =>
  await work.then(
    () => null,
    (thrown) => (thrown instanceof ProblemError ? thrown.problem.code : String(thrown)),
  );

describe('pausing', () => {
  test('shuts the link for everybody, also for who had it open; what was sent before counts', async () => {
    office = await openOffice();
    const { invite, link } = await office.issue({ maxUses: 5 });
    const open = await openForm(link);
    await office.register(link, jane);
    await pauseInvite(office.env, invite.id);

    expect((await openForm(link)).status).toBe(403);
    expect((await open.submit(ravi)).status).toBe(403);
    await office.round();
    expect(hasAccount('jane@example.org')).toBe(true);
    expect(hasAccount('ravi@example.org')).toBe(false);
    expect((await office.invite(invite.id)).state).toBe('paused');

    await resumeInvite(office.env, invite.id);
    expect((await office.register(link, ravi)).status).toBe(200);
    await office.round();
    expect(hasAccount('ravi@example.org')).toBe(true);
    expect(await events(invite.id)).toEqual(expect.arrayContaining(['invitePaused', 'inviteResumed']));
  });

  test('pressed twice is written down once, and the link can still be copied', async () => {
    office = await openOffice();
    const { invite, link } = await office.issue();
    await pauseInvite(office.env, invite.id);
    await pauseInvite(office.env, invite.id);
    expect((await events(invite.id)).filter((event) => event === 'invitePaused')).toHaveLength(1);
    expect((await viewShare(office.env, await office.invite(invite.id))).link).toBe(link);
  });

  test('ends with its time like any other, and says so', async () => {
    office = await openOffice();
    const { invite, link } = await office.issue({ until: office.env.now() + hour });
    await pauseInvite(office.env, invite.id);
    office.pass(2 * hour);
    expect(await codeOf(resumeInvite(office.env, invite.id))).toBe('untilInThePast');
    await office.round();
    expect((await office.invite(invite.id)).closedBecause).toBe('expired');
    const page = await openForm(link);
    expect(page.status).toBe(200);
    expect(page.html).toContain('This invitation has ended');
  });

  test('while GLPI is out of reach: it says so, tells GLPI later, and lets nobody in unseen meanwhile', async () => {
    office = await openOffice();
    const { invite, link } = await office.issue({ maxUses: 5 });
    const cut = { ...office.env, transport: { fetch: () => Promise.reject(new TypeError('cut off')) } };
    const paused = await pauseInvite(cut, invite.id);
    expect(paused).toMatchObject({ state: 'paused', formDue: true, trouble: { code: 'unreachable' } });

    office.pass(5_000);
    expect((await office.register(link, jane)).status).toBe(200);
    office.pass(hour);
    await office.round();
    expect(await office.invite(invite.id)).toMatchObject({ formDue: false, trouble: null });
    expect((await openForm(link)).status).toBe(403);
    expect((await office.registrations()).map(({ state }) => state)).toEqual(['waiting']);
  });
});

describe('changing', () => {
  test('a later end stands in the form at once, and counts', async () => {
    office = await openOffice();
    const { invite, link } = await office.issue({ until: office.env.now() + hour });
    const until = Date.UTC(2031, 4, 17, 12);
    await changeInvite(office.env, invite.id, { until });
    expect((await openForm(link)).html).toContain('May 17, 2031');
    office.pass(2 * day);
    await office.register(link, jane);
    await office.round();
    expect(hasAccount('jane@example.org')).toBe(true);
  });

  test('more uses let more people in; fewer than are taken are refused; as many close it', async () => {
    office = await openOffice();
    const { invite, link } = await office.issue({ maxUses: 3 });
    await office.register(link, jane);
    await office.register(link, ravi);
    await office.round();
    expect(await codeOf(changeInvite(office.env, invite.id, { maxUses: 1 }))).toBe('usesBelowMade');
    await changeInvite(office.env, invite.id, { maxUses: 2 });
    await office.round();
    expect(await office.invite(invite.id)).toMatchObject({ state: 'closed', closedBecause: 'used' });
  });

  test('asks GLPI nothing for what only the admin sees, and writes down what it was', async () => {
    office = await openOffice();
    const { invite } = await office.issue({ maxUses: 1 });
    office.calls();
    await changeInvite(office.env, invite.id, { label: 'Interns', note: 'Ask Eve' });
    expect(office.calls()).toEqual([]);
    const [line] = await office.env.ledger.journal(1, invite.id);
    expect(line).toMatchObject({
      event: 'inviteChanged',
      detail: { label: 'Interns', labelBefore: 'New colleagues' },
    });
    await changeInvite(office.env, invite.id, { label: 'Interns' });
    expect(await office.env.ledger.journal(1, invite.id)).toEqual([line]);
  });

  test('the seal tells colleagues how often it may be used, and the form is left alone', async () => {
    office = await openOffice();
    const { invite } = await office.issue({ maxUses: 1 });
    office.calls();
    await changeInvite(office.env, invite.id, { maxUses: 9 });
    expect(office.calls()).toEqual([
      expect.stringMatching(/^GET .*FormDestination$/),
      expect.stringMatching(/^PUT .*FormDestination\/\d+$/),
    ]);
    const [line] = await office.env.ledger.journal(1, invite.id);
    expect(line).toMatchObject({ event: 'inviteChanged', detail: { maxUses: '9', maxUsesBefore: '1' } });
  });

  test('an invite to other people’s data stays good for one', async () => {
    office = await openOffice();
    const [central] = office.glpi.state.profiles.filter((row) => row.interface === 'central');
    const { invite } = await office.issue({ profileId: central?.id ?? 0, privilegedConfirmed: true });
    expect(await codeOf(changeInvite(office.env, invite.id, { maxUses: 2 }))).toBe('privilegedForOne');
    expect(await codeOf(changeInvite(office.env, invite.id, { maxUses: null }))).toBe('privilegedForOne');
  });

  test('a closed one keeps its limits, and may get another label', async () => {
    office = await openOffice();
    const { invite } = await office.issue();
    await beginClosing(office.env, invite.id, 'revoked');
    await office.round();
    expect(await codeOf(pauseInvite(office.env, invite.id))).toBe('inviteNotOpen');
    expect(await codeOf(changeInvite(office.env, invite.id, { until: office.env.now() + day }))).toBe(
      'inviteNotOpen',
    );
    expect((await changeInvite(office.env, invite.id, { label: 'Old' })).label).toBe('Old');
  });
});

test('killed at each step, a pause comes to the same', async () => {
  for (let last = 0; ; last += 1) {
    office = await openOffice();
    const { invite, link } = await office.issue();
    const life = mortal(office.env, last);
    const killed = await pauseInvite(life.env, invite.id).then(
      () => false,
      (thrown) => thrown instanceof Killed,
    );
    // A press that left no trace is pressed again; what is written is taken up by the next round.
    if ((await office.invite(invite.id)).state === 'open') await pauseInvite(office.env, invite.id);
    office.pass(hour);
    await office.round();
    expect((await office.invite(invite.id)).state, `step ${last}`).toBe('paused');
    expect((await office.invite(invite.id)).formDue).toBe(false);
    expect((await openForm(link)).status).toBe(403);
    expect((await events(invite.id)).filter((event) => event === 'invitePaused')).toHaveLength(1);
    if (!killed && life.steps() <= last) return;
    await office.close();
  }
});
