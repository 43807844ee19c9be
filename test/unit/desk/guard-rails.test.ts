// @vitest-environment node
/** What the organisation has set holds in the desk, whatever a surface asks for. */
import { afterEach, describe, expect, test } from 'vitest';
import { goOnWithBulk, startBulk } from '../../../src/desk/bulk.ts';
import { checkPeople } from '../../../src/desk/bulk-check.ts';
import { changeInvite, pauseInvite, resumeInvite } from '../../../src/desk/change-invite.ts';
import { choicesFor } from '../../../src/desk/choices.ts';
import { viewSite } from '../../../src/desk/connect.ts';
import { approve } from '../../../src/desk/decide.ts';
import { issueAgain, issuePersonal } from '../../../src/desk/personal.ts';
import { putTemplate, saveInviteAsTemplate } from '../../../src/desk/templates.ts';
import { day } from '../../../src/invite/instant.ts';
import { isBatchLink } from '../../../src/invite/invite.ts';
import { ProblemError } from '../../../src/invite/problem.ts';
import type { PersonalDraft } from '../../../src/messages/requests.ts';
import { bulkValues, people } from './many.ts';
import { type Office, openOffice } from './office.ts';

let office: Office;
afterEach(() => office.close());

const codeOf = async (work: Promise<unknown>) =>
  await work.then(
    () => null,
    (thrown) => (thrown instanceof ProblemError ? thrown.problem.code : String(thrown)),
  );

async function personalDraft(change: Partial<PersonalDraft> = {}): Promise<PersonalDraft> {
  const { maxUses, address, approval, invitee, ...shared } = await office.draft();
  return {
    ...shared,
    label: '',
    person: { firstName: 'Jane', lastName: 'Doe', email: 'jane@example.org' },
    ifUnused: 'disable',
    existing: null,
    ...change,
  };
}

describe('issuing', () => {
  test('nothing above the rails is made, neither here nor in GLPI', async () => {
    office = await openOffice();
    office.policy = { longestLifeDays: 7, mostUses: 5, allowedProfiles: ['Self-Service'] };
    const now = office.env.now();
    const before = office.forms();
    expect(await codeOf(office.issue({ until: now + 8 * day }))).toBe('lifeAboveRail');
    expect(await codeOf(office.issue({ maxUses: 6 }))).toBe('usesAboveRail');
    expect(await codeOf(office.issue({ maxUses: null }))).toBe('usesAboveRail');
    expect(await codeOf(office.issue({ profileId: 2 }))).toBe('profileOutsideRails');
    expect(office.forms()).toBe(before);
    expect((await office.issue({ maxUses: 5 })).invite.limits.maxUses).toBe(5);
  });

  test('anyone means the allowed domains, and approval is by hand', async () => {
    office = await openOffice();
    office.policy = { allowedDomains: ['example.org'], approvalAlways: true };
    const { invite, link } = await office.issue();
    expect(invite.limits.address).toEqual({ kind: 'domains', domains: ['example.org'] });
    await office.register(link, ['Eve', 'Doe', 'eve@elsewhere.example', '']);
    await office.register(link, ['Jane', 'Doe', 'jane@example.org', '']);
    await office.round();
    const states = Object.fromEntries(
      (await office.registrations()).map(({ answers, state }) => [answers?.firstName, state]),
    );
    expect(states.Jane).toBe('waiting');
    // GLPI's own form may have turned it away before it became a ticket.
    expect(['refused', undefined]).toContain(states.Eve);
  });

  test('what a form starts with keeps to the rails, whatever was used last', async () => {
    office = await openOffice();
    await office.issue({ maxUses: 50, until: office.env.now() + 90 * day });
    office.policy = {
      longestLifeDays: 14,
      mostUses: 20,
      approvalAlways: true,
      allowedProfiles: ['Observer'],
    };
    const { start, profiles, rails } = await choicesFor(office.env, office.site);
    expect(profiles.map(({ name }) => name)).toEqual(['Observer']);
    expect(start).toMatchObject({ lifetime: 14 * day, maxUses: 20, approval: 'byHand' });
    expect(start.profileId).toBe(profiles[0]?.id);
    expect(rails.mostUses).toBe(20);
  });

  test('a personal link keeps to life, domains and profiles; issued again too', async () => {
    office = await openOffice();
    const opened = await issuePersonal(office.env, office.site, await personalDraft());
    office.policy = { longestLifeDays: 7, allowedDomains: ['example.com'] };
    const now = office.env.now();
    const other = await personalDraft({ until: now + 6 * day });
    expect(await codeOf(issuePersonal(office.env, office.site, other))).toBe('domainOutsideRails');
    const id = opened.kind === 'opened' ? opened.invite.id : '';
    expect(await codeOf(issueAgain(office.env, id, now + day))).toBe('domainOutsideRails');
    office.policy = { longestLifeDays: 7 };
    expect(await codeOf(issueAgain(office.env, id, now + 8 * day))).toBe('lifeAboveRail');
    expect(await codeOf(issueAgain(office.env, id, now + 7 * day))).toBeNull();
    office.policy = { allowedProfiles: ['Observer'] };
    expect(
      await codeOf(
        issuePersonal(office.env, office.site, {
          ...other,
          profileId: 1,
          person: { firstName: 'Jo', lastName: 'Doe', email: 'jo@example.org' },
        }),
      ),
    ).toBe('profileOutsideRails');
  });
});

describe('many at once', () => {
  const outsider = {
    line: 9,
    firstName: 'Eve',
    lastName: 'Doe',
    email: 'eve@elsewhere.example',
    label: '',
    groups: [],
  };

  test('an address outside is named in the dry run, and nothing is begun with it', async () => {
    office = await openOffice();
    office.policy = { allowedDomains: ['example.org'], mostUses: 1, approvalAlways: true };
    const [verdict] = await checkPeople(office.env, office.site, [outsider], true);
    expect(verdict?.problem?.code).toBe('domainOutsideRails');
    const values = await bulkValues(office);
    const { groups: _, ...order } = outsider;
    const orders = [{ ...order, groupIds: [] }];
    const begun = startBulk(office.env, office.site, 'batch', 'Autumn', values, orders);
    expect(await codeOf(begun)).toBe('domainOutsideRails');
  });

  test('a batch keeps to the rails, each of its links too', async () => {
    office = await openOffice();
    office.policy = { allowedDomains: ['example.org'], mostUses: 1, approvalAlways: true };
    const values = await bulkValues(office);
    const { id } = await startBulk(office.env, office.site, 'batch', 'Autumn', values, people(3));
    expect(await goOnWithBulk(office.env, id)).toMatchObject({ state: 'ended', trouble: null });
    const links = (await office.env.ledger.newestInvites(10, () => true)).filter(isBatchLink);
    expect(links).toHaveLength(3);
    for (const { limits } of links) expect(limits).toMatchObject({ maxUses: 1, approval: 'byHand' });
  });
});

describe('what is out already', () => {
  test('is extended to the longest life since it was issued, and no further', async () => {
    office = await openOffice();
    const { invite } = await office.issue({ maxUses: 10 });
    office.policy = { longestLifeDays: 14, mostUses: 5 };
    office.pass(5 * day);
    const { createdAt } = invite;
    const change = (what: Parameters<typeof changeInvite>[2]) => changeInvite(office.env, invite.id, what);
    expect(await codeOf(change({ until: createdAt + 14 * day }))).toBeNull();
    expect(await codeOf(change({ until: createdAt + 15 * day }))).toBe('lifeAboveRail');
    expect(await codeOf(change({ maxUses: 11 }))).toBe('usesAboveRail');
    expect(await codeOf(change({ maxUses: null }))).toBe('usesAboveRail');
    // Stricter than it was, wherever it was; and what limits nothing.
    expect(await codeOf(change({ maxUses: 8 }))).toBeNull();
    expect(await codeOf(change({ label: 'Renamed' }))).toBeNull();
    await pauseInvite(office.env, invite.id);
    expect((await resumeInvite(office.env, invite.id)).state).toBe('open');
  });

  test('lets nobody in by itself any more: whoever comes waits, with what the organisation dislikes', async () => {
    office = await openOffice();
    const { link } = await office.issue({ maxUses: null });
    office.policy = { approvalAlways: true, allowedDomains: ['example.org'] };
    await office.register(link, ['Jane', 'Doe', 'jane@example.org', '']);
    await office.register(link, ['Eve', 'Doe', 'eve@elsewhere.example', '']);
    await office.round();
    const registrations = await office.registrations();
    expect(registrations.map(({ state }) => state)).toEqual(['waiting', 'waiting']);
    const [jane, eve] = ['Jane', 'Eve'].map((name) =>
      registrations.find(({ answers }) => answers?.firstName === name),
    );
    expect(jane?.warnings).toEqual([]);
    expect(eve?.warnings).toMatchObject([{ code: 'domainOutsideRails' }]);
    expect((await approve(office.env, jane?.id ?? '')).state).toBe('admitted');
  });
});

describe('templates', () => {
  test('are kept within the rails, and not of a profile that is not allowed', async () => {
    office = await openOffice();
    const { invite } = await office.issue({ maxUses: null, until: office.env.now() + 90 * day });
    const before = await saveInviteAsTemplate(office.env, invite.id, 'Anybody');
    office.policy = { longestLifeDays: 30, mostUses: 5, approvalAlways: true };
    const within = { lifetime: 30 * day, maxUses: 5, approval: 'byHand' };
    expect((await saveInviteAsTemplate(office.env, invite.id, 'Again')).values).toMatchObject(within);
    const kept = await putTemplate(office.env, { ...before, isDefault: true });
    expect(kept.kind === 'invite' && kept.values).toMatchObject(within);
    office.policy = { allowedProfiles: ['Observer'] };
    expect(await codeOf(saveInviteAsTemplate(office.env, invite.id, 'Third'))).toBe('profileOutsideRails');
  });
});

test('what cannot be read is said at every site, and its strictest reading holds', async () => {
  office = await openOffice();
  office.policy = { mostUses: 'many' };
  const { notices } = await viewSite(office.env, office.site);
  expect(notices.find(({ code }) => code === 'railsUnreadable')?.detail).toEqual({ settings: 'mostUses' });
  expect(await codeOf(office.issue({ maxUses: 2 }))).toBe('usesAboveRail');
  expect(await codeOf(office.issue({ maxUses: 1 }))).toBeNull();
});

test('no allowed profile that the admin may grant: that is said, not another one granted', async () => {
  office = await openOffice();
  office.policy = { allowedProfiles: ['Somebody’s own'] };
  expect(await codeOf(choicesFor(office.env, office.site))).toBe('profileOutsideRails');
});
