// @vitest-environment node
/** What a script in GLPI's page of one ticket may ask: about that ticket, and about nothing else. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Runtime } from 'webextension-polyfill';
import { dispatch } from '../../../src/background/dispatcher.ts';
import { issuePersonal } from '../../../src/desk/personal.ts';
import { day } from '../../../src/invite/instant.ts';
import { registrationId } from '../../../src/invite/registration.ts';
import type { Outcome } from '../../../src/messages/ask.ts';
import type { PageSubject } from '../../../src/messages/in-page-views.ts';
import type { RequestName } from '../../../src/messages/requests.ts';
import { type Office, openOffice } from '../desk/office.ts';
import { extension } from '../ui/fake-extension.ts';

vi.mock('../../../src/content/main.ts?script&iife', () => ({ default: 'main.js' }));
vi.mock('../../../src/content/panel/main.tsx?script&iife', () => ({ default: 'panel.js' }));
vi.mock('../../../src/content/bar/main.tsx?script&iife', () => ({ default: 'bar.js' }));
vi.mock('../../../src/errands/errand-runner.ts?script&iife', () => ({ default: 'errand.js' }));

let office: Office;
const executeScript = vi.fn(async () => []);

beforeEach(async () => {
  executeScript.mockClear();
  Object.assign(extension().api, { scripting: { executeScript }, windows: { update: async () => ({}) } });
  office = await openOffice();
});
afterEach(() => office.close());

/** As the browser describes a script in the page at this path of our site. */
function sender(path: string, changes: Partial<Runtime.MessageSender> & { origin?: string } = {}) {
  const url = office.site + path;
  return {
    id: 'invite',
    url,
    origin: new URL(office.site).origin,
    frameId: 0,
    tab: { id: 3, url } as Runtime.MessageSender['tab'],
    ...changes,
  } as Runtime.MessageSender;
}

async function ask(
  from: Runtime.MessageSender,
  name: RequestName,
  request: unknown = {},
): Promise<Outcome<never>> {
  return (await dispatch(Promise.resolve(office.env), { name, request }, from)) as Outcome<never>;
}

const ticket = (id: number | undefined) => `/front/ticket.form.php?id=${id}`;

async function twoWait() {
  const { link } = await office.issue({ maxUses: 5, approval: 'byHand' });
  await office.register(link, ['Jane', 'Doe', 'jane@example.org', '']);
  await office.register(link, ['Ada', 'Byron', 'ada@example.org', '']);
  await office.round();
  const [jane, ada] = await office.registrations();
  if (!jane || !ada) throw new Error('both should wait');
  return { jane, ada };
}

const stateOf = async (id: string) => (await office.env.ledger.registration(id))?.state;

describe('a ticket’s page', () => {
  test('is shown its own registration, and says yes to it alone', async () => {
    const { jane, ada } = await twoWait();
    const from = sender(ticket(jane.ticketId));
    expect(await ask(from, 'bar.view')).toMatchObject({
      ok: true,
      value: { kind: 'ticket', registration: { id: jane.id, state: 'waiting' } },
    });
    expect(await ask(from, 'bar.approve')).toMatchObject({
      ok: true,
      value: { registration: { id: jane.id, state: 'admitted' } },
    });
    expect(await stateOf(ada.id)).toBe('waiting');
  });

  test('says no with a reason', async () => {
    const { jane, ada } = await twoWait();
    const outcome = await ask(sender(ticket(ada.ticketId)), 'bar.refuse', { reason: 'Unknown here' });
    expect(outcome).toMatchObject({ ok: true, value: { registration: { id: ada.id, state: 'refused' } } });
    expect((await office.env.ledger.registration(ada.id))?.reason?.detail).toEqual({ text: 'Unknown here' });
    expect(await stateOf(jane.id)).toBe('waiting');
  });

  test('cannot name another registration', async () => {
    const { jane, ada } = await twoWait();
    const from = sender(ticket(jane.ticketId));
    for (const request of [{ registration: ada.id }, { ticket: ada.ticketId }])
      expect(await ask(from, 'bar.approve', request)).toMatchObject({ problem: { code: 'requestNotValid' } });
    for (const [name, request] of [
      ['registration.approve', { registration: jane.id }],
      ['registration.refuse', { registration: jane.id, reason: '' }],
      ['registration.list', { site: null, onlyNeedsYou: true, limit: 10 }],
      ['registration.firstPassword', { registration: jane.id }],
      ['notices.settings', {}],
    ] as const)
      expect(await ask(from, name, request)).toMatchObject({ problem: { code: 'notAllowedHere' } });
    expect(await stateOf(jane.id)).toBe('waiting');
    expect(await stateOf(ada.id)).toBe('waiting');
  });

  test('whose address and tab disagree shows nothing', async () => {
    const { jane, ada } = await twoWait();
    const forged = sender(ticket(jane.ticketId), {
      tab: { id: 3, url: office.site + ticket(ada.ticketId) } as NonNullable<Runtime.MessageSender['tab']>,
    });
    expect(await ask(forged, 'bar.view')).toEqual({ ok: true, value: null });
    expect(await ask(forged, 'bar.approve')).toMatchObject({ problem: { code: 'notAllowedHere' } });
    expect(await stateOf(jane.id)).toBe('waiting');
  });

  test('whose address GLPI reads otherwise shows nothing', async () => {
    const { jane, ada } = await twoWait();
    const from = sender(`${ticket(jane.ticketId)}&id=${ada.ticketId}`);
    expect(await ask(from, 'bar.approve')).toMatchObject({ problem: { code: 'notAllowedHere' } });
    expect(await stateOf(jane.id)).toBe('waiting');
  });

  test('in a frame, of another host, or of another extension is not listened to', async () => {
    const { jane } = await twoWait();
    const path = ticket(jane.ticketId);
    for (const from of [
      sender(path, { frameId: 4 }),
      sender(path, { origin: 'https://evil.example' }),
      sender(path, { url: `https://evil.example${path}`, origin: 'https://evil.example' }),
      sender(path, { id: 'another' }),
    ])
      expect(await ask(from, 'bar.approve')).toMatchObject({ ok: false });
    expect(await stateOf(jane.id)).toBe('waiting');
  });

  test('gets the bar only where there is something to say', async () => {
    const { jane } = await twoWait();
    expect(await ask(sender(ticket(999)), 'bar.place')).toEqual({ ok: true, value: { placed: false } });
    expect(await ask(sender('/front/central.php'), 'bar.place')).toMatchObject({ value: { placed: false } });
    expect(executeScript).not.toHaveBeenCalled();
    expect(await ask(sender(ticket(jane.ticketId)), 'bar.place')).toMatchObject({ value: { placed: true } });
    expect(executeScript).toHaveBeenCalledWith({ target: { tabId: 3 }, files: ['bar.js'] });
  });

  test('asks GLPI nothing for being shown', async () => {
    const { jane } = await twoWait();
    office.calls();
    await ask(sender(ticket(jane.ticketId)), 'bar.place');
    await ask(sender(ticket(jane.ticketId)), 'bar.view');
    await ask(sender('/front/user.form.php?id=2'), 'bar.view');
    expect(office.calls()).toEqual([]);
  });

  test('opens the dashboard at its registration', async () => {
    const { jane } = await twoWait();
    await ask(sender(ticket(jane.ticketId)), 'bar.openDashboard');
    const opened = new URL(extension().createTab.mock.calls[0]?.[0].url ?? '');
    const query = new URLSearchParams(opened.hash.split('?')[1]);
    expect(opened.pathname + opened.hash.split('?')[0]).toContain('dashboard/index.html#/registrations');
    expect(query.get('open')).toBe(registrationId(office.site, jane.ticketId));
  });
});

describe('a user’s page', () => {
  const view = async (id: number | null | undefined) =>
    (await ask(sender(`/front/user.form.php?id=${id}`), 'bar.view')) as Outcome<PageSubject | null>;

  test('tells by which form somebody came in, and cannot decide anything', async () => {
    const { invite, link } = await office.issue({ label: 'Summer interns' });
    await office.register(link, ['Jane', 'Doe', 'jane@example.org', '']);
    await office.round();
    const [jane] = await office.registrations();
    expect(await view(jane?.progress.userId)).toMatchObject({
      ok: true,
      value: {
        kind: 'user',
        cameIn: {
          kind: 'registered',
          inviteId: invite.id,
          inviteLabel: 'Summer interns',
          at: jane?.submittedAt,
        },
      },
    });
    expect(await view(2)).toEqual({ ok: true, value: null });
    const from = sender(`/front/user.form.php?id=${jane?.progress.userId}`);
    expect(await ask(from, 'bar.approve')).toMatchObject({ problem: { code: 'notAllowedHere' } });
    await ask(from, 'bar.openDashboard');
    expect(extension().createTab.mock.calls[0]?.[0].url).toContain(`#/invites?open=${invite.id}`);
  });

  test('tells whom a personal link is for', async () => {
    const { maxUses: _u, address: _a, approval: _p, invitee: _i, ...draft } = await office.draft();
    const outcome = await issuePersonal(office.env, office.site, {
      ...draft,
      label: 'Ada',
      until: office.env.now() + 7 * day,
      person: { firstName: 'Ada', lastName: 'Byron', email: 'ada@example.org' },
      ifUnused: 'disable',
      existing: null,
    });
    if (outcome.kind !== 'opened') throw new Error('nobody has that address');
    expect(await view(outcome.invite.gate.userId)).toMatchObject({
      value: { cameIn: { kind: 'invited', inviteLabel: 'Ada' } },
    });
  });
});
