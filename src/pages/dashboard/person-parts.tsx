import type { RegistrantView } from '../../messages/dashboard-views.ts';
import { RegistrationBadge, typedName } from '../../ui/registration-parts.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { t } from '../../ui/text.ts';
import { typedInSentence } from '../../ui/typed.ts';

/** Who it is, as they typed it, with what cannot be seen made visible; hostile, to be shown as text. */
export function nameOf(person: Pick<RegistrantView, 'answers' | 'login'>): string {
  return typedInSentence(typedName(person));
}

/** Whether a first password waits to be passed on. */
export function needsPassword({ state, handOver, accountOffAt }: RegistrantView): boolean {
  return state === 'admitted' && handOver?.way === 'firstPassword' && accountOffAt === null;
}

/** How a registration stands, in a word or two. */
export function PersonBadge({ person }: { person: RegistrantView }) {
  const { state, linked, accountOffAt, handOver } = person;
  if (accountOffAt !== null) return <StateBadge tone="off">{t('people_off')}</StateBadge>;
  if (linked) return <StateBadge tone="good">{t('people_linked')}</StateBadge>;
  if (needsPassword(person) && handOver?.way === 'firstPassword' && handOver.givenAt === null)
    return <StateBadge tone="attention">{t('people_passwordDue')}</StateBadge>;
  return <RegistrationBadge state={state} />;
}
