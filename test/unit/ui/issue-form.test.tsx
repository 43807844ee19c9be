import * as v from 'valibot';
import { describe, expect, it, vi } from 'vitest';
import { type GuardRails, noGuardRails } from '../../../src/invite/guard-rails.ts';
import type { Outcome } from '../../../src/messages/ask.ts';
import { type IssueDraft, type Issued, issueDraft } from '../../../src/messages/requests.ts';
import type { Choices } from '../../../src/messages/views.ts';
import { IssueForm } from '../../../src/ui/issue-form.tsx';
import { no, ok } from './fake-extension.ts';
import { choices, issued } from './samples.ts';
import { button, enter, errorAt, field, key, press, read, settled, show } from './screen.ts';

interface Shown {
  readonly drafts: IssueDraft[];
  readonly onIssued: ReturnType<typeof vi.fn>;
}

async function showForm(given: Choices = choices(), answer: Outcome<Issued> = ok(issued())): Promise<Shown> {
  const drafts: IssueDraft[] = [];
  const onIssued = vi.fn();
  await show(
    <IssueForm
      choices={given}
      issue={async (draft) => {
        // What leaves the form is what the background takes.
        drafts.push(v.parse(issueDraft, draft));
        return answer;
      }}
      onIssued={onIssued}
    />,
  );
  return { drafts, onIssued };
}

const generate = () => press(button('Generate invite'));

describe('the form', () => {
  it('gives a good invite in one press, which the focus is on already', async () => {
    const before = Date.now();
    const { drafts, onIssued } = await showForm();
    expect(document.activeElement).toBe(button('Generate invite'));
    await generate();
    expect(drafts[0]).toMatchObject({
      label: 'Self-Service, Lyon',
      profileId: 1,
      entityId: 1,
      groupIds: [4],
      maxUses: 1,
      address: { kind: 'anyone' },
      approval: 'automatic',
      from: 'Ada Admin',
      invitee: null,
      privilegedConfirmed: false,
    });
    const lifetime = (drafts[0]?.until ?? 0) - before;
    expect(lifetime).toBeGreaterThanOrEqual(7 * 86_400_000);
    expect(lifetime).toBeLessThan(7 * 86_400_000 + 60_000);
    expect(onIssued).toHaveBeenCalledOnce();
  });

  it('keeps a profile with the central interface to one use, approved by hand, after a second look', async () => {
    const { drafts } = await showForm(choices({ maxUses: null }));
    await enter('profile', '6');
    expect(read()).toContain('works on other people’s data');
    await generate();
    expect(drafts).toEqual([]);
    expect(errorAt('privilegedConfirmed')).toContain('confirmation');
    await enter('privilegedConfirmed', true);
    await generate();
    expect(drafts[0]).toMatchObject({
      profileId: 6,
      maxUses: 1,
      approval: 'byHand',
      privilegedConfirmed: true,
    });
  });

  it('takes the yes back when another profile is chosen', async () => {
    const { drafts } = await showForm();
    await enter('profile', '6');
    await enter('privilegedConfirmed', true);
    await enter('profile', '1');
    await generate();
    expect(drafts[0]).toMatchObject({ maxUses: 1, approval: 'automatic', privilegedConfirmed: false });
  });

  it('says at each field what is wrong with it, and goes to the first', async () => {
    const { drafts } = await showForm();
    await enter('until', 'custom');
    await enter('untilMoment', '2020-01-01T10:00');
    await enter('uses', 'number');
    await enter('maxUses', '0');
    await enter('who', 'address');
    await enter('address', 'jane@nowhere');
    await generate();
    expect(drafts).toEqual([]);
    expect(errorAt('untilMoment')).toContain('already past');
    expect(errorAt('maxUses')).toContain('whole number');
    expect(errorAt('address')).toContain('“jane@nowhere” is not an e-mail address');
    expect(document.activeElement).toBe(field('untilMoment'));
    await enter('maxUses', '12');
    expect(errorAt('maxUses')).toBeNull();
  });

  it('binds to a person and prefills what is known of them', async () => {
    const { drafts } = await showForm();
    await enter('who', 'address');
    await generate();
    expect(errorAt('address')).toContain('Enter the e-mail address');
    await enter('address', ' jane@example.com ');
    await enter('firstName', 'Jane');
    await generate();
    expect(drafts[0]).toMatchObject({
      address: { kind: 'address', address: 'jane@example.com' },
      invitee: { firstName: 'Jane', lastName: '', email: 'jane@example.com' },
    });
  });

  it('takes domains as people type them', async () => {
    const { drafts } = await showForm();
    await enter('who', 'domains');
    await enter('domains', 'example.com, nonsense');
    await generate();
    expect(errorAt('domains')).toContain('“nonsense”');
    await enter('domains', '@example.com;bücher.example\n');
    await generate();
    expect(drafts[0]?.address).toEqual({ kind: 'domains', domains: ['@example.com', 'bücher.example'] });
  });

  it('puts what the background found where it belongs', async () => {
    await showForm(choices(), no('profileNotGrantable', { profile: 'Self-Service' }));
    await generate();
    expect(errorAt('profile')).toContain('You may not grant the profile “Self-Service”');
  });

  it('shows every other problem with its next step, and lets try again', async () => {
    const { onIssued } = await showForm(choices(), no('refusedByGlpi', { message: 'No <b>way</b>' }));
    await generate();
    expect(document.querySelector('[role=alert]')?.textContent).toContain('No <b>way</b>');
    expect(onIssued).not.toHaveBeenCalled();
    expect(button('Generate invite').getAttribute('aria-disabled')).toBe('false');
  });

  it('says what it is busy with, and takes no second press meanwhile', async () => {
    let presses = 0;
    await show(
      <IssueForm
        choices={choices()}
        issue={() => {
          presses++;
          return new Promise(() => {});
        }}
        onIssued={() => {}}
      />,
    );
    await generate();
    expect(read()).toContain('Building the form in GLPI…');
    await press(button('Building the form in GLPI…'));
    expect(presses).toBe(1);
  });

  it('says so when the admin may grant nothing', async () => {
    await showForm({ ...choices(), profiles: [] });
    expect(read()).toContain('may not grant any profile');
  });
});

describe('the searchable list', () => {
  it('finds by keyboard, whatever the accents', async () => {
    const { drafts } = await showForm();
    await enter('entity', 'orleans');
    expect(document.querySelectorAll('[role=option]')).toHaveLength(1);
    await key(field('entity'), 'Enter');
    expect(field('entity').value).toBe('Orléans');
    await generate();
    expect(drafts[0]?.entityId).toBe(2);
  });

  it('closes at Escape without closing what it stands in, and keeps what was chosen', async () => {
    await showForm();
    await enter('entity', 'root');
    const first = await key(field('entity'), 'Escape');
    expect(first.defaultPrevented).toBe(true);
    expect(field('entity').getAttribute('aria-expanded')).toBe('false');
    expect(field('entity').value).toBe('Lyon');
    const second = await key(field('entity'), 'Escape');
    expect(second.defaultPrevented).toBe(false);
  });

  it('stays quick and finite with thousands of entities', async () => {
    const many = Array.from({ length: 5_000 }, (_, at) => ({ id: at, name: `Root entity > Site ${at}` }));
    await showForm({ ...choices(), entities: many });
    await press(field('entity'));
    expect(document.querySelectorAll('[role=option]')).toHaveLength(100);
    expect(read()).toContain('4,900 more');
    await enter('entity', 'site 4321');
    expect(document.querySelectorAll('[role=option]')).toHaveLength(1);
  });

  it('collects groups and lets them go', async () => {
    const { drafts } = await showForm();
    await enter('groups', 'night');
    await key(field('groups'), 'Enter');
    await press(button('Remove Staff'));
    await settled();
    await generate();
    expect(drafts[0]?.groupIds).toEqual([5]);
  });
});

describe('what the organisation has set', () => {
  const railed = (rails: Partial<GuardRails>, start: Partial<Choices['start']> = {}): Choices => ({
    ...choices(start),
    rails: { ...noGuardRails, ...rails },
  });
  const optionsOf = (name: string) =>
    [...field(name).querySelectorAll('option')].map((option) => option.textContent);

  it('is all that can be chosen, and is said to be set', async () => {
    await showForm(
      railed({
        longestLife: 14 * 86_400_000,
        mostUses: 5,
        domains: ['example.org'],
        profiles: ['Self-Service'],
        approvalAlways: true,
      }),
    );
    expect(optionsOf('uses')).toEqual(['Once', 'Several times…']);
    expect(optionsOf('until')).toEqual(['1 day', '7 days', '14 days', 'Until a date…']);
    expect(optionsOf('who')).toHaveLength(2);
    expect(optionsOf('approval')).toEqual(['After I approve it']);
    expect(read()).toContain('At most 5 people. Set by your organisation.');
    expect(read()).toContain('At most 14 days. Set by your organisation.');
    expect(read()).toContain('Addresses of example.org only.');
  });

  it('is what the first press keeps to', async () => {
    const { drafts } = await showForm(railed({ domains: ['example.org'], mostUses: 1 }));
    expect(field<HTMLSelectElement>('uses').disabled).toBe(true);
    await generate();
    expect(drafts[0]).toMatchObject({ maxUses: 1, address: { kind: 'domains', domains: ['example.org'] } });
  });

  it('is said at the field that asks for more', async () => {
    const { drafts } = await showForm(railed({ mostUses: 5, domains: ['example.org'] }));
    await enter('uses', 'number');
    await enter('maxUses', '6');
    await enter('domains', 'elsewhere.example');
    await generate();
    expect(drafts).toEqual([]);
    expect(errorAt('maxUses')).toContain('5 times at most');
    expect(errorAt('domains')).toContain('“elsewhere.example”');
    await enter('who', 'address');
    await enter('address', 'eve@elsewhere.example');
    await generate();
    expect(errorAt('address')).toContain('Allowed: example.org');
  });
});
