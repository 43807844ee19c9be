import { t } from '../../ui/text.ts';
import { typedInSentence } from '../../ui/typed.ts';
import { useReply } from '../use-reply.ts';

/** Who else watches, so that an admin knows whether people who register wait while this browser is closed. */
export function WatchLine({ site }: { site: string }) {
  const { outcome } = useReply('team.watching', { site });
  const others = outcome?.ok ? outcome.value.others : null;
  // Its place is kept until it is known: what is below would move away from under a press.
  if (others === null) return <p class="hint">{'\u00a0'}</p>;
  const names = [...new Set(others.map(({ name }) => typedInSentence(name)))].slice(0, 3).join('; ');
  return (
    <p class="hint" data-test="watch-line">
      {others.length === 0 ? t('team_watchLine_alone') : t('team_watchLine_others', { names })}
    </p>
  );
}
