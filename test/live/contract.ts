/**
 * What the extension takes for granted of GLPI, each asked of one: at a real GLPI by `npm run test:live`, at the
 * stand-in by the unit tests, so that the two cannot drift apart. Every check cleans up what it made.
 */

import { enableAccount } from '../../src/glpi/account-state.ts';
import { ownersOfAddresses } from '../../src/glpi/address-book.ts';
import { addArray } from '../../src/glpi/arrays.ts';
import { addMembers, grantedProfiles, grantedProfilesOf } from '../../src/glpi/authorizations.ts';
import { claimsOf, dropClaims, makeClaims, type NewClaim, renewClaim } from '../../src/glpi/claims.ts';
import { entities, grantableProfiles } from '../../src/glpi/directory.ts';
import { adjustForm } from '../../src/glpi/form-changes.ts';
import {
  buildForm,
  buildForms,
  closeForm,
  type FormPlan,
  findForm,
  formLink,
  formStandings,
  muteForm,
  purgeForm,
  rewriteDestination,
} from '../../src/glpi/forms.ts';
import { unescapeHtml } from '../../src/glpi/html.ts';
import { accountsByName } from '../../src/glpi/namesakes.ts';
import { isEdited, keptWith } from '../../src/glpi/seals.ts';
import { type Call, openSession, type Session, sessionCall } from '../../src/glpi/session.ts';
import {
  type FormTicket,
  isSettled,
  newestTicketId,
  settledAmong,
  solutionsOf,
  solveTicket,
  solveTickets,
  ticketsFromForms,
} from '../../src/glpi/tickets.ts';
import {
  accountById,
  accountByMark,
  accountsByAddress,
  accountsByLogin,
  createAccount,
  createAccounts,
  disableAccount,
  type NewAccount,
  setFirstPassword,
} from '../../src/glpi/users.ts';
import { hasForms } from '../../src/glpi/versions.ts';
import { delimiters, readAnswers, readCode, readOwnAnswers } from '../../src/invite/answers.ts';
import type { Grant } from '../../src/invite/grant.ts';
import type { FormGate } from '../../src/invite/invite.ts';
import { hex, newInviteId, newKey, newUuid, platformRandom } from '../../src/invite/key.ts';
import { newPassword } from '../../src/invite/password.ts';
import { problemOf } from '../../src/invite/problem.ts';
import { longestTyped, type Question } from '../../src/invite/question.ts';
import { nodeTransport } from '../node-transport.ts';
import { openForm } from '../stranger.ts';

export interface Contract {
  readonly site: string;
  readonly call: Call;
  readonly session: Session;
}

/** An API session for the checks. */
export async function openContract(site: string, apiToken: string): Promise<Contract> {
  const session = await openSession(nodeTransport, site, { apiToken, appToken: null }, Date.now);
  return { site, session, call: sessionCall(nodeTransport, site, session) };
}

export type Check = (contract: Contract) => Promise<void>;

export function must(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(what);
}

const texts = {
  name: 'Contract check',
  header: '<p>A check of Invite for GLPI. It is taken away again.</p>',
  section: 'Details',
  questions: {
    firstName: 'First name',
    lastName: 'Last name',
    email: 'E-mail',
    phone: 'Phone',
    code: 'Code',
  },
  ticketTitle: 'Contract check',
};

function newGate(): FormGate {
  const uuid = () => newUuid(platformRandom);
  return {
    kind: 'form',
    formUuid: uuid(),
    sectionUuid: uuid(),
    questionUuids: { firstName: uuid(), lastName: uuid(), email: uuid(), phone: uuid() },
    nonce: hex(platformRandom(16)),
    formId: null,
  };
}

/** Builds a form, lets `work` use it, and takes it and its tickets out again. */
export async function withForm(
  contract: Contract,
  work: (form: { id: number; link: string; gate: FormGate; plan: FormPlan }) => Promise<void>,
  gate = newGate(),
  questions: readonly Question[] = [],
): Promise<void> {
  const { call, site, session } = contract;
  const key = newKey(platformRandom);
  const before = await newestTicketId(call);
  const plan: FormPlan = {
    gate,
    key,
    entityId: session.activeEntityId,
    categoryId: 0,
    address: { kind: 'domains', domains: ['example.org'] },
    questions,
    texts,
    record: async () => ({ version: 0 }),
  };
  let id = 0;
  try {
    await buildForm(call, plan, async (formId) => {
      id = formId;
      const early = await openForm(formLink(site, formId, key, gate, null));
      must(early.status !== 200, 'a form without its policy is open to strangers');
    });
    await work({ id, link: formLink(site, id, key, gate, null), gate, plan });
  } finally {
    const made = await registrationTickets(call, before, id);
    for (const { ticketId } of made)
      await call({ method: 'DELETE', path: `Ticket/${ticketId}`, query: [['force_purge', '1']] });
    if (id) await purgeForm(call, id);
  }
}

/** The same with one question of each kind of the admin's own. */
function withOwnQuestions(
  contract: Contract,
  work: Parameters<typeof withForm>[1],
  required = true,
): Promise<void> {
  const questions: readonly Question[] = [
    { kind: 'shortText', text: 'A <b>line</b> & "more"', required, options: [] },
    { kind: 'longText', text: 'Lines', required, options: [] },
    { kind: 'choice', text: 'Shift', required, options: ['Day', 'Night & <late>, weekends'] },
  ];
  const gate = { ...newGate(), ownUuids: questions.map(() => newUuid(platformRandom)) };
  return withForm(contract, work, gate, questions);
}

const unique = () => hex(platformRandom(6));

async function withAccount(
  contract: Contract,
  work: (account: { userId: number; login: string; email: string; grant: Grant }) => Promise<void>,
): Promise<void> {
  const { call, session } = contract;
  const [profile] = await grantableProfiles(call, session);
  must(profile !== undefined, 'no profile may be granted');
  const login = `contract.${unique()}`;
  const email = `${login}@example.org`;
  const grant: Grant = {
    profile,
    entity: { id: session.activeEntityId, name: '' },
    recursive: false,
    groups: [],
    login: 'first.last',
    validFrom: null,
    validUntil: null,
    language: null,
  };
  const person = { firstName: 'Zoë <b>', lastName: "O'Hara & Söhne", email, phone: '+33 1' };
  const userId = await createAccount(call, session.clock, {
    login,
    person,
    grant,
    mark: 'Contract check',
    mailByGlpi: false,
  });
  try {
    await work({ userId, login, email, grant });
  } finally {
    await call({ method: 'DELETE', path: `User/${userId}`, query: [['force_purge', '1']] });
  }
}

/** Somebody like that account, under another login. */
const another = (login: string, grant: Grant): NewAccount => ({
  login,
  person: { firstName: 'A', lastName: 'B', email: `${login}@example.org`, phone: '' },
  grant,
  mark: 'Contract check',
  mailByGlpi: false,
});

/** Lets `work` make accounts whose logins begin with what it is given, and takes them away. */
async function withLogins(
  contract: Contract,
  work: (logins: string, grant: Grant) => Promise<void>,
): Promise<void> {
  const { call } = contract;
  const logins = `contract.${unique()}`;
  try {
    await withAccount(contract, ({ grant }) => work(logins, grant));
  } finally {
    for (const { userId } of await accountsByLogin(call, logins))
      await call({ method: 'DELETE', path: `User/${userId}`, query: [['force_purge', '1']] });
  }
}

const refusal = async (work: Promise<unknown>) => {
  try {
    await work;
    return null;
  } catch (thrown) {
    return problemOf(thrown).code;
  }
};

/** For every version that is supported. */
export const accountChecks: Readonly<Record<string, Check>> = {
  'an account that was shut is opened again': (contract) =>
    withAccount(contract, async ({ userId }) => {
      const { call } = contract;
      await disableAccount(call, userId);
      await enableAccount(call, userId);
      await enableAccount(call, userId);
      must((await accountById(call, userId))?.active === true, 'still shut');
    }),
  'the admin may grant at least one profile, in at least one entity': async ({ call, session }) => {
    must((await grantableProfiles(call, session)).length > 0, 'no profile');
    must((await entities(call)).length > 0, 'no entity');
  },
  'an account gets exactly the profile and entity that were asked for': (contract) =>
    withAccount(contract, async ({ userId, grant }) => {
      const granted = await grantedProfiles(contract.call, userId);
      must(granted.length === 1, `${granted.length} authorizations`);
      must(
        granted[0]?.profileId === grant.profile.id && granted[0].entityId === grant.entity.id,
        'another profile or entity',
      );
    }),
  'an account is found by login and by address, in the trash too': (contract) =>
    withAccount(contract, async ({ userId, login, email }) => {
      for (const deleted of [false, true]) {
        if (deleted) await contract.call({ method: 'DELETE', path: `User/${userId}` });
        const byLogin = await accountsByLogin(contract.call, login);
        must(
          byLogin.some((account) => account.userId === userId && account.deleted === deleted),
          'not found by login',
        );
        must(
          (await accountsByAddress(contract.call, email.toUpperCase())).some(
            (match) => match.userId === userId && match.same,
          ),
          'not found by address',
        );
      }
    }),
  'the owners of many addresses are found together, in the trash too': (contract) =>
    withAccount(contract, async ({ userId, email }) => {
      const others = Array.from({ length: 24 }, () => `nobody.${unique()}@example.org`);
      for (const deleted of [false, true]) {
        if (deleted) await contract.call({ method: 'DELETE', path: `User/${userId}` });
        const owners = await ownersOfAddresses(contract.call, [...others, email.toUpperCase()]);
        must(owners.size === 1, `${owners.size} owners`);
        const owner = owners.get(email.toUpperCase());
        must(owner?.userId === userId && owner.deleted === deleted, 'another owner');
      }
    }),
  'an account is found by its line among others in the comment, in the trash too': (contract) =>
    withAccount(contract, async ({ userId }) => {
      const mark = `Invite ${newInviteId(platformRandom)} / ticket 12`;
      const comment = `Some words\n${mark}\nInvite X / ticket 1`;
      await contract.call({
        method: 'PUT',
        path: `User/${userId}`,
        body: { input: { id: userId, comment } },
      });
      must((await accountByMark(contract.call, mark))?.userId === userId, 'not found');
      must(
        (await accountByMark(contract.call, mark.slice(0, -1))) === null,
        'ticket 1 is taken for ticket 12',
      );
      await contract.call({ method: 'DELETE', path: `User/${userId}` });
      must((await accountByMark(contract.call, mark))?.userId === userId, 'not found in the trash');
    }),
  'an address that looks like another one is told from it': (contract) =>
    withAccount(contract, async ({ userId, email }) => {
      const find = async (address: string) =>
        (await accountsByAddress(contract.call, address)).find((match) => match.userId === userId);
      for (const lookalike of [email.replace('o', 'ó'), email.replace('o', 'о')])
        must((await find(lookalike))?.same === false, `${lookalike} is not seen to look like ${email}`);
      must((await find(email.replace('.', '_'))) === undefined, 'an underscore matches any letter');
    }),
  'a login that is taken is refused, in the trash too': (contract) =>
    withAccount(contract, async ({ userId, login, email, grant }) => {
      const again = () =>
        createAccount(contract.call, contract.session.clock, {
          login,
          person: { firstName: 'A', lastName: 'B', email, phone: '' },
          grant,
          mark: '',
          mailByGlpi: false,
        });
      must((await refusal(again())) === 'refusedByGlpi', 'not refused');
      await contract.call({ method: 'DELETE', path: `User/${userId}` });
      must((await refusal(again())) === 'refusedByGlpi', 'not refused in the trash');
    }),
  'accounts are made in one array, and one that is refused keeps the others from nothing': (contract) =>
    withLogins(contract, async (logins, grant) => {
      const { call, session } = contract;
      const wanted = ['a', 'a', 'b', 'c'].map((letter) => another(`${logins}.${letter}`, grant));
      const ids = await createAccounts(call, session.clock, wanted);
      must(ids[1] === null, 'a login that is taken within the array is not refused');
      const made = ids.filter((id) => id !== null);
      must(made.length === 3, `${made.length} of three were made`);
      const found = await accountsByLogin(call, logins);
      must(
        found.map(({ userId }) => userId).join() === made.join(),
        'the ids do not come in the order of the array',
      );
      const none = await createAccounts(call, session.clock, wanted.slice(0, 2));
      must(
        none.every((id) => id === null),
        'an array of which all is refused is not told as that',
      );
      const granted = await grantedProfilesOf(call, made);
      for (const id of made) {
        const its = granted.get(id) ?? [];
        must(its.length === 1 && its[0]?.profileId === grant.profile.id, 'the profiles of many are not read');
        must(
          JSON.stringify(await grantedProfiles(call, id)) === JSON.stringify(its),
          'read together they differ from one read alone',
        );
      }
    }),
  'an array that GLPI breaks at has made what stands before, and nothing of what comes after': (contract) =>
    withLogins(contract, async (logins, grant) => {
      const nowhere = { ...grant, entity: { id: 999_999, name: '' } };
      const wanted = [
        another(`${logins}.a`, grant),
        another(`${logins}.b`, nowhere),
        another(`${logins}.c`, grant),
      ];
      const said = await refusal(createAccounts(contract.call, contract.session.clock, wanted));
      must(said === 'serverFailed' || said === 'replyUnreadable', `it says ${said}`);
      const made = (await accountsByLogin(contract.call, logins)).map(({ login }) => login);
      must(made.includes(`${logins}.a`), 'the one before was not made');
      must(!made.includes(`${logins}.c`), 'the one after was made');
    }),
  'accounts are added to groups in one array, and one group that is not there is told': (contract) =>
    withAccount(contract, async ({ userId }) => {
      const { call } = contract;
      const name = `Contract ${unique()}`;
      const made = await addArray(call, 'Group', [{ name, entities_id: contract.session.activeEntityId }]);
      const groupId = made[0]?.id ?? 0;
      try {
        const members = [
          { userId, groupId },
          { userId, groupId: 999_999 },
        ];
        const refused = async () => (await addMembers(call, members)).map((one) => one.groupId).join();
        must((await refused()) === '999999', 'the missing group is not told');
        must((await refused()) === '999999', 'who is in the group already is told as refused');
      } finally {
        await call({ method: 'DELETE', path: `Group/${groupId}`, query: [['force_purge', '1']] });
      }
    }),
  'a first password is taken': (contract) =>
    withAccount(contract, async ({ userId }) =>
      setFirstPassword(
        contract.call,
        userId,
        newPassword(platformRandom, contract.session.passwordMinLength),
      ),
    ),
  'an account can be shut': (contract) =>
    withAccount(contract, async ({ userId }) => {
      await disableAccount(contract.call, userId);
      must((await accountById(contract.call, userId))?.active === false, 'still active');
    }),
  'an ended session is refused before anything is done': async ({ site }) => {
    const call = sessionCall(nodeTransport, site, {
      token: 'a'.repeat(26),
      appToken: null,
    });
    must(
      (await refusal(call({ method: 'GET', path: 'getMyProfiles' }))) === 'sessionEnded',
      'another refusal',
    );
  },
};

/** For GLPI 11, which has native forms. */
export const formChecks: Readonly<Record<string, Check>> = {
  'a form of five calls is found by its uuid, and gone when purged': async (contract) => {
    let uuid = '';
    await withForm(contract, async ({ id, gate }) => {
      uuid = gate.formUuid;
      must((await findForm(contract.call, uuid)) === id, 'not found');
    });
    must((await findForm(contract.call, uuid)) === null, 'still there');
  },
  'the key opens the form, a wrong one does not': (contract) =>
    withForm(contract, async ({ link }) => {
      must((await openForm(link)).status === 200, 'the key does not open it');
      must(
        (await openForm(link.replace(/token=\w+/, `token=${'0'.repeat(32)}`))).status !== 200,
        'a wrong key opens it',
      );
      must((await openForm(link.replace(/\?.*/, ''))).status !== 200, 'no key opens it');
    }),
  'a registration is one new ticket, with the answers as typed and no writer': (contract) =>
    withForm(contract, async ({ id, link, gate }) => {
      const before = await newestTicketId(contract.call);
      const typed = ['Zoë <b>"x"</b>', "O'Hara </p> & Söhne", 'zoe@example.org', 'الأحمد'];
      must((await (await openForm(link)).submit(typed)).status === 200, 'not taken');
      const tickets = await registrationTickets(contract.call, before, id);
      must(tickets.length === 1 && tickets[0] !== undefined, `${tickets.length} tickets`);
      const answers = readAnswers(tickets[0].content ?? '', gate.nonce, unescapeHtml);
      must(
        answers !== null && Object.values(answers).join('\n') === typed.join('\n'),
        'other answers than were typed',
      );
      must(tickets[0].writer === null, 'a stranger’s ticket has a writer');
      must(
        !tickets[0].content?.includes(delimiters(gate.nonce, 'email').before.repeat(2)),
        'delimiters doubled',
      );
    }),
  'the key of a link of a batch is filled in, and comes back with the answers': async (contract) => {
    const gate = { ...newGate(), codeUuid: newUuid(platformRandom) };
    await withForm(
      contract,
      async ({ id, gate: asked, plan }) => {
        const before = await newestTicketId(contract.call);
        const code = newKey(platformRandom);
        const invitee = { firstName: 'Zoë', lastName: 'O', email: 'zoe@example.org' };
        const form = await openForm(formLink(contract.site, id, plan.key, asked, invitee, code));
        must(form.prefilled.join(' ') === `Zoë O zoe@example.org  ${code}`, form.prefilled.join(' '));
        must((await form.submit([])).status === 200, 'not taken');
        const [ticket] = await registrationTickets(contract.call, before, id);
        must(readCode(ticket?.content ?? '', asked.nonce) === code, 'another key');
        must(
          readAnswers(ticket?.content ?? '', asked.nonce, unescapeHtml)?.firstName === 'Zoë',
          'no answers',
        );
      },
      gate,
    );
  },
  'the admin’s own questions are asked, and their answers come back as they were typed': (contract) =>
    withOwnQuestions(contract, async ({ id, link, gate, plan }) => {
      const before = await newestTicketId(contract.call);
      const form = await openForm(link);
      must(form.names.length === 7, `${form.names.length} questions`);
      const long = '<p>Zoë &amp; <strong>you</strong></p>\n<p>&lt;b&gt; 1 &gt; 0</p>';
      const typed = ['Zoë', 'O', 'zoe@example.org', '', '<i>"x"</i> & y', long, '2'];
      must((await form.submit(typed)).status === 200, 'not taken');
      const [ticket] = await registrationTickets(contract.call, before, id);
      const content = ticket?.content ?? '';
      must(readAnswers(content, gate.nonce, unescapeHtml)?.lastName === 'O', 'no answers');
      const own = readOwnAnswers(content, gate.nonce, plan.questions, unescapeHtml) ?? [];
      const answers = own.map(({ answer }) => answer);
      must(answers[0] === '<i>"x"</i> & y', `a line: ${answers[0]}`);
      must(answers[1] === 'Zoë & you\n<b> 1 > 0', `several lines: ${answers[1]}`);
      must(answers[2] === 'Night & <late>, weekends', `a choice: ${answers[2]}`);
    }),
  'GLPI refuses a form without its required answers, with a choice that is not offered, or too long': (
    contract,
  ) =>
    withOwnQuestions(contract, async ({ id, link }) => {
      const before = await newestTicketId(contract.call);
      const good = ['Zoë', 'O', 'zoe@example.org', '', 'line', '<p>lines</p>', '1'];
      const wrong: readonly (readonly [at: number, typed: string])[] = [
        [4, ''],
        [4, 'x'.repeat(longestTyped.shortText + 1)],
        [5, '<p></p>'],
        [5, `<p>${'x'.repeat(longestTyped.longText + 1)}</p>`],
        [6, '0'],
        [6, '9'],
      ];
      for (const [at, typed] of wrong) {
        const { errors } = await (await openForm(link)).submit(good.with(at, typed));
        must(errors.length > 0, `${at}: ${typed.slice(0, 20)} was taken`);
      }
      must((await registrationTickets(contract.call, before, id)).length === 0, 'it made a ticket');
      must((await (await openForm(link)).submit(good)).status === 200, 'good answers are not taken');
    }),
  'of a question that need not be answered nothing comes back': (contract) =>
    withOwnQuestions(
      contract,
      async ({ id, link, gate, plan }) => {
        const before = await newestTicketId(contract.call);
        const typed = ['Zoë', 'O', 'zoe@example.org', '', '', '', '0'];
        must((await (await openForm(link)).submit(typed)).status === 200, 'not taken');
        const [ticket] = await registrationTickets(contract.call, before, id);
        const own = readOwnAnswers(ticket?.content ?? '', gate.nonce, plan.questions, unescapeHtml);
        must(own?.map(({ answer }) => answer).join('') === '', `${own?.map(({ answer }) => answer)}`);
      },
      false,
    ),
  'choices without their options are refused as a breakdown': (contract) =>
    withForm(contract, async ({ gate }) => {
      const { call } = contract;
      const sections = await call({
        method: 'GET',
        path: 'Glpi%5CForm%5CSection',
        query: [
          ['searchText[uuid]', gate.sectionUuid],
          ['get_hateoas', 'false'],
        ],
      });
      const [section] = sections.body as { id: number }[];
      const input = {
        forms_sections_id: section?.id,
        name: 'Choice',
        type: 'Glpi\\Form\\QuestionType\\QuestionTypeDropdown',
        vertical_rank: 9,
      };
      const refused = refusal(call({ method: 'POST', path: 'Glpi%5CForm%5CQuestion', body: { input } }));
      must((await refused) === 'serverFailed', 'taken');
    }),
  'many forms are built in arrays, and each opens with its own key': async (contract) => {
    const { call, site, session } = contract;
    const plans = Array.from(
      { length: 8 },
      (): FormPlan => ({
        gate: newGate(),
        key: newKey(platformRandom),
        entityId: session.activeEntityId,
        categoryId: 0,
        address: { kind: 'anyone' },
        questions: [],
        texts,
        record: async () => ({ version: 0 }),
      }),
    );
    const built = await buildForms(call, plans, async () => {});
    try {
      must(
        built.every(({ formId, problem }) => formId !== null && problem === null),
        'not all were built',
      );
      for (const [index, { gate, key }] of plans.entries()) {
        const formId = built[index]?.formId ?? 0;
        must(
          (await openForm(formLink(site, formId, key, gate, null))).status === 200,
          'its key does not open it',
        );
        const other = plans[(index + 1) % plans.length]?.key ?? '';
        must(
          (await openForm(formLink(site, formId, other, gate, null))).status !== 200,
          'another key opens it',
        );
      }
    } finally {
      for (const { formId } of built) if (formId !== null) await purgeForm(call, formId);
    }
  },
  'GLPI itself refuses an address outside the domain': (contract) =>
    withForm(contract, async ({ link }) => {
      for (const address of ['eve@evil.test', 'eve@example.org.evil.test', 'eve@notexample.org']) {
        const { errors } = await (await openForm(link)).submit(['Eve', 'M', address, '']);
        must(errors.length > 0, `${address} was taken`);
      }
    }),
  'a registration’s ticket can be solved': (contract) =>
    withForm(contract, async ({ id, link }) => {
      const before = await newestTicketId(contract.call);
      await (await openForm(link)).submit(['A', 'B', 'a@example.org', '']);
      const [ticket] = await registrationTickets(contract.call, before, id);
      must(ticket !== undefined, 'no ticket');
      must(!ticket.settled, 'solved from the beginning');
      await solveTicket(contract.call, ticket.ticketId, ['Contract check']);
      must(await isSettled(contract.call, ticket.ticketId), 'not solved');
      const [again] = await registrationTickets(contract.call, before, id);
      must(again?.settled === true, 'the search does not tell that it is solved');
      // A second time is no failure: a colleague, or the reply to the first time got lost.
      await solveTicket(contract.call, ticket.ticketId, ['Contract check, again']);
      const notes = await solutionsOf(contract.call, ticket.ticketId);
      must(
        notes.some((note) => note.includes('Contract check')),
        'its solution cannot be read',
      );
    }),
  'tickets are solved in one array; one that was solved before is told, and not solved again': (contract) =>
    withForm(contract, async ({ id, link }) => {
      const { call } = contract;
      const before = await newestTicketId(call);
      for (const letter of ['a', 'b', 'c'])
        await (await openForm(link)).submit([letter, letter, `${letter}@example.org`, '']);
      const tickets = (await registrationTickets(call, before, id)).map(({ ticketId }) => ticketId);
      must(tickets.length === 3, `${tickets.length} tickets`);
      await solveTicket(call, tickets[1] ?? 0, ['By hand']);
      // More than are asked for in one request, most of which are gone.
      const asked = [...tickets, ...Array.from({ length: 60 }, (_, index) => 999_000_000 + index)];
      const settled = await settledAmong(call, asked);
      must(settled.join() === [tickets[1], ...asked.slice(3)].join(), `settled are ${settled}`);
      const solvings = tickets.map((ticketId) => ({ ticketId, note: ['Contract check'] }));
      must((await solveTickets(call, solvings)).join() === 'true,false,true', 'the verdicts are others');
      for (const ticketId of tickets) {
        must(await isSettled(call, ticketId), 'not solved');
        must((await solutionsOf(call, ticketId)).length === 1, 'not one solution');
      }
      const again = await solveTickets(call, solvings);
      must(
        again.every((solved) => !solved),
        'an array of which all is refused is not told as that',
      );
    }),
  'claims of several invites are made in one request': (contract) =>
    withForm(contract, async ({ id }) => {
      const { call } = contract;
      const [one, other] = [newInviteId(platformRandom), newInviteId(platformRandom)];
      const claim = (inviteId: string, use: number): NewClaim => ({
        kind: 'use',
        inviteId,
        use,
        ticketId: use,
      });
      const got = await makeClaims(call, id, [claim(one, 1), claim(other, 1), claim(one, 1), claim(one, 2)]);
      must(got.join() === 'true,true,false,true', got.join());
      must((await claimsOf(call, one)).length === 2, 'not two of the first');
      must((await claimsOf(call, other)).length === 1, 'not one of the second');
    }),
  'of twenty browsers that claim one use at once, one gets it': (contract) =>
    withForm(contract, async ({ id }) => {
      const inviteId = newInviteId(platformRandom);
      const claim = (use: number): NewClaim => ({ kind: 'use', inviteId, use, ticketId: 7 });
      const got = await Promise.all(
        Array.from({ length: 20 }, () => makeClaims(contract.call, id, [claim(1)])),
      );
      must(got.flat().filter(Boolean).length === 1, `${got.flat().filter(Boolean).length} got it`);
      const mixed = await makeClaims(contract.call, id, [claim(1), claim(2)]);
      must(mixed[0] === false && mixed[1] === true, 'one that stands keeps the other from being made');
    }),
  'claims can be read, renewed and dropped': (contract) =>
    withForm(contract, async ({ id }) => {
      const { call } = contract;
      const inviteId = newInviteId(platformRandom);
      const until = Date.UTC(2030, 0, 1);
      const ticket: NewClaim = { kind: 'ticket', inviteId, ticketId: 7, actor: 'ab12', until };
      await makeClaims(call, id, [ticket, { kind: 'use', inviteId, use: 1, ticketId: 7 }]);
      const [first, second] = await claimsOf(call, inviteId);
      must(first?.kind === 'ticket' && first.actor === 'ab12' && first.until === until, 'not as written');
      must(second?.kind === 'use' && second.use === 1 && second.ticketId === 7, 'not as written');
      await renewClaim(call, inviteId, first, until + 1_000);
      const [renewed] = await claimsOf(call, inviteId);
      must(renewed?.kind === 'ticket' && renewed.until === until + 1_000, 'not renewed');
      await dropClaims(call, [first.rowId, second.rowId]);
      await dropClaims(call, [first.rowId]);
      must((await claimsOf(call, inviteId)).length === 0, 'still there');
    }),
  'whether a form is active, inactive or gone is told': (contract) =>
    withForm(contract, async ({ id }) => {
      const { call } = contract;
      const standing = async () => (await formStandings(call, 0, [id])).get(id);
      must((await standing()) === 'active', 'not active');
      const path = `Glpi%5CForm%5CForm/${id}`;
      await call({ method: 'PUT', path, body: { input: { id, is_active: 0 } } });
      must((await standing()) === 'inactive', 'not inactive');
      await call({ method: 'DELETE', path });
      must((await standing()) === 'gone', 'not gone in the trash');
    }),
  'a closed form says so to late visitors and takes nothing': (contract) =>
    withForm(contract, async ({ id, link }) => {
      const open = await openForm(link);
      await closeForm(
        contract.call,
        id,
        { name: 'It has ended', header: '<p>Ask somebody.</p>' },
        newUuid(platformRandom),
      );
      const late = await openForm(link);
      must(
        late.status === 200 && late.html.includes('It has ended') && late.html.includes('Ask somebody.'),
        'it does not say so',
      );
      must(late.prefilled.length === 0, 'it still has questions');
      const before = await newestTicketId(contract.call);
      await open.submit(['Late', 'Comer', 'late@example.org', '']).catch(() => {});
      const after = await registrationTickets(contract.call, before, id);
      must(
        after.every(({ content }) => !content?.includes('Comer')),
        'an open page still registers',
      );
    }),
  'a muted form makes no ticket of whoever had it open': (contract) =>
    withForm(contract, async ({ id, link }) => {
      const open = await openForm(link);
      const texts = { name: 'It has ended', header: '<p>Ask somebody.</p>' };
      await closeForm(contract.call, id, texts, newUuid(platformRandom));
      await muteForm(contract.call, id, null);
      const before = await newestTicketId(contract.call);
      await open.submit(['Late', 'Comer', 'late@example.org', '']).catch(() => {});
      must((await registrationTickets(contract.call, before, id)).length === 0, 'it makes a ticket');
    }),
  // Asked about registrations alone, which GLPI 10 has none of; it also keeps names escaped.
  'an account is found by first and last name, whatever is in them and in the trash too': (contract) =>
    withAccount(contract, async ({ userId }) => {
      const { call } = contract;
      const find = async () => {
        const found = await accountsByName(call, 'Zoë <b>', "O'Hara & Söhne");
        return found.find((one) => one.userId === userId);
      };
      must((await find())?.deleted === false, 'not found');
      await call({ method: 'DELETE', path: `User/${userId}` });
      must((await find())?.deleted === true, 'not found in the trash');
    }),
  'a paused form is shut for everybody, also for who had it open, and opens again with its questions': (
    contract,
  ) =>
    withForm(contract, async ({ id, link }) => {
      const { call } = contract;
      const open = await openForm(link);
      await adjustForm(call, id, { active: false, header: '<p>Until Friday.</p>' });
      must((await openForm(link)).status === 403, 'its link does not answer 403');
      const before = await newestTicketId(call);
      await open.submit(['Late', 'Comer', 'late@example.org', '']).catch(() => {});
      must((await registrationTickets(call, before, id)).length === 0, 'an open page still registers');
      await adjustForm(call, id, { active: true, header: '<p>Until Sunday.</p>' });
      const again = await openForm(link);
      must(again.status === 200 && again.html.includes('Until Sunday.'), 'it does not open again');
      await again.submit(['Ann', 'One', 'ann@example.org', '']);
      must((await registrationTickets(call, before, id)).length === 1, 'nobody can register any more');
    }),
  'a form that is closed while it is paused says so': (contract) =>
    withForm(contract, async ({ id, link }) => {
      await adjustForm(contract.call, id, { active: false, header: '' });
      const ended = { name: 'It has ended', header: '<p>Ask somebody.</p>' };
      await closeForm(contract.call, id, ended, newUuid(platformRandom));
      const late = await openForm(link);
      must(late.status === 200 && late.html.includes('It has ended'), 'it does not say so');
    }),
  'a destination that was saved in GLPI’s editor is seen, and written anew': (contract) =>
    withOwnQuestions(contract, async ({ id, link, gate, plan }) => {
      const { call } = contract;
      const isEditedNow = async () => isEdited((await keptWith(call, id)) ?? undefined, gate.nonce);
      must(!(await isEditedNow()), 'seen before anything was changed');
      const path = `Glpi%5CForm%5CForm/${id}/Glpi%5CForm%5CDestination%5CFormDestination`;
      const { body } = await call({ method: 'GET', path });
      const [{ id: destinationId } = { id: 0 }] = body as { id: number }[];
      // What the editor leaves of it: its own list of answers, and no key that it does not know.
      const config = { 'glpi-form-destination-commonitilfield-contentfield_auto': true };
      await call({
        method: 'PUT',
        path: `Glpi%5CForm%5CDestination%5CFormDestination/${destinationId}`,
        body: { input: { id: destinationId, config } },
      });
      must(await isEditedNow(), 'not seen');
      must(await rewriteDestination(call, id, plan), 'not written anew');
      must(!(await isEditedNow()), 'still seen as changed');
      const before = await newestTicketId(call);
      await (await openForm(link)).submit(['Ann', 'One', 'ann@example.org', '', 'x', '<p>y</p>', '1']);
      const [ticket] = await registrationTickets(call, before, id);
      const content = ticket?.content ?? '';
      must(readAnswers(content, gate.nonce, unescapeHtml)?.firstName === 'Ann', 'not readable');
      const own = readOwnAnswers(content, gate.nonce, plan.questions, unescapeHtml);
      must(
        own?.map(({ answer }) => answer).join() === 'x,y,Day',
        'the admin’s own questions are not readable',
      );
    }),
};

/** The tickets newer than `after` that this form made. */
export async function registrationTickets(call: Call, after: number, formId: number): Promise<FormTicket[]> {
  const { tickets } = await ticketsFromForms(call, after, async () => true);
  return tickets.filter(({ formIds }) => formIds.includes(formId));
}

/** The checks that fit this GLPI. */
export function checksFor(
  contract: Contract,
  more: Readonly<Record<string, Check>>,
): [name: string, check: () => Promise<void>][] {
  const checks = {
    ...accountChecks,
    ...(hasForms(contract.session.version) ? { ...formChecks, ...more } : {}),
  };
  return Object.entries(checks).map(([name, check]) => [name, () => check(contract)]);
}
