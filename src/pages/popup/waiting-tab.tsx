import { useState } from 'preact/hooks';
import type { FirstPassword, SiteView } from '../../messages/views.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FirstPasswordCard } from '../../ui/first-password-card.tsx';
import { IssuedView, type Result } from '../../ui/issued-view.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { t } from '../../ui/text.ts';
import { useReply } from '../use-reply.ts';
import { PersonalCard } from './personal-card.tsx';
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

  const waitedFor = useReply('personal.notComeIn', { site: site.id, limit: most });
  const withoutPassword = (waitedFor.outcome?.ok ? waitedFor.outcome.value : []).flatMap((invite) =>
    invite.person?.needsFirstPassword ? [{ invite, person: invite.person }] : [],
  );
  const [shown, setShown] = useState<Result | null>(null);

  if (outcome === null) return null;
  if (shown !== null) return <IssuedView issued={shown} onDone={() => setShown(null)} />;
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
      {outcome.value.length === 0 && withoutPassword.length === 0 && given === null && (
        <EmptyState title={t('waiting_empty')} next={t('waiting_emptyNext')} />
      )}
      <ul class="cards">
        {withoutPassword.map(({ invite, person }) => (
          <PersonalCard
            key={invite.id}
            invite={invite}
            person={person}
            onChange={waitedFor.refresh}
            onAgain={setShown}
          />
        ))}
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
