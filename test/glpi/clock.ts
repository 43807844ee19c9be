/** GLPI's clock: one zone, and times written without it. */
export class Clock {
  readonly #now: () => Date;
  #offset: number;

  constructor(now: () => Date, offsetMinutes: number) {
    this.#now = now;
    this.#offset = offsetMinutes * 60_000;
  }

  /** The server's zone is set anew, or daylight saving begins: minutes ahead of UTC. What is written stays as it is. */
  set zone(offsetMinutes: number) {
    this.#offset = offsetMinutes * 60_000;
  }

  now(): Date {
    return this.#now();
  }

  /** `2026-11-24 10:42:43` in GLPI's zone. */
  naive(at: Date = this.#now()): string {
    return new Date(at.getTime() + this.#offset).toISOString().slice(0, 19).replace('T', ' ');
  }

  instant(naive: string): Date {
    return new Date(Date.parse(`${naive.trim().replace(' ', 'T')}Z`) - this.#offset);
  }

  /** Milliseconds from now until a naive time; negative when it has passed, NaN when it is no time. */
  until(naive: string | null): number {
    return naive === null || naive === ''
      ? Number.NaN
      : this.instant(naive).getTime() - this.#now().getTime();
  }
}
