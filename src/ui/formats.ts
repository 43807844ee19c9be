/** Formatters of dates and numbers, made once each: making one takes the browser longer than using it a hundred times. */

const kept = new Map<string, unknown>();

function keep<Made>(name: string, make: () => Made): Made {
  const known = kept.get(name) as Made | undefined;
  if (known !== undefined) return known;
  const made = make();
  kept.set(name, made);
  return made;
}

const inColumn: Intl.DateTimeFormatOptions = {
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
};
/** How moments are written out. */
const dates = { moment: { ...inColumn, timeZoneName: 'short' }, momentInColumn: inColumn } as const;

export const dateFormat = (language: string, name: keyof typeof dates): Intl.DateTimeFormat =>
  keep(`${name} ${language}`, () => new Intl.DateTimeFormat(language, dates[name]));

/** "tomorrow" rather than "in 1 day". */
export const relativeFormat = (language: string): Intl.RelativeTimeFormat =>
  keep(`relative ${language}`, () => new Intl.RelativeTimeFormat(language, { numeric: 'auto' }));

export const numberFormat = (language: string): Intl.NumberFormat =>
  keep(`number ${language}`, () => new Intl.NumberFormat(language));

export const pluralRules = (language: string): Intl.PluralRules =>
  keep(`plural ${language}`, () => new Intl.PluralRules(language));
