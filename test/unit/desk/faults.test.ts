// @vitest-environment node
/** What GLPI, or somebody in GLPI, may do to an invite and its registrations: the table in ARCHITECTURE.md, row by row. */
import { afterEach, describe, expect, test } from 'vitest';
import { viewSites } from '../../../src/desk/connect.ts';
import { approve, refuse } from '../../../src/desk/decide.ts';
import { inSession } from '../../../src/desk/sessions.ts';
import { hour, minute } from '../../../src/invite/instant.ts';
import { mostAutomaticAnHour } from '../../../src/invite/limits.ts';
import type { Mishap } from '../../glpi/faults.ts';
import { openForm } from '../../stranger.ts';
import { type Office, type OfficeOptions, openOffice } from './office.ts';

let office: Office;
const open = async (options?: OfficeOptions) => {
  office = await openOffice(options);
};
afterEach(() => office.close());

const jane = ['Jane', 'Doe', 'jane@example.org', ''];
const made = () => office.glpi.state.users.filter(({ comment }) => comment?.startsWith('Invite ') ?? false);
const states = async () =>
  (await office.registrations()).map(({ state, reason }) => `${state} ${reason?.code ?? ''}`.trim());
const warnings = async () =>
  (await office.registrations()).flatMap(({ warnings }) => warnings.map(({ code }) => code));
const lastTicket = () => {
  const ticket = office.glpi.state.tickets.last;
  if (!ticket) throw new Error('no ticket');
  return ticket;
};
const trouble = async () => (await viewSites(office.env))[0]?.problem?.code;
const remove = (path: string) =>
  inSession(office.env, office.site, (call) =>
    call({ method: 'DELETE', path, query: [['force_purge', '1']] }),
  );

describe('GLPI or the network fails', () => {
  const mishaps: readonly [string, Mishap, string][] = [
    ['a bad gateway', { kind: 'status', status: 502, body: '<h1>Bad gateway</h1>' }, 'serverFailed'],
    ['a page instead of an answer', { kind: 'html', status: 200 }, 'replyUnreadable'],
    ['an error page', { kind: 'html', status: 500 }, 'serverFailed'],
    ['200 with nothing', { kind: 'empty' }, 'replyUnreadable'],
    ['a connection that is cut', { kind: 'cut' }, 'unreachable'],
  ];
  test.each(mishaps)('%s: said, and gone on with when it has passed', async (_, mishap, code) => {
    await open();
    const { link } = await office.issue();
    await office.register(link, jane);
    office.glpi.fault('apirest.php', mishap, 40);
    await office.round();
    expect(await trouble()).toBe(code);
    office.glpi.clearFaults();
    office.pass(hour);
    await office.round();
    expect(await trouble()).toBeUndefined();
    expect(await states()).toEqual(['admitted']);
    expect(made()).toHaveLength(1);
  });

  test('making an account fails again and again: growing pauses, then a person has to look, and the use is kept', async () => {
    await open();
    const { link, invite } = await office.issue();
    await office.register(link, jane);
    const isCreation = { method: 'POST', path: /\/User$/ };
    const pauses: number[] = [];
    office.glpi.fault(isCreation, { kind: 'html', status: 500 }, 100);
    for (let times = 0; times < 20; times += 1) {
      await office.round();
      const [registration] = await office.registrations();
      if (registration?.state !== 'admitting') break;
      const pause = (registration.retryAt ?? 0) - office.env.now();
      pauses.push(Math.round(pause / 1_000));
      office.pass(pause + 1_000);
    }
    expect(await states()).toEqual(['failed serverFailed']);
    expect(pauses.length).toBeGreaterThan(2);
    expect(pauses).toEqual(pauses.toSorted((one, other) => one - other));
    // GLPI may have made it all the same: nobody else gets the use.
    await office.register(link, ['John', 'Roe', 'john@example.org', '']);
    await office.round();
    expect(await states()).toEqual(['failed serverFailed', 'refused inviteUsedUp']);
    expect((await office.invite(invite.id)).state).toBe('open');
  });

  test('the API token was made anew: read from an open GLPI tab, or said that one is needed', async () => {
    await open();
    const { link } = await office.issue();
    await office.register(link, jane);
    for (const user of office.glpi.state.users) if (user.name === 'glpi') user.api_token = 'c'.repeat(40);
    office.glpi.dropSessions();
    office.tab = null;
    await office.round();
    expect(await trouble()).toBe('glpiTabNeeded');
    office.tab = 'glpi';
    await office.round();
    expect(await states()).toEqual(['admitted']);
  });

  test('some of an array only (207): looked at one by one, and what is missing is said', async () => {
    await open({ groups: ['Staff', 'Club'] });
    const { link } = await office.issue({ groupIds: [1, 2] });
    await office.register(link, jane);
    // Somebody takes it out of reach between issuing and admitting.
    const club = office.glpi.state.groups.get(2);
    if (club) club.entities_id = 99;
    await office.round();
    expect(await states()).toEqual(['admitted']);
    expect(await warnings()).toEqual(['groupMissing']);
  });
});

describe('somebody changes a registration’s ticket', () => {
  test('edits it: what was typed is not guessed, a person looks', async () => {
    await open();
    const { link } = await office.issue();
    await office.register(link, jane);
    lastTicket().content = '<p>Jane wants an account</p>';
    await office.round();
    expect(await states()).toEqual(['failed answersUnmarked']);
    expect(made()).toEqual([]);
  });

  test('edits it after it was seen: what was seen counts', async () => {
    await open();
    const { link } = await office.issue({ approval: 'byHand' });
    await office.register(link, jane);
    await office.round();
    lastTicket().content = lastTicket().content.replace('Jane', 'Eve');
    const [waiting] = await office.registrations();
    await approve(office.env, waiting?.id ?? '');
    expect(made().map(({ firstname }) => firstname)).toEqual(['Jane']);
  });

  test('solves it before it was seen: an admin is asked what was meant', async () => {
    await open();
    const { link } = await office.issue();
    await office.register(link, jane);
    lastTicket().status = 5;
    await office.round();
    expect(await states()).toEqual(['waiting']);
    expect(await warnings()).toEqual(['ticketSolvedByHand']);
    const [waiting] = await office.registrations();
    await approve(office.env, waiting?.id ?? '');
    expect(await states()).toEqual(['admitted']);
  });

  test('moves it to another entity: it is admitted all the same', async () => {
    await open({ entities: [{ name: 'Lyon' }, { name: 'Paris' }] });
    const { link } = await office.issue({ entityId: 1 });
    await office.register(link, jane);
    lastTicket().entities_id = 2;
    await office.round();
    expect(await states()).toEqual(['admitted']);
  });

  test('deletes it while it waits: a yes still makes the account, a no still counts', async () => {
    await open();
    const { link } = await office.issue({ approval: 'byHand', maxUses: 2 });
    await office.register(link, jane);
    await office.register(link, ['John', 'Roe', 'john@example.org', '']);
    await office.round();
    const [first, second] = await office.registrations();
    await remove(`Ticket/${first?.ticketId}`);
    await remove(`Ticket/${second?.ticketId}`);
    office.pass(5 * minute);
    await approve(office.env, first?.id ?? '');
    await refuse(office.env, second?.id ?? '', 'unknown');
    expect(await states()).toEqual(['admitted', 'refused refusedByAdmin']);
    expect(made()).toHaveLength(1);
  });
});

describe('somebody changes an invite’s form', () => {
  const look = async () => {
    office.pass(11 * minute);
    await office.round();
  };

  test('deletes it: said, and the invite can be revoked', async () => {
    await open();
    const { invite } = await office.issue();
    await remove(`Glpi%5CForm%5CForm/${invite.gate.formId}`);
    await look();
    expect((await office.invite(invite.id)).trouble?.code).toBe('formGone');
  });

  test('puts it into the trash: said, and taken back when it is restored', async () => {
    await open();
    const { invite } = await office.issue();
    const form = office.glpi.state.forms.get(invite.gate.formId ?? 0);
    if (form) form.is_deleted = 1;
    await look();
    expect((await office.invite(invite.id)).trouble?.code).toBe('formGone');
    if (form) form.is_deleted = 0;
    await look();
    expect((await office.invite(invite.id)).trouble).toBeNull();
  });

  test('deactivates it: said, with the way back', async () => {
    await open();
    const { invite } = await office.issue();
    const form = office.glpi.state.forms.get(invite.gate.formId ?? 0);
    if (form) form.is_active = 0;
    await look();
    expect((await office.invite(invite.id)).trouble?.code).toBe('formInactive');
  });

  test('saves it in GLPI’s editor: written anew, and told; who registered in between waits for a person', async () => {
    await open();
    const { link } = await office.issue({ maxUses: 5 });
    const destination = office.glpi.state.destinations.last;
    const name = 'glpi-form-destination-commonitilfield-contentfield';
    // What the editor leaves of it (live.md 18).
    const { 'invite-for-glpi': _, ...rest } = JSON.parse(destination?.config ?? '{}');
    if (destination)
      destination.config = JSON.stringify({ ...rest, [name]: { value: '' }, [`${name}_auto`]: true });
    await office.register(link, jane);
    await look();
    expect(await states()).toEqual(['failed answersUnmarked']);
    await office.register(link, ['John', 'Roe', 'john@example.org', '']);
    await look();
    expect(await states()).toEqual(['failed answersUnmarked', 'admitted']);
    const events = (await office.env.ledger.journal(100, null)).map(({ event }) => event);
    expect(events).toContain('formRewritten');
  });

  test('takes a question out, and saves it: said', async () => {
    await open();
    const { invite } = await office.issue();
    const { state } = office.glpi;
    state.questions.remove(state.questions.last?.id ?? 0);
    if (state.destinations.last) state.destinations.last.config = '{}';
    await look();
    expect((await office.invite(invite.id)).trouble?.code).toBe('formEdited');
  });

  test('after it was closed, a page that was open before makes no ticket any more', async () => {
    await open();
    const { link } = await office.issue();
    const early = await openForm(link);
    await office.register(link, jane);
    await office.round();
    const tickets = office.glpi.state.tickets.length;
    await early.submit(['Late', 'Comer', 'late@example.org', '']);
    expect(office.glpi.state.tickets.length).toBe(tickets);
  });
});

describe('many at once', () => {
  test('a link in the wrong hands: so many an hour by itself, the rest waits for a person', async () => {
    await open({ proofOfWork: 2 });
    const { link } = await office.issue({ maxUses: null });
    const people = Array.from({ length: mostAutomaticAnHour + 5 }, (_, index) => index);
    for (const index of people) await office.register(link, [`P${index}`, 'X', `p${index}@example.org`, '']);
    await office.round();
    const all = await states();
    expect(all.filter((state) => state === 'admitted')).toHaveLength(mostAutomaticAnHour);
    expect(all.filter((state) => state === 'waiting')).toHaveLength(5);
    expect(await warnings()).toEqual(Array.from({ length: 5 }, () => 'tooManyAnHour'));
    // The next hour is another one.
    office.pass(61 * minute);
    await office.register(link, ['Next', 'Hour', 'next@example.org', '']);
    await office.round();
    expect((await states()).at(-1)).toBe('admitted');
  });

  test('megabytes: refused without being kept, and the others are not held up', async () => {
    await open();
    const { link, invite } = await office.issue({ maxUses: null });
    const { gate } = await office.invite(invite.id);
    await office.register(link, jane);
    const content = lastTicket().content;
    for (let index = 0; index < 3; index += 1) {
      const huge = content.replace('Jane', 'x'.repeat(5_000_000));
      const ticket = office.glpi.state.tickets.add({
        ...lastTicket(),
        id: office.glpi.state.tickets.takeId(),
      });
      ticket.content = huge;
      office.glpi.state.itemTickets.add({
        itemtype: 'Glpi\\Form\\Form',
        items_id: gate.formId ?? 0,
        tickets_id: ticket.id,
      });
    }
    await office.register(link, ['John', 'Roe', 'john@example.org', '']);
    await office.round();
    expect(await states()).toEqual([
      'admitted',
      'refused answersTooLong',
      'refused answersTooLong',
      'refused answersTooLong',
      'admitted',
    ]);
    expect(JSON.stringify(await office.env.ledger.everything()).length).toBeLessThan(50_000);
  });
});

describe('an address that looks like somebody’s', () => {
  test.each([
    ['with an accent', 'jané.doe@example.org'],
    ['with a Cyrillic letter', 'jаne.doe@example.org'],
    ['with a full-width letter', 'ｊane.doe@example.org'],
  ])('%s waits for a look, and touches nobody', async (_, address) => {
    await open();
    const { link, invite } = await office.issue({ maxUses: null });
    await office.register(link, ['Jane', 'Doe', 'jane.doe@example.org', '']);
    await office.round();
    const { gate } = await office.invite(invite.id);
    // GLPI's own form takes no such address; another version's might.
    const { state } = office.glpi;
    const ticket = state.tickets.add({ ...lastTicket(), id: state.tickets.takeId(), status: 1 });
    ticket.content = ticket.content.replace('jane.doe@example.org', address);
    state.itemTickets.add({
      itemtype: 'Glpi\\Form\\Form',
      items_id: gate.formId ?? 0,
      tickets_id: ticket.id,
    });
    await office.round();
    expect(await states()).toEqual(['admitted', 'waiting']);
    expect(await warnings()).toContain('unusualAddress');
    // A yes to the first warning shows whose address it looks like before anything is made.
    const waiting = async () => (await office.registrations())[1]?.id ?? '';
    await approve(office.env, await waiting());
    expect(await warnings()).toContain('lookalikeAddress');
    expect(made()).toHaveLength(1);
    await approve(office.env, await waiting());
    expect(await states()).toEqual(['admitted', 'admitted']);
  });
});
