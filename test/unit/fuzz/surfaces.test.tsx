/** Hostile answers on every surface that shows them: text, and nothing but text. */
import * as fc from 'fast-check';
import { render } from 'preact';
import { test } from 'vitest';
import { RegistrationCard } from '../../../src/pages/popup/registration-card.tsx';
import { FirstPasswordCard } from '../../../src/ui/first-password-card.tsx';
import { registration } from '../ui/samples.ts';
import { hostileAnswers } from './hostile.ts';

const runs = Math.min(Number(process.env.FUZZ ?? 300), 100_000);
const hostile = hostileAnswers('d2c1e6ea8b9f9049a7204a0662937908');

/** What these surfaces are built of; anything else was made of what somebody typed. */
const ours = new Set(
  'SECTION HEADER LI DIV H2 H3 SPAN BDI DL DT DD P BR A SVG PATH CIRCLE RECT LINE POLYLINE G BUTTON STRONG CODE INPUT LABEL TEXTAREA MARK SMALL TIME DETAILS SUMMARY UL OL'.split(
    ' ',
  ),
);

let shown = 0;

/** Lets the page do what it has put off, now and then: it keeps whatever waits for that. */
async function breathe(): Promise<void> {
  shown += 1;
  if (shown % 50 === 0) await new Promise((resolve) => setTimeout(resolve));
}

const harmless = /^(https:\/\/|#|mailto:[^?]*\?subject=[^&"<>]*&body=[^&"<>]*$)/;

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
      async (answers, state, login) => {
        await breathe();
        render(
          <RegistrationCard
            registration={registration({
              state,
              answers,
              login: login || null,
              warnings: [
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
