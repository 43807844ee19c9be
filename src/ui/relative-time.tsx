import { useEffect, useState } from 'preact/hooks';
import { type Instant, minute } from '../invite/instant.ts';
import { moment, relative } from './moments.ts';
import { t } from './text.ts';

/** The present moment, renewed every half minute, so that "in 5 minutes" does not stand still. */
export function useNow(): Instant {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), minute / 2);
    return () => clearInterval(timer);
  }, []);
  return now;
}

export interface RelativeTimeProps {
  readonly at: Instant;
  /** A text with the placeholder `{relative}`; without one the bare words stand. */
  readonly text?: 'open_until' | 'open_ended' | 'waiting_received';
}

/** "in 3 days", with the exact moment and its zone to hand. */
export function RelativeTime({ at, text }: RelativeTimeProps) {
  const words = relative(at, useNow());
  return (
    <time datetime={new Date(at).toISOString()} title={moment(at)}>
      {text === undefined ? words : t(text, { relative: words })}
    </time>
  );
}
