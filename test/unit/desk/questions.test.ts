// @vitest-environment node
/** Questions of the admin's own, from the form to the registration. */
import { afterEach, describe, expect, test } from 'vitest';
import { bulkById, goOnWithBulk, startBulk } from '../../../src/desk/bulk.ts';
import { viewBulkLinks } from '../../../src/desk/bulk-views.ts';
import { viewInviteDetail } from '../../../src/desk/dashboard-views.ts';
import { approve } from '../../../src/desk/decide.ts';
import { issue } from '../../../src/desk/issue.ts';
import { saveInviteAsTemplate } from '../../../src/desk/templates.ts';
import { viewRegistration } from '../../../src/desk/views.ts';
import { minute } from '../../../src/invite/instant.ts';
import type { Question } from '../../../src/invite/question.ts';
import { openForm } from '../../stranger.ts';
import { bulkValues, people } from './many.ts';
import { type Office, openOffice } from './office.ts';

let office: Office;
afterEach(() => office.close());

const questions: readonly Question[] = [
  { kind: 'shortText', text: 'Your team?', required: true, options: [] },
  { kind: 'longText', text: 'Why do you need it?', required: false, options: [] },
  { kind: 'choice', text: 'Shift', required: true, options: ['Day', 'Night, late'] },
];
const jane = ['Jane', 'Doe', 'jane.doe@example.org', ''];

/** What a form asks is kept in GLPI by its destination: that of the one form there is. */
function saveInEditor() {
  const last = office.glpi.state.destinations.last;
  // What the editor leaves of it (live.md 18).
  if (last) last.config = JSON.stringify({ 'glpi-form-destination-commonitilfield-contentfield_auto': true });
}

describe('questions of the admin’s own', () => {
  test('are asked in five calls, and their answers stand with the registration', async () => {
    office = await openOffice();
    await office.issue();
    const draft = await office.draft({ questions: [...questions] });
    office.calls();
    const invite = await issue(office.env, office.site, draft);
    expect(office.calls()).toHaveLength(5);
    const link = `${office.site}/Form/Render/${invite.gate.formId}?token=${invite.key}`;
    expect((await openForm(link)).html).toContain('Why do you need it?');
    await office.register(link, [
      ...jane,
      '<b>Blue</b> & "Green"',
      '<p>To see &lt;it&gt;</p>\n<p>Soon</p>',
      '2',
    ]);
    await office.round();
    const [registration] = await office.registrations();
    expect(registration).toMatchObject({
      state: 'admitted',
      login: 'jane.doe',
      warnings: [],
      ownAnswers: [
        { question: 'Your team?', answer: '<b>Blue</b> & "Green"' },
        { question: 'Why do you need it?', answer: 'To see <it>\nSoon' },
        { question: 'Shift', answer: 'Night, late' },
      ],
    });
    // They reach nobody's account.
    const user = office.glpi.state.users.find(({ name }) => name === 'jane.doe');
    expect(JSON.stringify(user)).not.toContain('Blue');
    if (registration) expect((await viewRegistration(office.env, registration)).ownAnswers).toHaveLength(3);
  });

  test('GLPI itself asks for the required ones', async () => {
    office = await openOffice();
    const { link } = await office.issue({ questions: [...questions] });
    const { errors } = await office.register(link, [...jane, '', '', '0']);
    expect(errors).toHaveLength(2);
    await office.round();
    expect(await office.registrations()).toEqual([]);
  });

  test('a choice that was not offered, or an answer that is missing, waits for a person', async () => {
    office = await openOffice();
    const { link, invite } = await office.issue({ questions: [...questions], maxUses: 5 });
    await office.register(link, [...jane, 'Blue', '', '1']);
    const { tickets } = office.glpi.state;
    const ticket = tickets.last;
    if (!ticket) throw new Error('no ticket');
    // By somebody who may write tickets, or by a form that was changed.
    ticket.content = ticket.content.replace('Blue', '').replace(/Day/, 'Super-Admin');
    await office.round();
    const [waiting] = await office.registrations();
    expect(waiting?.state).toBe('waiting');
    expect(waiting?.warnings).toEqual([
      { code: 'answerMissing', detail: { question: 'Your team?' } },
      { code: 'answerNotOffered', detail: { question: 'Shift', answer: 'Super-Admin' } },
    ]);
    await approve(office.env, waiting?.id ?? '');
    expect((await office.registrations())[0]).toMatchObject({ state: 'admitted', inviteId: invite.id });
  });

  test('without one of their delimiters nothing is read at all', async () => {
    office = await openOffice();
    const { link, invite } = await office.issue({ questions: [...questions] });
    await office.register(link, [...jane, 'Blue', '', '1']);
    const ticket = office.glpi.state.tickets.last;
    const { nonce } = (await office.invite(invite.id)).gate;
    if (ticket) ticket.content = ticket.content.replace(`[/${nonce}:own2]`, '');
    await office.round();
    expect((await office.registrations())[0]).toMatchObject({
      state: 'refused',
      answers: null,
      reason: { code: 'answersUnreadable' },
    });
  });

  test('an answer that nobody reads is refused as too long, and not kept', async () => {
    office = await openOffice();
    const { link } = await office.issue({ questions: [...questions] });
    // GLPI counts what is typed, not the markup around it.
    const markup = `<p>${'<strong></strong>'.repeat(15_000)}</p>`;
    await office.register(link, [...jane, 'Blue', markup, '1']);
    await office.round();
    const [registration] = await office.registrations();
    expect(registration).toMatchObject({ state: 'refused', reason: { code: 'answersTooLong' } });
    expect(registration?.ownAnswers).toBeUndefined();
  });

  test('are still asked, and read, when GLPI’s own editor had dropped the destination', async () => {
    office = await openOffice();
    const { link } = await office.issue({ questions: [...questions], maxUses: 5 });
    saveInEditor();
    office.pass(11 * minute);
    await office.round();
    await office.register(link, [...jane, 'Blue', '<p>So</p>', '1']);
    await office.round();
    expect((await office.registrations())[0]).toMatchObject({
      state: 'admitted',
      ownAnswers: [{ answer: 'Blue' }, { answer: 'So' }, { answer: 'Day' }],
    });
  });

  test('a batch asks them of everybody, and each link says so', async () => {
    office = await openOffice();
    const values = await bulkValues(office, { questions, template: 'Interns' });
    const started = await startBulk(office.env, office.site, 'batch', 'Interns', values, people(3));
    await goOnWithBulk(office.env, started.id);
    const { links } = await viewBulkLinks(office.env, await bulkById(office.env, started.id));
    const [first] = links;
    // A list reads no rows: how many there are, and how far they came.
    expect((await office.env.ledger.bulks()).map(({ counts }) => counts)).toEqual([
      { todo: 0, done: 3, failed: 0, left: 0 },
    ]);
    const form = await openForm(first?.link ?? '');
    expect(form.names).toHaveLength(8);
    await form.submit([...form.prefilled.slice(0, 4), 'Blue', '<p>So</p>', '2']);
    await office.round();
    expect((await office.registrations())[0]).toMatchObject({
      state: 'admitted',
      inviteId: first?.inviteId,
      ownAnswers: [{ answer: 'Blue' }, { answer: 'So' }, { answer: 'Night, late' }],
    });
    const link = await office.env.ledger.invite(first?.inviteId ?? '');
    if (!link) throw new Error('no link');
    expect((await viewInviteDetail(office.env, link)).questions).toEqual(questions);
    // The numbers know which template they came from.
    expect(link.template).toBe('Interns');
  });

  test('many forms ask them too, and a template of any of them keeps them', async () => {
    office = await openOffice();
    const values = await bulkValues(office, { questions });
    const started = await startBulk(office.env, office.site, 'form', 'Interns', values, people(2));
    await goOnWithBulk(office.env, started.id);
    const { links } = await viewBulkLinks(office.env, await bulkById(office.env, started.id));
    for (const { link, firstName, lastName, email } of links)
      await office.register(link, [firstName, lastName, email, '', 'Blue', '', '1']);
    await office.round();
    expect(
      (await office.registrations()).map(({ state, ownAnswers }) => [state, ownAnswers?.length]),
    ).toEqual([
      ['admitted', 3],
      ['admitted', 3],
    ]);
    const template = await saveInviteAsTemplate(office.env, links[0]?.inviteId ?? '', 'Interns');
    expect(template.values.questions).toEqual(questions);
  });

  test.each([
    ['questionEmpty', [{ kind: 'shortText', text: '', required: false, options: [] }]],
    ['choicesTooFew', [{ kind: 'choice', text: 'Shift', required: false, options: ['Day'] }]],
    ['choiceTwice', [{ kind: 'choice', text: 'Shift', required: false, options: ['Day', 'Day'] }]],
  ] as const)('%s: nothing is built', async (code, wrong) => {
    office = await openOffice();
    const before = office.forms();
    await expect(office.issue({ questions: [...wrong] })).rejects.toMatchObject({ problem: { code } });
    expect(office.forms()).toBe(before);
  });

  test('what was answered is found by its words', async () => {
    office = await openOffice();
    const { link } = await office.issue({ questions: [...questions] });
    await office.register(link, [...jane, 'Blue', '', '2']);
    await office.round();
    const search = (text: string) =>
      office.env.ledger.queries.registrations({ text, state: null, site: null, from: 0, limit: 10 });
    expect((await search('night')).total).toBe(1);
    expect((await search('morning')).total).toBe(0);
  });
});
