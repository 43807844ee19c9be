import { act } from 'preact/test-utils';
import { describe, expect, it, vi } from 'vitest';
import { Bar } from '../../../src/content/bar/bar.tsx';
import { contrast, glpiLook } from '../../../src/content/bar/glpi-look.ts';
import type { PageSubject } from '../../../src/messages/in-page-views.ts';
import type { RegistrationView } from '../../../src/messages/views.ts';
import { extension, no, ok } from '../ui/fake-extension.ts';
import { registration } from '../ui/samples.ts';
import { button, byHand, hasButton, press, read, settled, show } from '../ui/screen.ts';

const ticket = (changes: Partial<RegistrationView> = {}): PageSubject => ({
  kind: 'ticket',
  registration: registration(changes),
});

async function showBar(subject: PageSubject | null) {
  extension().answers['bar.view'] = () => ok(subject);
  const onNothing = vi.fn();
  await show(<Bar onNothing={onNothing} />);
  return onNothing;
}

async function pressByHand(name: string | RegExp): Promise<void> {
  const event = byHand(new MouseEvent('click', { bubbles: true, cancelable: true }));
  await act(() => void button(name).dispatchEvent(event));
  await settled();
}

describe('on a ticket', () => {
  it('shows what was typed as text, the invite, and what to look at', async () => {
    await showBar(ticket({ warnings: [{ code: 'hiddenCharacters' }] }));
    expect(read()).toContain('<b>O’Brien</b>');
    expect(document.querySelector('b')).toBeNull();
    expect(read()).toContain('By the invite “New colleagues”');
    expect(document.querySelector('[data-problem=hiddenCharacters]')).not.toBeNull();
  });

  it('shows what was answered to the admin’s own questions', async () => {
    await showBar(ticket({ ownAnswers: [{ question: 'Your team?', answer: '<i>Blue</i>' }] }));
    expect(document.querySelector('[data-test=own-answer]')?.textContent).toBe('Your team?<i>Blue</i>');
  });

  it('takes no press that the page made up', async () => {
    await showBar(ticket());
    await press(button(/^Approve/));
    await press(button(/^Refuse/));
    await press(button('Open in the dashboard'));
    expect(extension().names).toEqual(['bar.view']);
    expect(hasButton('Refuse registration')).toBe(false);
  });

  it('names no registration when it says yes, and shows what came of it', async () => {
    await showBar(ticket());
    extension().answers['bar.approve'] = () =>
      ok(
        ticket({
          state: 'admitted',
          login: 'zoe',
          handOver: { way: 'firstPassword', givenAt: null },
          userUrl: 'https://glpi.example.org/glpi/front/user.form.php?id=9',
        }),
      );
    await pressByHand(/^Approve/);
    expect(extension().asked.at(-1)).toEqual({ name: 'bar.approve', request: {} });
    expect(read()).toContain('The account is made');
    expect(read()).toContain('pass the first password on yourself');
    expect(hasButton('See the account')).toBe(true);
    // The first password itself is for our own pages.
    expect(hasButton(/Show first password/)).toBe(false);
  });

  it('says what went wrong, and how it stands where somebody was quicker', async () => {
    await showBar(ticket());
    extension().answers['bar.approve'] = () => no('unreachable', { host: 'glpi.example.org' });
    await pressByHand(/^Approve/);
    expect(read()).toContain('glpi.example.org could not be reached.');
    extension().answers['bar.view'] = () => ok(ticket({ state: 'refused' }));
    extension().answers['bar.approve'] = () => no('notWaiting', { state: 'refused' });
    await pressByHand(/^Approve/);
    expect(hasButton(/^Approve/)).toBe(false);
  });

  it('follows what is decided elsewhere', async () => {
    await showBar(ticket());
    extension().answers['bar.view'] = () => ok(ticket({ state: 'admitted', login: 'zoe' }));
    await act(() => extension().tellChanged());
    await settled();
    expect(document.querySelector('[data-test=ticket-bar]')?.getAttribute('data-state')).toBe('admitted');
  });

  it('goes where there is nothing to say', async () => {
    expect(await showBar(null)).toHaveBeenCalled();
  });
});

it.each([
  ['registered', 'Came in by the invite'],
  ['linked', 'this account was there before'],
  ['cameIn', 'Invited in person, “Interns”, and came in on'],
  ['invited', 'has not come in yet'],
] as const)('on a user: %s', async (kind, words) => {
  await showBar({
    kind: 'user',
    cameIn: { kind, inviteId: 'ABCDEFGH01', inviteLabel: 'Interns', at: 0, by: 'Ada', ticketId: null },
  });
  expect(read()).toContain(words);
  expect(read()).toContain('“Interns”');
  extension().answers['bar.openDashboard'] = () => ok(null);
  await pressByHand('Show the invite');
  expect(extension().names).toContain('bar.openDashboard');
});

describe('GLPI’s own look', () => {
  it('tells colours apart as WCAG does', () => {
    expect(contrast('rgb(0, 0, 0)', 'rgb(255, 255, 255)')).toBeCloseTo(21);
    expect(contrast('rgb(119, 119, 119)', 'rgb(255, 255, 255)')).toBeCloseTo(4.48, 1);
    expect(contrast('rgba(0, 0, 0, 0.5)', 'rgb(255, 255, 255)')).toBe(0);
    expect(contrast('transparent', 'rgb(255, 255, 255)')).toBe(0);
    expect(contrast('oklch(0.5 0 0)', 'rgb(255, 255, 255)')).toBe(0);
  });

  it('leaves nothing behind in the page', () => {
    document.body.innerHTML = '<main id="page"></main>';
    glpiLook(document);
    expect(document.body.innerHTML).toBe('<main id="page"></main>');
  });
});
