// @vitest-environment node
/** Several admins whose browsers share nothing but GLPI. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bulkById, goOnWithBulk, startBulk } from '../../../src/desk/bulk.ts';
import { viewBulkLinks } from '../../../src/desk/bulk-views.ts';
import { changeInvite, pauseInvite, resumeInvite } from '../../../src/desk/change-invite.ts';
import { beginClosing } from '../../../src/desk/close.ts';
import { approve, refuse } from '../../../src/desk/decide.ts';
import { approveMany } from '../../../src/desk/decide-many.ts';
import { issue } from '../../../src/desk/issue.ts';
import { closeAllInvites, viewLeaving } from '../../../src/desk/leave.ts';
import { lastLook } from '../../../src/desk/seal-look.ts';
import { sealAgain, trustListed, viewTeam, viewWatching } from '../../../src/desk/team-views.ts';
import { previewWithdrawal, withdrawTrust } from '../../../src/desk/trust.ts';
import { viewInvite, viewShare } from '../../../src/desk/views.ts';
import { agendas } from '../../../src/desk/watch.ts';
import { recordKey } from '../../../src/glpi/forms.ts';
import { hour, minute } from '../../../src/invite/instant.ts';
import { isBatchLink } from '../../../src/invite/invite.ts';
import { type Desk, deskOf, openColleague, trusts } from './colleague.ts';
import { bulkValues, people } from './many.ts';
import { formGate, type Office, openOffice } from './office.ts';

let office: Office;
let anna: Desk;
let ben: Desk;

beforeEach(async () => {
  office = await openOffice({ proofOfWork: 5, groups: ['Staff'] });
  anna = deskOf(office, office.env);
  ben = await openColleague(office, 'ben');
});
afterEach(() => office.close());

const ann = ['Ann', 'One', 'ann@example.org', ''];
const accounts = (inviteId: string) =>
  office.glpi.state.users.filter(({ comment }) => comment?.startsWith(`Invite ${inviteId} `) ?? false);

describe('issued in one browser, admitted in another', () => {
  test('a stranger who registers while the issuer is away gets the account from a colleague who trusts them', async () => {
    const { invite, link } = await office.issue({ groupIds: [1] });
    await trusts(office, ben, anna);
    await office.register(link, ann);
    await ben.round();
    const [registration] = await ben.registrations();
    expect(registration).toMatchObject({ state: 'admitted', inviteId: invite.id, login: 'ann.one' });
    expect(accounts(invite.id)).toHaveLength(1);
    // The issuer comes back, and tells the same story.
    await office.round();
    expect(await anna.registrations()).toMatchObject([
      { state: 'admitted', progress: { userId: registration?.progress.userId } },
    ]);
    expect(accounts(invite.id)).toHaveLength(1);
  });

  test('whoever registered before the colleague trusted anybody is admitted too', async () => {
    const { invite, link } = await office.issue({ maxUses: null });
    await office.register(link, ann);
    // Ben's own search for registrations is long past that ticket.
    await ben.env.ledger.write(async (ledger) => {
      const site = await ledger.site(office.site);
      if (site)
        await ledger.putSite({
          ...site,
          watermark: { floor: 1_000_000, ceiling: 1_000_000, ceilingSince: ben.env.now() - hour },
        });
    });
    await trusts(office, ben, anna);
    await ben.round();
    expect(accounts(invite.id)).toHaveLength(1);
  });

  test('nothing of an issuer who is not trusted is acted on, or even known', async () => {
    const { invite, link } = await office.issue();
    await office.register(link, ann);
    await ben.look();
    await ben.round();
    expect(await ben.env.ledger.invite(invite.id)).toBeUndefined();
    expect(accounts(invite.id)).toHaveLength(0);
    expect((await lastLook(ben.env, office.site))?.strangers).toMatchObject([
      { key: await anna.key(), invites: 1 },
    ]);
  });

  test('one registration makes one account, and an invite of one use one, whoever is at it at once', async () => {
    const { invite, link } = await office.issue({ maxUses: 1 });
    const carl = await openColleague(office, 'carl');
    await trusts(office, ben, anna);
    await trusts(office, carl, anna);
    await Promise.all([ben.round(), carl.round()]);
    for (const name of ['Ann', 'Bob', 'Cy'])
      await office.register(link, [name, 'X', `${name}@example.org`, '']);
    await Promise.all([office.round(), ben.round(), carl.round()]);
    for (let times = 0; times < 4; times += 1) {
      office.pass(6 * minute);
      await Promise.all([office.round(), ben.round(), carl.round()]);
    }
    expect(accounts(invite.id)).toHaveLength(1);
    for (const desk of [anna, ben, carl])
      expect((await desk.registrations()).map(({ state }) => state).toSorted()).toEqual([
        'admitted',
        'refused',
        'refused',
      ]);
  });

  test('what waits for a yes can be given it by a colleague, and by nobody a second time', async () => {
    const { invite, link } = await office.issue({ approval: 'byHand', maxUses: 2 });
    await trusts(office, ben, anna);
    await office.register(link, ann);
    await office.register(link, ['Bob', 'Two', 'bob@example.org', '']);
    await Promise.all([office.round(), ben.round()]);
    const [first, second] = await ben.registrations();
    await approve(ben.env, first?.id ?? '');
    await refuse(ben.env, second?.id ?? '', 'not ours');
    office.pass(11 * minute);
    await office.round();
    expect((await anna.registrations()).map(({ state }) => state)).toEqual(['admitted', 'refused']);
    expect(accounts(invite.id)).toHaveLength(1);
  });
});

describe('changed by a colleague', () => {
  beforeEach(async () => {
    await trusts(office, ben, anna);
    await trusts(office, anna, ben);
  });
  const later = async (...desks: Desk[]) => {
    office.pass(6 * minute);
    for (const desk of desks) await desk.round();
  };

  test('an invite is extended, paused, resumed and revoked by whoever trusts its issuer, and the issuer follows', async () => {
    const { invite, link } = await office.issue({ maxUses: 3 });
    await ben.round();
    const until = invite.limits.until + 24 * hour;
    await changeInvite(ben.env, invite.id, { until, maxUses: 2 });
    await later(anna);
    expect((await anna.invite(invite.id)).limits).toMatchObject({ until, maxUses: 2 });

    await pauseInvite(ben.env, invite.id);
    await later(anna);
    expect((await anna.invite(invite.id)).state).toBe('paused');
    expect((await office.register(link, ann)).status).toBe(403);

    await resumeInvite(anna.env, invite.id);
    await later(ben);
    expect((await ben.invite(invite.id)).state).toBe('open');

    await beginClosing(ben.env, invite.id, 'revoked', 'Ben');
    await ben.round();
    await later(anna);
    for (const desk of [anna, ben])
      expect(await desk.invite(invite.id)).toMatchObject({ state: 'closed', closedBecause: 'revoked' });
    const told = await anna.env.ledger.journal(100, invite.id);
    expect(told.filter(({ actor }) => actor.includes('Firefox')).map(({ event }) => event)).toEqual([
      'inviteClosing',
      'invitePaused',
      'inviteChanged',
    ]);
  });

  test('of two changes at once the stricter counts, and both browsers end up with it', async () => {
    const { invite } = await office.issue({ maxUses: 5 });
    await ben.round();
    await changeInvite(anna.env, invite.id, { maxUses: 2 });
    // Ben has not looked since.
    await changeInvite(ben.env, invite.id, { until: invite.limits.until - hour });
    await later(anna, ben);
    for (const desk of [anna, ben])
      expect((await desk.invite(invite.id)).limits).toMatchObject({
        maxUses: 2,
        until: invite.limits.until - hour,
      });
  });
});

describe('decided by a colleague while it waited here', () => {
  const crowd = 25;

  /** So many wait in both browsers. */
  async function allWait(maxUses: number | null) {
    const { invite, link } = await office.issue({ approval: 'byHand', maxUses });
    await trusts(office, ben, anna);
    for (let index = 0; index < crowd; index += 1)
      await office.register(link, [`P${index}`, 'X', `p${index}@example.org`, '']);
    await Promise.all([anna.round(), ben.round()]);
    const waiting = await anna.registrations();
    expect(waiting.map(({ state }) => state)).toEqual(waiting.map(() => 'waiting'));
    expect(waiting).toHaveLength(crowd);
    return { invite, waiting };
  }
  const story = async (desk: Desk) =>
    (await desk.registrations()).map(({ ticketId, state, progress }) => [ticketId, state, progress.userId]);

  test('each ends here as it did there, however many wait on before it', async () => {
    const { waiting } = await allWait(null);
    const last = waiting.slice(-3).map(({ id }) => id);
    await approveMany(anna.env, last.slice(1));
    await refuse(anna.env, last[0] ?? '', 'unknown');
    office.pass(11 * minute);
    office.calls();
    await ben.round();
    // All that wait are asked for at once, not one by one.
    expect(office.calls().filter((call) => call.startsWith('GET Ticket/')).length).toBeLessThan(5);
    expect(await story(ben)).toEqual(await story(anna));
  });

  test('where the last use was given away meanwhile, and the invite is closed', async () => {
    const { invite, waiting } = await allWait(2);
    await approveMany(
      anna.env,
      waiting.map(({ id }) => id),
    );
    office.pass(6 * minute);
    await ben.round();
    expect((await ben.invite(invite.id)).state).toBe('closed');
    for (let times = 0; times < 2; times += 1) {
      office.pass(61 * minute);
      expect((await agendas(ben.env)).get(office.site)?.wakeAt).toBeLessThanOrEqual(ben.env.now());
      await ben.round();
    }
    expect(await story(ben)).toEqual(await story(anna));
    expect(accounts(invite.id)).toHaveLength(2);
  });

  test('a closed invite whose GLPI cannot be asked is not asked again before an hour is over', async () => {
    const { invite } = await allWait(null);
    await beginClosing(anna.env, invite.id, 'revoked');
    await anna.round();
    office.pass(61 * minute);
    await anna.round();
    office.pass(61 * minute);
    office.glpi.fault({ path: /apirest/ }, { kind: 'cut' }, 1_000);
    await anna.round();
    const left = ((await agendas(anna.env)).get(office.site)?.wakeAt ?? 0) - anna.env.now();
    expect(left).toBeGreaterThan(59 * minute);
  });

  test('a ticket that somebody solved by hand waits on, and says so once', async () => {
    const { waiting } = await allWait(null);
    const ticket = office.glpi.state.tickets.get(waiting[0]?.ticketId ?? 0);
    if (ticket) ticket.status = 5;
    for (let times = 0; times < 2; times += 1) {
      office.pass(11 * minute);
      await ben.round();
    }
    const [first, second] = await ben.registrations();
    expect(first).toMatchObject({ state: 'waiting', warnings: [{ code: 'ticketSolvedByHand' }] });
    expect(second).toMatchObject({ state: 'waiting', warnings: [] });
    const said = (await ben.env.ledger.journal(1_000, null)).filter(
      ({ event, registrationId }) => event === 'registrationWaits' && registrationId === first?.id,
    );
    expect(said).toHaveLength(2);
  });
});

describe('trust withdrawn', () => {
  test('says before what it changes; then nothing of the issuer is acted on, and nothing is lost', async () => {
    const { invite, link } = await office.issue({ approval: 'byHand', maxUses: null });
    await trusts(office, ben, anna);
    await office.register(link, ann);
    await ben.round();
    const key = await anna.key();
    expect(await previewWithdrawal(ben.env, office.site, key)).toEqual({ invites: 1, waiting: 1 });
    await withdrawTrust(ben.env, office.site, key);
    const [waiting] = await ben.registrations();
    await expect(approve(ben.env, waiting?.id ?? '')).rejects.toMatchObject({
      problem: { code: 'issuerNotTrusted' },
    });
    await office.register(link, ['Bob', 'Two', 'bob@example.org', '']);
    office.pass(6 * minute);
    await ben.round();
    expect(await ben.registrations()).toHaveLength(1);
    expect((await agendas(ben.env)).get(office.site)).toBeUndefined();
    // Trusted again, it goes on where it was.
    await trusts(office, ben, anna);
    await ben.round();
    expect(await ben.registrations()).toHaveLength(2);
    await approve(ben.env, waiting?.id ?? '');
    expect(accounts(invite.id)).toHaveLength(1);
  });
});

describe('what it costs', () => {
  test('issuing stays at five calls, and a round at one', async () => {
    await office.issue();
    office.calls();
    await office.issue();
    expect(office.calls().filter((call) => !call.startsWith('GET '))).toHaveLength(5);
    await office.round();
    expect(office.calls()).toEqual(['GET search/Ticket']);
  });

  test('looking for what colleagues issue is two requests every five minutes, and none where nobody is trusted', async () => {
    await office.issue();
    await ben.round();
    office.calls();
    await ben.round();
    expect(office.calls()).toEqual([]);
    await trusts(office, ben, anna);
    // An account that keeps which serials count is there from the first renewal on.
    await ben.round();
    office.calls();
    await ben.round();
    expect(office.calls()).toEqual(['GET search/Ticket']);
    office.pass(5 * minute);
    await ben.round();
    const calls = office.calls().filter((call) => /FormDestination|User$/.test(call));
    expect(calls.length).toBeLessThanOrEqual(3);
  });
});

describe('what an admin is shown', () => {
  test('the link of a colleague’s invite, which GLPI has, while they are trusted', async () => {
    const { invite, link } = await office.issue();
    await trusts(office, ben, anna);
    await ben.round();
    expect((await viewInvite(ben.env, await ben.invite(invite.id))).canShare).toBe(true);
    expect((await viewShare(ben.env, await ben.invite(invite.id))).link).toBe(link);
    expect((await ben.invite(invite.id)).key).toBeNull();
    await withdrawTrust(ben.env, office.site, await anna.key());
    expect((await viewInvite(ben.env, await ben.invite(invite.id))).canShare).toBe(false);
    await expect(viewShare(ben.env, await ben.invite(invite.id))).rejects.toMatchObject({
      problem: { code: 'keyGone' },
    });
  });

  test('who has sealed here, by name and fingerprint, before and after they are trusted', async () => {
    await office.issue();
    await ben.look();
    const before = await viewTeam(ben.env, office.site);
    expect(before.issuers).toMatchObject([{ state: 'seen', name: 'glpi, Chrome', invites: 1, since: null }]);
    expect(before.issuers[0]?.fingerprint).toBe((await viewTeam(anna.env, office.site)).own?.fingerprint);
    expect(before.own?.fingerprint).not.toBe(before.issuers[0]?.fingerprint);
    await trustListed(ben.env, office.site, before.issuers[0]?.key ?? '');
    await ben.round();
    expect((await viewTeam(ben.env, office.site)).issuers).toMatchObject([{ state: 'trusted', invites: 1 }]);
    await withdrawTrust(ben.env, office.site, before.issuers[0]?.key ?? '');
    expect((await viewTeam(ben.env, office.site)).issuers).toMatchObject([{ state: 'withdrawn' }]);
  });

  test('nobody is trusted who is not listed', async () => {
    await expect(trustListed(ben.env, office.site, 'A'.repeat(43))).rejects.toMatchObject({
      problem: { code: 'issuerNotTrusted' },
    });
  });

  test('a seal that GLPI’s own editor dropped, which a colleague can write again under their own key', async () => {
    const { invite, link } = await office.issue({ maxUses: 3 });
    await trusts(office, ben, anna);
    await trusts(office, anna, ben);
    await ben.round();
    const row = office.glpi.state.destinations.find(
      ({ forms_forms_id }) => forms_forms_id === formGate(invite).formId,
    );
    if (!row) throw new Error('no destination');
    const { [recordKey]: _, ...config } = JSON.parse(row.config);
    row.config = JSON.stringify(config);
    office.pass(6 * minute);
    await ben.round();
    const [finding] = (await viewTeam(ben.env, office.site)).findings;
    expect(finding).toMatchObject({
      problem: { code: 'sealMissing' },
      inviteId: invite.id,
      label: 'New colleagues',
      canRewrite: true,
    });
    await sealAgain(ben.env, invite.id);
    expect((await viewTeam(ben.env, office.site)).findings).toEqual([]);
    // The issuer trusts Ben, and takes his seal for what it is.
    office.pass(6 * minute);
    await office.round();
    expect(await anna.invite(invite.id)).toMatchObject({
      state: 'open',
      limits: { maxUses: 3 },
      seal: { serial: 2, by: await ben.key() },
    });
    await office.register(link, ann);
    await office.round();
    expect(accounts(invite.id)).toHaveLength(1);
  });

  test('who watches now: this browser, colleagues who trust it and were seen lately, and nobody who was not', async () => {
    await office.issue();
    expect(await viewWatching(anna.env, office.site)).toEqual({ here: true, others: [] });
    await ben.round();
    office.pass(2 * minute);
    expect(await viewWatching(anna.env, office.site)).toEqual({ here: true, others: [] });
    await trusts(office, ben, anna);
    await ben.round();
    office.pass(2 * minute);
    expect((await viewWatching(anna.env, office.site)).others).toMatchObject([
      { name: 'glpi, Firefox', kind: 'browser' },
    ]);
    expect((await viewWatching(ben.env, office.site)).others).toEqual([]);
    // One request for all that ask within a minute.
    office.calls();
    await viewWatching(anna.env, office.site);
    expect(office.calls()).toEqual([]);
    office.pass(hour);
    expect((await viewWatching(anna.env, office.site)).others).toEqual([]);
  });

  test('an actor is one watcher, however often its browser is started', async () => {
    await trusts(office, ben, anna);
    for (let times = 0; times < 3; times += 1) {
      await ben.round();
      for (const key of ['said watching', 'watchers']) await ben.env.memory.remove(`${key} ${office.site}`);
      office.pass(11 * minute);
    }
    const words = office.glpi.state.sections.filter(({ name }) => name.startsWith('Watching / '));
    expect(words).toHaveLength(1);
  });
});

test('closing all invites before the extension is removed leaves those of colleagues alone', async () => {
  const { invite } = await office.issue();
  await trusts(office, ben, anna);
  await ben.round();
  expect(await viewLeaving(ben.env)).toMatchObject([{ open: 0, labels: [] }]);
  await closeAllInvites(ben.env, office.site);
  expect(await ben.env.ledger.invite(invite.id)).toMatchObject({ state: 'open' });
});

describe('a browser that cannot seal', () => {
  test('issues as before: known to itself alone, and it says so', async () => {
    const old = { ...office.env, seals: false };
    await issue(old, office.site, await office.draft());
    await trusts(office, ben, anna);
    await ben.look();
    expect(await ben.env.ledger.liveInvites()).toEqual([]);
    expect((await viewTeam(ben.env, office.site)).unsealed).toBe(1);
    expect((await viewTeam(old, office.site)).own).toBeNull();
  });
});

describe('a batch', () => {
  async function issueSome(count: number) {
    const values = await bulkValues(office, { groupIds: [1] });
    const rows = people(count).map((row) => ({ ...row, email: '' }));
    const started = await startBulk(anna.env, office.site, 'batch', 'Batch', values, rows);
    await goOnWithBulk(anna.env, started.id);
    const { links } = await viewBulkLinks(anna.env, await bulkById(anna.env, started.id));
    return links.map(({ inviteId, link }) => ({ inviteId, link: link ?? '' }));
  }
  const batchOf = async (linkId: string) => {
    const link = await anna.env.ledger.invite(linkId);
    return link && isBatchLink(link) ? link.gate.batchId : '';
  };

  test('is admitted by a colleague, each person by their own link once, and nobody without a key', async () => {
    const [first, second] = await issueSome(2);
    await trusts(office, ben, anna);
    await ben.round();
    await office.register(first?.link ?? '', [...ann, first?.link.split('=').at(-1) ?? '']);
    await office.register(first?.link ?? '', ['Bob', 'Two', 'bob@example.org', '', '0'.repeat(32)]);
    await ben.round();
    expect((await ben.registrations()).map(({ state, reason }) => reason?.code ?? state)).toEqual([
      'admitted',
      'codeUnknown',
    ]);
    expect(accounts(first?.inviteId ?? '')).toHaveLength(1);
    expect(await ben.env.ledger.invite(first?.inviteId ?? '')).toMatchObject({ state: 'closed', key: null });
    expect(await ben.env.ledger.invite(second?.inviteId ?? '')).toMatchObject({ state: 'open', key: null });
  });

  test('of which a link is revoked is told by its seal, and a colleague lets nobody in by it', async () => {
    const [first, second] = await issueSome(2);
    await trusts(office, ben, anna);
    await ben.round();
    await beginClosing(anna.env, second?.inviteId ?? '', 'revoked', 'Anna');
    await office.round();
    office.pass(6 * minute);
    await ben.round();
    expect(await ben.env.ledger.invite(second?.inviteId ?? '')).toMatchObject({
      state: 'closed',
      closedBecause: 'revoked',
    });
    expect(await ben.env.ledger.invite(first?.inviteId ?? '')).toMatchObject({ state: 'open' });
  });

  test('is revoked as a whole by a colleague, and the issuer’s links end with it', async () => {
    const [first] = await issueSome(2);
    await trusts(office, ben, anna);
    await trusts(office, anna, ben);
    await ben.round();
    const batchId = await batchOf(first?.inviteId ?? '');
    await beginClosing(ben.env, batchId, 'revoked', 'Ben');
    await ben.round();
    office.pass(6 * minute);
    await office.round();
    for (const id of [batchId, first?.inviteId ?? ''])
      expect(await anna.env.ledger.invite(id)).toMatchObject({ state: 'closed', closedBecause: 'revoked' });
  });

  test('still takes five calls', async () => {
    await issueSome(1);
    office.calls();
    await issueSome(40);
    expect(office.calls().filter((call) => !call.startsWith('GET '))).toHaveLength(5);
  });
});
