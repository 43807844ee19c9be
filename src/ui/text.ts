import type messages from '../../public/_locales/en/messages.json';
import { numberFormat, pluralRules } from './formats.ts';
import { native } from './native.ts';

/** Every text there is. English is the reference; a test keeps the other languages alike. */
export type TextKey = keyof typeof messages;

/** Texts that come in plural forms: the part before `_one`, `_other` and so on. */
export type PluralKey = TextKey extends infer Key
  ? Key extends `${infer Base}_other`
    ? Base
    : never
  : never;

export type Placeholders = Readonly<Record<string, string | number | undefined>>;

/** What stands where a value is missing: a problem kept by an older version must still read well. */
const missing = '…';

/**
 * The text for `key` in the browser's language. Placeholders are `{name}`, not WebExtension's `$1`: those are
 * limited to nine and go by position. One pass, so that a value which looks like a placeholder stays what it is.
 */
export function t(key: TextKey, placeholders: Placeholders = {}): string {
  return native()
    .i18n.getMessage(key)
    .replace(/\{(\w+)\}/g, (_, name: string) => String(placeholders[name] ?? missing));
}

/** The form of `key` that fits `count`, which is also the placeholder `{count}`. */
export function plural(key: PluralKey, count: number, placeholders: Placeholders = {}): string {
  const values = { ...placeholders, count: numberFormat(language()).format(count) };
  const form = pluralRules(language()).select(count);
  // Languages have forms that ours do not spell out (French `many` from a million on).
  return t(`${key}_${form}` as TextKey, values) || t(`${key}_other`, values);
}

/**
 * The language that the texts are really in, for dates and numbers beside them: the browser's own flavour of it
 * (`en-GB`) where that is the same language, else ours.
 */
export function language(): string {
  const api = native();
  const browsers = api.i18n.getUILanguage();
  // Asked for each moment in a long list, and a call of the browser's takes longer than drawing a line of it.
  if (known?.api === api && known.browsers === browsers) return known.language;
  const ours = t('language');
  known = { api, browsers, language: browsers.split('-')[0] === ours.split('-')[0] ? browsers : ours };
  return known.language;
}

let known: { readonly api: typeof chrome; readonly browsers: string; readonly language: string } | undefined;

const rightToLeft = ['ar', 'fa', 'he', 'ur'];

/** The way in which the texts run: of the language that they are really in, which may be another than the browser's. */
export function direction(): 'ltr' | 'rtl' {
  return rightToLeft.includes(language().split('-')[0] ?? '') ? 'rtl' : 'ltr';
}
