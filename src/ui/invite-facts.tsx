import type { InviteView } from '../messages/views.ts';
import { leafOf } from './matching.ts';
import { RelativeTime } from './relative-time.tsx';
import { plural, t } from './text.ts';

/** How much of an invite is used, in words. */
export function usesText({ uses, limits }: Pick<InviteView, 'uses' | 'limits'>): string {
  if (limits.maxUses === 1 && uses === 0) return t('form_uses_once');
  return limits.maxUses === null
    ? plural('open_usesUnlimited', uses)
    : plural('open_uses', limits.maxUses, { uses });
}

/** What an invite gives and how long, in one line or two. */
export function InviteFacts({ invite }: { invite: InviteView }) {
  return (
    <ul class="facts">
      {invite.person?.existing && <li>{t('person_existing')}</li>}
      <li>
        <bdi>{invite.profile.name}</bdi>
      </li>
      <li title={invite.entity.name}>
        <bdi>{leafOf(invite.entity.name)}</bdi>
      </li>
      {invite.groups.length > 0 && (
        <li title={invite.groups.map((group) => group.name).join('\n')}>
          {plural('form_groupCount', invite.groups.length)}
        </li>
      )}
      {invite.person === null ? (
        <li>{invite.batch?.whole ? plural('batch_out', invite.batch.out) : usesText(invite)}</li>
      ) : (
        <li>
          {t('person_login')} <bdi data-test="login">{invite.person.login}</bdi>
        </li>
      )}
      {invite.limits.address.kind === 'address' && (
        <li>
          <bdi>{invite.limits.address.address}</bdi>
        </li>
      )}
      {invite.limits.address.kind === 'domains' && (
        <li>
          <bdi>{invite.limits.address.domains.join(', ')}</bdi>
        </li>
      )}
      {invite.limits.approval === 'byHand' && <li>{t('form_approval_byHand')}</li>}
      <li>
        <RelativeTime at={invite.limits.until} text="open_until" />
      </li>
    </ul>
  );
}
