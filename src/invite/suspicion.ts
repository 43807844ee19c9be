import { foldAddress } from './address.ts';
import { fields } from './invite.ts';
import { type Problem, problem } from './problem.ts';
import type { Answers } from './registration.ts';

/**
 * Characters that nobody types on purpose: controls, and those that have no width or turn the direction of what follows.
 * Joiners (U+200C, U+200D) are left out: names in Persian, Hindi and others need them.
 */
export const unseen =
  /[\p{Cc}\p{Cs}\p{Co}\u00AD\u061C\u115F\u1160\u17B4\u17B5\u180E\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\u3164\uFEFF\uFFA0\u{E0000}-\u{E007F}]|\u034F/gu;

/** What an admin should look at before saying yes, from what was typed. */
export function suspicionsAbout(answers: Answers): Problem[] {
  const isHidden = fields.some((field) => answers[field].replace(/[\t\r\n]/g, '').search(unseen) !== -1);
  return [
    ...(isHidden ? [problem('hiddenCharacters')] : []),
    ...(isUnusual(answers.email.trim())
      ? [problem('unusualAddress', { address: answers.email.trim() })]
      : []),
  ];
}

/** Letters beyond ASCII before the @, or a domain that mixes alphabets: made to be taken for another address. */
function isUnusual(address: string): boolean {
  const at = address.lastIndexOf('@');
  // GLPI's search takes % for anything, so that nobody could tell whether the address is taken.
  if (/[^\x20-\x7e]|%/.test(address.slice(0, at))) return true;
  const domain = address.slice(at + 1);
  return /\p{Script=Latin}/u.test(domain) && /[\p{Script=Cyrillic}\p{Script=Greek}]/u.test(domain);
}

/** Letters of other alphabets that look like one of a-z, and digits that are taken for a letter. */
const lookalikes: Readonly<Record<string, string>> = {
  а: 'a',
  е: 'e',
  о: 'o',
  р: 'p',
  с: 'c',
  у: 'y',
  х: 'x',
  і: 'i',
  ј: 'j',
  ѕ: 's',
  һ: 'h',
  ԁ: 'd',
  ո: 'n',
  ʟ: 'l',
  к: 'k',
  м: 'm',
  т: 't',
  в: 'b',
  н: 'h',
  α: 'a',
  ο: 'o',
  ρ: 'p',
  ν: 'v',
  ι: 'i',
  κ: 'k',
  υ: 'u',
  χ: 'x',
  ɑ: 'a',
  ɡ: 'g',
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
};

/**
 * One spelling for addresses that an eye, or a database that compares without accents (utf8mb4_unicode_ci, GLPI's),
 * takes for the same.
 */
export function addressSkeleton(address: string): string {
  const folded = foldAddress(address).normalize('NFKD').replace(/\p{M}/gu, '').replace(unseen, '');
  return Array.from(folded, (char) => lookalikes[char] ?? char).join('');
}
