import { useId } from 'preact/hooks';
import { StateBadge } from '../../../ui/state-badge.tsx';
import { t } from '../../../ui/text.ts';
import { TypedText } from '../../../ui/typed-text.tsx';
import { useReply } from '../../use-reply.ts';
import { When } from '../when.tsx';

/** Who turns registrations into accounts now, so that an admin knows whether an account comes at once. */
export function WatchPart({ site }: { site: string }) {
  const { outcome } = useReply('team.watching', { site });
  const id = useId();
  const watch = outcome?.ok ? outcome.value : null;
  return (
    <section class="team-part team-box" aria-labelledby={id}>
      <h4 id={id}>{t('team_watch')}</h4>
      <ul class="team-watchers" data-test="watchers">
        <li>
          <span>{t('team_thisBrowser')}</span>
          <StateBadge tone={watch?.here ? 'good' : 'off'}>
            {t(watch?.here ? 'team_watches' : 'team_watchesNothing')}
          </StateBadge>
        </li>
        {(watch?.others ?? []).map(({ name, kind, seenAt }) => (
          <li key={`${kind} ${name} ${seenAt}`} data-test="watcher">
            <span>
              <TypedText text={name} />
              {kind === 'worker' && <span class="soft"> {t('team_worker')}</span>}
            </span>
            <span class="soft">
              {t('team_seen')} <When at={seenAt} />
            </span>
          </li>
        ))}
      </ul>
      <p class="hint">
        {t(
          watch === null || watch.others === null
            ? 'team_watchUnknown'
            : watch.others.length === 0
              ? 'team_watchAlone'
              : 'team_watchOthers',
        )}
      </p>
    </section>
  );
}
