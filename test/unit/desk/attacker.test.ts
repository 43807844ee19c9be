// @vitest-environment node
/**
 * Somebody who may edit forms and tickets in GLPI, and not users, wants an account that nobody granted. Ben's browser
 * trusts Anna's key and has seen nothing before: the most that an attacker can hope for.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { changeInvite, pauseInvite, resumeInvite } from '../../../src/desk/change-invite.ts';
import { beginClosing } from '../../../src/desk/close.ts';
import { recordKey } from '../../../src/glpi/forms.ts';
import { hour, minute } from '../../../src/invite/instant.ts';
import { newSealKeys, sealerWith, sealUp } from '../../../src/invite/seal.ts';
import { type Desk, deskOf, openColleague, trusts } from './colleague.ts';
import { formGate, type Office, openOffice } from './office.ts';

let office: Office;
let anna: Desk;
let ben: Desk;

beforeEach(async () => {
  office = await openOffice({ proofOfWork: 5, groups: ['Staff', 'Board'] });
  anna = deskOf(office, office.env);
  ben = await openColleague(office, 'ben');
  await trusts(office, ben, anna);
});
afterEach(() => office.close());

type Config = Record<string, unknown>;

/** The ticket destination of a form, as somebody who may edit forms reads and writes it. */
const destinationOf = (formId: number) => {
  const row = office.glpi.state.destinations.find((one) => one.forms_forms_id === formId);
  if (!row) throw new Error('no destination');
  return {
    read: () => JSON.parse(row.config) as Config,
    write: (config: Config) => {
      row.config = JSON.stringify(config);
    },
  };
};
const sealAt = (formId: number) => destinationOf(formId).read()[recordKey] as { seal: string };
const putSeal = (formId: number, seal: unknown) => {
  const { read, write } = destinationOf(formId);
  write({ ...read(), [recordKey]: seal });
};
const formOf = async (id: string) => formGate(await anna.invite(id)).formId ?? 0;
const register = async (link: string, name = 'Mallory') =>
  await office.register(link, [name, 'M', `${name}@example.org`, '']);
const accounts = () =>
  office.glpi.state.users.filter(({ comment }) => comment?.startsWith('Invite ') ?? false);
const profilesOf = (userId: number) =>
  office.glpi.state.profileUsers.filter(({ users_id }) => users_id === userId).map((row) => row.profiles_id);

describe('the seal is edited', () => {
  test.each([
    ['another profile', (text: string) => text.replace(/"profile":\{"id":\d+/, '"profile":{"id":4')],
    ['more uses', (text: string) => text.replace('"maxUses":1', '"maxUses":500')],
    ['a later end', (text: string) => text.replace(/"until":(\d)/, '"until":9$1')],
    ['no approval', (text: string) => text.replace('"approval":"byHand"', '"approval":"automatic"')],
    ['a higher serial', (text: string) => text.replace('"serial":1', '"serial":7')],
  ])('%s', async (_, edit) => {
    const { invite, link } = await office.issue({ approval: 'byHand' });
    const formId = await formOf(invite.id);
    const seal = sealAt(formId);
    expect(edit(seal.seal)).not.toBe(seal.seal);
    putSeal(formId, { ...seal, seal: edit(seal.seal) });
    await register(link);
    await ben.round();
    expect(accounts()).toHaveLength(0);
    expect(await ben.env.ledger.invite(invite.id)).toBeUndefined();
    expect(await ben.findings()).toEqual(['sealBroken']);
    // The issuer sees it, says it, and writes the seal again.
    await anna.look();
    expect(await anna.findings()).toEqual(['sealBroken']);
    await office.round();
    expect(sealAt(formId)).toEqual(seal);
    office.pass(6 * minute);
    await ben.round();
    expect(await ben.findings()).toEqual([]);
    expect((await ben.invite(invite.id)).limits).toMatchObject({ approval: 'byHand', maxUses: 1 });
  });

  test('signed with a key of their own, under a name of somebody trusted', async () => {
    const { invite, link } = await office.issue();
    const formId = await formOf(invite.id);
    const keys = await newSealKeys();
    if (!keys) throw new Error('no keys');
    const content = JSON.parse(sealAt(formId).seal.replace('"maxUses":1', '"maxUses":500'));
    putSeal(formId, await sealUp({ ...content, serial: 9 }, await sealerWith(keys)));
    await register(link);
    await ben.round();
    expect(accounts()).toHaveLength(0);
    await anna.look();
    // It could be a colleague's honest change: the issuer is told, and decides.
    expect((await anna.invite(invite.id)).trouble).toMatchObject({ code: 'sealForeign' });
    expect((await anna.invite(invite.id)).limits.maxUses).toBe(1);
  });

  test('taken away: what Ben has seen before goes on as it was, and it is shown', async () => {
    const { invite } = await office.issue({ maxUses: 2 });
    await ben.round();
    const formId = await formOf(invite.id);
    const { read, write } = destinationOf(formId);
    const { [recordKey]: seal, ...rest } = read();
    write(rest);
    office.pass(6 * minute);
    await ben.round();
    expect(await ben.invite(invite.id)).toMatchObject({
      trouble: { code: 'sealMissing' },
      limits: { maxUses: 2 },
    });
    await anna.look();
    await office.round();
    expect(sealAt(formId)).toEqual(seal);
    office.pass(6 * minute);
    await ben.round();
    expect((await ben.invite(invite.id)).trouble).toBeNull();
  });
});

describe('the seal is copied', () => {
  test('to another form, so that its strangers get the better grant', async () => {
    const high = await office.issue({
      groupIds: [2],
      address: { kind: 'domains', domains: ['example.com'] },
    });
    const low = await office.issue();
    const [highForm, lowForm] = [await formOf(high.invite.id), await formOf(low.invite.id)];
    putSeal(lowForm, sealAt(highForm));
    await register(low.link);
    await ben.round();
    expect(accounts()).toHaveLength(0);
    expect(await ben.findings()).toEqual(['sealCopied']);
    expect(office.glpi.state.groupUsers.length).toBe(0);
  });

  test('with delimiters and all, and the form of the better one deleted', async () => {
    const high = await office.issue({ groupIds: [2] });
    const low = await office.issue();
    const [highForm, lowForm] = [await formOf(high.invite.id), await formOf(low.invite.id)];
    destinationOf(lowForm).write(destinationOf(highForm).read());
    office.glpi.state.forms.remove(highForm);
    office.glpi.state.destinations.removeWhere((row) => row.forms_forms_id === highForm);
    await register(low.link);
    await ben.round();
    expect(accounts()).toHaveLength(0);
    expect(await ben.findings()).toEqual(['sealCopied']);
  });

  test('from another site', async () => {
    const { invite, link } = await office.issue();
    const formId = await formOf(invite.id);
    const keys = await anna.env.ledger.sealKeys();
    if (!keys) throw new Error('no keys');
    const content = JSON.parse(sealAt(formId).seal);
    putSeal(formId, await sealUp({ ...content, site: 'https://test.example.org' }, await sealerWith(keys)));
    await register(link);
    await ben.round();
    expect(accounts()).toHaveLength(0);
    expect(await ben.findings()).toEqual(['sealOtherSite']);
  });
});

describe('a ticket is moved', () => {
  test('from the form of a lesser invite to that of a better one: its delimiters are not those', async () => {
    const high = await office.issue({ groupIds: [2] });
    const low = await office.issue({ maxUses: 5 });
    await register(low.link);
    const [highForm, lowForm] = [await formOf(high.invite.id), await formOf(low.invite.id)];
    for (const link of office.glpi.state.itemTickets) if (link.items_id === lowForm) link.items_id = highForm;
    await ben.round();
    expect(accounts()).toHaveLength(0);
    expect(await ben.registrations()).toMatchObject([
      { state: 'failed', reason: { code: 'answersUnmarked' } },
    ]);
  });
});

describe('an old seal is put back after the invite was narrowed', () => {
  /** Anna issues and narrows; the seal of before is put back; Carl, who saw none of it, is the one to act. */
  async function replay(narrow: (id: string) => Promise<unknown>, seenBy: Desk | null) {
    const { invite, link } = await office.issue({ maxUses: 5 });
    const formId = await formOf(invite.id);
    const old = sealAt(formId);
    if (seenBy) await seenBy.round();
    await narrow(invite.id);
    await office.round();
    if (seenBy) {
      office.pass(6 * minute);
      await seenBy.round();
    }
    putSeal(formId, old);
    const carl = await openColleague(office, 'carl');
    await trusts(office, carl, anna);
    return { invite, link, formId, carl };
  }

  test('whoever saw the newer one does not go back', async () => {
    const { invite } = await replay((id) => changeInvite(anna.env, id, { maxUses: 2 }), ben);
    office.pass(6 * minute);
    await ben.round();
    expect((await ben.invite(invite.id)).limits.maxUses).toBe(2);
    expect(await ben.findings()).toEqual(['sealOld']);
  });

  test('nor does a newcomer, since one who saw it left word where forms are not', async () => {
    const { invite, carl } = await replay((id) => changeInvite(anna.env, id, { maxUses: 2 }), ben);
    await carl.round();
    expect(await carl.env.ledger.invite(invite.id)).toBeUndefined();
    expect(await carl.findings()).toEqual(['sealOld']);
    // The issuer writes the present one again.
    await anna.look();
    await office.round();
    office.pass(6 * minute);
    await carl.round();
    expect((await carl.invite(invite.id)).limits.maxUses).toBe(2);
  });

  test('a revoked invite stays revoked, also with its questions put back', async () => {
    const { invite, carl } = await replay((id) => beginClosing(anna.env, id, 'revoked', 'Anna'), ben);
    await carl.round();
    expect(await carl.env.ledger.invite(invite.id)).toBeUndefined();
    expect(await carl.findings()).toEqual(['sealOld']);
  });

  test('a paused one stays paused', async () => {
    const { invite, formId, carl } = await replay((id) => pauseInvite(anna.env, id), ben);
    const form = office.glpi.state.forms.get(formId);
    if (form) form.is_active = 1;
    await carl.round();
    expect(await carl.env.ledger.invite(invite.id)).toBeUndefined();
    expect((await ben.invite(invite.id)).state).toBe('paused');
  });

  test('also after the account that keeps the word was renamed by somebody who may', async () => {
    const { invite } = await replay(async (id) => {
      await changeInvite(anna.env, id, { maxUses: 2 });
    }, ben);
    const keeper = office.glpi.state.users.find(({ name }) => name === 'invite-for-glpi');
    if (keeper) keeper.name = 'somebody';
    await changeInvite(anna.env, invite.id, { maxUses: 1 });
    office.pass(6 * minute);
    await ben.round();
    expect(keeper?.comment).toContain(`${invite.id} 3`);
    expect(office.glpi.state.users.some(({ name }) => name === 'invite-for-glpi')).toBe(false);
  });

  test('where the issuer trusts anybody, it leaves word itself', async () => {
    await trusts(office, anna, ben);
    const { invite, carl } = await replay(async (id) => {
      await changeInvite(anna.env, id, { maxUses: 2 });
      await office.round();
    }, null);
    await carl.round();
    expect(await carl.env.ledger.invite(invite.id)).toBeUndefined();
  });

  test('the uses that were made are counted by the accounts, with claims and tickets deleted', async () => {
    const { invite, link } = await office.issue({ maxUses: 1 });
    const formId = await formOf(invite.id);
    const [old, form] = [destinationOf(formId).read(), structuredClone(office.glpi.state.forms.get(formId))];
    await office.register(link, ['Ann', 'One', 'ann@example.org', '']);
    // Sent while the first was on its way.
    await register(link);
    await office.round();
    expect(accounts()).toHaveLength(1);
    // Everything that an editor of forms and tickets can take away or put back.
    const { state } = office.glpi;
    const [first, second] = state.itemTickets.filter(({ items_id }) => items_id === formId);
    state.tickets.remove(first?.tickets_id ?? 0);
    const ticket = state.tickets.get(second?.tickets_id ?? 0);
    if (ticket) ticket.status = 1;
    state.sections.removeWhere(({ name }) => name.startsWith(`Invite ${invite.id} `));
    destinationOf(formId).write(old);
    Object.assign(state.forms.get(formId) ?? {}, form);
    await ben.round();
    await ben.round();
    expect(accounts()).toHaveLength(1);
    expect((await ben.registrations()).map(({ state: at }) => at)).not.toContain('admitted');
  });
});

describe('what remains possible', () => {
  test('whoever may edit forms can read a link and register by it: with its grant and within its limits', async () => {
    const { link } = await office.issue({ maxUses: 1 });
    await register(link);
    await ben.round();
    const [account] = accounts();
    expect(profilesOf(account?.id ?? 0)).toEqual([1]);
  });

  test('an invite that was resumed is open for whoever sees it for the first time', async () => {
    const { invite } = await office.issue();
    await pauseInvite(anna.env, invite.id);
    await resumeInvite(anna.env, invite.id);
    await changeInvite(anna.env, invite.id, { until: invite.limits.until + hour });
    await ben.round();
    expect(await ben.invite(invite.id)).toMatchObject({ state: 'open', seal: { serial: 4 } });
  });
});
