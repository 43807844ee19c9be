/** People who were invited in person, in the popup. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { InviteView } from '../../../src/messages/views.ts';
import { Popup } from '../../../src/pages/popup/popup.tsx';
import { extension, ok } from '../ui/fake-extension.ts';
import { choices, invite, personal, share, site } from '../ui/samples.ts';
import { button, enter, hasButton, press, read, show } from '../ui/screen.ts';

beforeEach(() => sessionStorage.clear());

/** A background with these open invites, and these people who have not come in. */
async function popup(open: readonly InviteView[], notIn: readonly InviteView[], needsYou = 0): Promise<void> {
  const here = site({ openInvites: open.length, needsYou });
  extension().answers = {
    'site.list': () => ok([here]),
    'site.inTab': () => ok(here),
    'site.choices': () => ok(choices()),
    'invite.list': () => ok([...open]),
    'registration.list': () => ok([]),
    'personal.notComeIn': () => ok([...notIn]),
  };
  await show(<Popup />);
}

const openTab = () => press(button(/^Open/));

describe('the open invites', () => {
  it('list people beside forms, and say who has not come in', async () => {
    const jane = personal();
    await popup([invite(), jane], [jane]);
    await openTab();
    expect(document.querySelectorAll('[data-test=invite]')).toHaveLength(1);
    expect(document.querySelectorAll('[data-test=personal]')).toHaveLength(1);
    expect(read()).toContain('1 person has not come in yet.');
    expect(read()).toContain('Not come in yet');
  });

  it('give a reminder with the link', async () => {
    const jane = personal();
    await popup([jane], [jane]);
    extension().answers['personal.reminder'] = () => ok({ ...share, subject: 'Reminder' });
    await openTab();
    await press(button('Remind Jane Doe'));
    expect(document.querySelector('[data-test=message-subject]')?.textContent).toBe('Reminder');
    expect(document.querySelector<HTMLInputElement>('[data-test=link]')?.value).toBe(share.link);
  });

  it('say until when GLPI keeps a link that this browser has to renew', async () => {
    const jane = personal({}, { keptUntil: Date.now() + 86_400_000 });
    await popup([jane], [jane]);
    await openTab();
    expect(read()).toContain('before that, this browser renews it');
  });

  it('revoke a person’s link after saying what that does', async () => {
    const jane = personal();
    await popup([jane], [jane]);
    extension().answers['invite.revoke'] = () => ok(personal({ state: 'closed' }));
    await openTab();
    await press(button('Revoke “Jane Doe”'));
    expect(read()).toContain('The link stops working at once.');
    expect(extension().names).not.toContain('invite.revoke');
    await press(button('Revoke invite'));
    expect(extension().names).toContain('invite.revoke');
  });
});

describe('whoever never came in', () => {
  it('is listed after the link has ended, and gets another one', async () => {
    const ended = personal({ state: 'closed', closedBecause: 'expired', canShare: false }, { shut: true });
    await popup([], [ended]);
    extension().answers['personal.again'] = () =>
      ok({ kind: 'issued', invite: personal(), share, firstPassword: null });
    await openTab();
    expect(read()).toContain('Never came in');
    expect(read()).toContain('The account was disabled when the link ended.');
    expect(hasButton(/^Revoke/)).toBe(false);
    await press(button('Issue again: Jane Doe'));
    await enter('againFor', String(86_400_000));
    const before = Date.now();
    await press(button('Make a new link'));
    const asked = extension().asked.find(({ name }) => name === 'personal.again');
    const { until } = (asked ?? { request: { until: 0 } }).request as { until: number };
    expect(Math.abs(until - before - 86_400_000)).toBeLessThan(60_000);
    expect(document.querySelector<HTMLInputElement>('[data-test=link]')?.value).toBe(share.link);
  });
});

describe('an account without a link', () => {
  it('waits until its first password was passed on, and shows it once', async () => {
    const jane = personal(
      { canShare: false, waiting: 1 },
      { way: 'firstPassword', needsFirstPassword: true },
    );
    await popup([jane], [jane], 1);
    extension().answers['personal.firstPassword'] = () =>
      ok({ login: 'jane.doe', password: 'aB3-xyz', subject: 'S', body: 'B' });
    await press(button(/^Waiting/));
    await press(button(/first password.*Jane Doe|Jane Doe.*first password/i));
    expect(document.querySelector('[data-test=first-password]')?.textContent).toBe('aB3-xyz');
    await press(button('Done'));
    expect(document.querySelector('[data-test=first-password]')).toBeNull();
  });
});
