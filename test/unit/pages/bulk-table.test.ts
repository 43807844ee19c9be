import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BulkFailure, BulkLink } from '../../../src/messages/bulk-views.ts';
import { failureSheet, linkLines, linkSheet } from '../../../src/pages/dashboard/bulk/bulk-files.ts';
import {
  asFed,
  columnAt,
  type FedTable,
  nothingFed,
  readFile,
  tableOf,
  withColumn,
} from '../../../src/pages/dashboard/bulk/feed.ts';
import { decode, guessEncoding, notText, parseTable } from '../../../src/pages/dashboard/bulk/read-table.ts';
import { asItWas, csvCell, csvFile, usualSeparator } from '../../../src/pages/dashboard/csv.ts';
import { extension } from '../ui/fake-extension.ts';

const zoe = 'Prénom;Nom;Courriel\r\nZoé;Müller;zoe@example.org\r\n';

function fed(text: string): FedTable {
  const table = tableOf({ ...nothingFed, text });
  if (table === null) throw new Error('no table');
  return table;
}

const utf16 = (text: string, isBig: boolean, mark = '\uFEFF') => {
  const bytes = new Uint8Array((text.length + mark.length) * 2);
  const view = new DataView(bytes.buffer);
  [...(mark + text)].forEach((character, at) => {
    view.setUint16(at * 2, character.charCodeAt(0), !isBig);
  });
  return bytes;
};
const western = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
const utf8 = (text: string) => new TextEncoder().encode(text);

describe('the encoding of a file', () => {
  it.each([
    ['UTF-8', utf8(zoe), 'utf8'],
    ['UTF-8 with its mark', utf8(`\uFEFF${zoe}`), 'utf8'],
    ['UTF-16 as Excel writes it', utf16(zoe, false), 'utf16le'],
    ['UTF-16, the other way round', utf16(zoe, true), 'utf16be'],
    ['UTF-16 without its mark', utf16(zoe, false, ''), 'utf16le'],
    ['UTF-16 without its mark, the other way round', utf16(zoe, true, ''), 'utf16be'],
    ['Windows-1252', western(zoe), 'western'],
  ] as const)('is found: %s', (_, bytes, encoding) => {
    expect(notText(bytes)).toBeNull();
    expect(guessEncoding(bytes)).toBe(encoding);
    expect(decode(bytes, guessEncoding(bytes))).toBe(zoe);
  });

  it('is none where there is no text', () => {
    expect(notText(Uint8Array.of(0x50, 0x4b, 3, 4, 20, 0))).toBe('workbook');
    expect(notText(Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1))).toBe('workbook');
    expect(notText(Uint8Array.from({ length: 4_000 }, (_, at) => (at * 7_919) % 256))).toBe('binary');
    expect(notText(utf8(zoe))).toBeNull();
  });

  it('of a file that is empty, or cannot be read any more, is not asked', async () => {
    expect((await readFile(new File([], 'a.csv'))).fault).toBe('empty');
    const gone = new File(['x'], 'b.csv');
    gone.arrayBuffer = () => Promise.reject(new Error('moved'));
    expect(await readFile(gone)).toMatchObject({ bytes: null, fault: 'unreadable' });
  });
});

describe('a table', () => {
  it.each([',', ';', '\t', '|'] as const)('is taken apart at %j', (separator) => {
    const text = ['mail,first,last', 'a@example.org,"A, B; C",D', 'b@example.org,E,F']
      .join('\n')
      .replaceAll(/,(?! )/g, separator);
    const { rows, separator: found } = parseTable(text, null);
    expect(found).toBe(separator);
    expect(rows[1]).toEqual(['a@example.org', 'A, B; C', 'D']);
  });

  it('says its separator in a first line, as Excel has it', () => {
    expect(parseTable('sep=|\r\na,b|c\r\nd|e', null).rows).toEqual([
      ['a,b', 'c'],
      ['d', 'e'],
    ]);
  });

  it('knows its people by its headings, and by their row', () => {
    const { isHeaded, people, plan } = fed(zoe);
    expect(isHeaded).toBe(true);
    expect(plan).toEqual({ firstName: 0, lastName: 1, email: 2 });
    expect(people).toEqual([
      { line: 2, firstName: 'Zoé', lastName: 'Müller', email: 'zoe@example.org', label: '', groups: [] },
    ]);
  });

  it('of addresses alone is enough', () => {
    const { isHeaded, people } = fed('a@example.org\nb@example.org\n');
    expect(isHeaded).toBe(false);
    expect(people.map(({ line, email }) => [line, email])).toEqual([
      [1, 'a@example.org'],
      [2, 'b@example.org'],
    ]);
  });

  it('may be the recipients of a message', () => {
    const { people } = fed('"Doe, Jane" <jane@example.org>; Bob Roe <bob@example.org>; eve@example.org');
    expect(people.map(({ firstName, lastName, email }) => [firstName, lastName, email])).toEqual([
      ['Jane', 'Doe', 'jane@example.org'],
      ['Bob', 'Roe', 'bob@example.org'],
      ['', '', 'eve@example.org'],
    ]);
  });

  it('has a heading where the first row alone has no address, in whatever language', () => {
    const { isHeaded, people } = fed('vārds,pasts\nZoe,zoe@example.org\nBob,bob@example.org');
    expect(isHeaded).toBe(true);
    expect(people).toHaveLength(2);
    expect(people[0]?.email).toBe('zoe@example.org');
  });

  it('keeps a bad address in its first row as a row', () => {
    expect(fed('zoe@nowhere,Zoe\nbob@example.org,Bob\neve@example.org,Eve').people).toHaveLength(3);
  });

  it('finds addresses in a column that is called something else', () => {
    const { plan } = fed('Nom;Identifiant\nDoe;jane@example.org\nRoe;bob@example.org');
    expect(plan).toEqual({ lastName: 0, email: 1 });
  });

  it('counts empty rows, and has none of them', () => {
    expect(fed('mail\n\na@example.org\n,\nb@example.org\n\n').people.map(({ line }) => line)).toEqual([3, 5]);
  });
});

describe('what a column holds', () => {
  it('is set by hand, and then in no other column', () => {
    const plan = withColumn({ email: 0, firstName: 1 }, 2, 'email');
    expect(plan).toEqual({ firstName: 1, email: 2 });
    expect(columnAt(plan, 0)).toBeNull();
    expect(withColumn(plan, 1, null)).toEqual({ email: 2 });
  });
});

const names = {
  email: 'E-mail',
  firstName: 'First name',
  lastName: 'Last name',
  name: 'Full name',
  label: 'Label',
  group: 'Groups',
};

describe('rows to be mended', () => {
  it('are as they were fed, with the reason, and are understood when they are fed again', () => {
    const table = fed('Qui,Où,Courriel\nJane,Lyon,jane@nowhere\nBob,Paris,bob@example.org\n=Eve,Nice,eve@');
    const by = { ...table, plan: withColumn(table.plan, 0, 'name') };
    const rows = asFed(
      by,
      new Map([
        [2, ['Not an address.']],
        [4, ['Nor this.']],
      ]),
      names,
      ['Reason'],
    );
    expect(rows[0]).toEqual(['Full name', 'Où', 'E-mail', 'Reason']);
    expect(rows.slice(1)).toEqual([
      ['Jane', 'Lyon', 'jane@nowhere', 'Not an address.'],
      ['=Eve', 'Nice', 'eve@', 'Nor this.'],
    ]);
    const again = fed(csvFile(rows, ';').replace('jane@nowhere', 'jane@example.org'));
    expect(again.plan).toEqual({ name: 0, email: 2 });
    expect(again.people[0]).toMatchObject({ lastName: 'Jane', email: 'jane@example.org' });
    expect(again.people[1]?.lastName).toBe('=Eve');
  });
});

const link = (rest: Partial<BulkLink> = {}): BulkLink => ({
  line: 2,
  inviteId: 'ABCDEFGH01',
  firstName: 'Zoé',
  lastName: 'Müller',
  email: 'zoe@example.org',
  label: 'Zoé Müller',
  link: 'https://glpi.example.org/Form/Render/1?token=aa',
  login: '',
  subject: 'Your access',
  body: 'Hello',
  ...rest,
});

// A busy machine is slow, not wrong.
describe('whatever is fed', { timeout: 60_000 }, () => {
  it('is read without stumbling', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const table = tableOf({ ...nothingFed, text });
        for (const { line } of table?.people ?? []) expect(line).toBeGreaterThan(0);
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        decode(bytes, guessEncoding(bytes));
        notText(bytes);
      }),
    );
  });

  it('comes back from a file of ours as it was', () => {
    const cell = fc.oneof(fc.string(), fc.constantFrom('=1+1', "'=1", "''-x", '"', ';', 'a\r\nb', '\t', '|'));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constant('zoe@example.org'), cell, cell), { minLength: 1, maxLength: 8 }),
        fc.constantFrom(',', ';'),
        (rows, separator) => {
          expect(parseTable(csvFile(rows, separator), separator as ',' | ';').rows).toEqual(rows);
        },
      ),
    );
  });
});

describe('what is saved', () => {
  it('has a column for whatever there is', () => {
    expect(linkSheet([link()], null)[0]).toEqual(['E-mail', 'First name', 'Last name', 'Label', 'Link']);
    const nobody = link({ firstName: '', lastName: '', email: '', label: 'Link 1' });
    expect(linkSheet([nobody], null)[0]).toEqual(['Label', 'Link']);
  });

  it('has the columns that were fed, where they are still at hand', () => {
    const table = fed('Courriel;Service\nzoe@example.org;HR\nbob@;IT');
    expect(linkSheet([link()], table)).toEqual([
      ['E-mail', 'Service', 'Link'],
      ['zoe@example.org', 'HR', link().link],
    ]);
    expect(linkSheet([link({ login: 'zoe' })], table)[1]?.slice(2)).toEqual(['zoe', link().link]);
  });

  it('is no formula, comes back as it was, and opens in Excel by its mark', () => {
    const file = csvFile(
      linkSheet([link({ label: '=HYPERLINK("x")', firstName: '-1', lastName: '@b' })], null),
    );
    expect(file).toMatch(/^\uFEFFE-mail,/);
    expect(file).toContain(`"'=HYPERLINK(""x"")"`);
    expect(file).toContain("'-1,'@b");
    expect(parseTable(file, null).rows[1]?.slice(1, 4)).toEqual(['-1', '@b', '=HYPERLINK("x")']);
    expect(asItWas("'tis")).toBe("'tis");
    expect(csvCell('a|b')).toBe('"a|b"');
  });

  it('has failures with their reason, understood when they are fed again', () => {
    const failures: BulkFailure[] = [
      {
        line: 3,
        firstName: 'Jane',
        lastName: 'Doe',
        email: 'jane@',
        label: 'Jane Doe',
        groups: ['Staff > Night shift', 'Lyon'],
        problem: { code: 'addressNotValid', detail: { address: 'jane@' } },
      },
      {
        line: 4,
        firstName: '',
        lastName: 'Roe',
        email: 'roe@example.org',
        label: '',
        groups: [],
        problem: null,
      },
    ];
    const rows = failureSheet(failures);
    expect(rows[1]?.at(-1)).toContain('“jane@” is not an e-mail address');
    expect(rows[2]?.at(-1)).toBe('Not begun');
    for (const language of ['en-US', 'fr-FR']) {
      extension().language = language;
      const again = fed(csvFile(failureSheet(failures), usualSeparator()));
      expect(again.isHeaded, language).toBe(true);
      expect(again.people[0], language).toMatchObject({
        firstName: 'Jane',
        lastName: 'Doe',
        email: 'jane@',
        label: 'Jane Doe',
        groups: ['Staff > Night shift', 'Lyon'],
      });
    }
  });

  it('is parted as this person’s Excel wants it', () => {
    expect(usualSeparator()).toBe(',');
    extension().language = 'de-DE';
    expect(usualSeparator()).toBe(';');
  });

  it('is a line a link in the clipboard, two columns in a spreadsheet', () => {
    expect(linkLines([link({ label: '+1\tx' }), link({ link: '' })])).toBe(
      "'+1 x\thttps://glpi.example.org/Form/Render/1?token=aa",
    );
  });
});
