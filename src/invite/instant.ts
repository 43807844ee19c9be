/** A moment as milliseconds since 1970-01-01T00:00Z. All times in records and in code are instants; zones are for display. */
export type Instant = number;

export const second = 1_000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;
