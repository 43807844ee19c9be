import type { WordingLanguage } from '../invite/wording.ts';
import { language } from './text.ts';

/** What a language that people are addressed in is called in the admin's own. The browser knows. */
export function nameOfLanguage(code: WordingLanguage): string {
  // By its script: `zh-CN` would be called the Chinese of a country.
  const known = code === 'zh-CN' ? 'zh-Hans' : code;
  return new Intl.DisplayNames(language(), { type: 'language' }).of(known) ?? code;
}
