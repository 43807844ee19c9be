/**
 * People as they stand in a table that somebody kept elsewhere: which column holds what, and what is wrong with a row
 * before GLPI is asked anything. Pure.
 */
import { isAddress } from './address.ts';
import { foldText } from './fold.ts';
import { type Problem, problem } from './problem.ts';

/** What a column may hold. `name` is first and last name in one. */
export const peopleColumns = ['email', 'firstName', 'lastName', 'name', 'label', 'group'] as const;
export type PeopleColumn = (typeof peopleColumns)[number];

/** Which column of the table is which; absent where there is none. */
export type ColumnPlan = Readonly<Partial<Record<PeopleColumn, number>>>;

/** What people call these columns: GLPI's own exports, directories, and what is typed by hand, in several languages. */
const headers: Readonly<Record<PeopleColumn, readonly string[]>> = {
  email: [
    'email',
    'e-mail',
    'mail',
    'emails',
    'email address',
    'e-mail address',
    'mail address',
    'address',
    'adresse e-mail',
    'adresse mail',
    'courriel',
    'adresse',
    'e-mail-adresse',
    'mailadresse',
    'correo',
    'correo electronico',
    'endereco de e-mail',
    'indirizzo email',
    'indirizzo e-mail',
    'adres e-mail',
    'электронная почта',
    'эл. почта',
    'البريد الالكتروني',
    'メールアドレス',
    'メール',
    '电子邮箱',
    '邮箱',
    '电子邮件',
    'userprincipalname',
    'useremail',
    'adres e-mail',
    'электронная почта',
    'почта',
    '邮箱',
    '电子邮件',
    'メール',
    'メールアドレス',
  ],
  firstName: [
    'first name',
    'firstname',
    'first',
    'given name',
    'givenname',
    'forename',
    'prenom',
    'vorname',
    'nombre',
    'primeiro nome',
    'nome',
    'imie',
    'имя',
    '名',
    '名字',
    'الاسم الاول',
  ],
  lastName: [
    'last name',
    'lastname',
    'last',
    'surname',
    'sn',
    'family name',
    'familyname',
    'realname',
    'nom',
    'nom de famille',
    'nachname',
    'familienname',
    'apellido',
    'apellidos',
    'sobrenome',
    'cognome',
    'nazwisko',
    'фамилия',
    '姓',
    '姓氏',
    'اسم العائلة',
  ],
  name: [
    'name',
    'full name',
    'fullname',
    'display name',
    'displayname',
    'nom complet',
    'nom et prenom',
    'vollstandiger name',
    'nombre completo',
    'nome completo',
    'fio',
    'фио',
    '姓名',
    '氏名',
    'imie i nazwisko',
    'الاسم الكامل',
    'person',
  ],
  label: [
    'label',
    'note',
    'libelle',
    'bezeichnung',
    'etiqueta',
    'etichetta',
    'etykieta',
    'метка',
    'التسمية',
    'ラベル',
    '标签',
    'comment',
  ],
  group: [
    'group',
    'groups',
    'groupe',
    'groupes',
    'gruppe',
    'gruppen',
    'grupo',
    'grupos',
    'gruppo',
    'grupa',
    'группа',
    'группы',
    'grupy',
    'gruppi',
    'المجموعات',
    'المجموعة',
    'グループ',
    '群组',
    'team',
  ],
};

/** The columns as their headers name them; a column is taken once, and the first that fits wins. */
export function columnsByHeader(header: readonly string[]): ColumnPlan {
  const plan: Partial<Record<PeopleColumn, number>> = {};
  const folded = header.map((cell) => foldText(cell).replace(/[_*:]/g, ' ').replace(/\s+/g, ' ').trim());
  for (const column of peopleColumns) {
    const known = headers[column].map(foldText);
    const index = folded.findIndex((cell, at) => known.includes(cell) && !Object.values(plan).includes(at));
    if (index !== -1) plan[column] = index;
  }
  // "Nom" beside "Prénom" is a last name; "Name" alone is both.
  if (plan.name !== undefined && plan.firstName !== undefined && plan.lastName === undefined) {
    const { name, ...rest } = plan;
    return { ...rest, lastName: name };
  }
  return plan;
}

/** The columns of a table without a header, as its cells look: addresses alone are sure. */
export function columnsByContent(rows: readonly (readonly string[])[]): ColumnPlan {
  const width = Math.max(0, ...rows.map((row) => row.length));
  const sample = rows.slice(0, 50);
  for (let column = 0; column < width; column += 1) {
    const cells = sample.map((row) => (row[column] ?? '').trim()).filter((cell) => cell !== '');
    if (cells.length > 0 && cells.filter(isAddress).length * 2 > cells.length) {
      const others = [...Array(width).keys()].filter((other) => other !== column);
      const [first, last] = others;
      return {
        email: column,
        ...(others.length === 1 && first !== undefined ? { name: first } : {}),
        ...(others.length > 1 && first !== undefined && last !== undefined
          ? { firstName: first, lastName: last }
          : {}),
      };
    }
  }
  return {};
}

/** Whether the first row names the columns: no address is in it, and at least one header that is known. */
export function hasHeader(rows: readonly (readonly string[])[]): boolean {
  const [first] = rows;
  if (first === undefined || first.some((cell) => isAddress(cell.trim()))) return false;
  return Object.keys(columnsByHeader(first)).length > 0;
}

/** A row of the table as a person. */
export interface TablePerson {
  /** Its number in the table, from 1, the header counted. */
  readonly line: number;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly label: string;
  /** Names of groups as they were written. */
  readonly groups: readonly string[];
}

/** The people of a table; rows without anything in them are left out. `firstLine`: the number of the first row. */
export function peopleOf(
  rows: readonly (readonly string[])[],
  plan: ColumnPlan,
  firstLine: number,
): TablePerson[] {
  return rows.flatMap((row, index) => {
    if (row.every((cell) => cell.trim() === '')) return [];
    const cell = (column: PeopleColumn) => {
      const at = plan[column];
      return at === undefined ? '' : (row[at] ?? '').normalize('NFC').replace(/\s+/g, ' ').trim();
    };
    const [firstName, lastName] =
      plan.name !== undefined && cell('firstName') === '' && cell('lastName') === ''
        ? splitName(cell('name'))
        : [cell('firstName'), cell('lastName')];
    return [
      {
        line: firstLine + index,
        firstName: firstName.slice(0, 255),
        lastName: lastName.slice(0, 255),
        email: bareAddress(cell('email')).slice(0, 255),
        label: cell('label').slice(0, 120),
        groups: cell('group')
          .split(/[;|,]/)
          .map((group) => group.trim())
          .filter((group) => group !== ''),
      },
    ];
  });
}

/** "Doe, Zoe" and "Zoe Doe": the part behind the last space is the last name, unless a comma says otherwise. */
function splitName(name: string): [first: string, last: string] {
  const comma = name.indexOf(',');
  if (comma !== -1) return [name.slice(comma + 1).trim(), name.slice(0, comma).trim()];
  const space = name.lastIndexOf(' ');
  return space === -1 ? ['', name] : [name.slice(0, space).trim(), name.slice(space + 1)];
}

/** "Zoe <zoe@example.org>" and "mailto:zoe@example.org" as they are copied out of mail programs. */
function bareAddress(cell: string): string {
  const inAngles = /<([^<>]+)>\s*$/.exec(cell)?.[1] ?? cell;
  return inAngles.replace(/^mailto:/i, '').trim();
}

/**
 * What is wrong with each row by itself and beside the others, in their order; null where nothing is. Of a person who
 * stands there twice the first row counts.
 */
export function faultsOf(people: readonly TablePerson[], needsName: boolean): (Problem | null)[] {
  const seen = new Map<string, number>();
  return people.map(({ email, firstName, lastName, line }) => {
    if (!isAddress(email)) return problem('addressNotValid', { address: email });
    const key = email.toLowerCase();
    const before = seen.get(key);
    if (before !== undefined) return problem('rowTwice', { line: String(before) });
    seen.set(key, line);
    return needsName && firstName === '' && lastName === '' ? problem('nameMissing') : null;
  });
}

/** A label by pattern: `{n}` is the number of the link (as many digits as the last one has), the others are the row's own. */
export function labelFrom(
  pattern: string,
  row: Pick<TablePerson, 'firstName' | 'lastName' | 'email'>,
  number: number,
  last: number,
): string {
  const values: Readonly<Record<string, string>> = {
    n: String(number).padStart(String(last).length, '0'),
    first: row.firstName,
    last: row.lastName,
    email: row.email,
  };
  return pattern
    .replace(/\{(n|first|last|email)\}/g, (_, name: string) => values[name] ?? '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 120);
}
