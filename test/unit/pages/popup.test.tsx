import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { SiteView } from '../../../src/messages/views.ts';
import { Popup } from '../../../src/pages/popup/popup.tsx';
import { extension, no, ok } from '../ui/fake-extension.ts';
import { choices, invite, issued, registration, share, site } from '../ui/samples.ts';
import { button, enter, field, hasButton, press, read, settled, show } from '../ui/screen.ts';

/** A background that knows these sites; the tab shows the first one unless told otherwise. */
function background(sites: readonly SiteView[], inTab: SiteView | null = sites[0] ?? null): void {
  extension().answers = {
    'site.list': () => ok([...sites]),
    'site.inTab': () => (inTab === null ? no('notGlpi', { address: 'https://example.org' }) : ok(inTab)),
    'site.choices': () => ok(choices()),
    'invite.list': () => ok([]),
    'registration.list': () => ok([]),
    'site.intend': () => ok(null),
  };
}

async function openTab(name: RegExp): Promise<void> {
  await press(button(name));
}

beforeEach(() => sessionStorage.clear());

describe('the popup over a GLPI it does not know', () => {
  const unknown = site({ state: 'new', adminName: null, version: null, canIssue: false });

  it('asks for that host alone, without its port, in the click itself', async () => {
    const strange = {
      ...unknown,
      id: 'https://glpi.example.org:8443/glpi',
      name: 'glpi.example.org:8443/glpi',
    };
    background([], strange);
    extension().answers['site.connect'] = () => ok(site());
    await show(<Popup />);
    expect(document.activeElement).toBe(button('Connect'));
    button('Connect').click();
    // Synchronously: a browser forgets the click at the first await.
    expect(extension().request).toHaveBeenCalledWith({ origins: ['https://glpi.example.org/*'] });
    expect(extension().names).toContain('site.intend');
    expect(extension().names).not.toContain('site.connect');
    await settled();
    expect(extension().names.at(-1)).toBe('site.list');
    expect(extension().names).toContain('site.connect');
  });

  it('says so when the browser was not allowed, and asks again', async () => {
    background([], unknown);
    extension().request.mockResolvedValue(false);
    await show(<Popup />);
    await press(button('Connect'));
    expect(read()).toContain('was not allowed to reach glpi.example.org/glpi');
    expect(extension().names).not.toContain('site.connect');
    expect(hasButton('Allow access')).toBe(true);
  });

  it('goes to the full page in Firefox, which hides its question under a popup', async () => {
    background([], unknown);
    extension().baseUrl = 'moz-extension://1234/';
    const close = vi.spyOn(window, 'close').mockImplementation(() => {});
    await show(<Popup />);
    await press(button('Connect'));
    expect(extension().request).not.toHaveBeenCalled();
    expect(extension().createTab).toHaveBeenCalledWith({
      url: 'moz-extension://1234/src/pages/welcome/index.html?site=https%3A%2F%2Fglpi.example.org%2Fglpi',
    });
    expect(close).toHaveBeenCalled();
  });
});

describe('the popup over something else', () => {
  it('offers to connect by address when it knows no GLPI', async () => {
    background([]);
    extension().answers['site.byAddress'] = ({ address }) =>
      address.includes('.') ? ok(site({ state: 'new' })) : no('notGlpi', { address });
    await show(<Popup />);
    expect(read()).toContain('This tab is not a GLPI');
    await enter('siteAddress', 'glpi');
    await press(button('Continue'));
    expect(read()).toContain('No GLPI was found at glpi.');
    await enter('siteAddress', 'glpi.example.org/glpi');
    await press(button('Continue'));
    expect(read()).toContain('Connect to glpi.example.org/glpi');
  });

  it('shows the known sites, the one that needs the admin first, and another address', async () => {
    const other = site({ id: 'https://help.example.net', name: 'help.example.net', needsYou: 2 });
    background([site(), other], null);
    await show(<Popup />);
    expect(field<HTMLSelectElement>('site').value).toBe('https://help.example.net');
    expect(read()).toContain('help.example.net (2)');
    await enter('site', 'other');
    expect(field('siteAddress')).toBeTruthy();
  });
});

describe('a site that is not ready', () => {
  it('says what will change before changing it, changes it, and goes on', async () => {
    const blocked = site({ state: 'blocked', problem: { code: 'apiOff', mend: 'turnApiOn' } });
    background([blocked]);
    extension().answers['site.mend'] = () => {
      background([site()]);
      return ok(site());
    };
    await show(<Popup />);
    expect(read()).toContain('The API of this GLPI is switched off.');
    await press(button('Switch the API on'));
    expect(extension().names).not.toContain('site.mend');
    expect(read()).toContain('Sets “Enable Rest API”');
    await press(button('Make this change'));
    expect(extension().asked).toContainEqual({
      name: 'site.mend',
      request: { site: blocked.id, mend: 'turnApiOn' },
    });
    expect(hasButton('Generate invite')).toBe(true);
  });

  it('says why mending did not work, and offers the tab that it needs', async () => {
    background([site({ state: 'blocked', problem: { code: 'noApiToken', mend: 'makeApiToken' } })]);
    extension().answers['site.mend'] = () => no('glpiTabNeeded');
    extension().answers['site.openTab'] = () => ok(null);
    await show(<Popup />);
    await press(button('Make an API token'));
    await press(button('Make this change'));
    expect(read()).toContain('An open GLPI tab is needed');
    await press(button('Open GLPI'));
    expect(extension().names.at(-1)).toBe('site.openTab');
  });

  it('names the address in what letting it in will change', async () => {
    const detail = { address: '203.0.113.7' };
    background([
      site({ state: 'blocked', problem: { code: 'addressNotAllowed', detail, mend: 'letAddressIn' } }),
    ]);
    await show(<Popup />);
    await press(button('Let this address in'));
    expect(read()).toContain(
      '“Invite for GLPI (203.0.113.7)” in Setup > General > API that lets in exactly 203.0.113.7',
    );
  });

  it('checks again on request', async () => {
    background([
      site({ state: 'blocked', problem: { code: 'unreachable', detail: { host: 'glpi.example.org' } } }),
    ]);
    extension().answers['site.connect'] = () => no('timedOut', { host: 'glpi.example.org' });
    await show(<Popup />);
    await press(button('Check again'));
    expect(read()).toContain('glpi.example.org took too long to answer.');
  });

  it('still shows its invites when only a GLPI tab is missing', async () => {
    background([site({ state: 'tabNeeded', problem: { code: 'glpiTabNeeded' }, openInvites: 1 })]);
    extension().answers['invite.list'] = () => ok([invite()]);
    await show(<Popup />);
    expect(hasButton('Open GLPI')).toBe(true);
    await openTab(/^Open\s*1$/);
    expect(read()).toContain('New colleagues');
  });

  it('tells a GLPI 10 admin honestly, without a form', async () => {
    background([
      site({ canIssue: false, notices: [{ code: 'formsNotAvailable', detail: { version: '10.0.14' } }] }),
    ]);
    await show(<Popup />);
    expect(read()).toContain('GLPI 10.0.14 has no registration forms');
    expect(hasButton('Generate invite')).toBe(false);
  });
});

describe('issuing', () => {
  it('leads from one press to the link, and back to a new one', async () => {
    background([site()]);
    extension().answers['invite.issue'] = () => ok(issued());
    await show(<Popup />);
    await press(button('Generate invite'));
    expect(document.querySelector<HTMLInputElement>('[data-test=link]')?.value).toBe(share.link);
    expect(document.querySelector('[data-test=message-body]')?.textContent).toBe(share.body);
    await press(button('New invite'));
    expect(hasButton('Generate invite')).toBe(true);
  });
});

describe('the open invites', () => {
  it('say how far each is used and until when', async () => {
    background([site({ openInvites: 1 })]);
    extension().answers['invite.list'] = () => ok([invite()]);
    await show(<Popup />);
    await openTab(/^Open/);
    expect(read()).toContain('7 of 20 used');
    expect(read()).toMatch(/Until .*\(in 7 days\)/);
  });

  it('say who watches, and how to find out where that is not known', async () => {
    background([site({ openInvites: 1 })]);
    extension().answers['invite.list'] = () => ok([invite()]);
    extension().answers['team.watching'] = () => ok({ here: true, others: null });
    await show(<Popup />);
    await openTab(/^Open/);
    expect(read()).toContain('Open GLPI in a tab to see who else watches.');
    extension().answers['team.watching'] = () => ok({ here: true, others: [] });
    await openTab(/^Invite/);
    await openTab(/^Open/);
    expect(read()).toContain('Only this browser watches');
  });

  it('a batch stands for its links: how many can still be used, and the way to them', async () => {
    background([site({ openInvites: 1 })]);
    const whole = { id: 'BATCH00001', whole: true, out: 293 };
    extension().answers['invite.list'] = () =>
      ok([invite({ id: 'BATCH00001', canShare: false, batch: whole })]);
    await show(<Popup />);
    await openTab(/^Open/);
    expect(read()).toContain('293 links can still be used');
    await press(button('All links of New colleagues'));
    expect(extension().createTab).toHaveBeenCalledWith({
      url: expect.stringContaining('/dashboard/index.html#/invites?batch=BATCH00001'),
    });
  });

  it('are revoked after saying what that does', async () => {
    background([site()]);
    extension().answers['invite.list'] = () => ok([invite()]);
    extension().answers['invite.revoke'] = () => {
      extension().answers['invite.list'] = () => ok([]);
      return ok(invite({ state: 'closing' }));
    };
    await show(<Popup />);
    await openTab(/^Open/);
    await press(button('Revoke “New colleagues”'));
    expect(extension().names).not.toContain('invite.revoke');
    expect(read()).toContain('Nobody can register with this link any more.');
    await press(button('Revoke invite'));
    expect(read()).toContain('No open invites');
  });

  it('say so when the link is no longer kept', async () => {
    background([site()]);
    extension().answers['invite.list'] = () => ok([invite()]);
    extension().answers['invite.share'] = () => no('keyGone');
    await show(<Popup />);
    await openTab(/^Open/);
    await press(button('Copy link: New colleagues'));
    expect(read()).toContain('The link of this invite is no longer kept.');
  });

  it('are asked for again when the background says that something changed', async () => {
    background([site()]);
    await show(<Popup />);
    await openTab(/^Open/);
    expect(read()).toContain('No open invites');
    extension().answers['invite.list'] = () => ok([invite()]);
    extension().tellChanged();
    await settled();
    expect(read()).toContain('New colleagues');
  });
});

describe('what waits', () => {
  async function showWaiting(...waiting: Parameters<typeof registration>[0][]): Promise<void> {
    background([site({ needsYou: waiting.length })]);
    extension().answers['registration.list'] = () => ok(waiting.map((changes) => registration(changes)));
    await show(<Popup />);
    await openTab(/^Waiting/);
  }

  it('shows what the stranger typed as text, with the warnings', async () => {
    const detail = { address: 'zoe@example.com', login: 'zobrien' };
    await showWaiting({ warnings: [{ code: 'addressTaken', detail }] });
    expect(document.querySelector('h2')?.textContent).toBe('Zoë <b>O’Brien</b>');
    expect(document.querySelector('h2 b')).toBeNull();
    expect(document.querySelector('h2 bdi')).not.toBeNull();
    expect(read()).toContain('zoe@example.com already belongs to the account “zobrien”.');
  });

  it('shows what was answered to the admin’s own questions', async () => {
    await showWaiting({ ownAnswers: [{ question: 'Your team?', answer: 'Blue\nGreen' }] });
    expect(document.querySelector('[data-test=own-answer]')?.textContent).toBe('Your team?Blue\nGreen');
  });

  it('shows all four answers as they were typed where there is something to look at', async () => {
    await showWaiting({
      warnings: [{ code: 'hiddenCharacters' }],
      answers: { firstName: 'Ev\u200Be', lastName: 'n\u202Ei ', email: 'eve@example.com', phone: '' },
    });
    const rows = [...document.querySelectorAll('.answers > div')].map((row) => row.textContent);
    expect(rows).toEqual([
      'First nameEvU+200Be',
      'Last namenU+202Ei ',
      'E-maileve@example.com',
      'Phoneleft empty',
    ]);
    // The names of buttons must not be turned around either.
    expect(hasButton('Approve Ev[U+200B]e n[U+202E]i')).toBe(true);
    expect(document.body.innerHTML).not.toMatch(/[\u200B\u202E]/);
  });

  it('is approved in one press', async () => {
    await showWaiting({});
    extension().answers['registration.approve'] = () => ok(registration({ state: 'admitting' }));
    await press(button('Approve Zoë <b>O’Brien</b>'));
    expect(extension().asked).toContainEqual({
      name: 'registration.approve',
      request: { registration: registration().id },
    });
  });

  it('is refused with a reason', async () => {
    await showWaiting({});
    extension().answers['registration.refuse'] = () => ok(registration({ state: 'refused' }));
    await press(button(/^Refuse Zoë/));
    await enter('reason', ' Not one of ours ');
    await press(button('Refuse registration'));
    expect(extension().asked).toContainEqual({
      name: 'registration.refuse',
      request: { registration: registration().id, reason: 'Not one of ours' },
    });
  });

  it('says what went wrong and tries again', async () => {
    await showWaiting({ state: 'failed', reason: { code: 'noFreeLogin', detail: { login: 'zoe.obrien' } } });
    extension().answers['registration.retry'] = () => no('timedOut', { host: 'glpi.example.org' });
    expect(read()).toContain('No free login was found near “zoe.obrien”.');
    await press(button('Try again'));
    expect(read()).toContain('took too long');
  });

  it('shows a first password once, and keeps it on the screen when its registration leaves the list', async () => {
    const handOver = { way: 'firstPassword', givenAt: null } as const;
    await showWaiting({ state: 'admitted', login: 'zoe.obrien', handOver });
    expect(read()).not.toContain('s3cret');
    extension().answers['registration.firstPassword'] = () => {
      extension().answers['registration.list'] = () => ok([]);
      return ok({ login: 'zoe.obrien', password: 's3cret-Pass', subject: 'Your account', body: 'Hello Zoë' });
    };
    await press(button(/^Show first password/));
    expect(document.querySelector('[data-test=first-password]')?.textContent).toBe('s3cret-Pass');
    extension().tellChanged();
    await settled();
    expect(read()).toContain('s3cret-Pass');
    await press(button('Done'));
    expect(document.body.innerHTML).not.toContain('s3cret');
    expect(read()).toContain('Nothing waits for you');
  });
});
