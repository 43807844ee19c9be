import { act } from 'preact/test-utils';
import { describe, expect, it } from 'vitest';
import type { InviteTemplate } from '../../../src/invite/template.ts';
import type { IssueDraft, PersonalDraft } from '../../../src/messages/requests.ts';
import { InviteForm } from '../../../src/ui/invite-form.tsx';
import { ok } from './fake-extension.ts';
import { choices, issued, site } from './samples.ts';
import { button, enter, field, press, settled, show } from './screen.ts';

const day = 86_400_000;

function template(name: string, changes: Partial<InviteTemplate['values']> = {}, isDefault = false) {
  return {
    kind: 'invite' as const,
    id: `TEMP00${name.slice(0, 4).toUpperCase()}`,
    site: site().id,
    name,
    isDefault,
    values: {
      gate: 'form' as const,
      ifUnused: 'disable' as const,
      profileId: 1,
      entityId: 2,
      recursive: false,
      groupIds: [],
      login: 'flast' as const,
      lifetime: 45 * day,
      maxUses: 25,
      domains: ['example.org'],
      approval: 'byHand' as const,
      wording: { language: 'fr' as const, from: 'IT', contact: '', note: 'Welcome' },
      questions: [{ kind: 'shortText' as const, text: 'School', required: true, options: [] }],
      ...changes,
    },
  };
}

const staff = template('Staff', { maxUses: 1, questions: [] }, true);
const interns = template('Interns');
const guest = template('Guest', { gate: 'personal' });

async function open(templates: readonly InviteTemplate[], accepts?: (event: Event) => boolean) {
  const sent: (IssueDraft | PersonalDraft)[] = [];
  await show(
    <InviteForm
      choices={{ ...choices(), templates }}
      issue={async (draft) => {
        sent.push(draft);
        return ok(issued());
      }}
      issuePersonal={async (draft) => {
        sent.push(draft);
        return ok({ kind: 'taken', accounts: [] });
      }}
      onIssued={() => {}}
      notices={[]}
      {...(accepts === undefined ? {} : { accepts })}
    />,
  );
  return sent;
}

async function strike(key: string, more: KeyboardEventInit = {}, target = document.activeElement) {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more });
  await act(() => void target?.dispatchEvent(event));
  await settled();
}

const chosen = () =>
  document.querySelector<HTMLInputElement>('[data-test=templates] input:checked')?.parentElement?.title;

describe('the templates in the form of an invite', () => {
  it('are not there where there is none', async () => {
    await open([]);
    expect(document.querySelector('[data-test=templates]')).toBeNull();
  });

  it('begin with the default: opening and Enter issues from it', async () => {
    const sent = await open([staff, interns]);
    expect(chosen()).toBe('Staff');
    expect(document.activeElement).toBe(button('Generate invite'));
    await press(button('Generate invite'));
    expect(sent[0]).toMatchObject({
      template: 'Staff',
      entityId: 2,
      note: 'Welcome',
      address: { kind: 'domains', domains: ['example.org'] },
    });
  });

  it('are chosen by their numbers, and Enter issues', async () => {
    const sent = await open([staff, interns]);
    await strike('2');
    expect(chosen()).toBe('Interns');
    expect(document.activeElement).toBe(button('Generate invite'));
    await press(button('Generate invite'));
    expect(sent[0]).toMatchObject({ template: 'Interns', maxUses: 25, questions: interns.values.questions });
    // The very length that it keeps, also where it is none of the usual ones.
    expect(field<HTMLSelectElement>('until').value).toBe(String(45 * day));
  });

  it('0 is what was chosen last, without any of them', async () => {
    const sent = await open([staff]);
    await strike('0');
    await press(button('Generate invite'));
    expect(sent[0]).toMatchObject({ entityId: 1, from: 'Ada Admin' });
    expect(sent[0]).not.toHaveProperty('template');
  });

  it('by the place of the key, where digits are typed with Shift', async () => {
    await open([staff, interns]);
    await strike('é', { code: 'Digit2' });
    expect(chosen()).toBe('Interns');
  });

  it('not while something is typed or picked, nor with a modifier, nor when the page made the key up', async () => {
    await open([staff, interns]);
    await strike('2', {}, field('label'));
    await strike('2', {}, field<HTMLTextAreaElement>('note'));
    await strike('2', {}, field<HTMLSelectElement>('profile'));
    await strike('2', {}, document.querySelector('[role=combobox]'));
    await strike('2', { ctrlKey: true });
    await strike('7');
    expect(chosen()).toBe('Staff');
    await open([staff, interns], (event) => event.isTrusted);
    await strike('2');
    expect(chosen()).toBe('Staff');
  });

  it('lead to the kind of invite that they are for', async () => {
    await open([staff, guest]);
    await strike('2');
    expect(document.querySelector<HTMLInputElement>('[data-test=kind-personal]')?.checked).toBe(true);
    expect(document.activeElement).toBe(field('firstName'));
  });

  it('leave who it is for as it was typed', async () => {
    const sent = await open([staff, interns]);
    await enter('label', 'For Jane');
    await enter('who', 'address');
    await enter('address', 'jane@example.org');
    await enter('firstName', 'Jane');
    await strike('2', {}, button('Generate invite'));
    await press(button('Generate invite'));
    expect(sent[0]).toMatchObject({
      label: 'For Jane',
      template: 'Interns',
      address: { kind: 'address', address: 'jane@example.org' },
      invitee: { firstName: 'Jane' },
    });
  });

  it('keep the focus when they are gone through by the arrow keys', async () => {
    await open([staff, interns]);
    const radio = document.querySelectorAll<HTMLInputElement>('[data-test=templates] input')[1];
    radio?.focus();
    await act(() => radio?.click());
    await settled();
    expect(chosen()).toBe('Interns');
    expect(document.activeElement).toBe(radio);
  });

  it('say which key is theirs', async () => {
    await open([staff, interns]);
    const keys = [...document.querySelectorAll('[data-test=templates] input')].map((one) =>
      one.getAttribute('aria-keyshortcuts'),
    );
    expect(keys).toEqual(['1', '2', '0']);
  });
});
