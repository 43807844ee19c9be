import { useState } from 'preact/hooks';
import type { FirstPassword, SiteView } from '../../messages/views.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { t } from '../../ui/text.ts';
import { useReply } from '../use-reply.ts';
import { FirstPasswordCard } from './first-password-card.tsx';
import { RegistrationCard } from './registration-card.tsx';

const most = 100;

interface Given {
  readonly password: FirstPassword;
  /** The address that the person registered with; null where it is not known. */
  readonly address: string | null;
}

/** The registrations that need the admin. */
export function WaitingTab({ site }: { site: SiteView }) {
  const { outcome, refresh } = useReply('registration.list', {
    site: site.id,
    onlyNeedsYou: true,
    limit: most,
  });
  // Kept here, not in the card: once given, the registration needs nobody any more and its card goes.
  const [given, setGiven] = useState<Given | null>(null);

  if (outcome === null) return null;
  if (!outcome.ok) return <ProblemNotice problem={outcome.problem} />;
  return (
    <>
      {given !== null && (
        <FirstPasswordCard
          password={given.password}
          address={given.address}
          onDone={() => {
            setGiven(null);
            refresh();
          }}
        />
      )}
      {outcome.value.length === 0 && given === null && (
        <EmptyState title={t('waiting_empty')} next={t('waiting_emptyNext')} />
      )}
      <ul class="cards">
        {outcome.value.map((registration) => (
          <RegistrationCard
            key={registration.id}
            registration={registration}
            onChange={refresh}
            onPassword={(password) => setGiven({ password, address: registration.answers?.email ?? null })}
          />
        ))}
      </ul>
    </>
  );
}
