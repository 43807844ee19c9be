import type { WordingLanguage } from '../wording.ts';
import { en, type InviteeTexts } from './en.ts';
import { fr } from './fr.ts';

const texts: Readonly<Record<WordingLanguage, InviteeTexts>> = { en, fr };

/** The text in the invitee's language, its placeholders filled in. What is filled in is plain text, not HTML. */
export function inviteeText(
  language: WordingLanguage,
  name: keyof InviteeTexts,
  values: Readonly<Record<string, string>> = {},
): string {
  return texts[language][name].replace(/\{(\w+)\}/g, (_, key: string) => values[key] ?? '');
}

/** What the language calls itself. */
export function languageName(language: WordingLanguage): string {
  return texts[language].languageName;
}
