import type { Instant } from '../../invite/instant.ts';
import { moment, relative } from '../../ui/moments.ts';
import { useNow } from '../../ui/relative-time.tsx';

/** "in 3 days", with the exact moment and its zone on hovering; with `isExact`, both at once. */
export function When({ at, isExact = false }: { at: Instant; isExact?: boolean }) {
  const now = useNow();
  return (
    <time datetime={new Date(at).toISOString()} title={moment(at)}>
      {isExact ? (
        <>
          {moment(at)} <span class="soft">({relative(at, now)})</span>
        </>
      ) : (
        relative(at, now)
      )}
    </time>
  );
}
