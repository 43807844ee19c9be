// @vitest-environment node
import { afterEach, describe, expect, test } from 'vitest';
import { goOnWithBulk, startBulk } from '../../../src/desk/bulk.ts';
import { viewBulkLinks } from '../../../src/desk/bulk-views.ts';
import { changeInvite, pauseInvite } from '../../../src/desk/change-invite.ts';
import { beginClosing } from '../../../src/desk/close.ts';
import { day } from '../../../src/invite/instant.ts';
import { openForm } from '../../stranger.ts';
import { bulkValues, people } from './many.ts';
import { type Office, openOffice } from './office.ts';

let office: Office;
afterEach(() => office.close());

/** A batch for so many people, with the link of each. */
async function batchFor(count: number, change: Parameters<typeof bulkValues>[1] = {}) {
  office = await openOffice({ groups: ['Staff', 'Contractors'] });
  const { env, site } = office;
  const started = await startBulk(
    env,
    site,
    'batch',
    'New colleagues',
    await bulkValues(office, change),
    people(count),
  );
  const bulk = await goOnWithBulk(env, started.id);
  const { links } = await viewBulkLinks(env, bulk);
  const batchId = bulk.batchId ?? '';
  return { bulk, links, batchId };
}
const answers = (row: { firstName: string; lastName: string; email: string } | undefined) => [
  row?.firstName ?? '',
  row?.lastName ?? '',
  row?.email ?? '',
  '',
];
const states = async () =>
  (await office.registrations()).map(({ state, reason }) => [state, reason?.code ?? null]);
const standing = async (id: string | undefined) => {
  const invite = await office.env.ledger.invite(id ?? '');
  return [invite?.state, invite?.closedBecause];
};

describe('a batch', () => {
  test('of a thousand takes no more calls than one invite', async () => {
    office = await openOffice();
    await office.issue();
    office.calls();
    const before = office.forms();
    const { env, site } = office;
    const started = await startBulk(env, site, 'batch', 'All', await bulkValues(office), people(1_000));
    const ended = await goOnWithBulk(env, started.id);
    const once = ended.state === 'ended' ? ended : await goOnWithBulk(env, started.id);
    expect(once).toMatchObject({ state: 'ended', trouble: null });
    expect(once.rows.every(({ state }) => state === 'done')).toBe(true);
    expect(office.calls()).toHaveLength(5);
    expect(office.forms()).toBe(before + 1);
    expect((await env.ledger.linksOfBatch(once.batchId ?? '')).length).toBe(1_000);
  });

  test('lets each in by their own link, once, bound to their address', async () => {
    const { links } = await batchFor(3);
    const [first, second] = links;
    expect((await openForm(first?.link ?? '')).prefilled.slice(0, 3)).toEqual(answers(first).slice(0, 3));
    await office.register(first?.link ?? '', answers(first));
    await office.register(first?.link ?? '', answers(first));
    await office.register(second?.link ?? '', ['Some', 'Body', 'somebody.else@example.org', '']);
    await office.round();
    expect(await states()).toEqual([
      ['admitted', null],
      ['refused', 'inviteUsedUp'],
      ['refused', 'addressOutsideInvite'],
    ]);
    expect((await office.registrations())[0]?.inviteId).toBe(first?.inviteId);
    expect(await standing(first?.inviteId)).toEqual(['closed', 'used']);
    expect(await standing(second?.inviteId)).toEqual(['open', null]);
  });

  test('refuses a key of nobody, and one that was typed over', async () => {
    const { links, batchId } = await batchFor(2);
    const link = links[0]?.link ?? '';
    await office.register(link, [...answers(links[0]), 'f'.repeat(32)]);
    await office.register(link, [...answers(links[0]), '']).catch(() => null);
    await office.register(link, [...answers(links[0]), '<script>alert(1)</script>']);
    await office.round();
    for (const [state, reason] of await states()) expect([state, reason]).toEqual(['refused', 'codeUnknown']);
    expect((await office.registrations()).every(({ inviteId }) => inviteId === batchId)).toBe(true);
    expect(office.glpi.state.users.some(({ comment }) => (comment ?? '').startsWith('Invite '))).toBe(false);
  });

  test('keeps the others when one of its links is revoked; whoever has that one is told nothing new', async () => {
    const { links } = await batchFor(2);
    const [leaked, good] = links;
    await beginClosing(office.env, leaked?.inviteId ?? '', 'revoked', 'glpi');
    await office.register(leaked?.link ?? '', answers(leaked));
    await office.register(good?.link ?? '', answers(good));
    await office.round();
    expect(await states()).toEqual([
      ['refused', 'inviteClosed'],
      ['admitted', null],
    ]);
    // Its key is forgotten, and yet it is known whose it was.
    expect((await office.registrations())[0]?.inviteId).toBe(leaked?.inviteId);
    expect((await office.env.ledger.invite(leaked?.inviteId ?? ''))?.key).toBeNull();
  });

  test('ends when its last link has: the form says so, and is taken out after the grace period', async () => {
    const { links, batchId } = await batchFor(2);
    const before = office.forms();
    for (const row of links) await office.register(row.link, answers(row));
    await office.round();
    expect(await standing(batchId)).toEqual(['closed', 'used']);
    expect((await openForm(links[0]?.link ?? '')).html).toContain('This invitation has ended');
    office.pass(31 * day);
    await office.round();
    expect(office.forms()).toBe(before - 1);
    // Nothing of its claims is left either.
    expect(office.glpi.state.sections.filter(({ name }) => name?.startsWith('Invite '))).toEqual([]);
  });

  test('expires as a whole; what was sent in time still counts', async () => {
    const { links, batchId } = await batchFor(3, { until: Date.now() + day });
    await office.register(links[0]?.link ?? '', answers(links[0]));
    office.pass(2 * day);
    await office.round();
    await office.round();
    expect(await states()).toEqual([['admitted', null]]);
    expect(await standing(links[1]?.inviteId)).toEqual(['closed', 'expired']);
    expect((await standing(batchId))[0]).toBe('closed');
  });

  test('revoked as a whole takes all its links with it', async () => {
    const { links, batchId } = await batchFor(3);
    await office.register(links[0]?.link ?? '', answers(links[0]));
    await beginClosing(office.env, batchId, 'revoked', 'glpi');
    await office.round();
    expect(await states()).toEqual([['refused', 'inviteClosed']]);
    for (const { inviteId } of links) expect(await standing(inviteId)).toEqual(['closed', 'revoked']);
    expect((await openForm(links[1]?.link ?? '')).html).toContain('This invitation has ended');
  });

  test('paused shuts the form; a link that is paused alone waits for a look', async () => {
    const { links, batchId } = await batchFor(2);
    await pauseInvite(office.env, links[0]?.inviteId ?? '');
    office.pass(5_000);
    await office.register(links[0]?.link ?? '', answers(links[0]));
    await office.round();
    expect(await states()).toEqual([['waiting', null]]);
    await pauseInvite(office.env, batchId);
    expect((await office.register(links[1]?.link ?? '', answers(links[1]))).status).toBe(403);
  });

  test('extended takes its links along; a link alone cannot outlast it', async () => {
    const { links, batchId } = await batchFor(2);
    const later = office.env.now() + 30 * day;
    await expect(changeInvite(office.env, links[0]?.inviteId ?? '', { until: later })).rejects.toMatchObject({
      problem: { code: 'linkWithinBatch' },
    });
    await changeInvite(office.env, batchId, { until: later });
    expect((await office.env.ledger.invite(links[0]?.inviteId ?? ''))?.limits.until).toBe(later);
    office.pass(20 * day);
    await office.register(links[0]?.link ?? '', answers(links[0]));
    await office.round();
    expect(await states()).toEqual([['admitted', null]]);
  });

  test('gives a group of their own to those who have one, beside what all get', async () => {
    office = await openOffice({ groups: ['Staff', 'Contractors'] });
    const { env, site } = office;
    const [one, two] = people(2);
    if (!one || !two) throw new Error('no people');
    const rows = [one, { ...two, groupIds: [2] }];
    const started = await startBulk(
      env,
      site,
      'batch',
      'All',
      await bulkValues(office, { groupIds: [1] }),
      rows,
    );
    const { links } = await viewBulkLinks(env, await goOnWithBulk(env, started.id));
    for (const row of links) await office.register(row.link, answers(row));
    await office.round();
    const groups = office.glpi.state.groupUsers.filter(() => true).map(({ groups_id }) => groups_id);
    expect(groups.toSorted()).toEqual([1, 1, 2]);
  });

  test('of which 20 are sent at once makes 20 accounts, one each', async () => {
    const { links } = await batchFor(20);
    await Promise.all(links.map((row) => office.register(row.link, answers(row))));
    await office.round();
    expect((await states()).filter(([state]) => state === 'admitted')).toHaveLength(20);
    const marks = office.glpi.state.users.filter(({ comment }) => (comment ?? '').startsWith('Invite '));
    expect(new Set(marks.map(({ comment }) => comment)).size).toBe(20);
  });
});
