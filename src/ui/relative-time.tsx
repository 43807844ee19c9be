import { useEffect, useState } from 'preact/hooks';
import { type Instant, minute } from '../invite/instant.ts';
import { moment, relative } from './moments.ts';
import { t } from './text.ts';

const hearers = new Set<(now: Instant) => void>();
let ticking: ReturnType<typeof setInterval> | undefined;

/** One clock for all: a long list shows a hundred moments. Returns how to stop. */
function hearTheTime(hearer: (now: Instant) => void): () => void {
  hearers.add(hearer);
  ticking ??= setInterval(() => {
    const now = Date.now();
    for (const hear of hearers) hear(now);
  }, minute / 2);
  return () => {
    hearers.delete(hearer);
    if (hearers.size > 0) return;
    clearInterval(ticking);
    ticking = undefined;
  };
}

/** The present moment, renewed every half minute, so that "in 5 minutes" does not stand still. */
export function useNow(): Instant {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => hearTheTime(setNow), []);
  return now;
}

export interface RelativeTimeProps {
  readonly at: Instant;
  /** A text with the placeholder `{relative}`, and `{moment}` where the exact moment matters at a glance. */
  readonly text: 'open_until' | 'waiting_received';
}

/** "in 3 days", with the exact moment and its zone to hand. */
export function RelativeTime({ at, text }: RelativeTimeProps) {
  const now = useNow();
  return (
    <time datetime={new Date(at).toISOString()} title={moment(at)}>
      {t(text, { relative: relative(at, now), moment: moment(at) })}
    </time>
  );
}
