// @vitest-environment node
/**
 * Hostile answers through everything that reads them without a screen: the parser of tickets, the person made of them, the
 * login, what GLPI is sent, and the whole desk at a stand-in GLPI. `npm run fuzz` takes 100,000 of them.
 */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { warningsAbout } from '../../../src/desk/judge.ts';
import { escapeHtml, unescapeHtml } from '../../../src/glpi/html.ts';
import { createAccount } from '../../../src/glpi/users.ts';
import { isAddress } from '../../../src/invite/address.ts';
import {
  delimiters,
  isTooLong,
  type Person,
  personFrom,
  readAnswers,
  readOwnAnswers,
} from '../../../src/invite/answers.ts';
import { loginTemplates } from '../../../src/invite/grant.ts';
import { fields } from '../../../src/invite/invite.ts';
import { loginFor } from '../../../src/invite/login.ts';
import { oddAnswers } from '../../../src/invite/question.ts';
import type { Answers } from '../../../src/invite/registration.ts';
import { unseen } from '../../../src/invite/suspicion.ts';
import { typedLines } from '../../../src/invite/typed-lines.ts';
import { openOffice } from '../desk/office.ts';
import { hostileAnswers, hostileOwn, hostileText, ownQuestions } from './hostile.ts';

const runs = Number(process.env.FUZZ ?? 2_000);
/** 100,000 of them take minutes. */
const patience = 3_600_000;
const nonce = 'd2c1e6ea8b9f9049a7204a0662937908';
const hostile = hostileAnswers(nonce);

/** A ticket as GLPI makes it of answers: raw as 11.0.6 does, or escaped as newer ones do. */
const ticketOf = (answers: Answers, escaped: boolean) =>
  fields
    .map((field) => {
      const { before, after } = delimiters(nonce, field);
      return `<p>${before}${escaped ? escapeHtml(answers[field]) : answers[field]}${after}</p>`;
    })
    .join('');

/** The part of a ticket with the answers to the admin's own questions. */
const ownPartOf = (answers: readonly string[], gate: string, escaped: boolean) =>
  answers
    .map((answer, at) => {
      const { before, after } = delimiters(gate, `own${at + 1}`);
      return `<p>${before}${escaped ? escapeHtml(answer) : answer}${after}</p>`;
    })
    .join('');

const isPerson = (made: ReturnType<typeof personFrom>): made is Person => !('code' in made);

test(
  'answers come out of the ticket as they were typed, or not at all',
  () => {
    fc.assert(
      fc.property(hostile, fc.boolean(), (answers, escaped) => {
        const read = readAnswers(ticketOf(answers, escaped), nonce, unescapeHtml);
        if (read === null) {
          // Refused for one reason alone: somebody typed a delimiter.
          expect(Object.values(answers).some((typed) => typed.includes(nonce))).toBe(true);
          return;
        }
        for (const field of fields) {
          // Typed as an entity into a GLPI that does not escape, nobody can tell it from an escaped one.
          expect([answers[field], unescapeHtml(answers[field])]).toContain(read[field]);
        }
      }),
      { numRuns: runs },
    );
  },
  patience,
);

test(
  'so do the answers to the admin’s own questions, and one that was not offered is told',
  () => {
    fc.assert(
      fc.property(hostileOwn(nonce), fc.boolean(), (typed, escaped) => {
        const content = ownPartOf(typed, nonce, escaped);
        const read = readOwnAnswers(content, nonce, ownQuestions, unescapeHtml);
        if (read === null) {
          expect(typed.some((answer) => answer.includes(nonce))).toBe(true);
          return;
        }
        const [line = '', long = '', choice = ''] = typed;
        const [first, second, third] = read.map(({ answer }) => answer);
        expect([line, unescapeHtml(line)]).toContain(first);
        // Where a link leads is said once more, and nothing else is added.
        expect(second?.length ?? 0).toBeLessThanOrEqual(2 * long.length);
        expect([choice, unescapeHtml(choice)]).toContain(third);
        const isOffered = ownQuestions[2]?.options.includes(third ?? '') ?? false;
        const odd = oddAnswers(ownQuestions, read).map(({ code }) => code);
        expect(odd.includes('answerNotOffered')).toBe(third !== '' && !isOffered);
        expect(odd.filter((code) => code === 'answerMissing')).toHaveLength(
          Number(first === '') + Number(third === ''),
        );
        isTooLong({ firstName: '', lastName: '', email: '', phone: '' }, ownQuestions, read);
      }),
      { numRuns: runs },
    );
  },
  patience,
);

test(
  'of what is typed into GLPI’s editor every line comes back',
  () => {
    const line = hostileText(nonce).map((text) => text.replace(/[\s\u00A0]+/g, ' ').trim());
    fc.assert(
      fc.property(fc.array(line, { maxLength: 4 }), (lines) => {
        // As TinyMCE writes it with `entity_encoding: raw` (GLPI 11.0.6).
        const typedAs = (text: string) =>
          text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
        const html = lines.map((one) => `<p>${typedAs(one)}</p>`).join('\n');
        const expected = lines.map((one) => one.trim()).filter((one) => one !== '');
        expect(
          typedLines(html, unescapeHtml)
            .split('\n')
            .map((one) => one.trim())
            .filter(Boolean),
        ).toEqual(expected);
      }),
      { numRuns: runs },
    );
  },
  patience,
);

test(
  'a person made of them has no unseen characters, fits GLPI’s columns, and a login that GLPI takes',
  () => {
    fc.assert(
      fc.property(hostile, fc.constantFrom(...loginTemplates), (answers, template) => {
        warningsAbout({ writer: null, formIds: [1] }, answers);
        const person = personFrom(answers);
        if (!isPerson(person)) return;
        expect(isAddress(person.email)).toBe(true);
        for (const value of [person.firstName, person.lastName, person.phone]) {
          expect(value.search(unseen)).toBe(-1);
          expect(Array.from(value).length).toBeLessThanOrEqual(255);
          expect(value.isWellFormed?.() ?? true).toBe(true);
        }
        const login = loginFor(template, person);
        expect(login.length).toBeGreaterThan(0);
        expect(login.length).toBeLessThanOrEqual(255);
        expect(/^[\p{L}\p{N}'@._ -]+$/u.test(login) || isAddress(login)).toBe(true);
      }),
      { numRuns: runs },
    );
  },
  patience,
);

test(
  'whatever is typed, GLPI is asked for the grant and nothing else',
  async () => {
    const grant = {
      profile: { id: 1, name: 'Self-Service', interface: 'helpdesk' as const },
      entity: { id: 3, name: 'Lyon' },
      recursive: false,
      groups: [],
      login: 'first.last' as const,
      validFrom: null,
      validUntil: null,
      language: null,
    };
    await fc.assert(
      fc.asyncProperty(hostile, async (answers) => {
        const person = personFrom(answers);
        if (!isPerson(person)) return;
        let sent: Record<string, unknown> = {};
        const call = async ({ body }: { body?: unknown }) => {
          sent = JSON.parse(JSON.stringify(body)).input;
          return { status: 201, body: { id: 7 }, serverTime: null };
        };
        const account = { login: 'x', person, grant, mark: 'Invite A / ticket 1', mailByGlpi: false };
        await createAccount(call, { offset: 0 }, account);
        const { firstname: _f, realname: _r, _useremails, phone: _p, ...rest } = sent;
        expect(_useremails).toEqual({ '-1': person.email });
        expect(rest).toEqual({
          name: 'x',
          _default_email: -1,
          is_active: 1,
          comment: 'Invite A / ticket 1',
          entities_id: 3,
          _profiles_id: 1,
          _entities_id: 3,
          _is_recursive: 0,
        });
      }),
      { numRuns: runs },
    );
  },
  patience,
);

describe('through the whole desk', () => {
  test(
    'no account has more than the grant, none is touched, and each registration ends or waits',
    async () => {
      const office = await openOffice({ proofOfWork: 5 });
      const { state } = office.glpi;
      const before = structuredClone(state.users.map((user) => ({ ...user })));
      const { invite } = await office.issue({ maxUses: null, questions: ownQuestions });
      const gate = (await office.invite(invite.id)).gate;
      const many = Math.max(50, Math.floor(runs / 50));
      const typed = fc.sample(hostileAnswers(gate.nonce), many);
      const own = fc.sample(hostileOwn(gate.nonce), many);
      for (const [at, answers] of typed.entries()) {
        // Straight into GLPI's tables: its own form would refuse many of them.
        const ticket = state.tickets.add({
          ...(state.tickets.last ?? (await firstTicket(office))),
          id: state.tickets.takeId(),
          status: 1,
          content: fields
            .map((field) => {
              const { before: open, after } = delimiters(gate.nonce, field);
              return `<p>${open}${answers[field]}${after}</p>`;
            })
            .join('')
            .concat(ownPartOf(own[at] ?? [], gate.nonce, false)),
        });
        state.itemTickets.add({
          itemtype: 'Glpi\\Form\\Form',
          items_id: gate.formId ?? 0,
          tickets_id: ticket.id,
        });
      }
      for (let times = 0; times < 4; times += 1) {
        await office.round();
        office.pass(3_600_000);
      }
      const registrations = await office.registrations();
      expect(registrations.length).toBeGreaterThanOrEqual(typed.length);
      for (const registration of registrations) {
        expect(['admitted', 'refused', 'waiting', 'failed']).toContain(registration.state);
        // Nobody comes in by themselves without a choice that was offered.
        const choice = registration.ownAnswers?.[2]?.answer ?? '';
        if (registration.state === 'admitted') expect(ownQuestions[2]?.options).toContain(choice);
      }
      for (const user of before) expect(state.users.get(user.id)).toEqual(user);
      for (const user of state.users) {
        if (before.some(({ id }) => id === user.id)) continue;
        expect(user.comment).toMatch(/^Invite [0-9A-Z]{10} \/ ticket \d+$/);
        expect(state.profileUsers.filter(({ users_id }) => users_id === user.id)).toMatchObject([
          { profiles_id: 1, entities_id: 0, is_recursive: 0 },
        ]);
      }
      await office.close();
    },
    patience,
  );
});

/** A registration made in the ordinary way, to copy from. */
async function firstTicket(office: Awaited<ReturnType<typeof openOffice>>) {
  const [{ id } = { id: '' }] = await office.env.ledger.newestInvites(1, () => true);
  const invite = await office.invite(id);
  await office.register(`${office.site}/Form/Render/${invite.gate.formId}?token=${invite.key}`, [
    'Ann',
    'One',
    'ann@example.org',
    '',
    'A line',
    '<p>Lines</p>',
    '1',
  ]);
  const made = office.glpi.state.tickets.last;
  if (!made) throw new Error('no ticket');
  return made;
}
