import { act } from 'preact/test-utils';
import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, it, type Mock, vi } from 'vitest';
import type { Problem } from '../../../src/invite/problem.ts';
import type { BulkFailure, BulkLink, BulkView, RowVerdict } from '../../../src/messages/bulk-views.ts';
import { requests } from '../../../src/messages/requests.ts';
import { fedSince } from '../../../src/pages/dashboard/bulk/feed.ts';
import { Dashboard } from '../../../src/pages/dashboard/dashboard.tsx';
import { extension, no, ok } from '../ui/fake-extension.ts';
import { choices, site } from '../ui/samples.ts';
import { button, enter, errorAt, field, hasButton, press, read, settled, show } from '../ui/screen.ts';

const id = 'BULK000001';
const people =
  'E-mail,First name,Last name\njane@example.org,Jane,Doe\nnowhere,Bad,Row\nbob@example.org,Bob,Roe';

function bulk(rest: Partial<BulkView> = {}): BulkView {
  return {
    id,
    site: site().id,
    siteName: site().name,
    kind: 'batch',
    label: 'Interns',
    state: 'ended',
    total: 3,
    done: 3,
    failed: 0,
    left: 0,
    profile: 'Self-Service',
    entity: 'Root entity > Lyon',
    until: Date.now() + 86_400_000,
    createdAt: Date.now(),
    createdBy: 'Ada Admin',
    endedAt: Date.now(),
    batchId: 'ABCDEFGH01',
    trouble: null,
    failures: [],
    ...rest,
  };
}

const failure = (line: number, problem: Problem | null): BulkFailure => ({
  line,
  firstName: 'Jane',
  lastName: 'Doe',
  email: `jane${line}@example.org`,
  label: 'Jane Doe',
  groups: [],
  problem,
});

const link = (line: number, rest: Partial<BulkLink> = {}): BulkLink => ({
  line,
  inviteId: `INVITE000${line}`,
  firstName: 'Jane',
  lastName: 'Doe',
  email: 'jane@example.org',
  label: 'Jane Doe',
  link: `https://glpi.example.org/glpi/Form/Render/42?token=aa&code=${line}`,
  login: '',
  subject: 'Your access',
  body: 'Hello Jane',
  ...rest,
});

/** Every row is fine but those of these lines. */
const verdicts = (lines: readonly number[], bad: Readonly<Record<number, Problem>> = {}): RowVerdict[] =>
  lines.map((line) => ({ line, problem: bad[line] ?? null, groupIds: [] }));

let saved: { name: string; blob: Blob }[] = [];
let anchorClick: Mock;

beforeEach(() => {
  location.hash = '';
  fedSince.clear();
  saved = [];
  let last: Blob | null = null;
  vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
    last = blob as Blob;
    return 'blob:x';
  });
  anchorClick = vi.fn(function (this: HTMLAnchorElement) {
    if (last !== null && this.download !== '') saved.push({ name: this.download, blob: last });
    else this.dispatchEvent(new Event('click', { bubbles: true, cancelable: true }));
  });
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(anchorClick);
  extension().answers = {
    'site.list': () => ok([site()]),
    'site.choices': () => ok(choices()),
    'template.list': () => ok([]),
    'bulk.list': () => ok([]),
    'bulk.view': () => ok(bulk()),
    'bulk.check': ({ rows }) =>
      ok(
        rows.map(({ line, email }) => ({
          line,
          problem: email.includes('@')
            ? null
            : ({ code: 'addressNotValid', detail: { address: email } } as const),
          groupIds: [],
        })),
      ),
    'bulk.start': () => ok(bulk()),
  };
});

afterEach(() => {
  vi.restoreAllMocks();
});

async function at(hash: string): Promise<void> {
  location.hash = hash;
  await show(<Dashboard />);
  await settled();
}

/** The last request of this name, as the background takes it. */
function asked<Name extends keyof typeof requests>(name: Name) {
  const last = extension().asked.findLast((one) => one.name === name);
  return v.parse(requests[name].request, last?.request) as v.InferOutput<(typeof requests)[Name]['request']>;
}

async function submit(): Promise<void> {
  const form = document.querySelector('.bulk-form');
  await act(() => void form?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true })));
  await settled();
}

async function chooseFile(file: File): Promise<void> {
  const input = field('tableFile');
  Object.defineProperty(input, 'files', { configurable: true, value: [file] });
  await act(() => void input.dispatchEvent(new Event('change', { bubbles: true })));
  await settled();
}

describe('many at once', () => {
  it('is a place of its own, one press from the invites', async () => {
    await at('#/bulk');
    expect(document.querySelector('h2')?.textContent).toBe('Many at once');
    expect(document.querySelector('[aria-current]')?.textContent).toContain('Invites');
  });

  it('checks the rows, leaves out the bad ones, and invites the others', async () => {
    await at('#/bulk');
    await enter('table', people);
    expect(read()).toContain('3 rows found');
    await submit();
    expect(asked('bulk.check')).toMatchObject({ kind: 'form', site: site().id });
    expect(read()).toContain('2 will be invited, 1 will not.');
    expect(document.querySelectorAll('[data-test=bulk-row]')).toHaveLength(1);
    expect(document.activeElement?.textContent).toContain('2 will be invited');
    await press(button('Save 1 row to mend'));
    const text = await saved[0]?.blob.text();
    expect(text).toContain('nowhere,Bad,Row,“nowhere” is not an e-mail address');

    expect(hasButton('Invite 2 people')).toBe(true);
    await submit();
    const { rows, kind, label, values } = asked('bulk.start');
    expect(kind).toBe('form');
    expect(label).toBe('Self-Service, Lyon');
    expect(rows.map(({ line, email, label }) => [line, email, label])).toEqual([
      [2, 'jane@example.org', 'Jane Doe'],
      [4, 'bob@example.org', 'Bob Roe'],
    ]);
    expect(values).toMatchObject({ profileId: 1, groupIds: [4], domains: [] });
    expect(location.hash).toBe(`#/bulk?open=${id}`);
    extension().answers['bulk.links'] = () => ok({ links: [link(2)], failures: [] });
    await press(button('Save all links (CSV)'));
    expect(await saved[1]?.blob.text()).toMatch(
      /E-mail,First name,Last name,Link\r\njane@example.org,Jane,Doe,https/,
    );
  });

  it('takes a batch for many, and says its price', async () => {
    await at('#/bulk');
    const many = [...Array(101).keys()].map((n) => `p${n}@example.org`).join('\n');
    await enter('table', many);
    expect(document.querySelector<HTMLInputElement>('[name=forms][value=batch]')?.checked).toBe(true);
    expect(document.querySelector<HTMLInputElement>('[name=forms][value=form]')?.disabled).toBe(true);
    expect(read()).toContain('whoever comes late still sees the form');
    await enter('table', 'a@example.org\nb@example.org');
    expect(document.querySelector<HTMLInputElement>('[name=forms][value=form]')?.checked).toBe(true);
  });

  it('is checked again when kind or table are others', async () => {
    await at('#/bulk');
    await enter('table', 'a@example.org,A,B\nb@example.org,C,D');
    await submit();
    expect(read()).toContain('All 2 will be invited.');
    await press(document.querySelector<HTMLInputElement>('[data-test=kind-personal]') as HTMLInputElement);
    expect(hasButton('Check 2 rows')).toBe(true);
    await submit();
    expect(asked('bulk.check').kind).toBe('personal');
    await submit();
    expect(asked('bulk.start')).toMatchObject({ kind: 'personal', values: { ifUnused: 'disable' } });
  });

  it('makes links for nobody in particular without a check, labelled by number', async () => {
    await at('#/bulk');
    await press(document.querySelector<HTMLInputElement>('[data-test=whom-nobody]') as HTMLInputElement);
    expect(document.querySelector('[data-test=kind-personal]')).toBeNull();
    await enter('count', '0');
    await submit();
    expect(errorAt('count')).toContain('from 1');
    await enter('count', '12');
    await enter('who', 'domains');
    await enter('domains', 'example.org');
    await submit();
    expect(extension().names).not.toContain('bulk.check');
    const { rows, kind, values } = asked('bulk.start');
    expect(kind).toBe('batch');
    expect(rows).toHaveLength(12);
    expect(rows[0]).toMatchObject({ line: 1, label: 'Link 01', email: '' });
    expect(values.domains).toEqual(['example.org']);
  });

  it('asks for a second look at a privileged profile', async () => {
    await at('#/bulk');
    await enter('table', 'a@example.org');
    await enter('profile', '6');
    await submit();
    expect(extension().names).not.toContain('bulk.check');
    await enter('privilegedConfirmed', true);
    await submit();
    await submit();
    expect(asked('bulk.start').values).toMatchObject({ approval: 'byHand', privilegedConfirmed: true });
  });

  it('knows nothing but personal links at GLPI 10', async () => {
    extension().answers['site.choices'] = () => ok({ ...choices(), kinds: ['personal'] });
    await at('#/bulk');
    expect(document.querySelector('[name=whom]')).toBeNull();
    expect(document.querySelector('[name=forms]')).toBeNull();
    await enter('table', people);
    await submit();
    expect(asked('bulk.check').kind).toBe('personal');
  });

  it('says what to do with nothing, with no addresses, and with too many', async () => {
    await at('#/bulk');
    await submit();
    expect(errorAt('table')).toBe('Paste a table, or choose a file.');
    expect(document.activeElement).toBe(field('table'));
    await enter('table', 'Name;City\nJane;Lyon\nBob;Nice');
    expect(read()).toContain('No column with e-mail addresses was found.');
    await submit();
    expect(errorAt('table')).toContain('Choose “E-mail”');
    await enter('table', `${'x\n'.repeat(10_002)}a@example.org`);
    await enter('column1', 'email');
    await submit();
    expect(errorAt('table')).toContain('more than 10,000');
    expect(extension().names).not.toContain('bulk.check');
  });

  it('takes what a column holds by hand', async () => {
    await at('#/bulk');
    await enter('table', 'qui,quoi\nJane,jane@\nBob,bob@');
    await enter('column2', 'email');
    await enter('column1', 'firstName');
    await submit();
    // Nothing is asked of GLPI about addresses that are none.
    expect(extension().names).not.toContain('bulk.check');
    expect(read()).toContain('“bob@” is not an e-mail address');
    await enter('table', 'qui,quoi,autre\njane@example.org,Jane,bob@example.org');
    await enter('column3', 'email');
    await submit();
    expect(asked('bulk.check').rows).toMatchObject([{ email: 'bob@example.org', firstName: 'Jane' }]);
  });

  it('asks for a thousand in parts, and says how far it is', async () => {
    await at('#/bulk');
    let release = () => {};
    extension().answers['bulk.check'] = async ({ rows }) => {
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      return ok(verdicts(rows.map(({ line }) => line)));
    };
    await enter('table', [...Array(400).keys()].map((n) => `p${n}@example.org`).join('\n'));
    await submit();
    release();
    await settled();
    expect(read()).toContain('Looking in GLPI… 250 of 400');
    release();
    await settled();
    expect(read()).toContain('All 400 will be invited.');
  });

  it('reads a file in any encoding, and takes another by hand', async () => {
    await at('#/bulk');
    const bytes = Uint8Array.from('E-mail;Nom\nzoe@example.org;Müller', (one) => one.charCodeAt(0));
    await chooseFile(new File([bytes], 'people.csv'));
    expect(read()).toContain('Müller');
    expect(document.activeElement?.textContent).toContain('people.csv');
    await enter('encoding', 'cyrillic');
    expect(read()).toContain('Mьller');
    await press(button('Take it away'));
    await chooseFile(new File([Uint8Array.of(0x50, 0x4b, 3, 4)], 'people.xlsx'));
    expect(read()).toContain('select the rows, copy them, and paste them here');
  });

  it('keeps what was entered when the background refuses', async () => {
    await at('#/bulk');
    await enter('table', 'a@example.org');
    extension().answers['bulk.check'] = () => no('unreachable', { host: 'glpi.example.org' });
    await submit();
    expect(read()).toContain('glpi.example.org could not be reached.');
    extension().answers['bulk.check'] = ({ rows }) => ok(verdicts(rows.map(({ line }) => line)));
    await submit();
    extension().answers['bulk.start'] = () => no('entityMissing', { entity: 'Lyon' });
    await submit();
    expect(errorAt('entity')).toContain('Lyon');
    expect(field('table').value).toBe('a@example.org');
  });

  it('has the ones of before below, each a press away', async () => {
    extension().answers['bulk.list'] = () =>
      ok([bulk(), bulk({ id: 'BULK000002', label: 'Old', done: 1, failed: 2 })]);
    await at('#/bulk');
    expect(document.querySelectorAll('[data-test=bulk-line]')).toHaveLength(2);
    expect(button('Old').getAttribute('href')).toBe('#/bulk?open=BULK000002');
    expect(read()).toContain('Done, not all');
  });
});

describe('while it runs', () => {
  it('goes on as long as the page is open, and says how far it is', async () => {
    let done = 0;
    let release = () => {};
    extension().answers['bulk.view'] = () => ok(bulk({ state: done < 3 ? 'running' : 'ended', done }));
    extension().answers['bulk.goOn'] = async () => {
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      done += 1;
      return ok(bulk({ state: done < 3 ? 'running' : 'ended', done }));
    };
    await at(`#/bulk?open=${id}`);
    const bar = () => document.querySelector('[role=progressbar]');
    expect(bar()?.getAttribute('aria-valuemax')).toBe('3');
    expect(bar()?.getAttribute('aria-valuetext')).toBe('0 of 3 made');
    expect(read()).toContain('You may close this page');
    for (const said of ['1 of 3 made', '2 of 3 made']) {
      release();
      await settled();
      expect(bar()?.getAttribute('aria-valuetext')).toBe(said);
    }
    release();
    await settled();
    expect(bar()).toBeNull();
    expect(read()).toContain('3 links are ready.');
    expect(extension().names.filter((name) => name === 'bulk.goOn')).toHaveLength(3);
  });

  it('is paused, resumed and ended', async () => {
    const forever = new Promise<never>(() => {});
    extension().answers['bulk.view'] = () => ok(bulk({ state: 'running', done: 1 }));
    extension().answers['bulk.goOn'] = () => forever;
    extension().answers['bulk.pause'] = () => ok(bulk({ state: 'paused', done: 1 }));
    extension().answers['bulk.resume'] = () => ok(bulk({ state: 'running', done: 1 }));
    extension().answers['bulk.end'] = () => ok(bulk({ done: 1, left: 2 }));
    await at(`#/bulk?open=${id}`);
    extension().answers['bulk.view'] = () => ok(bulk({ state: 'paused', done: 1 }));
    await press(button('Pause'));
    expect(read()).toContain('links that are made work already');
    await press(button('Resume'));
    await press(button('End it here'));
    expect(read()).toContain('2 are not made then');
    extension().answers['bulk.view'] = () => ok(bulk({ done: 1, left: 2 }));
    await press(button('End it'));
    expect(read()).toContain('2 were not begun');
  });

  it('says why it waits', async () => {
    extension().answers['bulk.view'] = () => ok(bulk({ state: 'running', done: 1 }));
    extension().answers['bulk.goOn'] = () =>
      ok(
        bulk({
          state: 'running',
          done: 1,
          trouble: { code: 'unreachable', detail: { host: 'glpi.example.org' } },
        }),
      );
    await at(`#/bulk?open=${id}`);
    expect(read()).toContain('glpi.example.org could not be reached.');
    expect(read()).toContain('It is tried again by itself.');
    // It does not hammer at a GLPI that is away.
    expect(extension().names.filter((name) => name === 'bulk.goOn')).toHaveLength(1);
  });

  it('is told when it is not known here', async () => {
    extension().answers['bulk.view'] = () => no('bulkUnknown');
    await at('#/bulk?open=BULK000009');
    expect(read()).toContain('This list of invites is not known here');
  });
});

describe('what came of it', () => {
  beforeEach(() => {
    extension().answers['bulk.links'] = () =>
      ok({ links: [link(2), link(3, { link: '' })], failures: [failure(5, null)] });
  });

  it('asks for links on a press alone, and saves them', async () => {
    await at(`#/bulk?open=${id}`);
    expect(extension().names).not.toContain('bulk.links');
    expect(document.body.innerHTML).not.toContain('token=');
    await press(button('Save all links (CSV)'));
    expect(saved[0]?.name).toBe('Interns-links.csv');
    expect(await saved[0]?.blob.text()).toContain('jane@example.org,Jane,Doe,Jane Doe,https://glpi');
    expect(document.body.innerHTML).not.toContain('token=');
  });

  it('has a card for each link, and takes them away again', async () => {
    await at(`#/bulk?open=${id}`);
    await press(button('Cards to print'));
    expect(document.querySelectorAll('.print-card')).toHaveLength(1);
    expect(read()).toContain('Works once, until');
    await press(button('Hide the cards'));
    expect(document.body.innerHTML).not.toContain('token=');
  });

  it('has a message for each, and says where there is no link', async () => {
    await at(`#/bulk?open=${id}`);
    await press(button('Messages to send'));
    const mail = button('Send by e-mail to Jane Doe');
    expect(mail.getAttribute('href')).toBe('mailto:jane@example.org?subject=Your%20access&body=Hello%20Jane');
    await press(mail);
    expect(read()).toContain('Opened');
    expect(read()).toContain('a first password takes its place');
  });

  it('has what failed with its reason, to be saved whole', async () => {
    extension().answers['bulk.view'] = () =>
      ok(
        bulk({
          done: 1,
          failed: 1,
          left: 1,
          failures: [failure(4, { code: 'inviteExists', detail: { label: 'Other' } }), failure(5, null)],
        }),
      );
    await at(`#/bulk?open=${id}`);
    expect(read()).toContain('2 rows without an invite');
    expect(read()).toContain('This address has an open invite already: Other.');
    await press(button('Save as CSV'));
    expect(saved[0]?.name).toBe('Interns-not-invited.csv');
    expect(await saved[0]?.blob.text()).toContain('jane5@example.org,Jane,Doe,Jane Doe,Not begun');
  });
});
