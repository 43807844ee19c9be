/** Languages in which the invitee can be addressed: BCP 47, as in the names of the files in `texts/`. */
export const wordingLanguages = [
  'ar',
  'de',
  'en',
  'es',
  'fr',
  'it',
  'ja',
  'pl',
  'pt-BR',
  'ru',
  'zh-CN',
] as const;
export type WordingLanguage = (typeof wordingLanguages)[number];

/** How the invitee is addressed. */
export interface Wording {
  readonly language: WordingLanguage;
  /** Who invites, as the invitee knows them: a name, a team, a company. */
  readonly from: string;
  /** Whom to ask: an address, a phone number, a name. May be empty. */
  readonly contact: string;
  /** A line of the admin's own for the invitee. May be empty. */
  readonly note: string;
}

/** The language of ours that is nearest to one of GLPI's (`fr_FR`) or of the browser's (`fr-CA`); English when none is near. */
export function nearestLanguage(code: string): WordingLanguage {
  const wanted = code.replace('_', '-').toLowerCase();
  return (
    wordingLanguages.find((language) => language.toLowerCase() === wanted) ??
    wordingLanguages.find((language) => language.toLowerCase().split('-')[0] === wanted.split('-')[0]) ??
    'en'
  );
}
