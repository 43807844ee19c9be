import { day, hour, type Instant, minute } from '../invite/instant.ts';
import { dateFormat, relativeFormat } from './formats.ts';
import { language } from './text.ts';

/** A moment in the admin's own zone, with the zone named: "Dec 1, 2026, 2:30 PM GMT+1". */
export function moment(at: Instant): string {
  return dateFormat(language(), 'moment').format(at);
}

/** A moment without its zone, for columns whose head names it: "Dec 1, 2026, 2:30 PM". */
export function momentInColumn(at: Instant): string {
  return dateFormat(language(), 'momentInColumn').format(at);
}

/** How far `at` is from `now`, in the largest unit that says something: "in 3 days". */
export function relative(at: Instant, now: Instant): string {
  const away = at - now;
  const [length, unit]: [number, Intl.RelativeTimeFormatUnit] =
    Math.abs(away) >= day ? [day, 'day'] : Math.abs(away) >= hour ? [hour, 'hour'] : [minute, 'minute'];
  return relativeFormat(language()).format(Math.round(away / length), unit);
}

/** The admin's own time zone by name, for fields that hold a bare local time. */
export function zone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** The value of a `datetime-local` field as an instant; null where it is no moment. */
export function fromLocal(value: string): Instant | null {
  // Without a zone the platform reads it in the local one, daylight saving included.
  const at = new Date(value).getTime();
  return value === '' || Number.isNaN(at) ? null : at;
}

/** An instant as the value of a `datetime-local` field, to the minute. */
export function toLocal(at: Instant): string {
  const local = new Date(at);
  const two = (part: number) => String(part).padStart(2, '0');
  const date = `${String(local.getFullYear()).padStart(4, '0')}-${two(local.getMonth() + 1)}-${two(local.getDate())}`;
  return `${date}T${two(local.getHours())}:${two(local.getMinutes())}`;
}
