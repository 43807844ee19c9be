// @vitest-environment node
/** What the admin is told of by the browser: each thing once, nothing personal, nothing that is looked at. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { showBadge } from '../../../src/background/badge.ts';
import { listenToPresses, tellNotices } from '../../../src/background/notices.ts';
import { approve } from '../../../src/desk/decide.ts';
import { saveNoticeSettings } from '../../../src/desk/notices.ts';
import { day, hour, minute } from '../../../src/invite/instant.ts';
import { firstNoticeSettings, type NoticeSettings } from '../../../src/invite/notice.ts';
import { openLedger } from '../../../src/ledger/ledger.ts';
import { type Office, openOffice } from '../desk/office.ts';
import { extension } from '../ui/fake-extension.ts';

interface Shown {
  readonly id: string;
  readonly title: string;
  readonly message: string;
}

let office: Office;
let shown: Shown[];
let presses: ((id: string) => void)[];
let front: { url: string; focused: boolean };
let popups: object[];
let badge: string;

const notifications = {
  create: async (id: string, { title, message }: { title: string; message: string }) =>
    void shown.push({ id, title, message }),
  clear: async () => true,
  onClicked: {
    addListener: (listener: (id: string) => void) => void presses.push(listener),
    hasListener: (listener: (id: string) => void) => presses.includes(listener),
  },
};

beforeEach(async () => {
  shown = [];
  presses = [];
  popups = [];
  badge = '';
  front = { url: 'https://news.example/', focused: true };
  const { api } = extension();
  Object.assign(api, {
    notifications,
    windows: { get: async () => ({ focused: front.focused }), update: async () => ({}) },
    action: {
      async setBadgeText({ text }: { text: string }) {
        badge = text;
      },
      setBadgeBackgroundColor: async () => {},
      setBadgeTextColor: async () => {},
    },
  });
  Object.assign(api.tabs, { query: async () => [{ id: 9, windowId: 1, url: front.url }] });
  Object.assign(api.runtime, { getContexts: async () => popups });
  office = await openOffice();
});
afterEach(() => office.close());

const tell = () => tellNotices(office.env);
const settings = (change: Partial<NoticeSettings>) =>
  saveNoticeSettings(office.env, { ...firstNoticeSettings, ...change });

async function oneWaits(name = 'Jane', email = 'jane@example.org') {
  const { link, invite } = await office.issue({ label: 'For Jane Doe', maxUses: 9, approval: 'byHand' });
  await office.register(link, [name, 'Doe', email, '']);
  await office.round();
  const registration = (await office.registrations()).at(-1);
  if (!registration) throw new Error('nobody registered');
  return { link, invite, registration };
}

describe('a registration that waits', () => {
  test('is told of once, without anything personal, and leads to where it is decided', async () => {
    const { registration } = await oneWaits();
    await tell();
    await tell();
    expect(shown).toHaveLength(1);
    const [notice] = shown;
    expect(notice?.title).toBe('A registration waits for your approval');
    expect(JSON.stringify([notice?.title, notice?.message])).not.toMatch(/Jane|Doe|jane@/);
    listenToPresses();
    listenToPresses();
    for (const press of presses) press(notice?.id ?? '');
    expect(extension().createTab).toHaveBeenCalledTimes(1);
    const [{ url }] = extension().createTab.mock.calls[0] ?? [{ url: '' }];
    expect(url).toContain('src/pages/dashboard/index.html#/registrations?state=needsYou');
    expect(new URLSearchParams(url.split('?')[1]).get('open')).toBe(registration.id);
  });

  test('is not told again by a background that was killed meanwhile', async () => {
    await oneWaits();
    await tell();
    // Whatever was in the background's own memory is gone; the ledger is opened anew.
    const reborn = { ...office.env, ledger: await openLedger(), exclusive: office.env.exclusive };
    await tellNotices(reborn);
    reborn.ledger.close();
    expect(shown).toHaveLength(1);
  });

  test('is told with names where the admin wants them, with what would deceive made visible', async () => {
    await settings({ showNames: true });
    await oneWaits('Ja\u202ene');
    await tell();
    expect(shown[0]?.title).toBe('Ja[U+202E]ne Doe waits for your approval');
    expect(shown[0]?.message).toContain('“For Jane Doe”');
  });

  test('comes with others as one', async () => {
    await settings({ showNames: true });
    const { link } = await oneWaits();
    for (const name of ['Ada', 'Bob', 'Cy', 'Di'])
      await office.register(link, [name, 'X', `${name}@example.org`, '']);
    await office.round();
    await tell();
    expect(shown).toHaveLength(1);
    expect(shown[0]?.title).toBe('5 registrations wait for your approval');
    expect(shown[0]?.message).toMatch(/and 2 more, at /);
  });

  test.each([
    ['the dashboard', 'chrome-extension://invite/src/pages/dashboard/index.html#/registrations'],
    ['GLPI’s page of the ticket', 'ticket'],
  ])('is not told of while %s is looked at, nor later', async (_, address) => {
    const { registration } = await oneWaits();
    front.url =
      address === 'ticket' ? `${office.site}/front/ticket.form.php?id=${registration.ticketId}` : address;
    await tell();
    front.url = 'https://news.example/';
    await tell();
    expect(shown).toEqual([]);
  });

  test('is told of while another window is in front of the dashboard, or another ticket is looked at', async () => {
    const { registration } = await oneWaits();
    front = { url: 'chrome-extension://invite/src/pages/dashboard/index.html', focused: false };
    await tell();
    expect(shown).toHaveLength(1);
    await oneWaits('Ada', 'ada@example.org');
    front = { url: `${office.site}/front/ticket.form.php?id=${registration.ticketId}`, focused: true };
    await tell();
    expect(shown).toHaveLength(2);
  });

  test('is not told of while the popup is open', async () => {
    await oneWaits();
    popups = [{}];
    await tell();
    expect(shown).toEqual([]);
  });

  test('is not told of where that kind is switched off, and not made up for when it is on again', async () => {
    await settings({ kinds: { ...firstNoticeSettings.kinds, waiting: false } });
    await oneWaits();
    await tell();
    await settings({});
    await tell();
    expect(shown).toEqual([]);
  });

  test('from before the browser’s permission is not made up for', async () => {
    Object.assign(extension().api, { notifications: undefined });
    await oneWaits();
    await tell();
    Object.assign(extension().api, { notifications });
    await tell();
    expect(shown).toEqual([]);
  });
});

describe('what needs a person', () => {
  test('a failure is told of, its reason only with names', async () => {
    await office.issue();
    const { link, registration } = await oneWaits();
    await approve(office.env, registration.id);
    await office.env.ledger.write(async (ledger) => {
      const now = await ledger.registration(registration.id);
      // The first password was passed on.
      if (now) await ledger.putRegistration({ ...now, handOver: { way: 'firstPassword', givenAt: 1 } });
    });
    await tell();
    shown.length = 0;
    await office.register(link, ['Jane', 'Again', 'jane@example.org', '']);
    await office.round();
    const second = (await office.registrations()).at(-1);
    await approve(office.env, second?.id ?? '');
    await tell();
    expect(shown).toHaveLength(1);
    expect(shown[0]?.title).toBe('Something needs you');
    expect(JSON.stringify([shown[0]?.title, shown[0]?.message])).not.toMatch(/jane/i);
  });

  test('a form that somebody deleted in GLPI is told of once, however often it is looked at', async () => {
    const { invite } = await office.issue();
    const { formId } = (await office.invite(invite.id)).gate;
    const form = office.glpi.state.forms.find(({ id }) => id === formId);
    if (form) form.is_active = 0;
    office.pass(11 * minute);
    await office.round();
    expect((await office.invite(invite.id)).trouble).not.toBeNull();
    await tell();
    if (form) form.is_active = 1;
    office.pass(11 * minute);
    await office.round();
    await tell();
    if (form) form.is_active = 0;
    office.pass(11 * minute);
    await office.round();
    await tell();
    expect(shown.map(({ title }) => title)).toEqual(['Something needs you']);
    expect(shown[0]?.id).toBe(`#/invites?open=${invite.id}`);
  });
});

describe('an invite that ends unused', () => {
  test('is told of within 24 hours of its end, once', async () => {
    const { invite } = await office.issue();
    office.pass(5 * day);
    await tell();
    expect(shown).toEqual([]);
    office.pass(day + hour);
    await tell();
    await tell();
    expect(shown.map(({ title }) => title)).toEqual(['An invite ends soon, unused']);
    expect(shown[0]?.id).toBe(`#/invites?open=${invite.id}`);
  });

  test('is told of at half of a short life, and not right after it was issued', async () => {
    await office.issue({ until: office.env.now() + 4 * hour });
    await tell();
    expect(shown).toEqual([]);
    office.pass(2 * hour + minute);
    await tell();
    expect(shown).toHaveLength(1);
  });

  test('is not told of where somebody has used it', async () => {
    await oneWaits();
    await tell();
    shown.length = 0;
    office.pass(6 * day + hour);
    await tell();
    expect(shown).toEqual([]);
  });
});

describe('a site that does not answer', () => {
  async function silence(length: number, every = minute) {
    for (let passed = 0; passed <= length; passed += every) {
      await office.round();
      office.pass(every);
    }
  }
  const unplug = () =>
    vi.spyOn(office.env.transport, 'fetch').mockImplementation(async () => {
      throw new TypeError('Failed to fetch');
    });

  test('is told of after an hour while something is open, once for each silence', async () => {
    await office.issue();
    const plug = unplug();
    await silence(50 * minute);
    await tell();
    expect(shown).toEqual([]);
    await silence(15 * minute);
    await tell();
    await tell();
    expect(shown.map(({ title }) => title)).toEqual([
      `${office.site.slice(7)} has not been watched for an hour`,
    ]);
    plug.mockRestore();
    await office.round();
    await tell();
    unplug();
    await silence(65 * minute);
    await tell();
    expect(shown).toHaveLength(2);
  });

  test('is not told of where nothing is open', async () => {
    unplug();
    await silence(65 * minute);
    await tell();
    expect(shown).toEqual([]);
  });

  test('a computer that slept has not waited', async () => {
    await office.issue();
    unplug();
    await office.round();
    office.pass(8 * hour);
    await office.round();
    await tell();
    expect(shown).toEqual([]);
  });
});

test('the badge counts, unless it is switched off', async () => {
  await oneWaits();
  await showBadge(office.env);
  expect(badge).toBe('1');
  await settings({ badge: false });
  await showBadge(office.env);
  expect(badge).toBe('');
});
