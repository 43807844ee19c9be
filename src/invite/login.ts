import type { Person } from './answers.ts';
import type { LoginTemplate } from './grant.ts';

/** Letters that do not come apart into a base letter and an accent. */
const plain: Readonly<Record<string, string>> = {
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
  ħ: 'h',
  ŧ: 't',
  ŋ: 'n',
  ĸ: 'k',
};

/** Accents folded, everything but a-z and 0-9 dropped: `Émile Zola-Straße` becomes `emilezolastrasse`. */
export function fold(name: string): string {
  return Array.from(name.normalize('NFD').toLowerCase(), (char) => plain[char] ?? char)
    .join('')
    .replace(/[^a-z0-9]/g, '');
}

/** A dotted capital I has two characters for a small one, the second of which GLPI does not take: it stays. */
function small(char: string): string {
  const lower = char.toLowerCase();
  return lower.length === char.length ? lower : char;
}

/** Longest login that GLPI's column holds, less room for a number. */
const longest = 240;

/**
 * The login that the template makes for a person. GLPI takes letters, digits, `' @ . - _` and spaces, or an e-mail
 * address (forms-and-users.md C1). A name that folds to nothing, as in Arabic or Chinese, gives the e-mail address.
 */
export function loginFor(template: LoginTemplate, person: Person): string {
  const first = fold(person.firstName);
  const last = fold(person.lastName);
  const email = Array.from(person.email, small).join('');
  if (template === 'email') return email;
  const login = template === 'flast' ? first.slice(0, 1) + last : [first, last].filter(Boolean).join('.');
  // Half an address would be none.
  return login.length < 2 ? email : login.slice(0, longest);
}

/** `wanted`, or `wanted2`, `wanted3`, ... : the first that is not among `taken` (compared without case, as GLPI does). */
export function freeLogin(wanted: string, taken: readonly string[]): string {
  const used = new Set(taken.map((login) => login.toLowerCase()));
  if (!used.has(wanted.toLowerCase())) return wanted;
  // An address stays one: jane@example.org becomes jane2@example.org, never the address of somebody else's mailbox.
  for (let number = 2; ; number += 1) {
    const candidate = wanted.includes('@') ? wanted.replace('@', `.${number}@`) : `${wanted}${number}`;
    if (!used.has(candidate.toLowerCase())) return candidate;
  }
}

/** Whether GLPI would take it as a login: letters, digits, `' @ . - _` and spaces (forms-and-users.md C1). */
export function isLogin(text: string): boolean {
  return (
    text === text.trim() && text.length > 0 && text.length <= longest && /^[\p{L}\p{N}'@.\-_ ]+$/u.test(text)
  );
}
