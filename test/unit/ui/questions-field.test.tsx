import { describe, expect, it } from 'vitest';
import type { Question } from '../../../src/invite/question.ts';
import type { IssueDraft } from '../../../src/messages/requests.ts';
import { IssueForm } from '../../../src/ui/issue-form.tsx';
import { draftsOf } from '../../../src/ui/question-draft.ts';
import { extension, ok } from './fake-extension.ts';
import { choices, issued } from './samples.ts';
import { button, enter, errorAt, field, hasButton, press, read, show } from './screen.ts';

const three: readonly Question[] = [
  { kind: 'shortText', text: 'Team', required: true, options: [] },
  { kind: 'longText', text: 'Why', required: false, options: [] },
  { kind: 'choice', text: 'Shift', required: true, options: ['Day', 'Night'] },
];

async function open(questions: readonly Question[] = []): Promise<IssueDraft[]> {
  const drafts: IssueDraft[] = [];
  await show(
    <IssueForm
      choices={choices()}
      issue={async (draft) => {
        drafts.push(draft);
        return ok(issued());
      }}
      onIssued={() => {}}
      begin={{ questions: draftsOf(questions) }}
    />,
  );
  return drafts;
}

const generate = () => press(button('Generate invite'));
const asked = () =>
  [...document.querySelectorAll<HTMLInputElement>('[data-test=question] [name^=question]')].map(
    ({ value }) => value,
  );
const status = () =>
  [...document.querySelectorAll('[data-test=questions] [role=status]')]
    .map((one) => one.textContent)
    .join('');

describe('questions of the admin’s own in the form of an invite', () => {
  it('are added, written and sent along; the focus is on the new one', async () => {
    const drafts = await open();
    await press(button('Add a question'));
    expect(document.activeElement).toBe(field('question1'));
    await enter('question1', ' Which team? ');
    await enter('required1', true);
    await press(button('Add a question'));
    await enter('question2', 'Shift');
    await enter('kind2', 'choice');
    await enter('options2', ' Day \n\nNight\n');
    await generate();
    expect(drafts[0]?.questions).toEqual([
      { kind: 'shortText', text: 'Which team?', required: true, options: [] },
      { kind: 'choice', text: 'Shift', required: false, options: ['Day', 'Night'] },
    ]);
  });

  it('are five at most, which is said', async () => {
    await open();
    for (let count = 0; count < 5; count += 1) await press(button('Add a question'));
    expect(hasButton('Add a question')).toBe(false);
    expect(status()).toContain('the most a form can have');
  });

  it('are put into order by the keyboard: the focus goes with the question, and where it went is said', async () => {
    const drafts = await open(three);
    await press(button('Move down: Team'));
    expect(asked()).toEqual(['Why', 'Team', 'Shift']);
    expect(document.activeElement).toBe(button('Move down: Team'));
    expect(status()).toBe('“Team” is now question 2 of 3.');
    await press(button('Move down: Team'));
    expect(asked()).toEqual(['Why', 'Shift', 'Team']);
    // There is nowhere further down to go: the focus is not lost.
    expect(document.activeElement).toBe(button('Move up: Team'));
    await generate();
    expect(drafts[0]?.questions?.map(({ text }) => text)).toEqual(['Why', 'Shift', 'Team']);
  });

  it('come back when they were removed by mistake, as they were and where they were', async () => {
    const drafts = await open(three);
    await press(button('Remove: Why'));
    expect(asked()).toEqual(['Team', 'Shift']);
    expect(document.activeElement).toBe(button('Undo'));
    await press(button('Undo'));
    expect(asked()).toEqual(['Team', 'Why', 'Shift']);
    await generate();
    expect(drafts[0]?.questions).toEqual(three);
  });

  it('are told what is wrong with each, with the folded part opened; putting one right leaves the others’ word', async () => {
    const drafts = await open([
      { kind: 'shortText', text: '', required: false, options: [] },
      { kind: 'choice', text: 'Shift', required: false, options: ['Day'] },
      { kind: 'choice', text: 'Floor', required: false, options: ['1', '1'] },
    ]);
    await generate();
    expect(drafts).toEqual([]);
    expect(document.querySelector('details')?.open).toBe(true);
    expect(document.activeElement).toBe(field('question1'));
    expect(errorAt('question1')).toContain('Enter the question');
    expect(errorAt('options2')).toContain('at least two choices');
    expect(errorAt('options3')).toContain('“1” stands there twice.');
    await enter('question1', 'Team');
    expect(errorAt('question1')).toBeNull();
    expect(errorAt('options2')).toContain('at least two choices');
    await enter('options2', 'Day\nNight');
    await enter('options3', '1\n2');
    await generate();
    expect(drafts).toHaveLength(1);
  });

  it('are counted where they are folded away', async () => {
    await open(three);
    expect(document.querySelector('summary')?.textContent).toContain('3 questions');
  });

  it('speak French', async () => {
    extension().language = 'fr-FR';
    await open(three);
    expect(read()).toContain('Vos propres questions');
    expect(hasButton('Monter : Why')).toBe(true);
  });
});
