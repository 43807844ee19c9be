import type { Instant } from '../../../invite/instant.ts';
import { language } from '../../../ui/text.ts';

export const periods = ['week', 'month', 'quarter', 'year', 'years'] as const;
export type Period = (typeof periods)[number];

/** How a period is divided: so many parts, of a day, seven days, a month or a year. */
const divisions: Readonly<Record<Period, { readonly count: number; readonly part: Part }>> = {
  week: { count: 7, part: 'day' },
  month: { count: 30, part: 'day' },
  quarter: { count: 13, part: 'week' },
  year: { count: 12, part: 'month' },
  years: { count: 5, part: 'year' },
};
type Part = 'day' | 'week' | 'month' | 'year';

/**
 * Where the parts of a period begin, and the end of the last one, which holds `now`. Days and months are the admin's own:
 * the platform's calendar goes over changes of the clock.
 */
export function boundsOf(period: Period, now: Instant): number[] {
  const { count, part } = divisions[period];
  const today = new Date(now);
  const [year, month, date] = [today.getFullYear(), today.getMonth(), today.getDate()];
  const startOf = (back: number): Date => {
    if (part === 'year') return new Date(year + 1 - back, 0, 1);
    if (part === 'month') return new Date(year, month + 1 - back, 1);
    return new Date(year, month, date + 1 - back * (part === 'week' ? 7 : 1));
  };
  return Array.from({ length: count + 1 }, (_, index) => startOf(count - index).getTime());
}

/** What the parts are called: short below a bar, in full where there is room. */
export function namesOf(
  period: Period,
  bounds: readonly Instant[],
): readonly { readonly short: string; readonly full: string }[] {
  const { part } = divisions[period];
  const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(language(), options);
  const day = format({ day: 'numeric', month: 'short', year: 'numeric' });
  const dayShort = format({ day: 'numeric', month: 'short' });
  const month = format({ month: 'long', year: 'numeric' });
  const monthShort = format({ month: 'short' });
  const year = format({ year: 'numeric' });
  return bounds.slice(0, -1).map((from, index) => {
    if (part === 'year') return { short: year.format(from), full: year.format(from) };
    if (part === 'month') return { short: monthShort.format(from), full: month.format(from) };
    if (part === 'day') return { short: dayShort.format(from), full: day.format(from) };
    // The last day of the week, not the first of the next.
    const last = (bounds[index + 1] ?? from) - 1;
    return { short: dayShort.format(from), full: day.formatRange(from, last) };
  });
}
