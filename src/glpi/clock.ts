import type { Instant } from '../invite/instant.ts';

/**
 * GLPI tells times without a zone, in the zone of the session. The offset between its "now" and ours, both taken at
 * the same moment, turns one into the other, whatever zone the server is in and however wrong either clock is.
 */
export interface GlpiClock {
  /** Add to one of our instants to get GLPI's wall clock read as if it were UTC, in milliseconds. */
  readonly offset: number;
  /** The offset before it changed within the last day: daylight saving, a server that was set right. */
  readonly before?: number;
}

/** `YYYY-MM-DD HH:MM:SS` as if it were UTC; null for anything else. */
function readWallClock(text: string): number | null {
  const match = /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d)$/.exec(text);
  if (!match) return null;
  const [year, month, day, hour, minute, second] = match.slice(1).map(Number);
  const time = Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second);
  return Number.isNaN(time) ? null : time;
}

/** The clock of a GLPI whose "now" (`glpi_currenttime` of getFullSession) read `wallClock` at our instant `now`; null if unreadable. */
export function clockFrom(wallClock: string, now: Instant): GlpiClock | null {
  const glpiNow = readWallClock(wallClock);
  return glpiNow === null ? null : { offset: glpiNow - now };
}

/**
 * One of GLPI's times as an instant of our clock; null if unreadable. On the day of a change nobody can tell by which
 * offset a time was written: the earlier reading counts, so that no change of clocks makes anybody late.
 */
export function toInstant(clock: GlpiClock, wallClock: string): Instant | null {
  const time = readWallClock(wallClock);
  return time === null ? null : time - Math.max(clock.offset, clock.before ?? clock.offset);
}

/** An instant of our clock as GLPI writes it, in the zone of its session. */
export function toWallClock(clock: GlpiClock, instant: Instant): string {
  return new Date(instant + clock.offset).toISOString().slice(0, 19).replace('T', ' ');
}
