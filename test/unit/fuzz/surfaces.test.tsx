/** Hostile answers on every surface that shows them: text, and nothing but text. */
import * as fc from 'fast-check';
import { render } from 'preact';
import { test } from 'vitest';
import { noticeText } from '../../../src/background/notice-text.ts';
import { TicketBar } from '../../../src/content/bar/ticket-bar.tsx';
import type { Due } from '../../../src/desk/notices.ts';
import { unseen } from '../../../src/invite/suspicion.ts';
import type { BulkView } from '../../../src/messages/bulk-views.ts';
import type { JournalLine, RegistrantView } from '../../../src/messages/dashboard-views.ts';
import { Dashboard } from '../../../src/pages/dashboard/dashboard.tsx';
import { RegistrationCard } from '../../../src/pages/popup/registration-card.tsx';
import { FirstPasswordCard } from '../../../src/ui/first-password-card.tsx';
import { typedInSentence } from '../../../src/ui/typed.ts';
import { extension, ok } from '../ui/fake-extension.ts';
import { registration, site } from '../ui/samples.ts';
import { button, press, settled, show } from '../ui/screen.ts';
import { hostileAnswers, hostileOwn, ownQuestions } from './hostile.ts';

const runs = Math.min(Number(process.env.FUZZ ?? 300), 100_000);
const nonce = 'd2c1e6ea8b9f9049a7204a0662937908';
const hostile = hostileAnswers(nonce);
/** To questions of the admin's own. */
const hostileOwnAnswers = hostileOwn(nonce).map((all) =>
  all.map((answer, at) => ({ question: ownQuestions[at]?.text ?? '', answer })),
);

/** What these surfaces are built of; anything else was made of what somebody typed. */
const ours = new Set(
  'SECTION HEADER LI DIV H2 H3 SPAN BDI DL DT DD P BR A SVG PATH CIRCLE RECT LINE POLYLINE G BUTTON STRONG CODE INPUT LABEL TEXTAREA MARK SMALL TIME DETAILS SUMMARY UL OL MAIN NAV ASIDE H4 FORM TABLE THEAD TBODY TR TH TD SELECT OPTION OPTGROUP H1 OUTPUT FOOTER FIELDSET LEGEND PRE SEARCH CAPTION IMG'.split(
    ' ',
  ),
);

let shown = 0;

/** Lets the page do what it has put off, now and then: it keeps whatever waits for that. */
async function breathe(): Promise<void> {
  shown += 1;
  if (shown % 50 === 0) await new Promise((resolve) => setTimeout(resolve));
}

const harmless =
  /^(\/icons\/\d+\.png$|chrome-extension:\/\/invite\/src\/pages\/|https:\/\/|#|mailto:[^?]*\?subject=[^&"<>]*&body=[^&"<>]*$)/;

/** What is not of our making below an element, as sentences; plain loops, since this runs a million times. */
function foreign(element: Element): string[] {
  const found: string[] = [];
  for (const child of element.children) {
    if (!ours.has(child.tagName.toUpperCase())) found.push(`an element ${child.tagName}`);
    for (const { name, value } of child.attributes) {
      if (name.toLowerCase().startsWith('on') || name === 'srcdoc') found.push(`an attribute ${name}`);
      if ((name === 'href' || name === 'src') && !harmless.test(value)) found.push(`${name}=${value}`);
    }
    found.push(...foreign(child));
  }
  return found;
}

function expectOnlyOurs(root: Element): void {
  const found = foreign(root);
  if (found.length > 0) throw new Error(found.join(', '));
}

test('what was typed is shown as text in the list of registrations', async () => {
  await fc.assert(
    fc.asyncProperty(
      hostile,
      fc.constantFrom('waiting', 'failed', 'admitted', 'refused'),
      fc.string({ unit: 'binary', maxLength: 40 }),
      hostileOwnAnswers,
      async (answers, state, login, ownAnswers) => {
        await breathe();
        render(
          <RegistrationCard
            registration={registration({
              state,
              answers,
              ownAnswers,
              login: login || null,
              warnings: [
                {
                  code: 'answerNotOffered',
                  detail: { question: 'Shift', answer: ownAnswers[2]?.answer ?? '' },
                },
                { code: 'submittedWhileSignedIn', detail: { user: answers.lastName } },
                { code: 'unusualAddress', detail: { address: answers.email } },
              ],
              reason: { code: 'addressTaken', detail: { address: answers.email, login: answers.firstName } },
            })}
            onChange={() => {}}
            onPassword={() => {}}
          />,
          document.body,
        );
        expectOnlyOurs(document.body);
        render(null, document.body);
      },
    ),
    { numRuns: runs },
  );
}, 3_600_000);

test('and in GLPI’s own page of the ticket, and in a notification with names', async () => {
  await fc.assert(
    fc.asyncProperty(
      hostile,
      fc.constantFrom('waiting', 'failed', 'admitted', 'refused'),
      hostileOwnAnswers,
      async (answers, state, ownAnswers) => {
        await breathe();
        render(
          <TicketBar
            registration={registration({
              state,
              answers,
              ownAnswers,
              inviteLabel: answers.phone,
              login: answers.firstName,
              handOver: { way: 'mailByGlpi' },
              warnings: [{ code: 'unusualAddress', detail: { address: answers.email } }],
              reason: { code: 'addressTaken', detail: { address: answers.email, login: answers.lastName } },
            })}
            onApprove={async () => {}}
            onRefuse={async () => {}}
          />,
          document.body,
        );
        expectOnlyOurs(document.body);
        render(null, document.body);
        const { firstName, lastName, email } = answers;
        const due: Due = {
          about: '',
          kind: state === 'waiting' ? 'waiting' : 'needsPerson',
          site: 'https://glpi.example.org',
          siteName: 'glpi.example.org',
          registration: 'https://glpi.example.org#1',
          invite: 'ABCDEFGH01',
          who: `${firstName} ${lastName}`,
          label: lastName,
          problem: { code: 'addressTaken', detail: { address: email, login: firstName } },
        };
        for (const all of [[due], [due, due]] as const) {
          const { title, body } = noticeText({ kind: due.kind, all: [...all] as [Due, ...Due[]] }, true);
          if (new RegExp(unseen.source, 'u').test(`${title}${body}`.replace(/[\u2066-\u2069]/g, '')))
            throw new Error('something unseen in a notification');
          if (title.length > 1_200) throw new Error(`a title of ${title.length}`);
        }
      },
    ),
    { numRuns: runs },
  );
}, 3_600_000);

test('and in what passes on a first password', async () => {
  await fc.assert(
    fc.asyncProperty(hostile, async (answers) => {
      await breathe();
      render(
        <FirstPasswordCard
          password={{
            login: answers.firstName,
            password: answers.lastName,
            subject: answers.phone,
            body: answers.email,
          }}
          address={answers.email}
          onDone={() => {}}
        />,
        document.body,
      );
      expectOnlyOurs(document.body);
      render(null, document.body);
    }),
    { numRuns: runs },
  );
}, 3_600_000);

/** So many people stand in one list: a page of them is shown as quickly as one. */
const together = 20;

test('and in the dashboard: the list, the person beside it, the ways out of a conflict, the journal', async () => {
  location.hash = '#/registrations?open=r0';
  await fc.assert(
    fc.asyncProperty(
      fc.array(hostile, { minLength: together, maxLength: together }),
      fc.constantFrom('waiting', 'failed', 'admitted', 'refused'),
      async (answers, state) => {
        const people = answers.map(
          (typed, index): RegistrantView => ({
            ...registration({
              id: `r${index}`,
              state,
              answers: typed,
              ownAnswers: [
                { question: 'Your team?', answer: typed.lastName },
                { question: 'Why?', answer: typed.phone },
              ],
              login: typed.firstName,
              inviteLabel: typed.lastName,
              reason: { code: 'addressTaken', detail: { address: typed.email, login: typed.lastName } },
              warnings: [{ code: 'lookalikeAddress', detail: { address: typed.email, login: typed.phone } }],
            }),
            seenAt: 1,
            endedAt: 2,
            decidedBy: typed.firstName,
            linked: false,
            accountOffAt: null,
            canGoElsewhere: true,
          }),
        );
        const [one] = people;
        if (one === undefined) return;
        const lines = answers.map(
          (typed, index): JournalLine => ({
            at: index,
            site: site().id,
            siteName: site().name,
            actor: typed.firstName,
            event: 'registrationFailed',
            inviteId: null,
            inviteLabel: typed.lastName,
            registrationId: `r${index}`,
            person: typed.email,
            reason: { code: 'refusedByAdmin', detail: { text: typed.phone } },
            detail: { login: typed.email },
          }),
        );
        extension().answers = {
          'site.list': () => ok([site()]),
          'registration.page': () => ok({ people, total: together, states: { [state]: together } }),
          'registration.detail': () => ok(one),
          'registration.like': () =>
            ok(
              answers.map((typed, index) => ({
                userId: index,
                login: typed.firstName,
                deleted: false,
                url: 'https://glpi.example.org/glpi/front/user.form.php?id=2',
                because: ['name' as const],
              })),
            ),
          'journal.page': () => ok({ lines, total: together, actors: [], events: [] }),
        };
        await show(<Dashboard />);
        await settled();
        expectOnlyOurs(document.body);
        // What cannot be seen is said, and everything else is there as it was typed.
        if (
          !document.body.textContent?.includes(typedInSentence(one.warnings[0]?.detail?.login ?? '').trim())
        )
          throw new Error('a warning is not shown as it was typed');
        render(null, document.body);
        await breathe();
      },
    ),
    { numRuns: Math.ceil(runs / together) },
  );
}, 3_600_000);

test('and where many are invited at once: in what failed, on cards, in messages', async () => {
  location.hash = '#/bulk?open=BULK000001';
  await fc.assert(
    fc.asyncProperty(
      fc.array(hostile, { minLength: together, maxLength: together }),
      fc.constantFrom('Cards to print', 'Messages to send'),
      async (answers, name) => {
        const rows = answers.map(({ firstName, lastName, email, phone }, index) => ({
          line: index + 1,
          firstName,
          lastName,
          email,
          label: phone,
        }));
        const failures = rows.map((row) => ({
          ...row,
          groups: [],
          problem: { code: 'addressNotValid', detail: { address: row.email } } as const,
        }));
        const links = rows.map((row, index) => ({
          ...row,
          inviteId: `INVITE00${String(index).padStart(2, '0')}`,
          link: `https://glpi.example.org/glpi/Form/Render/1?token=${index}`,
          login: row.lastName,
          subject: row.firstName,
          body: row.lastName,
        }));
        const view: BulkView = {
          id: 'BULK000001',
          site: site().id,
          siteName: site().name,
          kind: 'batch',
          label: rows[0]?.label ?? '',
          state: 'ended',
          total: 2 * together,
          done: together,
          failed: together,
          left: 0,
          profile: 'Self-Service',
          entity: 'Root entity',
          until: Date.now(),
          createdAt: Date.now(),
          createdBy: 'Ada Admin',
          endedAt: Date.now(),
          batchId: null,
          trouble: null,
          failures,
        };
        extension().answers = {
          'site.list': () => ok([site()]),
          'bulk.view': () => ok(view),
          'bulk.links': () => ok({ links, failures }),
        };
        await show(<Dashboard />);
        await press(button(name));
        expectOnlyOurs(document.body);
        render(null, document.body);
        await breathe();
      },
    ),
    { numRuns: Math.ceil(runs / together) },
  );
}, 3_600_000);
