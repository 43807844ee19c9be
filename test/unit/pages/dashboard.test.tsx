import { beforeEach, describe, expect, it, test } from 'vitest';
import type { InviteTemplate } from '../../../src/invite/template.ts';
import type {
  InviteDetailView,
  InviteLine,
  InvitePageView,
  JournalPageView,
  RegistrantView,
} from '../../../src/messages/dashboard-views.ts';
import { hashOf, placeOf } from '../../../src/pages/dashboard/address.ts';
import { csvCell } from '../../../src/pages/dashboard/csv.ts';
import { Dashboard } from '../../../src/pages/dashboard/dashboard.tsx';
import { boundsOf, namesOf } from '../../../src/pages/dashboard/numbers/periods.ts';
import { ticksTo } from '../../../src/pages/dashboard/numbers/time-chart.tsx';
import { registrationsCsv } from '../../../src/pages/dashboard/registrations/registrations-export.ts';
import { qrPath } from '../../../src/ui/qr.ts';
import { richText } from '../../../src/ui/rich-text.ts';
import { extension, no, ok } from '../ui/fake-extension.ts';
import { choices, invite, registration, share, site } from '../ui/samples.ts';
import { button, enter, field, hasButton, press, read, settled, show } from '../ui/screen.ts';

const line: InviteLine = {
  id: invite().id,
  site: site().id,
  siteName: site().name,
  label: 'New colleagues',
  status: 'open',
  profile: 'Self-Service',
  entity: 'Root entity > Lyon',
  uses: 7,
  maxUses: 20,
  waiting: 0,
  troubled: false,
  until: Date.now() + 7 * 86_400_000,
  createdAt: Date.now(),
  createdBy: 'Ada Admin',
};

function page(lines: readonly InviteLine[], rest: Partial<InvitePageView> = {}): InvitePageView {
  return {
    lines,
    total: lines.length,
    all: lines.length,
    statuses: { open: lines.length, live: lines.length },
    isOfSeveralSites: false,
    ...rest,
  };
}

function detail(rest: Partial<InviteDetailView> = {}): InviteDetailView {
  return {
    invite: invite(),
    note: '',
    wording: { language: 'en', from: 'IT', contact: '', note: '' },
    invitee: null,
    login: 'first.last',
    questions: [],
    formUrl: 'https://glpi.example.org/glpi/front/form/form.form.php?id=42',
    pausedAt: null,
    isDue: false,
    people: [],
    ...rest,
  };
}

const person = (rest: Partial<RegistrantView> = {}): RegistrantView => ({
  ...registration(),
  seenAt: Date.now(),
  endedAt: null,
  decidedBy: null,
  linked: false,
  accountOffAt: null,
  canGoElsewhere: true,
  ...rest,
});

const noLines: JournalPageView = { lines: [], total: 0, actors: [], events: [] };

function background(): void {
  extension().answers = {
    'site.list': () => ok([site()]),
    'site.choices': () => ok(choices()),
    'invite.page': () => ok(page([line])),
    'invite.facets': () => ok({ sites: [], profiles: [], entities: [], labels: [] }),
    'invite.detail': () => ok(detail()),
    'invite.share': () => ok(share),
    'registration.page': () => ok({ people: [person()], total: 1, states: { waiting: 1, needsYou: 1 } }),
    'registration.detail': () => ok(person()),
    'registration.like': () => ok([]),
    'journal.page': () => ok(noLines),
  };
}

async function at(hash: string): Promise<void> {
  location.hash = hash;
  await show(<Dashboard />);
  await settled();
}

beforeEach(() => {
  location.hash = '';
  background();
});

describe('the place in the address', () => {
  it('survives there and back, with what strangers typed in it', () => {
    const place = {
      view: 'registrations',
      at: { q: 'a&b=c#d', open: 'https://glpi.example.org/glpi#31' },
    } as const;
    expect(placeOf(hashOf(place))).toEqual(place);
    expect(placeOf('#/nonsense')).toEqual({ view: 'invites', at: {} });
    expect(hashOf({ view: 'invites', at: { q: '' } })).toBe('#/invites');
  });
});

test('each GLPI has its way to the doctor', async () => {
  await at('#/invites');
  const link = document.querySelector(`a[aria-label="Doctor for ${site().name}"]`);
  expect(link?.getAttribute('href')).toContain(`/doctor/index.html?site=${encodeURIComponent(site().id)}`);
});

describe('the list of invites', () => {
  it('says what to do when there is none', async () => {
    extension().answers['invite.page'] = () => ok(page([]));
    await at('#/invites');
    expect(read()).toContain('No invites yet');
    await press(button('Generate invite'));
    expect(location.hash).toContain('open=new');
  });

  it('asks for what the address says, and says when nothing fits', async () => {
    extension().answers['invite.page'] = () => ok(page([], { all: 3 }));
    await at('#/invites?q=lyon&status=paused&sort=uses&down=1&from=50');
    const asked = extension().asked.find(({ name }) => name === 'invite.page');
    expect(asked?.request).toMatchObject({
      text: 'lyon',
      status: 'paused',
      sort: 'uses',
      descending: true,
      from: 50,
    });
    expect(read()).toContain('Nothing matches these filters.');
    await press(button('Clear filters'));
    expect(location.hash).not.toContain('lyon');
  });

  it('is sorted by a column, then the other way round', async () => {
    await at('#/invites');
    await press(button('Invite'));
    expect(location.hash).toContain('sort=label');
    expect(document.querySelector('th[aria-sort=ascending]')?.textContent).toContain('Invite');
    await press(button('Invite'));
    expect(document.querySelector('th[aria-sort=descending]')?.textContent).toContain('Invite');
  });
});

describe('one invite', () => {
  it('says so while GLPI could not be told', async () => {
    extension().answers['invite.detail'] = () =>
      ok(
        detail({
          invite: invite({
            state: 'paused',
            trouble: { code: 'unreachable', detail: { host: 'glpi.example.org' } },
          }),
          isDue: true,
        }),
      );
    await at(`#/invites?open=${line.id}`);
    expect(read()).toContain('glpi.example.org could not be reached.');
    expect(read()).toContain('GLPI is told as soon as it answers.');
  });

  it('is extended at once, and that is taken back with one press', async () => {
    const known = detail();
    extension().answers['invite.detail'] = () => ok(known);
    extension().answers['invite.change'] = () => ok(known);
    await at(`#/invites?open=${line.id}`);
    await press(button('Extend by 7 days'));
    await press(button('Undo'));
    const changes = extension().asked.filter(({ name }) => name === 'invite.change');
    expect(changes).toHaveLength(2);
    expect(changes[1]?.request).toEqual({ invite: line.id, until: known.invite.limits.until });
  });

  it('sends only what was changed, and keeps what the background refuses', async () => {
    await at(`#/invites?open=${line.id}`);
    await press(button('Change'));
    await enter('maxUses', '0');
    await press(button('Save'));
    expect(read()).toContain('Enter a whole number');
    expect(extension().names).not.toContain('invite.change');
    await enter('maxUses', '3');
    extension().answers['invite.change'] = () => no('usesBelowMade', { used: '7' });
    await press(button('Save'));
    expect(extension().asked.at(-1)).toEqual({
      name: 'invite.change',
      request: { invite: line.id, maxUses: 3 },
    });
    expect(read()).toContain('7 of its uses are taken already.');
    expect(field('maxUses').value).toBe('3');
  });

  it('for other people’s data cannot be opened to more than one', async () => {
    const central = { id: 6, name: 'Technician', interface: 'central' } as const;
    extension().answers['invite.detail'] = () => ok(detail({ invite: invite({ profile: central }) }));
    await at(`#/invites?open=${line.id}`);
    await press(button('Change'));
    expect(document.querySelector('[name=maxUses]')).toBeNull();
  });

  it('that is closed shows no link and offers no change to its limits', async () => {
    const closed = invite({ state: 'closed', closedBecause: 'revoked', canShare: false });
    extension().answers['invite.detail'] = () => ok(detail({ invite: closed }));
    await at(`#/invites?open=${line.id}`);
    expect(extension().names).not.toContain('invite.share');
    expect(hasButton('Pause')).toBe(false);
    expect(hasButton(/^Extend/)).toBe(false);
    expect(hasButton('Duplicate')).toBe(true);
  });
});

describe('a registration', () => {
  it('shows what the stranger typed as text', async () => {
    await at(`#/registrations?open=${encodeURIComponent(person().id)}`);
    expect(document.querySelector('.pane h2')?.textContent).toBe('Zoë <b>O’Brien</b>');
    expect(document.querySelector('.pane h2 b')).toBeNull();
  });

  it('with a taken address has three ways out', async () => {
    const failed = person({
      state: 'failed',
      reason: { code: 'addressTaken', detail: { address: 'zoe@example.com', login: 'zobrien' } },
    });
    extension().answers['registration.detail'] = () => ok(failed);
    extension().answers['registration.like'] = () =>
      ok([
        {
          userId: 9,
          login: 'zobrien',
          deleted: false,
          url: 'https://glpi.example.org',
          because: ['address'],
        },
      ]);
    extension().answers['registration.admitAs'] = ({ login }) => no('loginTaken', { login });
    await at(`#/registrations?open=${encodeURIComponent(failed.id)}`);
    expect(hasButton('Refuse')).toBe(true);
    expect(hasButton('It is this one: zobrien')).toBe(true);
    await enter('otherLogin', 'zoe2');
    await press(button('Approve with this login'));
    expect(read()).toContain('already an account with the login “zoe2”');
  });
});

describe('what leaves the page', () => {
  it('a cell of CSV is no formula, and one cell', () => {
    expect(csvCell('=1+1')).toBe("'=1+1");
    expect(csvCell('@x')).toBe("'@x");
    expect(csvCell('a,"b"\nc')).toBe('"a,""b""\nc"');
    expect(csvCell('-2; +3')).toBe(`"'-2; +3"`);
    expect(csvCell('plain')).toBe('plain');
  });

  it('a formatted message has its link as a link, and no markup of anybody else’s', () => {
    const link = 'https://glpi.example.org/Form/Render/1?token=ab&x=1';
    const html = richText({ body: `Hello <b>you</b>,\n\nopen ${link}\nnow`, link });
    expect(html).toBe(
      '<p>Hello &lt;b&gt;you&lt;/b&gt;,</p><p>open ' +
        '<a href="https://glpi.example.org/Form/Render/1?token=ab&amp;x=1">' +
        'https://glpi.example.org/Form/Render/1?token=ab&amp;x=1</a><br>now</p>',
    );
  });

  it('a QR code has its quiet zone', () => {
    const { size, path } = qrPath('https://glpi.example.org');
    const points = [...path.matchAll(/M(\d+) (\d+)h(\d+)/g)].map((match) => match.slice(1).map(Number));
    for (const [x = 0, y = 0, length = 0] of points) {
      expect(Math.min(x, y)).toBeGreaterThanOrEqual(4);
      expect(Math.max(x + length, y + 1)).toBeLessThanOrEqual(size - 4);
    }
  });
});

describe('a template of personal links', () => {
  it('opens the form for one known person, with what it keeps, and nobody in it', async () => {
    const template: InviteTemplate = {
      kind: 'invite',
      id: 'TEMP000001',
      site: site().id,
      name: 'Colleagues',
      isDefault: false,
      values: {
        gate: 'personal',
        ifUnused: 'keep',
        profileId: 1,
        entityId: 1,
        recursive: false,
        groupIds: [],
        login: 'flast',
        lifetime: 30 * 86_400_000,
        maxUses: 1,
        domains: [],
        approval: 'automatic',
        wording: { language: 'fr', from: 'IT', contact: 'it@example.org', note: '' },
        questions: [],
      },
    };
    extension().answers['template.list'] = () => ok([template]);
    extension().answers['site.choices'] = () => ok({ ...choices(), templates: [template] });
    await at('#/invites?open=new&template=TEMP000001');
    expect(document.querySelector<HTMLInputElement>('[data-test=kind-personal]')?.checked).toBe(true);
    expect(field<HTMLInputElement>('firstName').value).toBe('');
    expect(field<HTMLSelectElement>('ifUnused').value).toBe('keep');
    expect(field<HTMLSelectElement>('language').value).toBe('fr');
  });
});

describe('the numbers', () => {
  it('begin and end with days of the admin’s own, over changes of the clock too', () => {
    // Europe/Paris or any other zone: midnights, one a day, the last one tomorrow's.
    const now = new Date(2026, 2, 30, 15).getTime();
    const bounds = boundsOf('week', now);
    expect(bounds).toHaveLength(8);
    for (const bound of bounds) expect(new Date(bound).getHours()).toBe(0);
    expect(bounds.at(-1)).toBe(new Date(2026, 2, 31).getTime());
    expect(boundsOf('year', now)[0]).toBe(new Date(2025, 3, 1).getTime());
    expect(boundsOf('years', now).at(-1)).toBe(new Date(2027, 0, 1).getTime());
    expect(namesOf('year', boundsOf('year', now)).at(-1)?.full).toBe('March 2026');
  });

  it('have an axis of round numbers that ends above the highest', () => {
    expect(ticksTo(0)).toEqual([0, 1]);
    expect(ticksTo(3)).toEqual([0, 1, 2, 3]);
    expect(ticksTo(7)).toEqual([0, 2, 4, 6, 8]);
    expect(ticksTo(1_234).at(-1)).toBeGreaterThanOrEqual(1_234);
  });

  it('say when nothing happened, and what to do', async () => {
    const asked: unknown[] = [];
    extension().answers['numbers.view'] = (request) => {
      asked.push(request);
      const { bounds } = request as { bounds: number[] };
      const parts = bounds.slice(1).map(() => ({ issued: 0, used: 0, expired: 0 }));
      return ok({ parts, took: [], median: null, entities: [], templates: [] });
    };
    location.hash = '#/numbers?period=year';
    await show(<Dashboard />);
    await settled();
    expect(read()).toContain('Nothing happened in this time');
    expect(asked).toEqual([{ site: null, bounds: boundsOf('year', Date.now()) }]);
  });
});

describe('questions of the admin’s own', () => {
  const ownAnswers = [
    { question: 'Your team?', answer: '<b>Blue</b>' },
    { question: 'Why?', answer: 'First line\nSecond line' },
    { question: 'Shift', answer: '' },
  ];

  it('are answered in the list and beside it, as text', async () => {
    const one = person({ ownAnswers });
    extension().answers['registration.page'] = () =>
      ok({ people: [one], total: 1, states: { waiting: 1, needsYou: 1 } });
    extension().answers['registration.detail'] = () => ok(one);
    await at(`#/registrations?open=${encodeURIComponent(one.id)}`);
    expect(document.querySelector('[data-test=own-answers]')?.textContent).toBe(
      'Your team? <b>Blue</b>Why? First line Second line',
    );
    const beside = [...document.querySelectorAll('[data-test=own-answer]')].map((one) => one.textContent);
    expect(beside).toEqual(['Your team?<b>Blue</b>', 'Why?First line\nSecond line', 'Shiftleft empty']);
    expect(document.querySelector('b')).toBeNull();
  });

  it('are columns of the table that is saved, harmless to a spreadsheet', () => {
    const csv = registrationsCsv(
      [
        person({ ownAnswers: [{ question: 'Team', answer: '=1+1' }] }),
        person({ ownAnswers: [{ question: 'Why', answer: 'a\nb' }] }),
      ],
      ';',
    );
    const [head = '', first = '', ...rest] = csv.replace('\uFEFF', '').split('\r\n');
    expect(head.split(';').slice(6, 8)).toEqual(['Team', 'Why']);
    expect(first.split(';').slice(6, 8)).toEqual(["'=1+1", '']);
    expect(rest.join('')).toContain('"a\nb"');
  });

  it('stand with the invite that asks them', async () => {
    extension().answers['invite.detail'] = () =>
      ok(
        detail({
          questions: [{ kind: 'choice', text: 'Shift', required: true, options: ['Day', 'Night'] }],
        }),
      );
    await at('#/invites?open=ABCDEFGH01');
    expect(document.querySelector('[data-test=asked]')?.textContent).toBe(
      'Shift · Day, Night · Must be answered',
    );
  });
});

describe('the editor of templates', () => {
  it('makes one from nothing, with questions, and says what is missing', async () => {
    extension().answers['template.list'] = () => ok([]);
    const saved: unknown[] = [];
    extension().answers['template.saveInvite'] = (request) => {
      saved.push(request);
      return ok({
        kind: 'invite',
        id: 'TEMP000001',
        site: site().id,
        name: request.name,
        isDefault: false,
        values: request.values,
      });
    };
    await at('#/templates');
    await press(button('New template'));
    expect(document.activeElement).toBe(field('templateName'));
    await enter('days', '0');
    await press(button('Add a question'));
    await press(button('Save'));
    expect(saved).toEqual([]);
    expect(field('templateName').getAttribute('aria-invalid')).not.toBeNull();
    expect(field('days').getAttribute('aria-invalid')).not.toBeNull();
    expect(field('question1').getAttribute('aria-invalid')).not.toBeNull();
    await enter('templateName', 'Interns');
    await enter('days', '45');
    await enter('question1', 'School');
    await enter('uses', 'number');
    await enter('maxUses', '25');
    await press(button('Save'));
    expect(saved).toEqual([
      {
        id: null,
        site: site().id,
        name: 'Interns',
        values: expect.objectContaining({
          gate: 'form',
          lifetime: 45 * 86_400_000,
          maxUses: 25,
          questions: [{ kind: 'shortText', text: 'School', required: false, options: [] }],
        }),
      },
    ]);
    expect(hasButton('New template')).toBe(true);
  });
});
