import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../../src/messages/ask.ts';
import { type PersonalDraft, type PersonallyIssued, personalDraft } from '../../../src/messages/requests.ts';
import type { Choices, TakenAccount } from '../../../src/messages/views.ts';
import { InviteForm } from '../../../src/ui/invite-form.tsx';
import { IssuedView, type Result } from '../../../src/ui/issued-view.tsx';
import { no, ok } from './fake-extension.ts';
import { choices, personal, share } from './samples.ts';
import { button, enter, errorAt, field, hasButton, press, read, show } from './screen.ts';

const day = 86_400_000;
const made: Outcome<PersonallyIssued> = ok({
  kind: 'issued',
  invite: personal(),
  share,
  firstPassword: null,
});

interface Shown {
  readonly drafts: PersonalDraft[];
  readonly results: Result[];
}

async function showForm(
  given: Choices = choices(),
  answer: (draft: PersonalDraft) => Outcome<PersonallyIssued> = () => made,
): Promise<Shown> {
  const drafts: PersonalDraft[] = [];
  const results: Result[] = [];
  await show(
    <InviteForm
      choices={given}
      issue={async () => no('unexpected')}
      issuePersonal={async (draft) => {
        // What leaves the form is what the background takes.
        drafts.push(v.parse(personalDraft, draft));
        return answer(draft);
      }}
      onIssued={(result) => results.push(result)}
      notices={[{ code: 'mailOff' }]}
    />,
  );
  const kind = document.querySelector<HTMLInputElement>('[data-test=kind-personal]');
  if (kind) await press(kind);
  return { drafts, results };
}

async function fillIn(): Promise<void> {
  await enter('firstName', ' Jane ');
  await enter('lastName', 'Doe');
  await enter('address', 'jane.doe@example.org ');
}

const generate = () => press(button('Generate personal link'));

describe('the kinds of invites', () => {
  it('are two where both can be had, and remarks about registrations belong to registrations', async () => {
    await show(
      <InviteForm
        choices={choices()}
        issue={async () => no('unexpected')}
        issuePersonal={async () => made}
        onIssued={() => {}}
        notices={[{ code: 'mailOff' }]}
      />,
    );
    expect(hasButton('Generate invite')).toBe(true);
    expect(read()).toContain('This GLPI sends no mail.');
    const kind = document.querySelector<HTMLInputElement>('[data-test=kind-personal]');
    if (kind) await press(kind);
    expect(hasButton('Generate personal link')).toBe(true);
    expect(read()).not.toContain('This GLPI sends no mail.');
  });

  it('are one at GLPI 10, and the focus is where typing begins', async () => {
    await showForm({ ...choices(), kinds: ['personal'] });
    expect(document.querySelector('[data-test=kind-form]')).toBeNull();
    expect(document.activeElement).toBe(field('firstName'));
  });
});

describe('a link for one person', () => {
  it('takes a name and an address, and the grant as it stands', async () => {
    const { drafts, results } = await showForm();
    await fillIn();
    await generate();
    expect(drafts).toMatchObject([
      {
        person: { firstName: 'Jane', lastName: 'Doe', email: 'jane.doe@example.org' },
        profileId: 1,
        entityId: 1,
        groupIds: [4],
        ifUnused: 'disable',
        existing: null,
        privilegedConfirmed: false,
      },
    ]);
    expect(results).toHaveLength(1);
  });

  it('says at each field what is missing', async () => {
    const { drafts } = await showForm();
    await generate();
    expect(drafts).toEqual([]);
    expect(errorAt('firstName')).toContain('name of the person is missing');
    expect(errorAt('address')).toContain('Enter the e-mail address');
  });

  it('asks for a second look where the profile works on other people’s data', async () => {
    const { drafts } = await showForm();
    await fillIn();
    await enter('profile', '6');
    await generate();
    expect(drafts).toEqual([]);
    await enter('privilegedConfirmed', true);
    await generate();
    expect(drafts[0]).toMatchObject({ profileId: 6, privilegedConfirmed: true });
  });

  it('says plainly when a life needs the browser, and only then', async () => {
    const ten = { ...choices(), personal: { ...choices().personal, keptByGlpi: 46.5 * 3_600_000 } };
    await showForm(ten);
    expect(read()).toContain('GLPI 10 keeps such a link for 46 hours at most.');
    await enter('until', String(day));
    expect(read()).not.toContain('GLPI 10 keeps such a link');
  });

  it('says why there can be no link, opens the page on a second yes, and makes an account otherwise', async () => {
    const closed = {
      way: 'firstPassword' as const,
      noLinkBecause: { code: 'passwordPageMailOff' as const, mend: 'openPasswordPage' as const },
      keptByGlpi: null,
    };
    const mended: string[] = [];
    await show(
      <InviteForm
        choices={{ ...choices(), kinds: ['personal'], personal: closed }}
        issue={async () => no('unexpected')}
        issuePersonal={async () => made}
        onIssued={() => {}}
        notices={[]}
        onMend={async (mend) => {
          mended.push(mend);
          return no('mendRefused');
        }}
      />,
    );
    expect(read()).toContain('keeps its set-password page closed while mail is switched off');
    expect(hasButton('Make account and first password')).toBe(true);
    await press(button('Open the set-password page'));
    expect(read()).toContain('GLPI sends no mail to anybody');
    expect(mended).toEqual([]);
    await press(button('Make this change'));
    expect(mended).toEqual(['openPasswordPage']);
    expect(document.querySelector('[data-problem=mendRefused]')).not.toBeNull();
  });
});

describe('somebody who has an account', () => {
  const account: TakenAccount = {
    userId: 7,
    login: 'jane.doe',
    name: 'Jane <b>Doe</b>',
    deleted: false,
    isPrivileged: false,
    profile: 'Self-Service',
    userUrl: 'https://glpi.example.org/glpi/front/user.form.php?id=7',
    obstacle: null,
  };
  const taken = (change: Partial<TakenAccount> = {}) =>
    showForm(choices(), (draft) =>
      draft.existing === null ? ok({ kind: 'taken', accounts: [{ ...account, ...change }] }) : made,
    );

  it('is named, nothing is chosen for the admin, and going back keeps what was typed', async () => {
    const { drafts } = await taken();
    await fillIn();
    await generate();
    expect(read()).toContain('There is an account already');
    expect(read()).toContain('Jane <b>Doe</b>');
    expect(drafts).toHaveLength(1);
    await press(button('Back, change nothing'));
    expect(field('firstName').value).toBe(' Jane ');
    expect(drafts).toHaveLength(1);
  });

  it('gets a new link by choice', async () => {
    const { drafts, results } = await taken();
    await fillIn();
    await generate();
    await press(button('Send jane.doe a new link'));
    expect(drafts[1]?.existing).toEqual({ userId: 7, choice: 'newLink' });
    expect(results).toHaveLength(1);
  });

  it('is restored from the trash by choice', async () => {
    const { drafts } = await taken({ deleted: true });
    await fillIn();
    await generate();
    await press(button('Restore jane.doe and send a link'));
    expect(drafts[1]?.existing).toEqual({ userId: 7, choice: 'restore' });
  });

  it('who works on other people’s data asks for a second look', async () => {
    const { drafts } = await taken({ isPrivileged: true, profile: 'Technician' });
    await fillIn();
    await generate();
    await press(button('Send jane.doe a new link'));
    expect(drafts).toHaveLength(1);
    expect(read()).toContain('Whoever opens the link can set a new password');
    await press(button('Make the link all the same'));
    expect(drafts[1]).toMatchObject({ existing: { userId: 7 }, privilegedConfirmed: true });
  });

  it('who cannot get one offers nothing to press, and says why', async () => {
    await taken({ obstacle: { code: 'accountElsewhere', detail: { login: 'jane.doe' } } });
    await fillIn();
    await generate();
    expect(hasButton(/new link/)).toBe(false);
    expect(read()).toContain('not kept in GLPI but in a directory');
  });
});

describe('what came of it', () => {
  it('is a link for this person alone', async () => {
    await show(<IssuedView issued={{ invite: personal(), share }} onNew={() => {}} />);
    expect(read()).toContain('The account and its link are ready');
    expect(read()).toContain('Whoever opens this link first sets the password');
    expect(document.querySelector('[data-test=login]')?.textContent).toBe('jane.doe');
  });

  it('or a first password, this once', async () => {
    const firstPassword = { login: 'jane.doe', password: 'aB3-xyz', subject: 'S', body: 'B' };
    await show(<IssuedView issued={{ invite: personal(), share: null, firstPassword }} onNew={() => {}} />);
    expect(read()).toContain('The account is ready');
    expect(document.querySelector('[data-test=first-password]')?.textContent).toBe('aB3-xyz');
    expect(document.querySelector('[data-test=link]')).toBeNull();
  });
});
