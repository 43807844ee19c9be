import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it, type Mock, vi } from 'vitest';
import { largestBackup } from '../../../src/invite/backup-rules.ts';
import type { ProblemCode } from '../../../src/invite/problem.ts';
import type { LeavingView, RecordsView, RestorePreview } from '../../../src/messages/views.ts';
import { Records } from '../../../src/pages/records/records.tsx';
import { extension, no, ok, textsOf } from '../ui/fake-extension.ts';
import { button, enter, errorAt, field, hasButton, press, read, settled, show } from '../ui/screen.ts';

const secret = 'correct horse battery';
const none = { added: 0, updated: 0, same: 0, kept: 0 };
const madeAt = Date.UTC(2026, 10, 3, 12);

function records(changes: Partial<RecordsView> = {}): RecordsView {
  return {
    schemaVersion: 2,
    sites: 1,
    invites: 12,
    registrations: 3456,
    journal: 7,
    damaged: [],
    ...changes,
  };
}

function leaving(changes: Partial<LeavingView> = {}): LeavingView {
  return {
    site: 'https://glpi.example',
    name: 'glpi.example',
    open: 0,
    labels: [],
    closing: 0,
    forms: 0,
    undecided: 0,
    trouble: null,
    ...changes,
  };
}

function preview(changes: Partial<RestorePreview> = {}): RestorePreview {
  return {
    madeAt,
    sites: { ...none, same: 1 },
    invites: { added: 3, updated: 2, same: 5, kept: 4 },
    registrations: { ...none, added: 8 },
    journal: { ...none, added: 20 },
    ...changes,
  };
}

let saved: { name: string; blob: Blob }[] = [];
let anchorClick: Mock;

beforeEach(() => {
  extension().answers = {
    'records.view': () => ok(records()),
    'leave.view': () => ok([leaving()]),
    'records.backup': () => ok({ name: 'invite-for-glpi-2026-11-03.backup.json', file: '{"sealed":1}' }),
    'records.preview': () => ok(preview()),
    'records.restore': () => ok(preview()),
  };
  saved = [];
  let blob = new Blob();
  vi.spyOn(URL, 'createObjectURL').mockImplementation((made) => {
    blob = made as Blob;
    return 'blob:invite/1';
  });
  vi.spyOn(URL, 'revokeObjectURL').mockImplementation(() => {});
  anchorClick = vi.fn(function (this: HTMLAnchorElement) {
    saved.push({ name: this.download, blob });
  });
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(anchorClick as () => void);
});
afterEach(() => vi.restoreAllMocks());

const sheet = (name: string) => document.querySelector<HTMLElement>(`[data-test=${name}]`);
const asked = (name: string) => extension().asked.filter((one) => one.name === name);

async function backUp(passphrase: string, again = passphrase): Promise<void> {
  await enter('backupPassphrase', passphrase);
  await enter('backupPassphraseAgain', again);
  await submit('backup');
}

/** As Enter in a field, or a press of the button, does. */
async function submit(part: 'backup' | 'restore'): Promise<void> {
  const form = sheet(part)?.querySelector('form');
  await act(() => void form?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true })));
  await settled();
}

async function choose(file: File): Promise<void> {
  const input = field('backupFile');
  Object.defineProperty(input, 'files', { configurable: true, value: [file] });
  await act(() => void input.dispatchEvent(new Event('change', { bubbles: true })));
}

const aFile = (text = '{"sealed":1}') => new File([text], 'a.backup.json');

async function open(passphrase = secret): Promise<void> {
  await choose(aFile());
  await enter('restorePassphrase', passphrase);
  await submit('restore');
}

const english = textsOf('en');
const textOf = (key: string) => english[key]?.message ?? 'no such text';

describe('the records', () => {
  it('are told in numbers', async () => {
    await show(<Records />);
    const numbers = [...document.querySelectorAll('.numbers > div')].map((one) => one.textContent);
    expect(numbers).toEqual(['GLPIs1', 'Invites12', 'Registrations3,456', 'Lines of history7']);
    expect(sheet('damaged')).toBeNull();
  });

  it('are counted anew when something changed', async () => {
    await show(<Records />);
    extension().answers['records.view'] = () => ok(records({ invites: 13 }));
    extension().tellChanged();
    await settled();
    expect(read()).toContain('Invites13');
  });

  it('say what stands in the way, and try again', async () => {
    extension().answers['records.view'] = () => no('ledgerNewer');
    await show(<Records />);
    expect(read()).toContain('The records were written by a newer version of the extension.');
    extension().answers['records.view'] = () => ok(records());
    await press(button('Try again'));
    expect(read()).toContain('Invites12');
  });

  it('tell of those set aside: which kind, when, what could not be read, and what to do', async () => {
    const damaged = [
      {
        store: 'invites',
        at: Date.UTC(2026, 0, 2, 12),
        faults: ['grant.profile.id', 'grant.entity', 'limits'],
      },
      { store: 'registrations', at: madeAt, faults: [''] },
      { store: 'registrations', at: madeAt, faults: ['progress', 'made\u202Eup'] },
    ];
    extension().answers['records.view'] = () => ok(records({ damaged }));
    await show(<Records />);
    const told = sheet('damaged')?.textContent ?? '';
    expect(told).toContain('3 records could not be read any more');
    expect(told).toContain('1 invite');
    expect(told).toContain('Restore a backup that has the invite.');
    expect(told).toMatch(/Jan 2, 2026.*: what it grants, its limits/);
    expect(told).toContain('2 registrations');
    expect(told).toContain('GLPI still has the ticket');
    expect(told).toMatch(/Nov 3, 2026.*: all of it/);
    expect(told).toContain('what was done for it, made[U+202E]up');
  });
});

describe('backing up', () => {
  it('says what the file holds, who can read it, and the rule, before anything is pressed', async () => {
    await show(<Records />);
    const says = sheet('backup')?.textContent ?? '';
    expect(says).toContain('the links of open invites, names and addresses of people who registered');
    expect(says).toContain('Not in it: your API token');
    expect(says).toContain('Without the passphrase nobody can read it');
    expect(says).toContain('At least 12 characters.');
    expect(field('backupPassphrase').type).toBe('password');
  });

  it('takes no passphrase that is too short, or typed in two ways', async () => {
    await show(<Records />);
    await backUp('short');
    expect(errorAt('backupPassphrase')).toContain(
      'The passphrase is shorter than 12 characters. Take a longer',
    );
    expect(document.activeElement).toBe(field('backupPassphrase'));
    await backUp(secret, 'correct horse batterz');
    expect(errorAt('backupPassphrase')).toBeNull();
    expect(errorAt('backupPassphraseAgain')).toContain('not the same');
    expect(document.activeElement).toBe(field('backupPassphraseAgain'));
    expect(asked('records.backup')).toEqual([]);
  });

  it('hands the file to the browser, once, and forgets the passphrase', async () => {
    await show(<Records />);
    await backUp(secret);
    expect(asked('records.backup')).toEqual([{ name: 'records.backup', request: { passphrase: secret } }]);
    expect(saved.map(({ name }) => name)).toEqual(['invite-for-glpi-2026-11-03.backup.json']);
    expect(await saved[0]?.blob.text()).toBe('{"sealed":1}');
    expect(field('backupPassphrase').value).toBe('');
    expect(field('backupPassphraseAgain').value).toBe('');
    expect(sheet('backup')?.querySelector('[role=status]')?.textContent).toContain('Backup made');
    // The background tells that the journal grew: that saves nothing a second time.
    extension().tellChanged();
    await settled();
    expect(saved).toHaveLength(1);
    await press(button('Save the file once more'));
    expect(saved).toHaveLength(2);
  });

  it('says that it is at it, and takes no second press meanwhile', async () => {
    let finish: () => void = () => {};
    extension().answers['records.backup'] = () =>
      new Promise((resolve) => {
        finish = () => resolve(ok({ name: 'a.json', file: '{}' }));
      });
    await show(<Records />);
    await backUp(secret);
    expect(hasButton('Encrypting…')).toBe(true);
    await submit('backup');
    expect(asked('records.backup')).toHaveLength(1);
    finish();
    await settled();
    expect(saved).toHaveLength(1);
  });

  it.each<ProblemCode>(['passphraseTooShort', 'ledgerFull', 'backupTooLarge', 'ledgerUnreadable'])(
    'says %s with its next step, and forgets the passphrase',
    async (code) => {
      extension().answers['records.backup'] = () => no(code, { length: '12', limit: '60' });
      await show(<Records />);
      await backUp(secret);
      const notice = sheet('backup')?.querySelector('[role=alert]');
      expect(notice?.querySelector('[data-problem]')?.getAttribute('data-problem')).toBe(code);
      expect(notice?.textContent).toContain(textOf(`problem_${code}_next`));
      expect(field('backupPassphrase').value).toBe('');
      expect(saved).toEqual([]);
    },
  );
});

describe('restoring', () => {
  it('asks for file and passphrase', async () => {
    await show(<Records />);
    await submit('restore');
    expect(errorAt('backupFile')).toContain('Choose a file');
    expect(document.activeElement).toBe(field('backupFile'));
    await choose(aFile());
    await submit('restore');
    expect(errorAt('restorePassphrase')).toContain('Enter the passphrase');
    expect(asked('records.preview')).toEqual([]);
  });

  it('refuses a file that no message can carry as soon as it is chosen, and reads nothing of it', async () => {
    const large = aFile();
    Object.defineProperty(large, 'size', { value: largestBackup + 1 });
    const readText = vi.spyOn(large, 'text');
    await show(<Records />);
    await choose(large);
    expect(errorAt('backupFile')).toContain('This backup is larger than 60 MB');
    await enter('restorePassphrase', secret);
    await submit('restore');
    expect(errorAt('backupFile')).toContain('check that it is the right one');
    expect(readText).not.toHaveBeenCalled();
    expect(asked('records.preview')).toEqual([]);
  });

  it('says so when the file cannot be read any more', async () => {
    const gone = aFile();
    vi.spyOn(gone, 'text').mockRejectedValue(new DOMException('', 'NotReadableError'));
    await show(<Records />);
    await choose(gone);
    await enter('restorePassphrase', secret);
    await submit('restore');
    expect(errorAt('backupFile')).toContain('cannot read this file any more');
  });

  it('shows what would change, writes nothing, and puts the focus there', async () => {
    await show(<Records />);
    await open();
    expect(asked('records.preview')).toEqual([
      { name: 'records.preview', request: { file: '{"sealed":1}', passphrase: secret } },
    ]);
    expect(document.activeElement?.textContent).toBe('What would change');
    expect(read()).toMatch(/Backup of Nov 3, 2026.* Nothing has been changed yet/);
    const rows = [...document.querySelectorAll('.changes tr')].map((row) =>
      [...row.children].map((cell) => cell.textContent),
    );
    expect(rows).toEqual([
      ['', 'Added', 'Further along', 'Same', 'Kept'],
      ['GLPIs', '0', '0', '1', '0'],
      ['Invites', '3', '2', '5', '4'],
      ['Registrations', '8', '0', '0', '0'],
      ['Lines of history', '20', '0', '0', '0'],
    ]);
    expect(asked('records.restore')).toEqual([]);
  });

  it('restores on one press, and tells what was done', async () => {
    await show(<Records />);
    await open();
    extension().answers['records.restore'] = () => ok(preview({ invites: { ...none, added: 99 } }));
    await press(button('Restore'));
    expect(asked('records.restore')).toEqual([
      { name: 'records.restore', request: { file: '{"sealed":1}', passphrase: secret } },
    ]);
    expect(document.activeElement?.textContent).toBe('Restored');
    expect(sheet('restore')?.textContent).toContain('99');
    expect(sheet('restore')?.textContent).toContain('holds no API token');
    expect(document.body.innerHTML).not.toContain(secret);
    await press(button('Another backup'));
    expect(field('restorePassphrase').value).toBe('');
  });

  it('leaves everything as it is when it is not gone through with', async () => {
    await show(<Records />);
    await open();
    await press(button('Another backup'));
    expect(document.activeElement?.textContent).toBe('Restore');
    expect(field('restorePassphrase').value).toBe('');
    expect(asked('records.restore')).toEqual([]);
  });

  it('offers nothing to press where nothing would change', async () => {
    const known = { ...none, same: 4, kept: 1 };
    extension().answers['records.preview'] = () =>
      ok(preview({ sites: known, invites: known, registrations: known, journal: known, madeAt: 0 }));
    await show(<Records />);
    await open();
    expect(read()).toContain('Nothing would change');
    expect(hasButton('Restore')).toBe(false);
    // A date that could not be read is none.
    expect(document.querySelector('[data-test=made-at]')).toBeNull();
  });

  it('says at the field that the passphrase does not fit, and forgets it', async () => {
    extension().answers['records.preview'] = () => no('passphraseWrong');
    await show(<Records />);
    await open('something else');
    expect(errorAt('restorePassphrase')).toBe(
      `${textOf('problem_passphraseWrong')} ${textOf('problem_passphraseWrong_next')}`,
    );
    expect(field('restorePassphrase').value).toBe('');
    expect(document.activeElement).toBe(field('restorePassphrase'));
    // The file is still chosen.
    extension().answers['records.preview'] = () => ok(preview());
    await enter('restorePassphrase', secret);
    await submit('restore');
    expect(read()).toContain('What would change');
  });

  it.each<ProblemCode>(['backupUnreadable', 'backupNewer', 'ledgerFull'])(
    'says %s with its next step',
    async (code) => {
      extension().answers['records.preview'] = () => no(code);
      await show(<Records />);
      await open();
      const notice = sheet('restore')?.querySelector('[role=alert]');
      expect(notice?.textContent).toBe(textOf(`problem_${code}`) + textOf(`problem_${code}_next`));
      expect(field('restorePassphrase').value).toBe('');
    },
  );

  it('can be pressed again when the disk was full', async () => {
    await show(<Records />);
    await open();
    extension().answers['records.restore'] = () => no('ledgerFull');
    await press(button('Restore'));
    expect(sheet('restore')?.querySelector('[role=alert]')?.textContent).toContain(
      textOf('problem_ledgerFull_next'),
    );
    extension().answers['records.restore'] = () => ok(preview());
    await press(button('Restore'));
    expect(document.activeElement?.textContent).toBe('Restored');
  });

  it('says that it is at it, and takes no second press meanwhile', async () => {
    await show(<Records />);
    await open();
    extension().answers['records.restore'] = () => new Promise(() => {});
    await press(button('Restore'));
    expect(hasButton('Another backup')).toBe(false);
    await press(button('Restoring…'));
    expect(asked('records.restore')).toHaveLength(1);
  });
});

it('speaks French', async () => {
  extension().language = 'fr';
  await show(<Records />);
  await open();
  expect(document.querySelector('h1')?.textContent).toBe('Données');
  expect(read()).toContain('Ce qui changerait');
});

describe('before the extension is removed', () => {
  it('says that nothing would stay behind, and offers nothing to press', async () => {
    await show(<Records />);
    expect(read()).toContain('Nothing is left in glpi.example');
    expect(hasButton('Close all invites')).toBe(false);
  });

  it('names what is open, closes it on a second press, and then offers to take the forms out', async () => {
    let now = leaving({ open: 14, labels: ['Interns', '<b>Partners</b>'] });
    extension().answers['leave.view'] = () => ok([now]);
    extension().answers['leave.closeAll'] = () => {
      now = leaving({ forms: 14 });
      return ok([now]);
    };
    await show(<Records />);
    expect(read()).toContain('14 invites are open');
    expect(read()).toContain('<b>Partners</b>');
    expect(read()).toContain('and 12 more');

    await press(button('Close all invites of glpi.example'));
    expect(extension().asked.map(({ name }) => name)).not.toContain('leave.closeAll');
    await press(button('Close all invites'));
    await settled();
    expect(extension().asked).toContainEqual({
      name: 'leave.closeAll',
      request: { site: 'https://glpi.example' },
    });
    expect(read()).toContain('14 closed forms still stand in GLPI');
    expect(document.activeElement?.textContent).toBe('Before you remove the extension');

    extension().answers['leave.removeForms'] = () => ok([now]);
    await press(button('Take the forms out now: glpi.example'));
    await settled();
    expect(read()).toContain('Press again in a minute');
  });

  it('says why it did not get through', async () => {
    extension().answers['leave.view'] = () => ok([leaving({ open: 1, labels: ['Interns'] })]);
    extension().answers['leave.closeAll'] = () => no('unreachable', { host: 'glpi.example' });
    await show(<Records />);
    await press(button('Close all invites of glpi.example'));
    await press(button('Close all invites'));
    await settled();
    expect(read()).toContain('glpi.example');
    expect(document.querySelector('[data-problem=unreachable]')).not.toBeNull();
  });
});
