import type { CameInView } from '../../messages/in-page-views.ts';
import { InvitesIcon } from '../../ui/icons.tsx';
import { moment, relative } from '../../ui/moments.ts';
import { useNow } from '../../ui/relative-time.tsx';
import { t } from '../../ui/text.ts';
import { typedInSentence } from '../../ui/typed.ts';
import { openDashboard } from './open-dashboard.ts';

/** By which invite this user came in, and when. */
export function UserLine({ cameIn }: { cameIn: CameInView }) {
  const { kind, inviteLabel, at } = cameIn;
  const now = useNow();
  return (
    <section class="bar-line" aria-label={t('bar_title')} data-test="user-line" data-kind={kind}>
      <InvitesIcon />
      <p>
        {t(`userLine_${kind}`, { label: typedInSentence(inviteLabel), moment: moment(at) })}{' '}
        <span class="hint">({relative(at, now)})</span>
      </p>
      <button type="button" class="button quiet" onClick={openDashboard}>
        {t('userLine_show')}
      </button>
    </section>
  );
}
