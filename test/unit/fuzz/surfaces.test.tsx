/** Hostile answers on every surface that shows them: text, and nothing but text. */
import * as fc from 'fast-check';
import { render } from 'preact';
import { expect, test } from 'vitest';
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

function expectOnlyOurs(root: Element): void {
  for (const element of root.querySelectorAll('*')) {
    expect(ours, `an element ${element.tagName}`).toContain(element.tagName.toUpperCase());
    for (const { name, value } of [...element.attributes]) {
      expect(name.toLowerCase().startsWith('on'), `an attribute ${name}`).toBe(false);
      if (name === 'href' || name === 'src') expect(value).toMatch(/^(https:\/\/|#)/);
      expect(name).not.toBe('srcdoc');
    }
  }
}

test('what was typed is shown as text in the list of registrations', () => {
  fc.assert(
    fc.property(
      hostile,
      fc.constantFrom('waiting', 'failed', 'admitted', 'refused'),
      fc.string({ unit: 'binary', maxLength: 40 }),
      (answers, state, login) => {
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

test('and in what passes on a first password', () => {
  fc.assert(
    fc.property(hostile, (answers) => {
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
