import type { WordingLanguage } from '../wording.ts';
import { ar } from './ar.ts';
import { de } from './de.ts';
import { en, type InviteeTexts } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import { it } from './it.ts';
import { ja } from './ja.ts';
import { pl } from './pl.ts';
import { ptBR } from './pt-BR.ts';
import { ru } from './ru.ts';
import { zhCN } from './zh-CN.ts';

const texts: Readonly<Record<WordingLanguage, InviteeTexts>> = {
  ar,
  de,
  en,
  es,
  fr,
  it,
  ja,
  pl,
  'pt-BR': ptBR,
  ru,
  'zh-CN': zhCN,
};

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
