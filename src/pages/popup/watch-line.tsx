import { t } from '../../ui/text.ts';
import { typedInSentence } from '../../ui/typed.ts';
import { useReply } from '../use-reply.ts';

/** Who else watches, so that an admin knows whether people who register wait while this browser is closed. */
export function WatchLine({ site }: { site: string }) {
  const { outcome } = useReply('team.watching', { site });
  // Its place is kept while GLPI is asked: what is below would move away from under a press.
  if (outcome === null)
    return (
      <p class="hint" style={{ visibility: 'hidden' }}>
        {t('team_watchLine_alone')}
      </p>
    );
  const others = outcome.ok ? outcome.value.others : null;
  const names = [...new Set((others ?? []).map(({ name }) => typedInSentence(name)))].slice(0, 3).join('; ');
  return (
    <p class="hint" data-test="watch-line">
      {others === null
        ? t('team_watchUnknown')
        : others.length === 0
          ? t('team_watchLine_alone')
          : t('team_watchLine_others', { names })}
    </p>
  );
}
